"""The interfaces for programs as an OpenAPI 3.1 document, at `/openapi.json`.

Schemas are made from the types that read and write the messages, so they cannot say anything else. The
terminal's part comes from the terminal itself, through whoever puts the programs together.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from fairpos import __version__
from fairpos.core.fair import Edition
from fairpos.core.journal import ENTRY_BYTES_MAX
from fairpos.core.photo import MEDIA_TYPE
from fairpos.core.sync import PUSH_BYTES_MAX, PUSH_ENTRIES_MAX, Hello
from fairpos.server.sync import EDITIONS, ENROLMENT, ENROLMENT_BYTES_MAX, ENTRIES, HELLO, PHOTOS, Enrolment
from fairpos.web.machine import as_json, machine
from fairpos.web.openapi import Json, Part, answer, content, operation, ref, schemas_of
from fairpos.web.policy import PUBLIC
from fairpos.wire.messages import HELLO_BYTES_MAX, PUSH_LINE_BYTES_MAX, AnswerBody, PushLine

PATH = "/openapi.json"
TAG = "sync"

_SIGNED: list[dict[str, list[str]]] = [{"terminal": [], "terminalSignature": []}]
_UNKNOWN = ["not-signed", "refused"]


def document(parts: Sequence[Part]) -> Json:
    """The whole document."""
    every = (_sync(), *parts)
    paths: Json = {PATH: {"get": _itself()}}
    schemas: Json = {"Problem": _PROBLEM}
    security: Json = {}
    for part in every:
        paths |= part.paths
        schemas |= part.schemas
        security |= part.security
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "FairPOS",
            "version": __version__,
            "summary": "Tills, sensors and terminals of a trade fair",
            "description": _ABOUT,
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": part.tag, "description": part.about} for part in every],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": dict(sorted(schemas.items())), "securitySchemes": security},
    }


def routes(parts: Sequence[Part]) -> list[BaseRoute]:
    """The address of the document."""
    made = document(parts)

    @machine(PUBLIC, body_max=0)
    async def openapi(_request: Request, _body: bytes) -> Response:
        return as_json(made, headers={"Cache-Control": "no-cache"})

    return [Route(PATH, openapi)]


_ABOUT = """\
Every error is JSON with a `code` to act on. `503` means that nothing was kept: the sender still has it all
and tries again. Limits are stated as `x-body-bytes-max` on each operation. Times are Unix milliseconds, money
whole đồng, quantities thousandths of a unit.

A document (a sale, a count at a gate) is never refused for what it says: it is kept as it came, and what
looks wrong becomes a finding for a person. Refused is only an envelope nobody can read, or a stranger's."""

_PROBLEM: Json = {
    "type": "object",
    "description": "Why nothing was done, as a code.",
    "required": ["code"],
    "properties": {
        "code": {"type": "string"},
        "detail": {"type": "string", "description": "For whoever debugs it; not a text to show."},
    },
}


def _itself() -> Json:
    return operation(
        id="getOpenapi",
        tag=TAG,
        summary="This document",
        description="",
        answers={200: answer("OpenAPI 3.1", {"type": "object"})},
        problems={},
    )


def _sync() -> Part:
    return Part(
        tag=TAG,
        about="Between a terminal and the centre. A message is signed with the terminal's Ed25519 key over"
        ' `"fairpos/message/1" NUL path NUL SHA-256(body)`.',
        paths={
            HELLO: {"post": _hello()},
            ENTRIES: {"post": _entries()},
            EDITIONS + "/{number}": {"get": _edition()},
            PHOTOS + "/{key}": {"get": _photo()},
            ENROLMENT: {"post": _enrolment()},
        },
        schemas=schemas_of([Hello, PushLine, AnswerBody, Enrolment, Edition]),
        security={
            "terminal": {
                "type": "apiKey",
                "in": "header",
                "name": "FairPOS-Terminal",
                "description": "The fair's slug, a slash, the terminal's id.",
            },
            "terminalSignature": {
                "type": "apiKey",
                "in": "header",
                "name": "FairPOS-Signature",
                "description": "Base64 of the signature of this very message.",
            },
        },
    )


