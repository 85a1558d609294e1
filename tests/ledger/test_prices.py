"""New prices: all of them in one edition, each written down, and nothing else changed."""

from __future__ import annotations

import pytest

from fairpos.ledger import audit, editions, prices
from fairpos.ledger.prices import EditionRow, NotAPrice, Repriced, UnknownArticle
from fairpos.wire import editions as wire
from tests.documents import AT
from tests.hall import Hall


def published(hall: Hall) -> dict[str, int]:
    with hall.database.reading() as connection:
        newest = editions.newest(connection, hall.fair_id)
    assert newest is not None
    return {article.id: article.price for article in wire.read(newest[1]).articles}


def test_many_prices_are_one_edition_and_a_line_each_in_the_record(hall: Hall) -> None:
    before = published(hall)
    new = {"SP1": 190_000, "SP2": before["SP2"], "SP3": 0}
    with hall.database.writing() as connection:
        done = prices.change(connection, hall.fair_id, new, at=AT + 1, by="hoa", why="Ngày cuối")
        noted = audit.listed(connection, hall.fair_id, kind="product")
    assert done == Repriced(count=2, edition=2)
    assert published(hall) == before | {"SP1": 190_000, "SP3": 0}
    assert [(one.subject, one.act, one.before, one.after, one.reason) for one in noted] == [
        ("SP3", "price", {"price": 150_000}, {"price": 0}, "Ngày cuối"),
        ("SP1", "price", {"price": 180_000}, {"price": 190_000}, "Ngày cuối"),
    ]


def test_the_same_prices_again_are_no_edition(hall: Hall) -> None:
    with hall.database.writing() as connection:
        done = prices.change(connection, hall.fair_id, {"SP1": 180_000}, at=AT, by="hoa")
    assert (done, hall.count("edition"), hall.count("change")) == (Repriced(count=0, edition=None), 1, 0)


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        ({"SP1": 1, "SP9": 1}, UnknownArticle),
        ({"SP2": 1, "SP1": -1}, NotAPrice),
        ({"SP1": 10**13}, NotAPrice),
    ],
)
def test_one_price_that_cannot_be_changes_none(
    hall: Hall, new: dict[str, int], refusal: type[Exception]
) -> None:
    before = published(hall)
    with pytest.raises(refusal), hall.database.writing() as connection:
        prices.change(connection, hall.fair_id, new, at=AT, by="hoa")
    assert (published(hall), hall.count("edition"), hall.count("change")) == (before, 1, 0)


def test_editions_are_listed_and_so_is_where_they_have_arrived(hall: Hall) -> None:
    with hall.database.writing() as connection:
        prices.change(connection, hall.fair_id, {"SP1": 1}, at=AT + 1, by="hoa")
    hall.journal().hello(edition=2)
    with hall.database.reading() as connection:
        listed = prices.listed(connection, hall.fair_id, limit=5)
        older = prices.listed(connection, hall.fair_id, below=2, limit=5)
        spread = prices.spread(connection, hall.fair_id)
    assert listed == (
        EditionRow(number=2, made_at=AT + 1, made_by="hoa"),
        EditionRow(number=1, made_at=AT, made_by="ban-to-chuc"),
    )
    assert older == listed[1:]
    assert spread == ({2: 1}, {})
