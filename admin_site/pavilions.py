"""Pavilions: booths given to a district, a province or a country as a whole, chosen on the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.allocation_runs import NO_STAND
from admin_site.forms import filled, printable, read
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core import stand_list
from fairpos.core.fair import ZoneKey
from fairpos.core.fair_state import Forbidden, allows
from fairpos.core.floor import Floor
from fairpos.core.search import search_key
from fairpos.ledger import applications, floor, quotas
from fairpos.ledger import pavilions as ledger
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.pavilions import BadPavilion, Pavilion
from fairpos.web import floorplan
from fairpos.web.floorplan import Drawn, Marked
from fairpos.web.forms import Form
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.web.words import WORDS

NO_UNIT = _("Say which district, province or country they are given to.")
NO_STANDS = _("Say which booths, for example A01–A10.")
TWO_ZONES = _("These booths are of different zones: a unit belongs to one.")
GIVEN = _("Some of them were given to %(names)s already. Take them back there first.")
BOOTHS_TEXT_MAX = 12_000
FREE, THEIRS, CHOSEN = 0, 1, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PavilionShown:
    """One pavilion with what its unit asks for: booths at least and at most, and its quota where it has one.
    `elsewhere` is the zone of its applicants where that is not the zone of its booths."""

    unit: str
    codes: str
    zone: ZoneKey
    booths: int
    areas: int
    area: int
    applications: int
    least: int
    most: int
    quota: int | None
    elsewhere: ZoneKey | None

    @property
    def lacking(self) -> int:
        """Booths it is too small by for everybody to have the fewest they ask for."""
        return max(0, self.least - self.booths)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    fair: FairRow
    plan: Floor
    pavilions: tuple[Pavilion, ...]
    shown: tuple[PavilionShown, ...]
    units: tuple[str, ...]


@screen(may("arrange"))
def pavilions(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        known = _known(connection, fair)
    unit = request.query_params.get("unit", "")
    chosen = next((one for one in known.pavilions if one.unit == unit), None)
    ids = {stand.id for stand in chosen.stands} if chosen else set[str]()
    # Without a script, a booth of the drawing is a link that adds or takes out that one.
    toggled = request.query_params.get("booth", "")
    if toggled in {stand.id for stand in known.plan.stands}:
        ids ^= {toggled}
    values = {
        "unit": unit if unit in known.units else "",
        "booths": stand_list.written(ids, known.plan.stands),
    }
    return _page(request, known, Form(values), ids)


@screen(may("arrange"))
def give(request: Request) -> Response:
    """Give a unit the booths that were typed, or take all of them back."""
    site = site_of(request)
    # A pavilion chosen on the plan may be hundreds of codes.
    values = read(request, "unit", "back") | {"booths": field(request, "booths")[:BOOTHS_TEXT_MAX]}
    say = translator("site", language_of(request)).gettext
    with fair_reading(request) as (connection, fair):
        known = _known(connection, fair)
    faults: dict[str, str] = {}
    unit = _unit(values["unit"], known.units)
    if not unit:
        faults["unit"] = NO_UNIT
    ids, unknown = stand_list.read("" if values["back"] else values["booths"], known.plan.stands)
    if unknown:
        faults["booths"] = filled(say(NO_STAND), code=", ".join(unknown)[:60])
    elif not ids and not values["back"]:
        faults["booths"] = NO_STANDS
    if not faults:
        try:
            with site.database.writing() as connection:
                fair = fair_of(connection, request)
                ledger.give(connection, fair.id, unit, ids, at=site.clock(), by=actor(request))
        except BadPavilion as refused:
            told = {"given": GIVEN, "two-zones": TWO_ZONES}.get(refused.code, NO_STANDS)
            faults["booths"] = filled(say(told), names=", ".join(refused.names))
        except Forbidden:
            pass
    if faults:
        return _page(request, known, Form(values, faults), set(ids), status=422)
    return RedirectResponse(f"/fairs/{fair.slug}/pavilions", status_code=303)


def _unit(typed: str, units: Sequence[str]) -> str:
    """A unit that is known as it is written there, a new one as it was typed; "" where it is none."""
    text = " ".join(typed.split())
    try:
        printable(text)
    except ValueError:
        return ""
    same = (unit for unit in units if search_key(unit) == search_key(text))
    return next(same, text[: ledger.UNIT_MAX])


def _known(connection: Connection, fair: FairRow) -> _Known:
    plan = floor.load(connection, fair.id)
    given = ledger.listed(connection, fair.id)
    asking = applications.for_allocation(connection, fair.id, waiting=True)
    number = Counter(one.unit for one in asking)
    zone_of = {one.unit: one.zone for one in asking}
    quota = {one.unit: one.booths for one in quotas.listed(connection, fair.id)}
    shown = tuple(
        PavilionShown(
            unit=one.unit,
            codes=stand_list.written((stand.id for stand in one.stands), plan.stands),
            zone=one.stands[0].zone,
            booths=one.booths,
            areas=len(one.stands) - one.booths,
            area=sum(stand.area for stand in one.stands),
            applications=number[one.unit],
            least=sum(who.least for who in asking if who.unit == one.unit),
            most=sum(who.most for who in asking if who.unit == one.unit),
            quota=quota.get(one.unit),
            elsewhere=next((z for z in (zone_of.get(one.unit),) if z and z != one.stands[0].zone), None),
        )
        for one in given
    )
    units = sorted({*zone_of, *quota, *(one.unit for one in given)}, key=search_key)
    return _Known(fair=fair, plan=plan, pavilions=given, shown=shown, units=tuple(units))


def _page(request: Request, known: _Known, form: Form, chosen: set[str], *, status: int = 200) -> Response:
    allowed = allows(known.fair.status, "allocation")
    return page(
        request, "site/pavilions.html", status=status, tab="pavilions", fair=known.fair, form=form,
        shown=known.shown, units=known.units, allowed=allowed,
        drawings=_drawings(request, known, form["unit"], chosen),
    )  # fmt: skip


def _drawings(request: Request, known: _Known, unit: str, chosen: set[str]) -> tuple[Markup, ...]:
    """Every hall; a booth is a link that adds it to the form, or opens the pavilion it belongs to."""
    say = translator("site", language_of(request)).gettext
    whose = {stand.id: one.unit for one in known.pavilions for stand in one.stands}
    drawings = []
    for place in known.plan.halls:
        drawn = []
        for n, stand in enumerate(known.plan.in_hall(place.id)):
            owner = whose.get(stand.id, "")
            other = owner if owner != unit else ""
            query = {"unit": other} if other else {"unit": unit, "booth": stand.id}
            here = stand.id in chosen
            drawn.append(
                Drawn(
                    stand=stand,
                    words=f"{stand.shown}: {owner}" if owner else stand.shown,
                    value=owner if len(owner) <= 12 else f"{owner[:11]}…",
                    href=f"?{urlencode(query)}#give",
                    chosen=here,
                    first=n == 0,
                    heat=CHOSEN if here else THEIRS if owner else FREE,
                )
            )
        marks = [
            Marked(one, one.name or say(WORDS["landmark"].get(one.kind, one.kind)))
            for one in known.plan.landmarks
            if one.hall == place.id
        ]
        drawings.append(floorplan.hall(place, drawn, marks, id=f"hall-{place.id}", title=place.name))
    return tuple(drawings)
