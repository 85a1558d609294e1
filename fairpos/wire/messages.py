"""The sync conversation as bytes.

A hello and an answer are one JSON object. A push is one JSON line about the batch and then one entry a line,
exactly as journalled: no entry is ever wrapped in another encoding, so what is hashed is what travels. A JSON
document has no raw line feed inside, and a journal refuses one that does.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec

from fairpos.core.journal import ENTRY_BYTES_MAX, Head
from fairpos.core.sync import PUSH_BYTES_MAX, PUSH_ENTRIES_MAX, Answer, Hello, Push


def signed_bytes(path: str, body: bytes) -> bytes:
    """What a terminal signs of a message: its path and the SHA-256 of its bytes.

    No time is in it, because a wrong clock must not lock a terminal out; repeating a message is harmless by
    construction.
    """
    return b"fairpos/message/1\0" + path.encode() + b"\0" + sha256(body).digest()


class BadMessage(ValueError):
    """The envelope itself is malformed or too large. No entry was looked at."""


class _PushLine(msgspec.Struct):
    terminal: str
    stream: str
    first: int
    prev: str
    top: int


class _AnswerBody(msgspec.Struct):
    status: str
    head: int
    hash: str
    at: int
    edition: int
    retry_ms: int


_ENCODER = msgspec.json.Encoder()
_HELLO = msgspec.json.Decoder(Hello)
_PUSH = msgspec.json.Decoder(_PushLine)
_ANSWER = msgspec.json.Decoder(_AnswerBody)


def write_hello(hello: Hello) -> bytes:
    return _ENCODER.encode(hello)


def read_hello(body: bytes) -> Hello:
    """Raises BadMessage."""
    try:
        return _HELLO.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadMessage(str(error)) from error


def write_push(push: Push) -> bytes:
    line = _PushLine(push.terminal, push.stream, push.first, push.prev.hex(), push.top)
    return b"\n".join((_ENCODER.encode(line), *push.bodies))


def read_push(body: bytes) -> Push:
    """Raises BadMessage."""
    if len(body) > PUSH_BYTES_MAX + 4096:
        raise BadMessage(f"a push is at most {PUSH_BYTES_MAX} bytes")
    line, *bodies = body.split(b"\n")
    try:
        head = _PUSH.decode(line)
        prev = bytes.fromhex(head.prev)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise BadMessage(str(error)) from error
    if not 1 <= len(bodies) <= PUSH_ENTRIES_MAX or head.first < 1 or len(prev) != 32:
        raise BadMessage(f"a push is 1 to {PUSH_ENTRIES_MAX} entries behind a 32-byte hash")
    if any(not 0 < len(entry) <= ENTRY_BYTES_MAX for entry in bodies):
        raise BadMessage(f"an entry is 1 to {ENTRY_BYTES_MAX} bytes")
    return Push(
        terminal=head.terminal,
        stream=head.stream,
        first=head.first,
        prev=prev,
        top=head.top,
        bodies=tuple(bodies),
    )


def write_answer(answer: Answer) -> bytes:
    return _ENCODER.encode(
        _AnswerBody(
            answer.status,
            answer.head.seq,
            answer.head.hash.hex(),
            answer.at,
            answer.edition,
            answer.retry_ms,
        )
    )


def read_answer(body: bytes) -> Answer:
    """Raises BadMessage: a captive portal that answers 200 with a page of its own is not an answer."""
    try:
        found = _ANSWER.decode(body)
        head = Head(found.head, bytes.fromhex(found.hash))
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise BadMessage(str(error)) from error
    match found.status:
        case "ok" | "again" | "fork" | "busy":
            return Answer(
                status=found.status,
                head=head,
                at=found.at,
                edition=found.edition,
                retry_ms=found.retry_ms,
            )
        case other:
            raise BadMessage(f"unknown status {other[:32]!r}")
