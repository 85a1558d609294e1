"""Figures that cannot be printed without saying what they are.

Two editions of unequal length can be up per day and down in total, so a figure without its basis is not a
figure. Whatever prints here names its basis, its zones, its days and what is missing from it. Values stay
unrounded until they are printed; a change is the ratio of two unrounded means, less one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, NamedTuple

from fairpos.core.coverage import Coverage
from fairpos.core.measure_words import (
    BASES,
    BASIS_WORDS,
    METRIC_WORDS,
    METRICS,
    MONEY,
    NOUNS,
    QUALIFIER_WORDS,
    RATIO_WORDS,
    RATIOS,
    SCOPE_WORDS,
    SCOPES,
    SIZES,
    Basis,
    Metric,
    Qualifier,
    Scope,
    Texts,
)
from fairpos.core.money import NBSP, Language, dong, half_up, millions, number, percent_change

__all__ = [
    "BASES",
    "BASIS_WORDS",
    "BOUND_WORDS",
    "METRICS",
    "METRIC_WORDS",
    "QUALIFIER_WORDS",
    "SCOPES",
    "SCOPE_WORDS",
    "USUAL_TAKINGS_PER_VISIT",
    "Basis",
    "Bound",
    "Change",
    "Coverage",
    "DaysUnknown",
    "Measure",
    "Metric",
    "NotOneBasis",
    "Part",
    "Printed",
    "Qualifier",
    "Scope",
    "Texts",
    "combined",
    "of_two",
    "plausible",
]

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


class Part(NamedTuple):
    """A part of a fair that is no zone (a district, an exhibitor, Fridays), by its names."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure: đồng or things counted, in total or as a mean per open day, of some zones, over some days.

    `also` is a second mark of the same figure: "nearly", of what is itself an estimate. A ratio (takings per
    visit) and a size (booths) know no mean per day: they are what they are, and their basis is "total".
    """

    metric: Metric
    scope: Scope
    basis: Basis
    value: Fraction
    coverage: Coverage
    qualifier: Qualifier = "exact"
    also: Qualifier = "exact"
    part: Part | None = None

    def per_day(self) -> Measure:
        """The mean per open day, unrounded; a ratio or a size is itself. Raises DaysUnknown."""
        if self.basis == "per-day" or self.metric in RATIOS or self.metric in SIZES:
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
        figure = f"{self.marks(language)}{self.amount(language)}"
        days = self.coverage.text(language)
        scope = SCOPE_WORDS[self.scope][language] if self.part is None else self.part_text(language)
        if self.metric in RATIOS:
            figure += f" {RATIO_WORDS[self.metric][language]}"
            basis = [scope, days]
        elif self.metric in SIZES:
            basis = [scope]
        elif self.basis == "per-day":
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
            **({} if self.also == "exact" else {"also": self.also}),
            **({} if self.part is None else {"part": {"vi": self.part.vi, "en": self.part.en}}),
        }

    def part_text(self, language: Language) -> str:
        """The part in words, with its zone where it is of one: "Đông Triều, khu trong tỉnh"."""
        assert self.part is not None, "only a figure of a part names one"
        name = self.part.vi if language == "vi" else self.part.en
        return name if self.scope == "all" else f"{name}, {SCOPE_WORDS[self.scope][language]}"

    def marks(self, language: Language) -> str:
        """How sure the figure is, in words that stand before it: "ước gần "."""
        ranked = sorted((self.also, self.qualifier), key=("planned", "estimated").__contains__, reverse=True)
        return "".join(_marked(QUALIFIER_WORDS[one][language]) for one in ranked)

    def amount(self, language: Language) -> str:
        """The value and its unit alone, for where the rest stands beside it: "1.009,42 triệu đồng"."""
        if self.metric in RATIOS:
            return dong(half_up(self.value.numerator, self.value.denominator), language)
        if self.metric in MONEY:
            return millions(self.value, language)
        vi, one, many = NOUNS[self.metric]
        figure = number(self.value, language)
        return f"{figure}{NBSP}{vi if language == 'vi' else one if figure == '1' else many}"


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
        for code in ("metric", "scope", "part", "basis"):
            if getattr(now, code) != getattr(then, code):
                raise NotOneBasis(code)
        if "planned" in (now.qualifier, now.also, then.qualifier, then.also):
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
        now, then = ({side.qualifier, side.also} for side in (self.current, self.prior))
        up = "over" in now or "nearly" in then
        down = "nearly" in now or "over" in then
        if up and down:
            return "unknown"
        return "at-least" if up else "at-most" if down else "none"

    @property
    def estimated(self) -> bool:
        return any("estimated" in (side.qualifier, side.also) for side in (self.current, self.prior))

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
        metric, scope = self.current.metric, SCOPE_WORDS[self.current.scope][language]
        per = f" {(RATIO_WORDS[metric] if metric in RATIOS else BASIS_WORDS[self.current.basis])[language]}"
        now, then = self.current.coverage, self.prior.coverage
        parts = [scope if self.current.part is None else self.current.part_text(language)]
        if metric not in SIZES:
            parts.append(f"{now.text(language)} {'so với' if vi else 'against'} {then.text(language)}")
        parts += [lacks for lacks in (now.lacks(language), then.lacks(language)) if lacks]
        return Printed(f"{marks}{figure}{per}", ", ".join(parts))


def plausible(takings: Measure, visits: Measure) -> bool:
    """Whether takings per visit are usual. Outside of that a person is asked, never stopped."""
    low, high = USUAL_TAKINGS_PER_VISIT
    return visits.value > 0 and low <= takings.on(visits.basis).value / visits.value <= high


def of_two(numerator: Measure, denominator: Measure, metric: Metric) -> Measure:
    """A ratio of two figures of the same days. A floor over a ceiling bounds it, one over a floor does not.

    Raises DaysUnknown and NotOneBasis.
    """
    over, under = numerator, denominator
    if over.basis != under.basis:
        over, under = over.per_day(), under.per_day()
    days = {side.coverage.days for side in (over, under) if side.coverage.days is not None}
    if len(days) > 1:
        raise NotOneBasis("days")
    if under.value <= 0:
        raise NotOneBasis("nothing-before")
    marks = {over.qualifier, over.also}
    turned: dict[Qualifier, Qualifier] = {"over": "nearly", "nearly": "over"}
    marks |= {turned.get(mark, mark) for mark in (under.qualifier, under.also)}
    marks.discard("exact")
    bounds = sorted(marks & {"over", "nearly"})
    governing: list[Qualifier] = ["planned"] if "planned" in marks else []
    governing += bounds if len(bounds) == 1 else ["estimated"] if bounds else []
    governing += ["estimated"] if "estimated" in marks and len(bounds) < 2 else []
    coverage = over.coverage if over.coverage.days is not None else under.coverage
    held = max(over.coverage.held, under.coverage.held)
    return Measure(
        metric=metric,
        scope=over.scope,
        basis="total",
        value=over.value / under.value,
        coverage=replace(coverage, held=held, tills=max(over.coverage.tills, under.coverage.tills)),
        qualifier=(*governing, "exact")[0],
        also=(*governing, "exact", "exact")[1],
        part=over.part,
    )


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
