"""Applications to take part: what is asked for, what was decided, who waits, and what was signed and paid.

An applicant becomes an exhibitor when its application is accepted or put on the wait-list. What an allocation
needs is `for_allocation`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, cast, get_args

from sqlalchemy import Connection, func, insert, select, update

from fairpos.core import exhibitor as rules
from fairpos.core.application import Application, PlaceWish, Trait
from fairpos.core.exhibitor import Details
from fairpos.core.floor import Facility
from fairpos.core.participation import Merits, Terms
from fairpos.ledger import (
    assortment,
    audit,
    booth_codes,
    exhibitors,
    fairs,
    last_season,
    papers,
    states,
    tables,
)
from fairpos.ledger.last_season import Takings
from fairpos.ledger.numbering import next_id
from fairpos.wire.application_forms import Wanted

KIND = "application"

State = Literal["received", "asked-back", "accepted", "waiting", "refused", "withdrawn"]
STATES: tuple[State, ...] = get_args(State)
Source = Literal["public", "organiser"]

MAY_FOLLOW: dict[State, tuple[State, ...]] = {
    "received": ("accepted", "waiting", "asked-back", "refused", "withdrawn"),
    "asked-back": ("accepted", "waiting", "refused", "withdrawn"),
    "waiting": ("accepted", "refused", "withdrawn"),
    "accepted": ("waiting", "withdrawn"),
    "refused": ("received",),
    "withdrawn": ("received",),
}


class UnknownApplication(LookupError):
    """No application of this id belongs to the fair."""


class WrongState(ValueError):
    """An application in this state cannot become what was asked."""


class ReasonMissing(ValueError):
    """A refusal and a question back need words that can be told to the applicant."""


class AlreadyApplied(ValueError):
    """This exhibitor has an application that is not over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An application as it is kept. `exhibitor` is "" while nobody has made one of the applicant;
    `wait_order` is its place on the wait-list, from 1."""

    id: str
    exhibitor: str
    state: State
    source: Source
    received_at: int
    late: bool
    wanted: Wanted
    reason: str
    decided_at: int | None
    decided_by: str | None
    wait_order: int | None
    priority: int
    terms: Terms
    merits: Merits


def listed(connection: Connection, fair_id: int) -> tuple[Filed, ...]:
    """Every application, in the order they came in."""
    table = tables.application
    rows = connection.execute(select(table).where(table.c.fair_id == fair_id))
    return tuple(sorted(map(_filed, rows), key=lambda one: (one.received_at, one.id)))


def one(connection: Connection, fair_id: int, id_: str) -> Filed:
    """Raises UnknownApplication."""
    table = tables.application
    row = connection.execute(select(table).where(table.c.fair_id == fair_id, table.c.id == id_)).one_or_none()
    if row is None:
        raise UnknownApplication(id_)
    return _filed(row)


def file(
    connection: Connection,
    fair_id: int,
    wanted: Wanted,
    *,
    source: Source,
    late: bool = False,
    exhibitor: str = "",
    at: int,
    by: str,
) -> str:
    """Keep a new application and return its id. Raises UnknownExhibitor, AlreadyApplied."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    table = tables.application
    if exhibitor:
        exhibitors.one(connection, fair_id, exhibitor)
        _only(connection, fair_id, exhibitor)
    taken = connection.execute(select(table.c.id).where(table.c.fair_id == fair_id)).scalars()
    id_ = next_id("DK", taken)
    connection.execute(
        insert(table).values(
            fair_id=fair_id,
            id=id_,
            exhibitor=exhibitor or None,
            state="received",
            source=source,
            received_at=at,
            late=late,
            **_columns(wanted),
        )
    )
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="creation",
        before=None, after=_columns(wanted), at=at, by=by,
    )  # fmt: skip
    return id_


