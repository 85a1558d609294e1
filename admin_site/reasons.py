"""Reasons of an allocation in words, in the language of the reader: for pages and files alike."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from fairpos.core.allocation import Fault, Reason
from fairpos.web.allocation_words import REASONS, REMEDIES
from fairpos.web.i18n import language_of, translator
from fairpos.web.words import WORDS

_KINDS = ("facility", "trait", "paper", "zone", "place_wish")


class Reasons:
    """Sentences for one request. `names` are of exhibitors, `codes` of stands, as people know them."""

    def __init__(self, request: Request, names: Mapping[str, str], codes: Mapping[str, str]) -> None:
        self._say = translator("site", language_of(request)).gettext
        self._names = names
        self._codes = codes

    def sentence(self, reason: Reason) -> str:
        what = list(map(self._what, reason.what))
        between = "; " if any("," in one for one in what) else ", "
        facts = {
            "number": "–" if reason.number is None else reason.number,
            "names": ", ".join(self._names.get(one, one) for one in reason.names) or "–",
            "what": between.join(what) or "–",
        }
        return self._say(REASONS[reason.code]) % facts

    def remedy(self, reasons: tuple[Reason, ...]) -> str:
        """What would change a refusal; "" where nothing is known to."""
        found = (REMEDIES.get(reason.code) for reason in reasons)
        return " ".join(self._say(one) for one in dict.fromkeys(one for one in found if one))

    def fault(self, fault: Fault) -> str:
        """A broken rule with whom and what it concerns."""
        facts = [
            *(self._names.get(one, one) for one in fault.exhibitors),
            *(self._codes.get(one, one) for one in fault.stands),
            *self._figures(fault),
        ]
        words = f"{fault.rule}: {self._say(WORDS['hard_rule'][fault.rule])}"
        return f"{words} ({', '.join(facts)})" if facts else words

    def _figures(self, fault: Fault) -> list[str]:
        """What the rule counts: booths against what was asked or allowed; else the facts one by one."""
        if fault.rule == "H3":
            return ["–".join(fault.what)]
        if fault.rule in ("H6", "H7", "H20"):
            named, held, limit = fault.what
            return [f"{self._what(named)}: {held} / {limit}"]
        return list(map(self._what, fault.what))

    def _what(self, key: str) -> str:
        """A facility, paper or zone by its word; a day as it is written here; anything else as it is."""
        head, _, day = key.partition(" ")
        for kind in _KINDS:
            word = WORDS[kind].get(head)
            if word is not None and (not day or len(day) == len("2026-01-01")):
                parts = day.split("-")
                return f"{self._say(word)} {'/'.join(parts[::-1])}".strip()
        return key
