"""Random credentials: links, codes and tokens that are long enough to need no salt."""

from __future__ import annotations

from hashlib import sha256


def hash_secret(secret: str) -> str:
    """What is kept of a random code or token: its SHA-256 in hex."""
    return sha256(secret.encode()).hexdigest()
