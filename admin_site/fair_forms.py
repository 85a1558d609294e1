"""The forms of a fair's set-up: a new one, its names, its days, and what the law wants to know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from admin_site.forms import FormModel, printable
from fairpos.core.business_day import Calendar, FairDay
from fairpos.core.duties import Basis
from fairpos.core.search import search_key
from fairpos.ledger.copying import Wanted
from fairpos.ledger.particulars import Particulars, Site
from fairpos.web.i18n import mark as _

DAYS_MAX = 60
SITES_MAX = 20
DONG_TARGET_MAX = 1_000_000_000_000

_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()).isoformat()
        except ValueError:
            raise ValueError(_("Write a day, for example 2027-01-15.")) from None
    return value


def minute(value: Any) -> Any:
    """ "08:30" as minutes after midnight. Raises ValueError, with a message."""
    if isinstance(value, str):
        found = _TIME.fullmatch(value.strip())
        if found is None or int(found[1]) * 60 + int(found[2]) > 24 * 60:
            raise ValueError(_("Write a time, for example 08:00."))
        return int(found[1]) * 60 + int(found[2])
    return value


def _optional(value: Any) -> Any:
    """A whole number with or without points between its thousands; None where nothing was typed."""
    if isinstance(value, str):
        plain = re.sub(r"[.,\s]", "", value)
        if plain == "":
            return None
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 13):
            raise ValueError(_("Write a whole number."))
        return int(plain)
    return value


def _key(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+", text):
        raise ValueError(_("Small letters, digits and hyphens only."))
    return text


Line = Annotated[str, Field(max_length=200), AfterValidator(printable)]
Needed = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(printable)]
Day = Annotated[str, BeforeValidator(_day)]
OptionalDay = Annotated[str | None, BeforeValidator(lambda value: _day(value) if value else None)]
Minute = Annotated[int, BeforeValidator(minute)]
Target = Annotated[int | None, BeforeValidator(_optional)]
Slug = Annotated[str, Field(max_length=40), AfterValidator(_key)]


class IdentityForm(FormModel):
    name: Needed
    name_en: Line = ""
    series: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_key)]
    season: Annotated[str, Field(min_length=1, max_length=20), AfterValidator(printable)]
    province: Needed


class NewFairForm(IdentityForm):
    """`source` is the slug of the fair to copy, "" to begin from nothing."""

    source: Annotated[str, Field(max_length=64)] = ""
    first: Day
    last: Day
    opens: Minute
    closes: Minute

    @field_validator("last")
    @classmethod
    def _after_first(cls, last: str, info: ValidationInfo) -> str:
        first = info.data.get("first", last)
        if not 0 <= (date.fromisoformat(last) - date.fromisoformat(first)).days < DAYS_MAX:
            raise ValueError(_("The last day must follow the first within sixty days."))
        return last

    @field_validator("closes")
    @classmethod
    def _after_opening(cls, closes: int, info: ValidationInfo) -> int:
        if closes <= info.data.get("opens", 0):
            raise ValueError(_("It must close after it opens."))
        return closes

    def slug(self) -> str:
        """A key for addresses: series and season, as "xuan-2027"."""
        season = re.sub(r"[^a-z0-9]+", "-", search_key(self.season)).strip("-")
        return f"{self.series}-{season}".strip("-")[:60]

    def calendar(self) -> Calendar:
        first, last = date.fromisoformat(self.first), date.fromisoformat(self.last)
        days = ((first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1))
        return Calendar(tuple(FairDay(day, self.opens, self.closes) for day in days))


class ParticularsForm(FormModel):
    theme: Line = ""
    basis: Basis = ""
    basis_number: Line = ""
    basis_day: OptionalDay = None
    basis_authority: Line = ""
    planned_first: OptionalDay = None
    planned_last: OptionalDay = None
    report_days: Annotated[int, BeforeValidator(_optional), Field(ge=1, le=365)]
    target_takings: Target = None
    target_visits: Target = None
    target_booths: Target = None
    organiser_name: Line = ""
    organiser_address: Line = ""
    organiser_contact: Line = ""
    organiser_tax_code: Line = ""

    @field_validator("planned_last")
    @classmethod
    def _after_first(cls, last: str | None, info: ValidationInfo) -> str | None:
        first = info.data.get("planned_first")
        if first and last and last < first:
            raise ValueError(_("The last day must follow the first within sixty days."))
        return last

    def particulars(self) -> Particulars:
        return Particulars(**self.model_dump())


class StateForm(FormModel):
    to: Literal["draft", "published", "open", "closed", "archived"]
    reason: Line = ""


def wanted_of(typed: Mapping[str, str]) -> Wanted:
    """Which boxes of the copy are ticked."""
    return Wanted(**{name: bool(typed.get(f"copy-{name}")) for name in Wanted.__dataclass_fields__})


def days_of(fields: Mapping[str, str]) -> tuple[Calendar | None, dict[str, str]]:
    """The calendar as its rows were typed, or every fault by its field.

    Rows are `opens-<day>`, `closes-<day>`, `closed-<day>` and `gone-<day>`; `new-day` adds one, `cut-off`
    ends each.
    """
    faults: dict[str, str] = {}

    def read(name: str, parse: Any, otherwise: Any) -> Any:
        try:
            return parse(fields.get(name, ""))
        except ValueError as error:
            faults[name] = str(error)
            return otherwise

    found: dict[str, FairDay] = {}
    for name in fields:
        if not name.startswith("opens-"):
            continue
        day = read(name, lambda _, name=name: _day(name.removeprefix("opens-")), "")
        if not day or fields.get(f"gone-{day}"):
            continue
        opens, closes = read(name, minute, 0), read(f"closes-{day}", minute, 24 * 60)
        if closes <= opens:
            faults.setdefault(f"closes-{day}", _("It must close after it opens."))
        found[day] = FairDay(day, opens, closes, is_open=not fields.get(f"closed-{day}"))
    if fields.get("new-day"):
        day = read("new-day", _day, "")
        last = found[max(found)] if found else FairDay("")
        found.setdefault(day, FairDay(day, last.opens_minute, last.closes_minute))
    cut_off = read("cut-off", minute, 0)
    if not 0 <= cut_off < 12 * 60:
        faults.setdefault("cut-off", _("A day ends between midnight and noon."))
    if not any(day.is_open for day in found.values()):
        faults.setdefault("new-day", _("A fair needs at least one day on which it is open."))
    if len(found) > DAYS_MAX:
        faults.setdefault("new-day", _("The last day must follow the first within sixty days."))
    if faults:
        return None, faults
    return Calendar(tuple(found[day] for day in sorted(found)), cut_off), {}


def sites_of(text: str) -> tuple[tuple[Site, ...], str]:
    """A site a line, its address behind a vertical bar; and what is wrong, "" if nothing is."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > SITES_MAX or any(len(line) > 300 or not line.isprintable() for line in lines):
        return (), _("At most twenty sites, one on a line.")
    parts = (line.partition("|") for line in lines)
    return tuple(Site(name.strip(), address.strip()) for name, _bar, address in parts if name.strip()), ""


def clock(minutes: int) -> str:
    """Minutes after midnight as a time field holds them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
