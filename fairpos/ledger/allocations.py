"""Runs of the allocator as they are kept: dry until accepted, changed by hand with a reason, compared.

An accepted run writes who stands where and publishes an edition. What is contracted stays in later runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from fairpos.core.allocation import Case, Fault, Level, Placing, Plan, Reason, Result, broken, levels
from fairpos.ledger import allocation_cases, audit, editions, fairs, overrides, quotas, states, tables


class NoSuchRun(LookupError):
    """No run of this number belongs to the fair."""


class Accepted(ValueError):
    """The run was accepted: it is not changed and not accepted again."""


class ReasonMissing(ValueError):
    """A change by hand needs a reason that can be told to those it concerns."""


class BreaksRules(ValueError):
    """The run breaks hard rules that nobody has given a reason for."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(*(fault.rule for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run without its results. Moments are Unix milliseconds."""

    number: int
    seed: str
    input_hash: str
    levels: tuple[Level, ...]
    note: str
    made_at: int
    made_by: str
    accepted_at: int | None
    accepted_by: str | None


def keep(
    connection: Connection, fair_id: int, case: Case, plan: Plan, *, note: str = "", at: int, by: str
) -> int:
    """Keep a run as dry, and return its number."""
    fairs.bump(connection, fair_id)
    table = tables.allocation_run
    newest = select(func.max(table.c.number)).where(table.c.fair_id == fair_id)
    number = (connection.execute(newest).scalar_one() or 0) + 1
    connection.execute(
        insert(table).values(
            fair_id=fair_id,
            number=number,
            seed=plan.seed,
            input_hash=allocation_cases.input_hash(case),
            rules=json.dumps(asdict(quotas.settings(connection, fair_id)), ensure_ascii=False),
            levels=json.dumps([asdict(one) for one in plan.levels]),
            note=note,
            made_at=at,
            made_by=by,
        )
    )
    if plan.results:
        connection.execute(
            insert(tables.allocation_result),
            [{"fair_id": fair_id, "run": number, **_row(one)} for one in plan.results],
        )
    return number


def listed(connection: Connection, fair_id: int) -> tuple[Run, ...]:
    """The newest first."""
    table = tables.allocation_run
    rows = connection.execute(select(table).where(table.c.fair_id == fair_id).order_by(table.c.number.desc()))
    return tuple(map(_run, rows))


def find(connection: Connection, fair_id: int, number: int) -> Run:
    """Raises NoSuchRun."""
    table = tables.allocation_run
    row = connection.execute(
        select(table).where(table.c.fair_id == fair_id, table.c.number == number)
    ).one_or_none()
    if row is None:
        raise NoSuchRun(str(number))
    return _run(row)


def results(connection: Connection, fair_id: int, number: int) -> tuple[Result, ...]:
    """What a run answers everyone, by exhibitor."""
    table = tables.allocation_result
    rows = connection.execute(select(table).where(table.c.fair_id == fair_id, table.c.run == number))
    return tuple(sorted(map(_result, rows), key=lambda one: one.exhibitor))


def placings(found: Iterable[Result]) -> tuple[Placing, ...]:
    """Results as placings: guests stand with their host."""
    every = tuple(found)
    guests: dict[str, list[str]] = {}
    for one in every:
        if one.placed and one.host:
            guests.setdefault(one.host, []).append(one.exhibitor)
    return tuple(
        Placing(exhibitor=one.exhibitor, stands=one.stands, with_others=tuple(guests.get(one.exhibitor, ())))
        for one in every
        if one.placed and not one.host
    )


def changed(found: Iterable[Result], exhibitor: str, stands: tuple[str, ...]) -> tuple[Result, ...]:
    """The results with one exhibitor on other stands; whoever stood on them takes what it leaves, if that is
    as many, and has no place otherwise. Those who share a booth move together."""
    every = {one.exhibitor: one for one in found}
    if exhibitor not in every:
        raise KeyError(exhibitor)
    mine = every[exhibitor]
    group = {exhibitor, *mine.with_others}
    hit = [one for one in every.values() if one.exhibitor not in group and set(one.stands) & set(stands)]
    theirs = {one.stands for one in hit}
    swap = len(theirs) == 1 and len(next(iter(theirs))) == len(mine.stands) == len(stands)
    moved = {name: replace(every[name], stands=stands) for name in group}
    moved |= {one.exhibitor: replace(one, stands=mine.stands if swap else ()) for one in hit}
    by_hand = {
        name: replace(one, reasons=(Reason(code="BY_HAND"),), waiting=None)
        for name, one in moved.items()
        if one.stands != every[name].stands
    }
    return tuple(sorted((every | by_hand).values(), key=lambda one: one.exhibitor))


