"""The part of the OpenAPI document about transfers: what tills ask, and what providers of bank feeds tell."""

from __future__ import annotations

from booth_terminal.transfers import ENTRY_BYTES_MAX, NOTICE_BYTES_MAX, Entered
from fairpos.core.payment_code import ALPHABET, PLACES, PREFIX
from fairpos.web.openapi import Json, answer, content, operation, ref

_TILL: list[dict[str, list[str]]] = [{"till": []}, {"tillCookie": []}]
_UNKNOWN = ["not-enrolled", "revoked"]
_STATES = ["exact", "short", "over", "duplicate", "late", "unknown"]

_TEXT: Json = {"type": "string"}
_INTEGER: Json = {"type": "integer"}


def paths(tag: str) -> Json:
    return {
        "/till/payments": {"get": _listed(tag), "post": _entered(tag)},
        "/till/payments/{code}": {"get": _asked(tag)},
        "/hooks/payments/{feed}": {"post": _notice(tag)},
    }


def schemas() -> Json:
    made = Entered.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"EnteredCredit": made}


def _object(description: str, **properties: Json) -> Json:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
    }


def _code(**more: object) -> Json:
    return {"type": "string", "pattern": f"^{PREFIX}[{ALPHABET}]{{{PLACES + 1}}}$"} | more


def _asked(tag: str) -> Json:
    standing = _object(
        "What has come for the code, all of it together.",
        code=_code(),
        state={"type": "string", "enum": ["waiting", *_STATES]},
        received=_INTEGER,
        watched={"type": "boolean", "description": "A live feed answered a moment ago: it tells by itself."},
    )
    parameters: list[Json] = [
        {"name": "code", "in": "path", "required": True, "schema": _code()},
        {
            "name": "amount",
            "in": "query",
            "required": True,
            "schema": {"type": "string", "pattern": "^[0-9]{1,12}$"},
        },
        {"name": "account", "in": "query", "schema": _TEXT, "description": "BIN, hyphen, number"},
    ]
    return operation(
        id="getPayment",
        tag=tag,
        summary="Has the money for this code come?",
        description="Asked while a code is on show. A till never waits for the answer.",
        security=_TILL,
        parameters=parameters,
        answers={200: answer("How it stands", standing)},
        problems={401: _UNKNOWN, 404: ["no-code"]},
    )


def _listed(tag: str) -> Json:
    row = _object(
        "A credit. `receipt` is empty and `due` null where its code leads to no sale.",
        state={"type": "string", "enum": _STATES},
        code=_TEXT,
        amount=_INTEGER,
        account=_TEXT,
        content=_TEXT,
        at=_INTEGER,
        provider=_TEXT,
        receipt=_TEXT,
        due={"type": ["integer", "null"]},
    )
    unseen = _object(
        "A sale with a transfer of which no bank has told.",
        receipt=_TEXT,
        code=_TEXT,
        amount=_INTEGER,
        at=_INTEGER,
    )
    listed = _object(
        "The newest first.",
        booth=_TEXT,
        watched={"type": "boolean"},
        rows={"type": "array", "items": row},
        unseen={"type": "array", "items": unseen},
    )
    return operation(
        id="getPayments",
        tag=tag,
        summary="Which transfers came to this booth?",
        description="By code or by account. What matches nothing is listed like everything else.",
        security=_TILL,
        answers={200: answer("The credits", listed)},
        problems={401: _UNKNOWN},
    )


def _entered(tag: str) -> Json:
    faults = _object(
        "Every fault of the body at once; nothing of it was kept.",
        code={"type": "string", "enum": ["invalid"]},
        faults={
            "type": "array",
            "items": _object(
                "Where and what.",
                where={"type": "array", "items": {"type": ["string", "integer"]}},
                code=_TEXT,
            ),
        },
    )
    kept = _object("The id that is on disk.", kept={"type": "array", "items": _TEXT})
    return operation(
        id="postPayment",
        tag=tag,
        summary="Enter a credit by hand",
        description="Money seen on the account that nothing else has told of.",
        security=_TILL,
        body=content(ref("EnteredCredit"), example={"id": "0" * 32, "amount": 87_000}),
        body_max=ENTRY_BYTES_MAX,
        answers={200: answer("Flushed to disk", kept), 422: answer("Faults", faults)},
        problems={401: _UNKNOWN, 409: ["no-feed"], 503: ["cannot-keep"]},
    )


def _notice(tag: str) -> Json:
    feed: Json = {"name": "feed", "in": "path", "required": True, "schema": _TEXT}
    done = _object("Kept, or known before.", success={"type": "boolean"})
    return operation(
        id="postNotice",
        tag=tag,
        summary="A provider of a bank feed tells of credits",
        description="In the provider's own format; its signature is the credential. 503 asks to send again.",
        parameters=[feed],
        body=content({"type": "object"}, example={"id": 1, "transferType": "in", "transferAmount": 87_000}),
        body_max=NOTICE_BYTES_MAX,
        answers={200: answer("Kept", done)},
        problems={401: ["not-signed"], 404: ["no-feed"], 422: ["not-readable"], 503: ["cannot-keep"]},
    )
