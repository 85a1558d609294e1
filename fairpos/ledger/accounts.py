"""What administrators do to accounts, and people to their own. Each act is on record, without any secret."""

from __future__ import annotations

from sqlalchemy import Connection

from fairpos.core.business_day import DAY_MS
from fairpos.ledger import audit, grants, people, sessions
from fairpos.ledger.people import Account, NoSuchAccount

LINK_MS = DAY_MS
"""How long a one-time link is good for."""


def open_account(connection: Connection, *, id: str, login: str, name: str, at: int, by: str) -> Account:
    """An account that holds no role yet. Raises people.LoginTaken, people.NotALogin."""
    made = people.add_account(connection, id=id, login=login, name=name)
    _note(connection, made, "creation", None, {"name": made.name}, at=at, by=by)
    return made


def rename(connection: Connection, account: Account, name: str, *, at: int, by: str) -> None:
    people.rename(connection, account.id, name)
    after = find(connection, account.id)
    _note(connection, account, "change", {"name": account.name}, {"name": after.name}, at=at, by=by)


def shut(connection: Connection, account: Account, *, at: int, by: str) -> None:
    """Nobody signs in with it any more, and whoever is in is out. Raises grants.LastAdministrator."""
    if any(grant.role == "administrator" for grant in grants.held(connection, account.id)):
        grants.keep_an_administrator(connection, without=account.id)
    people.disable(connection, account.id, at=at)
    was_open = account.disabled_at is None
    _note(connection, account, "shutting", {"open": was_open}, {"open": False}, at=at, by=by)


def reopen(connection: Connection, account: Account, *, at: int, by: str) -> None:
    people.enable(connection, account.id)
    was_open = account.disabled_at is None
    _note(connection, account, "reopening", {"open": was_open}, {"open": True}, at=at, by=by)


def open_link(connection: Connection, account: Account, *, code: str, at: int, by: str) -> None:
    """One sign-in within a day for whoever holds `code`; links of before are void."""
    people.void_links(connection, account.id)
    people.open_link(connection, account=account.id, code=code, ends_at=at + LINK_MS)
    _note(connection, account, "link", None, {}, at=at, by=by)


def set_password(
    connection: Connection, account: Account, password_hash: str, *, keep: str, at: int, by: str
) -> None:
    """A new password; all sessions but the one of the key `keep` end."""
    people.set_password(connection, account.id, password_hash, keep=keep)
    _note(connection, account, "password", None, {}, at=at, by=by)


def end_sessions(connection: Connection, account: Account, *, key: str | None, at: int, by: str) -> None:
    """End one session of somebody's by its key, or all of them. A key of another person's ends nothing."""
    living = {session.key for session in sessions.of_account(connection, account.id, now=at)}
    ended = living if key is None else living & {key}
    for one in ended:
        sessions.revoke(connection, one)
    if ended:
        _note(connection, account, "sign-out", None, {"sessions": len(ended)}, at=at, by=by)


def find(connection: Connection, id_: str) -> Account:
    """Raises NoSuchAccount."""
    found = people.one(connection, id_)
    if found is None:
        raise NoSuchAccount(id_)
    return found


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
        connection,
        None,
        kind="person",
        subject=account.login,
        act=act,
        before=before,
        after=after,
        at=at,
        by=by,
    )
