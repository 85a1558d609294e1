"""The sessions of people's browsers: kept at the centre, listable, and ended by deleting a row.

A token is random and of 256 bits, so its SHA-256 is all that is kept: whoever reads the table cannot sign in
with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, Select, delete, insert, select, update

from fairpos.core.business_day import HOUR_MS, MINUTE_MS
from fairpos.core.rights import Grant, Grants
from fairpos.ledger import tables
from fairpos.ledger.people import Account

How = Literal["password", "link", "passkey"]
"""How a person came in."""

SESSION_MS = 12 * HOUR_MS
"""A session ends this long after signing in, whatever is done with it."""
SEEN_MS = 5 * MINUTE_MS
"""How coarsely it is noted when a session was last used: a page that asks once a second must not write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser of one person, with what that person holds at this moment.

    `key` names it in lists and cannot be used to sign in.
    """

    key: str
    account: str
    login: str
    name: str
    grants: Grants
    csrf_token: str
    how: How
    made_at: int
    seen_at: int
    ends_at: int


def begin(
    connection: Connection,
    *,
    account: Account,
    token: str,
    csrf_token: str,
    now: int,
    how: How = "password",
) -> Session:
    """Begin a session under a new random token. What has ended is swept out on the way."""
    connection.execute(delete(tables.session).where(tables.session.c.ends_at <= now))
    connection.execute(
        insert(tables.session).values(
            token_hash=_hash(token),
            account=account.id,
            csrf_token=csrf_token,
            how=how,
            made_at=now,
            seen_at=now,
            ends_at=now + SESSION_MS,
        )
    )
    found = find(connection, token=token, now=now)
    assert found is not None, "a session just opened is there"
    return found


def find(connection: Connection, *, token: str, now: int) -> Session | None:
    """The living session of a token; None when it is unknown, over, revoked, or its account is disabled."""
    rows = connection.execute(
        _sessions()
        .where(tables.session.c.token_hash == _hash(token), tables.session.c.ends_at > now)
        .order_by(tables.grant.c.id)
    )
    return next(iter(_read(rows)), None)


def of_account(connection: Connection, account: str, *, now: int) -> tuple[Session, ...]:
    """A person's living sessions, the newest first."""
    rows = connection.execute(
        _sessions()
        .where(tables.session.c.account == account, tables.session.c.ends_at > now)
        .order_by(tables.session.c.made_at.desc(), tables.session.c.token_hash, tables.grant.c.id)
    )
    return _read(rows)


def is_stale(session: Session, now: int) -> bool:
    """Whether `note_seen` would change anything worth a write."""
    return now - session.seen_at >= SEEN_MS


def note_seen(connection: Connection, session: Session, *, now: int) -> None:
    connection.execute(
        update(tables.session).where(tables.session.c.token_hash == session.key).values(seen_at=now)
    )


def revoke(connection: Connection, key: str) -> None:
    """End one session, at once. Ending one that is not there is no error: it is ended."""
    connection.execute(delete(tables.session).where(tables.session.c.token_hash == key))


def revoke_all(connection: Connection, account: str, *, but: str = "") -> None:
    """End a person's sessions; all of them, or all but the one of the key `but`."""
    session = tables.session
    connection.execute(delete(session).where(session.c.account == account, session.c.token_hash != but))


def forget_ended(connection: Connection, *, now: int) -> None:
    """Delete the sessions that are over anyway."""
    connection.execute(delete(tables.session).where(tables.session.c.ends_at < now))


def _sessions() -> Select[Any]:
    # One query with a row for each grant: it is asked with every request, once a second by each open page.
    session, account, grant, fair = tables.session, tables.account, tables.grant, tables.fair
    return (
        select(
            session.c.token_hash.label("key"),
            session.c.account,
            account.c.login,
            account.c.name,
            grant.c.role,
            fair.c.slug,
            grant.c.exhibitor,
            grant.c.booths,
            session.c.csrf_token,
            session.c.how,
            session.c.made_at,
            session.c.seen_at,
            session.c.ends_at,
        )
        .select_from(
            session.join(account, account.c.id == session.c.account)
            .outerjoin(grant, grant.c.account == account.c.id)
            .outerjoin(fair, fair.c.id == grant.c.fair_id)
        )
        .where(account.c.disabled_at.is_(None))
    )


def _read(rows: Iterable[Any]) -> tuple[Session, ...]:
    """Sessions in the order of their rows."""
    found: dict[str, tuple[Any, list[Grant]]] = {}
    for row in rows:
        _, grants = found.setdefault(row.key, (row, []))
        if row.role is not None:
            grants.append(Grant(row.role, row.slug, row.exhibitor, tuple(row.booths.split())))
    return tuple(
        Session(
            key=row.key,
            account=row.account,
            login=row.login,
            name=row.name,
            grants=tuple(grants),
            csrf_token=row.csrf_token,
            how=row.how,
            made_at=row.made_at,
            seen_at=row.seen_at,
            ends_at=row.ends_at,
        )
        for row, grants in found.values()
    )


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
