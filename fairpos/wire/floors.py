"""A published plan as JSON: a numbered version is these bytes and nothing else. Additive only."""

from __future__ import annotations

import msgspec

from fairpos.core.floor import Floor

_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Floor)


def write(floor: Floor) -> bytes:
    return _ENCODER.encode(floor)


def read(body: bytes) -> Floor:
    """Raises msgspec.MsgspecError for what is no plan."""
    return _DECODER.decode(body)
