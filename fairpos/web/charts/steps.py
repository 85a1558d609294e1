"""Steps from one sum to another: what each part added or took away, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from fairpos.web.charts.canvas import PAGE, Canvas, picture

ROW = 52
BAR = 22


@dataclass(frozen=True, slots=True)
class Step:
    """A part reaches from the sum before it to the sum after it; a `whole` one begins at nothing."""

    name: str
    before: int
    after: int
    text: str
    whole: bool = False


def steps(
    chart_id: str, title: str, description: str, parts: Sequence[Step], *, canvas: Canvas = PAGE
) -> Markup:
    """The first and the last step are the sums, those between add up to their difference.

    The scale begins below the smallest sum where all lie far from nothing, and the page says so in words.
    """
    values = [value for part in parts for value in (part.before, part.after) if not part.whole or value]
    low, high = floor(values), max(values, default=1)
    span = max(1, high - low)

    def place(value: int) -> float:
        return max(0.0, (value - low) / span)

    drawn: list[Markup] = []
    for number, part in enumerate(parts):
        y = number * ROW
        first, last = (low if part.whole else part.before), part.after
        left, right = sorted((place(first), place(last)))
        kind = "bar whole" if part.whole else "bar up" if part.after >= part.before else "bar down"
        drawn.append(canvas.text(0, y + 15, f"{part.name}: {part.text}", kind="label"))
        drawn.append(canvas.box(left, y + 22, max(right - left, 0.004), BAR, kind=kind))
    return picture(
        chart_id, title, description, Markup("").join(drawn), height=len(parts) * ROW, canvas=canvas
    )


def floor(values: Sequence[int]) -> int:
    """Where the scale begins: at nothing, or at half the smallest sum where the sums are close together."""
    if not values or min(values) <= 0 or max(values) - min(values) > min(values) // 2:
        return min(0, *values) if values else 0
    return max(0, min(values) - (max(values) - min(values)) * 2)
