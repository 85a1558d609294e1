"""What is to be printed: a durable queue of jobs, one line for each printer.

A job is made in the very transaction that keeps its document, so a slip is never printed of what the journal
does not hold, and none is forgotten in a power cut. Its `ref` is what makes asking twice harmless.

    waiting → printing → printed
       ↓         ↓
     stale    unknown      a person decides: the next print is marked as a copy
       ↓
    waiting                nothing had come out: the print that a person asks for is still the first

A job is "printing" from just before its first byte leaves until the last one has. Whoever finds one in that
state after a restart cannot know what came out of the printer, and neither can we.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, case, func, insert, or_, select, update

from booth_terminal import tables

Kind = Literal["document", "shift", "test", "enrolment", "drawer", "transfer"]
"""A document's slip, an X report of an open shift, a test page, a new till's first slip, or the pulse that
opens the cash drawer."""
State = Literal["waiting", "printing", "printed", "failed", "stale", "unknown"]

STALE_MS = 15 * 60_000
DRAWER_STALE_MS = 20_000
"""A drawer that springs open later than this does so in front of nobody, or of somebody else."""
BACKOFF_MS = 1_000
BACKOFF_MAX_MS = 15_000
KEPT_MS = 3 * 24 * 3_600_000
"""Finished jobs older than this are forgotten; their documents stand in the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something to be printed. `subject` is the document's id, or the shift's, or ""; copy 1 is the first."""

    ref: str
    printer: str
    till: str
    kind: Kind
    subject: str = ""
    copy: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A wish on its way. `label` is what people call it: the receipt's number, a drawer's reason."""

    no: int
    ref: str
    printer: str
    till: str
    kind: Kind
    subject: str
    copy: int
    label: str
    state: State
    attempts: int
    problem: str
    made_at: int
    next_at: int
    done_at: int | None


_job = tables.print_job.c


def _jobs(connection: Connection, *where: ColumnElement[bool], newest: int | None = None) -> list[Job]:
    statement = select(tables.print_job).where(*where)
    statement = statement.order_by(_job.no.desc()).limit(newest) if newest else statement.order_by(_job.no)
    return [Job(**row._mapping) for row in connection.execute(statement)]


def document_ref(document: str, copy: int) -> str:
    return f"{document}.{copy}"


def add(connection: Connection, wish: Wish, *, at: int) -> Job:
    """Queue a wish. One that was made before, by its ref, is given as it stands now."""
    known = _jobs(connection, _job.ref == wish.ref)
    if known:
        return known[0]
    connection.execute(
        insert(tables.print_job).values(
            ref=wish.ref,
            printer=wish.printer,
            till=wish.till,
            kind=wish.kind,
            subject=wish.subject,
            copy=wish.copy,
            label=wish.label,
            state="waiting",
            attempts=0,
            problem="",
            made_at=at,
            next_at=at,
        )
    )
    return _jobs(connection, _job.ref == wish.ref)[0]


def again(connection: Connection, wish: Wish, *, at: int) -> Job:
    """Print a document that may have been printed before. What a person asks for is done now.

    What waits or is in the printer is not asked for twice. What never came out is tried anew as what it was;
    what did come out, or may have, comes out as the next copy.
    """
    of = (_job.kind == wish.kind, _job.subject == wish.subject)
    last = max(_jobs(connection, *of), key=lambda job: job.copy, default=None)
    if last is None:
        return add(connection, wish, at=at)
    if last.state == "printing":
        return last
    if last.state in ("waiting", "stale", "failed"):
        _change(
            connection, last.no, printer=wish.printer, state="waiting", problem="", made_at=at, next_at=at
        )
        return get(connection, last.no)
    copy = last.copy + 1
    ref = document_ref(wish.subject, copy)
    copied = Wish(ref=ref, printer=wish.printer, till=wish.till, kind=wish.kind, subject=wish.subject)
    return add(connection, _with_copy(copied, copy, last.label), at=at)