def change(connection: Connection, fair_id: int, id_: str, wanted: Wanted, *, at: int, by: str) -> None:
    """State an application anew; who applied and when stays. Raises UnknownApplication."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    before = one(connection, fair_id, id_)
    put(connection, fair_id, id_, _columns(wanted))
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="change",
        before=_columns(before.wanted), after=_columns(wanted), at=at, by=by,
    )  # fmt: skip


def decide(
    connection: Connection, fair_id: int, id_: str, state: State, *, reason: str = "", at: int, by: str
) -> str:
    """Accept, refuse, ask back, put on the wait-list or reopen; return the exhibitor's id, "" without one.

    Raises UnknownApplication, WrongState, ReasonMissing, AlreadyApplied.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    before = one(connection, fair_id, id_)
    if state not in MAY_FOLLOW[before.state]:
        raise WrongState(state)
    if state in ("refused", "asked-back") and not reason:
        raise ReasonMissing(state)
    exhibitor = before.exhibitor
    if state in ("accepted", "waiting"):
        exhibitor = exhibitor or exhibitors.add(connection, fair_id, before.wanted.details, at=at, by=by)
        if exhibitors.one(connection, fair_id, exhibitor).standing == "withdrawn":
            exhibitors.set_standing(
                connection, fair_id, exhibitor, "taking-part", reason=reason, at=at, by=by
            )
    elif state == "received" and exhibitor:
        _only(connection, fair_id, exhibitor)
    order = None
    if state == "waiting":
        table = tables.application
        last = connection.execute(
            select(func.max(table.c.wait_order)).where(table.c.fair_id == fair_id)
        ).scalar_one()
        order = (last or 0) + 1
    values = {
        "state": state,
        "exhibitor": exhibitor or None,
        "reason": reason,
        "decided_at": at,
        "decided_by": by,
        "wait_order": order,
    }
    put(connection, fair_id, id_, values)
    _close_ranks(connection, fair_id)
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="decision",
        before={"state": before.state}, after={"state": state}, at=at, by=by, reason=reason,
    )  # fmt: skip
    return exhibitor


def move_on_wait_list(
    connection: Connection, fair_id: int, id_: str, steps: int, *, at: int, by: str
) -> None:
    """Move somebody up (below nought) or down the wait-list. Raises UnknownApplication, WrongState."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    if one(connection, fair_id, id_).state != "waiting":
        raise WrongState("waiting")
    order = [one.id for one in wait_list(listed(connection, fair_id))]
    before = order.index(id_)
    order.insert(max(0, min(len(order) - 1, before + steps)), order.pop(before))
    for place, other in enumerate(order, 1):
        put(connection, fair_id, other, {"wait_order": place})
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="change", before={"wait_order": before + 1},
        after={"wait_order": order.index(id_) + 1}, at=at, by=by,
    )  # fmt: skip


def wait_list(filed: Iterable[Filed]) -> tuple[Filed, ...]:
    """Those who wait, in their order."""
    waiting = (one for one in filed if one.state == "waiting")
    return tuple(sorted(waiting, key=lambda one: (one.wait_order or 0, one.id)))


def for_allocation(connection: Connection, fair_id: int, *, waiting: bool = False) -> tuple[Application, ...]:
    """What an allocation works on: the accepted, by exhibitor; with `waiting` the wait-list as well.

    Papers that are missing, or that end before the fair does, are told by kind. Names of rivals and
    neighbours that are no exhibitor's, and wished places that are no booth's, are left out (see
    `unresolved`).
    """
    home = fairs.by_id(connection, fair_id).province
    _first, last_day = assortment.span(connection, fair_id)
    last = last_season.takings(connection, fair_id)
    known = exhibitors.listed(connection, fair_id)
    ids, details = exhibitors.by_any_name(known), {who.id: who.details for who in known}
    held = papers.held(connection, fair_id)
    booths = booth_codes.ids(connection, fair_id)
    found = []
    for filed in listed(connection, fair_id):
        if not filed.exhibitor or filed.state not in ("accepted", *(("waiting",) if waiting else ())):
            continue
        wanted = filed.wanted
        who = details[filed.exhibitor]
        zone = rules.zone_of(who, home)
        own = held.get(filed.exhibitor, ())
        asked = rules.papers_asked(who.kind, zone, frozenset({wanted.group}))
        found.append(
            Application(
                exhibitor=filed.exhibitor,
                zone=zone,
                unit=rules.unit_of(who, home),
                group=wanted.group,
                least=wanted.least,
                most=wanted.most,
                facilities=wanted.facilities,
                traits=wanted.traits,
                wishes=booth_codes.known(wanted.wishes, booths),
                rivals=_resolved(wanted.rivals, ids, filed.exhibitor),
                neighbours=_resolved(wanted.neighbours, ids, filed.exhibitor),
                papers=own,
                papers_missing=rules.papers_missing(asked, own, last_day),
                places=wanted.places,
                paid="deposit" not in filed.terms.owing(),
                priority=filed.priority,
                received_at=filed.received_at,
                takings_before=_takings(filed, last),
            )
        )
    return tuple(sorted(found, key=lambda one: one.exhibitor))


def unresolved(filed: Filed, ids: dict[str, str]) -> tuple[str, ...]:
    """The names of rivals and neighbours that are no exhibitor's; `ids` as `exhibitors.by_any_name` gives."""
    names = (*filed.wanted.rivals, *filed.wanted.neighbours)
    return tuple(name for name in names if not _resolved((name,), ids, ""))


