"""Papers that an applicant handed in, on an application's page: looked at, then taken or not."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.applications import application_id, one_of, shown_page
from admin_site.exhibitor_files import part_of, saved
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.ledger import application_papers
from fairpos.ledger.application_papers import NobodyYet
from fairpos.ledger.papers import UnknownPaper
from fairpos.web.policy import may
from fairpos.web.screen import screen


@screen(may("see"))
def copy(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        try:
            found = application_papers.copy(connection, fair.id, application_id(request), part_of(request))
        except UnknownPaper as unknown:
            raise HTTPException(404) from unknown
    return saved(found, part_of(request))


@screen(may("arrange"))
def admit(request: Request) -> Response:
    """Take one into the register of its exhibitor."""
    site, id_ = site_of(request), application_id(request)
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            one_of(connection, fair, id_)
            application_papers.take_over(
                connection, fair.id, id_, (part_of(request),), at=site.clock(), by=actor(request)
            )
    except UnknownPaper as unknown:
        raise HTTPException(404) from unknown
    except NobodyYet:
        return shown_page(request, refusal="not-an-exhibitor", status=409)
    return RedirectResponse(f"/fairs/{fair.slug}/applications/{id_}#papers", status_code=303)


@screen(may("arrange"))
def remove(request: Request) -> Response:
    site, id_ = site_of(request), application_id(request)
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            application_papers.remove(
                connection, fair.id, id_, part_of(request), at=site.clock(), by=actor(request)
            )
    except UnknownPaper as unknown:
        raise HTTPException(404) from unknown
    return RedirectResponse(f"/fairs/{fair.slug}/applications/{id_}#papers", status_code=303)
