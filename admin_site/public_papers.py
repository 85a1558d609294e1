"""Where an applicant comes back by its secret link: what became of its application, and papers to hand in."""

from __future__ import annotations

from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.exhibitor_files import UPLOAD_BYTES_MAX
from admin_site.exhibitors import today
from admin_site.site import fair_of, public_reading, site_of
from fairpos.core.exhibitor import PAPER_KINDS, PaperKind
from fairpos.core.fair_state import Forbidden
from fairpos.ledger import application_papers, applications, assortment, booth_codes, exhibitors, papers
from fairpos.ledger.application_papers import OPEN, PAPERS_MAX, Over, TooMany
from fairpos.ledger.applications import Filed, UnknownApplication
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.papers import BadCopy, Copy
from fairpos.web.forms import Form, file_of, typed
from fairpos.web.pages import page
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen
from fairpos.wire.entries import Entry

BY = "public"
CODE_MAX = 80


@screen(PUBLIC)
def application(request: Request) -> Response:
    return _page(request, Form())


@screen(PUBLIC, body_max=UPLOAD_BYTES_MAX)
def add(request: Request) -> Response:
    """Take a paper in. What is wrong is said, and nothing of it is kept."""
    site, entry = site_of(request), Entry(typed(request))
    kind = entry.choice("paper_kind", dict.fromkeys(PAPER_KINDS, ()), "other")
    number, valid_to = entry.text("paper_number", most=80), entry.day("paper_valid_to")
    if valid_to and valid_to < _today(request):
        entry.faults.setdefault("paper_valid_to", "has-ended")
    given, copy, refusal = file_of(request, "copy"), None, ""
    try:
        copy = papers.copy_of(*given) if given else None
    except BadCopy as bad:
        refusal = bad.code
    if copy is None and not refusal:
        refusal = "no-file"
    if entry.faults or refusal:
        return _page(request, Form(entry.texts, entry.faults), refusal=refusal, status=422)
    if not site.paper_limit.allows(request.client.host if request.client else ""):
        return _page(request, Form(entry.texts), refusal="too-often", status=429)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        filed = _filed(connection, fair, request)
        try:
            application_papers.add(
                connection, fair.id, filed.id, kind=cast("PaperKind", kind), number=number, valid_to=valid_to,
                copy=cast("Copy", copy), at=site.clock(), by=BY,
            )  # fmt: skip
        except TooMany:
            refusal = "too-many"
        except (Over, Forbidden):
            refusal = "application-over"
    if refusal:
        return _page(request, Form(entry.texts), refusal=refusal, status=409)
    return RedirectResponse(f"{request.url.path}?done=paper#papers", status_code=303)


def _today(request: Request) -> str:
    with public_reading(request) as (_connection, fair):
        return today(request, fair)


def _filed(connection: Connection, fair: FairRow, request: Request) -> Filed:
    """The application behind the link, or the page that says there is none."""
    code = str(request.path_params["code"])
    if not 20 <= len(code) <= CODE_MAX:
        raise HTTPException(404)
    try:
        return application_papers.by_code(connection, fair.id, code)
    except UnknownApplication as unknown:
        raise HTTPException(404) from unknown


def _page(request: Request, form: Form, *, refusal: str = "", status: int = 200) -> Response:
    with public_reading(request) as (connection, fair):
        filed = _filed(connection, fair, request)
        waiting = application_papers.listed(connection, fair.id, filed.id)
        codes = booth_codes.codes(connection, fair.id)
        stands = exhibitors.one(connection, fair.id, filed.exhibitor).booths if filed.exhibitor else ()
        held = papers.listed(connection, fair.id, filed.exhibitor) if filed.exhibitor else ()
        behind = len(applications.wait_list(applications.listed(connection, fair.id)))
        _first, last = assortment.span(connection, fair.id)
    here = str(request.url.path)
    return page(
        request, "public/application_state.html", status=status, fair=fair, filed=filed, form=form,
        refusal=refusal, booths=tuple(codes[booth] for booth in stands), waiting=waiting, held=held,
        behind=behind, last=last, here=here,
        link=site_of(request).origin_for_others(f"{request.base_url}".rstrip("/")) + here,
        kinds=PAPER_KINDS, most=PAPERS_MAX, done=request.query_params.get("done", ""),
        takes=filed.state in OPEN and len(waiting) < PAPERS_MAX,
    )  # fmt: skip
