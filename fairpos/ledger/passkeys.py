"""Passkeys: the public keys people sign in with, and the challenges they are asked to sign once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from fairpos.core.business_day import MINUTE_MS
from fairpos.ledger import audit, tables
from fairpos.ledger.people import Account

CHALLENGE_MS = 5 * MINUTE_MS
NAME_MAX = 60
A_PERSON_MAX = 20


class PasskeyKnown(ValueError):
    """This very passkey is somebody's already."""


class TooMany(ValueError):
    """A person has this many passkeys already."""


class NoSuchPasskey(LookupError):
    """This account has no passkey of this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """`id` is the credential's, as base64url; `host` the name it was made for and works at."""

    id: str
    account: str
    host: str
    name: str
    public_key: bytes
    sign_count: int
    made_at: int
    used_at: int | None


def ask(connection: Connection, *, challenge: str, account: str | None, now: int) -> None:
    """Remember a challenge (base64url) for a few minutes: of this account, or of whoever signs in with it."""
    table = tables.passkey_challenge
    connection.execute(delete(table).where(table.c.ends_at <= now))
    values = {"challenge": challenge, "account": account, "ends_at": now + CHALLENGE_MS}
    connection.execute(insert(table).values(values))


def is_asked(connection: Connection, *, challenge: str, account: str | None, now: int) -> bool:
    """Use a challenge up and say whether it was asked, of this account, a moment ago. Never true twice."""
    table = tables.passkey_challenge
    whose = table.c.account.is_(None) if account is None else table.c.account == account
    used = connection.execute(
        delete(table).where(table.c.challenge == challenge, whose, table.c.ends_at > now)
    )
    return used.rowcount == 1


def of_account(connection: Connection, account: str) -> tuple[Passkey, ...]:
    """A person's passkeys, the oldest first."""
    table = tables.passkey
    rows = connection.execute(
        select(table).where(table.c.account == account).order_by(table.c.made_at, table.c.id)
    )
    return tuple(Passkey(**row._mapping) for row in rows)


def find(connection: Connection, id_: str) -> Passkey | None:
    row = connection.execute(select(tables.passkey).where(tables.passkey.c.id == id_)).one_or_none()
    return None if row is None else Passkey(**row._mapping)


def add(connection: Connection, account: Account, passkey: Passkey, *, by: str) -> None:
    """Raises PasskeyKnown, TooMany."""
    if find(connection, passkey.id) is not None:
        raise PasskeyKnown(passkey.id)
    if len(of_account(connection, account.id)) >= A_PERSON_MAX:
        raise TooMany(account.login)
    values = {name: getattr(passkey, name) for name in Passkey.__slots__}
    connection.execute(insert(tables.passkey).values(values))
    _note(connection, account, "passkey", None, _shown(passkey), at=passkey.made_at, by=by)


def note_used(connection: Connection, id_: str, *, sign_count: int, now: int) -> None:
    connection.execute(
        update(tables.passkey).where(tables.passkey.c.id == id_).values(sign_count=sign_count, used_at=now)
    )


def remove(connection: Connection, account: Account, id_: str, *, at: int, by: str) -> None:
    """Raises NoSuchPasskey."""
    found = find(connection, id_)
    if found is None or found.account != account.id:
        raise NoSuchPasskey(id_)
    connection.execute(delete(tables.passkey).where(tables.passkey.c.id == id_))
    _note(connection, account, "passkey-removal", _shown(found), None, at=at, by=by)


def _shown(passkey: Passkey) -> dict[str, object]:
    return {"name": passkey.name, "host": passkey.host}


def _note(
    connection: Connection,
    account: Account,
    act: str,
    before: audit.Fields | None,
    after: audit.Fields | None,
    *,
    at: int,
    by: str,
) -> None:
    audit.note(
        connection, None, kind="person", subject=account.login, act=act, before=before, after=after,
        at=at, by=by,
    )  # fmt: skip
