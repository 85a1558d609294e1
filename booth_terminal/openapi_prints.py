"""The part of the OpenAPI document about printing."""

from __future__ import annotations

from booth_terminal.till_prints import BYTES_MAX, DrawerAsked, PrintAsked
from fairpos.web.openapi import Json, answer, content, operation, ref

TYPES = (PrintAsked, DrawerAsked)

_TILL: list[dict[str, list[str]]] = [{"till": []}, {"tillCookie": []}]
_UNKNOWN = ["not-enrolled", "revoked"]


def _text(*enum: str) -> Json:
    return {"type": "string"} | ({"enum": list(enum)} if enum else {})


def _object(description: str, /, **properties: Json) -> Json:
    return {
        "type": "object",
        "description": description,
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


_INTEGER: Json = {"type": "integer"}
_MAYBE: Json = {"type": ["integer", "null"]}

_JOB = _object(
    "Something asked of a printer, and what became of it. After stale and failed nothing came out; after"
    " unknown something may have.",
    no=_INTEGER,
    kind=_text("document", "shift", "test", "enrolment", "drawer"),
    subject=_text(),
    copy=_INTEGER,
    label=_text(),
    state=_text("waiting", "printing", "printed", "failed", "stale", "unknown"),
    attempts=_INTEGER,
    problem=_text(),
    made_at=_INTEGER,
    done_at=_MAYBE,
)

_PRINTER = _object(
    "What is known of the till's printer; its word is a hint.",
    id=_text(),
    name=_text(),
    virtual={"type": "boolean"},
    state=_text("ok", "problem", "unknown"),
    problem=_text(),
    seen_at=_INTEGER,
)

_PRINTS = _object(
    "A till's printer and its last slips, the newest first.",
    printer={"anyOf": [_PRINTER, {"type": "null"}]},
    receipts=_text("always", "ask", "never"),
    drawer={"type": "boolean"},
    at=_INTEGER,
    waiting=_INTEGER,
    jobs={"type": "array", "items": ref("PrintJob")},
)

SCHEMAS: Json = {"PrintJob": _JOB, "Prints": _PRINTS}


def paths(tag: str) -> Json:
    job = answer("Written down", _object("The job, as it stands.", job=ref("PrintJob")))
    return {
        "/till/prints": {
            "get": operation(
                id="getPrints",
                tag=tag,
                summary="How does my printer do?",
                description="The state of the till's printer and what became of its last slips.",
                security=_TILL,
                answers={200: answer("The printer", ref("Prints"))},
                problems={401: _UNKNOWN},
            ),
            "post": operation(
                id="postPrint",
                tag=tag,
                summary="Print a slip",
                description="The same document and copy, or the same ref, asked for twice comes out once.",
                security=_TILL,
                body=content(ref("PrintAsked"), example={"document": "019a…", "copy": 1}),
                body_max=BYTES_MAX,
                answers={200: job},
                problems={
                    400: ["bad-envelope"],
                    401: _UNKNOWN,
                    403: ["other-booth"],
                    404: ["not-kept", "unreadable"],
                    409: ["no-printer"],
                    422: ["no-slip"],
                },
            ),
        },
        "/till/drawer": {
            "post": operation(
                id="postDrawer",
                tag=tag,
                summary="Open the cash drawer without a sale",
                description="The reason and the person are kept with the job.",
                security=_TILL,
                body=content(ref("DrawerAsked"), example={"ref": "019a…", "reason": "đổi tiền lẻ"}),
                body_max=BYTES_MAX,
                answers={200: job},
                problems={
                    400: ["bad-envelope"],
                    401: _UNKNOWN,
                    409: ["no-printer", "no-drawer"],
                    422: ["reason-needed"],
                },
            ),
        },
    }
