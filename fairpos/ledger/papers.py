"""The papers exhibitors show: registration, food safety, star decisions, each with its last day and a copy.

Copies are small and lie in the database: one backup holds a fair whole.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import cast

from sqlalchemy import Connection, delete, insert, select

from fairpos.core.application import Paper as Held
from fairpos.core.exhibitor import PaperKind
from fairpos.ledger import audit, exhibitors, fairs, states, tables
from fairpos.ledger.numbering import next_id

KIND = "paper"
FILE_BYTES_MAX = 5 * 1024 * 1024
"""A page photographed with a telephone has three to four million bytes."""

_MEDIA = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png"}


class UnknownPaper(LookupError):
    """No paper of this id belongs to the fair."""


class BadCopy(ValueError):
    """Not a copy that can be kept. `code` is a key of the words "copy"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A scanned paper: PDF, JPEG or PNG, known by its bytes and not by its name."""

    file_name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`valid_to` is its last day, "" where it does not end. `file_name` is "" without a copy."""

    id: str
    exhibitor: str
    kind: PaperKind
    number: str
    issuer: str
    issued: str
    valid_to: str
    file_name: str = ""


def copy_of(file_name: str, body: bytes) -> Copy:
    """Raises BadCopy."""
    if len(body) > FILE_BYTES_MAX:
        raise BadCopy("too-large")
    for start, media_type in _MEDIA.items():
        if body.startswith(start):
            # A name is text and nothing else: what cannot be shown, or would turn letters round, is left out.
            name = "".join(letter for letter in file_name if letter.isprintable())
            return Copy(file_name=name[-120:], media_type=media_type, body=body)
    raise BadCopy("not-a-copy")


def listed(connection: Connection, fair_id: int, exhibitor: str | None = None) -> tuple[Paper, ...]:
    """The papers of one exhibitor or of all, the newest first."""
    table = tables.paper
    columns = [table.c[name] for name in Paper.__slots__]
    asked = select(*columns).where(table.c.fair_id == fair_id)
    if exhibitor is not None:
        asked = asked.where(table.c.exhibitor == exhibitor)
    rows = connection.execute(asked.order_by(table.c.added_at.desc(), table.c.id.desc()))
    return tuple(
        Paper(
            id=row.id,
            exhibitor=row.exhibitor,
            kind=cast("PaperKind", row.kind),
            number=row.number,
            issuer=row.issuer,
            issued=row.issued,
            valid_to=row.valid_to or "",
            file_name=row.file_name,
        )
        for row in rows
    )


def held(connection: Connection, fair_id: int) -> dict[str, tuple[Held, ...]]:
    """What each exhibitor holds, as an allocation asks for it."""
    found: dict[str, list[Held]] = {}
    for paper in listed(connection, fair_id):
        found.setdefault(paper.exhibitor, []).append(Held(paper.kind, paper.valid_to or None))
    return {who: tuple(papers) for who, papers in found.items()}


def add(
    connection: Connection,
    fair_id: int,
    exhibitor: str,
    *,
    kind: PaperKind,
    number: str,
    issuer: str,
    issued: str,
    valid_to: str,
    copy: Copy | None,
    at: int,
    by: str,
) -> str:
    """Keep a paper and return its id. Raises UnknownExhibitor."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    exhibitors.one(connection, fair_id, exhibitor)
    table = tables.paper
    taken = connection.execute(select(table.c.id).where(table.c.fair_id == fair_id)).scalars()
    made = Paper(
        id=next_id("GT", taken),
        exhibitor=exhibitor,
        kind=kind,
        number=number,
        issuer=issuer,
        issued=issued,
        valid_to=valid_to,
        file_name=copy.file_name if copy else "",
    )
    values = asdict(made) | {"valid_to": valid_to or None}
    if copy is not None:
        values |= {"media_type": copy.media_type, "file": copy.body}
    connection.execute(insert(table).values(fair_id=fair_id, added_at=at, added_by=by, **values))
    audit.note(
        connection, fair_id, kind=KIND, subject=made.id, act="creation",
        before=None, after=asdict(made), at=at, by=by,
    )  # fmt: skip
    return made.id


def remove(connection: Connection, fair_id: int, exhibitor: str, id_: str, *, at: int, by: str) -> None:
    """Raises UnknownPaper."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    found = next((one for one in listed(connection, fair_id, exhibitor) if one.id == id_), None)
    if found is None:
        raise UnknownPaper(id_)
    table = tables.paper
    connection.execute(delete(table).where(table.c.fair_id == fair_id, table.c.id == id_))
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="removal",
        before=asdict(found), after=None, at=at, by=by,
    )  # fmt: skip


def copy(connection: Connection, fair_id: int, exhibitor: str, id_: str) -> Copy:
    """The copy of a paper. Raises UnknownPaper, also where it has none."""
    table = tables.paper
    row = connection.execute(
        select(table.c.file_name, table.c.media_type, table.c.file).where(
            table.c.fair_id == fair_id, table.c.exhibitor == exhibitor, table.c.id == id_
        )
    ).one_or_none()
    if row is None or row.file is None:
        raise UnknownPaper(id_)
    return Copy(file_name=row.file_name, media_type=row.media_type, body=bytes(row.file))