def _with_copy(wish: Wish, copy: int, label: str) -> Wish:
    return Wish(
        ref=wish.ref,
        printer=wish.printer,
        till=wish.till,
        kind=wish.kind,
        subject=wish.subject,
        copy=copy,
        label=label,
    )


def get(connection: Connection, no: int) -> Job:
    """Raises LookupError."""
    found = _jobs(connection, _job.no == no)
    if not found:
        raise LookupError(no)
    return found[0]


def next_waiting(connection: Connection, printer: str) -> Job | None:
    """What this printer does next: a drawer before all paper, then in the order it was asked for."""
    statement = (
        select(tables.print_job)
        .where(_job.printer == printer, _job.state == "waiting")
        .order_by(case((_job.kind == "drawer", 0), else_=1), _job.no)
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else Job(**row._mapping)


def begin(connection: Connection, job: Job) -> bool:
    """The first byte is about to leave. False when the job no longer waits: then none may."""
    return bool(
        connection.execute(
            update(tables.print_job)
            .where(_job.no == job.no, _job.state == "waiting")
            .values(state="printing", attempts=job.attempts + 1)
        ).rowcount
    )


def finish(connection: Connection, job: Job, state: State, *, problem: str = "", at: int) -> None:
    _change(connection, job.no, state=state, problem=problem, done_at=at)


def put_off(connection: Connection, job: Job, *, problem: str, at: int) -> None:
    """Nothing left for the printer: the job waits, longer after every attempt."""
    wait = min(BACKOFF_MAX_MS, BACKOFF_MS << min(job.attempts, 10))
    _change(connection, job.no, problem=problem, attempts=job.attempts + 1, next_at=at + wait)


def _late(printer: str, at: int) -> ColumnElement[bool]:
    of_a_drawer = and_(_job.kind == "drawer", _job.made_at < at - DRAWER_STALE_MS)
    return and_(
        _job.printer == printer,
        _job.state == "waiting",
        or_(of_a_drawer, _job.made_at < at - STALE_MS),
    )


def has_late(connection: Connection, printer: str, *, at: int) -> bool:
    statement = select(_job.no).where(_late(printer, at)).limit(1)
    return connection.execute(statement).one_or_none() is not None


def expire(connection: Connection, printer: str, *, at: int) -> None:
    """What has waited too long does not come out by itself any more."""
    connection.execute(update(tables.print_job).where(_late(printer, at)).values(state="stale", done_at=at))


def after_restart(connection: Connection, *, at: int) -> int:
    """What was in a printer when the program ended is not silently printed twice."""
    connection.execute(tables.print_job.delete().where(_job.state != "waiting", _job.made_at < at - KEPT_MS))
    return connection.execute(
        update(tables.print_job)
        .where(_job.state == "printing")
        .values(state="unknown", problem="restarted", done_at=at)
    ).rowcount


def fail_all(connection: Connection, printer: str, *, problem: str, at: int) -> None:
    """The printer is gone: what waits for it has failed."""
    connection.execute(
        update(tables.print_job)
        .where(_job.printer == printer, _job.state == "waiting")
        .values(state="failed", problem=problem, done_at=at)
    )


def _change(connection: Connection, no: int, **values: object) -> None:
    connection.execute(update(tables.print_job).where(_job.no == no).values(**values))


def of_till(connection: Connection, till: str, limit: int) -> list[Job]:
    """What a till asked for, the newest first."""
    return _jobs(connection, _job.till == till, _job.kind != "drawer", newest=limit)


def of_printer(connection: Connection, printer: str, limit: int) -> list[Job]:
    return _jobs(connection, _job.printer == printer, _job.kind != "drawer", newest=limit)


def counted(connection: Connection, printer: str) -> dict[str, int]:
    """How many jobs of a printer are in each state, drawers left out."""
    rows = connection.execute(
        select(_job.state, func.count().label("jobs"))
        .where(_job.printer == printer, _job.kind != "drawer")
        .group_by(_job.state)
    )
    return {row.state: row.jobs for row in rows}


def copies(connection: Connection, document: str) -> Sequence[Job]:
    """Every print of a document, the first first."""
    return _jobs(connection, _job.kind == "document", _job.subject == document)
