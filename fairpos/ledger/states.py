"""In which state a fair is, what that forbids, and its way from one state to the next."""

from __future__ import annotations

from sqlalchemy import Connection

from fairpos.core import fair_state
from fairpos.core.fair import FairStatus
from fairpos.core.fair_state import Act
from fairpos.ledger import audit, editions, fairs


class NoReason(ValueError):
    """A step back needs a reason, for the record."""


def require(connection: Connection, fair_id: int, act: Act) -> None:
    """Ask this in the transaction of a change. Raises fair_state.Forbidden, fairs.NoSuchFair."""
    fair_state.require(fairs.by_id(connection, fair_id).status, act)


def move(connection: Connection, fair_id: int, to: FairStatus, *, reason: str = "", at: int, by: str) -> None:
    """Take a fair to its next state, or a step back with a reason; tills hear of it in a new edition.

    Raises fair_state.NoWay, NoReason, fairs.NoSuchFair.
    """
    fairs.bump(connection, fair_id)
    status = fairs.by_id(connection, fair_id).status
    if fair_state.is_back(status, to) and not reason.strip():
        raise NoReason(to)
    fairs.set_status(connection, fair_id, to)
    audit.note(
        connection, fair_id, kind="fair", subject="status", act="change", before={"status": status},
        after={"status": to}, at=at, by=by, reason=reason.strip(),
    )  # fmt: skip
    editions.publish(connection, fair_id, at=at, by=by)
