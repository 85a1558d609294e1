"""The terminal's part of the OpenAPI document: what tills and sensors may ask of it."""

from __future__ import annotations

from booth_terminal import openapi_payments, openapi_prints, openapi_shifts
from booth_terminal.doors import COOKIE
from booth_terminal.enrolments import CODE_BYTES_MAX, Code
from booth_terminal.pins import PIN_BYTES_MAX, Pin
from booth_terminal.posts import DOCUMENTS_MAX, POST_BYTES_MAX, PostHead
from booth_terminal.visits import VISITS_BYTES_MAX, VisitCounts
from fairpos.core.business_day import FairDay
from fairpos.core.document import EDITION
from fairpos.core.fair import Article, Gate
from fairpos.core.journal import ENTRY_BYTES_MAX
from fairpos.core.notice import Notice
from fairpos.core.photo import MEDIA_TYPE
from fairpos.core.staff import DEEDS
from fairpos.core.tax import Rate
from fairpos.web.openapi import Json, Part, answer, content, operation, ref, schemas_of
from fairpos.wire.documents import TYPES

TAG = "tills"

_TILL: list[dict[str, list[str]]] = [{"till": []}, {"tillCookie": []}]
_UNKNOWN = ["not-enrolled", "revoked"]

_ID = "019a9f1ff6a070008000000000000002"


def part() -> Part:
    return Part(
        tag=TAG,
        about="Between a till, a counter or a sensor and its terminal. Everything may be sent again: a"
        " repeat of what is kept changes nothing.",
        paths={
            "/till/documents": {"post": _documents()},
            "/till/book": {"get": _book()},
            "/till/enrolment": {"post": _enrolment()},
            "/till/sign-out": {"post": _sign_out()},
            "/till/photos/{key}": {"get": _photo()},
            "/till/pin": {"post": _pin()},
            "/api/v1/visits": {"post": _visits()},
            **openapi_payments.paths(TAG),
            **openapi_shifts.paths(TAG),
            **openapi_prints.paths(TAG),
        },
        schemas=_schemas(),
        security={
            "till": {"type": "http", "scheme": "bearer", "description": "The token got by enrolling."},
            "tillCookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
        },
    )


def _schemas() -> Json:
    made = schemas_of([*TYPES.values(), PostHead, Code, Pin, Article, Gate, Rate, FairDay, Notice])
    for name, kind in TYPES.items():
        properties = made[kind.__name__]["properties"]
        properties["type"] = {"const": name}
        properties["v"] = {"const": EDITION}
    visits = VisitCounts.model_json_schema(ref_template="#/components/schemas/{model}")
    made |= visits.pop("$defs")
    made["VisitCounts"] = visits
    made["Document"] = {"oneOf": [ref(kind.__name__) for kind in TYPES.values()]}
    made |= schemas_of(openapi_prints.TYPES) | openapi_prints.SCHEMAS
    made["Kept"], made["Book"] = _KEPT, _BOOK
    made |= openapi_payments.schemas()
    return made


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
_MAYBE_INTEGER: Json = {"type": ["integer", "null"]}

_KEPT = _object(
    "What the terminal now has on its disk. A till forgets a document only when `kept` names its id.",
    mark=_text() | {"description": "Stands for all the journal holds; sent back with the next post."},
    again={"type": "boolean", "description": "The journal lost what the last mark stood for: send all."},
    at=_INTEGER,
    edition=_INTEGER,
    kept={"type": "array", "items": {"type": "string"}},
    refused={
        "type": "array",
        "items": _object(
            "A line (1 is the first document) that can never be an entry.",
            line=_INTEGER,
            code=_text("not-json", "no-id", "too-large"),
        ),
    },
    held=_INTEGER,
    held_oldest_at=_MAYBE_INTEGER,
)

_BOOK = _object(
    "What a till sells or a counter counts, out of the newest settings edition.",
    edition=_INTEGER,
    at=_INTEGER,
    till=_object(
        "Who is asking.",
        id=_text(),
        kind=_text("till", "gate", "sensor", "inspector"),
        place=_text(),
        begin=_object(
            "The last numbers that earlier devices of this till may have taken.",
            n=_INTEGER,
            number=_INTEGER,
            training=_INTEGER,
        ),
    ),
    fair=_object(
        "The fair and its calendar.",
        slug=_text(),
        name=_text(),
        name_en=_text(),
        cut_off_minute=_INTEGER,
        days={"type": "array", "items": ref("FairDay")},
    ),
    booth={
        "anyOf": [
            _object(
                "The till's booth.",
                id=_text(),
                name=_text(),
                zone=_text("in-province", "other-province", "foreign"),
                favourites={"type": "array", "items": _text()},
            ),
            {"type": "null"},
        ]
    },
    gate={"anyOf": [ref("Gate"), {"type": "null"}]},
    exhibitors={
        "type": "array",
        "items": _object(
            "Who stands there, and where transfers to it go.",
            id=_text(),
            name=_text(),
            account={
                "anyOf": [
                    _object(
                        "A bank account; `bank` is what its bank is called.",
                        bin=_text(),
                        number=_text(),
                        holder=_text(),
                        bank=_text(),
                    ),
                    {"type": "null"},
                ]
            },
        ),
    },
    articles={"type": "array", "items": ref("Article")},
    rates={"type": "array", "items": ref("Rate")},
    staff={
        "type": "array",
        "items": _object(
            "Who may stand at this till: PBKDF2-SHA256 of the PIN, salt and hash in hex.",
            id=_text(),
            name=_text(),
            role=_text("seller", "manager"),
            pin_salt=_text(),
            pin_hash=_text(),
        ),
    },
    deeds={"type": "array", "items": _text(*DEEDS), "description": "What needs a manager."},
    booths={
        "type": "array",
        "items": _object(
            "A booth of the fair, told to an inspector only.",
            id=_text(),
            name=_text(),
            exhibitors={"type": "array", "items": _text()},
        ),
    },
    stops={
        "type": "array",
        "items": _object(
            "An article that is not sold at a booth since `at`, and the fault that took it off the shelf.",
            booth=_text(),
            article=_text(),
            name=_text(),
            at=_INTEGER,
            fault=_text(),
        ),
    },
    notices={"type": "array", "items": ref("Notice")},
)


