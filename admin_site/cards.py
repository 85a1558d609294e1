"""Enrolment cards: one a till, printed eight to a sheet, cut apart and handed out at the booths.

A card carries a one-time link, which is shown on the answer to the very request that opened it and kept
nowhere but as a hash. Who reloads the sheet makes new cards, and the printed ones are void.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import Site, actor, fair_of, fair_reading, site_of
from admin_site.tills import qr
from fairpos.core.document import is_name
from fairpos.core.money import Language
from fairpos.ledger import fairs, fleet
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.web.i18n import LANGUAGES, language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen

A_SHEET = 8
_ENROLLED_BY_HAND = ("till", "gate", "inspector")

_STEPS = (
    _("Point the tablet's camera at the code and open the link."),
    _("Tap “{button}”."),
    _("Wait for the test slip, then choose your name and sell."),
)
_BUTTON = "Enrol this device"
_ONCE = _("Works once. An older tablet of this till is then shut out.")
_LAST = {"gate": 1, "inspector": 2}
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one card says besides its words."""

    till: str
    place: str
    who: tuple[str, ...]
    address: str

    @property
    def picture(self) -> Markup:
        """Drawn when it is shown, because that takes a while and nobody else should wait for it."""
        return qr(self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a card in one language. Every card has them in both."""

    language: Language
    steps: tuple[str, ...]
    once: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many cards there would be."""

    unheard: int
    all: int


@screen(may("arrange"))
def choice(request: Request) -> Response:
    """Which cards to print. Opening this page changes nothing."""
    with fair_reading(request) as (connection, fair):
        rows = fleet.tills(connection, fair.id)
    counts = Counts(unheard=len(_of(rows, "unheard")), all=len(_of(rows, "all")))
    return page(request, "site/cards.html", tab="tills", fair=fair, counts=counts, sheets=None)


@screen(may("arrange"))
def cards(request: Request) -> Response:
    """Open the enrolments and answer with their cards, ready to be printed."""
    site = site_of(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        ids = _chosen(connection, fair, request)
        codes = {till: site.token() for till in ids}
        if codes:
            fleet.open_enrolments(connection, fair.id, codes, at=site.clock(), by=actor(request))
        made = _cards(connection, request, fair, codes)
    return _sheet(request, fair, made)


@screen(may("arrange"))
def another(request: Request) -> Response:
    """One more till for a booth, and its card."""
    site, booth = site_of(request), field(request, "booth")
    if not is_name(booth):
        raise HTTPException(404)
    code = site.token()
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            till = fleet.add_till(connection, fair.id, booth, code=code, at=site.clock(), by=actor(request))
        except fleet.UnknownBooth as unknown:
            raise HTTPException(404) from unknown
        made = _cards(connection, request, fair, {till: code})
    return _sheet(request, fair, made)


@screen(may("arrange"))
def inspector(request: Request) -> Response:
    """One more phone for an inspector, and its card."""
    site = site_of(request)
    code = site.token()
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        till = fleet.add_inspector(connection, fair.id, code=code, at=site.clock(), by=actor(request))
        made = _cards(connection, request, fair, {till: code})
    return _sheet(request, fair, made)


def _chosen(connection: Connection, fair: FairRow, request: Request) -> list[str]:
    rows = fleet.tills(connection, fair.id)
    one, which = field(request, "till"), field(request, "which")
    if not one:
        return [row.id for row in _of(rows, which)]
    if any(row.id == one and row.kind in _ENROLLED_BY_HAND for row in rows):
        return [one]
    raise HTTPException(404)


def _of(rows: Iterable[fleet.TillRow], which: str) -> list[fleet.TillRow]:
    """Those that a person enrols: a sensor is a program, and who was shut out is let in by name alone."""
    usable = [row for row in rows if row.kind in _ENROLLED_BY_HAND and row.revoked_at is None]
    match which:
        case "all":
            return usable
        case "unheard":
            return [row for row in usable if row.seen_at is None]
        case _:
            raise HTTPException(400)


def _cards(
    connection: Connection, request: Request, fair: FairRow, codes: dict[str, str]
) -> tuple[Card, ...]:
    booths = {booth.id: booth for booth in fairs.booths(connection, fair.id)}
    names = {who.id: who.name for who in fairs.exhibitors(connection, fair.id)}
    gates = {gate.id: gate.name for gate in fairs.gates(connection, fair.id)}
    tills = [till for till in fairs.tills(connection, fair.id) if till.id in codes]
    site: Site = site_of(request)
    inspections = translator("site", language_of(request)).gettext(_("Inspections"))
    origin = f"{request.url.scheme}://{request.url.netloc}"
    made = []
    # In the order in which somebody walks the hall with them, the gates and inspectors at the end.
    for till in sorted(tills, key=lambda till: (_LAST.get(till.kind, 0), till.place, till.id)):
        address = site.enrolment_address(origin, fair.slug, codes[till.id])
        booth = booths.get(till.place) if till.kind == "till" else None
        made.append(
            Card(
                till=till.id,
                place=booth.name if booth else gates.get(till.place, inspections),
                who=tuple(names[who] for who in booth.exhibitors) if booth else (),
                address=address,
            )
        )
    return tuple(made)


def _sheet(request: Request, fair: FairRow, made: tuple[Card, ...]) -> Response:
    sheets = tuple(made[first : first + A_SHEET] for first in range(0, len(made), A_SHEET))
    return page(
        request,
        "site/cards.html",
        tab="tills",
        fair=fair,
        counts=None,
        sheets=sheets,
        words=tuple(map(_words, LANGUAGES)),
        unreachable=request.url.hostname in _HERE,
    )


def _words(language: Language) -> Words:
    site = translator("site", language)
    # As it stands on the button itself.
    button = translator("till", language).gettext(_BUTTON)
    steps = tuple(site.gettext(step).replace("{button}", button) for step in _STEPS)
    return Words(language=language, steps=steps, once=site.gettext(_ONCE))
