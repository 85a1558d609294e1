"""What a fair takes over from the last edition: its plan alone, or all of its set-up.

Copied are rows, not meanings: whatever columns a table has today travel with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, insert, literal, select

from fairpos.ledger import audit, fairs, floor, states, tables


class PlanExists(ValueError):
    """The fair has a plan already."""


class NothingToCopy(LookupError):
    """There is no earlier fair, or it has no plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which parts of the last edition to take.

    Booths come with the plan; prices, papers, certificates and label checks with the exhibitors.
    """

    plan: bool = True
    exhibitors: bool = True
    allocation: bool = False
    staff: bool = True
    gates: bool = True
    tills: bool = True


def copy_plan(connection: Connection, fair_id: int, *, at: int, by: str) -> int:
    """Halls, booths, gaps and landmarks of the earlier fair; returns how many stands there are now.

    Raises PlanExists, NothingToCopy, fair_state.Forbidden.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "plan")
    fair = fairs.by_id(connection, fair_id)
    prior = fairs.by_slug(connection, fair.prior) if fair.prior else None
    plan = floor.load(connection, prior.id) if prior else None
    if prior is None or plan is None or not plan.stands:
        raise NothingToCopy(fair.slug)
    if floor.load(connection, fair_id).halls:
        raise PlanExists(fair.slug)
    floor.fill(connection, fair_id, plan)
    audit.note(
        connection, fair_id, kind="plan", subject="copy", act="creation", before=None,
        after={"from": prior.slug, "stands": len(plan.stands)}, at=at, by=by,
    )  # fmt: skip
    return len(plan.stands)


def copy(
    connection: Connection, fair_id: int, source: str, wanted: Wanted, *, at: int, by: str
) -> dict[str, int]:
    """Take over what is wanted from the fair `source` into one that was just created; rows by table.

    Tills come without their codes: every tablet enrols anew. Raises fairs.NoSuchFair.
    """
    prior = fairs.by_slug(connection, source)
    if prior is None:
        raise fairs.NoSuchFair(source)
    copied: dict[str, int] = {}
    for table in _tables(wanted):
        copied[table.name] = _rows(connection, table, prior.id, fair_id)
    audit.note(
        connection, fair_id, kind="fair", subject="copy", act="creation", before=None,
        after={"from": source, **copied}, at=at, by=by,
    )  # fmt: skip
    return copied


def _tables(wanted: Wanted) -> list[Table]:
    """In the order of their foreign keys."""
    booths = wanted.plan
    return [
        table
        for table, is_wanted in (
            (tables.site, True),
            (tables.booth, booths),
            (tables.hall, wanted.plan),
            (tables.stand, wanted.plan),
            (tables.gap, wanted.plan),
            (tables.landmark, wanted.plan),
            (tables.pavilion_stand, wanted.plan),
            (tables.exhibitor, wanted.exhibitors),
            (tables.photo, wanted.exhibitors),
            (tables.article, wanted.exhibitors),
            (tables.exhibitor_details, wanted.exhibitors),
            (tables.exhibitor_contact, wanted.exhibitors),
            (tables.paper, wanted.exhibitors),
            (tables.product, wanted.exhibitors),
            (tables.allocation, wanted.allocation and wanted.exhibitors and booths),
            (tables.favourite, wanted.allocation and wanted.exhibitors and booths),
            (tables.staff, wanted.staff),
            (tables.staff_booth, wanted.staff and booths),
            (tables.gate, wanted.gates),
            (tables.capacity, wanted.gates),
            (tables.till, wanted.tills and booths and wanted.gates),
        )
        if is_wanted
    ]


_ANEW: dict[str, dict[str, object]] = {
    "till": {"code_hash": None, "revoked_at": None},
    "exhibitor_details": {"standing": "taking-part"},
}
"""What begins anew in a copy, by table and column."""

_BOOTH_OF = {
    "booth": "id",
    "stand": "id",
    "pavilion_stand": "stand",
    "allocation": "booth",
    "favourite": "booth",
    "staff_booth": "booth",
    "till": "place",
}
"""Where a table names a booth: rows of one that left the plan are not taken over."""


def _rows(connection: Connection, table: Table, source: int, fair_id: int) -> int:
    anew: dict[str, object] = {"fair_id": fair_id, **_ANEW.get(table.name, {})}
    columns = [
        literal(anew[column.name], column.type).label(column.name) if column.name in anew else column
        for column in table.columns
    ]
    here = select(*columns).where(table.c.fair_id == source)
    if table.name in _BOOTH_OF:
        stand = tables.stand
        gone = select(stand.c.id).where(stand.c.fair_id == source, stand.c.gone_at.is_not(None))
        here = here.where(table.c[_BOOTH_OF[table.name]].not_in(gone))
    if table.name == "till":
        # What was shut out stays out.
        here = here.where(table.c.revoked_at.is_(None))
    connection.execute(insert(table).from_select([column.name for column in table.columns], here))
    counted = select(func.count()).select_from(table).where(table.c.fair_id == fair_id)
    return int(connection.execute(counted).scalar_one())
