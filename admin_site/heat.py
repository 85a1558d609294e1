"""Takings per booth on the plan, live: the figure stands in every booth, the colour helps the eye find it.

One heat of a fair and day is worked out for everyone who looks at the same time, with a pause before the
next (see `Boards` for why); what each page asks once a second is only whether there is something newer.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.live import NOTHING_NEW, is_current
from admin_site.plan_view import draw, in_words, translator_of
from admin_site.site import fair_reading, site_of
from fairpos.core.business_day import MINUTE_MS, Calendar
from fairpos.core.floor import Hall
from fairpos.core.money import Language, dong, number
from fairpos.ledger import fairs
from fairpos.ledger import heat as ledger
from fairpos.ledger.heat import Heat, Warm
from fairpos.web.floorplan import Drawn
from fairpos.web.i18n import language_of
from fairpos.web.pages import fragment, page
from fairpos.web.policy import may
from fairpos.web.screen import screen


@screen(may("see"))
def heat(request: Request) -> Response:
    return page(request, "site/heat.html", tab="heat", **_shown(request))


@screen(may("see"))
def map(request: Request) -> Response:
    """The block that the page asks for once a second."""
    if is_current(request):
        return Response(status_code=NOTHING_NEW)
    return fragment(request, "site/heat.html", "map", tab="heat", **_shown(request))


def _shown(request: Request) -> dict[str, Any]:
    site = site_of(request)
    now = site.clock()
    asked = request.query_params
    with fair_reading(request) as (connection, fair):

        def make() -> tuple[Calendar, Heat]:
            return fairs.calendar(connection, fair.id), ledger.heat(connection, fair.id, wanted)

        calendar = fairs.calendar(connection, fair.id)
        wanted = _day(calendar, asked.get("day"), now)
        calendar, found, version = site.heats.get(fair, wanted, make)
    hall = found.floor.hall(asked.get("hall", "")) or (found.floor.halls[0] if found.floor.halls else None)
    ranked = sorted(found.stands, key=lambda one: (-one.takings, one.stand.shown))
    return {
        "fair": fair,
        "version": version,
        "minute": now // MINUTE_MS,
        "at": now,
        "days": calendar.open_days(),
        "day": wanted,
        "heat": found,
        "hall": hall,
        "drawing": _drawing(request, found, hall) if hall else Markup(""),
        "ranked": ranked,
        "without_till": sum(one.tills == 0 for one in found.stands),
    }


def _day(calendar: Calendar, asked: str | None, now: int) -> str | None:
    """The day in the URL, "all" for all of them; without one, today or the last day that has come."""
    if asked == "all":
        return None
    days = calendar.open_days()
    if asked is not None:
        if asked not in days:
            raise HTTPException(404)
        return asked
    today = calendar.day_of(now)
    return next((day for day in reversed(days) if day <= today), days[0] if days else None)


def _drawing(request: Request, found: Heat, hall: Hall) -> Markup:
    language, words = language_of(request), translator_of(request)

    def told(one: Warm) -> str:
        no_till = [] if one.tills else [words.gettext("no till here")]
        return ", ".join([dong(one.takings, language), *no_till, in_words(one.stand, words), *one.exhibitors])

    drawn = [
        Drawn(
            stand=one.stand,
            words=f"{one.stand.shown}: {told(one)}",
            value=_millions(one, language),
            heat=one.step,
        )
        for one in sorted(found.stands, key=lambda one: (one.stand.row, one.stand.position))
        if one.stand.hall == hall.id
    ]
    return draw(found.floor, hall, words, drawn)


def _millions(one: Warm, language: Language) -> str:
    """The figure that stands in the booth, in millions; a dash where nothing can be counted."""
    if not one.takings and not one.tills:
        return "–"
    return number(Fraction(one.takings, 1_000_000), language, digits=1)
