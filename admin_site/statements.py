"""An exhibitor's own statements as they were signed: files, without a page."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.reports import seal_of
from admin_site.site import fair_reading
from fairpos.core.rights import own_exhibitors
from fairpos.ledger.reports import kept
from fairpos.web import report_paper
from fairpos.web.downloads import download
from fairpos.web.i18n import language_of
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.web.session import grants_of
from fairpos.wire import reports as wire


@screen(may("own"))
def statement(request: Request) -> Response:
    """The newest signed statement of an exhibitor of this person's; any other is not there. It names every
    booth, so whoever may see some of them alone has none."""
    with fair_reading(request) as (connection, fair):
        exhibitor = str(request.path_params["exhibitor"])
        if exhibitor not in own_exhibitors(grants_of(request), fair.slug):
            raise HTTPException(404)
        one = kept.newest_signed(connection, fair.id, "exhibitor", exhibitor)
        if one is None:
            raise HTTPException(404)
        _, body = kept.find(connection, fair.id, one.no)
    paper = report_paper.pdf(wire.read(body), language_of(request), seal_of(request, one))
    return download(f"{fair.slug}-{exhibitor}-{one.revision}", "pdf", paper)
