"""QR codes as rows of modules, for paper, page and PDF alike."""

from __future__ import annotations

from functools import lru_cache

import segno

QUIET = 4
"""White modules around a code. With fewer, some phones do not see it."""


# Making one costs more than drawing the rest of a slip, and a reprint needs the same again.
@lru_cache(maxsize=64)
def modules(payload: str) -> tuple[bytes, ...]:
    """One byte a module, 1 being dark, with the quiet zone around. Level M: 15 % of it may be smudged."""
    code = segno.make(payload, error="m", micro=False, boost_error=False)
    return tuple(bytes(row) for row in code.matrix_iter(border=QUIET))


def svg_path(payload: str) -> tuple[int, str]:
    """The side in modules, and the dark ones as the path of an SVG, a bar for each run in a row."""
    rows = modules(payload)
    bars = []
    for y, row in enumerate(rows):
        x = 0
        while (x := row.find(1, x)) >= 0:
            end = row.find(0, x)
            bars.append(f"M{x} {y}h{end - x}v1H{x}z")
            x = end
    return len(rows), "".join(bars)


def svg(payload: str) -> str:
    """A code as a whole SVG, black on white."""
    side, path = svg_path(payload)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>'
    )