def _documents() -> Json:
    lines: Json = {
        "type": "string",
        "x-first-line": ref("PostHead"),
        "x-lines": ref("Document"),
        "x-lines-max": DOCUMENTS_MAX,
        "x-line-bytes-max": ENTRY_BYTES_MAX,
    }
    return operation(
        id="postDocuments",
        tag=TAG,
        summary="Keep these documents",
        description="One JSON line about the till, then one document a line. Without any it is a heartbeat.",
        security=_TILL,
        body=content(lines, "application/x-ndjson", '{"till":"M1","pending":0,"at":1795143600000}'),
        body_max=POST_BYTES_MAX,
        answers={200: answer("Flushed to disk", ref("Kept"))},
        problems={400: ["bad-envelope"], 401: _UNKNOWN, 503: ["cannot-keep"]},
    )


def _book() -> Json:
    tag: Json = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}
    return operation(
        id="getBook",
        tag=TAG,
        summary="What do I sell?",
        description="",
        security=_TILL,
        parameters=[tag],
        answers={
            200: answer("The book", ref("Book"), ETag="Changes with the edition."),
            304: {"description": "Not changed since the edition in If-None-Match."},
        },
        problems={401: _UNKNOWN},
    )


def _enrolment() -> Json:
    enrolled = _object(
        "Who this device is now.",
        till=_text(),
        kind=_text("till", "gate", "sensor", "inspector"),
        place=_text(),
        token=_text(),
    )
    return operation(
        id="enrolProgram",
        tag=TAG,
        summary="Enrol a program, for example a sensor",
        description="The code works once. The token is the bearer of everything that follows.",
        body=content(ref("Code"), example={"code": "k3…"}),
        body_max=CODE_BYTES_MAX,
        answers={200: answer("Enrolled", enrolled)},
        problems={400: ["bad-envelope"], 404: ["unknown-code"], 410: ["code-used"]},
    )


def _sign_out() -> Json:
    return operation(
        id="signOut",
        tag=TAG,
        summary="Let this device go",
        description="Its credential is forgotten. What it holds it still holds; a new code lets it in again.",
        security=_TILL,
        answers={204: {"description": "It is no till any more."}},
        problems={401: _UNKNOWN},
    )


def _photo() -> Json:
    key: Json = {
        "name": "key",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    }
    return operation(
        id="getTillPhoto",
        tag=TAG,
        summary="The picture of an article",
        description="Named by `photo` in the book. Not there yet: ask again later, and sell without it.",
        security=_TILL,
        parameters=[key],
        answers={200: {"description": "The picture, for ever", "content": {MEDIA_TYPE: {}}}},
        problems={401: _UNKNOWN, 404: ["no-such-photo"]},
    )


def _pin() -> Json:
    return operation(
        id="checkPin",
        tag=TAG,
        summary="Is this the PIN of that person?",
        description="For a page without cryptography of its own. Tries are counted by till and person.",
        security=_TILL,
        body=content(ref("Pin"), example={"staff": "lan", "pin": "1111"}),
        body_max=PIN_BYTES_MAX,
        answers={204: {"description": "It is."}},
        problems={400: ["bad-envelope"], 401: [*_UNKNOWN, "wrong-pin"], 429: ["too-many-tries"]},
    )


def _visits() -> Json:
    faults = _object(
        "Every fault of the body at once; nothing of it was kept.",
        code=_text("invalid"),
        faults={
            "type": "array",
            "items": _object(
                "Where, as keys and places in lists, and what.",
                where={"type": "array", "items": {"type": ["string", "integer"]}},
                code=_text(),
            ),
        },
    )
    example = {
        "at": 1_795_143_600_000,
        "counts": [{"id": _ID, "n": 1, "at": 1_795_143_590_000, "direction": "in", "count": 3}],
    }
    kept = _object("The ids that are on disk.", kept={"type": "array", "items": {"type": "string"}})
    return operation(
        id="postVisits",
        tag=TAG,
        summary="Counts from a sensor at a gate",
        description="A count is a visit (lượt khách): nobody is recognised.",
        security=_TILL,
        body=content(ref("VisitCounts"), example=example),
        body_max=VISITS_BYTES_MAX,
        answers={200: answer("Flushed to disk", kept), 422: answer("Faults", faults)},
        problems={401: _UNKNOWN, 403: ["not-a-gate"], 503: ["cannot-keep"]},
    )
