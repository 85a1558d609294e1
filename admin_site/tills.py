"""The tills and terminals of a fair: who is there, who is silent, who may enrol, who is shut out."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.document import is_name
from fairpos.ledger import fairs, fleet
from fairpos.ledger.completeness import SILENT_MS
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen


@dataclass(frozen=True, slots=True, kw_only=True)
class TillShown:
    """One till with the name of its place and the word for how it is."""

    id: str
    kind: str
    place: str
    state: str
    seen_at: int | None
    pending: int
    missing: int
    documents: int
    revocable: bool


@screen(may("see"))
def tills(request: Request) -> Response:
    now = site_of(request).clock()
    with fair_reading(request) as (connection, fair):
        booths = fairs.booths(connection, fair.id)
        names = {booth.id: booth.name for booth in booths}
        names |= {gate.id: gate.name for gate in fairs.gates(connection, fair.id)}
        rows = fleet.tills(connection, fair.id)
        terminals = fleet.terminals(connection, fair.id)
    shown = tuple(
        TillShown(
            id=row.id,
            kind=row.kind,
            place=names.get(row.place, row.place),
            state=_state(row, now),
            seen_at=row.seen_at,
            pending=row.pending,
            missing=row.missing,
            documents=row.documents,
            revocable=row.revoked_at is None,
        )
        for row in rows
    )
    return page(
        request, "site/tills.html", tab="tills", fair=fair, tills=shown, terminals=terminals, booths=booths
    )


def _state(row: fleet.TillRow, now: int) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.seen_at is not None and now - row.seen_at <= SILENT_MS:
        return "here"
    if row.seen_at is not None:
        return "silent"
    return "waiting" if row.enrolment_open else "never"


@screen(may("arrange"))
def enrolment(request: Request) -> Response:
    """A new one-time link, shown once on the answer to this very request and kept nowhere but as a hash."""
    site = site_of(request)
    till_id = _till_id(request)
    code = site.token()
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            fleet.open_enrolment(connection, fair.id, till_id, code=code, at=site.clock(), by=actor(request))
        except fleet.UnknownTill as unknown:
            raise HTTPException(404) from unknown
    origin = f"{request.url.scheme}://{request.url.netloc}"
    address = site.enrolment_address(origin, fair.slug, code)
    return page(
        request,
        "site/enrolment.html",
        tab="tills",
        fair=fair,
        till=till_id,
        address=address,
        picture=qr(address),
    )


@screen(may("arrange"))
def revocation(request: Request) -> Response:
    site = site_of(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            fleet.revoke_till(connection, fair.id, _till_id(request), at=site.clock(), by=actor(request))
        except fleet.UnknownTill as unknown:
            raise HTTPException(404) from unknown
    return RedirectResponse(f"/fairs/{fair.slug}/tills", status_code=303)


def qr(text: str) -> Markup:
    """A QR code as SVG on its own white ground: a scanner wants dark on light, in a dark room too."""
    drawn = segno.make_qr(text, error="m").svg_inline(
        scale=6, border=4, dark="#000000", light="#ffffff", svgclass="qr", lineclass=None, omitsize=True
    )
    return Markup(drawn)  # noqa: S704 - drawn by segno from modules, the text itself is not in it


def _till_id(request: Request) -> str:
    till_id = str(request.path_params["till"])
    if not is_name(till_id):
        raise HTTPException(404)
    return till_id
