import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.journal import ENTRY_BYTES_MAX, Head
from fairpos.core.sync import PUSH_BYTES_MAX, PUSH_ENTRIES_MAX, Answer, Hello, Push, TillState
from fairpos.wire import messages
from fairpos.wire.messages import BadMessage
from tests.examples import EXAMPLES

HELLO = Hello(
    terminal="tram-1",
    stream="0" * 32,
    after="1" * 32,
    top=42,
    at=1_795_143_600_000,
    offset=-90_000,
    held=3,
    oldest_at=1_795_143_000_000,
    version="0.1.0",
    edition=7,
    tills=(
        TillState(till="M1", seen_at=1_795_143_500_000, pending=2, oldest_at=1_795_143_400_000),
        TillState(till="M2", seen_at=1_795_143_500_000, pending=0, oldest_at=None),
    ),
)
PUSH = Push(terminal="tram-1", stream="0" * 32, first=43, prev=b"p" * 32, top=45, bodies=(b"{}", b"not json"))
ANSWER = Answer(status="ok", head=Head(42, b"h" * 32), at=1_795_143_600_000, edition=7, retry_ms=250)

WRONG_JSON = [b"", b"{}", b"[]", b"null", b"<html>", b"\xff", b"{", b'{"x":' + b"[" * 100_000]


def test_each_message_comes_back_as_it_was_said() -> None:
    assert messages.read_hello(messages.write_hello(HELLO)) == HELLO
    assert messages.read_push(messages.write_push(PUSH)) == PUSH
    assert messages.read_answer(messages.write_answer(ANSWER)) == ANSWER


def test_entries_travel_as_they_were_journalled_and_are_never_wrapped_again() -> None:
    assert messages.write_push(PUSH).endswith(b"\n{}\nnot json")


@EXAMPLES
@given(
    st.lists(st.binary(min_size=1, max_size=50).map(lambda b: b.replace(b"\n", b" ")), min_size=1, max_size=9)
)
def test_a_push_carries_any_bytes_without_a_line_feed(bodies: list[bytes]) -> None:
    push = replace(PUSH, bodies=tuple(bodies))
    assert messages.read_push(messages.write_push(push)) == push


def test_a_signature_covers_the_path_and_the_bytes_and_no_clock() -> None:
    digest = sha256(b"body").digest()
    assert messages.signed_bytes("/sync/v1/hello", b"body") == b"fairpos/message/1\0/sync/v1/hello\0" + digest
    assert messages.signed_bytes("/a", b"x") != messages.signed_bytes("/b", b"x")
    assert messages.signed_bytes("/a", b"x") != messages.signed_bytes("/a", b"y")


@pytest.mark.parametrize("body", WRONG_JSON)
def test_what_is_no_message_is_told_as_such(body: bytes) -> None:
    for read in (messages.read_hello, messages.read_push, messages.read_answer):
        with pytest.raises(BadMessage):
            read(body)


def hello_with(**changes: Any) -> bytes:
    return json.dumps(json.loads(messages.write_hello(HELLO)) | changes).encode()


def state_with(**changes: Any) -> bytes:
    states = json.loads(messages.write_hello(HELLO))["tills"]
    return hello_with(tills=[states[0] | changes])


@pytest.mark.parametrize(
    "body",
    [
        hello_with(terminal=""),
        hello_with(terminal="tram 1"),
        hello_with(stream="x" * 65),
        hello_with(stream="\0"),
        hello_with(after="'; DROP TABLE stream; --"),
        hello_with(top=-1),
        hello_with(top=1 << 65),
        hello_with(top=1.0),
        hello_with(top=True),
        hello_with(at=-1),
        hello_with(at=1 << 47),
        hello_with(offset=1 << 65),
        hello_with(offset=-(1 << 47)),
        hello_with(held=-1),
        hello_with(held=1 << 31),
        hello_with(oldest_at=1 << 65),
        hello_with(version="x" * 65),
        hello_with(version="1.0\0"),
        hello_with(edition=1 << 31),
        hello_with(tills=None),
        state_with(till="M1\0"),
        state_with(pending=-1),
        state_with(pending=1 << 31),
        state_with(seen_at=1 << 65),
        state_with(oldest_at=-1),
        hello_with(tills=json.loads(messages.write_hello(HELLO))["tills"][:1] * 2),
    ],
)
def test_a_hello_beyond_its_limits_is_refused_before_a_database_chokes_on_it(body: bytes) -> None:
    with pytest.raises(BadMessage):
        messages.read_hello(body)


def push_with(*bodies: bytes, **changes: Any) -> bytes:
    line = json.loads(messages.write_push(PUSH).partition(b"\n")[0]) | changes
    return b"\n".join((json.dumps(line).encode(), *bodies))


@pytest.mark.parametrize(
    "body",
    [
        push_with(),  # no entry
        push_with(b""),
        push_with(b"{}", b""),
        push_with(*[b"{}"] * (PUSH_ENTRIES_MAX + 1)),
        push_with(b"x" * (ENTRY_BYTES_MAX + 1)),
        push_with(*[b"x" * ENTRY_BYTES_MAX] * (PUSH_BYTES_MAX // ENTRY_BYTES_MAX + 1)),
        push_with(b"{}", first=0),
        push_with(b"{}", first=-1),
        push_with(b"{}", first=1 << 65),
        push_with(b"{}", first="1"),
        push_with(b"{}", top=1 << 65),
        push_with(b"{}", top=-1),
        push_with(b"{}", prev="70" * 31),
        push_with(b"{}", prev="70" * 33),
        push_with(b"{}", prev="zz" * 32),
        push_with(b"{}", prev=None),
        push_with(b"{}", terminal="tram-1\0"),
        push_with(b"{}", stream="a b"),
        b"{}\n{}",
    ],
)
def test_a_push_beyond_its_limits_is_refused_whole(body: bytes) -> None:
    with pytest.raises(BadMessage):
        messages.read_push(body)


def test_the_largest_push_that_may_be_is_taken() -> None:
    many = replace(PUSH, bodies=(b"{}",) * PUSH_ENTRIES_MAX)
    assert messages.read_push(messages.write_push(many)) == many
    large = replace(PUSH, bodies=(b"x" * (ENTRY_BYTES_MAX - 1),) * (PUSH_BYTES_MAX // ENTRY_BYTES_MAX))
    assert messages.read_push(messages.write_push(large)) == large


def test_an_entry_of_a_push_is_not_looked_into() -> None:
    assert messages.read_push(push_with(b"{", b"\xff", b"\0")).bodies == (b"{", b"\xff", b"\0")


def answer_with(**changes: Any) -> bytes:
    return json.dumps(json.loads(messages.write_answer(ANSWER)) | changes).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Welcome to the fair's Wi-Fi</html>",
        b'{"status":"ok"}',
        answer_with(status="welcome"),
        answer_with(head=-1),
        answer_with(head=1 << 65),
        answer_with(hash="00"),
        answer_with(hash="zz" * 32),
        answer_with(at=1 << 65),
        answer_with(edition=-1),
        answer_with(retry_ms=-1),
        answer_with(retry_ms=1 << 65),
    ],
)
def test_what_is_no_answer_moves_no_position(body: bytes) -> None:
    with pytest.raises(BadMessage):
        messages.read_answer(body)


@pytest.mark.parametrize("status", ["ok", "again", "fork", "busy"])
def test_every_status_is_understood(status: str) -> None:
    assert messages.read_answer(answer_with(status=status)).status == status
