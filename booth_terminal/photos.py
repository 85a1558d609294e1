"""The pictures this terminal's tills show: fetched one by one from the centre, and kept for ever.

They come after everything else. A till without a picture sells as well as one with it.
"""

from __future__ import annotations

from collections import deque

from sqlalchemy import Connection, insert, select

from booth_terminal import tables
from fairpos.core.fair import Edition
from fairpos.core.photo import is_photo_key, photo_key

PAUSE_MS = 30_000
"""How long pictures wait after one could not be fetched. Nothing else waits for that."""


class OtherPhoto(ValueError):
    """What came is not the picture that was asked for."""


def keep(connection: Connection, key: str, body: bytes, *, at: int) -> None:
    """Keep a picture under its key. The same again changes nothing. Raises OtherPhoto."""
    if photo_key(body) != key:
        raise OtherPhoto(key)
    if one(connection, key) is None:
        connection.execute(insert(tables.photo).values(key=key, body=body, received_at=at))


def one(connection: Connection, key: str) -> bytes | None:
    body = connection.execute(select(tables.photo.c.body).where(tables.photo.c.key == key)).scalar()
    return None if body is None else bytes(body)


class Album:
    """Which pictures are still to be fetched. Used by the courier's thread alone."""

    def __init__(self) -> None:
        self._edition: int | None = None
        self._wanted: deque[str] = deque()
        self._again_at = 0

    def next(self, connection: Connection, edition: Edition | None, now: int) -> str | None:
        """The key of a picture to fetch now; None when there is none, or when they wait."""
        if edition is not None and edition.number != self._edition:
            self._edition = edition.number
            self._wanted = deque(_missing(connection, edition))
        return self._wanted[0] if self._wanted and now >= self._again_at else None

    def got(self, key: str) -> None:
        self._wanted.remove(key)

    def failed(self, key: str, now: int) -> None:
        """Let the others go first next time: one that the centre lacks must not keep them all away."""
        self._wanted.remove(key)
        self._wanted.append(key)
        self._again_at = now + PAUSE_MS


def _missing(connection: Connection, edition: Edition) -> list[str]:
    here = set(connection.execute(select(tables.photo.c.key)).scalars())
    named = dict.fromkeys(article.photo for article in edition.articles if is_photo_key(article.photo))
    return [key for key in named if key not in here]
