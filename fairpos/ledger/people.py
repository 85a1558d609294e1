"""People: their accounts and the one-time links they sign in by.

A code is random and of 256 bits, so its SHA-256 is all that is kept: whoever reads the database cannot sign
in with it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from fairpos.core.rights import Grant, Role
from fairpos.ledger import grants, tables
from fairpos.ledger.passwords import Passwords

LOGIN_MAX = 100
NAME_MAX = 200


class LoginTaken(ValueError):
    """Somebody has this login."""


class NoSuchAccount(LookupError):
    """No account has this id."""


class NotALogin(ValueError):
    """A login is 1 to 100 printable characters without spaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    id: str
    login: str
    name: str
    disabled_at: int | None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is checked against, read before the slow check so that no connection waits for it."""

    account: Account
    password_hash: str | None


def normal_login(text: str) -> str:
    """How a login is kept and looked up. Raises NotALogin."""
    login = unicodedata.normalize("NFC", text.strip()).casefold()
    if not 1 <= len(login) <= LOGIN_MAX or not login.isprintable() or " " in login:
        raise NotALogin
    return login


# --- accounts -------------------------------------------------------------------------------------------


def add_account(
    connection: Connection,
    *,
    id: str,
    login: str,
    name: str,
    role: Role | None = None,
    password_hash: str | None = None,
) -> Account:
    """An account that holds `role` at all fairs, or nothing yet. Raises LoginTaken, NotALogin."""
    login = normal_login(login)
    if find_account(connection, login) is not None:
        raise LoginTaken(login)
    made = Account(id=id, login=login, name=name[:NAME_MAX], disabled_at=None)
    connection.execute(
        insert(tables.account).values(
            id=made.id, login=made.login, name=made.name, role="viewer", password_hash=password_hash
        )
    )
    if role is not None:
        grants.put(connection, made.id, Grant(role))
    return made


def find_account(connection: Connection, login: str) -> Account | None:
    """The account of a login, or None; what cannot be a login belongs to nobody."""
    found = credentials(connection, login)
    return None if found is None else found.account


def accounts(connection: Connection) -> tuple[Account, ...]:
    rows = connection.execute(select(tables.account).order_by(tables.account.c.login))
    return tuple(_account(row) for row in rows)


def one(connection: Connection, id_: str) -> Account | None:
    row = connection.execute(select(tables.account).where(tables.account.c.id == id_)).one_or_none()
    return None if row is None else _account(row)


def rename(connection: Connection, account: str, name: str) -> None:
    """Raises NoSuchAccount."""
    _change(connection, account, name=name[:NAME_MAX])


def set_password(connection: Connection, account: str, password_hash: str, *, keep: str = "") -> None:
    """Change a password and end every session but the one of the key `keep`: whoever knew the old one is out.

    Raises NoSuchAccount.
    """
    _change(connection, account, password_hash=password_hash)
    _end_sessions(connection, account, but=keep)


def disable(connection: Connection, account: str, *, at: int) -> None:
    """Shut an account and end its sessions; its name stays on what it did. Raises NoSuchAccount."""
    _change(connection, account, disabled_at=at)
    _end_sessions(connection, account)


def enable(connection: Connection, account: str) -> None:
    """Let an account in again, with the password and the roles it had. Raises NoSuchAccount."""
    _change(connection, account, disabled_at=None)


def credentials(connection: Connection, login: str) -> Credentials | None:
    """What a login's password is checked against, or None when there is no such login."""
    try:
        login = normal_login(login)
    except NotALogin:
        return None
    row = connection.execute(select(tables.account).where(tables.account.c.login == login)).one_or_none()
    return None if row is None else Credentials(_account(row), row.password_hash)


def authenticate(
    passwords: Passwords, found: Credentials | None, password: str, *, known: bool = False
) -> Account | None:
    """The account when the password is right and it is not disabled. As slow for an unknown login.

    Raises Crowded.
    """
    matches = passwords.match(found.password_hash if found else None, password, known=known)
    return found.account if found and matches and found.account.disabled_at is None else None


def _account(row: Any) -> Account:
    return Account(id=row.id, login=row.login, name=row.name, disabled_at=row.disabled_at)


def _change(connection: Connection, account: str, **values: object) -> None:
    changed = connection.execute(
        update(tables.account).where(tables.account.c.id == account).values(**values)
    )
    if changed.rowcount != 1:
        raise NoSuchAccount(account)


# --- one-time links -------------------------------------------------------------------------------------


def open_link(connection: Connection, *, account: str, code: str, ends_at: int) -> None:
    """Let whoever holds `code` sign in as this account, once, before it ends."""
    connection.execute(
        insert(tables.sign_in_link).values(code_hash=_hash(code), account=account, ends_at=ends_at)
    )


def link_account(connection: Connection, *, code: str, now: int) -> Account | None:
    """Whom a code would sign in, without using it up."""
    link, account = tables.sign_in_link, tables.account
    row = connection.execute(
        select(account)
        .join(link, link.c.account == account.c.id)
        .where(_usable(code, now), account.c.disabled_at.is_(None))
    ).one_or_none()
    return None if row is None else _account(row)


def use_link(connection: Connection, *, code: str, now: int) -> Account | None:
    """Use a code up and say whom it signs in; None when it is unknown, over or used."""
    account = link_account(connection, code=code, now=now)
    if account is None:
        return None
    used = connection.execute(update(tables.sign_in_link).where(_usable(code, now)).values(used_at=now))
    return account if used.rowcount == 1 else None


def _usable(code: str, now: int) -> ColumnElement[bool]:
    link = tables.sign_in_link
    return and_(link.c.code_hash == _hash(code), link.c.used_at.is_(None), link.c.ends_at > now)


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def void_links(connection: Connection, account: str) -> None:
    """Let no link of before sign this account in any more."""
    link = tables.sign_in_link
    connection.execute(delete(link).where(link.c.account == account, link.c.used_at.is_(None)))


def _end_sessions(connection: Connection, account: str, *, but: str = "") -> None:
    """Sessions, the browsers it is known by, and links that are still open: every way in of before."""
    session, browser = tables.session, tables.known_browser
    connection.execute(delete(session).where(session.c.account == account, session.c.token_hash != but))
    connection.execute(delete(browser).where(browser.c.account == account))
    void_links(connection, account)
