"""Pavilions: stands that the organisers gave to a district, a province or a country as a whole.

Its exhibitors stand there and nowhere else, and nobody else does (`core.allocation`, H21). A stand that
leaves the plan leaves its pavilion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from fairpos.core.floor import Stand
from fairpos.ledger import audit, fairs, floor, states, tables

UNIT_MAX = 80


class BadPavilion(ValueError):
    """These stands cannot be given so. `code` is why: no-such-stand, two-zones, given; `names` are codes of
    stands or units."""

    def __init__(self, code: str, *names: str) -> None:
        super().__init__(code, *names)
        self.code = code
        self.names = names


@dataclass(frozen=True, slots=True, kw_only=True)
class Pavilion:
    unit: str
    stands: tuple[Stand, ...]

    @property
    def booths(self) -> int:
        """Without areas: those are given, too, but are no booths."""
        return sum(stand.kind == "booth" for stand in self.stands)


def of_stands(connection: Connection, fair_id: int) -> dict[str, str]:
    """The unit of each stand of the plan that was given to one."""
    given, stand = tables.pavilion_stand, tables.stand
    rows = connection.execute(
        select(given.c.stand, given.c.unit)
        .join(stand, (stand.c.fair_id == given.c.fair_id) & (stand.c.id == given.c.stand))
        .where(given.c.fair_id == fair_id, stand.c.gone_at.is_(None))
    )
    return {row.stand: row.unit for row in sorted(rows, key=lambda row: str(row.stand))}


def listed(connection: Connection, fair_id: int) -> tuple[Pavilion, ...]:
    """Every pavilion by its unit, its stands in their order along the rows."""
    given = of_stands(connection, fair_id)
    found: dict[str, list[Stand]] = {}
    for stand in sorted(
        floor.stands(connection, fair_id), key=lambda one: (one.hall, one.row, one.position, one.id)
    ):
        if stand.id in given:
            found.setdefault(given[stand.id], []).append(stand)
    return tuple(Pavilion(unit=unit, stands=tuple(stands)) for unit, stands in sorted(found.items()))


def give(connection: Connection, fair_id: int, unit: str, stands: Iterable[str], *, at: int, by: str) -> None:
    """Give a unit these stands and no others; none takes its pavilion back.

    Raises BadPavilion, fair_state.Forbidden, fairs.NoSuchFair.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    wanted = tuple(dict.fromkeys(stands))
    plan = {stand.id: stand for stand in floor.stands(connection, fair_id)}
    unknown = [id_ for id_ in wanted if id_ not in plan]
    if unknown:
        raise BadPavilion("no-such-stand", *unknown)
    given = of_stands(connection, fair_id)
    others = sorted({given[id_] for id_ in wanted if given.get(id_, unit) != unit})
    if others:
        raise BadPavilion("given", *others)
    if len({plan[id_].zone for id_ in wanted}) > 1:
        raise BadPavilion("two-zones")
    before = [id_ for id_, whose in given.items() if whose == unit]
    table = tables.pavilion_stand
    # Those of stands that have left the plan go, too: their number may be given out again.
    gone = (table.c.unit == unit) | table.c.stand.in_(wanted)
    connection.execute(delete(table).where(table.c.fair_id == fair_id, gone))
    if wanted:
        connection.execute(
            insert(table), [{"fair_id": fair_id, "stand": id_, "unit": unit} for id_ in wanted]
        )
    audit.note(
        connection, fair_id, kind="pavilion", subject=unit, act="change",
        before={"stands": " ".join(sorted(before))}, after={"stands": " ".join(sorted(wanted))}, at=at, by=by,
    )  # fmt: skip
