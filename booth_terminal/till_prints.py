"""What a till asks of its printer: a slip, a copy, an open drawer; and how the printer does.

A till never waits for paper: everything here is asked beside the sale, and the answer only says that the wish
is written down.
"""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO
from typing import Any, Literal

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from booth_terminal import drawing, prints, transfer_slip
from booth_terminal.doors import TILL, terminal_of, till_of
from booth_terminal.printers import Printer
from booth_terminal.prints import Job, Wish
from booth_terminal.spool import CannotDraw
from booth_terminal.terminal import Terminal
from fairpos.core.document import TEXT_MAX, Document, is_name
from fairpos.core.fair import Till
from fairpos.core.ids import is_id
from fairpos.web.machine import as_json, machine, problem
from fairpos.web.screen import screen

BYTES_MAX = 4_096
COPY_MAX = 99
LAST = 20


class PrintAsked(msgspec.Struct):
    """A slip to be printed. `document` is the id of a kept document, or of the shift for an X report.

    `copy` 1 is the first slip of a document, and asking for the same copy twice prints it once. Without it
    the terminal decides: what never came out is tried anew, what did comes out as the next copy. `ref`, an id
    of the till's own, does the same for an X report or a test page, which have no copies, and for the code of
    a `transfer`: what an `exhibitor` is to be paid, in đồng, with the payment code of the basket.
    """

    kind: Literal["document", "shift", "test", "transfer"] = "document"
    document: str = ""
    copy: int | None = None
    ref: str = ""
    exhibitor: str = ""
    amount: int = 0
    code: str = ""


class DrawerAsked(msgspec.Struct):
    """The cash drawer is to open without a sale: why, and who wants it."""

    ref: str
    reason: str
    by: str = ""


class Refused(Exception):
    """A wish that cannot be written down."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


_ASKED = msgspec.json.Decoder(PrintAsked)
_DRAWER = msgspec.json.Decoder(DrawerAsked)
_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def shown(job: Job, problem: str = "") -> dict[str, Any]:
    """A job as a till is told of it. What waits has its printer's `problem`, whoever's slip is in front."""
    told = asdict(job)
    if job.state == "waiting":
        told["problem"] = job.problem or problem
    return {name: told[name] for name in _TOLD}


_TOLD = ("no", "kind", "subject", "copy", "label", "state", "attempts", "problem", "made_at", "done_at")


@machine(TILL, body_max=0)
async def get_prints(request: Request, _body: bytes) -> Response:
    """How this till's printer does, and what became of the last slips."""
    return as_json(await run_in_threadpool(_state, terminal_of(request), till_of(request)))


def _state(terminal: Terminal, till: Till) -> dict[str, Any]:
    rule = terminal.printing.rule_for(till.id)
    printer = terminal.printing.printer_of(till.id)
    with terminal.database.reading() as connection:
        jobs = prints.of_till(connection, till.id, LAST)
    content: dict[str, Any] = {"printer": None, "receipts": "never", "drawer": False}
    trouble = ""
    if rule is not None and printer is not None:
        seen = terminal.printing.seen(printer.id)
        trouble = "" if seen.status.prints else seen.status.problem
        content = {
            "printer": {
                "id": printer.id,
                "name": printer.name,
                "virtual": printer.transport == "virtual",
                "state": seen.status.readiness,
                "problem": seen.status.problem,
                "seen_at": seen.at,
            },
            "receipts": rule.receipts,
            "drawer": bool(printer.drawer) or printer.transport == "virtual",
        }
    waiting = sum(job.state in ("waiting", "printing") for job in jobs)
    return content | {"at": terminal.now(), "waiting": waiting, "jobs": [shown(job, trouble) for job in jobs]}


@machine(TILL, body_max=BYTES_MAX)
async def post_prints(request: Request, body: bytes) -> Response:
    """Write a wish down. The answer names the job; whether it came out is told by GET."""
    try:
        asked = _ASKED.decode(body)
    except _BROKEN:
        return problem(400, "bad-envelope")
    try:
        job = await run_in_threadpool(_ask, terminal_of(request), till_of(request), asked)
    except Refused as refused:
        return problem(refused.status, refused.code)
    return as_json({"job": shown(job)})


