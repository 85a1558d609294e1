"""Looking into findings: which there are, who looks at them, and what came of it.

The fact stays as it is. Who looks, whether it is settled and the note are what people write, each with a line
in the record of changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, select, tuple_, update

from fairpos.core.business_day import DAY_MS, moment
from fairpos.ledger import audit, tables
from fairpos.ledger.findings import Finding, Key

State = Literal["open", "settled", "all"]

TOGETHER_MAX = 500
"""The most findings that are settled or given to somebody in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which findings are asked for; "" is all of them. `place` is a till, a booth or a gate, `assignee` a
    login or "-" for nobody, `day` the fair day on which they were found."""

    code: str = ""
    state: State = "open"
    assignee: str = ""
    place: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many findings of one code are open and settled, and the đồng the open ones hold in suspense."""

    code: str
    open: int
    settled: int
    suspense: int


def counts(connection: Connection, fair_id: int) -> tuple[Count, ...]:
    """By code, those with the most open first."""
    finding = tables.finding.c
    is_open = finding.resolved_at.is_(None)
    rows = connection.execute(
        select(
            finding.code,
            func.count().filter(is_open),
            func.count().filter(~is_open),
            func.coalesce(func.sum(finding.suspense).filter(is_open), 0),
        )
        .where(finding.fair_id == fair_id)
        .group_by(finding.code)
    )
    found = [
        Count(code=code, open=open_, settled=settled, suspense=int(held))
        for code, open_, settled, held in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.open, -one.settled, one.code)))


def listed(
    connection: Connection, fair_id: int, wanted: Wanted, *, cut_off_minute: int, offset: int = 0, limit: int
) -> tuple[int, int, tuple[Finding, ...]]:
    """How many findings are as wanted, the đồng the open ones hold, and a page of them: the open ones first,
    the newest first among them."""
    table = tables.finding
    where = _where(fair_id, wanted, cut_off_minute)
    count, held = connection.execute(
        select(
            func.count(),
            func.coalesce(func.sum(table.c.suspense).filter(table.c.resolved_at.is_(None)), 0),
        ).where(where)
    ).one()
    columns = [table.c[name] for name in Finding.__slots__]
    rows = connection.execute(
        select(*columns)
        .where(where)
        .order_by(table.c.resolved_at.is_not(None), table.c.opened_at.desc(), table.c.code, table.c.subject)
        .offset(offset)
        .limit(limit)
    )
    return count, int(held), tuple(Finding(*row) for row in rows)


def _where(fair_id: int, wanted: Wanted, cut_off_minute: int) -> ColumnElement[bool]:
    finding, till = tables.finding.c, tables.till.c
    where: ColumnElement[bool] = finding.fair_id == fair_id
    if wanted.code:
        where &= finding.code == wanted.code
    if wanted.state != "all":
        settled = finding.resolved_at.is_not(None)
        where &= settled if wanted.state == "settled" else ~settled
    if wanted.assignee:
        nobody = wanted.assignee == "-"
        where &= finding.assignee.is_(None) if nobody else finding.assignee == wanted.assignee
    if wanted.place:
        there = select(till.id).where(till.fair_id == fair_id, till.place == wanted.place)
        where &= (finding.till == wanted.place) | finding.till.in_(there)
    if wanted.day:
        begins = moment(wanted.day, cut_off_minute)
        where &= finding.opened_at.between(begins, begins + DAY_MS - 1)
    return where


def one(connection: Connection, fair_id: int, key: Key) -> Finding | None:
    found = _found(connection, fair_id, [key])
    return found[0] if found else None


def body(connection: Connection, fair_id: int, finding: Finding) -> bytes | None:
    """The bytes of the document a finding is about; None where it is about none that was counted."""
    if finding.document is None:
        return None
    document, entry = tables.document.c, tables.entry.c
    found = connection.execute(
        select(entry.body)
        .select_from(
            tables.document.join(
                tables.entry,
                (entry.fair_id == document.fair_id)
                & (entry.stream_no == document.stream_no)
                & (entry.seq == document.seq),
            )
        )
        .where(document.fair_id == fair_id, document.id == finding.document)
    ).scalar()
    return None if found is None else bytes(found)


def assign(
    connection: Connection, fair_id: int, keys: Collection[Key], assignee: str | None, *, at: int, by: str
) -> int:
    """Give findings to somebody to look into, or back to nobody. Returns how many changed."""
    changed = [one for one in _found(connection, fair_id, keys) if one.assignee != assignee]
    _set(connection, fair_id, changed, {"assignee": assignee})
    for finding in changed:
        before, after = {"assignee": finding.assignee}, {"assignee": assignee}
        _note(connection, fair_id, finding, "assignment", before, after, at=at, by=by)
    return len(changed)


def settle(
    connection: Connection, fair_id: int, keys: Collection[Key], note: str, *, at: int, by: str
) -> int:
    """Say that findings have been looked into, and what came of it. Returns how many were open."""
    changed = [one for one in _found(connection, fair_id, keys) if one.resolved_at is None]
    _set(connection, fair_id, changed, {"resolved_at": at, "resolved_by": by, "note": note})
    for finding in changed:
        before = {"settled": False, "note": finding.note}
        after = {"settled": True, "note": note}
        _note(connection, fair_id, finding, "settling", before, after, at=at, by=by, reason=note)
    return len(changed)


def reopen(connection: Connection, fair_id: int, keys: Collection[Key], *, at: int, by: str) -> int:
    """Look into settled findings again; the note of before stays until another is written. How many were."""
    changed = [one for one in _found(connection, fair_id, keys) if one.resolved_at is not None]
    _set(connection, fair_id, changed, {"resolved_at": None, "resolved_by": None})
    for finding in changed:
        _note(connection, fair_id, finding, "reopening", {"settled": True}, {"settled": False}, at=at, by=by)
    return len(changed)


def _found(connection: Connection, fair_id: int, keys: Collection[Key]) -> Sequence[Finding]:
    table = tables.finding
    columns = [table.c[name] for name in Finding.__slots__]
    rows = connection.execute(
        select(*columns)
        .where(table.c.fair_id == fair_id, tuple_(table.c.code, table.c.subject).in_(list(keys)))
        .order_by(table.c.code, table.c.subject)
    )
    return [Finding(*row) for row in rows]


def _set(connection: Connection, fair_id: int, found: Sequence[Finding], values: dict[str, object]) -> None:
    table = tables.finding
    connection.execute(
        update(table)
        .where(
            table.c.fair_id == fair_id, tuple_(table.c.code, table.c.subject).in_([one.key for one in found])
        )
        .values(**values)
    )


def _note(
    connection: Connection,
    fair_id: int,
    finding: Finding,
    act: str,
    before: audit.Fields,
    after: audit.Fields,
    *,
    at: int,
    by: str,
    reason: str = "",
) -> None:
    subject = f"{finding.code} {finding.subject}"
    audit.note(
        connection, fair_id, kind="finding", subject=subject, act=act, before=before, after=after, at=at,
        by=by, reason=reason,
    )  # fmt: skip
