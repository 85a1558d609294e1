"""What the centre knows that it does not have yet: silent tills, and sales held at tills and terminals.

Every number here is a floor. A till says what it holds when it speaks; a terminal names the top of its
journal; what neither has mentioned nobody can count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, func, select

from fairpos.core.business_day import MINUTE_MS, day_of, moment
from fairpos.ledger import tables
from fairpos.ledger.fairs import FairRow

SILENT_MS = 3 * MINUTE_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentTill:
    till: str
    place: str
    seen_at: int
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """What a fair's figures lack at a moment. `missing` is at least how many sales are not here yet.

    `heard` of the `tills` that are set up have spoken this fair day: only of those can anything be known.
    """

    at: int
    silent: tuple[SilentTill, ...]
    missing_at_tills: int
    missing_at_terminals: int
    oldest_at: int | None
    heard: int
    tills: int

    @property
    def missing(self) -> int:
        return self.missing_at_tills + self.missing_at_terminals

    @property
    def silent_minutes(self) -> int:
        """How long the longest silence has lasted, in whole minutes."""
        return max((self.at - till.seen_at for till in self.silent), default=0) // MINUTE_MS

    @property
    def complete(self) -> bool:
        """Nothing is known to be missing."""
        return not self.silent and self.missing == 0


@dataclass(frozen=True, slots=True)
class Suspense:
    """Open findings, and the đồng they keep out of every total."""

    findings: int
    amount: int


_State = Row[str, str | None, int, int, int | None]


def completeness(connection: Connection, fair: FairRow, *, now: int) -> Completeness:
    """What is not here.

    A till is silent when it has not been heard for three minutes although it spoke earlier this fair day, or
    while it still holds something. After closing time one that holds nothing is switched off.
    """
    states = _till_states(connection, fair.id)
    today = day_of(now, fair.cut_off_minute)
    closed = _is_closed(connection, fair, today, now)
    silent = tuple(
        SilentTill(till=row.till, place=row.place or row.till, seen_at=row.seen_at, pending=row.pending)
        for row in states
        if now - row.seen_at > SILENT_MS
        and (row.pending > 0 or (not closed and day_of(row.seen_at, fair.cut_off_minute) == today))
    )
    held, oldest = _held(connection, fair.id)
    waiting = [row.oldest_at for row in states if row.pending and row.oldest_at is not None]
    return Completeness(
        at=now,
        silent=silent,
        missing_at_tills=sum(till.pending for till in silent),
        missing_at_terminals=held,
        oldest_at=min([*waiting, *oldest], default=None),
        heard=sum(day_of(row.seen_at, fair.cut_off_minute) == today for row in states),
        tills=_tills(connection, fair.id),
    )


def suspense(connection: Connection, fair_id: int) -> Suspense:
    finding = tables.finding
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(finding.c.suspense), 0)).where(
            finding.c.fair_id == fair_id, finding.c.resolved_at.is_(None)
        )
    ).one()
    return Suspense(int(row[0]), int(row[1]))


def _is_closed(connection: Connection, fair: FairRow, today: str, now: int) -> bool:
    day = tables.fair_day.c
    closes = connection.execute(
        select(day.closes_minute).where(day.fair_id == fair.id, day.day == today, day.is_open)
    ).scalar_one_or_none()
    return closes is not None and now >= moment(today, closes)


def _tills(connection: Connection, fair_id: int) -> int:
    till = tables.till.c
    counted = select(func.count()).where(till.fair_id == fair_id, till.revoked_at.is_(None))
    return connection.execute(counted).scalar_one()


def _till_states(connection: Connection, fair_id: int) -> Sequence[_State]:
    state, till = tables.till_state, tables.till
    return connection.execute(
        select(state.c.till, till.c.place, state.c.seen_at, state.c.pending, state.c.oldest_at)
        .select_from(state.outerjoin(till, (till.c.fair_id == state.c.fair_id) & (till.c.id == state.c.till)))
        .where(state.c.fair_id == fair_id, till.c.revoked_at.is_(None))
        .order_by(state.c.seen_at, state.c.till)
    ).all()


def _held(connection: Connection, fair_id: int) -> tuple[int, list[int]]:
    """Entries that terminals hold and the centre does not, and the oldest of them a terminal named.

    A stream's top is in every message and so the freshest; what a terminal said it holds is the same thing as
    of its last hello, and counts only where no stream of it is open. A stream that forked is frozen, and its
    finding says so.
    """
    stream, terminal = tables.stream, tables.terminal
    lacking: dict[str, int] = {
        row.terminal: max(0, int(row.lacking))
        for row in connection.execute(
            select(stream.c.terminal, func.sum(stream.c.top - stream.c.head_seq).label("lacking"))
            .where(stream.c.fair_id == fair_id, stream.c.forked_at.is_(None))
            .group_by(stream.c.terminal)
        )
    }
    total = 0
    oldest: list[int] = []
    for row in connection.execute(
        select(terminal.c.id, terminal.c.held, terminal.c.oldest_at).where(terminal.c.fair_id == fair_id)
    ):
        here = lacking.get(row.id, row.held)
        total += here
        if here and row.oldest_at is not None:
            oldest.append(row.oldest_at)
    return total, oldest
