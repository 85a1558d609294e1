"""Documents as JSON.

Bytes come in from tills of any age and any honesty. `read` either gives a document of a known edition or says
in a code why it cannot; the bytes themselves are kept by the caller in either case.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any, cast, get_args, get_origin, get_type_hints

import msgspec

from fairpos.core.document import EDITION, Document
from fairpos.core.gate import GateCount
from fairpos.core.inspection import Inspection
from fairpos.core.payment import BankCredit
from fairpos.core.sale import Line, Refund, Sale, Void
from fairpos.core.shift import CashMovement, ShiftClosing, ShiftOpening
from fairpos.core.stock import StockMovement

TYPES: Mapping[str, type[Document]] = {
    "sale": Sale,
    "void": Void,
    "refund": Refund,
    "shift_opening": ShiftOpening,
    "shift_closing": ShiftClosing,
    "cash_movement": CashMovement,
    "gate_count": GateCount,
    "stock_movement": StockMovement,
    "bank_credit": BankCredit,
    "inspection": Inspection,
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
_ENCODER = msgspec.json.Encoder()
_FAILURES = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)


def read(body: bytes) -> Document:
    """Read one document. Raises Unreadable: not-json, unknown-edition, unknown-type or shape."""
    return _read(body, _DECODERS)


def scan(body: bytes) -> Document:
    """As `read`, for the one place that reads a million: the fields are the same, the class is not.

    A frozen dataclass costs twice the decoding of a struct, so what comes back is a struct with exactly the
    fields and properties of the core's class. It may be used as one, but is no instance of it.

    Equal lines of sales are one object: a fair sells two jars of that honey at this price over and over, so
    a line's bytes are mostly known already.
    """
    document: Any = _read(body, _SCANNERS)
    if document.type in _WITH_LINES:
        # Until here the lines are the bytes they were.
        line = _known_line if len(body) <= LINES_KNOWN_MAX else _LINE.decode
        try:
            lines = tuple(map(line, map(bytes, document.lines)))
        except _FAILURES as error:
            raise Unreadable("shape", str(error).replace("`$", "`$.lines[...]")) from error
        msgspec.structs.force_setattr(document, "lines", lines)
    return document  # type: ignore[no-any-return]


LINES_KNOWN_MAX = 4_096
"""The bytes of a sale beyond which its lines are not remembered: that memory has an end."""


@lru_cache(maxsize=16_384)
def _known_line(body: bytes) -> Line:
    return _LINE.decode(body)


def _read(body: bytes, decoders: Mapping[str, msgspec.json.Decoder[Document]]) -> Document:
    # The type is guessed from the bytes, to decode once instead of twice; the decoded type must agree.
    guess = _TYPE.search(body)
    name = guess[1].decode() if guess else ""
    if name in decoders:
        try:
            document = decoders[name].decode(body)
        except _FAILURES:
            pass
        else:
            if document.v == EDITION and document.type == name:
                return document
    return _read_slowly(body, decoders)


def _read_slowly(body: bytes, decoders: Mapping[str, msgspec.json.Decoder[Document]]) -> Document:
    """Read without a guess, and tell exactly what is wrong."""
    try:
        kind = _KIND.decode(body)
    except _FAILURES as error:
        code = "shape" if isinstance(error, msgspec.ValidationError) else "not-json"
        raise Unreadable(code, str(error)) from error
    if kind.v != EDITION:
        raise Unreadable("unknown-edition", str(kind.v))
    decoder = decoders.get(kind.type)
    if decoder is None:
        raise Unreadable("unknown-type", kind.type[:64])
    try:
        return decoder.decode(body)
    except _FAILURES as error:
        raise Unreadable("shape", str(error)) from error


_TYPE = re.compile(rb'"type":\s?"([a-z_]+)"')
_structs: dict[type, type] = {}


def _struct(cls: type) -> type:
    """A struct with the fields and properties of a dataclass, and of the dataclasses inside it.

    Only the lines of a sale stay the bytes they are.
    """
    if cls not in _structs:
        hints = get_type_hints(cls)
        fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
        for field in dataclasses.fields(cls):
            kind = hints[field.name]
            if kind == tuple[Line, ...]:
                kind = tuple[msgspec.Raw, ...]
            elif get_origin(kind) is tuple and dataclasses.is_dataclass(get_args(kind)[0]):
                kind = tuple[_struct(get_args(kind)[0]), ...]  # type: ignore[misc]
            known = field.default is dataclasses.MISSING
            fields.append((field.name, kind) if known else (field.name, kind, field.default))
        properties: dict[str, Any] = {
            name: member
            for base in reversed(cls.__mro__)
            for name, member in vars(base).items()
            if isinstance(member, property)
        }
        if cls is Line:
            # One object stands for many lines, so what is worked out of it is kept with it.
            facts = properties["facts"] = cached_property(cast("Any", Line.facts).fget)
            facts.__set_name__(Line, "facts")
        _structs[cls] = msgspec.defstruct(
            cls.__name__,
            fields,
            namespace=properties,
            kw_only=True,
            frozen=True,
            gc=cls is Line,
            dict=cls is Line,
        )
    return _structs[cls]


_DECODERS: Mapping[str, msgspec.json.Decoder[Document]] = {
    name: msgspec.json.Decoder(kind) for name, kind in TYPES.items()
}
_SCANNERS = {
    name: msgspec.json.Decoder(cast("type[Document]", _struct(kind))) for name, kind in TYPES.items()
}
_LINE = msgspec.json.Decoder(cast("type[Line]", _struct(Line)))
_WITH_LINES = frozenset(name for name, kind in TYPES.items() if issubclass(kind, Sale))


def write(document: Document) -> bytes:
    """The JSON bytes of a document, on one line, as a Python till (a demo booth, a sensor) writes it."""
    return _ENCODER.encode(document)


def claim(body: bytes) -> tuple[str | None, str | None, int | None]:
    """The id, till and total an unreadable document claims, each None where even that cannot be read."""
    try:
        found = _CLAIM.decode(body)
    except _FAILURES:
        return None, None, None
    return found.id, found.till, found.total
