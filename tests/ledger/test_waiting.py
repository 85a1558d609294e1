"""What waits for a person."""

from __future__ import annotations

from sqlalchemy import insert

from fairpos.core.business_day import moment
from fairpos.ledger import fairs, particulars, returns, tables, waiting
from fairpos.ledger.waiting import Waiting
from fixtures.small import DAYS
from tests.documents import gate_count, sale
from tests.hall import Hall

EVENING = moment(DAYS[0], 22 * 60 + 5)


def waits(hall: Hall, now: int) -> dict[str, tuple[int, str | None]]:
    with hall.database.reading() as connection:
        fair = fairs.by_id(connection, hall.fair_id)
        found = waiting.waiting(connection, fair, now=now)
    return {one.code: (one.count, one.day) for one in found}


UNSAID = {"duty-basis": (1, "2026-10-21")}
"""Nobody has said on which legal basis the fair of the tests is held, thirty days before it or later."""


def test_nothing_waits_at_a_fair_that_has_not_begun_but_its_papers(hall: Hall) -> None:
    assert waits(hall, moment("2026-09-01", 7 * 60)) == {}
    assert waits(hall, moment(DAYS[0], 7 * 60)) == UNSAID
    said = particulars.Particulars(basis="by-decision", basis_number="123/QĐ-UBND")
    with hall.database.writing() as connection:
        particulars.state(connection, hall.fair_id, said, at=1, by="hoa")
    assert waits(hall, moment(DAYS[0], 7 * 60)) == {}
    with hall.database.reading() as connection:
        report = next(
            one
            for one in particulars.duties_of(connection, hall.fair_id, today=DAYS[0])
            if one.key == "report"
        )
    assert waits(hall, moment(report.due, 12 * 60))["duty-report"] == (1, report.due)


def test_a_day_that_is_over_waits_for_returns_findings_and_gates_counted_twice(hall: Hall) -> None:
    hall.journal().send(sale(), gate_count(3), gate_count(4, method="sensor"), b"poison")
    assert waits(hall, moment(DAYS[0], 21 * 60)) == {
        "findings": (1, None),
        "counted-twice": (1, DAYS[0]),
        **UNSAID,
    }
    assert waits(hall, EVENING)["returns"] == (2, DAYS[0])
    with hall.database.writing() as connection:
        stated = [returns.Stated(booth=one, amount=1, qualifier="exact", after=0) for one in ("B1", "C1")]
        returns.keep(connection, hall.fair_id, DAYS[0], stated, reason="", at=EVENING, by="hoa")
    assert "returns" not in waits(hall, EVENING)


def test_what_is_urgent_stands_first(hall: Hall) -> None:
    def source(code: str, *, urgent: bool) -> waiting.Source:
        return lambda _connection, _at: iter(
            [Waiting(code=code, count=1, key="tills", ability="see", urgent=urgent)]
        )

    before = waiting.SOURCES
    try:
        waiting.SOURCES = (source("late", urgent=False), source("now", urgent=True))
        assert list(waits(hall, EVENING)) == ["now", "late"]
    finally:
        waiting.SOURCES = before


def test_long_work_that_failed_waits_until_its_kind_is_begun_again(hall: Hall) -> None:
    now = moment("2026-09-01", 7 * 60)

    def add(number: int, kind: str, state: str) -> None:
        row = {"fair_id": hall.fair_id, "number": number, "kind": kind, "state": state, "input": "{}"}
        times = {"by": "hoa", "started_at": 1, "heard_at": 1}
        with hall.database.writing() as connection:
            connection.execute(insert(tables.work).values(**row, **times))

    for number, kind in enumerate(("list", "list", "proof"), 1):
        add(number, kind, "failed")
    assert waits(hall, now) == {"works": (2, None)}
    add(4, "list", "done")
    assert waits(hall, now) == {"works": (1, None)}
