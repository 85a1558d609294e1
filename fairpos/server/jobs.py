"""What happens by the clock: looking again at what did not fit together, and proving the ledger each night.

Schedules stand in code. Every run first claims its slot in the database, so a job runs once however many
processes serve, and the claim is written in the transaction of the job's own effect.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from fairpos.core.business_day import DAY_MS, HOUR_MS, MINUTE_MS
from fairpos.db.database import Database
from fairpos.db.writer import Writer
from fairpos.ledger import checks, editions, findings, recount, sessions, tables, work_files
from fairpos.ledger import fairs as ledger_fairs
from fairpos.ledger.reports import drafting

log = logging.getLogger(__name__)

Clock = Callable[[], int]


def claim(connection: Connection, job: str, slot: int, *, now: int) -> bool:
    """Take a slot of a job. False when it was taken before."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    taken = connection.execute(
        dialect.insert(tables.job_run).values(job=job, slot=slot, started_at=now).on_conflict_do_nothing()
    )
    return taken.rowcount == 1


def sweep(connection: Connection, *, now: int) -> bool:
    """Look again at voids, refunds and closings that did not fit: the missing sale may have come."""
    if not claim(connection, "sweep", now // MINUTE_MS, now=now):
        return False
    for fair_id in connection.execute(select(tables.fair.c.id)).scalars().all():
        checks.sweep(connection, fair_id, now=now)
    return True


def tidy(connection: Connection, *, now: int) -> bool:
    """Forget sessions that have ended, files of long work whose day is over, and the slots of past jobs."""
    if not claim(connection, "tidy", now // HOUR_MS, now=now):
        return False
    sessions.forget_ended(connection, now=now)
    work_files.forget_ended(connection, now=now)
    run = tables.job_run
    connection.execute(run.delete().where(run.c.started_at < now - 7 * DAY_MS))
    return True


def expire(connection: Connection, *, now: int) -> bool:
    """Take goods whose last day was yesterday from the tills of fairs that are open."""
    if not claim(connection, "expire", now // DAY_MS, now=now):
        return False
    is_open = select(tables.fair.c.id).where(tables.fair.c.status == "open")
    for fair_id in connection.execute(is_open).scalars().all():
        editions.publish_changed(connection, fair_id, at=now, by="fairpos")
    return True


def prove(database: Database, writer: Writer, *, now: int) -> bool:
    """Prove each fair's ledger, chains and rollups. What is wrong becomes a finding."""
    if not writer.do(lambda c: claim(c, "prove", now // DAY_MS, now=now)):
        return False
    with database.reading() as connection:
        fairs = connection.execute(select(tables.fair.c.id)).scalars().all()
        proofs = [(fair_id, recount.verify(connection, fair_id)) for fair_id in fairs]
    for fair_id, proof in proofs:
        openings = [
            findings.Opening(code="ledger-differs", subject=f"{now // DAY_MS}/{i}", detail=fault)
            for i, fault in enumerate(proof.faults)
        ]
        if openings:
            log.error("fair %s: %s", fair_id, "; ".join(proof.faults))
            writer.do(partial(findings.open_all, fair_id=fair_id, openings=openings, now=now))
    outcome = f"{sum(len(proof.faults) for _, proof in proofs)} faults"
    run = tables.job_run
    writer.do(
        lambda c: c.execute(
            update(run).where(run.c.job == "prove", run.c.slot == now // DAY_MS).values(outcome=outcome)
        )
    )
    return True


def report(database: Database, writer: Writer, *, now: int) -> bool:
    """Draft the reports of every fair that has moved on or finished a day. The reading is long and holds
    nobody up; a fair that fails keeps no other from its reports."""
    if not writer.do(lambda c: claim(c, "report", now // HOUR_MS, now=now)):
        return False
    with database.reading() as connection:
        stale = [fair for fair in ledger_fairs.every(connection) if drafting.stale(connection, fair, at=now)]
    for fair in stale:
        try:
            with database.reading() as connection:
                made = drafting.make(connection, fair, drafting.due_now(fair), at=now)
            writer.do(partial(drafting.keep, fair=fair, made=made, by=drafting.BY_CLOCK), lane="bulk")
        except Exception:
            log.exception("the reports of %s were not drafted; the next hour tries again", fair.slug)
    return True


def scheduler(database: Database, writer: Writer, clock: Clock) -> BackgroundScheduler:
    """The jobs on their schedules, not yet started."""
    made = BackgroundScheduler(
        timezone="Asia/Ho_Chi_Minh",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3_600},
    )
    made.add_job(lambda: writer.do(lambda c: sweep(c, now=clock()), lane="bulk"), "interval", minutes=1)
    made.add_job(lambda: writer.do(lambda c: tidy(c, now=clock()), lane="bulk"), "interval", hours=1)
    # After the night of a fair day is over, and before its gates open.
    made.add_job(lambda: writer.do(lambda c: expire(c, now=clock()), lane="bulk"), "cron", hour=5, minute=10)
    made.add_job(lambda: prove(database, writer, now=clock()), "cron", hour=5)
    made.add_job(lambda: report(database, writer, now=clock()), "cron", minute=15)
    return made
