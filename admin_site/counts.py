"""Typing in what a gate counted: a sheet of one gate and day, whose changes become documents.

The sheet shows what stands; a person types what should stand and why, and the differences are written. Sent
twice, it changes nothing the second time: what it was based on is no longer what stands, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site import forms
from admin_site.forms import Typed
from admin_site.office import OfficeAway
from admin_site.site import actor, fair_of, fair_reading, site_of
from admin_site.visits import chosen_day, days_shown
from fairpos.core.business_day import HOUR_MS, MINUTE_MS, Calendar, FairDay, moment
from fairpos.core.document import TEXT_MAX, is_name
from fairpos.core.gate import (
    CATEGORIES,
    COUNT_MAX,
    METHODS,
    Category,
    Counting,
    Counts,
    Direction,
    Method,
    TypedCount,
)
from fairpos.ledger import fairs, gates, visits
from fairpos.ledger.counted import hours_in_order
from fairpos.ledger.gates import GateRow
from fairpos.web.forms import Form
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field as field_of
from fairpos.web.screen import screen

DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
BY_HAND: tuple[Method, ...] = ("manual", "estimate")

Cell = tuple[int, Direction]
"""A clock hour and a direction."""

_NOT_A_COUNT = _("Type a whole number, 0 or more.")
_MOVED = _("Meanwhile another %(count)s stands here. Look again; what you typed is kept.")
_NOT_YET = _("This hour has not come yet.")
_NEEDED = _("Say why, in a few words.")
_NOT_KEPT = _("NOTHING was kept: the centre could not write it down. All you typed is below; try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One gate, day and category: what stands in each hour, by the method that stands there.

    `methods` are the entries of visitors by each method. The hour `unsure` is the first after closing: what
    is known of the day as a whole is typed there. `begins` is when each hour begins, Unix ms.
    """

    gate: GateRow
    day: str
    category: Category
    method: Method
    counting: Counting | None
    methods: Mapping[Method, int]
    unsure: int
    begins: Mapping[int, int]
    stands: Mapping[Cell, int]

    @property
    def by_hand(self) -> bool:
        """No device counted, so whoever types says whether it is a book or an estimate."""
        return not self.methods or (not self.doubled and self.method in BY_HAND)

    @property
    def doubled(self) -> bool:
        return self.counting is not None and bool(self.counting.doubled)

    def cells(self) -> Iterator[Cell]:
        return ((hour, direction) for hour in self.begins for direction in DIRECTIONS)

    def at(self, hour: int, direction: Direction) -> int:
        return self.stands.get((hour, direction), 0)


@dataclass(slots=True)
class Read:
    """A sheet as it was sent: the counts to write, and everything that is wrong, by field."""

    counts: list[TypedCount] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """What a request is about, and what there is to choose from."""

    calendar: Calendar
    counts: Counts
    gates: tuple[GateRow, ...]


@screen(may("gates"))
def sheet(request: Request) -> Response:
    asked = request.query_params
    found = _sheet(request, asked.get("gate", ""), asked.get("category", ""))
    source = found.method if found and found.method in BY_HAND else BY_HAND[0]
    return _page(request, found, Form({"method": source}))


@screen(may("gates"))
def keep(request: Request) -> Response:
    site = site_of(request)
    found = _sheet(request, field_of(request, "gate"), field_of(request, "category"))
    if found is None or found.day != field_of(request, "day") or found.gate.id != field_of(request, "gate"):
        raise HTTPException(404)
    cells = [f"{kind}{direction}-{hour}" for hour, direction in found.cells() for kind in ("", "was-")]
    typed = forms.read(request, "reason", "method", *cells)
    read = _read(found, typed, site.clock())
    if read.faults:
        return _page(request, found, Form(typed, read.faults), read.moved, status=422)
    slug, login = str(request.path_params["slug"]), actor(request)
    if read.counts:
        try:
            site.office.keep(slug, read.counts, by=login if is_name(login) else "")
        except OfficeAway:
            return _page(request, found, Form(typed, {"": _NOT_KEPT}), status=503)
    return RedirectResponse(f"/fairs/{slug}/visits?day={found.day}", status_code=303)


@screen(may("gates"))
def method(request: Request) -> Response:
    """Say which method stands for a gate and day."""
    site = site_of(request)
    gate, day, chosen = (field_of(request, name) for name in ("gate", "day", "method"))
    named = next((one for one in METHODS if one == chosen), None)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        days = {entry.day for entry in fairs.calendar(connection, fair.id).days}
        if named is None or day not in days:
            raise HTTPException(400)
        try:
            gates.name_method(connection, fair.id, gate, day, named, at=site.clock(), by=actor(request))
        except gates.UnknownGate as unknown:
            raise HTTPException(404) from unknown
    return RedirectResponse(f"/fairs/{fair.slug}/counts?day={day}&gate={gate}", status_code=303)


