"""The part of the OpenAPI document about shifts, shared drawers, stock and how full a hall is."""

from __future__ import annotations

from fairpos.web.openapi import Json, answer, operation, ref

_TILL: list[dict[str, list[str]]] = [{"till": []}, {"tillCookie": []}]
_UNKNOWN = ["not-enrolled", "revoked"]
_TEXT: Json = {"type": "string"}
_INTEGER: Json = {"type": "integer"}
_MAYBE: Json = {"type": ["integer", "null"]}
_YES_OR_NO: Json = {"type": "boolean"}
_SHIFT: Json = {"name": "shift", "in": "path", "required": True, "schema": _TEXT}


def _object(description: str, /, **properties: Json) -> Json:
    return {
        "type": "object",
        "description": description,
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


_KEPT_SHIFT = _object(
    "A shift as the terminal holds it. `revision` counts what came after the drawer was counted.",
    shift=_TEXT,
    till=_TEXT,
    open=_YES_OR_NO,
    sales=_INTEGER,
    takings=_INTEGER,
    expected=_INTEGER,
    counted=_MAYBE,
    difference=_MAYBE,
    revision=_INTEGER,
    late=_INTEGER,
)

_DRAWER = _object(
    "Whose cash lies in the drawer besides this shift's, as far as the terminal knows.",
    at=_INTEGER,
    others={
        "type": "array",
        "items": _object("Another shift.", shift=_TEXT, till=_TEXT, open=_YES_OR_NO, expected=_INTEGER),
    },
)

_STOCK = _object(
    "What the booth's other tills did to its goods, in thousandths. `stocked`: they put a stock to it.",
    at=_INTEGER,
    tills={
        "type": "array",
        "items": _object("When a till was last heard.", till=_TEXT, seen_at=_INTEGER, pending=_INTEGER),
    },
    articles={
        "type": "array",
        "items": _object("One article.", article=_TEXT, quantity=_INTEGER, stocked=_YES_OR_NO),
    },
)


_CROWD = _object(
    "How full the hall behind a gate and the whole fair are, by the counts this terminal holds of today."
    " `hall` is empty for the fair; `without` names gates it has heard nothing of.",
    at=_INTEGER,
    halls={
        "type": "array",
        "items": _object(
            "One hall that has a capacity.",
            hall=_TEXT,
            inside=_INTEGER,
            capacity=_INTEGER,
            fill={"type": "string", "enum": ["room", "near", "full"]},
            without={"type": "array", "items": _TEXT},
        ),
    },
)

_RECEIPT = _object(
    "A sale, and the voids and refunds of it.",
    sale=ref("Sale"),
    backs={
        "type": "array",
        "items": _object(
            "A void or refund, in short. `of` is the place of a line in the sale.",
            type={"type": "string", "enum": ["void", "refund"]},
            id=_TEXT,
            till=_TEXT,
            number=_INTEGER,
            training=_YES_OR_NO,
            total=_INTEGER,
            at=_INTEGER,
            lines={"type": "array", "items": _object("Goods.", quantity=_INTEGER, of=_MAYBE)},
        ),
    },
)


def paths(tag: str) -> Json:
    return {
        "/till/shifts/{shift}": {
            "get": operation(
                id="getShift",
                tag=tag,
                summary="What do you hold of this shift?",
                description="For the revision of a Z report. Only shifts of the till's own booth.",
                security=_TILL,
                parameters=[_SHIFT],
                answers={200: answer("The shift", _KEPT_SHIFT)},
                problems={401: _UNKNOWN, 404: ["unknown-shift"]},
            )
        },
        "/till/drawers/{shift}": {
            "get": operation(
                id="getDrawer",
                tag=tag,
                summary="Who else put cash into this shift's drawer?",
                description="Shifts of the same day and shared drawer that are not yet counted.",
                security=_TILL,
                parameters=[_SHIFT],
                answers={200: answer("The other shifts", _DRAWER)},
                problems={401: _UNKNOWN, 404: ["unknown-shift"]},
            )
        },
        "/till/receipts/{key}": {
            "get": operation(
                id="getReceipt",
                tag=tag,
                summary="What do you know of this sale?",
                description="By id or number, of the till's own booth, and what was given back of it.",
                security=_TILL,
                parameters=[{"name": "key", "in": "path", "required": True, "schema": _TEXT}],
                answers={200: answer("The sale", _RECEIPT)},
                problems={401: _UNKNOWN, 404: ["unknown-receipt"]},
            )
        },
        "/till/crowd": {
            "get": operation(
                id="getCrowd",
                tag=tag,
                summary="How full is the hall behind this gate?",
                description="A gate shows it and waits for no answer.",
                security=_TILL,
                answers={200: answer("Hall and fair", _CROWD)},
                problems={401: _UNKNOWN},
            )
        },
        "/till/stock": {
            "get": operation(
                id="getStock",
                tag=tag,
                summary="What did the booth's other tills do to its goods?",
                description="A till adds it to what it did itself.",
                security=_TILL,
                answers={200: answer("Their part", _STOCK)},
                problems={401: _UNKNOWN},
            )
        },
    }
