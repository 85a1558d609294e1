"""The plan on paper: a hall as SVG, the whole fair as PDF, with the number of the version it shows."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.plan import version_of
from admin_site.plan_forms import metres
from admin_site.plan_view import draw, in_words, translator_of, word
from admin_site.site import fair_reading, site_of
from fairpos.core.floor import Floor, Hall, count
from fairpos.core.money import Language, number
from fairpos.ledger import fairs
from fairpos.web import typeset
from fairpos.web.downloads import download
from fairpos.web.filters import moment
from fairpos.web.floorplan import Drawn
from fairpos.web.i18n import Translator, language_of
from fairpos.web.policy import may
from fairpos.web.screen import screen


@screen(may("see"))
def hall(request: Request) -> Response:
    """One hall of the plan as it stands, or of a published version, as SVG."""
    with fair_reading(request) as (connection, fair):
        version, plan = version_of(connection, fair, request.query_params.get("version", ""))
    found = plan.hall(str(request.path_params["hall"]))
    if found is None:
        raise HTTPException(404)
    stem = f"{fair.slug}-{found.id}" + (f"-v{version}" if version else "")
    return download(stem, "svg", _svg(plan, found, translator_of(request)))


@screen(may("see"))
def paper(request: Request) -> Response:
    """The whole plan as PDF, a hall a sheet, and the list of its booths behind."""
    with fair_reading(request) as (connection, fair):
        version, plan = version_of(connection, fair, request.query_params.get("version", ""))
        names = {one.id: one.name for one in fairs.exhibitors(connection, fair.id)}
        standing = {one.id: one.exhibitors for one in fairs.booths(connection, fair.id)}
    if not plan.halls:
        raise HTTPException(404)
    words, language = translator_of(request), language_of(request)
    told = (
        words.gettext("Version %(number)s") % {"number": version}
        if version
        else words.gettext("Draft, not published")
    )
    data = {
        "title": fair.name_en if language == "en" and fair.name_en else fair.name,
        "language": language,
        "version": told,
        "foot": words.gettext("%(version)s · printed %(moment)s · FairPOS")
        % {"version": told, "moment": moment(site_of(request).clock())},
        "halls": [_sheet(plan, one, words, language) for one in plan.halls],
        "list_title": words.gettext("List of booths"),
        "head": [
            words.gettext(one) for one in ("Code", "Zone", "Area (m²)", "Who stands there", "Facilities")
        ],
        "rows": [
            [
                stand.shown,
                word(words, "zone", stand.zone),
                metres(stand.area),
                ", ".join(names[who] for who in standing.get(stand.id, ())) or "–",
                ", ".join(word(words, "facility", one) for one in sorted(stand.facilities)) or "–",
            ]
            for stand in sorted(plan.stands, key=lambda one: (one.hall, one.row, one.position))
        ],
    }
    images = {one.id: _svg(plan, one, words) for one in plan.halls}
    stem = f"{fair.slug}-plan" + (f"-v{version}" if version else "")
    return download(stem, "pdf", typeset.pdf("floor.typ", data, images=images))


def _sheet(plan: Floor, place: Hall, words: Translator, tongue: Language) -> dict[str, str]:
    here = count(plan.in_hall(place.id))
    summary = words.gettext(
        "%(booths)s booths and %(areas)s areas on %(area)s m², %(equivalents)s standard booths of 9 m²"
    ) % {
        "booths": number(here.booths, tongue),
        "areas": number(here.areas, tongue),
        "area": number((here.booth_area + here.area_area) // 100, tongue),
        "equivalents": number(here.equivalents, tongue, digits=0 if here.equivalents.denominator == 1 else 1),
    }
    words_for = words.gettext("Plan of %(hall)s") % {"hall": place.name}
    return {"name": place.name, "summary": summary, "picture": place.id, "words": f"{words_for}: {summary}"}


def _svg(plan: Floor, place: Hall, words: Translator) -> bytes:
    drawn = [
        Drawn(stand=stand, words=in_words(stand, words), value=f"{metres(stand.area)} m²")
        for stand in plan.in_hall(place.id)
    ]
    return draw(plan, place, words, drawn, alone=True).encode()
