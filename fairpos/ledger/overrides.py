"""Changes of a run by hand, and the broken rules each of them answers for.

A reason is given for one exhibitor on its booths. It answers for the faults that were told when it was given,
and only while that exhibitor stands there: who comes later, or breaks the same rule elsewhere, needs its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, insert, select

from fairpos.core.allocation import Case, Fault, Placing, Result
from fairpos.ledger import audit, tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One change by hand: stands before and after, the faults it answers for, and why it was made."""

    number: int
    exhibitor: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    faults: tuple[Fault, ...]
    reason: str
    at: int
    by: str

    @property
    def breaks(self) -> tuple[str, ...]:
        """The rules by number, each once."""
        return tuple(sorted({fault.rule for fault in self.faults}, key=lambda rule: int(rule[1:])))


def listed(connection: Connection, fair_id: int, run: int) -> tuple[Override, ...]:
    """Changes by hand to a run, the newest first."""
    table = tables.allocation_override
    rows = connection.execute(
        select(table).where(table.c.fair_id == fair_id, table.c.run == run).order_by(table.c.number.desc())
    )
    return tuple(
        Override(
            number=row.number,
            exhibitor=row.exhibitor,
            before=tuple(row.before.split()),
            after=tuple(row.after.split()),
            faults=tuple(
                Fault(
                    rule=one["rule"],
                    exhibitors=tuple(one["exhibitors"]),
                    stands=tuple(one["stands"]),
                    what=tuple(one["what"]),
                )
                for one in json.loads(row.faults)
            ),
            reason=row.reason,
            at=row.at,
            by=row.by,
        )
        for row in rows
    )


def note(
    connection: Connection,
    fair_id: int,
    run: int,
    exhibitor: str,
    *,
    before: tuple[str, ...],
    after: tuple[str, ...],
    faults: Sequence[Fault],
    reason: str,
    at: int,
    by: str,
) -> None:
    table = tables.allocation_override
    last = select(func.max(table.c.number)).where(table.c.fair_id == fair_id, table.c.run == run)
    number = (connection.execute(last).scalar_one() or 0) + 1
    new = Override(
        number=number, exhibitor=exhibitor, before=before, after=after, faults=tuple(faults), reason=reason,
        at=at, by=by,
    )  # fmt: skip
    breaks = " ".join(new.breaks)
    connection.execute(
        insert(table).values(
            fair_id=fair_id,
            run=run,
            number=number,
            exhibitor=exhibitor,
            before=" ".join(before),
            after=" ".join(after),
            breaks=breaks,
            faults=json.dumps([asdict(fault) for fault in faults], ensure_ascii=False),
            reason=reason,
            at=at,
            by=by,
        )
    )
    audit.note(
        connection, fair_id, kind="allocation", subject=f"{run}/{exhibitor}", act="change",
        before={"stands": " ".join(before)}, after={"stands": " ".join(after), "breaks": breaks},
        at=at, by=by, reason=reason,
    )  # fmt: skip


def concerns(case: Case, fault: Fault, placing: Placing | None) -> bool:
    """Whether a fault is about this placing: it names one of its exhibitors, or counts the booths of their
    unit, product group or zone."""
    if placing is None:
        return False
    names = (placing.exhibitor, *placing.with_others)
    if fault.exhibitors:
        return bool(set(names) & set(fault.exhibitors))
    counted = {stand.zone for stand in case.stands if stand.id in placing.stands}
    who = [one for one in case.applications if one.exhibitor in names]
    named = {one.unit for one in who} | {one.group for one in who} | counted
    return bool(fault.what) and fault.what[0] in named


def unanswered(
    faults: Iterable[Fault], given: Iterable[Override], found: Iterable[Result]
) -> tuple[Fault, ...]:
    """The faults that no override in force answers for: one whose exhibitor stands where it was put."""
    standing = {one.exhibitor: one.stands for one in found}
    answered = {fault for one in given if standing.get(one.exhibitor) == one.after for fault in one.faults}
    return tuple(fault for fault in faults if fault not in answered)
