"""The sync conversation as bytes.

A hello and an answer are one JSON object. A push is one JSON line about the batch and then one entry a line,
exactly as journalled: no entry is ever wrapped in another encoding, so what is hashed is what travels. A JSON
document has no raw line feed inside, and a journal refuses one that does.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import msgspec

from fairpos.core.document import COUNT_MAX, TIME_MAX, is_name
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


SEQ_MAX = 1 << 53
"""More entries than any journal holds, and a number that every JSON reader still takes exactly."""

HELLO_BYTES_MAX = 256 * 1024
PUSH_LINE_BYTES_MAX = 4_096
TEXT_MAX = 64
"""The longest name or program version a message carries."""


class PushLine(msgspec.Struct):
    """The first line of a push: `prev` is the hash (hex) before entry `first`, `top` the journal's head."""

    terminal: str
    stream: str
    first: int
    prev: str
    top: int


class AnswerBody(msgspec.Struct):
    """The centre's answer: its head of the stream (number and hash in hex), its time, the newest settings."""

    status: str
    head: int
    hash: str
    at: int
    edition: int
    retry_ms: int


_ENCODER = msgspec.json.Encoder()
_HELLO = msgspec.json.Decoder(Hello)
_PUSH = msgspec.json.Decoder(PushLine)
_ANSWER = msgspec.json.Decoder(AnswerBody)
_FAILURES = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)


def _require(sound: bool, what: str) -> None:
    """JSON knows neither 63 bits nor the end of time; the database behind a message does."""
    if not sound:
        raise BadMessage(f"{what} is out of its limits")


def _is_time(value: int | None) -> bool:
    return value is None or 0 <= value < TIME_MAX


def _are_counts(*values: int) -> bool:
    return all(0 <= value <= COUNT_MAX for value in values)


def _is_short(text: str) -> bool:
    return len(text) <= TEXT_MAX and text.isprintable()


def _are_seqs(values: Iterable[int]) -> bool:
    return all(0 <= value <= SEQ_MAX for value in values)


def write_hello(hello: Hello) -> bytes:
    return _ENCODER.encode(hello)


def read_hello(body: bytes) -> Hello:
    """Raises BadMessage."""
    try:
        hello = _HELLO.decode(body)
    except _FAILURES as error:
        raise BadMessage(str(error)) from error
    _require(is_name(hello.terminal) and is_name(hello.stream), "a name")
    _require(hello.after is None or is_name(hello.after), "a name")
    _require(len(hello.version) <= TEXT_MAX and hello.version.isprintable(), "the version")
    _require(_are_seqs([hello.top]) and _are_counts(hello.held, hello.edition), "a count")
    _require(_is_time(hello.at) and _is_time(hello.oldest_at), "a time")
    _require(hello.offset is None or abs(hello.offset) < TIME_MAX, "the offset")
    _require(len({state.till for state in hello.tills}) == len(hello.tills), "a till that is named twice")
    for state in hello.tills:
        _require(is_name(state.till) and _are_counts(state.pending), "what is said of a till")
        _require(_is_time(state.seen_at) and _is_time(state.oldest_at), "what is said of a till")
        _require(state.ahead is None or abs(state.ahead) < TIME_MAX, "a till's clock")
        _require(state.edition is None or _are_counts(state.edition), "a till's edition")
        _require(all(map(_is_short, (state.version, state.printer))), "what is said of a till")
    return hello


def write_push(push: Push) -> bytes:
    line = PushLine(push.terminal, push.stream, push.first, push.prev.hex(), push.top)
    return b"\n".join((_ENCODER.encode(line), *push.bodies))


def read_push(body: bytes) -> Push:
    """Raises BadMessage."""
    if len(body) > PUSH_BYTES_MAX + PUSH_LINE_BYTES_MAX:
        raise BadMessage(f"a push is at most {PUSH_BYTES_MAX} bytes")
    line, *bodies = body.split(b"\n")
    try:
        head = _PUSH.decode(line)
        prev = bytes.fromhex(head.prev)
    except _FAILURES as error:
        raise BadMessage(str(error)) from error
    _require(is_name(head.terminal) and is_name(head.stream), "a name")
    _require(_are_seqs([head.first, head.top]), "a count")
    if not 1 <= len(bodies) <= PUSH_ENTRIES_MAX or head.first < 1 or len(prev) != 32:
        raise BadMessage(f"a push is 1 to {PUSH_ENTRIES_MAX} entries behind a 32-byte hash")
    if not all(bodies) or max(map(len, bodies)) > ENTRY_BYTES_MAX:
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
        AnswerBody(
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
    except _FAILURES as error:
        raise BadMessage(str(error)) from error
    _require(_are_seqs([head.seq]) and len(head.hash) == 32 and _is_time(found.at), "the head")
    _require(_are_counts(found.edition, found.retry_ms), "a count")
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
