"""Every placing and every refusal with its codes, the names of those ahead, and what it hung on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fairpos.core.allocation.admission import hindrances, is_late
from fairpos.core.allocation.draft import Draft
from fairpos.core.allocation.layout import FREE, Layout
from fairpos.core.allocation.parties import Party
from fairpos.core.allocation.rounds import Counted
from fairpos.core.allocation.terms import Case, Code, Reason, Result, places_met
from fairpos.core.application import Application

NAMED = 5
"""So many of those ahead are named, the nearest ones; of all of them the number is given."""

SCARCE = frozenset({"ZONE_FULL", "UNIT_QUOTA_FULL", "PAVILION_FULL", "GROUP_FULL"})


def explain(
    case: Case,
    draft: Draft,
    layout: Layout,
    counted: Counted,
    asking: Sequence[Application],
    lots: Mapping[str, int],
) -> tuple[Result, ...]:
    """One result for every applicant and everyone frozen, by exhibitor."""
    told = _Told(case, draft, layout, counted, lots)
    found: list[Result] = []
    for one in case.rules.frozen:
        reason = Reason(code="FIXED" if one.why == "fixed" else "CONTRACTED")
        everyone = (one.placing.exhibitor, *one.placing.with_others)
        for name in everyone:
            found.append(_result(name, one.placing.stands, everyone, (reason,), None))
    waiting = 0
    for application in asking:
        lot = lots.get(application.exhibitor)
        held_up = hindrances(application, case.rules)
        late = (Reason(code="LATE"),) if is_late(application, case.rules) else ()
        if held_up:
            found.append(_result(application.exhibitor, (), (), (*held_up, *late), lot))
            continue
        place, party = told.place_of(application.exhibitor)
        stands = told.stands(place)
        if not stands:
            waiting += 1
            reasons = (*late, *told.refused(place))
            found.append(_result(application.exhibitor, (), (), reasons, lot, waiting))
            continue
        reasons = told.placed(place, application)
        found.append(_result(application.exhibitor, stands, party.names, reasons, lot))
    return tuple(sorted(found, key=lambda one: one.exhibitor))


def _result(
    name: str,
    stands: tuple[str, ...],
    everyone: tuple[str, ...],
    reasons: tuple[Reason, ...],
    lot: int | None,
    waiting: int | None = None,
) -> Result:
    """`everyone` are those of the booth, the main one first; () without a place."""
    return Result(
        exhibitor=name,
        stands=stands,
        with_others=tuple(other for other in everyone if other != name),
        reasons=reasons,
        lot=lot,
        waiting=waiting,
        host=everyone[0] if everyone and everyone[0] != name else "",
    )


class _Told:
    def __init__(
        self, case: Case, draft: Draft, layout: Layout, counted: Counted, lots: Mapping[str, int]
    ) -> None:
        self.case, self.draft, self.layout, self.counted, self.lots = case, draft, layout, counted, lots
        self.queue = draft.queue
        self._where = {name: n for n, party in enumerate(self.queue) for name in party.names}
        self._codes = {n: self._code(n) for n in range(len(self.queue)) if not layout.mask[n]}

    def place_of(self, name: str) -> tuple[int, Party]:
        place = self._where[name]
        return place, self.queue[place]

    def stands(self, place: int) -> tuple[str, ...]:
        mask = self.layout.mask[place]
        return tuple(one.id for p, one in enumerate(self.draft.ground.stands) if mask >> p & 1)

    # --- placings ---

    def placed(self, place: int, one: Application) -> tuple[Reason, ...]:
        stands = self.stands(place)
        rank = next((n for n, wish in enumerate(one.wishes, 1) if wish in stands), None)
        reasons = [Reason(code="OK_AREA")] if rank is None else [Reason(code="OK_CHOICE", number=rank)]
        corner = any(self.draft.ground.corner[self.draft.ground.number[stand]] for stand in stands)
        met = places_met(one.places, stands, corner, self.case.rules.around)
        if met:
            reasons.append(Reason(code="OK_PLACE", what=met))
        losers = [n for n, code in self._codes.items() if code in SCARCE and self._equals(n, place, code)]
        if losers:
            reasons.append(Reason(code="OK_LOT", number=self.lots.get(one.exhibitor)))
        if len(stands) < one.most and not self.queue[place].others:
            why = self.draft.out.get(place) or self.counted.why.get(place, "MIN_SIZE_NOT_AVAILABLE")
            reasons.append(Reason(code="SMALLER_THAN_ASKED", number=one.most))
            reasons.append(self._scarce(why, place))
        return tuple(reasons)

    def _equals(self, place: int, other: int, code: Code) -> bool:
        """Whether only the lot stands between two who wanted the same scarce thing."""
        one, two = self.queue[place], self.queue[other]
        return one.order[:3] == two.order[:3] and self._same(one, two, code)

    @staticmethod
    def _same(one: Party, other: Party, code: Code) -> bool:
        if code in ("UNIT_QUOTA_FULL", "PAVILION_FULL"):
            return one.main.unit == other.main.unit
        if code == "GROUP_FULL":
            return one.main.group == other.main.group
        return one.main.zone == other.main.zone

    # --- refusals ---

    def refused(self, place: int) -> tuple[Reason, ...]:
        code = self._codes[place]
        reasons = [self._scarce(code, place)]
        if code in SCARCE and any(
            self._equals(place, n, code) for n in range(len(self.queue)) if self.layout.mask[n]
        ):
            reasons.append(Reason(code="LOT_LOST", number=self.lots.get(self.queue[place].id)))
        return tuple(reasons)

    def _code(self, place: int) -> Code:
        if not self.counted.sizes[place]:
            return self.counted.why[place]
        out = self.draft.out.get(place, "NO_FITTING_PLACE")
        return self._looked_at(place) if out == "NO_FITTING_PLACE" else out

    def _looked_at(self, place: int) -> Code:
        """Why the floor had no place for somebody who was counted: what is missing, the first that holds."""
        main, ground = self.queue[place].main, self.draft.ground
        mine = [p for p, one in enumerate(ground.stands) if one.zone == main.zone and ground.usable[p]]
        if self.queue[place].facilities - {f for p in mine for f in ground.stands[p].facilities}:
            return "NO_FACILITY"
        table = self.draft.table(place, main.least)
        if not table:
            if self.queue[place].facilities:
                return "NO_FACILITY"
            return "MIN_SIZE_NOT_AVAILABLE" if main.least > 1 else "NO_FITTING_PLACE"
        holder = self.layout.holder
        free = [p for p in table if all(one == FREE for one in holder[p : p + main.least])]
        if not free:
            full: Code = "PAVILION_FULL" if main.unit in ground.pavilions else "ZONE_FULL"
            return "MIN_SIZE_NOT_AVAILABLE" if main.least > 1 else full
        return "RIVAL_TOO_NEAR" if self._near_rivals(place, free) else "NO_FITTING_PLACE"

    def _near_rivals(self, place: int, free: Sequence[int]) -> list[int]:
        size = self.queue[place].main.least
        near = {q for p in free for q in range(p, p + size)}
        return [
            other
            for other in self.layout.members[place].rivals
            if any(self.draft.ground.near[p] & self.layout.mask[other] for p in near)
        ]

    def _scarce(self, code: Code, place: int) -> Reason:
        """The reason with those who stand ahead and hold what was wanted, and what that is."""
        party = self.queue[place]
        main = party.main
        if code == "RIVAL_TOO_NEAR":
            rivals = self.layout.members[place].rivals
            names = [self.queue[n].id if n < len(self.queue) else "" for n in rivals]
            return Reason(code=code, names=tuple(sorted(filter(None, names))))
        if code == "NEIGHBOUR_APART":
            return Reason(code=code, names=tuple(sorted(main.neighbours)))
        if code in ("NO_FACILITY", "NO_FITTING_PLACE"):
            return Reason(code=code, what=tuple(sorted(party.facilities or party.traits)))
        if code == "MIN_SIZE_NOT_AVAILABLE":
            return Reason(code=code, number=main.least)
        ahead = [
            n
            for n in range(len(self.queue))
            if n != place
            and self.layout.mask[n].bit_count() > int(bool(self.layout.mask[place]))
            and self._same(party, self.queue[n], code)
        ]
        named = {"UNIT_QUOTA_FULL": main.unit, "PAVILION_FULL": main.unit, "GROUP_FULL": main.group}
        what = named.get(code, main.zone)
        nearest = tuple(self.queue[n].id for n in ahead[-NAMED:])
        return Reason(code=code, number=len(ahead), names=nearest, what=(what,))
