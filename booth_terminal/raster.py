"""Draws a slip as a picture of black and white dots: the one way paper is written on.

Text sent as text comes out wrong on most printers a fair really has: there are five numberings of Vietnamese
code pages, clones lie about theirs, and many have none. Dots are the same everywhere.
"""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw

from booth_terminal import codes
from booth_terminal.lettering import BOLD, MEDIUM, Lettering, legible
from booth_terminal.slip import Banner, Code, Pair, Row, Rule, Ruler, Size, Slip, Space, Text

WIDE, NARROW = 576, 384
"""Dots across the printable part of 80 and 58 mm paper, at 8 dots a millimetre. Some printers reach less."""
NARROWEST = 256

DOTS_MM = 8
MODULE_MIN = 4
"""Half a millimetre. On thermal paper smaller modules run into each other."""
CODE_WIDEST = 320
HEIGHT_MAX = 20_000
"""Two and a half metres. A sale of 200 lines with the longest names stays below."""

_WHITE, _BLACK = 1, 0
_GREY = bytes((255, 0)) + bytes(254)
_SIZES: dict[Size, tuple[str, int, int]] = {
    "small": (MEDIUM, 20, 20),
    "body": (MEDIUM, 24, 24),
    "strong": (BOLD, 24, 24),
    "title": (BOLD, 32, 28),
    "big": (BOLD, 40, 30),
}
_ROOMY = 480
_GAP = 16
_INSET = 24


class TooLong(ValueError):
    """A slip longer than any printer should be asked for."""


def draw(slip: Slip, width: int) -> Image.Image:
    """The slip as an image of mode "1" and `width` dots, 0 being black. Raises TooLong."""
    assert width % 8 == 0, "a printer takes whole bytes of dots"
    assert width >= NARROWEST, "below that no amount stands beside its name"
    sheet = _Sheet(width)
    for row in slip.rows:
        sheet.add(row)
    return sheet.image()


def lettering(size: Size, width: int) -> Lettering:
    name, wide, narrow = _SIZES[size]
    return Lettering(name, wide if width >= _ROOMY else narrow)


class _Sheet:
    """A strip that grows. Rows are drawn on strips of their own and put together once, at the end."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._strips: list[Image.Image] = []

    def add(self, row: Row) -> None:
        match row:
            case Text(text, size, side):
                self._text(legible(text), size, centred=side == "centre")
            case Pair():
                self._pair(row)
            case Banner(text):
                self._banner(legible(text))
            case Rule():
                self._strip(12).rectangle((0, 5, self.width - 1, 6), fill=_BLACK)
            case Space():
                self._strip(14)
            case Code():
                self._code(row)
            case Ruler():
                self._ruler()

    def image(self) -> Image.Image:
        height = sum(strip.height for strip in self._strips)
        if height > HEIGHT_MAX:
            raise TooLong(height)
        whole = Image.new("1", (self.width, max(1, height)), _WHITE)
        y = 0
        for strip in self._strips:
            whole.paste(strip, (0, y))
            y += strip.height
        return whole

    def _strip(self, height: int, ground: int = _WHITE) -> ImageDraw.ImageDraw:
        strip = Image.new("1", (self.width, height), ground)
        self._strips.append(strip)
        pen = ImageDraw.Draw(strip)
        pen.fontmode = "1"
        return pen

    def _text(self, text: str, size: Size, *, centred: bool) -> None:
        letters = lettering(size, self.width)
        lines = letters.wrap(text, self.width)
        pen = self._strip(letters.height * len(lines))
        for place, line in enumerate(lines):
            x = (self.width - letters.width(line)) // 2 if centred else 0
            _write(pen, x, place * letters.height, line, letters)

    def _pair(self, row: Pair) -> None:
        letters = lettering(row.size, self.width)
        inset = _INSET if row.inset else 0
        left, right = legible(row.left), legible(row.right)
        rest = self.width - inset - letters.width(right) - _GAP
        if letters.width(left) <= rest or rest >= self.width // 3:
            lefts, rights = letters.wrap(left, rest), [right]
        else:  # the right side takes lines of its own, below
            rights = letters.wrap(right, self.width - inset)
            lefts = letters.wrap(left, self.width - inset)
            rights = [""] * len(lefts) + rights
        lines = max(len(lefts), len(rights))
        pen = self._strip(letters.height * lines)
        for place, line in enumerate(lefts):
            _write(pen, inset, place * letters.height, line, letters)
        # Money stands beside the last line of what it is for.
        first = lines - len(rights)
        for place, line in enumerate(rights, first):
            _write(pen, self.width - letters.width(line), place * letters.height, line, letters)

    def _banner(self, text: str) -> None:
        letters = lettering("title", self.width)
        lines = letters.wrap(text, self.width - 2 * _GAP)
        pen = self._strip(letters.height * len(lines) + 14)
        pen.rectangle((0, 3, self.width - 1, letters.height * len(lines) + 10), fill=_BLACK)
        for place, line in enumerate(lines):
            x = (self.width - letters.width(line)) // 2
            _write(pen, x, 6 + place * letters.height, line, letters, ink=_WHITE)

    def _code(self, row: Code) -> None:
        modules = _modules(row.payload)
        fitting = max(1, self.width // modules.width)
        good = max(MODULE_MIN, CODE_WIDEST // modules.width)
        scale = min(row.scale or good, fitting)
        drawn = modules.resize((modules.width * scale, modules.height * scale), Image.Resampling.NEAREST)
        self._strip(drawn.height)
        self._strips[-1].paste(drawn, ((self.width - drawn.width) // 2, 0))

    def _ruler(self) -> None:
        letters = Lettering(MEDIUM, 20)
        pen = self._strip(26 + letters.height)
        for mm in range(self.width // DOTS_MM + 1):
            x = min(mm * DOTS_MM, self.width - 1)
            pen.line((x, 0, x, 23 if mm % 10 == 0 else 15 if mm % 5 == 0 else 8), fill=_BLACK)
            if mm % 10 == 0:
                figure = str(mm)
                at = max(0, min(x - letters.width(figure) // 2, self.width - letters.width(figure)))
                _write(pen, at, 25, figure, letters)
        pen.line((self.width - 1, 0, self.width - 1, 23), fill=_BLACK)


def _write(
    pen: ImageDraw.ImageDraw, x: int, y: int, text: str, letters: Lettering, ink: int = _BLACK
) -> None:
    if text:
        pen.bitmap((x, y), _line(text, letters), fill=ink)


# A booth sells the same few dozen articles all day, under the same headings.
@lru_cache(maxsize=2_048)
def _line(text: str, letters: Lettering) -> Image.Image:
    """One line of text as a mask, 1 where there is ink."""
    mask = Image.new("1", (letters.width(text), letters.height), 0)
    pen = ImageDraw.Draw(mask)
    pen.fontmode = "1"
    x = letters.lead(text)
    for face, part in letters.runs(text):
        # On the baseline of the main font, whichever font the part is in.
        pen.text((x, letters.rise), part, font=face, fill=1, anchor="ls")
        x += round(face.getlength(part, mode="1"))
    return mask


def _modules(payload: str) -> Image.Image:
    """A QR code with one dot a module and the quiet zone around it."""
    rows = codes.modules(payload)
    grey = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows).translate(_GREY))
    return grey.convert("1", dither=Image.Dither.NONE)
