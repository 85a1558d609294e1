"""Enrolling a device: by opening a link on the tablet, or by one request from a program (a sensor)."""

from __future__ import annotations

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from booth_terminal import pages
from booth_terminal.doors import give, terminal_of
from booth_terminal.tills import CodeUsed, UnknownCode
from fairpos.web.machine import as_json, machine, problem
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen

CODE_BYTES_MAX = 1_024


class Code(msgspec.Struct):
    """What a program enrols with."""

    code: str


_CODE = msgspec.json.Decoder(Code)


@screen(PUBLIC)
def show(request: Request) -> Response:
    """The page behind an enrolment link. Opening it changes nothing: a preview must not use the code up."""
    code = request.path_params["code"]
    terminal = terminal_of(request)
    with terminal.database.reading() as connection:
        try:
            till = terminal.tills.expected(connection, code)
        except CodeUsed:
            return pages.enrolment(request, code=code, problem="used", place="", status=410)
        except UnknownCode:
            return pages.enrolment(request, code=code, problem="unknown", place="", status=404)
    return pages.enrolment(request, code=code, problem=None, place=till.place)


@screen(PUBLIC)
def create(request: Request) -> Response:
    """Enrol this browser and send it to its page."""
    code = request.path_params["code"]
    try:
        till, token = terminal_of(request).enrol(code)
    except CodeUsed:
        return pages.enrolment(request, code=code, problem="used", place="", status=410)
    except UnknownCode:
        return pages.enrolment(request, code=code, problem="unknown", place="", status=404)
    page = "/till/" if till.kind == "till" else "/till/gate"
    return give(RedirectResponse(page, status_code=303), token, https=request.url.scheme == "https")


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
