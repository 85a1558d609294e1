"""A slip as a PDF of one page, 80 mm wide and as long as it needs: to keep, to send, to print elsewhere."""

from __future__ import annotations

import json
import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from booth_terminal import codes
from booth_terminal.lettering import FOLDER, legible
from booth_terminal.slip import Banner, Code, Pair, Row, Rule, Ruler, Slip, Space, Text

LAYOUT = Path(__file__).parent / "slip.typ"

_WORD_MAX = 24
_lock = threading.Lock()


# A PDF takes some hundredths of a second, and a phone asks for the same one two or three times.
@lru_cache(maxsize=32)
def pdf(slip: Slip) -> bytes:
    rows = [row for row in map(_as_data, slip.rows) if row]
    told = json.dumps({"title": legible(slip.title), "language": slip.language, "rows": rows})
    with _lock:  # one compiler, one document at a time
        made = _compiler().compile(format="pdf", sys_inputs={"slip": told}, timestamp=0)
    assert isinstance(made, bytes), "one format, one file"
    return made


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(LAYOUT, font_paths=[FOLDER], ignore_system_fonts=True)


def _breakable(text: str) -> str:
    """Legible text whose overlong words may be broken anywhere: the layout itself breaks at spaces alone."""
    words = (
        word if len(word) <= _WORD_MAX else "\N{ZERO WIDTH SPACE}".join(word)
        for word in legible(text).split(" ")
    )
    return " ".join(words)


def _as_data(row: Row) -> dict[str, Any] | None:
    """A row as the layout reads it. A ruler measures a printer and has no place in a file."""
    match row:
        case Text(text, size, side):
            if text.startswith(("https://", "http://")) and " " not in text:
                return {"kind": "link", "address": text, "shown": legible(text)}
            return {"kind": "text", "text": _breakable(text), "size": size, "side": side}
        case Pair(left, right, size, inset):
            return {"kind": "pair", "left": _breakable(left), "right": _breakable(right), "size": size,
                    "inset": inset}  # fmt: skip
        case Banner(text):
            return {"kind": "banner", "text": legible(text)}
        case Rule():
            return {"kind": "rule"}
        case Space():
            return {"kind": "space"}
        case Code(payload, name):
            return {"kind": "code", "svg": codes.svg(payload), "name": legible(name)}
        case Ruler():
            return None
