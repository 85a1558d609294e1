"""Putting a terminal's watch together."""

from __future__ import annotations

from pathlib import Path

from booth_terminal.feeds.feed import FeedTrouble
from booth_terminal.feeds.manual import Manual
from booth_terminal.feeds.settings import Feeds
from booth_terminal.feeds.watch import Watch
from booth_terminal.payments import Told
from booth_terminal.terminal import Terminal
from fairpos.core.fair import Edition, Till


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
    feed = _feed_of(edition, till) if edition else None
    if edition is None or feed is None:
        raise FeedTrouble("the fair's settings have no till of kind feed")
    return terminal.payments.keep(
        feed,
        told,
        edition=edition,
        at=terminal.clock(),
        offset=terminal.courier.clock_offset or 0,
        keep=terminal.keep,
    )


def _feed_of(edition: Edition, till: str) -> Till | None:
    feeds = (one for one in edition.tills if one.kind == "feed" and not one.revoked)
    return next((one for one in feeds if not till or one.id == till), None)
