"""A printer of the strict kind: bytes in, pictures out. A byte it does not know is an error.

It is written from the commands' description and shares nothing with the emitter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

Event = Literal["init", "picture", "feed", "cut", "part-cut", "drawer-2", "drawer-5"]


class Unknown(ValueError):
    """A byte that a printer would have printed as text, or swallowed with what follows."""


class HalfWritten(ValueError):
    """The bytes end in the middle of a command: a job half written."""


@dataclass
class Paper:
    """What came out: everything in order, and the picture of each slip, up to a cut or the end."""

    events: list[Event] = field(default_factory=list)
    slips: list[Image.Image] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)

    @property
    def slip(self) -> Image.Image:
        (one,) = self.slips
        return one


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, count: int) -> bytes:
        taken = self.data[self.at : self.at + count]
        if len(taken) < count:
            raise HalfWritten(f"{count - len(taken)} bytes are missing after byte {len(self.data)}")
        self.at += count
        return taken

    def small(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        return int.from_bytes(self.take(2), "little")


def print_out(data: bytes) -> Paper:
    """Read a job as a printer does. Raises Unknown, HalfWritten."""
    paper, source = Paper(), _Bytes(data)
    strips: list[Image.Image] = []
    while source.at < len(data):
        start = source.at
        lead = source.take(1)
        if lead == b"\x1b":
            _escape(source, paper, start)
        elif lead == b"\x1d":
            if _group(source, paper, strips, start):
                _finish(paper, strips)
        else:
            raise Unknown(f"byte {start}: {lead.hex()}")
    _finish(paper, strips)
    return paper


def _escape(source: _Bytes, paper: Paper, start: int) -> None:
    command = source.take(1)
    if command == b"@":
        paper.events.append("init")
    elif command == b"d":
        source.small()
        paper.events.append("feed")
    elif command == b"p":
        pin, on, off = source.take(3)
        if pin not in (0, 1) or not on or off < on:
            raise Unknown(f"byte {start}: a pulse of {pin}, {on}, {off}")
        paper.events.append("drawer-5" if pin else "drawer-2")
    else:
        raise Unknown(f"byte {start}: ESC {command.hex()}")


def _group(source: _Bytes, paper: Paper, strips: list[Image.Image], start: int) -> bool:
    """One command that begins with GS; whether it ends a slip."""
    command = source.take(1)
    if command == b"v":
        if source.take(2) != b"0\x00":
            raise Unknown(f"byte {start}: a picture of another density")
        across, height = source.number(), source.number()
        if not 0 < across <= 72 or not 0 < height <= 4_095:
            raise Unknown(f"byte {start}: a picture of {across} bytes by {height}")
        dots = bytes(byte ^ 0xFF for byte in source.take(across * height))
        strips.append(Image.frombytes("1", (across * 8, height), dots))
        paper.heights.append(height)
        paper.events.append("picture")
        return False
    if command == b"V":
        kind = source.take(1)
        if kind not in (b"A", b"B"):
            raise Unknown(f"byte {start}: GS V {kind.hex()}")
        source.small()
        paper.events.append("cut" if kind == b"A" else "part-cut")
        return True
    raise Unknown(f"byte {start}: GS {command.hex()}")


def _finish(paper: Paper, strips: list[Image.Image]) -> None:
    if not strips:
        return
    whole = Image.new("1", (max(strip.width for strip in strips), sum(strip.height for strip in strips)), 1)
    y = 0
    for strip in strips:
        whole.paste(strip, (0, y))
        y += strip.height
    paper.slips.append(whole)
    strips.clear()
