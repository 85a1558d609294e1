"""Papers as PDF: a typst template from `templates/print`, its data as JSON, and pictures by name.

    typeset.pdf("floor.typ", {"title": …, "language": "vi", …}, images={"plan": svg})

Data is never markup: the template reads it as values, so whatever a person typed stays text. Each weight is
one whole font file, because a font that is cut into alphabets prints a wrong "ư" and copies as "Nguyễễn".
The file is tagged and follows PDF/UA: a paper without a title, or a picture without words, does not come out.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from fairpos import resources

FONTS = Path(__file__).parent / "fonts"
FOLDER = "print"

_BOX = "\N{WHITE SQUARE}"
_VARIATIONS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_WORD_MAX = 40
_lock = threading.Lock()


class NoSuchPaper(LookupError):
    """There is no template of this name in `templates/print`."""


def pdf(template: str, data: Mapping[str, Any], *, images: Mapping[str, bytes] | None = None) -> bytes:
    """One PDF. The same arguments give the same bytes.

    `data` holds what JSON can hold and at least `title` and `language`. `images` are SVG, PNG, JPEG or WebP.
    Raises NoSuchPaper; typst.TypstError where the template itself is wrong.
    """
    layout = resources.templates() / FOLDER / template
    if not layout.is_file():
        raise NoSuchPaper(template)
    told = {
        "data": json.dumps(_plain(data), ensure_ascii=False),
        "images": json.dumps({name: _image(body) for name, body in (images or {}).items()}),
    }
    with _lock:  # one compiler, one document at a time
        made = _compiler(layout).compile(format="pdf", sys_inputs=told, timestamp=0, pdf_standards=["ua-1"])
    assert isinstance(made, bytes), "one format, one file"
    return made


@cache
def _compiler(layout: Path) -> typst.Compiler:
    return typst.Compiler(layout, root=layout.parent, font_paths=[FONTS], ignore_system_fonts=True)


def _image(body: bytes) -> str | list[int]:
    """A drawing travels as text, a photograph as the numbers of its bytes."""
    if not body.lstrip().startswith(b"<"):
        return list(body)
    return "".join(map(_sign, body.decode()))


def _plain(value: Any) -> Any:
    """The same data with every text as it can stand on paper."""
    if isinstance(value, str):
        return _legible(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    return value


def _legible(text: str) -> str:
    """Composed, with a box for each sign that is no letter; words no line holds may be broken anywhere."""
    shown = "".join(map(_sign, unicodedata.normalize("NFC", text)))
    words = (
        word if len(word) <= _WORD_MAX else "\N{ZERO WIDTH SPACE}".join(word) for word in shown.split(" ")
    )
    return " ".join(words)


def _sign(letter: str) -> str:
    """The letter, or a box for what is none and for what no font of ours has.

    Marks that are not part of a composed letter (vowels of Thai, tones without a letter) are of no font of
    ours either; those that only choose how a sign looks are left out.
    """
    if letter == "\n":
        return letter
    if letter in _VARIATIONS:
        return ""
    if _is_control(letter) or unicodedata.category(letter).startswith("M"):
        return _BOX
    return letter if letter.isascii() or _has(letter) else _BOX


@lru_cache(maxsize=20_000)
def _has(letter: str) -> bool:
    """Whether the fonts have a letter: a paper with one that they lack would not come out at all.

    Asked of the setter itself, once a letter, since its own fonts stand behind ours.
    """
    layout = resources.templates() / FOLDER / "_letters.typ"
    with _lock:
        try:
            _compiler(layout).compile(format="pdf", sys_inputs={"letters": letter}, pdf_standards=["ua-1"])
        except typst.TypstError:
            return False
    return True


def _is_control(letter: str) -> bool:
    """Control characters, and what turns the direction of writing (Cf), halves of letters, no letters."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Cn", "Co"}
