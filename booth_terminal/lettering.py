"""The letters of a slip: which fonts there are, which of them has a letter, and where a line breaks.

Roboto Medium is narrow and keeps strokes of an even two dots at the sizes used here, where lighter fonts
fall apart into one-dot strokes and heavier ones fill in "ặ" and "ễ". What it lacks (stars, arrows, Lao) comes
from DejaVu Sans; what neither has is shown as a box, so that a reader sees that something stood there.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).parent / "fonts"
MEDIUM, BOLD, FALLBACK = "Roboto-Medium.ttf", "Roboto-Bold.ttf", "DejaVuSans.ttf"

BOX = "\N{WHITE SQUARE}"
LETTERS = (
    "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
    "ĂÂĐÊÔƠƯÁÀẢÃẠẮẰẲẴẶẤẦẨẪẬÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
)
"""The 134 letters Vietnamese has beyond ASCII."""

_NOWHERE = "\U000ffffe"  # no font has it, so what is drawn for it is the font's sign for a missing letter


@cache
def _face(name: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic layout engine, because the other depends on a library that not every system brings.
    return ImageFont.truetype(FOLDER / name, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _glyph(name: str, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _face(name, 24).getmask(letter, mode="1")
    return mask.size, bytes(mask)


@lru_cache(maxsize=4_096)
def _has(name: str, letter: str) -> bool:
    return letter.isspace() or _glyph(name, letter) != _glyph(name, _NOWHERE)


@lru_cache(maxsize=4_096)
def legible(text: str) -> str:
    """The text as it can be put on paper: composed, on one line, with a box for what no font has.

    Control characters and marks that turn the direction of writing become boxes too: what a person typed or
    a file brought must never reach a printer as a command, nor reorder what stands beside it.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " " if letter in "\t\n\r\u2028\u2029" else letter if _printable(letter) else BOX
        for letter in unicodedata.normalize("NFC", text)
    )


def _printable(letter: str) -> bool:
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return False
    return _has(MEDIUM, letter) or _has(FALLBACK, letter)


@dataclass(frozen=True, slots=True)
class Lettering:
    """One font at one size, with the other behind it. All measures are whole dots."""

    name: str
    size: int

    def runs(self, text: str) -> list[tuple[ImageFont.FreeTypeFont, str]]:
        """A legible text cut into pieces of one font."""
        main, other = _face(self.name, self.size), _face(FALLBACK, self.size)
        if text.isascii():
            return [(main, text)]
        found: list[tuple[ImageFont.FreeTypeFont, str]] = []
        for letter in text:
            face = main if _has(self.name, letter) else other
            if found and found[-1][0] is face:
                found[-1] = (face, found[-1][1] + letter)
            else:
                found.append((face, letter))
        return found

    def width(self, text: str) -> int:
        """From the leftmost ink of a text, or its beginning, to the rightmost, or its end."""
        return _extent(self, text)[1]

    def lead(self, text: str) -> int:
        """How far a text must be set in, lest a "j" at its beginning hang out on the left."""
        return _extent(self, text)[0]

    @property
    def rise(self) -> int:
        """From the top of a line to its baseline. "Ẳ" reaches higher than the font itself states."""
        return _reach(self)[0]

    @property
    def height(self) -> int:
        """From one line to the next: "ỵ" above and "Ẵ" below it do not touch."""
        return sum(_reach(self)) + 1

    def wrap(self, text: str, width: int) -> list[str]:
        """The text in lines of at most `width` dots, broken at spaces, or anywhere in a word too long.

        A no-break space holds: an amount stays on one line with its đ.
        """
        lines, line = [], ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if self.width(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = self._broken(word, width)
            lines += whole
        return [*lines, line] if line or not lines else lines

    def _broken(self, word: str, width: int) -> list[str]:
        parts = [""]
        for letter in word:
            if parts[-1] and self.width(parts[-1] + letter) > width:
                parts.append("")
            parts[-1] += letter
        return parts


@cache
def _reach(lettering: Lettering) -> tuple[int, int]:
    """How far letters go above and below the baseline."""
    face = _face(lettering.name, lettering.size)
    stated = face.getmetrics()
    inks = [face.getbbox(letter, mode="1", anchor="ls") for letter in LETTERS + "()|gjÅŞ"]
    above, below = max(-int(ink[1]) for ink in inks), max(int(ink[3]) for ink in inks)
    return above, max(below, stated[1])


@lru_cache(maxsize=4_096)
def _extent(lettering: Lettering, text: str) -> tuple[int, int]:
    x = left = right = 0
    for face, part in lettering.runs(text):
        ink = face.getbbox(part, mode="1")
        left, right = min(left, x + int(ink[0])), max(right, x + int(ink[2]))
        x += round(face.getlength(part, mode="1"))
    return -left, max(x, right) - left
