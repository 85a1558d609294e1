"""A slip: what comes out of a printer, as data. Rows from top to bottom, and nothing about paper or pixels.

The same rows are drawn for a printer (`raster`), set as a PDF (`slip_pdf`) and shown as a page (`receipts`),
so that a buyer's paper, file and link never say different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fairpos.core.money import Language

Size = Literal["small", "body", "strong", "title", "big"]
Side = Literal["left", "centre"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words over as many lines as they need."""

    text: str
    size: Size = "body"
    side: Side = "left"


@dataclass(frozen=True, slots=True)
class Pair:
    """Words on the left and what belongs to them, mostly money, at the right edge. `inset` sets it in."""

    left: str
    right: str
    size: Size = "body"
    inset: bool = False


@dataclass(frozen=True, slots=True)
class Banner:
    """White words on black, for what must not be overlooked: a second copy, a slip without value."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Space:
    """A little air."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code in the middle. `scale` is dots a module; None is as large as is good on this paper."""

    payload: str
    name: str
    scale: int | None = None


@dataclass(frozen=True, slots=True)
class Ruler:
    """A ruler over the whole width, in millimetres and dots, to see what a printer cuts off."""


Row = Text | Pair | Banner | Rule | Space | Code | Ruler


@dataclass(frozen=True, slots=True)
class Slip:
    """`title` names it in a list or on a page; it is not printed."""

    title: str
    language: Language
    rows: tuple[Row, ...]
