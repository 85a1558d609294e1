"""Who this terminal is: its id, its fair, and the key it signs every message with."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, insert, select

from booth_terminal import tables
from fairpos.wire.messages import signed_bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """An enrolled terminal. The private key never leaves its database file."""

    id: str
    fair: str
    key: Ed25519PrivateKey

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    def sign(self, path: str, body: bytes) -> str:
        """The signature of one message, base64: over its path and the SHA-256 of its bytes."""
        return b64encode(self.key.sign(signed_bytes(path, body))).decode()


def load(connection: Connection) -> Identity | None:
    row = connection.execute(select(tables.identity)).one_or_none()
    if row is None:
        return None
    return Identity(row.id, row.fair, Ed25519PrivateKey.from_private_bytes(bytes(row.private_key)))


def keep(connection: Connection, identity: Identity) -> None:
    connection.execute(
        insert(tables.identity).values(
            id=identity.id, fair=identity.fair, private_key=identity.key.private_bytes_raw()
        )
    )
