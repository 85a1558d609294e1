import json
from dataclasses import replace

import pytest

from fairpos.wire import editions
from fairpos.wire.editions import BadEdition
from fixtures.small import full_fair, small_fair

WHOLE = editions.write(replace(small_fair(), number=7))


def test_an_edition_comes_back_as_it_was_published() -> None:
    assert editions.read(WHOLE) == replace(small_fair(), number=7)
    assert editions.read(editions.write(full_fair())) == full_fair()


def test_what_only_a_newer_centre_knows_is_passed_over() -> None:
    newer = json.loads(WHOLE) | {"weather": "sunny"}
    assert editions.read(json.dumps(newer).encode()) == replace(small_fair(), number=7)


def calendar(**changes: object) -> bytes:
    edition = json.loads(WHOLE)
    edition["fair"]["calendar"] |= changes
    return json.dumps(edition).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{}",
        b"[]",
        WHOLE[:-1],
        b"\xff",
        b'{"x":' + b"[" * 100_000,
        WHOLE.replace(b'"in-province"', b'"on-the-moon"'),
        WHOLE.replace(b"OCOP", b"\xff\xfe"),
        # What a calendar asserts of itself must not become a fault of the program that reads one.
        calendar(cut_off_minute=-1),
        calendar(days=json.loads(WHOLE)["fair"]["calendar"]["days"][::-1]),
    ],
)
def test_anything_else_is_no_edition(body: bytes) -> None:
    with pytest.raises(BadEdition):
        editions.read(body)
