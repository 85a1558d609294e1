"""What cashiers really did, which is the only thing the code under test is held against.

It also keeps the promises that were made: which documents each disk has said it holds. When a disk goes back
in time or is lost, the documents that no other disk had promised to hold are gone by physics, and only those
are excused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

Fate = Literal["counted", "suspended", "reused", "refused"]
"""Counted; kept with its money in suspense; an id used twice with other content, of which one is counted;
refused by the terminal because it is no document."""

_HERE = timezone(timedelta(hours=7))
_CUT_OFF = timedelta(hours=4)


def fair_day(at: int) -> str:
    return (datetime.fromtimestamp(at / 1000, UTC).astimezone(_HERE) - _CUT_OFF).date().isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One document as it was made, and what it is worth."""

    id: str
    body: bytes
    till: str
    kind: str
    place: str
    at: int
    fate: Fate
    money: int = 0
    visits: int = 0
    pieces: int = 0
    poison: str | None = None

    @property
    def day(self) -> str:
        return fair_day(self.at)


@dataclass(slots=True)
class Truth:
    """All deeds by their bytes, and what each disk promised."""

    deeds: dict[bytes, Deed] = field(default_factory=dict)
    promises: dict[str, set[bytes]] = field(default_factory=dict)
    lost: set[bytes] = field(default_factory=set)

    def happened(self, deed: Deed, disk: str) -> None:
        assert deed.body not in self.deeds, "no two documents are the same"
        self.deeds[deed.body] = deed
        if deed.fate != "refused":
            self.promised(disk, (deed.body,))

    def promised(self, disk: str, bodies: Iterable[bytes]) -> None:
        """This disk said that it holds these."""
        self.promises.setdefault(disk, set()).update(bodies)

    def copy_of(self, disk: str) -> frozenset[bytes]:
        return frozenset(self.promises.get(disk, ()))

    def went_back(self, disk: str, to: Iterable[bytes] = ()) -> None:
        """A disk went back to what it had promised earlier; to nothing when it is lost."""
        before = self._surviving()
        self.promises[disk] = set(to)
        self.lost |= before - self._surviving()

    def _surviving(self) -> set[bytes]:
        return set().union(*self.promises.values())

    def must_arrive(self) -> set[bytes]:
        """What has to be at the centre once everything has drained."""
        kept = {body for body, deed in self.deeds.items() if deed.fate != "refused"}
        return kept - self.lost


Key = tuple[str, str]


@dataclass(slots=True)
class Figures:
    """Deeds added up: by day and place, by till. Apart from the fold, or equality would prove little."""

    money: Counter[Key] = field(default_factory=Counter)
    sales: Counter[Key] = field(default_factory=Counter)
    backs: Counter[Key] = field(default_factory=Counter)
    visits: Counter[Key] = field(default_factory=Counter)
    pieces: Counter[Key] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)

    def add(self, deed: Deed) -> None:
        key = (deed.day, deed.place)
        self.documents[deed.till] += 1
        if deed.kind == "gate_count":
            self.visits[key] += deed.visits
        elif deed.kind in ("sale", "void", "refund"):
            self.money[key] += deed.money
            self.pieces[key] += deed.pieces
            self.sales[key] += deed.kind == "sale"
            self.backs[key] += deed.kind != "sale"