def _place(request: Request) -> tuple[_Place, str]:
    """The fair's gates and counts, and the day that is chosen, in the URL or in the form."""
    with fair_reading(request) as (connection, fair):
        calendar = fairs.calendar(connection, fair.id)
        place = _Place(calendar, visits.read(connection, fair.id), gates.listed(connection, fair.id))
    today = calendar.day_of(site_of(request).clock())
    sent = field_of(request, "day")
    known = {entry.day for entry in calendar.days}
    return place, sent if sent in known else chosen_day(request, calendar, place.counts, today)


def _sheet(request: Request, gate: str, category: str) -> Sheet | None:
    """The sheet that is asked for, or the first there is; None for a fair without gates."""
    place, day = _place(request)
    rows = [row for row in place.gates if row.closed_at is None or row.id == gate]
    row = next((row for row in rows if row.id == gate), rows[0] if rows else None)
    if row is None:
        return None
    of = next((one for one in CATEGORIES if one == category), CATEGORIES[0])
    counting = place.counts.decisions.get((row.id, day))
    method = counting.method if counting else row.method
    methods: dict[Method, int] = {}
    stands: dict[Cell, int] = {}
    for one in place.counts.passed:
        if (one.gate, one.day) != (row.id, day):
            continue
        if one.category == "visitor":
            methods[one.method] = methods.get(one.method, 0) + (one.count if one.direction == "in" else 0)
        # Others are counted by whatever there is; of visitors, one method stands.
        if one.category == of and (of != "visitor" or one.method == method):
            cell = one.hour, one.direction
            stands[cell] = stands.get(cell, 0) + one.count
    entry = next((entry for entry in place.calendar.days if entry.day == day), FairDay(day))
    unsure = -(-entry.closes_minute // 60) % 24
    opening = {hour % 24 for hour in range(entry.opens_minute // 60, -(-entry.closes_minute // 60))}
    shown = opening | {unsure} | {hour for hour, _ in stands}
    order = hours_in_order(place.calendar)
    return Sheet(
        gate=row,
        day=day,
        category=of,
        method=method,
        counting=counting,
        methods=methods,
        unsure=unsure,
        begins={hour: moment(day, 60 * (order[0] + n)) for n, hour in enumerate(order) if hour in shown},
        stands=stands,
    )


def _read(sheet: Sheet, typed: Typed, now: int) -> Read:
    """What a sheet says: a cell that was not changed says nothing, whatever stands there by now."""
    read = Read()
    method = sheet.method
    if sheet.by_hand:
        chosen = next((one for one in BY_HAND if one == typed["method"]), None)
        if chosen is None:
            read.faults["method"] = _("Choose one of the list.")
        else:
            method = chosen
    changed = False
    for hour, direction in sheet.cells():
        name = f"{direction}-{hour}"
        was, says = _number(typed[f"was-{name}"]) or 0, _number(typed[name])
        if says is None:
            read.faults[name] = _NOT_A_COUNT
        elif says != was:
            changed = True
            if sheet.begins[hour] > now:
                read.faults[name] = _NOT_YET
            elif sheet.at(hour, direction) != was:
                read.faults[name] = _MOVED
                read.moved[name] = sheet.at(hour, direction)
            else:
                passed_at = min(sheet.begins[hour] + HOUR_MS - MINUTE_MS, now)
                read.counts.append(
                    TypedCount(
                        gate=sheet.gate.id,
                        direction=direction,
                        count=says - was,
                        method=method,
                        category=sheet.category,
                        passed_at=passed_at,
                        reason=typed["reason"].strip(),
                    )
                )
    reason = typed["reason"].strip()
    if changed and not reason:
        read.faults["reason"] = _NEEDED
    elif len(reason) > TEXT_MAX or not reason.isprintable():
        read.faults["reason"] = _("This cannot be read.")
    return read


def _number(text: str) -> int | None:
    """A count as it is typed: "1.250" and "1250" are one; an empty cell is none at all."""
    digits = text.strip().replace(".", "").replace(",", "").replace(" ", "")
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdigit() and len(digits) < 8):
        return None
    return int(digits) if int(digits) <= COUNT_MAX else None


def _page(
    request: Request,
    sheet: Sheet | None,
    form: Form,
    moved: Mapping[str, int] | None = None,
    *,
    status: int = 200,
) -> Response:
    now = site_of(request).clock()
    with fair_reading(request) as (connection, fair):
        rows = gates.listed(connection, fair.id)
        calendar = fairs.calendar(connection, fair.id)
        counts = visits.read(connection, fair.id)
    day = sheet.day if sheet else ""
    return page(
        request,
        "site/counts.html",
        status=status,
        tab="counts",
        fair=fair,
        sheet=sheet,
        form=form,
        moved=moved or {},
        gates=[row for row in rows if row.closed_at is None or (sheet and row.id == sheet.gate.id)],
        days=[one for one in days_shown(calendar, counts, day, calendar.day_of(now)) if one.ordinal],
        categories=CATEGORIES,
        by_hand=BY_HAND,
        methods=METHODS,
        now=now,
    )
