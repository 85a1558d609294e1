"""What the plan's page shows: a hall drawn, what is chosen in it, what is wrong, and the forms beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request

from admin_site.plan_forms import ROW_START, metres, stand_values
from fairpos.core import fair_state
from fairpos.core.fair import ZONES
from fairpos.core.floor import (
    FACILITIES,
    GAP_KINDS,
    LANDMARK_KINDS,
    STAND_KINDS,
    STAND_STATES,
    Count,
    Floor,
    Gap,
    Hall,
    Landmark,
    Stand,
    count,
)
from fairpos.core.floor_faults import Fault, faults
from fairpos.ledger import fairs, floor, plans
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.web import floorplan
from fairpos.web.floorplan import Drawn, Marked
from fairpos.web.forms import Form
from fairpos.web.i18n import Translator, language_of, translator
from fairpos.web.policy import holds
from fairpos.web.words import WORDS

CHOSEN_MAX = 12
AISLE_CM = 300

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One stand with who stands in it, for the list beside the drawing."""

    stand: Stand
    name: str
    exhibitors: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """`counts` are by zone, "all" last. `version` is the number published last, 0 before the first."""

    hall: Hall | None
    halls: tuple[Hall, ...]
    drawing: Markup
    rows: tuple[Row, ...]
    chosen: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    landmarks: tuple[Landmark, ...]
    row_names: tuple[str, ...]
    counts: tuple[tuple[str, Count], ...]
    faults: tuple[Fault, ...]
    versions: tuple[plans.Version, ...]
    editable: bool
    prior_has_plan: bool

    @property
    def row_pairs(self) -> tuple[tuple[str, str], ...]:
        """The rows of the hall as choices of a form."""
        return tuple((name, name) for name in self.row_names)

    @property
    def serious(self) -> bool:
        return any(fault.serious for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader looks at: a hall by its id, and stands by theirs."""

    hall: str = ""
    stands: tuple[str, ...] = ()


def chosen_of(request: Request) -> Chosen:
    asked = request.query_params
    stands = tuple(dict.fromkeys(asked.getlist("stand")))[:CHOSEN_MAX]
    return Chosen(asked.get("hall", ""), stands)


def address(slug: str, chosen: Chosen, *, done: str = "") -> str:
    pairs = [("hall", chosen.hall)] if chosen.hall else []
    pairs += [("stand", one) for one in chosen.stands]
    pairs += [("done", done)] if done else []
    return f"/fairs/{slug}/plan" + (f"?{urlencode(pairs)}" if pairs else "")


def translator_of(request: Request) -> Translator:
    return translator("site", language_of(request))


def word(words: Translator, kind: str, key: str) -> str:
    return words.gettext(WORDS[kind].get(key, key))


def in_words(stand: Stand, words: Translator) -> str:
    """A stand as it is read out: its code and everything the drawing says of it."""
    sides = words.ngettext("%(num)s open side", "%(num)s open sides", stand.open_sides)
    told = [
        stand.shown,
        word(words, "stand_kind", stand.kind),
        f"{metres(stand.area)} m²",
        sides % {"num": stand.open_sides},
        word(words, "zone", stand.zone),
        *(word(words, "facility", one) for one in FACILITIES if one in stand.facilities),
        *([] if stand.state == "free" else [word(words, "stand_state", stand.state)]),
    ]
    return ", ".join(told)


def draw(
    plan: Floor, hall: Hall, words: Translator, drawn: Sequence[Drawn], *, alone: bool = False
) -> Markup:
    marks = [
        Marked(mark, word(words, "landmark", mark.kind)) for mark in plan.landmarks if mark.hall == hall.id
    ]
    title = words.gettext("Plan of %(hall)s") % {"hall": hall.name}
    return floorplan.hall(hall, drawn, marks, id=f"floor-{hall.id}", title=title, alone=alone)


def show(connection: Connection, request: Request, fair: FairRow, chosen: Chosen) -> PlanShown:
    plan = floor.load(connection, fair.id)
    hall = plan.hall(chosen.hall) or _hall_of(plan, chosen) or (plan.halls[0] if plan.halls else None)
    here = plan.in_hall(hall.id) if hall else ()
    names = {one.id: one.name for one in fairs.exhibitors(connection, fair.id)}
    booths = {one.id: one for one in fairs.booths(connection, fair.id)}
    ordered = sorted(here, key=lambda one: (one.row, one.position, one.id))
    rows = tuple(
        Row(
            stand=stand,
            name=booths[stand.id].name,
            exhibitors=tuple(names[who] for who in booths[stand.id].exhibitors),
            chosen=stand.id in chosen.stands,
        )
        for stand in ordered
    )
    zones = [(zone, count(one for one in plan.stands if one.zone == zone)) for zone in ZONES]
    prior = fairs.by_slug(connection, fair.prior) if fair.prior else None
    return PlanShown(
        hall=hall,
        halls=plan.halls,
        drawing=_drawing(request, fair, plan, hall, rows) if hall else Markup(""),
        rows=rows,
        chosen=tuple(row for row in rows if row.chosen),
        gaps=tuple(gap for gap in plan.gaps if hall and gap.hall == hall.id),
        landmarks=tuple(mark for mark in plan.landmarks if hall and mark.hall == hall.id),
        row_names=plan.rows(hall.id) if hall else (),
        counts=(*zones, ("all", count(plan.stands))),
        faults=faults(plan),
        versions=plans.listed(connection, fair.id),
        editable=holds(request, "arrange") and fair_state.allows(fair.status, "plan"),
        prior_has_plan=bool(prior and not plan.stands and floor.stands(connection, prior.id)),
    )


def _hall_of(plan: Floor, chosen: Chosen) -> Hall | None:
    stand = plan.stand(chosen.stands[0]) if chosen.stands else None
    return plan.hall(stand.hall) if stand else None


def _drawing(request: Request, fair: FairRow, plan: Floor, hall: Hall, rows: tuple[Row, ...]) -> Markup:
    words = translator_of(request)
    chosen = any(row.chosen for row in rows)
    first = next((row.stand.id for row in rows if row.chosen or not chosen), None)
    drawn = []
    for row in rows:
        one = Chosen(hall.id, (row.stand.id,))
        drawn.append(
            Drawn(
                stand=row.stand,
                words=", ".join([in_words(row.stand, words), *row.exhibitors]),
                value=f"{metres(row.stand.area)} m²",
                href=address(fair.slug, one) + "#panel",
                chosen=row.chosen,
                first=row.stand.id == first,
            )
        )
    return draw(plan, hall, words, drawn)


def forms_for(shown: PlanShown, failed: Mapping[str, Form]) -> dict[str, Form]:
    """Every form of the page as it begins, and those that failed as they were typed."""
    hall = shown.hall
    stands = [row.stand for row in shown.rows]
    below = max((stand.y + stand.height for stand in stands), default=0) + AISLE_CM
    start = {
        "hall": Form(
            {"name": hall.name, "site": hall.site, "width": metres(hall.width), "height": metres(hall.height)}
            if hall
            else {}
        ),
        "new-hall": Form({"width": "60", "height": "40"}),
        "row": Form({**ROW_START, "row": _next_row(shown.row_names), "y": metres(below)}),
        "number": Form({"first": "1", "step": "1"}),
        "gap": Form({"kind": "aisle"}),
        "landmark": Form({"kind": "exit", "x": "0", "y": "0", "width": "2", "height": "2"}),
        "split": Form({"parts": "2"}),
        "stand": Form(stand_values(shown.chosen[0].stand) if len(shown.chosen) == 1 else {}),
        "version": Form(),
        "merge": Form(),
        "copy": Form(),
    }
    return start | dict(failed)


def _next_row(names: Sequence[str]) -> str:
    """The letter after the last row of one letter: rows are called A, B, C."""
    letters = [name for name in names if len(name) == 1 and name.isascii() and name.isalpha()]
    last = max(letters, default="@")
    return chr(ord(last) + 1) if last < "Z" else ""


def lists() -> dict[str, Any]:
    """What the choices of the forms are."""
    return {
        "zones": ZONES,
        "kinds": STAND_KINDS,
        "states": STAND_STATES,
        "facilities": FACILITIES,
        "gap_kinds": GAP_KINDS,
        "landmark_kinds": LANDMARK_KINDS,
    }
