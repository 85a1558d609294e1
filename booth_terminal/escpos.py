"""The few commands a receipt printer is given: begin, this picture, cut, open the drawer. Pure bytes."""

from __future__ import annotations

from typing import Literal

from PIL import Image

Cut = Literal["full", "part", "none"]

ROWS_MAX = 250
"""Rows of one picture command. Small enough for the buffers of cheap printers."""

_INVERTED = bytes(byte ^ 0xFF for byte in range(256))


def init() -> bytes:
    """Forget whatever the job before left: half a command, a font, a rotation."""
    return b"\x1b@"


def emit(image: Image.Image, rows: int = ROWS_MAX) -> bytes:
    """A picture of mode "1", a whole number of bytes wide, as `GS v 0` commands of at most `rows` rows.

    Some printers put out garbage at heights that are a multiple of 48, so no command has such a height.
    """
    assert image.mode == "1", "a printer knows black and white"
    assert image.width % 8 == 0, "a printer takes whole bytes of dots"
    assert 1 <= rows <= 4_095, "printers know no higher picture"
    across = image.width // 8
    # Pillow says 1 for white, the printer says 1 for black.
    dots = image.tobytes().translate(_INVERTED)
    out = bytearray()
    y = 0
    while y < image.height:
        count = min(rows, image.height - y)
        if count % 48 == 0:
            count -= 1
        out += b"\x1dv0\x00" + across.to_bytes(2, "little") + count.to_bytes(2, "little")
        out += dots[y * across : (y + count) * across]
        y += count
    return bytes(out)


def cut(kind: Cut = "part") -> bytes:
    """Feed until the slip is past the blade, and cut. A printer without a blade is only fed."""
    if kind == "none":
        return b"\x1bd\x05"
    return b"\x1dVA\x10" if kind == "full" else b"\x1dVB\x10"


def drawer(pin: Literal[2, 5] = 2) -> bytes:
    """The pulse that opens the cash drawer: 50 ms on, 500 ms of rest for its coil."""
    return b"\x1bp" + bytes((0 if pin == 2 else 1, 25, 250))
