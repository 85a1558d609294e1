"""A report before anybody shows it: figures, tables, charts and notes as data, in both languages.

A page, a PDF and a workbook are three ways to show the same data, and what a person signs is the data. So all
its words travel with it: a translation that changes later changes no paper that was signed. No percentage can
be made without saying what it is of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from fairpos.core.business_day import local
from fairpos.core.money import NBSP, Language, dong, number, percent_change

Kind = Literal["text", "dong", "count", "quantity", "area", "percent", "change", "day", "moment"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""text: words. dong: whole đồng. count: a whole number of things. quantity: thousandths of a unit. area:
square decimetres, printed as m². percent: a share of a whole; change: against another figure (both are
fractions, and name their basis). day: an ISO date. moment: Unix milliseconds."""

PERCENT: frozenset[Kind] = frozenset({"percent", "change"})

ReportKind = Literal["flash", "booth", "exhibitor", "z", "vat", "closing", "result", "statistics"]
REPORT_KINDS: tuple[ReportKind, ...] = get_args(ReportKind)

Shape = Literal["columns", "bars", "steps"]
"""columns: upright bars, the previous edition's as an outline behind each. bars: lying bars in groups, one an
edition. steps: from one sum to another, each bar from where the sum stood to where it stands."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    vi: str
    en: str

    def text(self, language: Language) -> str:
        return self.vi if language == "vi" else self.en


NOTHING = Words("", "")

Value = str | int | Fraction | Words | None
"""What stands in a place: None is printed as a dash, and is no zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`basis` is what the column's percentages are of; it may not be missing there."""

    key: str
    title: Words
    kind: Kind = "text"
    basis: Words = NOTHING

    def __post_init__(self) -> None:
        assert self.kind not in PERCENT or self.basis != NOTHING, f"{self.key}: a percentage of nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`basis` says what the figures are of: which days, which zones, with or without VAT. `total` is a last
    row that the rows above add up to."""

    key: str
    title: Words
    basis: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None

    def __post_init__(self) -> None:
        lines = (*self.rows, self.total) if self.total is not None else self.rows
        assert all(len(row) == len(self.columns) for row in lines), f"{self.key}: a row with other columns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure that stands alone, with its basis and scope, and what it covers or lacks."""

    key: str
    label: Words
    kind: Kind
    value: Value
    basis: Words
    scope: Words
    coverage: Words = NOTHING

    def __post_init__(self) -> None:
        assert self.basis != NOTHING, f"{self.key}: a figure without its basis"
        assert self.scope != NOTHING, f"{self.key}: a figure without its scope"

    def about(self, language: Language) -> str:
        """Everything the figure may not stand without, in one line."""
        parts = (self.basis, self.scope, self.coverage)
        return "; ".join(text for part in parts if (text := part.text(language)))


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart. `prior` is the previous edition's, where it is known; of a step it is the sum
    before it, and None where the bar is a whole sum. `group` is the part that a lying bar is of. `said`
    stands beside the bar where its figure needs more than its value (a floor, what it is per). A bar
    without a value is only its words."""

    label: Words
    value: int | None
    prior: int | None = None
    group: Words = NOTHING
    said: Words = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars of đồng or counts. Its figures stand in a table too: a chart alone is never a source."""

    key: str
    title: Words
    description: Words
    kind: Kind
    bars: tuple[Bar, ...]
    series: Words
    prior_series: Words = NOTHING
    shape: Shape = "columns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    title: Words
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`subject` is what it is of besides the fair: an ISO day, a booth, an exhibitor, or "".

    `at` is the moment its figures were taken. `due` is the last day on which it has to be handed in (ISO). A
    comparison is set as a report is, but nobody keeps or signs it.
    """

    kind: ReportKind | Literal["comparison"]
    subject: str
    title: Words
    subtitle: Words
    fair: Words
    at: int
    sections: tuple[Section, ...]
    notes: tuple[Words, ...] = ()
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two reports differ; None where the place is in one of them only."""

    where: Words
    what: Words
    kind: Kind
    before: Value
    after: Value


def shown(value: Value, kind: Kind, language: Language) -> str:
    """A value as it is printed, the same on the page, on paper and wherever a workbook holds text."""
    if value is None or value == "":
        return "–"
    if isinstance(value, Words):
        return value.text(language) or "–"
    if isinstance(value, str):
        return _day(value) if kind == "day" else value
    match kind:
        case "dong":
            return dong(whole(value), language)
        case "area":
            return f"{_trimmed(Fraction(value, 100), language)}{NBSP}m²"
        case "quantity":
            return _trimmed(Fraction(value, 1000), language, digits=3)
        case "percent":
            return f"{number(Fraction(value) * 100, language, digits=2)}{NBSP}%"
        case "change":
            return percent_change(Fraction(value), language)
        case "moment":
            return local(whole(value)).strftime("%d/%m/%Y %H:%M")
        case _:
            return number(value, language)


def whole(value: int | Fraction) -> int:
    """The whole number that a đồng, a count or a moment is."""
    assert Fraction(value).denominator == 1, "money and counts are whole"
    return int(value)


def differences(before: Report, after: Report) -> tuple[Difference, ...]:
    """Every figure and cell in which `after` says something else, in its own order. When the figures were
    taken is no difference, and neither are notes: what is still on its way changes by the minute."""
    old, new = dict(_places(before)), dict(_places(after))
    found = []
    for place in dict.fromkeys((*new, *old)):
        was, is_ = old.get(place), new.get(place)
        known = is_ or was
        assert known is not None, "every place is in one of them"
        if was is None or is_ is None or was.value != is_.value:
            found.append(
                Difference(
                    known.where,
                    known.what,
                    known.kind,
                    was.value if was else None,
                    is_.value if is_ else None,
                )
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Place:
    where: Words
    what: Words
    kind: Kind
    value: Value


def _places(report: Report) -> Iterator[tuple[tuple[object, ...], _Place]]:
    for section in report.sections:
        for figure in section.figures:
            key = (section.key, figure.key)
            yield key, _Place(section.title, figure.label, figure.kind, figure.value)
        for table in section.tables:
            yield from _cells(section, table)


def _cells(section: Section, table: Table) -> Iterator[tuple[tuple[object, ...], _Place]]:
    """Cells by the first column of their row, which says what the row is; equal ones are counted through."""
    met: Counter[Value] = Counter()
    total = Words("Tổng cộng", "Total")
    for row in (*table.rows, table.total):
        if row is None:
            continue
        of = row[0] if row is not table.total else total
        met[of] += 1
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            name = _both(of, table.columns[0].kind)
            what = Words(f"{name.vi}: {column.title.vi}", f"{name.en}: {column.title.en}")
            key = (section.key, table.key, of, met[of], column.key)
            yield key, _Place(table.title, what, column.kind, cell)


def _both(value: Value, kind: Kind) -> Words:
    return Words(shown(value, kind, "vi"), shown(value, kind, "en"))


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _trimmed(value: Fraction, language: Language, *, digits: int = 2) -> str:
    text = number(value, language, digits=digits)
    return text.rstrip("0").rstrip(".,")
