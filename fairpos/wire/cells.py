"""One cell of a file that came in: its text, its address, and what can be read out of it without guessing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from fairpos.core import money
from fairpos.core.search import search_key

CELL_CHARACTERS_MAX = 4_000

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class BadSheet(ValueError):
    """A file that cannot be read at all. `code` is a key of the words "sheet", `address` where it shows (or
    ""), `detail` what stands there."""

    def __init__(self, code: str, address: str = "", detail: str = "") -> None:
        super().__init__(code, address, detail)
        self.code, self.address, self.detail = code, address, detail


class BadCell(ValueError):
    """A cell that does not hold what was asked of it. `code` is a key of the words "cell"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` as people see it: NFC, without blanks around it; dates are ISO, whole numbers have no point.

    `fault` is "" or why the text cannot be relied on: "formula" (never worked out by the program that saved
    it), "error" (#REF! and its like), "merged" (its value stands in another cell), "control" (characters
    that are not text). `number` says that a workbook holds a number here, and no text that looks like one.
    """

    text: str
    sheet: str
    row: int
    column: int
    fault: str = ""
    number: bool = False

    @property
    def address(self) -> str:
        """ "Sheet1!B7" in a workbook, "B7" in a CSV file."""
        here = f"{letters(self.column)}{self.row}"
        return f"{self.sheet}!{here}" if self.sheet else here


def guarded(text: str) -> str:
    """Text for a CSV file: what a program would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text


def letters(column: int) -> str:
    """The name of a column counted from 1: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def clean(text: str) -> tuple[str, bool]:
    """A cell's text put right, and whether it held only text: line breaks stay, other controls are told."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    plain = plain.replace(money.NBSP, " ").replace("\t", " ")
    return plain, all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Co") for c in plain)


def heading_key(text: str) -> str:
    """A heading without case, marks, stars and what stands in brackets: "Giá bán (đồng) *" is "gia ban"."""
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text)
    return search_key(re.sub(r"[^\w\s]|_", " ", bare))


def dong(cell: Cell) -> int:
    """An amount in đồng: "185.000", "185 000 đ", "185k". Raises BadCell."""
    try:
        return money.parse_dong(cell.text)
    except money.NotMoney as bad:
        raise BadCell("not-money") from bad


def whole(cell: Cell, *, least: int, most: int) -> int:
    """A whole number between two bounds. Raises BadCell."""
    text = re.sub(r"[.,]0+$", "", cell.text)
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise BadCell("not-whole")
    value = int(text)
    if not least <= value <= most:
        raise BadCell("out-of-range")
    return value


_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


def hundredths(text: str) -> int:
    """ "3", "3,5" or "3.25" as hundredths: metres as centimetres. Raises BadCell."""
    whole, _point, part = text.strip().replace(",", ".").partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 4) or not (
        part == "" or (part.isascii() and part.isdigit() and len(part) <= 2)
    ):
        raise BadCell("not-metres")
    return int(whole) * 100 + int(part.ljust(2, "0"))


def day(cell: Cell) -> str:
    """A day as ISO text, out of 2026-11-29, 29/11/2026, 29-11-2026 or 29.11.2026: the day comes first, as a
    Vietnamese hand writes it. Raises BadCell."""
    text = cell.text
    written = _DAY.fullmatch(text)
    if written:
        text = f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}"
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError(text)
        found = date.fromisoformat(text)
    except ValueError as bad:
        raise BadCell("not-a-day") from bad
    if not 1900 <= found.year <= 2200:
        raise BadCell("not-a-day")
    return found.isoformat()


_YES = frozenset({"x", "co", "yes", "y", "1", "true", "dung", "roi", "da"})
_NO = frozenset({"", "khong", "no", "n", "0", "false", "chua", "sai"})


def yes(cell: Cell) -> bool:
    """Yes or no: x, có, yes, 1; khong, no, 0 and an empty cell. Raises BadCell."""
    word = search_key(cell.text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCell("not-yes-or-no")
