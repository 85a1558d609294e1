"""When strangers may apply to take part in a fair."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from fairpos.ledger import audit, fairs, states, tables
from fairpos.ledger.fairs import FairRow

Openness = Literal["open", "late", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """ISO days, all included. What comes in after `closes_on`, until `late_until`, is marked as late."""

    opens_on: str
    closes_on: str
    late_until: str


def of(connection: Connection, fair_id: int) -> Window | None:
    """The window of a fair; None where nobody has set one, and then strangers cannot apply."""
    table = tables.application_window
    row = connection.execute(select(table).where(table.c.fair_id == fair_id)).one_or_none()
    if row is None:
        return None
    return Window(opens_on=row.opens_on, closes_on=row.closes_on, late_until=row.late_until)


def set_window(connection: Connection, fair_id: int, window: Window, *, at: int, by: str) -> None:
    """Say when strangers may apply. The days stand in order."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    before = of(connection, fair_id)
    table = tables.application_window
    values = asdict(window)
    if before is None:
        connection.execute(insert(table).values(fair_id=fair_id, **values))
    else:
        connection.execute(update(table).where(table.c.fair_id == fair_id).values(**values))
    audit.note(
        connection, fair_id, kind="application_window", subject="window",
        act="creation" if before is None else "change",
        before=None if before is None else asdict(before), after=values, at=at, by=by,
    )  # fmt: skip


def openness(window: Window | None, fair: FairRow, day: str) -> Openness:
    """Whether a stranger may apply on an ISO day: only while the fair is announced and has not begun."""
    if window is None or fair.status != "published" or not window.opens_on <= day <= window.late_until:
        return "closed"
    return "open" if day <= window.closes_on else "late"


def is_late(window: Window | None, day: str) -> bool:
    """Whether what the organiser writes down on a day comes after the closing day."""
    return window is not None and day > window.closes_on
