"""A product for everybody: its story, its maker, its stars, its booth; and labels that lead to that page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.exhibitors import today
from admin_site.products import one_of
from admin_site.site import fair_reading, public_reading, site_of
from admin_site.tills import qr
from fairpos.ledger import exhibitors, fairs, photos, products, shelf
from fairpos.ledger.exhibitors import Known
from fairpos.web.pages import page
from fairpos.web.policy import PUBLIC, may
from fairpos.web.screen import screen

A_SHEET = 21
YEAR_S = 31_536_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label of a sheet: the code, the name, the producer, and the stars while they hold."""

    name: str
    producer: str
    stars: int | None
    address: str

    @property
    def picture(self) -> Markup:
        """Drawn when it is shown, because that takes a while and nobody else should wait for it."""
        return qr(self.address)


@screen(PUBLIC)
def product(request: Request) -> Response:
    """Only what may be sold is shown: everything else has no page."""
    with public_reading(request) as (connection, fair):
        found = one_of(connection, request, fair)
        if found.hindrance:
            raise HTTPException(404)
        who: Known = exhibitors.one(connection, fair.id, found.article.exhibitor)
        off = {stop.booth for stop in shelf.standing(connection, fair.id) if stop.article == found.article.id}
        booths = tuple(
            booth.name
            for booth in fairs.booths(connection, fair.id)
            if who.id in booth.exhibitors and booth.id not in off
        )
    return page(request, "public/product.html", fair=fair, found=found, who=who.details, booths=booths)


@screen(PUBLIC)
def photo(request: Request) -> Response:
    """A picture under the hash of its bytes: it never changes."""
    key = str(request.path_params["key"])
    with public_reading(request) as (connection, fair):
        body = photos.one(connection, fair.id, key) if key.isascii() and key.isalnum() else None
    if body is None:
        raise HTTPException(404)
    headers = {"Cache-Control": f"public, max-age={YEAR_S}, immutable"}
    return Response(body, media_type="image/webp", headers=headers)


@screen(may("see"))
def labels(request: Request) -> Response:
    """Labels with QR codes to print, of all products at the till or of one exhibitor's."""
    who = request.query_params.get("exhibitor", "")
    origin = site_of(request).origin_for_others(f"{request.url.scheme}://{request.url.netloc}")
    with fair_reading(request) as (connection, fair):
        every = products.listed(connection, fair.id, today(request, fair))
        known = exhibitors.listed(connection, fair.id)
    chosen = [one for one in every if not one.hindrance and who in ("", one.article.exhibitor)]
    made = tuple(
        Label(
            name=one.article.name,
            producer=one.producer,
            stars=one.stars,
            address=f"{origin}/public/{fair.slug}/products/{one.article.id}",
        )
        for one in chosen
    )
    # A whole fair's sheets would be drawn for minutes: somebody walks the hall exhibitor by exhibitor.
    sheets = tuple(made[first : first + A_SHEET] for first in range(0, len(made), A_SHEET)) if who else ()
    return page(
        request, "site/product_labels.html", tab="products", fair=fair, sheets=sheets, who=who, of=len(made),
        known=tuple((one.id, one.details.name) for one in known),
    )  # fmt: skip
