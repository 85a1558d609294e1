"""A booth with pictures, barcodes, favourites and every trap of a shelf, to find and to scan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

from booth_terminal import photos, terminal
from fairpos.core.fair import Edition
from fixtures import small
from tests.booth_terminal.till.stall import Stall, now, url
from tests.booth_terminal.till.world import edition

PICTURES = dict(sorted(small.photos().items()))
MI, TRA, RUOU, TWICE = "8934567890120", "036000291452", "96385074", "4006381333931"
"""An EAN-13, a UPC-A, an EAN-8, and one that two articles have."""
ABSENT = "5901234123457"
"""A sound code of nothing that is sold here."""
_CODES = {"MI": MI, "TRA": TRA, "RUOU": RUOU, "GOM": TWICE, "NON": TWICE}


def pictured(number: int = 1) -> Edition:
    """The till's fair: five have barcodes, five have pictures, the candy has no price, the tea is few."""
    plain = edition(number)
    shown = dict(zip(("MI", "TRA", "RUOU", "MUC", "NON"), PICTURES, strict=True))
    articles = tuple(
        replace(
            article,
            barcode=_CODES.get(article.id, ""),
            photo=shown.get(article.id, ""),
            open_price=article.id == "KEO",
            low_stock=5_000 if article.id == "TRA" else None,
        )
        for article in plain.articles
    )
    booths = tuple(replace(booth, favourites=("RUOU", "TRA", "HAU")) for booth in plain.booths)
    return replace(plain, articles=articles, booths=booths)


def lay_pictures(folder: Path, *keys: str) -> None:
    """Let a terminal have these pictures, or all."""
    database = terminal.prepare(url(folder))
    with database.writing() as connection:
        for key in keys or PICTURES:
            photos.keep(connection, key, PICTURES[key], at=now())
    database.close()


def shelf_stall(folder: Path) -> Stall:
    made = Stall(folder)
    made.publish(pictured(2))
    return made


class Wedge:
    """A scanner on a cable: keys of the browser's own, pressed at the times a scanner presses them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line: CDPSession = page.context.new_cdp_session(page)

    def key(self, key: str, at: float) -> list[dict[str, Any]]:
        named: dict[str, Any] = {"key": key, "code": key, "timestamp": at}
        if len(key) == 1:
            named["text"] = key
        if key == "Enter":
            named |= {"text": "\r", "windowsVirtualKeyCode": 13}
        up = {name: value for name, value in named.items() if name != "text"}
        return [{"type": "keyDown", **named}, {"type": "keyUp", **up}]

    def type(self, text: str, *, gap: float, end: str | None = "Enter") -> None:
        """`gap` is seconds between two keys, as the browser is told."""
        keys = [*text, *([end] if end else [])]
        # Pressed just now: a browser does not believe in keys that are yet to be pressed.
        now: float = self.page.evaluate("(performance.timeOrigin + performance.now()) / 1000")
        start = now - len(keys) * gap
        events = [self.key(key, start + n * gap) for n, key in enumerate(keys)]
        for event in (event for pair in events for event in pair):
            self.line.send("Input.dispatchKeyEvent", event)

    def scan(self, text: str, *, end: str | None = "Enter") -> None:
        self.type(text, gap=0.008, end=end)