_ANSWER = answer(
    "Where the centre stands now. `status` is `ok`; `again`: say hello first; `fork`: the two histories"
    " differ, begin a new stream; `busy`: come back after `retry_ms`.",
    ref("AnswerBody"),
)

_HELLO_EXAMPLE = {
    "terminal": "tram-1",
    "stream": "019a9f1c3c0070008000000000000001",
    "after": None,
    "top": 42,
    "at": 1_795_143_600_000,
    "offset": -250,
    "held": 3,
    "oldest_at": 1_795_143_590_000,
    "version": "1.0.0",
    "edition": 7,
    "tills": [{"till": "M1", "seen_at": 1_795_143_599_000, "pending": 1, "oldest_at": 1_795_143_598_000}],
}


def _hello() -> Json:
    return operation(
        id="hello",
        tag=TAG,
        summary="Where do you stand?",
        description="The heartbeat of a terminal, every 15 seconds, and the question before every push.",
        security=_SIGNED,
        body=content(ref("Hello"), example=_HELLO_EXAMPLE),
        body_max=HELLO_BYTES_MAX,
        answers={200: _ANSWER},
        problems={400: ["bad-message"], 401: _UNKNOWN, 503: ["cannot-keep"]},
    )


def _entries() -> Json:
    lines: Json = {
        "type": "string",
        "x-first-line": ref("PushLine"),
        "x-entries-max": PUSH_ENTRIES_MAX,
        "x-entry-bytes-max": ENTRY_BYTES_MAX,
    }
    return operation(
        id="pushEntries",
        tag=TAG,
        summary="Entries of a journal",
        description="One JSON line about the batch, then one entry a line exactly as it was journalled. What"
        " is here already is skipped; a gap or a fork stores nothing. The answer comes when it is on disk.",
        security=_SIGNED,
        body=content(lines, "application/x-ndjson"),
        body_max=PUSH_BYTES_MAX + PUSH_LINE_BYTES_MAX,
        answers={200: _ANSWER},
        problems={400: ["bad-message"], 401: _UNKNOWN, 503: ["cannot-keep"]},
    )


def _edition() -> Json:
    number: Json = {
        "name": "number",
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
    }
    return operation(
        id="getEdition",
        tag=TAG,
        summary="A settings edition",
        description="All a fair's terminals need to know, numbered and immutable.",
        security=_SIGNED,
        parameters=[number],
        answers={200: answer("The edition as it was published", ref("Edition"))},
        problems={401: _UNKNOWN, 404: ["no-such-edition"]},
    )


def _photo() -> Json:
    key: Json = {
        "name": "key",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    }
    return operation(
        id="getPhoto",
        tag=TAG,
        summary="The picture of an article",
        description="By its key: half of the SHA-256 of its bytes. What a key stands for never changes.",
        security=_SIGNED,
        parameters=[key],
        answers={200: {"description": "The picture", "content": {MEDIA_TYPE: {}}}},
        problems={401: _UNKNOWN, 404: ["no-such-photo"]},
    )


def _enrolment() -> Json:
    taken: Json = {
        "type": "object",
        "required": ["terminal", "fair"],
        "properties": {"terminal": {"type": "string"}, "fair": {"type": "string"}},
    }
    return operation(
        id="enrolTerminal",
        tag=TAG,
        summary="Enrol a terminal",
        description="Binds a key to the terminal whose one-time code this is.",
        body=content(ref("Enrolment"), example={"code": "k3…", "public_key": "ab" * 32}),
        body_max=ENROLMENT_BYTES_MAX,
        answers={200: answer("What the terminal is known as", taken)},
        problems={400: ["bad-message"], 410: ["code-used"]},
    )
