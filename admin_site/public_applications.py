"""The form by which anybody may apply to take part, while the fair is announced and its window is open."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.applications import FORM, check_wishes
from admin_site.exhibitors import today
from admin_site.site import fair_of, public_reading, site_of
from fairpos.ledger import application_papers, application_windows, applications
from fairpos.ledger.application_windows import Openness, Window
from fairpos.ledger.fairs import FairRow
from fairpos.web.forms import Form, typed
from fairpos.web.pages import page
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen
from fairpos.wire import application_forms
from fairpos.wire.entries import Entry

BY = "public"
"""Who the record of changes names for what a stranger sent."""


@screen(PUBLIC)
def form(request: Request) -> Response:
    with public_reading(request) as (connection, fair):
        window = application_windows.of(connection, fair.id)
    open_now = application_windows.openness(window, fair, today(request, fair))
    fresh = Form({"country": "VN", "province": fair.province, "least": "1", "most": "1"})
    return _form(request, fair, window, open_now, fresh)


@screen(PUBLIC)
def send(request: Request) -> Response:
    """Take an application in. A form with faults comes back as it was typed and counts for nothing."""
    site, entry = site_of(request), Entry(typed(request))
    with public_reading(request) as (connection, fair):
        window = application_windows.of(connection, fair.id)
        wanted = application_forms.read(entry, fair.province, reachable=True)
        check_wishes(connection, fair, entry, wanted)
    open_now = application_windows.openness(window, fair, today(request, fair))
    if open_now == "closed":
        return _form(request, fair, window, open_now, Form(entry.texts), status=409)
    if entry.faults:
        return _form(request, fair, window, open_now, Form(entry.texts, entry.faults), status=422)
    if not site.form_limit.allows(request.client.host if request.client else ""):
        return _form(request, fair, window, open_now, Form(entry.texts), refusal="too-often", status=429)
    code = site.token()
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        id_ = applications.file(
            connection, fair.id, wanted, source="public", late=open_now == "late", at=site.clock(), by=BY
        )
        application_papers.set_code(connection, fair.id, id_, code)
    return RedirectResponse(f"/public/{fair.slug}/applications/{code}?done=application", status_code=303)


def _form(
    request: Request,
    fair: FairRow,
    window: Window | None,
    open_now: Openness,
    form: Form,
    *,
    refusal: str = "",
    status: int = 200,
) -> Response:
    return page(
        request, "public/application.html", status=status, fair=fair, window=window, open_now=open_now,
        form=form, offered=FORM, refusal=refusal,
    )  # fmt: skip
