"""Papers that an applicant hands in over its secret link. They count for nothing before an organiser has
looked: accepting the application takes them into the register, and so does a word for one that came later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, delete, func, insert, select

from fairpos.core.exhibitor import PaperKind
from fairpos.core.secret import hash_secret
from fairpos.ledger import applications, audit, fairs, papers, states, tables
from fairpos.ledger.applications import Filed, State, UnknownApplication
from fairpos.ledger.numbering import next_id
from fairpos.ledger.papers import KIND, Copy, UnknownPaper

PAPERS_MAX = 12
"""So many an applicant may have waiting: what is asked of one exhibitor is three or four."""

OPEN: tuple[State, ...] = ("received", "asked-back", "waiting", "accepted")
"""States in which papers are taken in."""


class TooMany(ValueError):
    """This applicant has handed in as many papers as may wait."""


class Over(ValueError):
    """The application is refused or withdrawn: nothing is taken in for it."""


class NobodyYet(ValueError):
    """The applicant is no exhibitor yet, so the register has no place for its papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """`valid_to` is its last day, "" where it does not end. `added_at` is Unix milliseconds."""

    id: str
    kind: PaperKind
    number: str
    valid_to: str
    file_name: str
    added_at: int


def set_code(connection: Connection, fair_id: int, application: str, code: str) -> None:
    """Keep what opens an application to its applicant; of the code itself nothing stays."""
    applications.put(connection, fair_id, application, {"code_hash": hash_secret(code)})


def by_code(connection: Connection, fair_id: int, code: str) -> Filed:
    """Raises UnknownApplication."""
    table = tables.application
    asked = select(table.c.id).where(table.c.fair_id == fair_id, table.c.code_hash == hash_secret(code))
    id_ = connection.execute(asked).scalar_one_or_none()
    if id_ is None:
        raise UnknownApplication
    return applications.one(connection, fair_id, id_)


def listed(connection: Connection, fair_id: int, application: str) -> tuple[HandedIn, ...]:
    """What waits to be looked at, in the order it came."""
    table = tables.application_paper
    columns = [table.c[name] for name in HandedIn.__slots__]
    rows = connection.execute(
        select(*columns)
        .where(table.c.fair_id == fair_id, table.c.application == application)
        .order_by(table.c.added_at, table.c.id)
    )
    return tuple(map(_handed_in, rows))


def counts(connection: Connection, fair_id: int) -> dict[str, int]:
    """How many papers of each application wait to be looked at; only where some do."""
    table = tables.application_paper
    rows = connection.execute(
        select(table.c.application, func.count().label("papers"))
        .where(table.c.fair_id == fair_id)
        .group_by(table.c.application)
    )
    return {row.application: row.papers for row in sorted(rows, key=lambda row: str(row.application))}


def add(
    connection: Connection,
    fair_id: int,
    application: str,
    *,
    kind: PaperKind,
    number: str,
    valid_to: str,
    copy: Copy,
    at: int,
    by: str,
) -> str:
    """Take a paper in and return its id. Raises UnknownApplication, Over, TooMany, fair_state.Forbidden."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    if applications.one(connection, fair_id, application).state not in OPEN:
        raise Over(application)
    table = tables.application_paper
    mine = select(func.count()).where(table.c.fair_id == fair_id, table.c.application == application)
    if connection.execute(mine).scalar_one() >= PAPERS_MAX:
        raise TooMany(application)
    taken = connection.execute(select(table.c.id).where(table.c.fair_id == fair_id)).scalars()
    id_ = next_id("HS", taken)
    said: dict[str, Any] = {
        "kind": kind, "number": number, "valid_to": valid_to or None, "file_name": copy.file_name,
    }  # fmt: skip
    connection.execute(
        insert(table).values(
            fair_id=fair_id, id=id_, application=application, media_type=copy.media_type, file=copy.body,
            added_at=at, **said,
        )
    )  # fmt: skip
    audit.note(
        connection, fair_id, kind=KIND, subject=f"{application}/{id_}", act="creation",
        before=None, after=said, at=at, by=by,
    )  # fmt: skip
    return id_


def copy(connection: Connection, fair_id: int, application: str, id_: str) -> Copy:
    """Raises UnknownPaper."""
    row = _row(connection, fair_id, application, id_)
    return Copy(file_name=row.file_name, media_type=row.media_type, body=bytes(row.file))


def take_over(
    connection: Connection,
    fair_id: int,
    application: str,
    ids: tuple[str, ...] | None = None,
    *,
    at: int,
    by: str,
) -> tuple[str, ...]:
    """Take these papers, or all that wait, into the register of the exhibitor; returns their new ids.

    Raises UnknownApplication, UnknownPaper, NobodyYet.
    """
    exhibitor = applications.one(connection, fair_id, application).exhibitor
    if not exhibitor:
        raise NobodyYet(application)
    wanted = [one.id for one in listed(connection, fair_id, application)] if ids is None else ids
    made = []
    for id_ in wanted:
        row = _row(connection, fair_id, application, id_)
        file = Copy(file_name=row.file_name, media_type=row.media_type, body=bytes(row.file))
        made.append(
            papers.add(
                connection,
                fair_id,
                exhibitor,
                kind=cast("PaperKind", row.kind),
                number=row.number,
                issuer="",
                issued="",
                valid_to=row.valid_to or "",
                copy=file,
                at=at,
                by=by,
            )
        )
        _delete(connection, fair_id, id_)
    return tuple(made)


def remove(connection: Connection, fair_id: int, application: str, id_: str, *, at: int, by: str) -> None:
    """Raises UnknownPaper."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    row = _row(connection, fair_id, application, id_)
    _delete(connection, fair_id, id_)
    audit.note(
        connection, fair_id, kind=KIND, subject=f"{application}/{id_}", act="removal",
        before={"kind": row.kind, "number": row.number, "file_name": row.file_name}, after=None, at=at, by=by,
    )  # fmt: skip


def _row(connection: Connection, fair_id: int, application: str, id_: str) -> Any:
    table = tables.application_paper
    row = connection.execute(
        select(table).where(table.c.fair_id == fair_id, table.c.application == application, table.c.id == id_)
    ).one_or_none()
    if row is None:
        raise UnknownPaper(id_)
    return row


def _delete(connection: Connection, fair_id: int, id_: str) -> None:
    table = tables.application_paper
    connection.execute(delete(table).where(table.c.fair_id == fair_id, table.c.id == id_))


def _handed_in(row: Any) -> HandedIn:
    return HandedIn(
        id=row.id,
        kind=cast("PaperKind", row.kind),
        number=row.number,
        valid_to=row.valid_to or "",
        file_name=row.file_name,
        added_at=row.added_at,
    )
