"""Figures as people write them: "1.009,42", "1,009.42", "6.056,5 triệu", "hơn 72.300", "ước gần 16 tỷ đồng".

A point may group thousands or begin decimals, and so may a comma. What can be read in one way only is proof
of how its writer writes; what can be read in two is never guessed: the proof of the whole file decides, and
the reader says so, or the figure is refused as ambiguous with both of its readings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from fairpos.core.measures import Basis, Qualifier

Style = Literal["vi", "en"]
"""vi: a point groups thousands and a comma begins decimals (1.009,42). en: the other way (1,009.42)."""

Decided = Literal["one-reading", "whole", "file"]
"""Why a reading was taken: it is the only one; the other is no whole number of what is counted; or the other
figures of the same file are all written so."""

DIGITS_MAX = 18


class NotAFigure(ValueError):
    """This text holds no figure, or more than one. `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AmbiguousFigure(ValueError):
    """Two readings, and nothing that decides: `readings` are their values, the Vietnamese one first."""

    def __init__(self, text: str, readings: tuple[Fraction, Fraction]) -> None:
        super().__init__(text)
        self.readings = readings


class MixedStyles(ValueError):
    """Within one file some figures can only be read in the one style and some only in the other."""

    def __init__(self, text: str, readings: tuple[Fraction, Fraction]) -> None:
        super().__init__(text)
        self.readings = readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a text means. `value` is in đồng where money is written, else in what is counted.

    `also` is a second mark ("nearly" of an estimate), `factor` the unit that was multiplied in, `money`
    whether đồng stand in the text, `basis` whether it says "a day".
    """

    value: Fraction
    qualifier: Qualifier
    also: Qualifier
    factor: int
    money: bool
    basis: Basis | None
    style: Style | None
    decided: Decided


_MARKS: tuple[tuple[str, Qualifier], ...] = (
    ("trên dưới", "estimated"),
    ("hơn", "over"), ("trên", "over"), ("quá", "over"), ("ít nhất", "over"), ("tối thiểu", "over"),
    ("more than", "over"), ("over", "over"), ("at least", "over"), ("above", "over"), (">", "over"),
    ("gần", "nearly"), ("nearly", "nearly"), ("almost", "nearly"), ("up to", "nearly"),
    ("không quá", "nearly"), ("<", "nearly"),
    ("ước tính", "estimated"), ("ước đạt", "estimated"), ("ước", "estimated"), ("khoảng", "estimated"),
    ("xấp xỉ", "estimated"), ("chừng", "estimated"), ("estimated at", "estimated"),
    ("estimated", "estimated"), ("about", "estimated"), ("around", "estimated"),
    ("approximately", "estimated"), ("approx.", "estimated"), ("some", "estimated"), ("~", "estimated"),
    ("dự kiến", "planned"), ("kế hoạch", "planned"), ("planned", "planned"), ("plan", "planned"),
    ("đúng", "exact"), ("exactly", "exact"), ("đạt", "exact"), ("là", "exact"),
)  # fmt: skip
_FACTORS: tuple[tuple[str, int], ...] = (
    ("nghìn tỷ", 10**12), ("nghìn tỉ", 10**12),
    ("tỷ", 10**9), ("tỉ", 10**9), ("billion", 10**9), ("bn", 10**9),
    ("triệu", 10**6), ("million", 10**6), ("mn", 10**6), ("tr", 10**6),
    ("nghìn", 1000), ("ngàn", 1000), ("thousand", 1000), ("k", 1000),
)  # fmt: skip
_MONEY = ("việt nam đồng", "đồng", "vnđ", "vnd", "dong", "đ", "₫")
_PER_DAY = ("/ngày", "/ ngày", "mỗi ngày", "một ngày", "bình quân ngày", "a day", "per day", "/day")
_COUNTED = (
    "lượt khách tham quan", "lượt người", "lượt khách", "lượt", "visits", "visitors", "người",
    "khu gian hàng", "gian hàng tiêu chuẩn", "gian hàng", "gian",
    "standard booths", "booths", "stands", "areas",
    "đơn vị tham gia", "đơn vị", "doanh nghiệp", "exhibitors", "enterprises", "firms",
    "tỉnh, thành phố", "tỉnh, thành", "tỉnh thành", "tỉnh", "provinces",
    "sản phẩm", "mặt hàng", "products", "đơn bán", "đơn hàng", "sales",
    "hợp đồng", "biên bản ghi nhớ", "contracts",
)  # fmt: skip
_NUMBER = re.compile(r"\d(?:[\d.,' ]*\d)?")
_BODY = {
    "vi": re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?"),
    "en": re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?"),
}
_PLAIN: Qualifier = "exact"
_RANK: dict[Qualifier, int] = {"planned": 0, "over": 1, "nearly": 1, "estimated": 2, "exact": 3}


def mark(text: str) -> tuple[Qualifier, Qualifier]:
    """The qualifiers in a text of words alone, the governing one first ("nearly, estimated").

    Raises NotAFigure("words") for a word that is none.
    """
    rest = _tidy(text).strip(" ,;")
    found: list[Qualifier] = []
    while rest:
        known = next(((word, q) for word, q in _LONGEST if rest.startswith(word)), None)
        if known is None:
            raise NotAFigure("words")
        found.append(known[1])
        rest = rest[len(known[0]) :].strip(" ,;")
    marks = sorted({q for q in found if q != "exact"}, key=_RANK.__getitem__)
    if {"over", "nearly"} <= set(marks) or len(marks) > 2:
        raise NotAFigure("words")
    first, second, *_ = *marks, _PLAIN, _PLAIN
    return first, second


_LONGEST = sorted(_MARKS, key=lambda entry: -len(entry[0]))


def styles(text: str) -> frozenset[Style]:
    """The styles in which a text can be read at all; a text without a mark can be read in both."""
    return frozenset(_readings(_split(text)[1]))


def proof(texts: Iterable[tuple[str, bool]]) -> frozenset[Style]:
    """The styles that figures of one file prove, each given with whether it must be a whole number.

    A figure proves a style when it has two readings as written but can only be meant in that one.
    """
    proven: set[Style] = set()
    for text, whole in texts:
        try:
            _, body, factor, *_ = _split(text)
            left = _fitting(body, factor, whole)
        except NotAFigure:
            continue
        if len(left) == 1 and any(sign in body for sign in ".,"):
            proven |= set(left)
    return frozenset(proven)


def read(text: str, *, whole: bool, unit: int = 1, file: frozenset[Style] = frozenset()) -> Figure:
    """Read a figure. `whole` says that only whole đồng or whole things can be meant, `unit` what the column
    is in where the text names no unit, `file` what the other figures of the file prove.

    Raises NotAFigure, AmbiguousFigure and MixedStyles.
    """
    qualifiers, body, factor, money, basis = _split(text)
    size = factor or unit
    left = _fitting(body, size, whole)
    if not left:
        raise NotAFigure("not-whole" if _readings(body) else "number")
    values = {style: value * size for style, value in left.items()}
    style: Style | None
    if len(set(values.values())) == 1:
        style = next(iter(left)) if len(left) == 1 else None
        decided: Decided = "one-reading" if len(_readings(body)) == len(left) else "whole"
    else:
        both = (values["vi"], values["en"])
        if len(file) == 2:
            raise MixedStyles(text, both)
        if not file:
            raise AmbiguousFigure(text, both)
        (style,), decided = file, "file"
    return Figure(
        value=values[style] if style else next(iter(values.values())),
        qualifier=qualifiers[0],
        also=qualifiers[1],
        factor=size,
        money=money,
        basis=basis,
        style=style,
        decided=decided,
    )


def unit(text: str) -> tuple[int, bool]:
    """What a column's unit multiplies by, and whether it is money: "triệu đồng" is (1000000, True).

    Raises NotAFigure("words").
    """
    rest, factor = _head(_tidy(text), dict(_FACTORS))
    rest, coin = _head(rest, dict.fromkeys(_MONEY, 1))
    rest, _counted = _head(rest, dict.fromkeys(_COUNTED, 1))
    if rest.strip(" .,"):
        raise NotAFigure("words")
    return factor or 1, bool(coin)


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", text).casefold()
    return re.sub(r"\s+", " ", text.replace("\N{FIGURE SPACE}", " ")).strip()


def _split(text: str) -> tuple[tuple[Qualifier, Qualifier], str, int | None, bool, Basis | None]:
    """Qualifiers, the number as written, the unit's factor if one is named, whether money, what basis."""
    tidy = _tidy(text)
    numbers = list(_NUMBER.finditer(tidy))
    if len(numbers) != 1:
        raise NotAFigure("number" if not numbers else "two-numbers")
    before, body, after = tidy[: numbers[0].start()], numbers[0].group(), tidy[numbers[0].end() :]
    if before.strip().endswith(("-", "−")):
        raise NotAFigure("negative")
    money = False
    for word in ("vnd", "vnđ", "₫"):
        if before.rstrip().endswith(word):
            before, money = before.rstrip().removesuffix(word), True
    rest, plus = after.strip(), False
    if rest.startswith("+"):
        rest, plus = rest[1:].strip(), True
    rest, factor = _head(rest, dict(_FACTORS))
    rest, coin = _head(rest, dict.fromkeys(_MONEY, 1))
    rest, counted = _head(rest, dict.fromkeys(_COUNTED, 1))
    rest, per_day = _head(rest, dict.fromkeys(_PER_DAY, 1))
    trailing = rest.strip(" .,;()")
    qualifiers = mark(before if not trailing else f"{before}, {trailing}")
    if plus:
        if qualifiers[0] != "exact":
            raise NotAFigure("words")
        qualifiers = ("over", "exact")
    if counted and (coin or money):
        raise NotAFigure("words")
    return qualifiers, body.replace("'", " "), factor, money or bool(coin), "per-day" if per_day else None


def _head(rest: str, words: dict[str, int]) -> tuple[str, int | None]:
    """Take one of some words off the front, where it stands as a word."""
    for word in sorted(words, key=len, reverse=True):
        if rest.startswith(word) and not rest[len(word) : len(word) + 1].isalpha():
            return rest[len(word) :].strip(), words[word]
    return rest, None


def _readings(body: str) -> dict[Style, Fraction]:
    digits = re.sub(r"[^\d]", "", body)
    if len(digits) > DIGITS_MAX:
        raise NotAFigure("too-long")
    if " " in body:
        # Spaces group thousands; then a single sign can only begin decimals.
        found = re.fullmatch(r"(\d{1,3}(?: \d{3})+)(?:([.,])(\d+))?", body)
        if found is None:
            return {}
        value = Fraction(f"{found[1].replace(' ', '')}.{found[3] or 0}")
        return {"vi": value, "en": value} if found[2] is None else {"vi" if found[2] == "," else "en": value}
    readings: dict[Style, Fraction] = {}
    for style, pattern in _BODY.items():
        found = pattern.fullmatch(body)
        if found is not None:
            whole = found[1].replace(".", "").replace(",", "")
            readings["vi" if style == "vi" else "en"] = Fraction(f"{whole}.{found[2] or 0}")
    return readings


def _fitting(body: str, factor: int | None, whole: bool) -> dict[Style, Fraction]:
    """The readings that can be meant: whole things are written without decimals, and come out whole."""
    readings = _readings(body)
    if whole and (factor or 1) == 1:
        return {style: value for style, value in readings.items() if _decimals(body, style) == 0}
    return {
        s: value for s, value in readings.items() if not whole or (value * (factor or 1)).denominator == 1
    }


def _decimals(body: str, style: Style) -> int:
    """How many decimals a body has under a style; "16.000" has three of them in English."""
    return (
        len(body.rpartition("," if style == "vi" else ".")[2])
        if ("," if style == "vi" else ".") in body
        else 0
    )
