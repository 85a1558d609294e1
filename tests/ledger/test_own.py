"""An exhibitor knows its own goods, booths, drawers and stock, and nothing of those beside it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert

from fairpos.core.business_day import HOUR_MS
from fairpos.core.rights import Stake
from fairpos.core.sale import Line
from fairpos.ledger import fairs, own, tables
from fairpos.ledger.own import Own
from tests.documents import AT, HONEY, TEA, closing, line, new_id, opening, refund, sale, stock_movement, void
from tests.hall import Hall

PEPPER: Line = line(90_000, article="SP4", name="Chè đinh", exhibitor="DV3")
"""Something that the third exhibitor sells, alone in its booth."""


def read(hall: Hall, *who: str) -> Own:
    with hall.database.reading() as connection:
        stakes = [Stake(one) for one in who]
        return own.read(connection, fairs.by_id(connection, hall.fair_id), stakes, now=AT)


def at_b1(till: str = "M2", **changes: Any) -> dict[str, Any]:
    return {"till": till, "booth": "B1", **changes}


def till_of(hall: Hall, booth: str) -> str:
    return next(str(id_) for id_, place in hall.rows("till", "id", "place") if place == booth)


def test_in_a_shared_booth_each_sees_its_own_lines_and_no_hours_or_drawers(hall: Hall) -> None:
    mixed = sale(line(), HONEY)
    hall.journal().send(opening(id=mixed.shift), mixed, sale(TEA), refund(mixed, HONEY))
    herbs, bees = read(hall, "DV1"), read(hall, "DV2")
    assert [(booth.id, booth.shared) for booth in herbs.booths] == [("A1", True)]
    assert (herbs.takings_today, bees.takings_today) == (180_000 + 450_000, 0)
    assert [(one.name, one.sold, one.takings) for one in bees.articles if one.sold or one.takings] == []
    assert {one.id for one in bees.articles} & {"SP1", "SP2"} == set()
    for page in (herbs, bees):
        assert (page.hours, page.tenders, page.sales, page.drawers) == (None, None, None, ())
        assert page.names in (("HTX Dược liệu Ba Chẽ",), ("Hộ nuôi ong Đồng Sơn",))


def test_alone_in_a_booth_one_sees_hours_tenders_and_drawers(hall: Hall) -> None:
    till = till_of(hall, "B1")
    shift = new_id()
    hall.journal().send(
        opening(200_000, **at_b1(till, id=shift)),
        sale(PEPPER, **at_b1(till, shift=shift)),
        sale(PEPPER, **at_b1(till, shift=shift, at=AT + 2 * HOUR_MS), kind="vietqr"),
        closing(2, 180_000, till=till, shift=shift, at=AT + 3 * HOUR_MS, expected=290_000, counted=280_000,
                reason="thối nhầm"),
    )  # fmt: skip
    page = read(hall, "DV3")
    assert page.hours is not None
    assert [(hour.hour, hour.takings, hour.running) for hour in page.hours] == [
        (10, 90_000, True), (11, 0, False), (12, 90_000, False),
    ]  # fmt: skip
    assert page.tenders is not None
    assert {(tender.kind, tender.amount) for tender in page.tenders} == {("cash", 90_000), ("vietqr", 90_000)}
    (drawer,) = page.drawers
    assert (drawer.sales, drawer.takings, drawer.cash) == (2, 180_000, 90_000)
    assert (drawer.expected, drawer.counted, drawer.difference) == (290_000, 280_000, -10_000)
    assert (drawer.opened_at, drawer.closed_at, drawer.reason) == (AT, AT + 3 * HOUR_MS, "thối nhầm")
    assert (page.sales, page.takings_today, page.takings) == (2, 180_000, 180_000)


def test_a_booth_where_another_has_sold_before_counts_as_shared(hall: Hall) -> None:
    till = till_of(hall, "B1")
    hall.journal().send(sale(HONEY, **at_b1(till)), sale(PEPPER, **at_b1(till)))
    page = read(hall, "DV3")
    assert [(booth.id, booth.shared) for booth in page.booths] == [("B1", True)]
    assert (page.takings, page.hours, page.drawers) == (90_000, None, ())
    assert {booth.id for booth in read(hall, "DV2").booths} == {"A1", "B1"}


def test_stock_is_what_was_put_there_less_what_was_sold_of_ones_own_goods(hall: Hall) -> None:
    sold = sale(line(pieces=3), HONEY)
    taken_back = sale(line(pieces=2))
    hall.journal().send(
        stock_movement(10_000, article="SP1"),
        stock_movement(-1_000, article="SP1", kind="adjusted"),
        stock_movement(4_000, article="SP3"),
        sold,
        taken_back,
        void(taken_back),
    )
    left = {one.id: one.left for one in read(hall, "DV1").articles}
    assert left["SP1"] == 10_000 - 1_000 - 3_000
    assert left["SP2"] is None
    assert {one.id: one.left for one in read(hall, "DV2").articles}["SP3"] == 3_000


def test_what_sells_best_stands_first_and_what_never_sold_is_there_too(hall: Hall) -> None:
    hall.journal().send(sale(line(pieces=1)), sale(TEA))
    articles = [(one.id, one.today, one.takings) for one in read(hall, "DV1").articles]
    assert articles[:2] == [("SP2", 450_000, 450_000), ("SP1", 180_000, 180_000)]


@pytest.mark.parametrize("who", ["DV2", "DV4", "nobody"])
def test_nothing_of_others_is_in_the_file(hall: Hall, who: str) -> None:
    hall.journal().send(sale(line()), sale(PEPPER, **at_b1(till_of(hall, "B1"))))
    with hall.database.reading() as connection:
        assert own.sold(connection, hall.fair_id, [Stake(who)]) == ()
        (row,) = own.sold(connection, hall.fair_id, [Stake("DV1")])
    assert (row.booth, row.article, row.quantity, row.takings) == (
        "A1",
        "Rượu ba kích tím 500 ml",
        1_000,
        180_000,
    )


def test_without_a_booth_or_an_exhibitor_the_page_is_empty(hall: Hall) -> None:
    page = read(hall)
    assert (page.booths, page.articles, page.drawers, page.takings, page.hours) == ((), (), (), 0, None)


def test_the_people_of_one_booth_see_nothing_of_the_exhibitors_other_booths(hall: Hall) -> None:
    """The third exhibitor stands at B1 and at C1, and sold at both."""
    with hall.database.writing() as connection:
        also = {"fair_id": hall.fair_id, "booth": "C1", "exhibitor": "DV3", "position": 2}
        connection.execute(insert(tables.allocation).values(**also))
    hall.journal().send(
        sale(PEPPER, **at_b1()),
        sale(PEPPER, PEPPER, till="M3", booth="C1"),
        stock_movement(5_000, till="M2", booth="B1", article="SP4"),
        stock_movement(9_000, till="M3", booth="C1", article="SP4"),
    )
    with hall.database.reading() as connection:
        fair = fairs.by_id(connection, hall.fair_id)
        whole, staff = (
            own.read(connection, fair, [stake], now=AT) for stake in (Stake("DV3"), Stake("DV3", ("B1",)))
        )
        listed = own.sold(connection, fair.id, [Stake("DV3", ("B1",))])
        nowhere = own.read(connection, fair, [Stake("DV3", ("A1",))], now=AT)
    assert ([booth.id for booth in whole.booths], whole.takings) == (["B1", "C1"], 270_000)
    assert ([booth.id for booth in staff.booths], staff.takings, staff.takings_today) == (
        ["B1"],
        90_000,
        90_000,
    )
    assert [(one.sold, one.takings, one.left) for one in whole.articles if one.sold] == [
        (3_000, 270_000, 11_000)
    ]
    assert [(one.sold, one.takings, one.left) for one in staff.articles if one.sold] == [
        (1_000, 90_000, 4_000)
    ]
    assert [(one.booth, one.takings) for one in listed] == [("B1", 90_000)]
    assert staff.sales == 1
    assert (nowhere.booths, nowhere.takings, nowhere.drawers) == ((), 0, ())
