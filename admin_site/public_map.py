"""The map for visitors: the published plan, and where an exhibitor or a product is found on it.

Only what was published is drawn; who stands there and what they sell is as of now.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.exhibitors import today
from admin_site.plan_view import draw, translator_of
from admin_site.site import fair_reading
from fairpos.core import fair_state
from fairpos.core.fair import Article, Exhibitor
from fairpos.core.floor import Floor, Hall, Stand
from fairpos.core.search import search_key
from fairpos.ledger import assortment, fairs, pavilions, plans, shelf
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.web.floorplan import Drawn
from fairpos.web.pages import page
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen

QUERY_MAX = 60
PLACES_MAX = 60
GOODS_MAX = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stand as visitors know it. `home` is the district or province that was given it, or whose exhibitor
    stands there; `goods` are what was asked for, or the first of what is sold there."""

    stand: Stand
    hall: str
    exhibitors: tuple[str, ...]
    home: str
    goods: tuple[str, ...]


@screen(PUBLIC)
def map(request: Request) -> Response:
    asked = request.query_params
    query = " ".join(asked.get("q", "")[:QUERY_MAX].split())
    with fair_reading(request) as (connection, fair):
        published = plans.newest(connection, fair.id)
        if published is None or not fair_state.allows(fair.status, "public"):
            raise HTTPException(404)
        version, plan = published
        goods = assortment.for_tills(connection, fair.id, today(request, fair))
        places = _places(connection, fair, plan, goods, query)
    chosen = next((one for one in places if one.stand.id == asked.get("stand")), None)
    found = places if query else ([chosen] if chosen else [])
    hall = plan.hall(asked.get("hall", "")) or (plan.hall(found[0].stand.hall) if found else None)
    hall = hall or plan.halls[0]
    shown = {one.stand.id: one for one in places}
    return page(
        request,
        "public/map.html",
        fair=fair,
        version=version,
        halls=plan.halls,
        hall=hall,
        query=query,
        found=found[:PLACES_MAX],
        more=max(0, len(found) - PLACES_MAX),
        drawing=_drawing(request, fair.slug, plan, hall, shown, {one.stand.id for one in found}),
    )


def _places(
    connection: Connection, fair: FairRow, plan: Floor, sold_here: tuple[Article, ...], query: str
) -> list[Place]:
    """The stands that hold what is asked for, in the order of their halls and codes; all, without a query.
    Only goods that tills may sell are named."""
    exhibitors = {one.id: one for one in fairs.exhibitors(connection, fair.id)}
    given = pavilions.of_stands(connection, fair.id)
    off = {(stop.booth, stop.article) for stop in shelf.standing(connection, fair.id)}
    goods: dict[str, list[Article]] = {}
    for article in sold_here:
        goods.setdefault(article.exhibitor, []).append(article)
    standing = {booth.id: booth.exhibitors for booth in fairs.booths(connection, fair.id)}
    wanted = search_key(query).split()
    halls = {one.id: one.name for one in plan.halls}
    found = []
    for stand in sorted(plan.stands, key=lambda one: (one.hall, one.row, one.position)):
        here = standing.get(stand.id, ())
        names = tuple(exhibitors[who].name for who in here)
        homes = (_home(exhibitors[who], fair) for who in here)
        home = given.get(stand.id) or next(filter(None, homes), "")
        sold = [one.name for who in here for one in goods.get(who, ()) if (stand.id, one.id) not in off]
        plain = search_key(" ".join((stand.shown, *names, home)))
        named = _all_begin(wanted, plain)
        asked_for = [name for name in sold if _all_begin(wanted, search_key(f"{name} {plain}"))]
        if named or asked_for:
            told = sold if named else asked_for
            found.append(
                Place(
                    stand=stand,
                    hall=halls[stand.hall],
                    exhibitors=names,
                    home=home,
                    goods=tuple(told[:GOODS_MAX]),
                )
            )
    return found


def _home(who: Exhibitor, fair: FairRow) -> str:
    """Where an exhibitor is from, as visitors ask for it: a district here, else another province."""
    return who.district or ("" if who.province == fair.province else who.province or "")


def _all_begin(wanted: list[str], text: str) -> bool:
    words = text.split()
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _drawing(
    request: Request, slug: str, plan: Floor, hall: Hall, places: dict[str, Place], found: set[str]
) -> Markup:
    drawn = []
    here = sorted(plan.in_hall(hall.id), key=lambda one: (one.row, one.position))
    for n, stand in enumerate(here):
        place = places.get(stand.id)
        told = ", ".join((stand.shown, *(place.exhibitors if place else ())))
        drawn.append(
            Drawn(
                stand=stand,
                words=told,
                href=f"/public/{slug}/map?hall={hall.id}&stand={stand.id}",
                found=stand.id in found,
                first=n == 0,
            )
        )
    return draw(plan, hall, translator_of(request), drawn)
