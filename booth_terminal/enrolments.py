"""Enrolling a device: by opening a link on the tablet, or by one request from a program (a sensor)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from booth_terminal import pages
from booth_terminal.doors import COOKIE, TILL, give, terminal_of, till_of
from booth_terminal.terminal import Terminal
from booth_terminal.tills import CodeUsed, Tills, UnknownCode
from fairpos.core.fair import Till
from fairpos.web.machine import as_json, machine, problem
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen

CODE_BYTES_MAX = 1_024

LOOKS_MAX = 5
LOOK_PAUSE_S = 3
"""How often the page of an unknown link looks again by itself: a new one gets to a terminal in seconds."""


class Code(msgspec.Struct):
    """What a program enrols with."""

    code: str


_CODE = msgspec.json.Decoder(Code)
_PAGES = {"till": "/till/", "inspector": "/till/inspection"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a device would become. `pending` is what the device that is this till now still held when it was
    last heard; None when no device is."""

    till: str
    kind: str
    name: str
    who: tuple[str, ...]
    pending: int | None


@screen(PUBLIC)
def show(request: Request) -> Response:
    """The page behind an enrolment link. Opening it changes nothing: a preview must not use the code up."""
    code = request.path_params["code"]
    terminal = terminal_of(request)
    with terminal.database.reading() as connection:
        try:
            till = terminal.tills.expected(connection, code)
        except CodeUsed:
            return _refused(request, "used")
        except UnknownCode:
            return _sought(request, terminal)
        taken = terminal.tills.has_device(connection, till.id)
    return pages.enrolment(request, code=code, problem=None, place=_place(terminal.tills, till, taken=taken))


def _place(tills: Tills, till: Till, *, taken: bool) -> Place:
    book = tills.book(till)
    held = next((state.pending for state in tills.known_states() if state.till == till.id), 0)
    here = book.booth or book.gate
    names = {who.id: who.name for who in book.exhibitors}
    return Place(
        till=till.id,
        kind=till.kind,
        name=here.name if here else till.place,
        who=tuple(names[who] for who in book.booth.exhibitors if who in names) if book.booth else (),
        pending=held if taken else None,
    )


def _sought(request: Request, terminal: Terminal) -> Response:
    """Perhaps the link was made a moment ago, so that the centre knows it and this terminal not yet."""
    terminal.seek()
    look = request.query_params.get("look", "1")
    looks = int(look) if look in {str(n) for n in range(1, LOOKS_MAX + 1)} else LOOKS_MAX
    if looks == LOOKS_MAX:
        return _refused(request, "unknown")
    response = pages.enrolment(request, problem="sought", status=404)
    response.headers["Refresh"] = f"{LOOK_PAUSE_S}; url=?look={looks + 1}"
    return response


def _refused(request: Request, problem: Literal["used", "unknown"]) -> Response:
    return pages.enrolment(request, problem=problem, status=410 if problem == "used" else 404)


@machine(TILL, body_max=0)
async def sign_out(request: Request, _body: bytes) -> Response:
    """Forget the device that asks. What it holds it still holds; a new code lets it in again."""
    terminal, till = terminal_of(request), till_of(request)
    await run_in_threadpool(terminal.sign_out, till)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/till", httponly=True, samesite="strict")
    return response


@screen(PUBLIC)
def create(request: Request) -> Response:
    """Enrol this browser and send it to its page."""
    try:
        till, token = terminal_of(request).enrol(request.path_params["code"])
    except CodeUsed:
        return _refused(request, "used")
    except UnknownCode:
        return _refused(request, "unknown")
    page = RedirectResponse(_PAGES.get(till.kind, "/till/gate"), status_code=303)
    return give(page, token, https=request.url.scheme == "https")


@machine(PUBLIC, body_max=CODE_BYTES_MAX)
async def create_for_program(request: Request, body: bytes) -> Response:
    """Enrol a program: {"code"} in, {"till", "kind", "place", "token"} out. The token is its bearer."""
    try:
        code = _CODE.decode(body).code
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return problem(400, "bad-envelope")
    try:
        till, token = await run_in_threadpool(terminal_of(request).enrol, code)
    except CodeUsed:
        return problem(410, "code-used")
    except UnknownCode:
        return problem(404, "unknown-code")
    return as_json({"till": till.id, "kind": till.kind, "place": till.place, "token": token})
