from hashlib import sha256

from hypothesis import assume, given
from hypothesis import strategies as st

from fairpos.core.journal import Head, follow, genesis, seal
from tests.examples import EXAMPLES

STREAM, TERMINAL, KEY = "0" * 32, "tram-1", bytes(range(32))
BODIES = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=12)


def start() -> Head:
    return Head(0, genesis(STREAM, TERMINAL, KEY))


def test_the_seal_is_the_one_that_is_written_down() -> None:
    # Never change these: every entry ever kept was sealed by them.
    first = sha256(b"fairpos/genesis/1\0" + b"0" * 32 + b"\0tram-1\0" + KEY).digest()
    assert genesis(STREAM, TERMINAL, KEY) == first
    assert seal(first, b"{}") == sha256(b"fairpos/entry/1\0" + first + b"{}").digest()


def test_a_chain_is_bound_to_its_stream_its_terminal_and_its_key() -> None:
    others = {
        genesis("1" * 32, TERMINAL, KEY),
        genesis(STREAM, "tram-2", KEY),
        genesis(STREAM, TERMINAL, bytes(32)),
        genesis(STREAM, TERMINAL, KEY),
    }
    assert len(others) == 4


def test_entries_are_numbered_without_a_gap_from_wherever_the_chain_stands() -> None:
    heads = follow(Head(41, bytes(32)), [b"a", b"b", b"c"])
    assert [head.seq for head in heads] == [42, 43, 44]
    assert follow(Head(41, bytes(32)), []) == []


@EXAMPLES
@given(BODIES, st.integers(0, 12))
def test_a_chain_may_be_followed_in_pieces(bodies: list[bytes], cut: int) -> None:
    whole = follow(start(), bodies)
    first = follow(start(), bodies[:cut])
    assert first + follow(first[-1] if first else start(), bodies[cut:]) == whole


@EXAMPLES
@given(BODIES, st.data())
def test_one_changed_bit_changes_every_hash_from_there_on_and_none_before(
    bodies: list[bytes], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(bodies) - 1))
    bit = data.draw(st.integers(0, len(bodies[place]) * 8 - 1))
    changed = bytearray(bodies[place])
    changed[bit // 8] ^= 1 << bit % 8
    kept, forged = (
        follow(start(), bodies),
        follow(start(), [*bodies[:place], bytes(changed), *bodies[place + 1 :]]),
    )
    assert forged[:place] == kept[:place]
    assert all(a.hash != b.hash for a, b in zip(forged[place:], kept[place:], strict=True))


@EXAMPLES
@given(BODIES, st.data())
def test_an_entry_taken_out_or_put_in_shows(bodies: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(bodies) - 1))
    head = follow(start(), bodies)[-1]
    shorter = follow(start(), bodies[:place] + bodies[place + 1 :])
    longer = follow(start(), [*bodies[:place], b"x", *bodies[place:]])
    assert head not in shorter
    assert head not in longer


@EXAMPLES
@given(BODIES, st.data())
def test_two_swapped_entries_show(bodies: list[bytes], data: st.DataObject) -> None:
    a, b = data.draw(st.tuples(st.integers(0, len(bodies) - 1), st.integers(0, len(bodies) - 1)))
    assume(bodies[a] != bodies[b])
    swapped = list(bodies)
    swapped[a], swapped[b] = swapped[b], swapped[a]
    assert follow(start(), swapped)[-1] != follow(start(), bodies)[-1]


def test_bytes_cannot_move_from_one_entry_to_the_next() -> None:
    assert follow(start(), [b"ab", b"c"])[-1] != follow(start(), [b"a", b"bc"])[-1]
