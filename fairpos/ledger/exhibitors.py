"""Exhibitors: who takes part, where they are from, how to reach them, and where they stand.

What a till needs of them (name, kind, place) is in the `exhibitor` table and travels in editions; a change
of it is published with `editions.publish_changed` by whoever made it, once for a whole list. Every change
raises fair_state.Forbidden in a fair that is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from sqlalchemy import Connection, delete, func, insert, select, update

from fairpos.core.exhibitor import Details, Standing
from fairpos.core.fair import BankAccount
from fairpos.core.search import search_key
from fairpos.ledger import audit, fairs, states, tables
from fairpos.ledger.numbering import next_id

KIND = "exhibitor"
PREFIX = "DV"
"""What the record of changes calls them."""

_CARRIED = ("name", "kind", "district", "province", "country")
_KEPT = ("address", "tax_code", "tax_method", "contact", "phone", "email", "story", "note")


class UnknownExhibitor(LookupError):
    """No exhibitor of this id belongs to the fair."""


class IdTaken(ValueError):
    """Another exhibitor of the fair has this id."""


class UnknownBooth(LookupError):
    """No booth of this id belongs to the fair."""


class NotCoExhibitor(ValueError):
    """It does not stand in this booth beside another: a booth's main exhibitor is placed by allocation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An exhibitor with all that is known of it. `booths` are the ids of those it stands in."""

    id: str
    details: Details
    standing: Standing
    account: BankAccount | None
    booths: tuple[str, ...]


def listed(connection: Connection, fair_id: int) -> tuple[Known, ...]:
    """Every exhibitor of a fair, by name."""
    found = _known(connection, fair_id, None)
    return tuple(sorted(found, key=lambda one: (search_key(one.details.name), one.id)))


def one(connection: Connection, fair_id: int, id_: str) -> Known:
    """Raises UnknownExhibitor."""
    found = _known(connection, fair_id, id_)
    if not found:
        raise UnknownExhibitor(id_)
    return found[0]


def _known(connection: Connection, fair_id: int, id_: str | None) -> list[Known]:
    who, more, places = tables.exhibitor, tables.exhibitor_details, tables.allocation
    asked = (
        select(who, *(more.c[name] for name in (*_KEPT, "standing")))
        .select_from(who.outerjoin(more, (more.c.fair_id == who.c.fair_id) & (more.c.exhibitor == who.c.id)))
        .where(who.c.fair_id == fair_id)
    )
    standing = select(places.c.exhibitor, places.c.booth).where(places.c.fair_id == fair_id)
    if id_ is not None:
        asked, standing = asked.where(who.c.id == id_), standing.where(places.c.exhibitor == id_)
    booths: dict[str, list[str]] = {}
    for exhibitor, booth in connection.execute(standing):
        booths.setdefault(exhibitor, []).append(booth)
    return [_one(row, booths) for row in connection.execute(asked)]


def _one(row: Any, booths: Mapping[str, list[str]]) -> Known:
    account = None
    if row.account_number is not None:
        account = BankAccount(bin=row.account_bin, number=row.account_number, holder=row.account_holder)
    stated: dict[str, Any] = {name: getattr(row, name) or "" for name in (*_CARRIED, *_KEPT)}
    return Known(
        id=row.id,
        details=Details(**stated),
        standing=cast("Standing", row.standing or "taking-part"),
        account=account,
        booths=tuple(sorted(booths.get(row.id, ()))),
    )


def ids(connection: Connection, fair_id: int) -> set[str]:
    """The id of every exhibitor there is or was."""
    who = tables.exhibitor
    return set(connection.execute(select(who.c.id).where(who.c.fair_id == fair_id)).scalars())


def add(connection: Connection, fair_id: int, details: Details, *, id_: str = "", at: int, by: str) -> str:
    """Take an exhibitor in, under an id of its own or the next free one. Raises IdTaken."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    who = tables.exhibitor
    there = select(who.c.id).where(who.c.fair_id == fair_id, who.c.id == id_)
    if connection.execute(there).one_or_none() is not None:
        raise IdTaken(id_)
    id_ = id_ or next_id(PREFIX, ids(connection, fair_id))
    connection.execute(insert(who).values(fair_id=fair_id, id=id_, **_carried(details)))
    connection.execute(
        insert(tables.exhibitor_details).values(
            fair_id=fair_id, exhibitor=id_, standing="taking-part", **_kept(details)
        )
    )
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="creation",
        before=None, after=asdict(details), at=at, by=by,
    )  # fmt: skip
    return id_


def change(connection: Connection, fair_id: int, id_: str, details: Details, *, at: int, by: str) -> None:
    """State an exhibitor anew. Raises UnknownExhibitor."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    before = one(connection, fair_id, id_)
    who = tables.exhibitor
    connection.execute(
        update(who).where(who.c.fair_id == fair_id, who.c.id == id_).values(**_carried(details))
    )
    _keep(connection, fair_id, id_, before.standing, details)
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="change",
        before=asdict(before.details), after=asdict(details), at=at, by=by,
    )  # fmt: skip


