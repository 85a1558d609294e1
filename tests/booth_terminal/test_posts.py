"""A till's post: what makes an envelope, and what makes a line an entry or a refusal."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booth_terminal import posts
from booth_terminal.posts import DOCUMENTS_MAX, BadPost, Post, Refusal
from fairpos.core.journal import ENTRY_BYTES_MAX
from fairpos.wire import documents
from tests.documents import AT, sale
from tests.examples import EXAMPLES


def post(*lines: bytes, **changes: Any) -> bytes:
    head = {"till": "M1", "pending": len(lines), "at": AT} | changes
    return b"\n".join((json.dumps(head).encode(), *lines))


def made() -> bytes:
    return documents.write(sale())


def test_a_post_is_a_line_about_the_till_and_a_document_a_line() -> None:
    first, second = sale(), sale()
    bodies = [documents.write(first), documents.write(second)]
    found = posts.read(post(*bodies, pending=5, oldest_at=AT - 9))
    assert (found.till, found.pending, found.at, found.oldest_at) == ("M1", 5, AT, AT - 9)
    assert [(one.id, one.body) for one in found.documents] == [
        (first.id, bodies[0]),
        (second.id, bodies[1]),
    ]
    assert found.refused == ()


@pytest.mark.parametrize("body", [post(), post(b""), post(b"", b"  ")])
def test_a_heartbeat_carries_no_document(body: bytes) -> None:
    assert posts.read(body).documents == ()
    assert posts.read(body).refused == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"<html>",
        b"\xff",
        b"{}",
        b'{"till":' + b"[" * 100_000,
        post(pending=-1),
        post(pending=1 << 31),
        post(pending=True),
        post(pending="0"),
        post(till=None),
        post(*[b"{}"] * (DOCUMENTS_MAX + 1)),
    ],
)
def test_without_a_sound_first_line_no_document_is_looked_at(body: bytes) -> None:
    with pytest.raises(BadPost):
        posts.read(body)


LONG = b'{"id":"' + b"0" * 32 + b'","x":"' + b"x" * ENTRY_BYTES_MAX + b'"}'


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"poison", "not-json"),
        (b'{"id":"' + b"0" * 32, "not-json"),
        (b"\xef\xbb\xbf" + made(), "not-json"),
        (b'{"id":"\xff"}', "not-json"),
        (b'{"id":"\\ud800"}', "not-json"),
        (b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}", "not-json"),
        (b"[]", "no-id"),
        (b"7", "no-id"),
        (b"{}", "no-id"),
        (b'{"id":null}', "no-id"),
        (b'{"id":7}', "no-id"),
        (b'{"id":""}', "no-id"),
        (b'{"id":"' + b"G" * 32 + b'"}', "no-id"),
        (b'{"id":"' + b"0" * 33 + b'"}', "no-id"),
        (LONG, "too-large"),
    ],
)
def test_a_line_that_can_never_be_an_entry_is_named_and_its_neighbours_are_kept(
    line: bytes, code: str
) -> None:
    before, after = made(), made()
    found = posts.read(post(before, line, after))
    assert [one.body for one in found.documents] == [before, after]
    assert found.refused == (Refusal(2, code),)


@pytest.mark.parametrize(
    "line",
    [
        documents.write(sale(v=99)),
        documents.write(sale(total=-1)),
        documents.write(sale(till="M2")),
        b'{"id":"' + b"0" * 32 + b'"}',
        b'{"id":"' + b"0" * 32 + b'","nonsense":1e400}',
    ],
)
def test_whether_a_document_makes_sense_is_for_the_centre_to_say(line: bytes) -> None:
    found = posts.read(post(line))
    assert [one.body for one in found.documents] == [line]
    assert found.refused == ()


def test_the_largest_entry_that_may_be_is_kept() -> None:
    empty = b'{"id":"' + b"0" * 32 + b'","x":""}'
    whole = empty.replace(b'""', b'"' + b"x" * (ENTRY_BYTES_MAX - len(empty)) + b'"')
    assert len(whole) == ENTRY_BYTES_MAX
    assert posts.read(post(whole)).refused == ()


@pytest.mark.parametrize("oldest_at", [-1, 1 << 47, 1 << 65])
def test_a_time_that_is_none_is_left_out_and_hinders_no_sale(oldest_at: int) -> None:
    found = posts.read(post(made(), oldest_at=oldest_at))
    assert found.oldest_at is None
    assert len(found.documents) == 1


def test_a_document_is_kept_to_the_byte_whatever_blanks_a_till_writes() -> None:
    line = b'  { "id" : "' + b"0" * 32 + b'" }\r'
    assert posts.read(post(line)).documents[0].body == line


@EXAMPLES
@given(st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line), max_size=6))
def test_every_line_is_kept_refused_or_blank_and_none_hides_another(lines: list[bytes]) -> None:
    found = posts.read(post(*lines))
    assert isinstance(found, Post)
    named = {refusal.line for refusal in found.refused}
    blank = {number for number, line in enumerate(lines, 1) if not line.strip()}
    assert len(found.documents) + len(named) + len(blank) == len(lines)
    assert named.isdisjoint(blank)
