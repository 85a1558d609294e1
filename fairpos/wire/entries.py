"""What a person states, in a form or in a row of a list, read field by field with every fault kept.

    entry = Entry(texts)                      # {"name": "Mực khô", "price": "hai trăm"}
    name = entry.text("name", required=True)
    price = entry.dong("price")
    entry.faults                              # {"price": "not-money"}, keys of the words "cell"

A field with a fault reads as empty; whoever asks looks at `faults` before using anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale

from fairpos.core.document import is_name
from fairpos.core.search import search_key
from fairpos.wire import cells
from fairpos.wire.cells import BadCell, Cell, clean


class Entry:
    """The texts of one entry. Values of a form are as good as those of a sheet."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts: dict[str, str] = {}
        self.faults: dict[str, str] = {}
        for key, text in texts.items():
            plain, sound = clean(text)
            self.texts[key] = plain
            if not sound:
                self.faults[key] = "control"

    def text(self, key: str, *, most: int = 200, required: bool = False, lines: bool = False) -> str:
        text = self.texts.get(key, "")
        if not lines:
            text = " ".join(text.split())
        if required and not text:
            self.faults.setdefault(key, "missing")
        elif len(text) > most:
            self.faults.setdefault(key, "too-long")
        return "" if key in self.faults else text

    def name(self, key: str) -> str:
        """A short key such as a booth's or an exhibitor's; "" when none is stated."""
        text = self.text(key, most=64)
        # "new" is the address of a page.
        if text == "new" or (text and not is_name(text)):
            self.faults[key] = "not-a-code"
            return ""
        return text

    def day(self, key: str, *, required: bool = False) -> str:
        text = self.text(key, required=required)
        if not text:
            return ""
        try:
            return cells.day(Cell(text, "", 0, 0))
        except BadCell as bad:
            self.faults[key] = bad.code
            return ""

    def dong(self, key: str, *, required: bool = False, otherwise: int = 0) -> int:
        text = self.text(key, required=required)
        if not text:
            return otherwise
        try:
            return cells.dong(Cell(text, "", 0, 0))
        except BadCell as bad:
            self.faults[key] = bad.code
            return otherwise

    def whole(self, key: str, *, least: int, most: int) -> int | None:
        text = self.text(key)
        if not text:
            return None
        try:
            return cells.whole(Cell(text, "", 0, 0), least=least, most=most)
        except BadCell as bad:
            self.faults[key] = bad.code
            return None

    def yes(self, key: str) -> bool:
        try:
            return cells.yes(Cell(self.text(key), "", 0, 0))
        except BadCell as bad:
            self.faults[key] = bad.code
            return False

    def choice(self, key: str, names: Mapping[str, tuple[str, ...]], otherwise: str) -> str:
        """One of some keys, stated as the key or by any of its names; `otherwise` where nothing is stated."""
        text = search_key(self.text(key))
        if not text:
            return otherwise
        for choice, called in names.items():
            if text == choice or text in map(search_key, called):
                return choice
        self.faults[key] = "not-a-choice"
        return otherwise

    def country(self, key: str) -> str:
        """Two letters of a country, stated so or by its name in either language; VN where none is stated."""
        text = search_key(self.text(key))
        if not text:
            return "VN"
        found = _countries().get(text)
        if found is None:
            self.faults[key] = "not-a-country"
            return "VN"
        return found


@cache
def _countries() -> dict[str, str]:
    found = {}
    for language in ("en", "vi"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[search_key(name)] = code
                found[code.casefold()] = code
    return found
