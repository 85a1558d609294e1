"""The draw of lots: promised with two hashes, drawn with a public number, shown so that anyone can check."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.forms import printable
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.fair_state import Forbidden, allows
from fairpos.ledger import applications, fairs
from fairpos.ledger import lots as ledger
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.lots import Draw
from fairpos.web.forms import Form
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import PUBLIC, may
from fairpos.web.screen import field, screen

NO_NUMBER = _("Type the public number, for example the first prize of that evening's lottery.")
NUMBER_MAX = 40


@screen(may("arrange"))
def lots(request: Request) -> Response:
    return _page(request, Form())


@screen(PUBLIC)
def public(request: Request) -> Response:
    """For everyone: what was promised and what was drawn."""
    with fair_reading(request) as (connection, fair):
        if not allows(fair.status, "public"):
            raise HTTPException(404)
        found = ledger.listed(connection, fair.id)
        names = {who.id: who.name for who in fairs.exhibitors(connection, fair.id)}
    return page(request, "public/lots.html", fair=fair, draws=found, names=names)


@screen(may("arrange"))
def promise(request: Request) -> Response:
    site = site_of(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        asking = applications.for_allocation(connection, fair.id, waiting=True)
        names = [one.exhibitor for one in asking]
        if names and allows(fair.status, "allocation"):
            ledger.commit(connection, fair.id, names, secret=site.token(), at=site.clock(), by=actor(request))
    return RedirectResponse(f"/fairs/{fair.slug}/lots", status_code=303)


@screen(may("arrange"))
def draw(request: Request) -> Response:
    site = site_of(request)
    typed = field(request, "public_number")[:1_000]
    try:
        number = printable(typed.strip())[:NUMBER_MAX]
    except ValueError as fault:
        return _page(request, Form({"public_number": typed}, {"public_number": str(fault)}), status=422)
    if not number:
        return _page(request, Form({"public_number": typed}, {"public_number": NO_NUMBER}), status=422)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        waiting = next((one for one in ledger.listed(connection, fair.id) if one.drawn_at is None), None)
        if waiting is not None:
            try:
                ledger.draw(
                    connection, fair.id, waiting.number, public_number=number, at=site.clock(),
                    by=actor(request),
                )  # fmt: skip
            except Forbidden:
                return RedirectResponse(f"/fairs/{fair.slug}/lots", status_code=303)
    return RedirectResponse(f"/fairs/{fair.slug}/lots", status_code=303)


def _page(request: Request, form: Form, *, status: int = 200) -> Response:
    fair, found, names, asking = _known(request)
    return page(
        request, "site/lots.html", status=status, tab="lots", fair=fair, draws=found, names=names,
        asking=asking, form=form, allowed=allows(fair.status, "allocation"),
    )  # fmt: skip


def _known(request: Request) -> tuple[FairRow, tuple[Draw, ...], Mapping[str, str], int]:
    with fair_reading(request) as (connection, fair):
        found = ledger.listed(connection, fair.id)
        names = {who.id: who.name for who in fairs.exhibitors(connection, fair.id)}
        asking = len(applications.for_allocation(connection, fair.id, waiting=True))
    return fair, found, names, asking
