"""A line over the years: one point an edition, a broken line where years are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from fairpos.web.charts.canvas import PAGE, Canvas, picture

TOP, FLOOR, HEIGHT = 34, 168, 196


@dataclass(frozen=True, slots=True)
class Point:
    """`value` is None for an edition without the figure; `after_gap` breaks the line before it."""

    label: str
    value: float | None
    text: str
    after_gap: bool = False


def trends(
    chart_id: str, title: str, description: str, points: Sequence[Point], *, canvas: Canvas = PAGE
) -> Markup:
    """One line over editions in their order, on a scale that begins at nothing."""
    highest = max((point.value or 0 for point in points), default=0)
    count = max(1, len(points))

    def across(place: int) -> float:
        return (place + 0.5) / count

    def down(value: float) -> float:
        return FLOOR - (FLOOR - TOP) * (value / highest if highest > 0 else 0)

    drawn = [canvas.line(0, FLOOR, 1, FLOOR, kind="base")]
    before: tuple[int, float] | None = None
    for place, point in enumerate(points):
        if point.value is not None:
            if before is not None:
                kind = "trend broken" if point.after_gap or place - before[0] > 1 else "trend"
                drawn.append(
                    canvas.line(across(before[0]), before[1], across(place), down(point.value), kind=kind)
                )
            before = (place, down(point.value))
    for place, point in enumerate(points):
        drawn.append(canvas.text(across(place), HEIGHT - 8, point.label, kind="tick", middle=True))
        if point.value is not None:
            y = down(point.value)
            drawn.append(
                canvas.dot(across(place), y, kind="dot-of-trend", says=f"{point.label}: {point.text}")
            )
            drawn.append(canvas.text(across(place), y - 10, point.text, kind="tick", middle=True))
    return picture(chart_id, title, description, Markup("").join(drawn), height=HEIGHT, canvas=canvas)
