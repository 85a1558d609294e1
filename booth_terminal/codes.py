"""QR codes as rows of modules, for paper, page and PDF alike."""

from __future__ import annotations

from functools import lru_cache

import segno

QUIET = 4
"""White modules around a code. With fewer, some phones do not see it."""


_MASKS = (6, 4, None)
_RUN_MAX = 16


@lru_cache(maxsize=64)
def modules(payload: str) -> tuple[bytes, ...]:
    """One byte a module, 1 being dark, with the quiet zone around. Level M: 15 % of it may be smudged.

    Weighing all eight masks against each other takes longer than drawing the whole slip. So the two that
    come out even most often are tried first, and all eight (None) only where both leave a long bar.
    """
    for mask in _MASKS:
        code = segno.make(payload, error="m", micro=False, boost_error=False, mask=mask)
        rows = tuple(bytes(row) for row in code.matrix)
        if mask is None or _is_even(rows):
            break
    side = bytes(QUIET)
    above = (bytes(len(rows) + 2 * QUIET),) * QUIET
    return (*above, *(side + row + side for row in rows), *above)


def _is_even(rows: tuple[bytes, ...]) -> bool:
    """Whether no row and no column holds a long bar of one colour, which a reader might lose itself in."""
    bars = (b"\0" * (_RUN_MAX + 1), b"\1" * (_RUN_MAX + 1))
    lines = [*rows, *map(bytes, zip(*rows, strict=True))]
    return not any(bar in line for bar in bars for line in lines)


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
