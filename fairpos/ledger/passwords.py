"""Passwords are kept as argon2id, which costs a fifth of a second and 64 MiB on purpose.

Two at a time are worked on and a few wait, or a crowd of guesses would take the machine away from the fair.
A few more places are kept for browsers in which the person has signed in before: a crowd of strangers makes
them wait a second or two, and turns none of them away.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
WAITING_MAX = 8
KEPT_MAX = 4
PASSWORD_MAX = 1000


class Crowded(RuntimeError):
    """Too many passwords are being checked at this moment; nothing is said about this one."""


class Passwords:
    """argon2id, two at a time. Tests hand in a cheap hasher."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._places = threading.BoundedSemaphore(AT_ONCE + WAITING_MAX)
        self._kept = threading.BoundedSemaphore(KEPT_MAX)
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        # Somebody to compare with when a login is unknown, so that the answer takes equally long.
        self._nobody = self._hasher.hash("nobody")

    def hash(self, password: str) -> str:
        """For somebody who is signed in already. Raises Crowded."""
        with self._turn(known=True):
            return self._hasher.hash(_password(password))

    def match(self, stored: str | None, password: str, *, known: bool = False) -> bool:
        """`known`: it comes from a browser of this very person. Raises Crowded."""
        with self._turn(known=known):
            try:
                self._hasher.verify(stored or self._nobody, _password(password))
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None

    @contextmanager
    def _turn(self, *, known: bool = False) -> Generator[None]:
        rooms = (self._places, self._kept) if known else (self._places,)
        room = next((room for room in rooms if room.acquire(blocking=False)), None)
        if room is None:
            raise Crowded
        try:
            with self._turns:
                yield
        finally:
            room.release()


def cheap_passwords() -> Passwords:
    """For tests and nothing else."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def _password(text: str) -> str:
    # Vietnamese keyboards write the same letter in two ways; a password must not depend on which.
    return unicodedata.normalize("NFC", text[:PASSWORD_MAX])
