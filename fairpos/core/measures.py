"""Figures that cannot be printed without saying what they are.

Two editions of unequal length can be up per day and down in total, so a figure without its basis is not a
figure. Whatever prints here names its basis, its zones, its days and what is missing from it. Values stay
unrounded until they are printed; a change is the ratio of two unrounded means, less one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from fairpos.core.fair import ZONES
from fairpos.core.money import NBSP, Language, millions, number, percent_change

Metric = Literal["takings", "visits"]
Scope = Literal["all", "in-province", "other-province", "foreign"]
Basis = Literal["total", "per-day"]
Qualifier = Literal["exact", "over", "nearly", "estimated", "planned"]

METRICS: tuple[Metric, ...] = ("takings", "visits")
SCOPES: tuple[Scope, ...] = ("all", *ZONES)
BASES: tuple[Basis, ...] = ("per-day", "total")

Texts = Mapping[Language, str]

METRIC_WORDS: Mapping[Metric, Texts] = {
    "takings": {"vi": "Doanh thu", "en": "Takings"},
    "visits": {"vi": "Lượt khách", "en": "Visits"},
}
SCOPE_WORDS: Mapping[Scope, Texts] = {
    "all": {"vi": "toàn hội chợ", "en": "whole fair"},
    "in-province": {"vi": "khu trong tỉnh", "en": "in-province zone"},
    "other-province": {"vi": "khu ngoài tỉnh", "en": "other-province zone"},
    "foreign": {"vi": "khu nước ngoài", "en": "foreign zone"},
}
BASIS_WORDS: Mapping[Basis, Texts] = {
    "total": {"vi": "tổng cộng", "en": "in total"},
    "per-day": {"vi": "bình quân ngày mở cửa", "en": "per open day"},
}
QUALIFIER_WORDS: Mapping[Qualifier, Texts] = {
    "exact": {"vi": "", "en": ""},
    "over": {"vi": "hơn", "en": "over"},
    "nearly": {"vi": "gần", "en": "nearly"},
    "estimated": {"vi": "ước", "en": "estimated"},
    "planned": {"vi": "kế hoạch", "en": "planned"},
}

USUAL_TAKINGS_PER_VISIT = (30_000, 600_000)
"""Đồng a visit at Vietnamese OCOP fairs. Outside of it one of the two figures is probably mistyped."""


class NotOneBasis(ValueError):
    """The two figures are not of the same thing: metric, zones, basis or days differ. `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DaysUnknown(ValueError):
    """A mean per day cannot be had from a total whose days nobody stated, nor a total from such a mean."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure with the words it may not stand without: a page may set them in two sizes, never one alone."""

    figure: str
    basis: str

    def __str__(self) -> str:
        return f"{self.figure} ({self.basis})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a figure covers and what it lacks.

    `days` are the open days counted, by their place among the fair's `of` open days (1 is the first); either
    is None where a source does not say. `running` means the last of them is not over. `tills` still hold at
    least `held` documents that are not in the figure.
    """

    days: tuple[int, ...] | None
    of: int | None
    running: bool = False
    tills: int = 0
    held: int = 0

    def __post_init__(self) -> None:
        assert self.days is None or list(self.days) == sorted(set(self.days)), "each open day counts once"
        assert self.days is None or self.of is None or all(1 <= day <= self.of for day in self.days)

    @property
    def count(self) -> int | None:
        """How many open days were counted: the divisor of the mean."""
        return None if self.days is None else len(self.days)

    @property
    def all_days(self) -> bool:
        """Whether every open day is in. A source that gives one figure for a fair means the whole fair."""
        return self.days is None or self.of is None or len(self.days) == self.of

    @property
    def complete(self) -> bool:
        return self.all_days and not self.running and self.held == 0

    def text(self, language: Language) -> str:
        """The days in words: "6 ngày", "3 ngày đầu trên 6 ngày", "day 2 of 6 days"."""
        vi = language == "vi"
        if self.days is None:
            return "số ngày không nêu" if vi else "number of days not stated"
        if self.all_days:
            return f"{self.count} ngày" if vi else _days(len(self.days))
        if len(self.days) == 1:
            place = f"ngày mở cửa thứ {self.days[0]}" if vi else f"day {self.days[0]}"
        elif self.days == tuple(range(1, len(self.days) + 1)):
            place = f"{self.count} ngày đầu" if vi else f"first {self.count}"
        else:
            listed = ", ".join(map(str, self.days))
            place = f"ngày {listed}" if vi else f"days {listed}"
        return f"{place} trên {self.of} ngày" if vi else f"{place} of {_days(self.of or 0)}"

    def lacks(self, language: Language) -> str:
        """What is still to come, in words; empty when nothing is known to be missing."""
        vi = language == "vi"
        parts = []
        if self.running:
            parts.append("đang diễn ra" if vi else "still running")
        if self.held:
            tills = number(self.tills, language)
            held = number(self.held, language)
            parts.append(
                f"{tills} máy còn giữ ít nhất {held} chứng từ chưa về"
                if vi
                else f"{tills} {_plural('till', self.tills)} still {'holds' if self.tills == 1 else 'hold'} "
                f"at least {held} {_plural('document', self.held)}"
            )
        return "; ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure: đồng or visits, in total or as a mean per open day, of some zones, over some days."""

    metric: Metric
    scope: Scope
    basis: Basis
    value: Fraction
    coverage: Coverage
    qualifier: Qualifier = "exact"

    def per_day(self) -> Measure:
        """The mean per open day, unrounded. Raises DaysUnknown."""
        if self.basis == "per-day":
            return self
        if not self.coverage.count:
            raise DaysUnknown("the days of this total are not stated")
        return replace(self, basis="per-day", value=self.value / self.coverage.count)

    def total(self) -> Measure:
        """The total over the days counted. Raises DaysUnknown."""
        if self.basis == "total":
            return self
        if not self.coverage.count:
            raise DaysUnknown("the days behind this mean are not stated")
        return replace(self, basis="total", value=self.value * self.coverage.count)

    def on(self, basis: Basis) -> Measure:
        """This figure on the other basis, or itself. Raises DaysUnknown."""
        return self.per_day() if basis == "per-day" else self.total()

    def printed(self, language: Language = "vi") -> Printed:
        """The figure, rounded once, half up, and what it is of."""
        figure = f"{_marked(QUALIFIER_WORDS[self.qualifier][language])}{self._amount(language)}"
        days = self.coverage.text(language)
        scope = SCOPE_WORDS[self.scope][language]
        if self.basis == "per-day":
            figure += "/ngày" if language == "vi" else " a day"
            basis = [scope, days]
        elif self.coverage.days is None:
            figure += f" {BASIS_WORDS['total'][language]}"
            basis = [scope, days]
        else:
            figure += f" trong {days}" if language == "vi" else f" {_when(days)}"
            basis = [scope]
        lacks = self.coverage.lacks(language)
        return Printed(figure, ", ".join([*basis, lacks] if lacks else basis))

    def text(self, language: Language = "vi") -> str:
        """ "ước 6.056,5 triệu đồng trong 6 ngày (khu trong tỉnh)"."""
        return str(self.printed(language))

    def as_json(self) -> dict[str, object]:
        """For machines: exact whole numbers, fractions as "numerator/denominator", and the printed text."""
        return {
            "metric": self.metric,
            "scope": self.scope,
            "basis": self.basis,
            "qualifier": self.qualifier,
            "value": _exact(self.value),
            "days": None if self.coverage.days is None else list(self.coverage.days),
            "days_of": self.coverage.of,
            "complete": self.coverage.complete,
            "documents_missing": self.coverage.held,
            "text": {"vi": self.text("vi"), "en": self.text("en")},
        }

    def _amount(self, language: Language) -> str:
        if self.metric == "takings":
            return millions(self.value, language)
        noun = "lượt khách" if language == "vi" else "visits"
        return f"{number(self.value, language)}{NBSP}{noun}"


Bound = Literal["none", "at-least", "at-most", "unknown"]

BOUND_WORDS: Mapping[Bound, Texts] = {
    "none": {"vi": "", "en": ""},
    "at-least": {"vi": "ít nhất", "en": "at least"},
    "at-most": {"vi": "nhiều nhất", "en": "at most"},
    "unknown": {"vi": "khoảng", "en": "about"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One edition's figure against another's: the ratio of the unrounded values.

    Raises NotOneBasis when they are not figures of the same thing over the same days: first days are never
    held against a full edition, plans never against results.
    """

    current: Measure
    prior: Measure

    def __post_init__(self) -> None:
        now, then = self.current, self.prior
        for code in ("metric", "scope", "basis"):
            if getattr(now, code) != getattr(then, code):
                raise NotOneBasis(code)
        if "planned" in (now.qualifier, then.qualifier):
            raise NotOneBasis("planned")
        both_full = now.coverage.all_days and then.coverage.all_days
        if not both_full and now.coverage.days != then.coverage.days:
            raise NotOneBasis("days")
        if then.value <= 0:
            raise NotOneBasis("nothing-before")

    @property
    def ratio(self) -> Fraction:
        return self.current.value / self.prior.value

    @property
    def fraction(self) -> Fraction:
        """The change itself: 0.0906 for +9,06 %."""
        return self.ratio - 1

    @property
    def bound(self) -> Bound:
        """What a floor ("over") or a ceiling ("nearly") makes of the change."""
        up = self.current.qualifier == "over" or self.prior.qualifier == "nearly"
        down = self.current.qualifier == "nearly" or self.prior.qualifier == "over"
        if up and down:
            return "unknown"
        return "at-least" if up else "at-most" if down else "none"

    @property
    def estimated(self) -> bool:
        return "estimated" in (self.current.qualifier, self.prior.qualifier)

    def printed(self, language: Language = "vi") -> Printed:
        """The change as a percentage, with its basis, and what was held against what."""
        return self._printed(percent_change(self.fraction, language), language)

    def text(self, language: Language = "vi") -> str:
        return str(self.printed(language))

    def times(self, language: Language = "vi") -> str:
        """As a ratio. "Lần" is read as a percentage by some, so both are given: "x1,50 (+50 %)"."""
        percent = _short(percent_change(self.fraction, language))
        return str(self._printed(f"x{number(self.ratio, language, digits=2)} ({percent})", language))

    def as_json(self) -> dict[str, object]:
        return {
            "basis": self.current.basis,
            "scope": self.current.scope,
            "ratio": _exact(self.ratio),
            "bound": self.bound,
            "estimated": self.estimated,
            "text": {"vi": self.text("vi"), "en": self.text("en")},
        }

    def _printed(self, figure: str, language: Language) -> Printed:
        vi = language == "vi"
        vague = self.estimated and self.bound != "unknown"
        marks = _marked(QUALIFIER_WORDS["estimated"][language] if vague else "")
        marks += _marked(BOUND_WORDS[self.bound][language])
        per = f" {BASIS_WORDS[self.current.basis][language]}"
        now, then = self.current.coverage, self.prior.coverage
        parts = [
            SCOPE_WORDS[self.current.scope][language],
            f"{now.text(language)} {'so với' if vi else 'against'} {then.text(language)}",
        ]
        parts += [lacks for lacks in (now.lacks(language), then.lacks(language)) if lacks]
        return Printed(f"{marks}{figure}{per}", ", ".join(parts))


def plausible(takings: Measure, visits: Measure) -> bool:
    """Whether takings per visit are usual. Outside of that a person is asked, never stopped."""
    low, high = USUAL_TAKINGS_PER_VISIT
    return visits.value > 0 and low <= takings.on(visits.basis).value / visits.value <= high


def combined(qualifiers: list[Qualifier]) -> Qualifier:
    """The qualifier of a sum. A floor and a ceiling together are no more than an estimate."""
    marks = set(qualifiers) - {"exact"}
    if "planned" in marks:
        return "planned"
    if len(marks) > 1:
        return "estimated"
    return marks.pop() if marks else "exact"


def _marked(word: str) -> str:
    return f"{word} " if word else ""


def _days(count: int) -> str:
    return f"{count} {_plural('day', count)}"


def _when(days: str) -> str:
    if days.startswith("first"):
        return f"in the {days}"
    return f"on {days}" if days.startswith("day") else f"in {days}"


def _short(percent: str) -> str:
    """ "+50,00 %" as "+50 %"."""
    body = percent.removesuffix(f"{NBSP}%")
    return f"{body.removesuffix('00').rstrip('.,') if body[-3:] in (',00', '.00') else body}{NBSP}%"


def _exact(value: Fraction) -> int | str:
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
