"""Who is new at a fair, who did not come again, and who stands elsewhere than last time.

Exhibitors are known by their names: their numbers belong to one fair.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.search import search_key
from fairpos.ledger.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One exhibitor in one or both editions: the booths it stood at, and what it took there in total."""

    name: str
    booths: tuple[str, ...]
    booths_before: tuple[str, ...]
    takings: int | None
    takings_before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """`stayed` counts those at the same booths. Each list begins with who took most."""

    new: tuple[Standing, ...]
    lost: tuple[Standing, ...]
    moved: tuple[Standing, ...]
    stayed: int


def moves(now: Facts, then: Facts) -> Moves | None:
    """None where one of the editions is known without its exhibitors."""
    here, before = _standing(now), _standing(then)
    if not here or not before:
        return None
    new = [_one(here[key], None) for key in here.keys() - before.keys()]
    lost = [_one(None, before[key]) for key in before.keys() - here.keys()]
    both = [_one(here[key], before[key]) for key in here.keys() & before.keys()]
    moved = [one for one in both if one.booths != one.booths_before]
    return Moves(new=_sorted(new), lost=_sorted(lost), moved=_sorted(moved), stayed=len(both) - len(moved))


_Found = tuple[str, tuple[str, ...], int | None]


def _standing(known: Facts) -> dict[str, _Found]:
    booths: dict[str, list[str]] = {}
    for booth in known.booths.values():
        for who in booth.exhibitors:
            booths.setdefault(who, []).append(booth.id)
    takings: dict[str, int] = {}
    for (_day, _booth, who, _article), amount in known.good_sums.items():
        takings[who] = takings.get(who, 0) + amount
    counted = bool(known.good_sums)
    found: dict[str, _Found] = {}
    for who, places in booths.items():
        name = known.exhibitors[who].name
        found[search_key(name)] = (name, tuple(sorted(places)), takings.get(who, 0) if counted else None)
    return found


def _one(now: _Found | None, then: _Found | None) -> Standing:
    named = now or then
    assert named is not None, "who stands at neither edition is not asked about"
    return Standing(
        name=named[0],
        booths=now[1] if now else (),
        booths_before=then[1] if then else (),
        takings=now[2] if now else None,
        takings_before=then[2] if then else None,
    )


def _sorted(found: list[Standing]) -> tuple[Standing, ...]:
    return tuple(sorted(found, key=lambda one: (-(one.takings or one.takings_before or 0), one.name)))
