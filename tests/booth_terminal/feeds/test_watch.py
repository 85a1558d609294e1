"""The watch: who is asked when, and what a provider that fails costs the others: nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from booth_terminal.feeds import FeedTrouble
from booth_terminal.feeds.manual import Manual
from booth_terminal.feeds.sepay import SePay
from booth_terminal.feeds.watch import (
    BACKOFF_MAX_MS,
    FRESH_MS,
    OVERLAP_MS,
    QUICK_MS,
    QUIET_MS,
    Watch,
)
from booth_terminal.payments import Told
from fairpos.core.business_day import DAY_MS
from tests.booth_terminal.feeds.provider import NOW

ONE = Told("sepay", "1", "123", 87_000, "", NOW)


class Feed:
    provider = "sepay"
    live = True

    def __init__(self, name: str = "dv1") -> None:
        self.name = name
        self.asked: list[int] = []
        self.trouble: Exception | None = None

    def events(self, since: int) -> list[Told]:
        self.asked.append(since)
        if self.trouble:
            raise self.trouble
        return [ONE]


class Hand:
    """The hand of a test on everything around a watch."""

    def __init__(self, *feeds: Feed, newest: int | None = None) -> None:
        self.now = NOW
        self.shown = False
        self.kept: list[list[Told]] = []
        self.keep: Callable[[list[Told]], int] = self.take
        self.watch = Watch(
            feeds,
            keep=lambda told: self.keep(told),
            asking=lambda: self.shown,
            newest=lambda _provider: newest,
            clock=lambda: self.now,
            jitter=lambda: 1.0,
        )

    def take(self, told: list[Told]) -> int:
        self.kept.append(told)
        return len(told)


def test_what_a_feed_tells_is_kept() -> None:
    feed = Feed()
    hand = Hand(feed)
    hand.watch.step()
    assert hand.kept == [[ONE]]
    assert feed.asked == [NOW - DAY_MS - OVERLAP_MS]


def test_after_a_start_it_goes_on_where_the_journal_ends() -> None:
    feed = Feed()
    Hand(feed, newest=NOW - 5).watch.step()
    assert feed.asked == [NOW - 5 - OVERLAP_MS]


def test_it_asks_seldom_while_nobody_waits_and_often_while_a_code_is_shown() -> None:
    feed = Feed()
    hand = Hand(feed)
    hand.watch.step()
    hand.now += QUIET_MS - 1
    hand.watch.step()
    assert len(feed.asked) == 1
    hand.now += 1
    hand.shown = True
    hand.watch.step()
    hand.now += QUICK_MS
    hand.watch.step()
    assert feed.asked[1:] == [NOW - OVERLAP_MS, NOW + QUIET_MS - OVERLAP_MS]


def test_a_feed_in_trouble_is_asked_more_and_more_seldom_and_misses_nothing() -> None:
    feed, other = Feed(), Feed("dv2")
    hand = Hand(feed, other)
    feed.trouble = FeedTrouble("the provider answered 503")
    waits = []
    for _ in range(9):
        hand.watch.step()
        due = hand.watch.feeds[0].due
        waits.append(due - hand.now)
        hand.now = due
    assert waits == [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, BACKOFF_MAX_MS]
    assert hand.watch.feeds[0].trouble == "the provider answered 503"
    assert len(hand.kept) > 3  # of the other one
    feed.trouble = None
    hand.watch.step()
    assert feed.asked[-1] == feed.asked[0]
    assert hand.watch.feeds[0].trouble is None


@pytest.mark.parametrize("what", ["feed", "disk"])
def test_whatever_goes_wrong_the_watch_goes_on(what: str, caplog: pytest.LogCaptureFixture) -> None:
    feed = Feed()
    hand = Hand(feed)

    def full(_told: list[Told]) -> int:
        raise OSError("disk full")

    keep = hand.keep
    if what == "feed":
        feed.trouble = ZeroDivisionError()
    else:
        hand.keep = full
    hand.watch.step()
    assert hand.watch.feeds[0].failures == 1
    feed.trouble, hand.keep = None, keep
    hand.now = hand.watch.feeds[0].due
    hand.watch.step()
    assert hand.kept == [[ONE]]
    assert feed.asked[1] == feed.asked[0]


def test_a_feed_is_fresh_for_some_minutes_after_an_answer() -> None:
    feed = Feed()
    hand = Hand(feed)
    assert not hand.watch.fresh()
    hand.watch.step()
    assert hand.watch.fresh()
    hand.now += FRESH_MS
    assert not hand.watch.fresh()


def test_a_feed_that_waits_for_people_is_never_fresh() -> None:
    feed = Feed()
    feed.live = False
    hand = Hand(feed)
    hand.watch.step()
    assert not hand.watch.fresh()


def test_only_a_feed_that_may_be_told_hears_notices() -> None:
    notified, manual = SePay("dv1", api_key="k"), Manual()
    watch = Watch(
        [notified, manual],
        keep=len,
        asking=lambda: False,
        newest=lambda _provider: None,
        clock=lambda: NOW,
    )
    assert watch.notified("dv1") is notified
    assert watch.notified("manual") is None
    assert watch.notified("dv2") is None


def test_it_runs_in_a_thread_until_it_is_stopped() -> None:
    feed = Feed()
    hand = Hand(feed)
    hand.watch.start()
    hand.watch.stop()
    asked = len(feed.asked)
    hand.watch.stop()
    assert asked == len(feed.asked) <= 1


def test_a_watch_without_feeds_starts_no_thread() -> None:
    hand = Hand()
    hand.watch.start()
    assert hand.watch._thread is None
    hand.watch.stop()
