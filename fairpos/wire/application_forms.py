"""An application as a form states it: who applies, for how many booths, with what, beside whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from fairpos.core.application import BOOTHS_MAX, PLACE_WISHES, PlaceWish, Trait
from fairpos.core.document import is_name
from fairpos.core.exhibitor import Details
from fairpos.core.floor import FACILITIES, Facility
from fairpos.wire import exhibitor_lists
from fairpos.wire.entries import Entry

TRAITS: tuple[Trait, ...] = get_args(Trait)
WISHES_MAX = 20
NAMES_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an applicant asks for. `rivals` and `neighbours` are names as the applicant writes them."""

    details: Details
    group: str = ""
    products: str = ""
    least: int = 1
    most: int = 1
    facilities: frozenset[Facility] = frozenset()
    traits: frozenset[Trait] = frozenset()
    wishes: tuple[str, ...] = ()
    places: frozenset[PlaceWish] = frozenset()
    rivals: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()


def read(entry: Entry, home: str, *, reachable: bool) -> Wanted:
    """An application out of a form; what is wrong stands in its `faults`. `reachable` asks for a telephone
    number or an address: a stranger must be told what became of it."""
    details = exhibitor_lists.read(entry, home)
    if reachable:
        if not entry.texts.get("contact"):
            entry.faults.setdefault("contact", "missing")
        if not entry.texts.get("phone") and not entry.texts.get("email"):
            entry.faults.setdefault("phone", "missing")
    least = entry.whole("least", least=1, most=BOOTHS_MAX) or 1
    most = entry.whole("most", least=1, most=BOOTHS_MAX) or least
    if most < least and "most" not in entry.faults:
        entry.faults["most"] = "less-than-least"
    stated = re.split(r"[\s,;]+", entry.text("wishes", most=1000))
    wishes = tuple(dict.fromkeys(wish for wish in stated if wish))
    if not all(map(is_name, wishes)):
        entry.faults["wishes"] = "not-a-code"
    elif len(wishes) > WISHES_MAX:
        entry.faults["wishes"] = "too-long"
    return Wanted(
        details=details,
        group=entry.text("group", most=60, required=True),
        products=entry.text("products", most=2000, lines=True, required=True),
        least=least,
        most=max(least, most),
        facilities=frozenset(key for key in FACILITIES if entry.texts.get(f"facility-{key}")),
        traits=frozenset(key for key in TRAITS if entry.texts.get(f"trait-{key}")),
        wishes=wishes,
        places=frozenset(key for key in PLACE_WISHES if entry.texts.get(f"place-{key}")),
        rivals=_names(entry, "rivals"),
        neighbours=_names(entry, "neighbours"),
    )


def fields(wanted: Wanted) -> dict[str, str]:
    """The texts of the form that would state this again."""
    details = wanted.details
    texts = {name: str(getattr(details, name)) for name in Details.__slots__}
    texts |= {f"facility-{key}": "1" for key in wanted.facilities}
    texts |= {f"trait-{key}": "1" for key in wanted.traits}
    texts |= {f"place-{key}": "1" for key in wanted.places}
    return texts | {
        "group": wanted.group,
        "products": wanted.products,
        "least": str(wanted.least),
        "most": str(wanted.most),
        "wishes": ", ".join(wanted.wishes),
        "rivals": "\n".join(wanted.rivals),
        "neighbours": "\n".join(wanted.neighbours),
    }


def _names(entry: Entry, key: str) -> tuple[str, ...]:
    lines = [" ".join(line.split()) for line in entry.text(key, most=2000, lines=True).split("\n")]
    names = tuple(dict.fromkeys(line for line in lines if line))
    if len(names) > NAMES_MAX:
        entry.faults[key] = "too-long"
    return names
