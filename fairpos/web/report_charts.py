"""The charts of a report: one drawing for the page, which styles it, and for paper, which cannot.

On paper a drawing has a width of its own and carries its colours with it.
"""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from fairpos.core.money import Language, number
from fairpos.core.report import Chart, shown
from fairpos.web import charts
from fairpos.web.report_words import MILLIONS

_PAPER_WIDTH = 680
_PAPER_STYLE = Markup(
    "<style>"
    ".bar{fill:#0b5b43}.prior{fill:none;stroke:#4a463c;stroke-width:1.5}.base{stroke:#4a463c}"
    ".across{stroke:#cfc8ba;stroke-dasharray:2 4}"
    "text{font-family:'Be Vietnam Pro';font-size:12px;fill:#4a463c}.tick{text-anchor:middle}"
    "</style>"
)


def drawing(chart: Chart, language: Language) -> Markup:
    """The chart as the page shows it: an image with a title and a description."""
    bars = [
        charts.Column(
            label=bar.label.text(language),
            value=bar.value,
            prior=bar.prior,
            text=f"{bar.label.text(language)}: {shown(bar.value, chart.kind, language)}",
        )
        for bar in chart.bars
    ]
    unit = 1_000_000 if chart.kind == "dong" else 1
    lines = [
        charts.Line(value=value, text=number(Fraction(value, unit), language))
        for value in charts.round_values(charts.highest(bars))
        if value >= unit
    ]
    described = f"{chart.description.text(language)} {legend(chart, language)}"
    return charts.columns(chart.key, chart.title.text(language), described, bars, lines=lines, height=200)


def legend(chart: Chart, language: Language) -> str:
    """What the bars are, and in which unit the scale is."""
    vi = language == "vi"
    series, prior = chart.series.text(language), chart.prior_series.text(language)
    said = f"Cột đặc: {series}" if vi else f"Solid bars: {series}"
    if prior:
        said += f"; khung: {prior}" if vi else f"; outlines: {prior}"
    if chart.kind == "dong":
        said += f"; thang đo: {MILLIONS.vi}" if vi else f"; scale: {MILLIONS.en}"
    return said + "."


def paper_drawing(chart: Chart, language: Language) -> bytes:
    """The same drawing for typst."""
    drawn = str(drawing(chart, language))
    head, rest = drawn.split(">", 1)
    head = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    head = head.replace('width="100%"', f'width="{_PAPER_WIDTH}"', 1)
    return f"{head}>{_PAPER_STYLE}{rest}".encode()
