"""Who stands at a till, what they may do there, and the PIN they are known by.

PINs are checked at the tablet with the network dead, so their salted hashes travel in the price book. A
short PIN cannot be kept from somebody who takes the tablet apart; it keeps honest people's names right, and
the till makes guessing slow.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import pbkdf2_hmac
from typing import Literal

Role = Literal["seller", "manager"]
Deed = Literal["discount", "price", "void", "refund", "cash-out", "training", "save-to-file", "sign-out"]

DEEDS: tuple[Deed, ...] = (
    "discount",
    "price",
    "void",
    "refund",
    "cash-out",
    "training",
    "save-to-file",
    "sign-out",
)
"""What needs a manager. Selling, opening, counting and closing never do."""

PIN_ITERATIONS = 100_000
PIN_MIN, PIN_MAX = 4, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """One person at some booths. `pin_salt` and `pin_hash` are hex."""

    id: str
    name: str
    role: Role
    booths: tuple[str, ...]
    pin_salt: str
    pin_hash: str


class BadPin(ValueError):
    """A PIN is four to eight digits."""


def may(role: Role, deed: Deed) -> bool:
    """Whether a role does a deed without asking anybody."""
    return role == "manager" or deed not in DEEDS


def hash_pin(pin: str, salt: bytes) -> str:
    """PBKDF2-SHA256 in hex, which a browser's own WebCrypto computes too. Raises BadPin."""
    if not (PIN_MIN <= len(pin) <= PIN_MAX and pin.isascii() and pin.isdigit()):
        raise BadPin
    return pbkdf2_hmac("sha256", pin.encode(), salt, PIN_ITERATIONS).hex()
