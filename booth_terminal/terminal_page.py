"""`/terminal`: the terminal's own page, for whoever looks after the machine in the hall.

Which tills are there and what they hold, how the printers do, and everything there is to set about printing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import segno
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from booth_terminal import operators, printers, prints, till_prints
from booth_terminal.doors import terminal_of
from booth_terminal.operators import OPERATOR
from booth_terminal.printers import BadPrinter, Listed, Printer, Rule
from booth_terminal.prints import Job, Wish
from booth_terminal.spool import Seen
from booth_terminal.terminal import Terminal
from fairpos import __version__
from fairpos.web.pages import fragment, page
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import field, screen

SILENT_MS = 60_000
LAST = 6
SLIPS = 30
CLOCK_OFF_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TillShown:
    """A till as it was last heard. `ahead` is its clock against the terminal's, in milliseconds."""

    id: str
    place: str
    state: str
    seen_at: int | None
    pending: int
    oldest_at: int | None
    ahead: int | None
    clock_is_off: bool
    persisted: bool | None
    version: str
    rule: Rule | None
    has_own_rule: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterShown:
    """A printer, what it last said, and its queue."""

    listed: Listed
    seen: Seen
    counts: dict[str, int]
    jobs: tuple[Job, ...]

    @property
    def printer(self) -> Printer:
        return self.listed.printer

    @property
    def tested(self) -> bool:
        return any(job.kind == "test" and job.state in ("printed", "unknown") for job in self.jobs)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything on the page that changes by itself."""

    at: int
    terminal: str
    fair: str
    held: int
    held_oldest_at: int | None
    reached_at: int | None
    trouble: bool
    clock_offset: int | None
    version: str
    tills: tuple[TillShown, ...]
    printers: tuple[PrinterShown, ...]
    everyone: Rule | None


def _state(terminal: Terminal) -> State:
    held, oldest = terminal.courier.held()
    edition = terminal.tills.edition
    return State(
        at=terminal.now(),
        terminal=terminal.identity.id,
        fair=edition.fair.name if edition else terminal.identity.fair,
        held=held,
        held_oldest_at=oldest,
        reached_at=terminal.courier.reached_at,
        trouble=terminal.courier.trouble is not None,
        clock_offset=terminal.courier.clock_offset,
        version=__version__,
        tills=_tills(terminal),
        printers=_printers(terminal),
        everyone=terminal.printing.rules.get(printers.EVERY_TILL),
    )


def _tills(terminal: Terminal) -> tuple[TillShown, ...]:
    """Tills that have enrolled here or spoken; the fair's others are other terminals' business."""
    edition, now = terminal.tills.edition, terminal.now()
    if edition is None:
        return ()
    names = {booth.id: booth.name for booth in edition.booths} | {
        gate.id: gate.name for gate in edition.gates
    }
    spoken = {state.till: state for state in terminal.tills.heard()}
    with terminal.database.reading() as connection:
        here = terminal.tills.enrolled_here(connection) | set(spoken)
    rules = terminal.printing.rules
    shown = []
    for till in edition.devices:
        if till.id not in here:
            continue
        state, facts = spoken.get(till.id), terminal.tills.facts_of(till.id)
        silent = state is None or now - state.seen_at > SILENT_MS
        shown.append(
            TillShown(
                id=till.id,
                place=names.get(till.place, till.place),
                state="revoked" if till.revoked else "silent" if silent else "here",
                seen_at=state.seen_at if state else None,
                pending=state.pending if state else 0,
                oldest_at=state.oldest_at if state else None,
                ahead=facts.ahead if facts else None,
                clock_is_off=facts is not None and abs(facts.ahead) > CLOCK_OFF_MS,
                persisted=facts.persisted if facts else None,
                version=facts.version if facts else "",
                rule=terminal.printing.rule_for(till.id) if till.kind == "till" else None,
                has_own_rule=till.id in rules,
            )
        )
    return tuple(shown)


def _printers(terminal: Terminal) -> tuple[PrinterShown, ...]:
    with terminal.database.reading() as connection:
        return tuple(
            PrinterShown(
                listed=listed,
                seen=terminal.printing.seen(listed.printer.id),
                counts=prints.counted(connection, listed.printer.id),
                jobs=tuple(prints.of_printer(connection, listed.printer.id, LAST)),
            )
            for listed in terminal.printing.printers
        )


@screen(OPERATOR)
def show(request: Request) -> Response:
    return _page(request)


def _page(request: Request, *, faults: list[str] | None = None, tried: Printer | None = None) -> Response:
    return page(
        request,
        "till/terminal.html",
        status=200 if faults is None else 422,
        state=_state(terminal_of(request)),
        faults=faults or [],
        tried=tried or Printer(id="", name="", transport="network"),
        here=operators.is_here(request),
        choices=printers,
    )


@screen(OPERATOR)
def state(request: Request) -> Response:
    return fragment(request, "till/terminal.html", "state", state=_state(terminal_of(request)))


def _back(place: str = "") -> Response:
    return RedirectResponse(f"/terminal{place}", status_code=303)


def _printer(request: Request) -> Printer:
    try:
        return terminal_of(request).printing.printer(str(request.path_params["printer"]))
    except LookupError as unknown:
        raise HTTPException(404) from unknown


@screen(OPERATOR)
def put_printer(request: Request) -> Response:
    """Add a printer, or change the one of that id."""
    numbers = {name: field(request, name) for name in ("width", "drawer", "left_offset")}
    asked = Printer(
        id=field(request, "id").strip() or _free_id(terminal_of(request)),
        name=field(request, "name").strip(),
        transport=field(request, "transport"),  # type: ignore[arg-type]  # looked at by printers.faults
        address=field(request, "address").strip(),
        cut=field(request, "cut"),  # type: ignore[arg-type]
        asks_status=field(request, "asks_status") == "on",
        **{name: int(text) if text.isascii() and text.isdigit() else -1 for name, text in numbers.items()},
    )
    if asked.transport == "virtual":
        asked = replace(asked, address="")
    try:
        terminal_of(request).printing.set_printer(asked)
    except BadPrinter as bad:
        return _page(request, faults=bad.faults, tried=asked)
    return _back("#printers")


def _free_id(terminal: Terminal) -> str:
    taken = {listed.printer.id for listed in terminal.printing.printers}
    return next(f"p{number}" for number in range(1, len(taken) + 2) if f"p{number}" not in taken)


@screen(OPERATOR)
def remove_printer(request: Request) -> Response:
    terminal_of(request).printing.remove_printer(_printer(request).id)
    return _back("#printers")


@screen(OPERATOR)
def print_test(request: Request) -> Response:
    printer, terminal = _printer(request), terminal_of(request)
    wish = Wish(ref=f"test.{terminal.new_secret()}", printer=printer.id, till="", kind="test")
    terminal.printing.answered(printer.id, "")
    terminal.printing.ask(wish)
    return _back("#printers")


@screen(OPERATOR)
def answer_test(request: Request) -> Response:
    """What a person saw on the test page."""
    said = field(request, "answer")
    if said not in ("good", "bad"):
        raise HTTPException(400)
    terminal_of(request).printing.answered(_printer(request).id, said)
    return _back("#printers")


@screen(OPERATOR)
def put_rule(request: Request) -> Response:
    """Say where a till prints; without a printer, as all the others do."""
    terminal, till = terminal_of(request), field(request, "till")
    chosen, receipts = field(request, "printer"), field(request, "receipts")
    edition = terminal.tills.edition
    if till and (edition is None or edition.till(till) is None):
        raise HTTPException(404)
    if not chosen:
        terminal.printing.forget_rule(till)
        return _back("#tills")
    if receipts not in printers.WHENS or chosen not in {one.printer.id for one in terminal.printing.printers}:
        raise HTTPException(400)
    drawer = field(request, "drawer") == "on"
    when = next(when for when in printers.WHENS if when == receipts)
    terminal.printing.set_rule(Rule(till=till, printer=chosen, receipts=when, drawer=drawer))
    return _back("#tills")


@screen(OPERATOR)
def print_again(request: Request) -> Response:
    """A slip that did not come out, or perhaps not, once more: see prints.again."""
    terminal = terminal_of(request)
    with terminal.database.reading() as connection:
        try:
            job = prints.get(connection, int(request.path_params["no"]))
        except LookupError as unknown:
            raise HTTPException(404) from unknown
    if job.kind == "document":
        wish = Wish(
            ref=job.ref,
            printer=job.printer,
            till=job.till,
            kind="document",
            subject=job.subject,
            label=job.label,
        )
        terminal.printing.ask_again(wish)
    return _back("#printers")


@screen(OPERATOR)
def slips(request: Request) -> Response:
    """The slips of a printer as pictures, the newest first: all that a virtual printer is."""
    return page(request, "till/slips.html", **_slips(request))


@screen(OPERATOR)
def slips_list(request: Request) -> Response:
    return fragment(request, "till/slips.html", "list", **_slips(request))


def _slips(request: Request) -> dict[str, Any]:
    printer, terminal = _printer(request), terminal_of(request)
    with terminal.database.reading() as connection:
        jobs = prints.of_printer(connection, printer.id, SLIPS)
    return {"printer": printer, "jobs": [job for job in jobs if job.state != "failed"]}


@screen(OPERATOR)
def picture(request: Request) -> Response:
    return till_prints.picture(terminal_of(request), int(request.path_params["no"]), None)


@screen(OPERATOR)
def make_link(request: Request) -> Response:
    """A link for another device, shown once."""
    terminal = terminal_of(request)
    code = terminal.new_secret()
    terminal.writer.do(lambda c: operators.make_link(c, code, at=terminal.now()))
    path = f"/terminal/entry/{code}"
    address = f"{request.url.scheme}://{request.url.netloc}{path}"
    drawn = segno.make_qr(address, error="m").svg_inline(
        scale=6, border=4, dark="#000000", light="#ffffff", svgclass="qr", lineclass=None, omitsize=True
    )
    # Drawn by segno from modules; the text itself is not in it.
    return page(
        request,
        "till/operator_link.html",
        address=address,
        path=path,
        picture=Markup(drawn),  # noqa: S704
        here=operators.is_here(request),
    )


@screen(PUBLIC)
def entry(request: Request) -> Response:
    """The page behind such a link. Opening it changes nothing: a preview must not use it up."""
    return page(request, "till/operator.html", code=request.path_params["code"], spent=False)


@screen(PUBLIC)
def enter(request: Request) -> Response:
    terminal, code = terminal_of(request), str(request.path_params["code"])
    token = terminal.new_secret()
    try:
        terminal.writer.do(lambda c: operators.use_link(c, code, token, at=terminal.now()))
    except operators.LinkSpent:
        return page(request, "till/operator.html", status=410, code="", spent=True)
    return operators.give(_back(), token, https=request.url.scheme == "https")


def routes() -> list[Route]:
    def post(path: str, view: object) -> Route:
        return Route(path, view, methods=["POST"])  # type: ignore[arg-type]

    return [
        Route("/terminal", show),
        Route("/terminal/state", state),
        post("/terminal/printers", put_printer),
        post("/terminal/printers/{printer}/removal", remove_printer),
        post("/terminal/printers/{printer}/test", print_test),
        post("/terminal/printers/{printer}/answer", answer_test),
        Route("/terminal/printers/{printer}/slips", slips),
        Route("/terminal/printers/{printer}/slips/list", slips_list),
        post("/terminal/printing", put_rule),
        Route("/terminal/prints/{no:int}.png", picture),
        post("/terminal/prints/{no:int}/again", print_again),
        post("/terminal/links", make_link),
        Route("/terminal/entry/{code}", entry),
        post("/terminal/entry/{code}", enter),
    ]
