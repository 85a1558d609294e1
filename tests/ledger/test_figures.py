"""Takings at any grain, each against the same documents added up by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from fairpos.core.business_day import DAY_MS, HOUR_MS
from fairpos.ledger import fairs, figures, returns
from fairpos.ledger.figures import SHARED, Ask, CannotCombine, Figures
from fixtures.small import DAYS
from tests.documents import AT, HONEY, TEA, line, sale, void
from tests.hall import Hall

DAY = DAYS[0]


@pytest.fixture
def sold(hall: Hall) -> Hall:
    """At A1 wine and honey in cash, at B1 tea by transfer an hour later, and one sale voided again."""
    mistaken = sale(HONEY)
    tea = replace(TEA, exhibitor="DV3", article="SP4")
    hall.journal().send(
        sale(line(), HONEY),
        sale(tea, kind="vietqr", till="M2", booth="B1", at=AT + HOUR_MS),
        mistaken,
        void(mistaken),
    )
    return hall


def ask(hall: Hall, **wanted: object) -> Figures:
    with hall.database.reading() as connection:
        fair = fairs.by_id(connection, hall.fair_id)
        return figures.figures(connection, fair, Ask(**wanted), now=hall.now)  # type: ignore[arg-type]


def rows(found: Figures) -> dict[str, int]:
    return {row.key: row.takings for row in found.rows}


def test_every_axis_adds_up_to_the_same_takings(sold: Hall) -> None:
    wanted: dict[str, dict[str, int]] = {
        "day": {DAY: 780_000},
        "hour": {"10": 330_000, "11": 450_000},
        "zone": {"in-province": 330_000, "other-province": 450_000},
        "booth": {"A1": 330_000, "B1": 450_000},
        "tender": {"cash": 330_000, "vietqr": 450_000},
        "exhibitor": {"DV1": 180_000, "DV2": 150_000, "DV3": 450_000},
        "district": {"Ba Chẽ": 180_000, "Hạ Long": 150_000, "Thái Nguyên": 450_000},
    }
    found = {axis: ask(sold, by=axis) for axis in wanted}
    assert {axis: rows(figures) for axis, figures in found.items()} == wanted
    assert sum(rows(ask(sold, by="article")).values()) == 780_000
    assert sum(rows(ask(sold, by="group")).values()) == 780_000
    assert {axis for axis, figures in found.items() if sum(map(share, figures.rows)) != 1} == set()


def share(row: figures.Row) -> Fraction:
    return row.share or Fraction(0)


def test_filters_narrow_what_is_cut(sold: Hall) -> None:
    assert rows(ask(sold, by="booth", zone="in-province")) == {"A1": 330_000}
    assert rows(ask(sold, by="article", exhibitor="DV2")) == {"SP3": 150_000}
    assert rows(ask(sold, by="hour", booth="B1")) == {"11": 450_000}
    assert rows(ask(sold, by="booth", tender="cash")) == {"A1": 330_000}
    assert rows(ask(sold, by="day", hour=10)) == {DAY: 330_000}
    assert rows(ask(sold, by="booth", district="Thái Nguyên")) == {"B1": 450_000}
    assert rows(ask(sold, by="day", first=DAYS[1])) == {}
    assert rows(ask(sold, by="day", last=DAY, zone="foreign")) == {}


def test_the_largest_stands_first_and_says_what_it_is(sold: Hall) -> None:
    found = ask(sold, by="booth")
    assert [(row.key, row.name, row.of, row.count) for row in found.rows] == [
        ("B1", "B1", "other-province", 1),
        ("A1", "A1", "in-province", 2),
    ]
    assert (found.counts, ask(sold, by="tender").counts, ask(sold, by="group").counts) == (
        "sales",
        "payments",
        "pieces",
    )
    assert (found.coverage.days, found.coverage.of, found.coverage.running) == ((1,), 3, True)


@pytest.mark.parametrize(
    "wanted",
    [
        {"by": "hour", "article": "SP1"},
        {"by": "article", "hour": 10},
        {"by": "tender", "hour": 10},
        {"by": "district", "tender": "cash", "hour": 10},
        {"by": "exhibitor", "group": "Đồ uống", "hour": 10},
        {"by": "hour", "returns": True},
        {"by": "booth", "group": "Đồ uống", "returns": True},
    ],
)
def test_what_no_rollup_holds_is_refused_and_not_guessed(sold: Hall, wanted: dict[str, object]) -> None:
    with pytest.raises(CannotCombine):
        ask(sold, **wanted)


def test_whose_the_sales_of_an_hour_were_is_told_where_one_alone_sold_and_not_guessed_elsewhere(
    sold: Hall,
) -> None:
    """A1 is shared by the first two, of different districts; at B1 the third sold alone."""
    assert rows(ask(sold, by="exhibitor", hour=11)) == {"DV3": 450_000}
    assert rows(ask(sold, by="district", hour=10)) == {SHARED: 330_000}
    assert rows(ask(sold, by="district", tender="cash")) == {SHARED: 330_000}
    found = ask(sold, by="hour", district="Thái Nguyên")
    assert (rows(found), found.untold, found.counts) == ({"11": 450_000}, 0, "sales")
    assert rows(ask(sold, by="tender", exhibitor="DV3")) == {"vietqr": 450_000}
    shared = ask(sold, by="hour", exhibitor="DV2")
    assert (rows(shared), shared.takings, shared.untold) == ({}, 0, 330_000)
    assert ask(sold, by="hour", exhibitor="DV2", hour=11).untold == 0
    assert ask(sold, by="hour", district="Hạ Long", zone="foreign").untold == 0
    assert ask(sold, by="article", exhibitor="DV2").untold == 0
    # On a day on which one of the two sold alone, its hours are known.
    sold.journal("tram-2").send(sale(HONEY, at=AT + DAY_MS, day=DAYS[1]))
    later = ask(sold, by="hour", exhibitor="DV2")
    assert (rows(later), later.untold) == ({"10": 150_000}, 330_000)
    assert rows(ask(sold, by="district", hour=10)) == {"Hạ Long": 150_000, SHARED: 330_000}
    assert [row.key for row in ask(sold, by="district", hour=10).rows][-1] == SHARED


def test_returns_stand_apart_and_are_added_only_when_asked_for(sold: Hall) -> None:
    with sold.database.writing() as connection:
        stated = [
            returns.Stated(booth="C1", amount=5_000_000, qualifier="estimated", after=0),
            returns.Stated(booth="A1", amount=20_000, qualifier="exact", after=0),
        ]
        returns.keep(connection, sold.fair_id, DAY, stated, reason="", at=AT, by="hoa")
    without, added = ask(sold, by="booth"), ask(sold, by="booth", returns=True)
    assert (without.together, without.qualifier) == (780_000, "exact")
    assert [(row.key, row.takings, row.returned) for row in added.rows] == [
        ("C1", 0, 5_000_000),
        ("B1", 450_000, 0),
        ("A1", 330_000, 20_000),
    ]
    assert (added.together, added.returned, added.qualifier) == (
        780_000 + 5_020_000,
        5_020_000,
        "estimated",
    )
    assert rows(ask(sold, by="zone", returns=True, zone="foreign")) == {"foreign": 0}


def test_sales_of_booths_nobody_set_up_are_in_it(hall: Hall) -> None:
    hall.journal().send(sale(till="M9", booth="Z9"))
    assert rows(ask(hall, by="zone")) == {"unknown": 180_000}
    (row,) = ask(hall, by="booth").rows
    assert (row.key, row.name, row.of) == ("Z9", "Z9", "")
