"""What is typed on the page of quotas: whole numbers, days, lists of units and rows, each with its fault."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from starlette.requests import Request

from fairpos.ledger.quotas import QuotaRow, Settings
from fairpos.web.i18n import mark as _
from fairpos.web.screen import field as field_of

NEEDED = _("Say why, in a few words: those it concerns may ask.")
NOT_WHOLE = _("Type a whole number, or leave it empty.")
TOO_LARGE = _("This is more than there can be.")
MOST_BELOW = _("This is less than the minimum.")
NO_DAY = _("There is no such day.")
NO_UNIT = _("Only units of the table above, with commas between.")
NO_ROW = _("Write rows as hall/row, for example N1/A, with commas between.")

RULES = (
    "closes_on", "deposit_due", "reserve_percent", "reserve_until", "rival_distance", "booths_most",
    "corner_percent", "groups_together", "blocks", "pools", "weak", "opened", "food_rows",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitTyped:
    """One unit as typed: its row where everything can be read, and the faults by field."""

    unit: str
    row: QuotaRow
    values: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)


def whole(text: str, most: int) -> tuple[int | None, str]:
    """A whole number from 0 to `most`, None for an empty field; or what is wrong."""
    text = text.strip()
    if not text:
        return None, ""
    if not (text.isascii() and text.isdigit()):
        return None, NOT_WHOLE
    if len(text) > 9 or int(text) > most:
        return None, TOO_LARGE
    return int(text), ""


def typed_units(request: Request, units: Sequence[str]) -> list[UnitTyped]:
    """The rows of the table in its order, which is that of the units by name."""
    found = []
    for index, unit in enumerate(sorted(units)):
        names = [f"{name}-{index}" for name in ("weight", "least", "most")]
        values = {name: field_of(request, name)[:20] for name in names}
        faults: dict[str, str] = {}
        numbers: list[int | None] = []
        for name, text in values.items():
            number, fault = whole(text, 1_000_000 if name.startswith("weight") else 2_000)
            numbers.append(number)
            if fault:
                faults[name] = fault
        weight, least, most = numbers
        if not faults and most is not None and most < (least or 0):
            faults[f"most-{index}"] = MOST_BELOW
        row = QuotaRow(unit=unit, weight=weight or 0, least=least or 0, most=most)
        found.append(UnitTyped(unit, row, values, faults))
    return found


def rules_of(values: Mapping[str, str], units: Sequence[str]) -> tuple[Settings | None, dict[str, str]]:
    """The rules that were typed, or every fault by its field."""
    faults: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for name, most, instead in (
        ("reserve_percent", 100, 0), ("rival_distance", 50, 0), ("booths_most", 4, 4),
        ("corner_percent", 100, 100),
    ):  # fmt: skip
        number, fault = whole(values[name], most)
        numbers[name] = instead if number is None else number
        if fault:
            faults[name] = fault
    if numbers["booths_most"] < 1:
        faults["booths_most"] = NOT_WHOLE
    days = {name: values[name].strip() for name in ("closes_on", "deposit_due", "reserve_until")}
    faults |= {name: NO_DAY for name, day in days.items() if day and not _is_day(day)}
    lists = {name: _list(values[name]) for name in ("blocks", "pools", "weak", "opened", "food_rows")}
    faults |= {name: NO_UNIT for name in ("blocks", "pools", "weak") if not set(lists[name]) <= set(units)}
    if not all(re.fullmatch(r"[^/]{1,40}/[^/]{1,40}", row) for row in lists["food_rows"]):
        faults["food_rows"] = NO_ROW
    if faults:
        return None, faults
    return Settings(
        closes_on=days["closes_on"],
        deposit_due=days["deposit_due"],
        reserve_percent=numbers["reserve_percent"],
        reserve_until=days["reserve_until"],
        rival_distance=numbers["rival_distance"],
        booths_most=numbers["booths_most"],
        corner_percent=numbers["corner_percent"],
        groups_together=values["groups_together"] == "on",
        blocks=lists["blocks"],
        pools=lists["pools"],
        weak=lists["weak"],
        opened=lists["opened"],
        food_rows=lists["food_rows"],
    ), {}


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2026-09-01") and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
