"""In which state a fair is, what that forbids, and its way from one state to the next."""

from __future__ import annotations

from sqlalchemy import Connection, select

from fairpos.core import fair_state
from fairpos.core.fair import FairStatus
from fairpos.core.fair_state import Act
from fairpos.ledger import audit, editions, fairs, tables


class NoReason(ValueError):
    """A step back needs a reason, for the record."""


class NoBasis(ValueError):
    """A fair opens on a legal basis, with its number; nobody has stated it yet."""


def require(connection: Connection, fair_id: int, act: Act) -> None:
    """Ask this in the transaction of a change. Raises fair_state.Forbidden, fairs.NoSuchFair."""
    fair_state.require(fairs.by_id(connection, fair_id).status, act)


def move(connection: Connection, fair_id: int, to: FairStatus, *, reason: str = "", at: int, by: str) -> None:
    """Take a fair to its next state, or a step back with a reason; tills hear of it in a new edition.

    Raises fair_state.NoWay, NoReason, NoBasis, fairs.NoSuchFair.
    """
    fairs.bump(connection, fair_id)
    status = fairs.by_id(connection, fair_id).status
    if fair_state.is_back(status, to) and not reason.strip():
        raise NoReason(to)
    if (status, to) == ("published", "open") and not _has_basis(connection, fair_id):
        raise NoBasis(to)
    fairs.set_status(connection, fair_id, to)
    audit.note(
        connection, fair_id, kind="fair", subject="status", act="change", before={"status": status},
        after={"status": to}, at=at, by=by, reason=reason.strip(),
    )  # fmt: skip
    editions.publish(connection, fair_id, at=at, by=by)


def _has_basis(connection: Connection, fair_id: int) -> bool:
    table = tables.particulars
    said = connection.execute(
        select(table.c.basis, table.c.basis_number).where(table.c.fair_id == fair_id)
    ).one_or_none()
    return said is not None and bool(said.basis and said.basis_number)
