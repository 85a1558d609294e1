"""The conversation without any I/O: what the centre does with a push, a terminal with an answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.journal import Head, follow
from fairpos.core.sync import (
    BACKOFF_CAP_MS,
    HEARTBEAT_MS,
    NEWS_MS,
    PUSH_BYTES_MAX,
    PUSH_ENTRIES_MAX,
    Answer,
    Conversation,
    Placing,
    Push,
    Status,
    batch,
    place,
)
from tests.examples import EXAMPLES

GENESIS = Head(0, b"g" * 32)
BODIES = [b'{"n":%d}' % n for n in range(1, 11)]
CHAIN = [GENESIS, *follow(GENESIS, BODIES)]
NOW = 1_000_000


def hashes(chain: list[Head]) -> Callable[[int], bytes | None]:
    return {head.seq: head.hash for head in chain}.get


def links(first: int, end: int) -> tuple[bytes, ...]:
    """The hashes of the entries from `first` up to and without `end`."""
    return tuple(head.hash for head in CHAIN[first:end])


def push(first: int, last: int, **changes: Any) -> Push:
    """Entries `first` to `last` of the chain, as an honest terminal sends them."""
    bodies = tuple(BODIES[first - 1 : last])
    whole = Push(
        terminal="t", stream="s", first=first, prev=CHAIN[first - 1].hash, top=len(BODIES), bodies=bodies
    )
    return replace(whole, **changes)


# --- the centre: place() ---------------------------------------------------------------------------


def test_what_follows_the_head_is_appended() -> None:
    assert place(CHAIN[3], push(4, 6), hashes(CHAIN[:4])) == Placing("ok", 0, links(4, 7))


def test_the_first_entries_follow_the_genesis() -> None:
    assert place(GENESIS, push(1, 2), hashes(CHAIN[:1])) == Placing("ok", 0, links(1, 3))


def test_what_is_already_here_is_a_duplicate_and_silently_fine() -> None:
    assert place(CHAIN[6], push(2, 4), hashes(CHAIN[:7])) == Placing("ok", 3, ())
    assert place(CHAIN[6], push(6, 6), hashes(CHAIN[:7])) == Placing("ok", 1, ())


def test_of_an_overlap_only_the_new_end_is_appended() -> None:
    assert place(CHAIN[4], push(3, 7), hashes(CHAIN[:5])) == Placing("ok", 2, links(5, 8))


def test_a_gap_stores_nothing_and_asks_again() -> None:
    assert place(CHAIN[3], push(5, 6), hashes(CHAIN[:4])) == Placing("again", 0, ())


@pytest.mark.parametrize("first", [1, 3, 4])
def test_another_hash_before_the_entries_is_a_fork(first: int) -> None:
    forged = push(first, 6, prev=b"x" * 32)
    assert place(CHAIN[3], forged, hashes(CHAIN[:4])) == Placing("fork", 0, ())


def test_other_bytes_under_a_number_that_is_kept_are_a_fork_and_no_update() -> None:
    other = push(2, 4, bodies=(BODIES[1], b'{"n":"other"}', BODIES[3]))
    assert place(CHAIN[6], other, hashes(CHAIN[:7])) == Placing("fork", 0, ())


def test_a_fork_in_the_overlap_keeps_the_new_end_out_too() -> None:
    other = push(3, 7, bodies=(b"{}", *BODIES[3:7]))
    assert place(CHAIN[4], other, hashes(CHAIN[:5])) == Placing("fork", 0, ())


@EXAMPLES
@given(st.integers(0, 10), st.data())
def test_an_honest_push_is_placed_exactly_behind_what_is_there(head: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, 10))
    last = data.draw(st.integers(first, 10))
    placing = place(CHAIN[head], push(first, last), hashes(CHAIN[: head + 1]))
    if first > head + 1:
        assert placing == Placing("again", 0, ())
    else:
        assert placing.status == "ok"
        assert placing.hashes == links(head + 1, last + 1)
        assert placing.skip == min(last, head) - first + 1


@EXAMPLES
@given(st.integers(1, 10), st.data())
def test_one_changed_byte_of_a_kept_entry_is_always_a_fork(head: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, head))
    last = data.draw(st.integers(first, 10))
    changed = data.draw(st.integers(first, min(last, head)))
    bodies = list(BODIES[first - 1 : last])
    bodies[changed - first] += b" "
    forged = push(first, last, bodies=tuple(bodies))
    assert place(CHAIN[head], forged, hashes(CHAIN[: head + 1])) == Placing("fork", 0, ())


def test_a_push_takes_as_many_entries_as_fit_and_always_one() -> None:
    assert batch([]) == 0
    assert batch([b"x"] * (PUSH_ENTRIES_MAX + 1)) == PUSH_ENTRIES_MAX
    assert batch([b"x" * 1_000] * 2_000) == PUSH_ENTRIES_MAX
    assert batch([b"x" * 60_000] * 100) == PUSH_BYTES_MAX // 60_001
    assert batch([b"x" * (PUSH_BYTES_MAX + 1), b"x"]) == 1


# --- the terminal: Conversation --------------------------------------------------------------------


def answer(head: Head, status: Status = "ok", retry_ms: int = 0) -> Answer:
    return Answer(status=status, head=head, at=NOW, retry_ms=retry_ms)


def talking(at: int = NOW, position: int = 3) -> Conversation:
    """A conversation in which a hello was answered at `at` with a head."""
    conversation = Conversation()
    conversation.heard("hello", answer(CHAIN[position]), hashes(CHAIN), 10, at)
    return conversation


def test_the_first_word_is_a_hello() -> None:
    assert Conversation().wants(0, NOW) == "hello"


def test_after_a_hello_comes_what_the_centre_lacks() -> None:
    conversation = talking(position=3)
    assert conversation.position == CHAIN[3]
    assert conversation.wants(10, NOW) == "push"
    assert conversation.wants(3, NOW) is None


def test_an_answered_push_moves_on_and_a_finished_one_says_nothing() -> None:
    conversation = talking(position=3)
    conversation.heard("push", answer(CHAIN[10]), hashes(CHAIN), 10, NOW)
    assert conversation.position == CHAIN[10]
    assert conversation.wants(10, NOW) is None
    assert conversation.wants(11, NOW) == "push"


def test_a_heartbeat_is_due_even_while_there_is_something_to_push() -> None:
    conversation = talking()
    assert conversation.wants(10, NOW + HEARTBEAT_MS - 1) == "push"
    conversation.heard("push", answer(CHAIN[5]), hashes(CHAIN), 10, NOW + HEARTBEAT_MS - 1)
    assert conversation.wants(10, NOW + HEARTBEAT_MS) == "hello"
    assert talking(position=10).wants(10, NOW + HEARTBEAT_MS) == "hello"


def test_news_of_a_till_is_told_before_the_heartbeat_is_due() -> None:
    conversation = talking(position=10)
    assert conversation.wants(10, NOW + NEWS_MS) is None
    assert conversation.wants(10, NOW + NEWS_MS, NEWS_MS) == "hello"
    assert conversation.wait_ms(NOW + 500, NEWS_MS) == NEWS_MS - 500


def test_a_head_that_moved_back_is_the_truth_and_everything_behind_it_is_sent_again() -> None:
    conversation = talking(position=9)
    conversation.heard("hello", answer(CHAIN[2]), hashes(CHAIN), 10, NOW + 1)
    assert conversation.position == CHAIN[2]
    assert not conversation.forked
    assert conversation.wants(10, NOW + 1) == "push"


def test_again_is_answered_with_a_hello() -> None:
    conversation = talking()
    conversation.heard("push", answer(CHAIN[1], "again"), hashes(CHAIN), 10, NOW + 1)
    assert conversation.wants(10, NOW + 1) == "hello"
    assert not conversation.forked


def test_a_centre_that_lost_the_whole_stream_is_greeted_anew_and_no_fork_is_made_of_it() -> None:
    # Restored from a copy older than the stream, it does not know the genesis either.
    conversation = talking()
    conversation.heard("push", answer(Head(0, bytes(32)), "again"), hashes(CHAIN), 10, NOW + 1)
    assert not conversation.forked
    assert conversation.wants(10, NOW + 1) == "hello"


@pytest.mark.parametrize(
    "heard",
    [
        answer(CHAIN[3], "fork"),
        answer(Head(3, b"x" * 32)),  # another history under the same number
        answer(Head(0, b"x" * 32)),  # another genesis
        answer(Head(11, b"x" * 32)),  # more than was ever written here: this journal went back in time
    ],
)
def test_two_histories_are_a_fork_and_nothing_more_is_sent_into_it(heard: Answer) -> None:
    conversation = talking()
    conversation.heard("hello", heard, hashes(CHAIN), 10, NOW)
    assert conversation.forked
    assert conversation.wants(10, NOW) == "fork"
    conversation.begin()
    assert conversation.wants(10, NOW) == "hello"


def test_a_busy_centre_is_left_alone_for_as_long_as_it_says() -> None:
    conversation = talking()
    conversation.heard("push", answer(Head(0, bytes(32)), "busy", 2_000), hashes(CHAIN), 10, NOW)
    assert conversation.position == CHAIN[3]
    assert not conversation.forked
    assert conversation.wants(10, NOW + 1_999) is None
    assert conversation.wait_ms(NOW) == 2_000
    assert conversation.wants(10, NOW + 2_000) == "push"


@pytest.mark.parametrize("retry_ms", [10**9, -1])
def test_no_answer_can_silence_a_terminal_for_long(retry_ms: int) -> None:
    conversation = talking()
    conversation.heard("push", answer(CHAIN[3], "busy", retry_ms), hashes(CHAIN), 10, NOW)
    assert 0 <= conversation.wait_until - NOW <= BACKOFF_CAP_MS


def test_without_an_answer_the_outcome_is_unknown_and_the_next_word_a_hello() -> None:
    conversation = talking()
    conversation.failed(NOW, 0.0)
    assert conversation.position is None
    assert conversation.wants(10, NOW) == "hello"


@pytest.mark.parametrize(
    ("failures", "ceiling"), [(1, 1_000), (2, 2_000), (3, 4_000), (6, 32_000), (7, 60_000), (1_000, 60_000)]
)
def test_waiting_grows_to_a_minute_and_is_spread_from_nothing_to_the_whole(
    failures: int, ceiling: int
) -> None:
    for jitter, wait in ((0.0, 0), (0.5, ceiling // 2), (0.999_999, ceiling - 1)):
        conversation = Conversation()
        for _ in range(failures):
            conversation.failed(NOW, jitter)
        assert abs(conversation.wait_until - NOW - wait) <= 1


def test_one_answer_ends_the_waiting() -> None:
    conversation = Conversation()
    for _ in range(9):
        conversation.failed(NOW, 0.9)
    conversation.heard("hello", answer(CHAIN[3]), hashes(CHAIN), 10, NOW)
    conversation.failed(NOW, 0.5)
    assert conversation.wait_until == NOW + 500


def test_after_a_lost_line_the_end_of_the_wait_counts_and_not_the_next_heartbeat() -> None:
    conversation = talking()
    conversation.failed(NOW, 0.5)
    assert conversation.wait_ms(NOW) == 500
    assert conversation.wants(10, NOW + 499) is None
    assert conversation.wants(10, NOW + 500) == "hello"


def test_an_idle_terminal_sleeps_until_its_next_heartbeat() -> None:
    assert talking(position=10).wait_ms(NOW + 4_000) == HEARTBEAT_MS - 4_000
    assert Conversation().wait_ms(NOW) == 0


@pytest.mark.parametrize("put_back", [60_000, 86_400_000])
def test_a_clock_that_was_put_back_neither_stops_the_heartbeat_nor_the_sending(put_back: int) -> None:
    idle, waiting = talking(), talking()
    for _ in range(9):
        waiting.failed(NOW, 0.9)
    earlier = NOW - put_back
    for conversation in (idle, waiting):
        wait = conversation.wait_ms(earlier)
        assert wait <= BACKOFF_CAP_MS
        assert conversation.wants(10, earlier + wait) is not None


@EXAMPLES
@given(st.lists(st.floats(0, 1, exclude_max=True), max_size=40), st.integers(0, 10))
def test_whenever_a_conversation_wakes_up_it_has_something_to_say_before_long(
    jitters: list[float], top: int
) -> None:
    conversation = Conversation()
    now = NOW
    for jitter in jitters:
        conversation.failed(now, jitter)
        now += conversation.wait_ms(now)
        assert conversation.wants(top, now) == "hello"
