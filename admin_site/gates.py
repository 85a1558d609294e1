"""The gates of a fair: where they lead, how they count, their devices, and how many a hall may hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, Field, field_validator
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site import forms
from admin_site.forms import FormModel, checked, printable
from admin_site.site import actor, fair_of, fair_reading, site_of
from admin_site.tills import qr
from fairpos.core.document import is_name
from fairpos.core.gate import METHODS, Method
from fairpos.ledger import gates as ledger_gates
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.web.forms import Form
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen

NEW = ""
"""Whom a form is for that makes a gate."""


class GateForm(FormModel):
    name: Annotated[str, Field(min_length=1, max_length=60), AfterValidator(printable)]
    hall: Annotated[str, Field(max_length=40), AfterValidator(printable)] = ""
    method: Method


class CapacityForm(FormModel):
    hall: Annotated[str, Field(max_length=40), AfterValidator(printable)] = ""
    people: int | None

    @field_validator("people", mode="before")
    @classmethod
    def _people(cls, typed: str) -> int | None:
        digits = typed.replace(".", "").replace(",", "").replace(" ", "")
        if not digits:
            return None
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            raise ValueError(_("Type a whole number of people, for example 3.000."))
        if not 0 < int(digits) <= ledger_gates.PEOPLE_MAX:
            raise ValueError(_("A capacity is between 1 and 1,000,000 people."))
        return int(digits)


class DeviceForm(FormModel):
    kind: Literal["gate", "sensor"]


@screen(may("see"))
def gates(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        return _page(request, connection, fair)


@screen(may("arrange"))
def add(request: Request) -> Response:
    typed = forms.read(request, "name", "hall", "method")
    found, faults = checked(GateForm, typed)
    site = site_of(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        if found is not None:
            try:
                ledger_gates.add(
                    connection,
                    fair.id,
                    name=found.name,
                    hall=found.hall,
                    method=found.method,
                    at=site.clock(),
                    by=actor(request),
                )
                return _back(fair)
            except ledger_gates.NameTaken:
                faults["name"] = _("Another gate has this name.")
        return _page(request, connection, fair, wrong=NEW, form=Form(typed, faults))


@screen(may("arrange"))
def change(request: Request) -> Response:
    typed = forms.read(request, "name", "hall", "method")
    found, faults = checked(GateForm, typed)
    site, gate = site_of(request), _gate_id(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        if found is not None:
            try:
                ledger_gates.change(
                    connection,
                    fair.id,
                    gate,
                    name=found.name,
                    hall=found.hall,
                    method=found.method,
                    at=site.clock(),
                    by=actor(request),
                )
                return _back(fair)
            except ledger_gates.UnknownGate as unknown:
                raise HTTPException(404) from unknown
            except ledger_gates.NameTaken:
                faults["name"] = _("Another gate has this name.")
        return _page(request, connection, fair, wrong=gate, form=Form(typed, faults))


@screen(may("arrange"))
def closing(request: Request) -> Response:
    """Close a gate, or open it again when it is closed."""
    site, gate = site_of(request), _gate_id(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            deed = ledger_gates.reopen if field(request, "again") else ledger_gates.close
            deed(connection, fair.id, gate, at=site.clock(), by=actor(request))
            return _back(fair)
        except ledger_gates.UnknownGate as unknown:
            raise HTTPException(404) from unknown
        except ledger_gates.NameTaken:
            problem = _("The gate is still closed: another open gate has its name. Change one of them first.")
        except ledger_gates.StillCounting:
            problem = _("The gate is still open: a device may count there. Shut its devices out first.")
        return _page(request, connection, fair, problem=problem, status=409)


@screen(may("arrange"))
def device(request: Request) -> Response:
    """One more counter or sensor, and its one-time link on the answer to this very request."""
    found, _faults = checked(DeviceForm, forms.read(request, "kind"))
    if found is None:
        raise HTTPException(400)
    site, gate, code = site_of(request), _gate_id(request), site_of(request).token()
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            till = ledger_gates.add_device(
                connection, fair.id, gate, found.kind, code=code, at=site.clock(), by=actor(request)
            )
        except ledger_gates.UnknownGate as unknown:
            raise HTTPException(404) from unknown
    origin = f"{request.url.scheme}://{request.url.netloc}"
    address = site.enrolment_address(origin, fair.slug, code)
    values = {"till": till, "address": address, "picture": qr(address)}
    return page(request, "site/enrolment.html", tab="gates", fair=fair, **cast("Any", values))


@screen(may("arrange"))
def capacity(request: Request) -> Response:
    typed = forms.read(request, "hall", "people")
    found, faults = checked(CapacityForm, typed)
    site = site_of(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        if found is None:
            return _page(request, connection, fair, capacity_form=Form(typed, faults))
        ledger_gates.set_capacity(
            connection, fair.id, found.hall, found.people, at=site.clock(), by=actor(request)
        )
        return _back(fair)


def _gate_id(request: Request) -> str:
    gate = str(request.path_params["gate"])
    if not is_name(gate):
        raise HTTPException(404)
    return gate


def _back(fair: FairRow) -> Response:
    return RedirectResponse(f"/fairs/{fair.slug}/gates", status_code=303)


def _page(
    request: Request,
    connection: Connection,
    fair: FairRow,
    *,
    wrong: str | None = None,
    form: Form | None = None,
    capacity_form: Form | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    """The screen; `wrong` is the gate whose form was not accepted, with `form` as it was typed."""
    rows = ledger_gates.listed(connection, fair.id)
    halls = ("", *sorted({row.hall for row in rows if row.hall and row.closed_at is None}))
    known = ledger_gates.capacities(connection, fair.id)
    forms_of = {row.id: Form({"name": row.name, "hall": row.hall, "method": row.method}) for row in rows} | {
        NEW: Form({"method": "clicker"})
    }
    if form is not None and wrong is not None:
        forms_of[wrong] = form
        status = 422
    of_halls = {hall: Form({"hall": hall, "people": str(known.get(hall, ""))}) for hall in halls}
    if capacity_form is not None:
        of_halls[capacity_form["hall"]] = capacity_form
        status = 422
    return page(
        request,
        "site/gates.html",
        status=status,
        tab="gates",
        fair=fair,
        gates=rows,
        forms=forms_of,
        wrong=wrong,
        halls=of_halls,
        methods=METHODS,
        problem=problem,
    )
