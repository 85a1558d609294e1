"""Further people of an exhibitor: who keeps the booth, who does the books. The first is in its details."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from fairpos.ledger import audit, exhibitors, fairs, states, tables
from fairpos.ledger.numbering import next_id

KIND = "contact"


class UnknownContact(LookupError):
    """No contact of this id belongs to the exhibitor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`does` is what this person is asked about, in words. `id` is "" before it is kept."""

    name: str
    does: str = ""
    phone: str = ""
    email: str = ""
    id: str = ""


def listed(connection: Connection, fair_id: int, exhibitor: str) -> tuple[Contact, ...]:
    """In the order they were added."""
    table = tables.exhibitor_contact
    rows = connection.execute(select(table).where(table.c.fair_id == fair_id, table.c.exhibitor == exhibitor))
    return tuple(
        Contact(id=row.id, name=row.name, does=row.does, phone=row.phone, email=row.email)
        for row in sorted(rows, key=lambda row: str(row.id))
    )


def add(connection: Connection, fair_id: int, exhibitor: str, contact: Contact, *, at: int, by: str) -> str:
    """Keep one more and return its id. Raises UnknownExhibitor, fair_state.Forbidden."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    exhibitors.one(connection, fair_id, exhibitor)
    table = tables.exhibitor_contact
    taken = connection.execute(select(table.c.id).where(table.c.fair_id == fair_id)).scalars()
    id_ = next_id("LH", taken)
    said = {name: value for name, value in asdict(contact).items() if name != "id"}
    connection.execute(insert(table).values(fair_id=fair_id, id=id_, exhibitor=exhibitor, **said))
    audit.note(
        connection,
        fair_id,
        kind=KIND,
        subject=exhibitor,
        act="creation",
        before=None,
        after=said,
        at=at,
        by=by,
    )
    return id_


def remove(connection: Connection, fair_id: int, exhibitor: str, id_: str, *, at: int, by: str) -> None:
    """Raises UnknownContact, fair_state.Forbidden."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    found = next((one for one in listed(connection, fair_id, exhibitor) if one.id == id_), None)
    if found is None:
        raise UnknownContact(id_)
    table = tables.exhibitor_contact
    connection.execute(delete(table).where(table.c.fair_id == fair_id, table.c.id == id_))
    said = {name: value for name, value in asdict(found).items() if name != "id"}
    audit.note(
        connection,
        fair_id,
        kind=KIND,
        subject=exhibitor,
        act="removal",
        before=said,
        after=None,
        at=at,
        by=by,
    )
