"""Putting a terminal's watch together."""

from __future__ import annotations

from pathlib import Path

from booth_terminal.feeds.feed import FeedTrouble
from booth_terminal.feeds.manual import Manual
from booth_terminal.feeds.settings import Feeds
from booth_terminal.feeds.watch import Watch
from booth_terminal.payments import Told
from booth_terminal.terminal import Terminal
from fairpos.core.document import NAME_MAX
from fairpos.core.fair import Edition


def watch_of(terminal: Terminal, settings: Feeds, folder: Path) -> Watch:
    """The watch of a terminal, not yet started. People may always enter a credit by hand."""

    def shown() -> tuple[str, ...]:
        return terminal.payments.shown(now=terminal.now())

    def keep(told: list[Told]) -> int:
        return keep_credits(terminal, told, till=settings.till) if told else 0

    feeds = settings.made(folder, shown)
    if not any(isinstance(feed, Manual) for feed in feeds):
        feeds.append(Manual())
    return Watch(
        feeds,
        keep=keep,
        asking=lambda: bool(shown()),
        newest=terminal.payments.newest,
        clock=terminal.clock,
    )


def keep_credits(terminal: Terminal, told: list[Told], *, till: str = "") -> int:
    """Keep what was told as documents of the fair's feed. Returns how many were new. Raises FeedTrouble."""
    edition = terminal.tills.edition
    if edition is None:
        raise FeedTrouble("the terminal has no settings of its fair yet")
    return terminal.payments.keep(
        feed_of(edition, till, terminal.identity.id),
        told,
        edition=edition,
        at=terminal.clock(),
        offset=terminal.courier.clock_offset or 0,
        keep=terminal.keep,
    )


def feed_of(edition: Edition, till: str, terminal: str) -> str:
    """The till that makes a terminal's credits: the one of kind feed that is named, or the first.

    Where the organisers have set none up, the terminal answers for them itself: money that came is kept.
    """
    feeds = [one.id for one in edition.tills if one.kind == "feed" and not one.revoked]
    if till in feeds or not feeds:
        return till or f"feed-{terminal}"[:NAME_MAX]
    return feeds[0]
