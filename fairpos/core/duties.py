"""What the law asks of an organiser, and by when: registration, changes, goods to re-export, the report.

The days are those of Decree 81/2018 (Articles 29 to 31) as far as it could be read: registration at most 365
and at least 30 days before the opening, changes at least 30 days before, and a report 30 days after the end,
which the department may set otherwise. Days are ISO text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

Basis = Literal["", "registered", "by-decision"]
"""A fair is registered with the department of industry and trade, or held by a decision of the province,
which frees it from registration."""
BASES: tuple[Basis, ...] = get_args(Basis)

DutyKey = Literal["basis", "registration", "decision", "change", "re-export", "report"]
DutyState = Literal["done", "late", "soon", "to-come"]

NOTICE_DAYS = 30
EARLIEST_DAYS = 365
RE_EXPORT_DAYS = 30
SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class Duty:
    """`earliest` is the first day on which it may be done, None where any day will do."""

    key: DutyKey
    due: str
    state: DutyState
    earliest: str | None = None


def duties(
    basis: Basis,
    *,
    has_paper: bool,
    first: str,
    last: str,
    today: str,
    foreign: bool = False,
    report_days: int = 30,
) -> tuple[Duty, ...]:
    """Every duty of a fair from its first to its last day, in the order they fall due.

    `has_paper` says that the number of the confirmation or decision is on record; `foreign` that goods came
    into the country for the fair.
    """
    opening = _after(first, -NOTICE_DAYS)

    def duty(key: DutyKey, due: str, *, done: bool = False, earliest: str | None = None) -> Duty:
        soon = _after(due, -SOON_DAYS) <= today
        state: DutyState = "done" if done else "late" if today > due else "soon" if soon else "to-come"
        return Duty(key, due, state, earliest)

    found = []
    if basis == "":
        found.append(duty("basis", opening))
    elif basis == "registered":
        found.append(duty("registration", opening, done=has_paper, earliest=_after(first, -EARLIEST_DAYS)))
        # Once the day has passed there is nothing left to do: what changes now needs the department's word.
        found.append(duty("change", opening, done=today > opening))
    else:
        found.append(duty("decision", opening, done=has_paper))
    if foreign:
        found.append(duty("re-export", _after(last, RE_EXPORT_DAYS)))
    found.append(duty("report", _after(last, report_days)))
    return tuple(sorted(found, key=lambda one: (one.due, one.key)))


def _after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
