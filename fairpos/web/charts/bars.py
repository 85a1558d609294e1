"""Lying bars in groups: a part of a fair, and in it one bar an edition, each with its figure at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from fairpos.web.charts.canvas import PAGE, Canvas, picture

NAME_HEIGHT = 22
BAR_HEIGHT = 18
GAP = 12
ROOM = 0.42
"""What the longest bar takes of the width; the rest is for the figures behind the bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`text` stands behind the bar; one without a value is only its text."""

    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """The first bar is the edition that is looked at; the others stand behind it, paler each."""

    name: str
    bars: Sequence[Bar]


def bars(
    chart_id: str, title: str, description: str, groups: Sequence[Group], *, canvas: Canvas = PAGE
) -> Markup:
    """Groups of bars over one common scale that begins at nothing."""
    longest = max((bar.value or 0 for group in groups for bar in group.bars), default=0)
    drawn: list[Markup] = []
    y = 0
    for group in groups:
        drawn.append(canvas.text(0, y + 15, group.name, kind="label"))
        y += NAME_HEIGHT
        for place, bar in enumerate(group.bars):
            wide = ROOM * max(0.0, bar.value or 0) / longest if longest > 0 else 0.0
            if bar.value is not None and wide > 0:
                drawn.append(canvas.box(0, y, wide, BAR_HEIGHT - 4, kind=f"bar of-{min(place, 3)}"))
            drawn.append(canvas.text(wide, y + 12, bar.text, kind="value", after=6))
            y += BAR_HEIGHT
        y += GAP
    return picture(
        chart_id, title, description, Markup("").join(drawn), height=max(y - GAP, 1), canvas=canvas
    )
