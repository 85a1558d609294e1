"""Returns of a day: what booths without a till took, typed in from their papers, quickly and in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site import forms
from admin_site.forms import Typed
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.business_day import Calendar
from fairpos.core.document import TEXT_MAX
from fairpos.core.measures import Qualifier
from fairpos.core.money import NotMoney, typed_dong
from fairpos.ledger import fairs
from fairpos.ledger import returns as ledger_returns
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.returns import QUALIFIERS, BoothDay, Stated, Sum
from fairpos.web.forms import Form
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field as field_of
from fairpos.web.screen import screen

_NOT_MONEY = _("Type an amount, for example 87 for 87,000 or 12.5 million as 12.500.000.")
_MOVED = _("Somebody typed another figure here meanwhile. Look again; what you typed is kept.")
_NEEDED = _("You changed what was stated before: say why, in a few words.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShown:
    """A day in the row of days: how many booths have stated something. `ordinal` counts open days."""

    day: str
    ordinal: int
    stated: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The booths of a day: those nobody knows anything of first, then what was stated, then the tills'."""

    day: str
    booths: tuple[BoothDay, ...]
    extra: str
    last: Mapping[str, int]
    stated: Sum

    @property
    def typed_into(self) -> tuple[BoothDay, ...]:
        """The rows of the form. A booth with a till has none, unless it stated something or is asked for."""
        rows = [one for one in self.booths if one.missing or one.stated or one.booth == self.extra]
        return tuple(sorted(rows, key=lambda one: (not one.missing, one.booth)))

    @property
    def others(self) -> tuple[BoothDay, ...]:
        here = {one.booth for one in self.typed_into}
        return tuple(one for one in self.booths if one.booth not in here)

    @property
    def missing(self) -> int:
        return sum(one.missing for one in self.booths)

    @property
    def doubled(self) -> int:
        return sum(one.doubled for one in self.booths)


@screen(may("money"))
def returns(request: Request) -> Response:
    now = site_of(request).clock()
    with fair_reading(request) as (connection, fair):
        calendar = fairs.calendar(connection, fair.id)
        day = _chosen(request.query_params.get("day", ""), calendar, now)
        return _page(request, connection, fair, calendar, day, request.query_params.get("booth", ""), Form())


@screen(may("money"))
def keep(request: Request) -> Response:
    """Write what was typed; what was left as it stood is not written again."""
    site = site_of(request)
    now = site.clock()
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        calendar = fairs.calendar(connection, fair.id)
        day, extra = field_of(request, "day"), field_of(request, "booth")
        if not calendar.is_open(day) or day > calendar.day_of(now):
            raise HTTPException(400)
        shown = _day(connection, fair, day, extra)
        names = [f"{what}-{one.booth}" for one in shown.booths for what in ("amount", "qualifier", "after")]
        typed = forms.read(request, "reason", *names)
        stated, faults = _read(shown, typed)
        if not faults:
            try:
                reason = typed["reason"].strip()
                ledger_returns.keep(
                    connection, fair.id, day, stated, reason=reason, at=now, by=actor(request)
                )
                return RedirectResponse(f"/fairs/{fair.slug}/returns?day={day}", status_code=303)
            except ledger_returns.Moved as moved:
                faults = {f"amount-{booth}": _MOVED for booth in moved.booths}
        return _page(request, connection, fair, calendar, day, extra, Form(typed, faults))


def _read(shown: Day, typed: Typed) -> tuple[list[Stated], dict[str, str]]:
    stated: list[Stated] = []
    faults: dict[str, str] = {}
    changed = False
    for one in shown.booths:
        if not typed[f"after-{one.booth}"]:
            # It had no row in the form that was sent.
            continue
        amount_text = typed[f"amount-{one.booth}"].strip()
        qualifier = _qualifier(typed[f"qualifier-{one.booth}"])
        try:
            amount = typed_dong(amount_text) if amount_text else None
        except NotMoney:
            faults[f"amount-{one.booth}"] = _NOT_MONEY
            continue
        if qualifier is None:
            if amount is not None:
                faults[f"qualifier-{one.booth}"] = _("Choose one of the list.")
            continue
        before = one.stated
        if (amount, qualifier) == (before.amount, before.qualifier) if before else amount is None:
            continue
        changed = changed or before is not None
        after = typed[f"after-{one.booth}"]
        number = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
        stated.append(Stated(booth=one.booth, amount=amount, qualifier=qualifier, after=number))
    reason = typed["reason"].strip()
    if changed and not reason:
        faults["reason"] = _NEEDED
    elif len(reason) > TEXT_MAX or not reason.isprintable():
        faults["reason"] = _("This cannot be read.")
    return stated, faults


def _qualifier(text: str) -> Qualifier | None:
    return next((one for one in QUALIFIERS if one == text), None)


def _chosen(asked: str, calendar: Calendar, now: int) -> str:
    """The day that is asked for, else today, else the last open day that is over, else the first."""
    today, days = calendar.day_of(now), calendar.open_days()
    come = [day for day in days if day <= today]
    if asked in come:
        return asked
    return come[-1] if come else (days[0] if days else today)


def _day(connection: Connection, fair: FairRow, day: str, extra: str) -> Day:
    booths = ledger_returns.booths_of(connection, fair.id, day)
    stated = ledger_returns.standing(connection, fair.id, day=day)
    last = ledger_returns.last_rows(connection, fair.id, day)
    return Day(day=day, booths=booths, extra=extra, last=last, stated=ledger_returns.added(stated))


def _page(
    request: Request,
    connection: Connection,
    fair: FairRow,
    calendar: Calendar,
    day: str,
    extra: str,
    form: Form,
) -> Response:
    shown = _day(connection, fair, day, extra)
    stated: dict[str, set[str]] = {}
    for one in ledger_returns.standing(connection, fair.id):
        stated.setdefault(one.day, set()).add(one.booth)
    today = calendar.day_of(site_of(request).clock())
    days = tuple(
        DayShown(day=one, ordinal=ordinal, stated=len(stated.get(one, ())), chosen=one == day)
        for ordinal, one in enumerate(calendar.open_days(), 1)
        if one <= today
    )
    return page(
        request,
        "site/returns.html",
        status=422 if form.faults else 200,
        tab="returns",
        fair=fair,
        shown=shown,
        extra=extra,
        days=days,
        form=form,
        qualifiers=QUALIFIERS,
        history=tuple(reversed(ledger_returns.history(connection, fair.id, day=day))),
    )
