"""What a native chart of a workbook is drawn from: a block of labels and series, for each shape of chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairpos.core.money import Language
from fairpos.core.report import Bar, Chart, Words

_COLOURS = ("#0B5B43", "#7FA898", "#B3C9C0", "#CFC8BA")
_BASE, _SUM = Words("Nền (không tô)", "Base (not filled)"), Words("Mức", "Sum")
_RISE, _FALL = Words("Tăng", "Rise"), Words("Giảm", "Fall")


@dataclass(frozen=True, slots=True)
class Series:
    """One value a label. Without a colour it only carries what is stacked on it."""

    name: str
    values: tuple[int | None, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is the chart's type as xlsxwriter names it."""

    kind: dict[str, str]
    labels: tuple[str, ...]
    series: tuple[Series, ...]


def block(chart: Chart, language: Language) -> Block:
    """The same bars as the drawing on the page."""
    match chart.shape:
        case "columns":
            return _columns(chart, language)
        case "bars":
            return _bars(chart, language)
        case "steps":
            return _steps(chart, language)


def _columns(chart: Chart, language: Language) -> Block:
    series = [Series(chart.series.text(language), tuple(bar.value for bar in chart.bars), _COLOURS[0])]
    if chart.prior_series.text(language):
        prior = tuple(bar.prior for bar in chart.bars)
        series.append(Series(chart.prior_series.text(language), prior, _COLOURS[3]))
    return Block({"type": "column"}, _labels(chart.bars, language), tuple(series))


def _bars(chart: Chart, language: Language) -> Block:
    """A label a part, a series an edition: the bars of a part stand in the order of the editions."""
    parts: dict[str, list[Bar]] = {}
    for bar in chart.bars:
        parts.setdefault(bar.group.text(language), []).append(bar)
    editions = next(iter(parts.values()), [])
    series = [
        Series(
            edition.label.text(language) or chart.series.text(language),
            tuple(bars[place].value for bars in parts.values()),
            _COLOURS[min(place, len(_COLOURS) - 1)],
        )
        for place, edition in enumerate(editions)
    ]
    return Block({"type": "column"}, tuple(parts), tuple(series))


def _steps(chart: Chart, language: Language) -> Block:
    """Stacked: an empty base, and on it the sum, or what was added or taken away."""
    base: list[int | None] = []
    sums: list[int | None] = []
    rises: list[int | None] = []
    falls: list[int | None] = []
    for bar in chart.bars:
        after, before = bar.value or 0, bar.prior
        base.append(None if before is None else min(before, after))
        sums.append(after if before is None else None)
        rises.append(after - before if before is not None and after >= before else None)
        falls.append(before - after if before is not None and after < before else None)
    series = (
        Series(_BASE.text(language), tuple(base), ""),
        Series(_SUM.text(language), tuple(sums), "#4A463C"),
        Series(_RISE.text(language), tuple(rises), "#0B5B43"),
        Series(_FALL.text(language), tuple(falls), "#8F1D14"),
    )
    return Block({"type": "column", "subtype": "stacked"}, _labels(chart.bars, language), series)


def _labels(bars: Sequence[Bar], language: Language) -> tuple[str, ...]:
    return tuple(bar.label.text(language) for bar in bars)
