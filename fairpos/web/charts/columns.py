"""Charts, drawn on the server as SVG: the same drawing goes to the page, the projector and the printer.

Every chart is an image with a title and a description, and the template that shows it puts its table beside
it. Places across are percentages and places down are pixels, so a chart grows with its column while its
letters keep their size. Colours are classes in site.css: nothing here is styled inline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

HEIGHT = 220
AXIS = 26
HEADROOM = 22
GUTTER = 0.11


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One upright bar: its label, its value, that of the previous edition if known, and the value in words.

    A bar without a value (a day that has not come) draws only its outline.
    """

    label: str
    value: int | None
    prior: int | None = None
    text: str = ""
    mark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One part of a whole that lies on its side; `key` picks its colour and pattern."""

    key: str
    value: int


def _percent(numerator: float, denominator: float) -> str:
    return f"{100 * numerator / denominator:.3f}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line across at a round value, with the value in words."""

    value: int
    text: str


def highest(bars: Sequence[Column]) -> int:
    """The tallest value drawn, 0 when there is nothing to draw."""
    return max((value or 0 for bar in bars for value in (bar.value, bar.prior)), default=0)


def round_values(top: int) -> list[int]:
    """One to three round values below `top` for the lines across: 1, 2 or 5 times a power of ten apart."""
    if top <= 0:
        return []
    step = next(
        factor * 10**power
        for power in range(len(str(top)) + 1)
        for factor in (1, 2, 5)
        if top // (factor * 10**power) <= 3
    )
    return list(range(step, top + 1, step))


def columns(
    chart_id: str,
    title: str,
    description: str,
    bars: Sequence[Column],
    *,
    lines: Sequence[Line] = (),
    height: int = HEIGHT,
) -> Markup:
    """Upright bars, each with the previous edition's as an outline behind it."""
    tallest = highest(bars)
    left, count = (GUTTER if lines else 0.0), max(1, len(bars))

    def across(place: float) -> str:
        """A place among the bars, to the right of the gutter in which the scale stands."""
        return f"{100 * (left + (1 - left) * place / count):.3f}%"

    def wide(share: float) -> str:
        return f"{100 * (1 - left) * share / count:.3f}%"

    # A negative hour (more given back than sold) is drawn as nothing; its table row says it.
    top, floor = HEADROOM, height - AXIS
    parts: list[Markup] = []
    for line in lines:
        y = floor - line.value * (floor - top) / max(1, tallest)
        parts.append(
            Markup('<line class="across" x1="{x}" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>').format(
                x=across(0), y=y
            )
        )
    for i, bar in enumerate(bars):
        if bar.prior is not None and tallest > 0:
            tall = max(0, bar.prior) * (floor - top) / tallest
            parts.append(
                Markup('<rect class="prior" x="{}" width="{}" y="{:.1f}" height="{:.1f}"/>').format(
                    across(i + 0.12), wide(0.76), floor - tall, tall
                )
            )
        if bar.value is not None and tallest > 0:
            tall = max(0, bar.value) * (floor - top) / tallest
            kind = "bar now" if bar.mark else "bar"
            parts.append(
                Markup(
                    '<rect class="{}" x="{}" width="{}" y="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
                ).format(kind, across(i + 0.22), wide(0.56), floor - tall, tall, bar.text)
            )
        parts.append(
            Markup('<text class="tick{}" x="{}" y="{}">{}</text>').format(
                " odd" if i % 2 else "", across(i + 0.5), height - 7, bar.label
            )
        )
    for line in lines:
        y = floor - line.value * (floor - top) / max(1, tallest)
        parts.append(Markup('<text class="scale" x="0" y="{:.1f}">{}</text>').format(y + 5, line.text))
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{id}-title {id}-text" width="100%" height="{height}">'
        '<title id="{id}-title">{title}</title><desc id="{id}-text">{text}</desc>'
        '<line class="base" x1="0" x2="100%" y1="{floor}" y2="{floor}"/>{parts}</svg>'
    ).format(
        id=chart_id, height=height, title=title, text=description, floor=floor, parts=Markup("").join(parts)
    )


def band(chart_id: str, title: str, parts: Sequence[Share], *, height: int = 28) -> Markup:
    """One bar cut into its parts, each with its own pattern, so that no one needs to tell colours apart."""
    whole = sum(max(0, part.value) for part in parts)
    drawn: list[Markup] = []
    left = 0
    for part in parts:
        value = max(0, part.value)
        if whole and value:
            place = Markup('x="{}" width="{}" y="0" height="{}"').format(
                _percent(left, whole), _percent(value, whole), height
            )
            drawn.append(Markup('<rect class="part {}" {}/>').format(part.key, place))
            if part.key in _PATTERNS:
                drawn.append(Markup('<rect fill="url(#{}-{})" {}/>').format(chart_id, part.key, place))
        left += value
    patterns = Markup("").join(
        Markup('<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse">{}</pattern>').format(
            chart_id, key, pattern
        )
        for key, pattern in _PATTERNS.items()
    )
    return Markup(
        '<svg class="band" role="img" aria-labelledby="{id}-title" width="100%" height="{height}">'
        '<title id="{id}-title">{title}</title><defs>{patterns}</defs>{parts}</svg>'
    ).format(id=chart_id, title=title, height=height, patterns=patterns, parts=Markup("").join(drawn))


_PATTERNS = {
    "other-province": Markup('<path class="hatch" d="M-2 2 2-2M0 8 8 0M6 10 10 6"/>'),
    "foreign": Markup('<circle class="dot" cx="4" cy="4" r="1.6"/>'),
    "unknown": Markup('<path class="hatch" d="M0 4H8M4 0V8"/>'),
}


def meter(value: int, highest: int) -> Markup:
    """A thin bar behind a row of a ranking. It repeats what the row says in figures, so it is silent."""
    wide = _percent(max(0, value), highest) if highest > 0 else "0%"
    return Markup(
        '<svg class="meter" aria-hidden="true" width="100%" height="6">'
        '<rect class="bar" width="{}" height="6"/></svg>'
    ).format(wide)
