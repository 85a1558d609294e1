"""Cần xem xét: what was accepted and somebody must look at. Read only for now, filtered by code."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import fair_reading
from fairpos.ledger import findings as ledger_findings
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen


@screen(may("see"))
def findings(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        every = ledger_findings.listed(connection, fair.id)
    codes = sorted({finding.code for finding in every})
    chosen = request.query_params.get("code", "")
    shown = tuple(finding for finding in every if chosen in ("", finding.code))
    return page(
        request,
        "site/findings.html",
        tab="findings",
        fair=fair,
        findings=shown,
        codes=codes,
        chosen=chosen if chosen in codes else "",
        open_count=sum(finding.resolved_at is None for finding in shown),
        suspense=sum(finding.suspense for finding in shown if finding.resolved_at is None),
    )
