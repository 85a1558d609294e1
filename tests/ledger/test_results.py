"""Which figure stands for an edition: the ledger while the fair is open, the chosen source afterwards."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import Connection, insert

from fairpos.ledger import fairs, tables
from fairpos.ledger.comparisons import NotComparable
from tests.ledger.sides import (
    DAYS,
    DAYS_THEN,
    NOW,
    THEN,
    codes,
    compare,
    enter,
    fair,
    plain,
    sell,
    state,
)


def test_zones_are_counted_apart_and_together(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS[:1]), fair(connection, THEN, DAYS_THEN[:1])
    for fair_id, day in ((now, DAYS[0]), (then, DAYS_THEN[0])):
        for value, booth in ((600, "A1"), (30, "B1"), (1, "C1"), (5000, "khong-co")):
            sell(connection, fair_id, day, value, booth)
    for scope, value in (("in-province", 600), ("other-province", 30), ("foreign", 1), ("all", 5631)):
        assert compare(connection, scope=scope).change.current.value == value  # type: ignore[arg-type]


def test_only_entries_count_as_visits(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS[:1]), fair(connection, THEN, DAYS_THEN[:1])
    for fair_id, day in ((now, DAYS[0]), (then, DAYS_THEN[0])):
        enter(connection, fair_id, day, 50)
        enter(connection, fair_id, day, 45, "out")
    assert compare(connection, metric="visits", scope="all").change.current.value == 50


def test_the_ledger_counts_until_the_fair_is_closed_and_the_published_figure_afterwards(
    connection: Connection,
) -> None:
    now, then = fair(connection, NOW, DAYS, "open"), fair(connection, THEN, DAYS_THEN)
    state(connection, then, 900_000_000, "per-day")
    state(connection, now, 6_000_000_000, days=6, qualifier="over")
    for day in DAYS:
        sell(connection, now, day, 1_100_000_000)

    live = compare(connection)
    assert [(s.kind, s.used) for s in live.sources if s.fair == NOW] == [("ledger", True), ("stated", False)]
    assert live.change.current.value == 1_100_000_000

    fairs.set_status(connection, now, "closed")
    closed = compare(connection)
    assert [(s.kind, s.used) for s in closed.sources if s.fair == NOW] == [
        ("stated", True),
        ("ledger", False),
    ]
    assert closed.change.current.value == 1_000_000_000
    assert codes(closed) == ["ledger-differs"]
    assert plain(closed.remarks[0].vi) == (
        "nay: sổ cái ghi 6.600 triệu đồng trong 6 ngày (khu trong tỉnh), "
        "nguồn nêu hơn 6.000 triệu đồng trong 6 ngày (khu trong tỉnh)"
    )


def test_a_published_figure_that_is_the_ledgers_rounded_is_no_difference(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, then, 925_560_000, "per-day")
    state(connection, now, 1_009_420_000, "per-day", 6)
    for place, day in enumerate(DAYS):
        sell(connection, now, day, 1_009_416_666 + (place < 4))
    assert codes(compare(connection)) == []


def test_sources_that_contradict_each_other_are_all_listed(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, now, 110_000, days=5, metric="visits", qualifier="nearly", source="a", chosen=False)
    state(connection, now, 108_000, days=5, metric="visits", source="b")
    state(connection, then, 10_000, "per-day", metric="visits")
    comparison = compare(connection, metric="visits", scope="all")
    assert [(s.name, s.used) for s in comparison.sources] == [("b", True), ("a", False), ("Báo tỉnh", True)]
    assert comparison.change.current.value == 108_000 / 5
    assert codes(comparison) == ["days-differ"]


def test_a_figure_nobody_chose_is_not_used(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, now, 1, days=6, chosen=False)
    state(connection, then, 1, "per-day")
    with pytest.raises(NotComparable, match="no-figure") as refused:
        compare(connection)
    assert refused.value.text("vi") == "Hội chợ OCOP thu nhỏ không có số liệu doanh thu (khu trong tỉnh)"


def test_an_edition_stated_day_by_day_needs_no_total(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS[:2]), fair(connection, THEN, DAYS_THEN[:2])
    state(connection, now, 100, days=2)
    for day in DAYS_THEN[:2]:
        state(connection, then, 40, day=day, qualifier="estimated")
    comparison = compare(connection)
    assert (comparison.change.prior.value, comparison.change.prior.qualifier) == (Fraction(40), "estimated")


def test_money_outside_the_open_days_is_told_and_not_counted(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, then, 100, days=6)
    sell(connection, now, DAYS[0], 600)
    sell(connection, now, "2026-11-30", 45_000)
    comparison = compare(connection, "total")
    assert comparison.change.current.value == 600
    assert codes(comparison) == ["outside-open-days"]
    assert plain(comparison.remarks[0].vi) == "nay: chưa tính 45.000 đ ngoài các ngày mở cửa"


def test_what_tills_and_terminals_still_hold_is_said(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, then, 100, days=6)
    sell(connection, now, DAYS[0], 600)
    connection.execute(
        insert(tables.till_state),
        [
            {"fair_id": now, "till": "M1", "terminal": "T1", "seen_at": 1, "pending": 31},
            {"fair_id": now, "till": "M2", "terminal": "T1", "seen_at": 1, "pending": 0},
        ],
    )
    connection.execute(insert(tables.terminal).values(fair_id=now, id="T1", name="T1"))
    stream = {"fair_id": now, "terminal": "T1", "head_hash": b"", "genesis": b"", "opened_at": 1}
    connection.execute(
        insert(tables.stream),
        [
            {**stream, "no": 1, "id": "a", "head_seq": 10, "top": 14, "forked_at": None},
            {**stream, "no": 2, "id": "b", "head_seq": 10, "top": 99, "forked_at": 5},
            {**stream, "no": 3, "id": "c", "head_seq": 10, "top": 10, "forked_at": None},
        ],
    )
    current = compare(connection).change.current
    assert (current.coverage.tills, current.coverage.held) == (2, 35)
    assert "2 máy còn giữ ít nhất 35 chứng từ chưa về" in current.text("vi")
