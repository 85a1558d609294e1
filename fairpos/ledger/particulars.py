"""What else is known of a fair: its legal basis, planned dates, targets, sites, and who organises it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from fairpos.core.duties import Basis, Duty, duties
from fairpos.ledger import audit, fairs, states, tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """As people state them. `planned_first` and `planned_last` are the plan; the calendar is what came of it.

    Targets are đồng, entries at gates, and booths; None where none was set.
    """

    theme: str = ""
    basis: Basis = ""
    basis_number: str = ""
    basis_day: str | None = None
    basis_authority: str = ""
    planned_first: str | None = None
    planned_last: str | None = None
    report_days: int = 30
    target_takings: int | None = None
    target_visits: int | None = None
    target_booths: int | None = None
    organiser_name: str = ""
    organiser_address: str = ""
    organiser_contact: str = ""
    organiser_tax_code: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where the fair is held; a fair may have several."""

    name: str
    address: str = ""


def read(connection: Connection, fair_id: int) -> Particulars:
    table = tables.particulars
    row = connection.execute(select(table).where(table.c.fair_id == fair_id)).one_or_none()
    if row is None:
        return Particulars()
    found = dict(row._mapping)
    del found["fair_id"]
    return Particulars(**found)


def duties_of(connection: Connection, fair_id: int, *, today: str) -> tuple[Duty, ...]:
    """What the law asks of this fair's organiser and by when; nothing before its days are known."""
    days = fairs.calendar(connection, fair_id).open_days()
    if not days:
        return ()
    said = read(connection, fair_id)
    return duties(
        said.basis,
        has_paper=bool(said.basis_number),
        first=days[0],
        last=days[-1],
        today=today,
        foreign=any(one.country != "VN" for one in fairs.exhibitors(connection, fair_id)),
        report_days=said.report_days,
    )


def state(connection: Connection, fair_id: int, said: Particulars, *, at: int, by: str) -> None:
    """Raises fair_state.Forbidden, fairs.NoSuchFair."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "details")
    before, table = read(connection, fair_id), tables.particulars
    connection.execute(delete(table).where(table.c.fair_id == fair_id))
    connection.execute(insert(table).values(fair_id=fair_id, **asdict(said)))
    audit.note(
        connection, fair_id, kind="fair", subject="particulars", act="change", before=asdict(before),
        after=asdict(said), at=at, by=by,
    )  # fmt: skip


def sites(connection: Connection, fair_id: int) -> tuple[Site, ...]:
    table = tables.site
    rows = connection.execute(select(table).where(table.c.fair_id == fair_id))
    return tuple(Site(row.name, row.address) for row in sorted(rows, key=lambda row: str(row.id)))


def set_sites(connection: Connection, fair_id: int, wanted: tuple[Site, ...], *, at: int, by: str) -> None:
    """Raises fair_state.Forbidden, fairs.NoSuchFair."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "details")
    before, table = sites(connection, fair_id), tables.site
    connection.execute(delete(table).where(table.c.fair_id == fair_id))
    for n, one in enumerate(wanted, 1):
        connection.execute(
            insert(table).values(fair_id=fair_id, id=f"S{n:02}", name=one.name, address=one.address)
        )
    audit.note(
        connection, fair_id, kind="fair", subject="sites", act="change",
        before={"sites": [asdict(one) for one in before]}, after={"sites": [asdict(one) for one in wanted]},
        at=at, by=by,
    )  # fmt: skip
