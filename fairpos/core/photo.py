"""What the picture of an article is known by: a hash of its bytes, so that it can be kept for ever."""

from __future__ import annotations

from hashlib import sha256

MEDIA_TYPE = "image/webp"
KEY_LENGTH = 32
WIDTH, HEIGHT = 192, 144
"""A tile is 96 by 72; a tablet shows two pixels for one."""

_HEX = frozenset("0123456789abcdef")


def photo_key(body: bytes) -> str:
    """The name a picture is kept under everywhere: half of the SHA-256 of its bytes, in hex."""
    return sha256(body).hexdigest()[:KEY_LENGTH]


def is_photo_key(text: str) -> bool:
    return len(text) == KEY_LENGTH and _HEX.issuperset(text)
