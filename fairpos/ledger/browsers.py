"""The browsers a person is known by: one in which this very person has signed in before.

Whoever guesses at a password uses up the tries of an address, and everybody behind it has to wait. A known
browser has tries of its own, which no stranger can use up. Knowing it opens nothing by itself.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select

from fairpos.core.business_day import DAY_MS
from fairpos.ledger import tables

KNOWN_MS = 180 * DAY_MS


def remember(connection: Connection, *, account: str, token: str, now: int) -> None:
    """Know a browser by the random token it holds, for half a year from now."""
    browser = tables.known_browser
    key = _key(account, token)
    connection.execute(delete(browser).where((browser.c.ends_at <= now) | (browser.c.token_hash == key)))
    connection.execute(insert(browser).values(token_hash=key, account=account, ends_at=now + KNOWN_MS))


def is_known(connection: Connection, *, account: str, token: str, now: int) -> bool:
    """Whether this person has signed in with the browser that holds this token."""
    browser = tables.known_browser
    found = select(browser.c.account).where(
        browser.c.token_hash == _key(account, token), browser.c.ends_at > now
    )
    return connection.execute(found).first() is not None


def _key(account: str, token: str) -> str:
    # One token a browser, whoever signs in there: the account is part of what is hashed.
    return sha256(f"{account}:{token}".encode()).hexdigest()
