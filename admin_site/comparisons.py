"""One edition against another: takings and visits, by zone, per day or in total, each with its basis."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import fair_reading, site_of
from fairpos.core.measures import BASES, SCOPES, Basis, Metric, Scope
from fairpos.ledger import comparisons, fairs
from fairpos.ledger.comparisons import Comparison, NotComparable, Remark
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen

ROWS: tuple[tuple[Metric, Scope], ...] = (*(("takings", scope) for scope in SCOPES), ("visits", "all"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the comparison: the figures, or why there are none to hold against each other."""

    metric: Metric
    scope: Scope
    comparison: Comparison | None
    refusal: NotComparable | None
    remarks: tuple[Remark, ...] = ()


@screen(may("see"))
def comparison(request: Request) -> Response:
    basis: Basis = next((b for b in BASES if b == request.query_params.get("basis")), BASES[0])
    with fair_reading(request) as (connection, fair):
        others = tuple(other for other in fairs.every(connection) if other.slug != fair.slug)
        asked = request.query_params.get("prior") or fair.prior
        prior = next((other for other in others if other.slug == asked), None)
        rows: list[Row] = []
        for metric, scope in ROWS if prior else ():
            found, refusal = None, None
            try:
                found = comparisons.compare(
                    connection,
                    fair.slug,
                    prior.slug if prior else "",
                    metric=metric,
                    scope=scope,
                    basis=basis,
                    at=site_of(request).clock(),
                )
            except NotComparable as reason:
                refusal = reason
            rows.append(Row(metric=metric, scope=scope, comparison=found, refusal=refusal))
    common = _common([row.comparison.remarks for row in rows if row.comparison])
    rows = [
        replace(row, remarks=tuple(remark for remark in row.comparison.remarks if remark not in common))
        if row.comparison
        else row
        for row in rows
    ]
    return page(
        request,
        "site/comparisons.html",
        tab="comparison",
        fair=fair,
        prior=prior,
        others=others,
        basis=basis,
        rows=rows,
        common=common,
    )


def _common(remarks: list[tuple[Remark, ...]]) -> tuple[Remark, ...]:
    """What holds of every row is said once, above them."""
    if not remarks:
        return ()
    return tuple(remark for remark in remarks[0] if all(remark in others for others in remarks))
