"""Charts, drawn on the server as SVG: the same drawing goes to the page, the projector and the printer."""

from fairpos.web.charts.bars import Bar, Group, bars
from fairpos.web.charts.columns import (
    Column,
    Line,
    Share,
    band,
    columns,
    highest,
    meter,
    round_values,
)
from fairpos.web.charts.steps import Step, steps
from fairpos.web.charts.trends import Point, trends

__all__ = [
    "Bar",
    "Column",
    "Group",
    "Line",
    "Point",
    "Share",
    "Step",
    "band",
    "bars",
    "columns",
    "highest",
    "meter",
    "round_values",
    "steps",
    "trends",
]
