"""Findings: what was accepted and a person must look at. The fact itself is never edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from fairpos.ledger import tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A finding about to be opened: a code, what it is about, and the money it leaves in suspense (đồng)."""

    code: str
    subject: str
    detail: str
    document: str | None = None
    till: str | None = None
    suspense: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as pages show it."""

    code: str
    subject: str
    opened_at: int
    document: str | None
    till: str | None
    suspense: int
    detail: str
    resolved_at: int | None
    resolved_by: str | None
    note: str | None
    assignee: str | None

    @property
    def key(self) -> Key:
        return self.code, self.subject


Key = tuple[str, str]
"""What a finding is known by: its code and what it is about."""

BY_FAIRPOS = "fairpos"
"""Who resolves a finding that has become untrue by itself, for example when the missing sale arrives."""


def open_all(connection: Connection, fair_id: int, openings: Iterable[Opening], *, now: int) -> None:
    """Open findings. One that is open already stays as it is; one FairPOS had closed itself opens again."""
    rows = [
        {
            "fair_id": fair_id,
            "code": opening.code,
            "subject": opening.subject,
            "opened_at": now,
            "document": opening.document,
            "till": _clean(opening.till),
            "suspense": opening.suspense,
            "detail": _clean(opening.detail) or "",
        }
        for opening in openings
    ]
    if not rows:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(tables.finding)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["fair_id", "code", "subject"],
            set_={"resolved_at": None, "resolved_by": None},
            where=tables.finding.c.resolved_by == BY_FAIRPOS,
        ),
        rows,
    )


def withdraw(connection: Connection, fair_id: int, code: str, subjects: Iterable[str], *, now: int) -> None:
    """Close findings that are no longer true. What a person resolved stays resolved by that person."""
    connection.execute(
        update(tables.finding)
        .where(
            tables.finding.c.fair_id == fair_id,
            tables.finding.c.code == code,
            tables.finding.c.subject.in_(list(subjects)),
            tables.finding.c.resolved_at.is_(None),
        )
        .values(resolved_at=now, resolved_by=BY_FAIRPOS)
    )


def listed(connection: Connection, fair_id: int, *, code: str | None = None) -> tuple[Finding, ...]:
    """All findings, the open ones first, the newest first among them."""
    columns = [tables.finding.c[name] for name in Finding.__slots__]
    statement = select(*columns).where(tables.finding.c.fair_id == fair_id)
    if code is not None:
        statement = statement.where(tables.finding.c.code == code)
    statement = statement.order_by(
        tables.finding.c.resolved_at.is_not(None), tables.finding.c.opened_at.desc(), tables.finding.c.subject
    )
    return tuple(Finding(*row) for row in connection.execute(statement))


def _clean(text: str | None) -> str | None:
    """Text for a person's list: what a hostile document said, without characters no database takes."""
    if text is None:
        return None
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)[:300]
