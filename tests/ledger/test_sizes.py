"""Booths, exhibitors and products of an edition that ran here are cut by its own registers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fairpos.core.measure_words import Metric
from fairpos.ledger import areas, breakdowns, facts, fairs, lineups, seasons
from fairpos.ledger.areas import Successor
from fairpos.ledger.breakdowns import Breakdown
from fairpos.ledger.parts import Axis
from fairpos.ledger.seasons import StatedFigure
from fixtures.small import small_fair
from tests.hall import Hall


def cut(hall: Hall, metric: Metric, axis: Axis, *, slug: str = "thu-nho-2026") -> Breakdown:
    with hall.database.reading() as connection:
        fair = fairs.by_slug(connection, slug)
        assert fair is not None
        known = [facts.read(connection, fair)]
        lineup = lineups.lineup(known, metric=metric, scope="all", basis="total", at=hall.now)
        return breakdowns.breakdown(known, lineup, areas.read(connection), axis=axis)


def parts(found: Breakdown) -> dict[str, str]:
    measures = {row.name.vi: row.cells[0].measure for row in found.rows}
    return {name: measure.amount("vi").partition("\xa0")[0] for name, measure in measures.items() if measure}


@pytest.mark.parametrize(
    ("metric", "axis", "expected"),
    [
        ("booths", "zone", {"khu trong tỉnh": "1", "khu ngoài tỉnh": "1", "khu nước ngoài": "1"}),
        ("exhibitors", "zone", {"khu trong tỉnh": "2", "khu ngoài tỉnh": "1", "khu nước ngoài": "1"}),
        ("products", "zone", {"khu trong tỉnh": "3", "khu ngoài tỉnh": "1", "khu nước ngoài": "1"}),
        ("exhibitors", "district", {"ngoài tỉnh tổ chức": "2", "Ba Chẽ": "1", "Hạ Long": "1"}),
        ("exhibitors", "province", {"Quảng Ninh": "2", "nước ngoài": "1", "Thái Nguyên": "1"}),
        ("products", "country", {"VN": "4", "LA": "1"}),
        ("products", "group", {"Thực phẩm": "3", "Đồ uống": "1", "Thủ công mỹ nghệ": "1"}),
        ("products", "star", {"3 sao": "1", "4 sao": "2", "5 sao": "1", "chưa xếp hạng": "1"}),
        ("booths", "district", {"ngoài tỉnh tổ chức": "2", "Hạ Long": "1"}),
    ],
)
def test_each_thing_is_counted_once_in_its_part(
    hall: Hall, metric: Metric, axis: Axis, expected: dict[str, str]
) -> None:
    found = cut(hall, metric, axis)
    assert parts(found) == expected
    assert sum(row.cells[0].share or 0 for row in found.rows) == 100
    assert found.sums[0] == sum(map(int, expected.values()))


def test_a_booth_has_no_star_and_is_refused_with_the_reason(hall: Hall) -> None:
    found = cut(hall, "booths", "star")
    assert found.rows == ()
    (refusal,) = found.refusals
    assert refusal is not None
    assert refusal.en == "A small OCOP fair has no figures by this breakdown"


def test_exhibitors_stand_under_the_names_that_districts_have_now(hall: Hall) -> None:
    merged = Successor(kind="district", old_name="Ba Chẽ", new_name="Hạ Long", from_day="2026-12-01")
    with hall.database.writing() as connection:
        areas.say(connection, merged, at=hall.now, by="hoa")
    assert parts(cut(hall, "exhibitors", "district")) == {"Hạ Long": "2", "ngoài tỉnh tổ chức": "2"}


def test_what_a_source_published_of_a_closed_edition_stands_for_it(hall: Hall) -> None:
    """The register still counts while the fair runs."""
    setup = small_fair("khac")
    with hall.database.writing() as connection:
        closed = fairs.load(
            connection, replace(setup, fair=replace(setup.fair, status="closed")), at=hall.now
        )
        for fair_id in (closed, hall.fair_id):
            figure = StatedFigure(
                metric="booths", scope="in-province", source="Báo", basis="total", value=100, chosen=True
            )
            seasons.state(connection, fair_id, figure)
    assert parts(cut(hall, "booths", "zone", slug="khac")) == {"khu trong tỉnh": "100"}
    assert parts(cut(hall, "booths", "zone"))["khu trong tỉnh"] == "1"
