"""A layout made for counted sizes: items out of parties, blocks carved, everyone packed in.

What does not fit joined is taken back here: a booth less, a company without its last, at last no place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fairpos.core.allocation.blocks import carve
from fairpos.core.allocation.ground import Ground
from fairpos.core.allocation.layout import POINT, Item, Layout
from fairpos.core.allocation.members import Member, suits, traits_of, worth
from fairpos.core.allocation.packing import pack
from fairpos.core.allocation.parties import Party, companies
from fairpos.core.allocation.terms import Case, Code

COMPLAINT = 25 * POINT
"""A justified complaint weighs more than any exchange of wishes brings, and little enough to be stepped over
on the way to something better."""

SHRINKS = 3
"""So many others are asked to make do with a booth less before somebody gets none."""

Table = dict[int, tuple[int, bool]]


@dataclass(slots=True)
class Draft:
    """Sizes and companies as they are now, and the layout made of them. `out` says why somebody who was
    counted has no place after all."""

    case: Case
    ground: Ground
    queue: Sequence[Party]
    sizes: list[int]
    companies: list[tuple[int, ...]] = field(default_factory=list)
    out: dict[int, Code] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    tables: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)

    def lay_out(self) -> Layout:
        """Pack until everyone who still has a size has a place."""
        self.companies = list(companies(self.queue))
        self.blocks = self._carved()
        layout, without = self._packed()
        while without:
            best = self._shrunk_others(layout, without)
            if best is None:
                for item in without:
                    self._take_back(layout, item)
                best = self._packed()
            layout, without = best
        return layout

    def _packed(self) -> tuple[Layout, tuple[int, ...]]:
        layout = self._layout()
        first = {n: min(item.members) for n, item in enumerate(layout.items)}
        return layout, pack(layout, sorted(first, key=first.__getitem__))

    def _shrunk_others(self, layout: Layout, without: Sequence[int]) -> tuple[Layout, tuple[int, ...]] | None:
        """Nobody gets a second before everybody's first: let the last with seconds make room."""
        firsts = [
            one
            for one in without
            if all(self.sizes[who] == self.queue[who].main.least for who in layout.items[one].members)
        ]
        if not firsts:
            return None
        wanted = sum(1 << p for p in {p for one in firsts for p in layout.items[one].value})
        extra = [
            who
            for who, size in enumerate(self.sizes)
            if size > self.queue[who].main.least and layout.mask[who] & wanted
        ]
        kept = list(self.sizes)
        for who in sorted(extra, reverse=True)[:SHRINKS]:
            self.sizes[who] -= 1
            found, left = self._packed()
            if len(left) < len(without):
                return found, left
        self.sizes[:] = kept
        return None

    def _take_back(self, layout: Layout, item: int) -> None:
        """A booth less for the last of its members who has more than its least, or the last of them out."""
        members = layout.items[item].members
        larger = [who for who in members if self.sizes[who] > self.queue[who].main.least]
        if larger:
            who = max(larger)
            self.sizes[who] -= 1
            self.out[who] = "MIN_SIZE_NOT_AVAILABLE"
            return
        who = max(members)
        self.sizes[who] = 0
        self.out[who] = "NEIGHBOUR_APART" if len(members) > 1 else "NO_FITTING_PLACE"

    # --- blocks ---

    def _carved(self) -> dict[str, int]:
        """Stands of each unit that stands together or has a pavilion; a unit without makes do with less."""
        given = self.ground.pavilions
        loose = self._free() & ~sum(given.values())
        units = (self.case.rules.blocks & {party.main.unit for party in self.queue}) - given.keys()
        while True:
            needs = {unit: (self._zone(unit), self._sizes_of(unit)) for unit in units}
            needs = {unit: need for unit, need in needs.items() if need[1]}
            blocks, without = carve(self.ground, loose, needs)
            if not without:
                return blocks | given
            for unit in without:
                last = max(
                    (who for who in self._members(unit)),
                    key=lambda who: (self.sizes[who] > self.queue[who].main.least, who),
                )
                if self.sizes[last] > self.queue[last].main.least:
                    self.sizes[last] -= 1
                else:
                    self.sizes[last] = 0
                self.out[last] = "ZONE_FULL"

    def _members(self, unit: str) -> list[int]:
        return [n for n, party in enumerate(self.queue) if party.main.unit == unit and self.sizes[n]]

    def _zone(self, unit: str) -> str:
        return next(party.main.zone for party in self.queue if party.main.unit == unit)

    def _sizes_of(self, unit: str) -> list[int]:
        """Companies of a block count as one size: they lie in one piece."""
        return [
            sum(self.sizes[who] for who in company)
            for company in self.companies
            if any(self.queue[who].main.unit == unit and self.sizes[who] for who in company)
        ]

    def _free(self) -> int:
        taken = self.ground.mask(s for one in self.case.rules.frozen for s in one.placing.stands)
        usable = sum(1 << p for p in range(len(self.ground)) if self.ground.usable[p])
        return usable & ~taken

    # --- the layout ---

    def _layout(self) -> Layout:
        known = {one.exhibitor: one for one in self.case.applications}
        members = [self._member(place) for place in range(len(self.queue))]
        frozen: dict[int, list[int]] = {}
        names = {name: place for place, party in enumerate(self.queue) for name in party.names}
        for one in self.case.rules.frozen:
            application = known.get(one.placing.exhibitor)
            if application is None:
                continue
            names[one.placing.exhibitor] = len(members)
            frozen[len(members)] = [
                self.ground.number[s] for s in one.placing.stands if s in self.ground.number
            ]
            members.append(self._member_of(Party(main=application, others=(), order=(0, 0, 0, 0, "")), 1))
        rivals = self._rivals(names)
        members = [
            replace(one, rivals=tuple(sorted(rivals.get(place, ())))) for place, one in enumerate(members)
        ]
        free = self._free()
        walls = [p for p in range(len(self.ground)) if not free >> p & 1]
        return Layout(
            self.ground,
            members,
            [self._item(company) for company in self._present()],
            walls,
            frozen,
            together=self.case.rules.groups_together,
            weight=COMPLAINT,
        )

    def _present(self) -> list[tuple[int, ...]]:
        kept = [tuple(who for who in company if self.sizes[who]) for company in self.companies]
        return [company for company in kept if company]

    def _member(self, place: int) -> Member:
        return self._member_of(self.queue[place], self.sizes[place])

    def _member_of(self, party: Party, size: int) -> Member:
        offending, delicate = traits_of(party)
        number = self.ground.number
        return Member(
            size=size,
            priority=party.main.priority,
            group=party.main.group,
            unit=party.main.unit,
            wishes=tuple(number[wish] for wish in party.main.wishes if wish in number),
            could=frozenset(
                number[wish]
                for wish in party.main.wishes
                if wish in number and self._could(party, number[wish])
            ),
            rivals=(),
            offends=offending,
            delicate=delicate,
        )

    def _could(self, party: Party, p: int) -> bool:
        block = self.ground.pavilions.get(party.main.unit)
        if block is None:
            block = ~sum(self.ground.pavilions.values())
        return self.ground.stands[p].zone == party.main.zone and bool(block >> p & 1)

    def _rivals(self, names: Mapping[str, int]) -> dict[int, set[int]]:
        """Who must keep away from whom, both ways, whoever of the two asked for it."""
        found: dict[int, set[int]] = {}
        for one in self.case.applications:
            here = names.get(one.exhibitor)
            for rival in one.rivals:
                there = names.get(rival)
                if here is not None and there is not None and here != there:
                    found.setdefault(here, set()).add(there)
                    found.setdefault(there, set()).add(here)
        return found

    def _item(self, company: tuple[int, ...]) -> Item:
        size = sum(self.sizes[who] for who in company)
        value: Table = {}
        for turned in (False, True) if len(company) > 1 else (False,):
            order = company[::-1] if turned else company
            parts, offset = [], 0
            for who in order:
                parts.append((self.table(who, self.sizes[who]), offset))
                offset += self.sizes[who]
            first, first_offset = parts[0]
            for start, alone in first.items():
                total, p = alone, start - first_offset
                if self.ground.run[p] != self.ground.run[min(p + size, len(self.ground)) - 1]:
                    continue
                for table, off in parts[1:]:
                    more = table.get(p + off)
                    if more is None:
                        break
                    total += more
                else:
                    if p not in value or value[p][0] < total:
                        value[p] = (total, turned)
        return Item(company, size, value)

    def table(self, who: int, size: int) -> dict[int, int]:
        """What each first stand is worth to a party of this size; stands it may not have are not there."""
        if (who, size) not in self.tables:
            party, free = self.queue[who], self._free()
            others = sum(mask for unit, mask in self.blocks.items() if unit != party.main.unit)
            block = self.blocks.get(party.main.unit)
            allowed = free & ~others if block is None else free & block
            found: dict[int, int] = {}
            for p in range(len(self.ground) - size + 1):
                span = range(p, p + size)
                mask = ((1 << size) - 1) << p
                if allowed & mask != mask or self.ground.run[p] != self.ground.run[p + size - 1]:
                    continue
                if suits(party, span, self.ground, self.case.rules):
                    points, lower = worth(party.main, span, self.ground, self.case.rules)
                    found[p] = points * POINT + lower
            self.tables[who, size] = found
        return self.tables[who, size]
