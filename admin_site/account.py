"""One person's account: opened, given roles, sent a link, shut and let in again."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, site_of
from admin_site.tills import qr
from fairpos.core.document import is_name
from fairpos.core.fair import Booth, Exhibitor
from fairpos.core.ids import uuid7
from fairpos.core.rights import Grant, Role
from fairpos.ledger import accounts, fairs, grants, people, sessions
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.people import Account
from fairpos.web.pages import fragment, page
from fairpos.web.policy import may
from fairpos.web.screen import field, fields, screen

TEMPLATE = "site/account.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is typed so far, what there is to choose from, and what is wrong: field to code. `stands` are the
    booths of the exhibitor that is chosen, `booths` those the role shall be limited to."""

    name: str = ""
    login: str = ""
    role: str = ""
    fair: str = ""
    exhibitor: str = ""
    fairs: tuple[FairRow, ...] = ()
    exhibitors: tuple[Exhibitor, ...] = ()
    booths: tuple[str, ...] = ()
    stands: tuple[Booth, ...] = ()
    faults: dict[str, str] = default(default_factory=dict)

    @property
    def grant(self) -> Grant:
        who = self.exhibitor if self.role == "exhibitor" else ""
        return Grant(cast("Role", self.role), self.fair or None, who or None, self.booths if who else ())


@screen(may("people"))
def new(request: Request) -> Response:
    with site_of(request).database.reading() as connection:
        form = _choices(connection, _fresh(connection))
    return page(request, TEMPLATE, account=None, form=form)


@screen(may("people"))
def exhibitor(request: Request) -> Response:
    """The exhibitors to choose from, once a role and a fair are chosen, and then the booths of one."""
    asked = request.query_params
    typed = Form(role=asked.get("role", ""), fair=asked.get("fair", ""), exhibitor=asked.get("exhibitor", ""))
    with site_of(request).database.reading() as connection:
        form = _choices(connection, typed)
    return fragment(request, TEMPLATE, "exhibitor", form=form)


@screen(may("people"))
def create(request: Request) -> Response:
    """Open the account, give it its first role, and show the link it signs in by: once, on this answer."""
    site = site_of(request)
    at, by, code = site.clock(), actor(request), site.token()
    form = replace(_typed(request), login=field(request, "login")[: people.LOGIN_MAX + 1])
    with site.database.writing() as connection:
        faults = _name_faults(form.name) | _login_faults(connection, form.login)
        faults |= _grant_faults(connection, form)
        if not faults:
            id_ = uuid7(at, int.from_bytes(site.token().encode()[:9], "big"))
            made = accounts.open_account(connection, id=id_, login=form.login, name=form.name, at=at, by=by)
            grants.give(connection, made.id, form.grant, at=at, by=by)
            accounts.open_link(connection, made, code=code, at=at, by=by)
        form = _choices(connection, form, faults)
    if faults:
        return page(request, TEMPLATE, status=422, account=None, form=form)
    return _link_shown(request, made, code)


@screen(may("people"))
def shown(request: Request) -> Response:
    return _shown(request)


@screen(may("people"))
def rename(request: Request) -> Response:
    name = _typed(request).name
    faults = _name_faults(name)
    if faults:
        return _shown(request, Form(name=name, faults=faults), status=422)
    return _done(
        request, lambda connection, account, at, by: accounts.rename(connection, account, name, at=at, by=by)
    )


@screen(may("people"))
def give(request: Request) -> Response:
    site = site_of(request)
    form = _typed(request)
    with site.database.writing() as connection:
        account = _account(connection, request)
        faults = _grant_faults(connection, form)
        if not faults and form.grant in grants.held(connection, account.id):
            faults = {"role": "given"}
        if not faults:
            grants.give(connection, account.id, form.grant, at=site.clock(), by=actor(request))
    if faults:
        return _shown(request, form, faults=faults, status=422)
    return RedirectResponse(f"/accounts/{account.id}", status_code=303)


@screen(may("people"))
def take(request: Request) -> Response:
    number = str(request.path_params["grant"])
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise HTTPException(404)
    return _done(
        request,
        lambda connection, account, at, by: grants.take(connection, account.id, int(number), at=at, by=by),
    )


@screen(may("people"))
def shut(request: Request) -> Response:
    return _done(
        request, lambda connection, account, at, by: accounts.shut(connection, account, at=at, by=by)
    )


@screen(may("people"))
def reopen(request: Request) -> Response:
    return _done(
        request, lambda connection, account, at, by: accounts.reopen(connection, account, at=at, by=by)
    )


