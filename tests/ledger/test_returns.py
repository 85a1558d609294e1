"""What booths without a till state on paper."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fairpos.core.measures import Qualifier
from fairpos.ledger import audit, returns
from fairpos.ledger.returns import Stated, Sum
from fixtures.small import DAYS
from tests.documents import AT, sale
from tests.hall import Hall

DAY = DAYS[0]


def stated(booth: str, amount: int | None, qualifier: Qualifier = "exact", after: int = 0) -> Stated:
    return Stated(booth=booth, amount=amount, qualifier=qualifier, after=after)


def keep(hall: Hall, rows: Sequence[Stated], *, at: int = AT, reason: str = "") -> None:
    with hall.database.writing() as connection:
        returns.keep(connection, hall.fair_id, DAY, rows, reason=reason, at=at, by="hoa")


def standing(hall: Hall) -> list[tuple[str, int | None, str]]:
    with hall.database.reading() as connection:
        return [(one.booth, one.amount, one.qualifier) for one in returns.standing(connection, hall.fair_id)]


def test_the_newest_row_of_a_booth_and_day_stands_and_none_is_changed(hall: Hall) -> None:
    before = hall.version()
    keep(hall, [stated("A1", 12_500_000), stated("B1", 3_000_000, "estimated")])
    keep(hall, [stated("A1", 12_800_000, "over", after=1)], at=AT + 1, reason="đếm lại")
    assert standing(hall) == [("A1", 12_800_000, "over"), ("B1", 3_000_000, "estimated")]
    assert hall.rows("booth_return", "no", "booth", "amount", "reason", "by") == [
        (1, "A1", 12_500_000, "", "hoa"),
        (2, "B1", 3_000_000, "", "hoa"),
        (3, "A1", 12_800_000, "đếm lại", "hoa"),
    ]
    assert hall.version() == before + 2
    for deed in ("UPDATE booth_return SET amount = 1", "DELETE FROM booth_return"):
        with pytest.raises(DBAPIError, match="never changed"), hall.database.writing() as connection:
            connection.execute(text(deed))


def test_what_is_taken_back_no_longer_stands(hall: Hall) -> None:
    keep(hall, [stated("A1", 5_000_000)])
    keep(hall, [stated("A1", None, after=1)], reason="gian có máy")
    assert standing(hall) == []
    keep(hall, [stated("A1", 6_000_000, after=2)], reason="vẫn bán ghi sổ")
    assert standing(hall) == [("A1", 6_000_000, "exact")]


def test_what_a_person_typed_is_on_record_with_what_stood_before(hall: Hall) -> None:
    for amount, after in ((2_000_000, 0), (2_500_000, 1), (None, 2)):
        with hall.database.writing() as connection:
            stated = [returns.Stated(booth="C1", amount=amount, qualifier="nearly", after=after)]
            returns.keep(connection, hall.fair_id, DAY, stated, reason="sổ tay", at=after, by="hoa")
    with hall.database.reading() as connection:
        record = audit.listed(connection, hall.fair_id, kind="return")
    assert [(one.act, one.before, one.after) for one in reversed(record)] == [
        ("creation", None, {"amount": 2_000_000, "qualifier": "nearly"}),
        ("change", {"amount": 2_000_000}, {"amount": 2_500_000}),
        ("withdrawal", {"amount": 2_500_000, "qualifier": "nearly"}, None),
    ]
    assert {(one.subject, one.by, one.reason) for one in record} == {(f"C1 {DAY}", "hoa", "sổ tay")}


def test_two_who_type_at_once_do_not_overwrite_each_other(hall: Hall) -> None:
    keep(hall, [stated("A1", 5_000_000)])
    with pytest.raises(returns.Moved) as moved:
        keep(hall, [stated("B1", 1_000_000), stated("A1", 9_000_000)])
    assert moved.value.booths == ("A1",)
    assert standing(hall) == [("A1", 5_000_000, "exact")]


def test_a_booth_has_a_till_a_return_both_or_neither(hall: Hall) -> None:
    hall.journal().send(sale())
    keep(hall, [stated("A1", 2_000_000), stated("B1", 3_000_000)])
    with hall.database.reading() as connection:
        booths = returns.booths_of(connection, hall.fair_id, DAY)
        found = returns.missing_by_day(connection, hall.fair_id, DAYS[:2])
    assert found == {DAYS[0]: 1, DAYS[1]: 3}
    assert [(one.booth, one.till_takings, one.missing, one.doubled) for one in booths] == [
        ("A1", 180_000, False, True),
        ("B1", None, False, False),
        ("C1", None, True, False),
    ]


def test_returns_are_added_up_with_the_mark_of_the_least_exact(hall: Hall) -> None:
    keep(hall, [stated("A1", 2_000_000), stated("B1", 3_000_000, "over"), stated("C1", 1, "nearly")])
    with hall.database.reading() as connection:
        rows = returns.standing(connection, hall.fair_id, day=DAY)
    assert returns.added(rows) == Sum(5_000_001, 3, "estimated")
    assert returns.added(rows[:2]) == Sum(5_000_000, 2, "over")
    assert returns.added([]) == Sum(0, 0, "exact")
