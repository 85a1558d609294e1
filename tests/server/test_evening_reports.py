"""The scheduler drafts what a fair should have by now, once an hour however many processes serve."""

from __future__ import annotations

from fairpos.core.business_day import DAY_MS, HOUR_MS
from fairpos.db.database import Database
from fairpos.db.writer import Writer
from fairpos.ledger.reports import kept
from fairpos.server import jobs
from tests.documents import DAY, opening, sale
from tests.hall import Hall


def test_the_evening_is_drafted_once_and_again_when_a_sale_came_late(sqlite_ledger_url: str) -> None:
    database = Database(sqlite_ledger_url, synchronous="OFF")
    writer = Writer(database, "jobs")
    hall = Hall(database)
    journal = hall.journal()
    journal.send(opening(), sale())
    now = hall.now + DAY_MS

    def listed() -> list[tuple[str, str, str, int]]:
        with database.reading() as connection:
            every = kept.listed(connection, hall.fair_id)
        return [(one.kind, one.subject, one.drafted_by, one.drafted_at) for one in every]

    try:
        assert jobs.report(database, writer, now=hall.now)
        assert listed() == []
        assert jobs.report(database, writer, now=now)
        drafts = [("flash", DAY, "fairpos", now), ("z", DAY, "fairpos", now)]
        assert listed() == drafts
        assert not jobs.report(database, writer, now=now)
        assert jobs.report(database, writer, now=now + HOUR_MS)
        assert listed() == drafts
        journal.send(sale())
        assert jobs.report(database, writer, now=now + 2 * HOUR_MS)
        assert {at for *_, at in listed()} == {now + 2 * HOUR_MS}
    finally:
        writer.stop()
        database.close()