def move(
    connection: Connection,
    fair_id: int,
    number: int,
    exhibitor: str,
    stands: tuple[str, ...],
    *,
    reason: str,
    at: int,
    by: str,
) -> tuple[Fault, ...]:
    """Change a dry run by hand, and return the broken hard rules that the reason answers for: those that
    are broken now and were not before, and those that stand against this exhibitor as it is placed now.
    The same stands again give a reason to what is broken already.

    Raises NoSuchRun, Accepted, ReasonMissing, KeyError for an exhibitor the run does not know.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    run = find(connection, fair_id, number)
    if run.accepted_at is not None:
        raise Accepted(str(number))
    if not reason.strip():
        raise ReasonMissing(exhibitor)
    case = allocation_cases.load(connection, fair_id, now=at).case
    before = results(connection, fair_id, number)
    after = changed(before, exhibitor, stands)
    answered = answers_for(case, before, after, exhibitor)
    was = {one.exhibitor: one for one in before}
    table = tables.allocation_result
    for one in after:
        if one != was[one.exhibitor]:
            connection.execute(
                update(table)
                .where(table.c.fair_id == fair_id, table.c.run == number, table.c.exhibitor == one.exhibitor)
                .values(**_row(one))
            )
    vector = json.dumps([asdict(one) for one in levels(case, placings(after))])
    runs = tables.allocation_run
    connection.execute(
        update(runs).where(runs.c.fair_id == fair_id, runs.c.number == number).values(levels=vector)
    )
    overrides.note(
        connection, fair_id, number, exhibitor, before=was[exhibitor].stands, after=stands,
        faults=answered, reason=reason.strip(), at=at, by=by,
    )  # fmt: skip
    return answered


def answers_for(
    case: Case, before: Iterable[Result], after: Iterable[Result], exhibitor: str
) -> tuple[Fault, ...]:
    """The broken rules that a reason given for one exhibitor's place answers for."""
    known = broken(case, placings(before))
    new = placings(after)
    mine = next((one for one in new if exhibitor in (one.exhibitor, *one.with_others)), None)
    return tuple(
        fault for fault in broken(case, new) if fault not in known or overrides.concerns(case, fault, mine)
    )


def accept(connection: Connection, fair_id: int, number: int, *, at: int, by: str) -> int:
    """Write who stands where, tell the tills, and return the number of the edition.

    Raises NoSuchRun, Accepted, BreaksRules (for what no override in force answers), fair_state.Forbidden.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    if find(connection, fair_id, number).accepted_at is not None:
        raise Accepted(str(number))
    case = allocation_cases.load(connection, fair_id, now=at).case
    found = results(connection, fair_id, number)
    given = overrides.listed(connection, fair_id, number)
    faults = overrides.unanswered(broken(case, placings(found)), given, found)
    if faults:
        raise BreaksRules(faults)
    before = allocation_cases.held(connection, fair_id)
    _write(connection, fair_id, {one.exhibitor for one in found}, placings(found))
    after = allocation_cases.held(connection, fair_id)
    table = tables.allocation_run
    connection.execute(
        update(table)
        .where(table.c.fair_id == fair_id, table.c.number == number)
        .values(accepted_at=at, accepted_by=by)
    )
    audit.note(
        connection, fair_id, kind="allocation", subject=str(number), act="publication",
        before=_standing(before), after=_standing(after), at=at, by=by,
    )  # fmt: skip
    return editions.publish(connection, fair_id, at=at, by=by)


def _standing(held: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    return {who: " ".join(booths) for who, booths in held.items()}


def _write(connection: Connection, fair_id: int, answered: set[str], new: Iterable[Placing]) -> None:
    table = tables.allocation
    for who in sorted(answered):
        connection.execute(delete(table).where(table.c.fair_id == fair_id, table.c.exhibitor == who))
    rows = [
        {"fair_id": fair_id, "booth": stand, "exhibitor": who, "position": position}
        for one in new
        for stand in one.stands
        for position, who in enumerate((one.exhibitor, *one.with_others))
    ]
    if rows:
        connection.execute(insert(table), rows)


def _row(one: Result) -> dict[str, Any]:
    return {
        "exhibitor": one.exhibitor,
        "stands": " ".join(one.stands),
        "with_others": " ".join(one.with_others),
        "host": one.host,
        "reasons": json.dumps([asdict(reason) for reason in one.reasons], ensure_ascii=False),
        "lot": one.lot,
        "waiting": one.waiting,
    }


def _result(row: Any) -> Result:
    return Result(
        exhibitor=row.exhibitor,
        stands=tuple(row.stands.split()),
        with_others=tuple(row.with_others.split()),
        reasons=tuple(
            Reason(
                code=reason["code"],
                number=reason["number"],
                names=tuple(reason["names"]),
                what=tuple(reason["what"]),
            )
            for reason in json.loads(row.reasons)
        ),
        lot=row.lot,
        waiting=row.waiting,
        host=row.host,
    )


def _run(row: Any) -> Run:
    return Run(
        number=row.number,
        seed=row.seed,
        input_hash=row.input_hash,
        levels=tuple(Level(**one) for one in json.loads(row.levels)),
        note=row.note,
        made_at=row.made_at,
        made_by=row.made_by,
        accepted_at=row.accepted_at,
        accepted_by=row.accepted_by,
    )