@screen(may("people"))
def sign_out(request: Request) -> Response:
    """End one session of this person's, or all of them."""
    key = request.path_params.get("key")
    return _done(
        request,
        lambda connection, account, at, by: accounts.end_sessions(connection, account, key=key, at=at, by=by),
    )


@screen(may("people"))
def link(request: Request) -> Response:
    """A new one-time link, shown once on this answer; one of before is void."""
    site = site_of(request)
    code = site.token()
    with site.database.writing() as connection:
        account = _account(connection, request)
        if account.disabled_at is None:
            accounts.open_link(connection, account, code=code, at=site.clock(), by=actor(request))
    if account.disabled_at is not None:
        return _shown(request, faults={"account": "shut"}, status=422)
    return _link_shown(request, account, code)


Act = Callable[[Connection, Account, int, str], None]


def _done(request: Request, act: Act) -> Response:
    """Do something to the account in the URL and show it, or show why it cannot be done."""
    site = site_of(request)
    try:
        with site.database.writing() as connection:
            account = _account(connection, request)
            act(connection, account, site.clock(), actor(request))
    except grants.LastAdministrator:
        return _shown(request, faults={"account": "last"}, status=422)
    except grants.NoSuchGrant as gone:
        raise HTTPException(404) from gone
    return RedirectResponse(f"/accounts/{account.id}", status_code=303)


def _shown(
    request: Request, form: Form | None = None, *, faults: dict[str, str] | None = None, status: int = 200
) -> Response:
    site = site_of(request)
    with site.database.reading() as connection:
        account = _account(connection, request)
        held = grants.of_account(connection, account.id)
        living = sessions.of_account(connection, account.id, now=site.clock())
        form = _choices(connection, form or _fresh(connection, account.name), faults)
    giving = not held or not form.faults.keys().isdisjoint(("role", "fair", "exhibitor", "booths"))
    return page(
        request,
        TEMPLATE,
        status=status,
        account=account,
        held=held,
        sessions=living,
        form=form,
        giving=giving,
    )


def _link_shown(request: Request, account: Account, code: str) -> Response:
    origin = site_of(request).origin_for_others(f"{request.url.scheme}://{request.url.netloc}")
    address = f"{origin}/sign-in/{code}"
    return page(request, "site/account_link.html", account=account, address=address, picture=qr(address))


def _account(connection: Connection, request: Request) -> Account:
    id_ = str(request.path_params["account"])
    found = people.one(connection, id_) if is_name(id_) else None
    if found is None:
        raise HTTPException(404)
    return found


def _typed(request: Request) -> Form:
    """The fields that both forms have. What is no key of anything is one that nothing has."""
    role, fair, who = (
        key if not key or is_name(key) else "?"
        for key in (field(request, name) for name in ("role", "fair", "exhibitor"))
    )
    name = unicodedata.normalize("NFC", field(request, "name").strip())[: people.NAME_MAX + 1]
    booths = tuple(sorted({one if is_name(one) else "?" for one in fields(request, "booth") if one}))
    return Form(name=name, role=role, fair=fair, exhibitor=who, booths=booths)


def _name_faults(name: str) -> dict[str, str]:
    return {} if 1 <= len(name) <= people.NAME_MAX and name.isprintable() else {"name": "name"}


def _login_faults(connection: Connection, login: str) -> dict[str, str]:
    try:
        people.normal_login(login)
    except people.NotALogin:
        return {"login": "login"}
    return {} if people.find_account(connection, login) is None else {"login": "taken"}


def _grant_faults(connection: Connection, form: Form) -> dict[str, str]:
    """What is wrong with the role that is chosen, whoever it is for."""
    try:
        grants.check(connection, form.grant)
    except grants.BadGrant as bad:
        lacks_fair = bad.code == "exhibitor" and not form.fair
        place = "fair" if lacks_fair or bad.code == "everywhere" else bad.code
        return {place: "which-fair" if lacks_fair else bad.code}
    return {}


def _fresh(connection: Connection, name: str = "") -> Form:
    """A form nobody has touched: the likeliest place is the fair that runs, the least likely all of them."""
    running = [fair.slug for fair in fairs.every(connection) if fair.status == "open"]
    return Form(name=name, fair=running[0] if len(running) == 1 else "")


def _choices(connection: Connection, form: Form, faults: dict[str, str] | None = None) -> Form:
    every = fairs.every(connection)
    chosen = next((fair for fair in every if fair.slug == form.fair), None)
    who = fairs.exhibitors(connection, chosen.id) if chosen and form.role == "exhibitor" else ()
    stands = fairs.booths(connection, chosen.id) if chosen and who else ()
    return replace(
        form,
        fairs=every,
        exhibitors=who,
        stands=tuple(one for one in stands if form.exhibitor in one.exhibitors),
        faults=faults or form.faults,
    )
