"""Looking into findings: found by what is asked for, given to people, settled with a note, never edited."""

from __future__ import annotations

from typing import Any

import pytest

from fairpos.core.business_day import day_of
from fairpos.ledger import audit, findings, lookings
from fairpos.ledger.findings import Opening
from fairpos.ledger.lookings import Count, Wanted
from tests.documents import AT, sale
from tests.hall import Hall

DAY_MS = 86_400_000
ONE, TWO, THREE = ("fork", "1/7"), ("totals", "1/9"), ("totals", "1/12")


@pytest.fixture(autouse=True)
def opened(hall: Hall) -> None:
    openings = (
        Opening(code="fork", subject="1/7", detail="two", till="M1"),
        Opening(code="totals", subject="1/9", detail="nine", till="M2", suspense=5_000),
    )
    late = Opening(code="totals", subject="1/12", detail="twelve", till="CG1", suspense=200)
    with hall.database.writing() as connection:
        findings.open_all(connection, hall.fair_id, openings, now=AT)
        findings.open_all(connection, hall.fair_id, [late], now=AT + DAY_MS)


def asked(hall: Hall, **wanted: Any) -> tuple[int, int, list[str]]:
    with hall.database.reading() as connection:
        count, held, found = lookings.listed(
            connection, hall.fair_id, Wanted(**wanted), cut_off_minute=240, limit=10
        )
    return count, held, [one.subject for one in found]


def settle(hall: Hall, *keys: tuple[str, str], note: str = "đã xem") -> int:
    with hall.database.writing() as connection:
        return lookings.settle(connection, hall.fair_id, keys, note, at=AT + 5, by="hoa")


@pytest.mark.parametrize(
    ("wanted", "subjects"),
    [
        ({}, ["1/12", "1/7", "1/9"]),
        ({"code": "totals"}, ["1/12", "1/9"]),
        ({"place": "M1"}, ["1/7"]),
        ({"place": "G1"}, ["1/12"]),
        ({"place": "A1", "code": "totals"}, []),
        ({"assignee": "-"}, ["1/12", "1/7", "1/9"]),
        ({"assignee": "hoa"}, []),
        ({"day": day_of(AT, 240)}, ["1/7", "1/9"]),
        ({"day": day_of(AT + DAY_MS, 240)}, ["1/12"]),
        ({"state": "settled"}, []),
    ],
)
def test_what_is_asked_for_is_found(hall: Hall, wanted: dict[str, Any], subjects: list[str]) -> None:
    assert asked(hall, **wanted)[2] == subjects


def test_settled_findings_leave_the_open_ones_and_keep_the_fact(hall: Hall) -> None:
    before = hall.rows("finding", "code", "subject", "opened_at", "till", "suspense", "detail")
    assert settle(hall, TWO, ONE) == 2
    assert settle(hall, TWO, note="noch einmal") == 0
    assert asked(hall) == (1, 200, ["1/12"])
    assert asked(hall, state="all") == (3, 200, ["1/12", "1/7", "1/9"])
    assert hall.rows("finding", "code", "subject", "opened_at", "till", "suspense", "detail") == before
    with hall.database.reading() as connection:
        found = lookings.one(connection, hall.fair_id, TWO)
        counts = lookings.counts(connection, hall.fair_id)
    assert found is not None
    assert (found.resolved_at, found.resolved_by, found.note) == (AT + 5, "hoa", "đã xem")
    assert counts == (
        Count(code="totals", open=1, settled=1, suspense=200),
        Count(code="fork", open=0, settled=1, suspense=0),
    )


def test_a_person_s_settling_outlives_a_recount_and_what_is_opened_again_is_open(hall: Hall) -> None:
    settle(hall, ONE)
    hall.recount()
    with hall.database.writing() as connection:
        assert (
            lookings.reopen(connection, hall.fair_id, [ONE, TWO, ("fork", "9/9")], at=AT + 6, by="lan") == 2
        )
        found = lookings.one(connection, hall.fair_id, ONE)
    assert found is not None
    assert (found.resolved_at, found.resolved_by, found.note) == (None, None, "đã xem")


def test_giving_a_finding_to_somebody_is_written_down_once(hall: Hall) -> None:
    with hall.database.writing() as connection:
        for _ in range(2):
            lookings.assign(connection, hall.fair_id, [ONE, THREE], "lan", at=AT, by="hoa")
        lookings.assign(connection, hall.fair_id, [ONE], None, at=AT + 1, by="hoa")
        noted = audit.listed(connection, hall.fair_id, kind="finding", subject="fork 1/7")
    assert asked(hall, assignee="lan")[2] == ["1/12"]
    assert [(one.act, one.before, one.after) for one in noted] == [
        ("assignment", {"assignee": "lan"}, {"assignee": None}),
        ("assignment", {"assignee": None}, {"assignee": "lan"}),
    ]


def test_the_document_behind_a_finding_is_there_as_it_was_kept(hall: Hall) -> None:
    made = sale(till="M9")
    journal = hall.journal()
    journal.send(made)
    with hall.database.reading() as connection:
        stranger = lookings.one(connection, hall.fair_id, ("unknown-till", "1/1"))
        assert stranger is not None
        assert lookings.body(connection, hall.fair_id, stranger) == journal.bodies[0]
        fork = lookings.one(connection, hall.fair_id, ONE)
        assert fork is not None
        assert lookings.body(connection, hall.fair_id, fork) is None
