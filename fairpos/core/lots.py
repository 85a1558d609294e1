"""Lots that anyone can check: commit first, draw with a number nobody could know, publish, verify.

1. The organiser keeps a secret seed and publishes the list of names with `commitment(secret, names)`.
2. On the day a public number is taken (the first prize of that evening's lottery, for example).
3. `draw(secret, public_number, names)` gives each name one number for the whole run.
4. The secret is published; `faults` shows to everyone that neither list, seed nor order was changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from fairpos.core.chance import ticket

SECRET_CHARACTERS_MIN = 22
"""128 bits in base 64: a shorter seed could be found by trying before the draw."""

Fault = Literal["list", "seed", "order"]


class WeakSecret(ValueError):
    """The seed is short enough to be found by trying."""


class NamedTwice(ValueError):
    """A name stands in the list twice, and would have two chances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What is published before the draw: two hashes (hex). The list itself is published beside them."""

    seed_hash: str
    list_hash: str


def commitment(secret: str, names: Iterable[str]) -> Commitment:
    """Raises WeakSecret and NamedTwice."""
    if len(secret) < SECRET_CHARACTERS_MIN:
        raise WeakSecret(f"a seed has at least {SECRET_CHARACTERS_MIN} characters")
    return Commitment(seed_hash=_seed_hash(secret), list_hash=_list_hash(names))


def draw(secret: str, public_number: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names in the order of their lots: the first has number 1. The order of the list plays no part.

    Raises NamedTwice.
    """
    seed = f"{secret}|{public_number}"
    return tuple(sorted(_once(names), key=lambda name: (ticket(seed, name), name)))


def numbers(order: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(order, 1)}


def drawn(seed: str, names: Iterable[str]) -> Mapping[str, int]:
    """Lot numbers for a dry run, out of the run's own seed: no draw anyone could rely on."""
    return numbers(draw(seed, "", set(names)))


def faults(
    committed: Commitment, *, secret: str, public_number: str, names: Sequence[str], order: Sequence[str]
) -> tuple[Fault, ...]:
    """What of a published draw does not hold; empty when everything does."""
    found: list[Fault] = []
    if _list_hash(set(names)) != committed.list_hash or len(set(names)) != len(names):
        found.append("list")
    if _seed_hash(secret) != committed.seed_hash:
        found.append("seed")
    if draw(secret, public_number, set(names)) != tuple(order):
        found.append("order")
    return tuple(found)


def _seed_hash(secret: str) -> str:
    return sha256(f"seed:{secret}".encode()).hexdigest()


def _list_hash(names: Iterable[str]) -> str:
    return sha256("\n".join(sorted(_once(names))).encode()).hexdigest()


def _once(names: Iterable[str]) -> list[str]:
    every = list(names)
    if len(set(every)) != len(every):
        raise NamedTwice(min(name for name in every if every.count(name) > 1))
    return every
