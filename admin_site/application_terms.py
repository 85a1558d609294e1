"""What was agreed with an applicant and what speaks for its place: two forms on its application's page."""

from __future__ import annotations

from typing import cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.applications import CONTRACTS, DEPOSITS, FEES, application_id, one_of, shown_page
from admin_site.site import actor, fair_of, site_of
from fairpos.core.participation import Contract, DepositState, FeeState, Merits, Terms
from fairpos.ledger import application_terms
from fairpos.web.forms import Form, typed
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.wire.entries import Entry


@screen(may("arrange"))
def terms(request: Request) -> Response:
    """Note contract, fee and deposit."""
    site, id_ = site_of(request), application_id(request)
    entry = Entry(typed(request))
    stated = Terms(
        contract=cast("Contract", entry.choice("contract", dict.fromkeys(CONTRACTS, ()), "none")),
        contract_on=entry.day("contract_on"),
        fee=entry.dong("fee"),
        fee_state=cast("FeeState", entry.choice("fee_state", dict.fromkeys(FEES, ()), "due")),
        fee_due=entry.day("fee_due"),
        fee_on=entry.day("fee_on"),
        deposit=entry.dong("deposit"),
        deposit_state=cast("DepositState", entry.choice("deposit_state", dict.fromkeys(DEPOSITS, ()), "due")),
        deposit_due=entry.day("deposit_due"),
        deposit_on=entry.day("deposit_on"),
    )
    for part in ("fee", "deposit"):
        if entry.texts.get(f"{part}_state") == "paid" and not entry.texts.get(f"{part}_on"):
            entry.faults.setdefault(f"{part}_on", "missing")
    priority = entry.whole("priority", least=0, most=1000) or 0
    if entry.faults:
        return shown_page(request, form=Form(entry.texts, entry.faults), status=422)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        one_of(connection, fair, id_)
        application_terms.set_terms(
            connection, fair.id, id_, stated, priority, at=site.clock(), by=actor(request)
        )
    return RedirectResponse(f"/fairs/{fair.slug}/applications/{id_}#terms", status_code=303)


@screen(may("arrange"))
def merits(request: Request) -> Response:
    """Say whether a place was promised, and what was taken last season."""
    site, id_ = site_of(request), application_id(request)
    entry = Entry(typed(request))
    takings = entry.dong("takings") if entry.texts.get("takings") else None
    source = entry.text("takings_source", most=120)
    if takings is not None and not source:
        entry.faults.setdefault("takings_source", "missing")
    # What was typed stands above what is kept: an empty tick must stay empty.
    texts = {"promised": "", **entry.texts}
    if entry.faults:
        return shown_page(request, form=Form(texts, entry.faults), status=422)
    stated = Merits(
        promised=bool(entry.texts.get("promised")),
        takings=takings,
        takings_source=source if takings is not None else "",
    )
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        one_of(connection, fair, id_)
        application_terms.set_merits(connection, fair.id, id_, stated, at=site.clock(), by=actor(request))
    return RedirectResponse(f"/fairs/{fair.slug}/applications/{id_}#merits", status_code=303)
