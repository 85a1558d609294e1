"""What the centre knows that it lacks, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from fairpos.core.business_day import DAY_MS, HOUR_MS, MINUTE_MS, moment
from fairpos.db.database import Database
from fairpos.ledger import completeness, fairs, tables
from fairpos.ledger.completeness import Completeness, SilentTill, Suspense
from fixtures.small import DAYS, small_fair
from tests.admin_site.believable import rows

NOW = moment(DAYS[1], 10 * 60 + 30)


@pytest.fixture
def database(ledger_url: str) -> Iterator[Database]:
    database = Database(ledger_url, synchronous="OFF")
    yield database
    database.close()


def make(database: Database, slug: str = "thu-nho-2026") -> int:
    """The small fair, on the morning of its second day."""
    with database.writing() as connection:
        return fairs.load(connection, small_fair(slug), at=NOW)


def lacking(database: Database, fair_id: int, *, now: int = NOW) -> Completeness:
    with database.reading() as connection:
        return completeness.completeness(connection, fairs.by_id(connection, fair_id), now=now)


def heard(database: Database, fair_id: int, till: str, seen_at: int, pending: int = 0) -> None:
    with database.writing() as connection:
        row = {"till": till, "terminal": "T1", "seen_at": seen_at, "pending": pending}
        rows(
            connection,
            tables.till_state,
            fair_id,
            [{**row, "oldest_at": seen_at - 1000 if pending else None}],
        )


def journal(
    database: Database, fair_id: int, *, top: int, head: int, held: int, forked: bool = False
) -> None:
    with database.writing() as connection:
        rows(
            connection,
            tables.terminal,
            fair_id,
            [{"id": "T1", "name": "T1", "held": held, "oldest_at": NOW - HOUR_MS}],
        )
        stream = {"no": 1, "id": "s", "terminal": "T1", "head_seq": head, "head_hash": b"", "genesis": b""}
        stream |= {"top": top, "opened_at": NOW, "forked_at": NOW if forked else None}
        rows(connection, tables.stream, fair_id, [stream])


def test_tills_that_spoke_today_and_fell_silent_are_named_with_what_they_hold(database: Database) -> None:
    fair = make(database)
    heard(database, fair, "M1", NOW - 12 * MINUTE_MS, pending=31)
    heard(database, fair, "X2", NOW - 4 * MINUTE_MS)
    heard(database, fair, "X3", NOW - 3 * MINUTE_MS, pending=5)
    heard(database, fair, "X4", NOW - DAY_MS)
    heard(database, fair, "X5", NOW - DAY_MS, pending=2)
    lacks = lacking(database, fair)
    assert [till.till for till in lacks.silent] == ["X5", "M1", "X2"]
    assert lacks.silent[1] == SilentTill(till="M1", place="A1", seen_at=NOW - 12 * MINUTE_MS, pending=31)
    assert (lacks.missing, lacks.silent_minutes, lacks.heard) == (33, 24 * 60, 3)
    assert lacks.oldest_at == NOW - DAY_MS - 1000
    assert not lacks.complete


def test_what_a_terminal_holds_and_what_its_journal_lacks_here_are_one_thing(database: Database) -> None:
    fair = make(database)
    journal(database, fair, top=40, head=9, held=31)
    lacks = lacking(database, fair)
    assert (lacks.missing, lacks.silent, lacks.oldest_at) == (31, (), NOW - HOUR_MS)


def test_a_journal_that_has_wholly_arrived_lacks_nothing_whatever_its_last_hello_said(
    database: Database,
) -> None:
    fair = make(database)
    journal(database, fair, top=40, head=40, held=31)
    assert lacking(database, fair).complete


def test_a_fork_is_a_finding_and_what_its_terminal_holds_still_counts(database: Database) -> None:
    fair = make(database)
    journal(database, fair, top=40, head=9, held=12, forked=True)
    assert lacking(database, fair).missing == 12


def test_after_closing_time_a_till_that_holds_nothing_is_switched_off_and_not_silent(
    database: Database,
) -> None:
    fair = make(database)
    night = moment(DAYS[1], 22 * 60)
    heard(database, fair, "M1", night - 10 * MINUTE_MS)
    heard(database, fair, "M2", night - 10 * MINUTE_MS, pending=1)
    assert [till.till for till in lacking(database, fair, now=night - 1).silent] == ["M1", "M2"]
    assert [till.till for till in lacking(database, fair, now=night).silent] == ["M2"]


def test_a_till_that_was_shut_out_is_not_waited_for(database: Database) -> None:
    fair = make(database)
    with database.writing() as connection:
        till = fairs.tills(connection, fair)[0].id
        connection.execute(update(tables.till).where(tables.till.c.id == till).values(revoked_at=NOW))
    heard(database, fair, till, NOW - HOUR_MS, pending=3)
    assert lacking(database, fair).complete


def test_money_in_open_findings_is_in_suspense(database: Database) -> None:
    fair = make(database)
    with database.writing() as connection:
        row = {"opened_at": NOW, "detail": "", "resolved_at": None}
        rows(
            connection,
            tables.finding,
            fair,
            [
                {**row, "code": "totals", "subject": "1/1", "suspense": 700},
                {**row, "code": "totals", "subject": "1/2", "suspense": 50},
                {**row, "code": "totals", "subject": "1/3", "suspense": 9_000, "resolved_at": NOW},
            ],
        )
    with database.reading() as connection:
        assert completeness.suspense(connection, fair) == Suspense(2, 750)


def test_what_another_fair_lacks_is_not_asked_for_here(database: Database) -> None:
    other, fair = make(database), make(database, "thu-nho-2027")
    heard(database, other, "M1", NOW - HOUR_MS, pending=9)
    journal(database, other, top=9, head=0, held=9)
    assert (lacking(database, other).missing, lacking(database, fair).missing) == (18, 0)
    assert lacking(database, fair).complete
