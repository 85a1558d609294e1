"""Quotas of districts, provinces, countries and product groups, and the rules an allocation keeps to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.quota_forms import NEEDED, RULES, UnitTyped, rules_of, typed_units, whole
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.fair import ZONES
from fairpos.core.fair_state import Forbidden, allows
from fairpos.core.quotas import QuotasDoNotFit, booths_by_zone
from fairpos.ledger import applications, floor, pavilions, quotas
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.quotas import QuotaRow
from fairpos.web.forms import Form
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen

TOO_MANY = _("The minimums of this zone are %(difference)s booths more than it has.")
GROUPS_MAX = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitShown:
    """One unit with what is asked for in it, and the booths it was given as a whole; `index` names its
    fields."""

    index: int
    zone: str
    applications: int
    asked: int
    given: int
    quota: QuotaRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneShown:
    """A zone; `given` of its booths belong to pavilions and are not shared out."""

    zone: str
    booths: int
    given: int
    shared: int
    units: tuple[UnitShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    fair: FairRow
    zones: tuple[ZoneShown, ...]
    groups: tuple[tuple[str, int], ...]
    caps: Mapping[str, int]
    settings: quotas.Settings


@screen(may("arrange"))
def quotas_page(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        known = _known(connection, fair)
    return _page(request, known, Form(_values(known)))


@screen(may("arrange"))
def shares(request: Request) -> Response:
    """Share the booths of every zone out among its units, by weight."""
    site = site_of(request)
    with fair_reading(request) as (connection, fair):
        known = _known(connection, fair)
    typed = typed_units(request, [unit.quota.unit for zone in known.zones for unit in zone.units])
    faults = {name: fault for one in typed for name, fault in one.faults.items()}
    by_unit = {one.unit: one for one in typed}
    new: list[QuotaRow] = []
    for zone in known.zones:
        given = {unit.quota.unit: unit.given for unit in zone.units if unit.given}
        rows = [by_unit[unit.quota.unit].row for unit in zone.units]
        new += [quotas.as_given(row, given[row.unit]) for row in rows if row.unit in given]
        rest = [row for row in rows if row.unit not in given]
        try:
            new += quotas.share_out(rest, zone.booths - zone.given, seed=fair.slug) if not faults else []
        except QuotasDoNotFit as refused:
            say = translator("site", language_of(request)).gettext
            faults[f"zone-{zone.zone}"] = say(TOO_MANY) % {"difference": refused.difference}
    if faults:
        return _page(request, known, Form(_values(known) | _typed(typed), faults), status=422)
    return _keep(request, site.clock(), new, "")


@screen(may("arrange"))
def booths(request: Request) -> Response:
    """Booths changed by hand, with the reason."""
    site = site_of(request)
    with fair_reading(request) as (connection, fair):
        known = _known(connection, fair)
    values, faults, new = _values(known), {}, []
    for zone in known.zones:
        for unit in zone.units:
            name = f"booths-{unit.index}"
            values[name] = field(request, name)[:20]
            number, fault = whole(values[name], 2_000)
            if fault:
                faults[name] = fault
            changed = number != unit.quota.booths
            new.append(replace(unit.quota, booths=number, why="hand") if changed else unit.quota)
    values["reason"] = field(request, "reason")[:400]
    if not values["reason"].strip():
        faults["reason"] = NEEDED
    if faults:
        return _page(request, known, Form(values, faults), status=422)
    return _keep(request, site.clock(), new, values["reason"].strip())


@screen(may("arrange"))
def rules(request: Request) -> Response:
    """The rules a run keeps to, and the limits of product groups."""
    site = site_of(request)
    with fair_reading(request) as (connection, fair):
        known = _known(connection, fair)
    values = _values(known) | {name: field(request, name)[:1_000] for name in RULES}
    values["opened"] = ", ".join(zone for zone in ZONES if field(request, f"opened-{zone}") == "on")
    caps: dict[str, int] = {}
    settings, faults = rules_of(values, [unit.quota.unit for zone in known.zones for unit in zone.units])
    for place, (group, _asked) in enumerate(known.groups):
        name = f"cap-{place}"
        values[name] = field(request, name)[:20]
        number, fault = whole(values[name], 2_000)
        if fault:
            faults[name] = fault
        elif number is not None:
            caps[group] = number
    if settings is None or faults:
        return _page(request, known, Form(values, faults), status=422)
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            quotas.set_settings(connection, fair.id, settings, at=site.clock(), by=actor(request))
            quotas.set_caps(connection, fair.id, caps, at=site.clock(), by=actor(request))
    except Forbidden:
        pass
    return RedirectResponse(f"/fairs/{fair.slug}/quotas", status_code=303)


def _keep(request: Request, at: int, new: Sequence[QuotaRow], reason: str) -> Response:
    try:
        with site_of(request).database.writing() as connection:
            fair = fair_of(connection, request)
            quotas.set_quotas(connection, fair.id, new, reason=reason, at=at, by=actor(request))
    except Forbidden:
        pass
    return RedirectResponse(f"/fairs/{fair.slug}/quotas", status_code=303)


def _known(connection: Connection, fair: FairRow) -> _Known:
    asking = applications.for_allocation(connection, fair.id, waiting=True)
    kept = {one.unit: one for one in quotas.listed(connection, fair.id)}
    zone_of = dict.fromkeys(kept, "in-province") | {one.unit: one.zone for one in asking}
    there = booths_by_zone(floor.stands(connection, fair.id))
    number, asked = Counter(one.unit for one in asking), Counter[str]()
    for one in asking:
        asked[one.unit] += one.most
    known = pavilions.listed(connection, fair.id)
    given = Counter({one.unit: one.booths for one in known})
    given_in = Counter(stand.zone for one in known for stand in one.stands if stand.kind == "booth")
    units = [
        UnitShown(
            index=index,
            zone=zone_of[unit],
            applications=number[unit],
            asked=asked[unit],
            given=given[unit],
            quota=kept.get(unit) or QuotaRow(unit=unit, weight=number[unit]),
        )
        for index, unit in enumerate(sorted(zone_of))
    ]
    zones = [
        ZoneShown(
            zone=zone,
            booths=there.get(zone, 0),
            given=given_in[zone],
            shared=sum(unit.quota.booths or 0 for unit in units if unit.zone == zone),
            units=tuple(unit for unit in units if unit.zone == zone),
        )
        for zone in ZONES
    ]
    groups = Counter(one.group for one in asking if one.group)
    return _Known(
        fair=fair,
        zones=tuple(zone for zone in zones if zone.units),
        groups=tuple(sorted(groups.items())[:GROUPS_MAX]),
        caps=quotas.caps(connection, fair.id),
        settings=quotas.settings(connection, fair.id),
    )


def _values(known: _Known) -> dict[str, str]:
    values: dict[str, str] = {}
    for zone in known.zones:
        for unit in zone.units:
            row = unit.quota
            for name, value in (
                ("weight", row.weight), ("least", row.least), ("most", row.most), ("booths", row.booths)
            ):  # fmt: skip
                values[f"{name}-{unit.index}"] = "" if value is None else str(value)
    for place, (group, _asked) in enumerate(known.groups):
        values[f"cap-{place}"] = str(known.caps[group]) if group in known.caps else ""
    for name in RULES:
        value = getattr(known.settings, name)
        if isinstance(value, bool):
            values[name] = "on" if value else ""
        else:
            values[name] = ", ".join(value) if isinstance(value, tuple) else str(value)
    return values


def _typed(units: Sequence[UnitTyped]) -> dict[str, str]:
    return {name: text for one in units for name, text in one.values.items()}


def _page(request: Request, known: _Known, form: Form, *, status: int = 200) -> Response:
    return page(
        request, "site/quotas.html", status=status, tab="quotas", fair=known.fair, zones=known.zones,
        groups=known.groups, form=form, zone_keys=ZONES, allowed=allows(known.fair.status, "allocation"),
    )  # fmt: skip
