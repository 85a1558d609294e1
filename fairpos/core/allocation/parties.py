"""Who is placed as one: producers that share a booth, and exhibitors that must stand beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fairpos.core.allocation.admission import Order, order
from fairpos.core.allocation.terms import Rules
from fairpos.core.application import Application


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The exhibitors of one booth or of joined booths: the main one, and those who share with it."""

    main: Application
    others: tuple[Application, ...]
    order: Order

    @property
    def id(self) -> str:
        return self.main.exhibitor

    @property
    def everyone(self) -> tuple[Application, ...]:
        return (self.main, *self.others)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.exhibitor for one in self.everyone)

    @property
    def facilities(self) -> frozenset[str]:
        return frozenset(facility for one in self.everyone for facility in one.facilities)

    @property
    def traits(self) -> frozenset[str]:
        return frozenset(trait for one in self.everyone for trait in one.traits)


def parties(
    admitted: Iterable[Application],
    rules: Rules,
    lots: Mapping[str, int],
    held: Mapping[str, int],
    pavilions: Mapping[str, int],
) -> tuple[Party, ...]:
    """Everyone in the order of the queue. A unit that pools and has more producers than booths lets those
    further back share with those in front, who get a booth each. `held` are booths a unit holds already,
    `pavilions` the free ones of units that were given some as a whole."""
    queue = sorted(admitted, key=lambda one: order(one, rules, dict(lots)))
    shared: dict[str, list[Application]] = {}
    pooled: set[str] = set()
    for unit in sorted(rules.pools):
        most = rules.quotas[unit].most if unit in rules.quotas else None
        ready = [one for one in queue if one.unit == unit and (one.shares or one.most == 1)]
        booths = None if most is None else most - held.get(unit, 0)
        if unit in pavilions:
            booths = pavilions[unit] if booths is None else min(booths, pavilions[unit])
        if booths is None or booths < 1 or len(ready) <= booths:
            continue
        hosts, guests = ready[:booths], ready[booths:]
        pooled.update(one.exhibitor for one in ready)
        for guest in guests:
            host = min(hosts, key=lambda one: _unfit(guest, one, shared.get(one.exhibitor, [])))
            shared.setdefault(host.exhibitor, []).append(guest)
    guests_all = {guest.exhibitor for group in shared.values() for guest in group}
    return tuple(
        Party(main=one, others=tuple(shared.get(one.exhibitor, ())), order=order(one, rules, dict(lots)))
        for one in queue
        if one.exhibitor not in guests_all
    )


def _unfit(guest: Application, host: Application, already: Sequence[Application]) -> tuple[int, int, int]:
    """How badly a guest fits with a host: clashes first, then crowding, then another kind of goods."""
    together = (host, *already)
    clashes = sum(clash(guest, one) for one in together)
    return clashes, len(already), int(guest.group != host.group)


def clash(one: Application, other: Application) -> bool:
    """Whether two may neither share a booth nor stand beside each other."""
    return (
        other.exhibitor in one.rivals
        or one.exhibitor in other.rivals
        or offends(one.traits, other.traits)
        or offends(other.traits, one.traits)
    )


def offends(traits: frozenset[str], beside: frozenset[str]) -> bool:
    """Whether strong smell or live animals would stand beside what is delicate (H10)."""
    return "delicate" in beside and bool(traits & {"strong-smell", "live-animals"})


def companies(queue: Sequence[Party]) -> tuple[tuple[int, ...], ...]:
    """Parties (by their place in the queue) that must stand together in one run, in a good order along it.

    A pair stands side by side; a larger company stands in one run with nobody else between.
    """
    where = {name: place for place, party in enumerate(queue) for name in party.names}
    beside: dict[int, list[int]] = {place: [] for place in range(len(queue))}
    for place, party in enumerate(queue):
        for one in party.everyone:
            for name in one.neighbours:
                other = where.get(name, place)
                if other != place and other not in beside[place]:
                    beside[place].append(other)
                    beside[other].append(place)
    seen: set[int] = set()
    found: list[tuple[int, ...]] = []
    for place in range(len(queue)):
        if place not in seen:
            members = _reach(place, beside)
            seen.update(members)
            found.append(_along(members, beside))
    return tuple(found)


def _reach(start: int, beside: Mapping[int, Sequence[int]]) -> list[int]:
    found, waiting = [start], [start]
    while waiting:
        for other in sorted(beside[waiting.pop()]):
            if other not in found:
                found.append(other)
                waiting.append(other)
    return sorted(found)


def _along(members: Sequence[int], beside: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """Walk from one with the fewest neighbours to the next unvisited neighbour, else to any one left."""
    left = set(members)
    here = min(left, key=lambda one: (len(beside[one]), one))
    path = [here]
    left.discard(here)
    while left:
        near = [one for one in beside[here] if one in left]
        here = min(near or left, key=lambda one: (len([x for x in beside[one] if x in left]), one))
        path.append(here)
        left.discard(here)
    return tuple(path)