def _ask(terminal: Terminal, till: Till, asked: PrintAsked) -> Job:
    printer = _printer(terminal, till)
    if asked.kind == "test":
        wish = Wish(ref=_ref(till, asked.ref), printer=printer.id, till=till.id, kind="test")
        return terminal.printing.ask(wish)
    if asked.kind == "transfer":
        return terminal.printing.ask(_transfer(terminal, till, printer, asked))
    with terminal.database.reading() as connection:
        try:
            document = drawing.kept(connection, asked.document)
        except CannotDraw as error:
            raise Refused(404, error.problem) from error
    label = drawing.named(document)
    if label is None or (asked.kind == "shift") != (document.type == "shift_opening"):
        raise Refused(422, "no-slip")
    if not _same_place(terminal, till, document):
        raise Refused(403, "other-booth")
    if asked.kind == "shift":
        ref = _ref(till, asked.ref)
    else:
        if asked.copy is not None and not 1 <= asked.copy <= COPY_MAX:
            raise Refused(400, "bad-envelope")
        ref = prints.document_ref(document.id, asked.copy or 1)
    wish = Wish(
        ref=ref,
        printer=printer.id,
        till=till.id,
        kind=asked.kind,
        subject=document.id,
        copy=asked.copy or 1,
        label=label,
    )
    if asked.kind == "document" and asked.copy is None:
        return terminal.printing.ask_again(wish)
    return terminal.printing.ask(wish)


def _transfer(terminal: Terminal, till: Till, printer: Printer, asked: PrintAsked) -> Wish:
    request = transfer_slip.Request(asked.exhibitor, asked.amount, asked.code)
    try:
        transfer_slip.transfer_of(terminal.tills.edition, till.place, request)
    except transfer_slip.NotPayable as error:
        raise Refused(422, "no-account") from error
    ref = _ref(till, asked.ref)
    return Wish(
        ref=ref,
        printer=printer.id,
        till=till.id,
        kind="transfer",
        subject=request.subject(),
        label=asked.code,
    )


def _printer(terminal: Terminal, till: Till) -> Printer:
    printer = terminal.printing.printer_of(till.id)
    if printer is None:
        raise Refused(409, "no-printer")
    return printer


def _ref(till: Till, ref: str) -> str:
    """A till's own id of a wish; another till's is another wish."""
    if not is_id(ref):
        raise Refused(400, "bad-envelope")
    return f"{till.id}.{ref}"


def _same_place(terminal: Terminal, till: Till, document: Document) -> bool:
    """Two tablets of a booth print each other's receipts; nobody prints another booth's."""
    edition = terminal.tills.edition
    maker = edition.till(document.till) if edition else None
    return document.till == till.id or (maker is not None and maker.place == till.place)


@machine(TILL, body_max=BYTES_MAX)
async def post_drawer(request: Request, body: bytes) -> Response:
    """Open the cash drawer, and remember who wanted it and why."""
    try:
        asked = _DRAWER.decode(body)
    except _BROKEN:
        return problem(400, "bad-envelope")
    reason = asked.reason.strip()
    if not 0 < len(reason) <= TEXT_MAX or not reason.isprintable() or (asked.by and not is_name(asked.by)):
        return problem(422, "reason-needed")
    terminal, till = terminal_of(request), till_of(request)
    try:
        printer = _printer(terminal, till)
        if not printer.drawer and printer.transport != "virtual":
            raise Refused(409, "no-drawer")
        wish = Wish(
            ref=_ref(till, asked.ref),
            printer=printer.id,
            till=till.id,
            kind="drawer",
            label=f"{asked.by}: {reason}" if asked.by else reason,
        )
    except Refused as refused:
        return problem(refused.status, refused.code)
    job = await run_in_threadpool(terminal.printing.ask, wish)
    return as_json({"job": shown(job)})


@screen(TILL)
def get_picture(request: Request) -> Response:
    """A slip as its printer is given it, as PNG."""
    return picture(terminal_of(request), int(request.path_params["no"]), till_of(request).id)


def picture(terminal: Terminal, no: int, till: str | None) -> Response:
    """The picture of a job; of `till`'s own only, where a till asks."""
    try:
        with terminal.database.reading() as connection:
            job = prints.get(connection, no)
        if till is not None and job.till != till:
            return problem(404, "not-found")
        printer = terminal.printing.printer(job.printer)
        image = terminal.drawing.image(job, printer)
    except (LookupError, CannotDraw):
        return problem(404, "not-found")
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return Response(out.getvalue(), media_type="image/png")