def set_standing(
    connection: Connection, fair_id: int, id_: str, standing: Standing, *, reason: str, at: int, by: str
) -> None:
    """Let an exhibitor withdraw, or come back. Its booths stay as they are: allocation gives them away.

    Raises UnknownExhibitor.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    before = one(connection, fair_id, id_)
    _keep(connection, fair_id, id_, standing, before.details)
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="change", before={"standing": before.standing},
        after={"standing": standing}, at=at, by=by, reason=reason,
    )  # fmt: skip


def join_booth(connection: Connection, fair_id: int, id_: str, booth: str, *, at: int, by: str) -> None:
    """Let an exhibitor stand in a booth, behind those who stand there. Again changes nothing.

    Raises UnknownExhibitor, UnknownBooth.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    before = one(connection, fair_id, id_)
    stands, places = tables.booth, tables.allocation
    here = select(stands.c.id).where(stands.c.fair_id == fair_id, stands.c.id == booth)
    if connection.execute(here).one_or_none() is None:
        raise UnknownBooth(booth)
    if booth in before.booths:
        return
    last = connection.execute(
        select(func.max(places.c.position)).where(places.c.fair_id == fair_id, places.c.booth == booth)
    ).scalar_one()
    position = 0 if last is None else last + 1
    connection.execute(insert(places).values(fair_id=fair_id, booth=booth, exhibitor=id_, position=position))
    _note_booths(connection, fair_id, id_, before.booths, (*before.booths, booth), at=at, by=by)


def leave_booth(connection: Connection, fair_id: int, id_: str, booth: str, *, at: int, by: str) -> None:
    """Take a co-exhibitor out of a booth. Raises UnknownExhibitor, NotCoExhibitor."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    before = one(connection, fair_id, id_)
    places = tables.allocation
    here = (
        select(places.c.exhibitor)
        .where(places.c.fair_id == fair_id, places.c.booth == booth)
        .order_by(places.c.position)
    )
    if id_ not in list(connection.execute(here).scalars())[1:]:
        raise NotCoExhibitor(booth)
    connection.execute(
        delete(places).where(places.c.fair_id == fair_id, places.c.booth == booth, places.c.exhibitor == id_)
    )
    rest = tuple(one for one in before.booths if one != booth)
    _note_booths(connection, fair_id, id_, before.booths, rest, at=at, by=by)


def by_any_name(known: Iterable[Known]) -> dict[str, str]:
    """Ids by what people call an exhibitor: its id, its tax code, its name without case and marks. A name
    that two share is nobody's."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for who in known:
        name = search_key(who.details.name)
        if found.get(name, who.id) != who.id:
            twice.add(name)
        found[name] = who.id
    for name in twice:
        del found[name]
    for who in known:
        found[who.id.casefold()] = who.id
        if who.details.tax_code:
            found[who.details.tax_code] = who.id
    return found


def called(name: str, ids: Mapping[str, str]) -> str | None:
    """The id of the exhibitor that somebody means, out of what `by_any_name` gave."""
    return ids.get(search_key(name)) or ids.get(name.strip().casefold())


def _note_booths(
    connection: Connection,
    fair_id: int,
    id_: str,
    before: tuple[str, ...],
    after: tuple[str, ...],
    *,
    at: int,
    by: str,
) -> None:
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="change", before={"booths": sorted(before)},
        after={"booths": sorted(after)}, at=at, by=by,
    )  # fmt: skip


def _keep(connection: Connection, fair_id: int, id_: str, standing: Standing, details: Details) -> None:
    more = tables.exhibitor_details
    values = {"standing": standing, **_kept(details)}
    changed = connection.execute(
        update(more).where(more.c.fair_id == fair_id, more.c.exhibitor == id_).values(**values)
    )
    if not changed.rowcount:
        # It came with the fair's set-up, and this is the first time anybody looks after it.
        connection.execute(insert(more).values(fair_id=fair_id, exhibitor=id_, **values))


def _carried(details: Details) -> dict[str, object]:
    return {
        "name": details.name,
        "kind": details.kind,
        "district": details.district or None,
        "province": details.province or None,
        "country": details.country,
    }


def _kept(details: Details) -> dict[str, object]:
    return {name: getattr(details, name) for name in _KEPT}
