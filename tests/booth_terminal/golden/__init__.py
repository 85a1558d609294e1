"""The slips whose pictures stand beside this file. `python -m tests.booth_terminal.golden` redraws them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from PIL import Image

from booth_terminal import raster
from booth_terminal.slips import enrolment_slip, receipt, trial_page, x_report, z_report
from tests.slips import AT, LINK, NAMES, TRANSFER, mixed, refunded, shift, sold

FOLDER = Path(__file__).parent


@cache
def pictures() -> dict[str, Image.Image]:
    running = replace(shift(), closed_at=None, counted=None, notes=(), late=(), revision=0, reason="")
    slips = {
        "receipt": receipt(sold(), NAMES, "vi", link=LINK),
        "receipt-vietqr": receipt(sold(), NAMES, "vi", link=LINK, transfer=TRANSFER),
        "receipt-training-reprint": receipt(replace(mixed(), training=True), NAMES, "vi", copy=True),
        "receipt-english": receipt(mixed(), NAMES, "en", link=LINK),
        "refund": receipt(refunded(), NAMES, "vi", of="M1-12"),
        "x": x_report(running, NAMES, "vi"),
        "z": z_report(shift(), NAMES, "vi"),
        "enrolment": enrolment_slip("M1", NAMES, AT, "vi"),
    }
    drawn = {
        f"{name}-{width}": raster.draw(slip, width)
        for name, slip in slips.items()
        for width in (raster.WIDE, raster.NARROW)
        if width == raster.WIDE or name in ("receipt", "refund", "z")
    }
    for width in (raster.WIDE, raster.NARROW):
        drawn[f"test-page-{width}"] = raster.draw(trial_page("Máy in gian K12", AT, width, "vi"), width)
    return drawn
