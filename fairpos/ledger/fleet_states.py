"""How the fleet is: what every till and terminal last said of itself, and what it has sent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from fairpos.core.series import Hole, holes
from fairpos.ledger import audit, findings, tables


class NoSuchStream(LookupError):
    """No stream of this number belongs to the fair, or it was frozen already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetTill:
    """A till with all that is known of it. What it never said is None or ""."""

    id: str
    kind: str
    place: str
    enrolment_open: bool
    revoked_at: int | None
    terminal: str
    seen_at: int | None
    pending: int
    oldest_at: int | None
    ahead: int | None
    persisted: bool | None
    version: str
    edition: int | None
    printer: str
    documents: int
    sales: int
    takings: int
    last_at: int | None
    receipts: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRow:
    """One incarnation of a terminal's journal: what is here of it, and what it is known to hold."""

    no: int
    terminal: str
    opened_at: int
    head: int
    top: int
    forked_at: int | None

    @property
    def missing(self) -> int:
        return max(0, self.top - self.head)


def tills(connection: Connection, fair_id: int, *, till: str | None = None) -> tuple[FleetTill, ...]:
    """Every till, counter, sensor and phone of a fair, by id; or the one."""
    table, state, known = tables.till, tables.till_state, tables.documents_by_till
    asked = (
        select(
            table.c.id, table.c.kind, table.c.place, table.c.code_hash, table.c.revoked_at, state.c.terminal,
            state.c.seen_at, state.c.pending, state.c.oldest_at, state.c.ahead, state.c.persisted,
            state.c.version, state.c.edition, state.c.printer, known.c.documents, known.c.sales,
            known.c.takings, known.c.last_at, known.c.number_max, known.c.n_max,
        )
        .select_from(
            table.outerjoin(
                state, (state.c.fair_id == table.c.fair_id) & (state.c.till == table.c.id)
            ).outerjoin(known, (known.c.fair_id == table.c.fair_id) & (known.c.till == table.c.id))
        )
        .where(table.c.fair_id == fair_id)
        .order_by(table.c.id)
    )  # fmt: skip
    if till is not None:
        asked = asked.where(table.c.id == till)
    return tuple(
        FleetTill(
            id=row.id,
            kind=row.kind,
            place=row.place,
            enrolment_open=row.code_hash is not None,
            revoked_at=row.revoked_at,
            terminal=row.terminal or "",
            seen_at=row.seen_at,
            pending=row.pending or 0,
            oldest_at=row.oldest_at,
            ahead=row.ahead,
            persisted=row.persisted,
            version=row.version or "",
            edition=row.edition,
            printer=row.printer or "",
            documents=row.documents or 0,
            sales=row.sales or 0,
            takings=int(row.takings or 0),
            last_at=row.last_at,
            receipts=row.number_max or 0,
            missing=max(0, (row.n_max or 0) - (row.documents or 0)),
        )
        for row in connection.execute(asked)
    )


def receipts_missing(connection: Connection, fair_id: int, till: str) -> tuple[Hole, ...]:
    """The receipt numbers of a till that have not arrived, up to its highest. Reads all its documents."""
    document = tables.document.c
    numbers = connection.execute(
        select(document.number).where(
            document.fair_id == fair_id,
            document.till == till,
            document.type.in_(("sale", "void", "refund")),
            document.number.is_not(None),
        )
    ).scalars()
    return holes(number for number in numbers if number is not None)


def sent(connection: Connection, fair_id: int, till: str) -> dict[str, int]:
    """How many documents of each type a till has sent."""
    document = tables.document.c
    rows = connection.execute(
        select(document.type, func.count())
        .where(document.fair_id == fair_id, document.till == till)
        .group_by(document.type)
        .order_by(document.type)
    )
    return {row[0]: row[1] for row in rows}


def streams(connection: Connection, fair_id: int) -> tuple[StreamRow, ...]:
    """Every stream, the newest first."""
    table = tables.stream.c
    rows = connection.execute(
        select(table.no, table.terminal, table.opened_at, table.head_seq, table.top, table.forked_at)
        .where(table.fair_id == fair_id)
        .order_by(table.no.desc())
    )
    return tuple(
        StreamRow(
            no=row.no, terminal=row.terminal, opened_at=row.opened_at, head=row.head_seq, top=row.top,
            forked_at=row.forked_at,
        )
        for row in rows
    )  # fmt: skip


def freeze(connection: Connection, fair_id: int, no: int, *, at: int, by: str) -> None:
    """Take nothing more into a stream, as after a fork. Raises NoSuchStream.

    Its terminal opens another one and sends everything again; what was counted is counted once.
    """
    table = tables.stream
    changed = connection.execute(
        update(table)
        .where(table.c.fair_id == fair_id, table.c.no == no, table.c.forked_at.is_(None))
        .values(forked_at=at)
        .returning(table.c.head_seq)
    ).scalar_one_or_none()
    if changed is None:
        raise NoSuchStream(str(no))
    opening = findings.Opening(code="fork", subject=f"{no}/{changed}", detail=f"frozen by {by}")
    findings.open_all(connection, fair_id, [opening], now=at)
    audit.note(
        connection, fair_id, kind="stream", subject=str(no), act="freezing", before={"forked_at": None},
        after={"forked_at": at}, at=at, by=by,
    )  # fmt: skip
