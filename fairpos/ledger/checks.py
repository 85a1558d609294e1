"""What no single document can tell: whether its till belongs there, and whether documents fit together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import cast

import psycopg
from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.exc import InterfaceError, OperationalError

from fairpos.core.gate import OFFICE
from fairpos.core.sale import Sale, given_back_over
from fairpos.ledger import findings, tables
from fairpos.wire.documents import scan

# A full disk or a lost connection, whether through SQLAlchemy or from COPY: nothing can be kept, and the
# sender is told. Everything else that goes wrong with a document is a finding.
UNAVAILABLE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


_PLACES = select(tables.till.c.id, tables.till.c.place).where(
    tables.till.c.fair_id == bindparam("fair_id"), tables.till.c.id.in_(bindparam("ids", expanding=True))
)


Placed = Mapping[tuple[str, str], Sequence[tuple[int, int, str]]]
"""By till and the place it says it stands at: stream number, seq and id of the documents that say so."""


def places(connection: Connection, fair_id: int, placed: Placed) -> list[findings.Opening]:
    """Findings for documents whose till is unknown, or set up for another booth or gate than they name."""
    if not placed:
        return []
    rows = connection.execute(_PLACES, {"fair_id": fair_id, "ids": sorted({till for till, _ in placed})})
    known = {row.id: row.place for row in rows}
    asked = any(till == OFFICE for till, _ in placed)
    offices = _office_streams(connection, fair_id) if asked else frozenset()
    return [
        findings.Opening(
            code="wrong-place" if till in known else "unknown-till",
            subject=f"{no}/{seq}",
            document=id_,
            till=till,
            detail=f"{till} @ {place}",
        )
        for (till, place), documents in placed.items()
        if known.get(till) != place
        for no, seq, id_ in documents
        if till != OFFICE or no not in offices
    ]


def _office_streams(connection: Connection, fair_id: int) -> frozenset[int]:
    """The streams of the organisers' own office: it speaks for every gate, and nobody else may."""
    stream = tables.stream.c
    found = select(stream.no).where(stream.fair_id == fair_id, stream.terminal.startswith(f"{OFFICE}-"))
    return frozenset(connection.execute(found).scalars())


def counted_before(connection: Connection, fair_id: int, id_: str) -> bool:
    found = connection.execute(
        select(tables.document.c.id).where(tables.document.c.fair_id == fair_id, tables.document.c.id == id_)
    )
    return found.scalar() is not None


def same_as_counted(connection: Connection, fair_id: int, stream_no: int, seq: int, id_: str) -> bool:
    """Whether an entry holds the very bytes under which its document id is already counted."""
    document = tables.document
    counted = connection.execute(
        select(document.c.stream_no, document.c.seq).where(
            document.c.fair_id == fair_id, document.c.id == id_
        )
    ).one()
    first = body_of(connection, fair_id, counted.stream_no, counted.seq)
    return first == body_of(connection, fair_id, stream_no, seq)


def body_of(connection: Connection, fair_id: int, stream_no: int, seq: int) -> bytes:
    """The bytes of an entry that is kept."""
    entry = tables.entry
    found = connection.execute(
        select(entry.c.body).where(
            entry.c.fair_id == fair_id, entry.c.stream_no == stream_no, entry.c.seq == seq
        )
    ).scalar_one()
    return bytes(found)


def cross_check(connection: Connection, fair_id: int, refs: Collection[str], *, now: int) -> None:
    """Hold voids, refunds and shift closings against what they point at.

    What was given back is never netted silently: more given back than the sale took, in money or of one of
    its lines, or a sale nobody has seen, opens a finding; it closes by itself when the missing sale arrives.
    """
    document = tables.document
    for ref in sorted(refs):
        here = (document.c.fair_id == fair_id) & (document.c.ref == ref)
        given, backs = connection.execute(
            select(func.coalesce(func.sum(-document.c.total), 0), func.count()).where(
                here, document.c.type.in_(("void", "refund"))
            )
        ).one()
        if backs:
            taken = connection.execute(
                select(document.c.total).where(
                    document.c.fair_id == fair_id, document.c.id == ref, document.c.type == "sale"
                )
            ).scalar()
            _settle(
                connection, fair_id, "sale-unknown", ref, wrong=taken is None, detail=f"{given} đ", now=now
            )
            too_much = taken is not None and (given > taken or _lines_given_twice(connection, fair_id, ref))
            _settle(
                connection,
                fair_id,
                "given-back-twice",
                ref,
                wrong=too_much,
                detail=f"{given} / {taken} đ",
                now=now,
            )
        for closing in connection.execute(
            select(document.c.number, document.c.total, document.c.till).where(
                here, document.c.type == "shift_closing"
            )
        ).all():
            shift = tables.takings_by_shift
            sales, takings = connection.execute(
                select(
                    func.coalesce(func.sum(shift.c.sales), 0), func.coalesce(func.sum(shift.c.takings), 0)
                ).where(shift.c.fair_id == fair_id, shift.c.shift == ref)
            ).one()
            differs = (int(sales), int(takings)) != (closing.number, closing.total)
            detail = f"till {closing.number}: {closing.total} đ, here {sales}: {takings} đ"
            _settle(connection, fair_id, "shift-differs", ref, wrong=differs, detail=detail, now=now)


def _lines_given_twice(connection: Connection, fair_id: int, ref: str) -> bool:
    """Whether some line of a sale was given back more than once: the same jar, at two places."""
    document = tables.document
    rows = connection.execute(
        select(document.c.id, document.c.stream_no, document.c.seq).where(
            document.c.fair_id == fair_id,
            ((document.c.id == ref) & (document.c.type == "sale"))
            | ((document.c.ref == ref) & document.c.type.in_(("void", "refund"))),
        )
    ).all()
    found = {row.id: cast("Sale", scan(body_of(connection, fair_id, row.stream_no, row.seq))) for row in rows}
    sold = found.pop(ref)
    return given_back_over(sold, [*found.values()])


def sweep(connection: Connection, fair_id: int, *, now: int) -> None:
    """Look again at what did not fit together: a late sale may have put it right."""
    finding = tables.finding
    subjects = connection.execute(
        select(finding.c.subject).where(
            finding.c.fair_id == fair_id,
            finding.c.resolved_at.is_(None),
            finding.c.code.in_(("sale-unknown", "shift-differs")),
        )
    ).scalars()
    cross_check(connection, fair_id, set(subjects), now=now)


def all_refs(connection: Connection, fair_id: int) -> set[str]:
    """Everything that voids, refunds and closings point at, for a check of the whole fair."""
    document = tables.document
    rows = connection.execute(
        select(document.c.ref)
        .where(document.c.fair_id == fair_id, document.c.type.in_(("void", "refund", "shift_closing")))
        .distinct()
    ).scalars()
    return {ref for ref in rows if ref is not None}


def _settle(
    connection: Connection, fair_id: int, code: str, subject: str, *, wrong: bool, detail: str, now: int
) -> None:
    if wrong:
        opening = findings.Opening(code=code, subject=subject, document=subject, detail=detail)
        findings.open_all(connection, fair_id, [opening], now=now)
    else:
        findings.withdraw(connection, fair_id, code, [subject], now=now)
