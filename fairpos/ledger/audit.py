"""The record of every change to the set-up: who, when, what it was before and what it is after.

Whatever changes a row that a person set writes here in the same transaction. Documents of tills need no
record: they are never changed. Secrets do not belong here: state that one was set, not what it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, insert, select, true

from fairpos.ledger import tables

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. `before` and `after` hold the fields that differ; None where the thing was not there."""

    id: int
    fair_id: int | None
    at: int
    by: str
    kind: str
    subject: str
    act: str
    before: dict[str, object] | None
    after: dict[str, object] | None
    reason: str


def note(
    connection: Connection,
    fair_id: int | None,
    *,
    kind: str,
    subject: str,
    act: str,
    before: Fields | None,
    after: Fields | None,
    at: int,
    by: str,
    reason: str = "",
) -> None:
    """Write a change down. Of two states only the fields that differ are kept; if none does, nothing is.

    `before` is None for a creation and `after` for a removal. `by` is the login of the person.
    """
    if before is not None and after is not None:
        differs = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        if not differs:
            return
        before, after = ({name: side.get(name) for name in sorted(differs)} for side in (before, after))
    connection.execute(
        insert(tables.change).values(
            fair_id=fair_id,
            at=at,
            by=by,
            kind=kind,
            subject=subject,
            act=act,
            before=_text(before),
            after=_text(after),
            reason=reason,
        )
    )


def listed(
    connection: Connection,
    fair_id: int | None,
    *,
    kind: str | None = None,
    subject: str | None = None,
    by: str | None = None,
    before: int | None = None,
    limit: int = 200,
) -> tuple[Change, ...]:
    """The newest changes first: of one fair, or of what belongs to none. `before` is the id to go on from."""
    table = tables.change
    of = table.c.fair_id.is_(None) if fair_id is None else table.c.fair_id == fair_id
    return _listed(connection, of, kind=kind, subject=subject, by=by, before=before, limit=limit)


def everywhere(
    connection: Connection,
    *,
    kind: str | None = None,
    by: str | None = None,
    before: int | None = None,
    limit: int = 200,
) -> tuple[Change, ...]:
    """As `listed`, of all fairs and of what belongs to none."""
    return _listed(connection, true(), kind=kind, subject=None, by=by, before=before, limit=limit)


@dataclass(frozen=True, slots=True)
class Known:
    """The kinds of things that were changed, and who changed any: what a list can be narrowed to."""

    kinds: tuple[str, ...]
    people: tuple[str, ...]


def known(connection: Connection, fair_id: int | None, *, everywhere: bool = False) -> Known:
    """Of one fair, of what belongs to none, or of all."""
    table = tables.change
    of = table.c.fair_id.is_(None) if fair_id is None else table.c.fair_id == fair_id
    kinds, people = (
        connection.execute(select(column).where(true() if everywhere else of).distinct()).scalars().all()
        for column in (table.c.kind, table.c.by)
    )
    return Known(tuple(sorted(kinds)), tuple(sorted(people)))


def _listed(
    connection: Connection,
    of: ColumnElement[bool],
    *,
    kind: str | None,
    subject: str | None,
    by: str | None,
    before: int | None,
    limit: int,
) -> tuple[Change, ...]:
    table = tables.change
    asked = select(table).where(of)
    for column, wanted in ((table.c.kind, kind), (table.c.subject, subject), (table.c.by, by)):
        if wanted is not None:
            asked = asked.where(column == wanted)
    if before is not None:
        asked = asked.where(table.c.id < before)
    rows = connection.execute(asked.order_by(table.c.id.desc()).limit(limit))
    return tuple(
        Change(
            id=row.id,
            fair_id=row.fair_id,
            at=row.at,
            by=row.by,
            kind=row.kind,
            subject=row.subject,
            act=row.act,
            before=_fields(row.before),
            after=_fields(row.after),
            reason=row.reason,
        )
        for row in rows
    )


def _text(fields: Fields | None) -> str | None:
    return None if fields is None else json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)


def _fields(text: str | None) -> dict[str, object] | None:
    if text is None:
        return None
    found: dict[str, object] = json.loads(text)
    return found
