"""Published plans: numbered, immutable, whole. What the public and the printer see is one of these."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from fairpos.core.floor import Floor
from fairpos.core.floor_faults import Fault, faults
from fairpos.ledger import audit, editions, fairs, floor, states, tables
from fairpos.wire import floors


class NotWhole(ValueError):
    """The plan has serious faults, or no stand at all."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        super().__init__(*(fault.code for fault in found))
        self.faults = found


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One published plan. `made_at` is Unix milliseconds."""

    number: int
    made_at: int
    made_by: str
    note: str


def publish(connection: Connection, fair_id: int, *, note: str, at: int, by: str) -> int:
    """Keep the plan as it stands as the next version, and tell the tills; returns its number.

    Raises NotWhole, fair_state.Forbidden, fairs.NoSuchFair.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "plan")
    plan = floor.load(connection, fair_id)
    serious = tuple(fault for fault in faults(plan) if fault.serious)
    if serious or not plan.stands:
        raise NotWhole(serious)
    number = newest_number(connection, fair_id) + 1
    connection.execute(
        insert(tables.plan_version).values(
            fair_id=fair_id, number=number, body=floors.write(plan), made_at=at, made_by=by, note=note
        )
    )
    audit.note(
        connection, fair_id, kind="plan", subject=str(number), act="publication", before=None,
        after={"stands": len(plan.stands), "note": note}, at=at, by=by,
    )  # fmt: skip
    editions.publish(connection, fair_id, at=at, by=by)
    return number


def newest_number(connection: Connection, fair_id: int) -> int:
    """0 before the first."""
    version = tables.plan_version
    found = select(func.max(version.c.number)).where(version.c.fair_id == fair_id)
    return connection.execute(found).scalar_one() or 0


def listed(connection: Connection, fair_id: int) -> tuple[Version, ...]:
    """All versions, the newest first, without their plans."""
    version = tables.plan_version
    rows = connection.execute(
        select(version.c.number, version.c.made_at, version.c.made_by, version.c.note)
        .where(version.c.fair_id == fair_id)
        .order_by(version.c.number.desc())
    )
    return tuple(
        Version(number=row.number, made_at=row.made_at, made_by=row.made_by, note=row.note) for row in rows
    )


def one(connection: Connection, fair_id: int, number: int) -> tuple[Version, Floor] | None:
    """One version with its plan; None when there is none of this number."""
    version = tables.plan_version
    row = connection.execute(
        select(version).where(version.c.fair_id == fair_id, version.c.number == number)
    ).one_or_none()
    if row is None:
        return None
    kept = Version(number=row.number, made_at=row.made_at, made_by=row.made_by, note=row.note)
    return kept, floors.read(bytes(row.body))


def newest(connection: Connection, fair_id: int) -> tuple[Version, Floor] | None:
    """What is published now; None before the first."""
    return one(connection, fair_id, newest_number(connection, fair_id))
