"""The fleet: every till and terminal with what it last said of itself, and what is missing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.document import is_name
from fairpos.ledger import completeness, editions, fairs, fleet, fleet_states, lookings
from fairpos.ledger.completeness import SILENT_MS
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.fleet_states import FleetTill, StreamRow
from fairpos.ledger.lookings import Wanted
from fairpos.web.pages import fragment, page
from fairpos.web.policy import may
from fairpos.web.screen import screen

CLOCK_MAX_MS = 60_000
TROUBLES = ("silent", "holding", "behind", "printer", "clock", "storage", "missing", "never", "revoked")


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetShown:
    """A till with the name of its place, the word for how it is, and what about it needs a person."""

    till: FleetTill
    place: str
    state: str
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalShown:
    """A terminal with its streams, the newest first, and how it is."""

    terminal: fleet.TerminalState
    state: str
    behind: bool
    streams: tuple[StreamRow, ...]


@screen(may("see"))
def listed(request: Request) -> Response:
    return page(request, "site/fleet.html", tab="fleet", **_values(request))


@screen(may("see"))
def tills(request: Request) -> Response:
    """The list alone, asked for again and again by the page."""
    return fragment(request, "site/fleet.html", "tills", **_values(request))


def _values(request: Request) -> dict[str, Any]:
    now = site_of(request).clock()
    asked = request.query_params.get("show", "")
    with fair_reading(request) as (connection, fair):
        newest = editions.newest_number(connection, fair.id)
        found = fleet_states.tills(connection, fair.id)
        shown = tuple(_shown(connection, fair, found, newest, now))
        streams = fleet_states.streams(connection, fair.id)
        terminals = fleet.terminals(connection, fair.id)
    counts = Counter(trouble for one in shown for trouble in one.troubles)
    show = asked if asked in TROUBLES else ""
    return {
        "fair": fair,
        "tills": tuple(one for one in shown if not show or show in one.troubles),
        "here": sum(one.state == "here" for one in shown),
        "of": len(shown),
        "show": show,
        "counts": [(trouble, counts[trouble]) for trouble in TROUBLES if counts[trouble] or trouble == show],
        "newest": newest,
        "terminals": tuple(
            TerminalShown(
                terminal=one,
                state=_state(one.revoked_at, one.seen_at, one.enrolled_at is None, now),
                behind=one.edition is not None and one.edition < newest,
                streams=tuple(stream for stream in streams if stream.terminal == one.id),
            )
            for one in terminals
        ),
    }


def _shown(
    connection: Connection, fair: FairRow, found: Iterable[FleetTill], newest: int, now: int
) -> Iterable[FleetShown]:
    names = {booth.id: booth.name for booth in fairs.booths(connection, fair.id)}
    names |= {gate.id: gate.name for gate in fairs.gates(connection, fair.id)}
    # Of one that was switched off after closing, nobody need think.
    silent = {one.till for one in completeness.completeness(connection, fair, now=now).silent}
    for till in found:
        state = _state(till.revoked_at, till.seen_at, till.enrolment_open, now)
        yield FleetShown(
            till=till,
            place=names.get(till.place, till.place),
            state=state,
            troubles=tuple(name for name, is_so in _troubles(till, state, newest, silent).items() if is_so),
        )


def _state(revoked_at: int | None, seen_at: int | None, is_open: bool, now: int) -> str:
    if revoked_at is not None:
        return "revoked"
    if seen_at is not None:
        return "here" if now - seen_at <= SILENT_MS else "silent"
    return "waiting" if is_open else "never"


def _troubles(till: FleetTill, state: str, newest: int, silent: Container[str]) -> dict[str, bool]:
    return {
        "silent": till.id in silent,
        "holding": till.pending > 0,
        "behind": state == "here" and till.edition is not None and till.edition < newest,
        "printer": till.printer not in ("", "ok", "unknown"),
        "clock": till.ahead is not None and abs(till.ahead) > CLOCK_MAX_MS,
        "storage": till.persisted is False,
        "missing": till.missing > 0,
        "never": state in ("waiting", "never"),
        "revoked": state == "revoked",
    }


@screen(may("see"))
def till(request: Request) -> Response:
    """One till: what it said, what it sent, and which receipts are missing in between."""
    site, id_ = site_of(request), str(request.path_params["till"])
    if not is_name(id_):
        raise HTTPException(404)
    with fair_reading(request) as (connection, fair):
        found = fleet_states.tills(connection, fair.id, till=id_)
        newest = editions.newest_number(connection, fair.id)
        shown = next(iter(_shown(connection, fair, found, newest, site.clock())), None)
        if shown is None:
            raise HTTPException(404)
        missing = fleet_states.receipts_missing(connection, fair.id, id_)
        sent = fleet_states.sent(connection, fair.id, id_)
        open_findings, _held, _few = lookings.listed(
            connection, fair.id, Wanted(place=id_), cut_off_minute=fair.cut_off_minute, limit=0
        )
    return page(
        request,
        "site/fleet_till.html",
        tab="fleet",
        fair=fair,
        shown=shown,
        newest=newest,
        holes=tuple(one for one in missing if not one.left_free),
        left_free=tuple(one for one in missing if one.left_free),
        lacking=sum(one.count for one in missing if not one.left_free),
        sent=sent,
        findings=open_findings,
    )


@screen(may("arrange"))
def freezing(request: Request) -> Response:
    """Take nothing more into one stream: its terminal opens another and sends all again."""
    site, asked = site_of(request), str(request.path_params["stream"])
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            fleet_states.freeze(connection, fair.id, number, at=site.clock(), by=actor(request))
        except fleet_states.NoSuchStream as missing:
            raise HTTPException(404) from missing
        fairs.bump(connection, fair.id)
    return RedirectResponse(f"/fairs/{fair.slug}/fleet", status_code=303)
