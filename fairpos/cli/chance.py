"""What the programs take from chance: ids and secrets. Everywhere else they are arguments."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from fairpos.core.ids import uuid7


def new_id(clock: Callable[[], int]) -> str:
    return uuid7(clock(), secrets.randbits(74))


def new_secret() -> str:
    """A credential or a one-time code: 192 random bits, short enough for a QR a tablet reads at once."""
    return secrets.token_urlsafe(24)