def _takings(filed: Filed, last: Mapping[str, Takings]) -> int:
    """What is stated goes before what was counted."""
    if filed.merits.takings is not None:
        return filed.merits.takings
    return last[filed.exhibitor].amount if filed.exhibitor in last else 0


def _resolved(names: tuple[str, ...], ids: dict[str, str], own: str) -> tuple[str, ...]:
    found = (exhibitors.called(name, ids) for name in names)
    return tuple(dict.fromkeys(one for one in found if one and one != own))


def _only(connection: Connection, fair_id: int, exhibitor: str) -> None:
    table = tables.application
    over = table.c.state.in_(("refused", "withdrawn"))
    asked = select(table.c.id).where(table.c.fair_id == fair_id, table.c.exhibitor == exhibitor, ~over)
    if connection.execute(asked).first() is not None:
        raise AlreadyApplied(exhibitor)


def _close_ranks(connection: Connection, fair_id: int) -> None:
    for place, waiting in enumerate(wait_list(listed(connection, fair_id)), 1):
        if waiting.wait_order != place:
            put(connection, fair_id, waiting.id, {"wait_order": place})


def put(connection: Connection, fair_id: int, id_: str, values: Mapping[str, Any]) -> None:
    """Write columns of one application, without a word in the record of changes."""
    table = tables.application
    connection.execute(update(table).where(table.c.fair_id == fair_id, table.c.id == id_).values(**values))


def _columns(wanted: Wanted) -> dict[str, Any]:
    return {
        **asdict(wanted.details),
        "product_group": wanted.group,
        "products": wanted.products,
        "least": wanted.least,
        "most": wanted.most,
        "facilities": ",".join(sorted(wanted.facilities)),
        "traits": ",".join(sorted(wanted.traits)),
        "wishes": ",".join(wanted.wishes),
        "places": ",".join(sorted(wanted.places)),
        "rivals": "\n".join(wanted.rivals),
        "neighbours": "\n".join(wanted.neighbours),
    }


def _split(text: str, mark: str = ",") -> tuple[str, ...]:
    return tuple(text.split(mark)) if text else ()


def _filed(row: Any) -> Filed:
    stated: dict[str, Any] = {name: getattr(row, name) for name in Details.__slots__}
    terms: dict[str, Any] = {name: getattr(row, name) for name in Terms.__slots__}
    return Filed(
        id=row.id,
        exhibitor=row.exhibitor or "",
        state=row.state,
        source=row.source,
        received_at=row.received_at,
        late=row.late,
        wanted=Wanted(
            details=Details(**stated),
            group=row.product_group,
            products=row.products,
            least=row.least,
            most=row.most,
            facilities=frozenset(cast("tuple[Facility, ...]", _split(row.facilities))),
            traits=frozenset(cast("tuple[Trait, ...]", _split(row.traits))),
            wishes=_split(row.wishes),
            places=frozenset(cast("tuple[PlaceWish, ...]", _split(row.places))),
            rivals=_split(row.rivals, "\n"),
            neighbours=_split(row.neighbours, "\n"),
        ),
        reason=row.reason,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        wait_order=row.wait_order,
        priority=row.priority,
        terms=replace(Terms(), **{name: value for name, value in terms.items() if value is not None}),
        merits=Merits(promised=row.promised, takings=row.takings_before, takings_source=row.takings_source),
    )
