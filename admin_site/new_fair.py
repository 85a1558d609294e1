"""A new fair: from nothing, or as a copy of the last edition. Four fields and one button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.fair_forms import NewFairForm, clock, wanted_of
from admin_site.forms import checked, read
from admin_site.site import actor, site_of
from fairpos.core.fair import Fair
from fairpos.ledger import beginnings, fairs
from fairpos.ledger.copying import Wanted
from fairpos.ledger.fairs import FairRow
from fairpos.web.forms import Form
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen

_FIELDS = ("name", "name_en", "series", "season", "province", "source", "first", "last", "opens", "closes")
PARTS = tuple(Wanted.__dataclass_fields__)


@screen(may("arrange"))
def form(request: Request) -> Response:
    """`from` names the fair to begin from; without it, the newest is offered."""
    with site_of(request).database.reading() as connection:
        every = fairs.every(connection)
        asked = request.query_params.get("from")
        source = next((one for one in every if one.slug == asked), None)
        if source is None and asked is None and every:
            source = every[0]
        days = fairs.calendar(connection, source.id).days if source else ()
    values = {"opens": "08:00", "closes": "22:00", **{f"copy-{part}": "on" for part in PARTS}}
    del values["copy-allocation"]
    if source is not None:
        season = _next(source.season)
        values |= {
            "source": source.slug,
            "name": source.name.replace(source.season, season),
            "name_en": source.name_en.replace(source.season, season),
            "series": source.series,
            "season": season,
            "province": source.province,
        }
        if days:
            values |= {"opens": clock(days[-1].opens_minute), "closes": clock(days[-1].closes_minute)}
    return _page(request, every, Form(values))


def _next(season: str) -> str:
    """The season after one: 2020 is followed by 2021."""
    return str(int(season) + 1) if season.isascii() and season.isdigit() and len(season) == 4 else season


def _page(request: Request, every: tuple[FairRow, ...], form: Form, **more: Any) -> Response:
    status = 422 if form.faults else 200
    source = next((one for one in every if one.slug == form["source"]), None)
    return page(request, "site/new_fair.html", status=status, every=every, form=form, source=source, **more)


@screen(may("arrange"))
def make(request: Request) -> Response:
    typed = read(request, *_FIELDS, *(f"copy-{part}" for part in PARTS))
    found, faults = checked(NewFairForm, typed)
    site = site_of(request)
    if found is None:
        return _again(request, typed, faults)
    fair = Fair(
        slug=found.slug(),
        name=found.name,
        name_en=found.name_en,
        series=found.series,
        season=found.season,
        province=found.province,
        status="draft",
        prior=found.source or None,
        calendar=found.calendar(),
    )
    try:
        with site.database.writing() as connection:
            beginnings.begin(
                connection, fair, source=found.source or None, wanted=wanted_of(typed), at=site.clock(),
                by=actor(request),
            )  # fmt: skip
    except fairs.FairExists:
        return _again(request, typed, {"season": "There is a fair of this series and season already."})
    except fairs.NoSuchFair:
        return _again(request, typed, {"source": "Choose one of the list."})
    return RedirectResponse(f"/fairs/{fair.slug}/setup?done=made", status_code=303)


def _again(request: Request, typed: Mapping[str, str], faults: Mapping[str, str]) -> Response:
    with site_of(request).database.reading() as connection:
        every = fairs.every(connection)
    return _page(request, every, Form(typed, faults))
