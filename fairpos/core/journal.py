"""The journal's seal: how an entry follows the one before it. It does not know what an entry carries.

A stream is one journal, one writer, one incarnation. Its entries are numbered 1, 2, 3 without a gap, and each
hash covers the hash before it, so a copy either continues the original or visibly does not. The bytes that
were written are what is hashed, kept and sent; nothing is ever serialised again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

ENTRY_BYTES_MAX = 64 * 1024
"""The largest entry. A sale of 200 lines needs about 40 kB."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands: the number and hash of its last entry; (0, genesis) before the first."""

    seq: int
    hash: bytes


def genesis(stream: str, terminal: str, public_key: bytes) -> bytes:
    """The hash before entry 1. It binds the chain to its stream, its terminal and that terminal's key."""
    return sha256(b"fairpos/genesis/1\0" + f"{stream}\0{terminal}\0".encode() + public_key).digest()


def seal(prev: bytes, body: bytes) -> bytes:
    """The hash of the entry that follows `prev`."""
    return sha256(b"fairpos/entry/1\0" + prev + body).digest()


def chain(prev: bytes, bodies: Iterable[bytes]) -> list[bytes]:
    """The hashes after each of `bodies`, in order, beginning behind `prev`."""
    hashes = []
    for body in bodies:
        prev = seal(prev, body)
        hashes.append(prev)
    return hashes


def follow(head: Head, bodies: Iterable[bytes]) -> list[Head]:
    """The heads after each of `bodies`, in order, beginning behind `head`."""
    return [Head(seq, link) for seq, link in enumerate(chain(head.hash, bodies), head.seq + 1)]
