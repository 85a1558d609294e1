"""Terminals as the centre knows them: enrolled once by a one-time code, known ever after by their key."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, insert, select, update

from fairpos.core.secret import hash_secret
from fairpos.ledger import audit, tables


@dataclass(frozen=True, slots=True)
class Terminal:
    """An enrolled terminal of a fair, with its Ed25519 public key (32 bytes)."""

    fair_id: int
    id: str
    public_key: bytes
    revoked: bool


class EnrolmentUsed(ValueError):
    """This code is unknown or was used before."""


class TerminalRevoked(ValueError):
    """This terminal was revoked: what it sends is refused at the door, its journal stays on its disk."""


_ENROLLED = (
    select(
        tables.terminal.c.fair_id,
        tables.terminal.c.id,
        tables.terminal.c.public_key,
        tables.terminal.c.revoked_at,
    )
    .join(tables.fair, tables.fair.c.id == tables.terminal.c.fair_id)
    .where(tables.fair.c.slug == bindparam("fair"), tables.terminal.c.public_key.is_not(None))
)


def expect(connection: Connection, fair_id: int, *, id: str, name: str, code: str) -> None:
    """Make a place for a terminal that will enrol with `code`."""
    connection.execute(
        insert(tables.terminal).values(fair_id=fair_id, id=id, name=name, code_hash=hash_secret(code))
    )


def enrol(connection: Connection, *, code: str, public_key: bytes, at: int) -> Terminal:
    """Bind a key to the terminal whose code this is. Raises EnrolmentUsed."""
    table = tables.terminal
    row = connection.execute(
        select(table.c.fair_id, table.c.id).where(
            table.c.code_hash == hash_secret(code), table.c.revoked_at.is_(None)
        )
    ).one_or_none()
    if row is None or len(public_key) != 32:
        raise EnrolmentUsed
    connection.execute(
        update(table)
        .where(table.c.fair_id == row.fair_id, table.c.id == row.id)
        .values(public_key=public_key, enrolled_at=at, code_hash=None)
    )
    return Terminal(row.fair_id, row.id, public_key, revoked=False)


def find(connection: Connection, fair_slug: str, id_: str) -> Terminal | None:
    """The enrolled terminal of this id, or None."""
    statement = _ENROLLED.where(tables.terminal.c.id == id_)
    row = connection.execute(statement, {"fair": fair_slug}).one_or_none()
    if row is None:
        return None
    return Terminal(row.fair_id, row.id, bytes(row.public_key), row.revoked_at is not None)


def enrolled(connection: Connection, fair_slug: str) -> list[Terminal]:
    """Every enrolled terminal of a fair."""
    rows = connection.execute(_ENROLLED, {"fair": fair_slug})
    return [Terminal(row.fair_id, row.id, bytes(row.public_key), row.revoked_at is not None) for row in rows]


def fair_of(connection: Connection, terminal: Terminal) -> str:
    """The slug of the fair a terminal belongs to."""
    slug = select(tables.fair.c.slug).where(tables.fair.c.id == terminal.fair_id)
    return str(connection.execute(slug).scalar_one())


def make(connection: Connection, fair_id: int, *, id: str, name: str, code: str, at: int, by: str) -> None:
    """As `expect`, where a person asks for it."""
    expect(connection, fair_id, id=id, name=name, code=code)
    after = {"name": name}
    audit.note(
        connection,
        fair_id,
        kind="terminal",
        subject=id,
        act="creation",
        before=None,
        after=after,
        at=at,
        by=by,
    )


def revoke(connection: Connection, fair_id: int, id_: str, *, at: int, by: str) -> bool:
    """Shut a terminal out. False when there is none of this id."""
    table = tables.terminal
    changed = connection.execute(
        update(table)
        .where(table.c.fair_id == fair_id, table.c.id == id_)
        .values(revoked_at=func.coalesce(table.c.revoked_at, at), code_hash=None)
    )
    if changed.rowcount != 1:
        return False
    after = {"revoked_at": at}
    audit.note(
        connection, fair_id, kind="terminal", subject=id_, act="revocation", before=None, after=after, at=at,
        by=by,
    )  # fmt: skip
    return True
