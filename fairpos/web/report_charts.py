"""The charts of a report: one drawing for the page, which styles it, and for paper, which cannot.

On paper a drawing has a width of its own and carries its colours with it.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

from markupsafe import Markup

from fairpos.core.money import Language, number
from fairpos.core.report import Bar, Chart, Words, shown
from fairpos.web import charts
from fairpos.web.charts.canvas import PAGE, Canvas
from fairpos.web.report_words import MILLIONS

_PAPER_WIDTH = 680
_PAPER = Canvas(_PAPER_WIDTH)
_PAPER_STYLE = Markup(
    "<style>"
    ".bar{fill:#0b5b43}.prior{fill:none;stroke:#4a463c;stroke-width:1.5}.base{stroke:#4a463c}"
    ".across{stroke:#cfc8ba;stroke-dasharray:2 4}"
    "text{font-family:'Be Vietnam Pro';font-size:12px;fill:#4a463c}.tick{text-anchor:middle}"
    "</style>"
)
_GROUPS = Words("Mỗi phần một nhóm thanh, mỗi kỳ một thanh", "One group of bars a part, one bar an edition")
_STEPS = Words(
    "Mỗi thanh đi từ mức trước đến mức sau; thang đo có thể bắt đầu trên số không",
    "Each bar goes from the sum before to the sum after; the scale may begin above nothing",
)


def drawing(chart: Chart, language: Language) -> Markup:
    """The chart as the page shows it: an image with a title and a description."""
    return _drawn(chart, language, PAGE)


def paper_drawing(chart: Chart, language: Language) -> bytes:
    """The same drawing for typst."""
    if chart.shape != "columns":
        return str(_drawn(chart, language, _PAPER)).encode(errors="replace")
    head, rest = str(_columns(chart, language)).split(">", 1)
    head = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    head = head.replace('width="100%"', f'width="{_PAPER_WIDTH}"', 1)
    return f"{head}>{_PAPER_STYLE}{rest}".encode(errors="replace")


def legend(chart: Chart, language: Language) -> str:
    """What the bars are, and in which unit the scale is."""
    if chart.shape != "columns":
        return "" if _is_plain(chart) else f"{(_GROUPS if chart.shape == 'bars' else _STEPS).text(language)}."
    vi = language == "vi"
    series, prior = chart.series.text(language), chart.prior_series.text(language)
    said = f"Cột đặc: {series}" if vi else f"Solid bars: {series}"
    if prior:
        said += f"; khung: {prior}" if vi else f"; outlines: {prior}"
    if chart.kind == "dong":
        said += f"; thang đo: {MILLIONS.vi}" if vi else f"; scale: {MILLIONS.en}"
    return said + "."


def _is_plain(chart: Chart) -> bool:
    """Lying bars of one edition: their names say all there is to say."""
    return chart.shape == "bars" and not any(bar.label.vi for bar in chart.bars)


def bar_text(bar: Bar, chart: Chart, language: Language) -> str:
    """What stands beside a bar: its own words, else its value; of a step, by how much the sum moved."""
    if chart.shape == "steps" and bar.value is not None and bar.prior is not None:
        moved = shown(bar.value - bar.prior, chart.kind, language)
        return f"+{moved}" if bar.value > bar.prior else moved
    return bar.said.text(language) or shown(bar.value, chart.kind, language)


def _drawn(chart: Chart, language: Language, canvas: Canvas) -> Markup:
    match chart.shape:
        case "bars":
            return _bars(chart, language, canvas)
        case "steps":
            return _steps(chart, language, canvas)
        case "columns":
            return _columns(chart, language)


def _columns(chart: Chart, language: Language) -> Markup:
    bars = [
        charts.Column(
            label=bar.label.text(language),
            value=bar.value,
            prior=bar.prior,
            text=f"{bar.label.text(language)}: {bar_text(bar, chart, language)}",
        )
        for bar in chart.bars
    ]
    unit = 1_000_000 if chart.kind == "dong" else 1
    lines = [
        charts.Line(value=value, text=number(Fraction(value, unit), language))
        for value in charts.round_values(charts.highest(bars))
        if value >= unit
    ]
    return charts.columns(
        chart.key, chart.title.text(language), _described(chart, language), bars, lines=lines, height=200
    )


def _bars(chart: Chart, language: Language, canvas: Canvas) -> Markup:
    groups = [
        charts.Group(
            group.text(language),
            [charts.Bar(bar.value, _beside(bar, chart, language)) for bar in bars],
        )
        for group, bars in groupby(chart.bars, key=lambda bar: bar.group)
    ]
    return charts.bars(
        chart.key, chart.title.text(language), _described(chart, language), groups, canvas=canvas
    )


def _beside(bar: Bar, chart: Chart, language: Language) -> str:
    """The figure, and of which edition it is where there are several."""
    return " · ".join(filter(None, (bar_text(bar, chart, language), bar.label.text(language))))


def _steps(chart: Chart, language: Language, canvas: Canvas) -> Markup:
    parts = [
        charts.Step(
            bar.label.text(language),
            bar.prior or 0,
            bar.value or 0,
            bar_text(bar, chart, language),
            whole=bar.prior is None,
        )
        for bar in chart.bars
    ]
    return charts.steps(
        chart.key, chart.title.text(language), _described(chart, language), parts, canvas=canvas
    )


def _described(chart: Chart, language: Language) -> str:
    return f"{chart.description.text(language)} {legend(chart, language)}".strip()
