"""Settings editions as JSON. Additive only: a terminal in a drawer may be two versions old."""

from __future__ import annotations

import msgspec

from fairpos.core.fair import Edition

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Edition)


class BadEdition(ValueError):
    """These bytes are not a settings edition."""


def write(edition: Edition) -> bytes:
    return _ENCODER.encode(edition)


def read(body: bytes) -> Edition:
    """Raises BadEdition."""
    try:
        return _DECODER.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, AssertionError) as error:
        raise BadEdition(str(error)) from error
