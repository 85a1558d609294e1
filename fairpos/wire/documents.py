"""Documents as JSON.

Bytes come in from tills of any age and any honesty. `read` either gives a document of a known edition or says
in a code why it cannot; the bytes themselves are kept by the caller in either case.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from fairpos.core.document import EDITION, Document
from fairpos.core.gate import GateCount
from fairpos.core.sale import Refund, Sale, Void
from fairpos.core.shift import CashMovement, ShiftClosing, ShiftOpening

TYPES: Mapping[str, type[Document]] = {
    "sale": Sale,
    "void": Void,
    "refund": Refund,
    "shift_opening": ShiftOpening,
    "shift_closing": ShiftClosing,
    "cash_movement": CashMovement,
    "gate_count": GateCount,
}


class _Kind(msgspec.Struct):
    v: int
    type: str


class _Claim(msgspec.Struct):
    """What can still be learnt from a document that cannot be read as a whole."""

    id: str | None = None
    till: str | None = None
    total: int | None = None


class Unreadable(ValueError):
    """These bytes are not a document this program knows. `code` is for a person's list, not a sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


_KIND = msgspec.json.Decoder(_Kind)
_CLAIM = msgspec.json.Decoder(_Claim)
_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in TYPES.items()}
_ENCODER = msgspec.json.Encoder()


def read(body: bytes) -> Document:
    """Read one document. Raises Unreadable: not-json, unknown-edition, unknown-type or shape."""
    try:
        kind = _KIND.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        code = "shape" if isinstance(error, msgspec.ValidationError) else "not-json"
        raise Unreadable(code, str(error)) from error
    if kind.v != EDITION:
        raise Unreadable("unknown-edition", str(kind.v))
    decoder = _DECODERS.get(kind.type)
    if decoder is None:
        raise Unreadable("unknown-type", kind.type[:64])
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise Unreadable("shape", str(error)) from error


def write(document: Document) -> bytes:
    """The JSON bytes of a document, on one line, as a Python till (a demo booth, a sensor) writes it."""
    return _ENCODER.encode(document)


def claim(body: bytes) -> tuple[str | None, str | None, int | None]:
    """The id, till and total an unreadable document claims, each None where even that cannot be read."""
    try:
        found = _CLAIM.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None, None, None
    return found.id, found.till, found.total
