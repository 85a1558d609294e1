"""What became of districts and provinces: they merge and are renamed, and last season's must still be found.

A name is followed from the day a figure is of to the day it is asked at. "Hoành Bồ" of 2019 and "Hạ Long"
of 2020 are one line of a comparison once somebody has said that the one became part of the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from fairpos.core.document import TEXT_MAX
from fairpos.core.search import search_key
from fairpos.ledger import audit, tables

AreaKind = Literal["district", "province"]


class BadSuccessor(ValueError):
    """This cannot be what became of an area. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """From the ISO day `from_day` on, `old_name` is called, or is a part of, `new_name`."""

    kind: AreaKind
    old_name: str
    new_name: str
    from_day: str


@dataclass(frozen=True, slots=True)
class Areas:
    """All that is known of what became of areas."""

    successors: tuple[Successor, ...]

    def now(self, kind: AreaKind, name: str, *, of: str = "", at: str = "9999-12-31") -> str:
        """What the area that was called `name` on the day `of` is called on the day `at`."""
        seen = {search_key(name)}
        while True:
            steps = [
                one
                for one in self.successors
                if one.kind == kind
                and search_key(one.old_name) == search_key(name)
                and of < one.from_day <= at
            ]
            if not steps:
                return name
            step = min(steps, key=lambda one: one.from_day)
            name, of = step.new_name, step.from_day
            if search_key(name) in seen:
                return name
            seen.add(search_key(name))

    def merged(self, kind: AreaKind, names: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
        """Which old names each present name stands for, of (name, day) pairs; only where they differ."""
        found: dict[str, set[str]] = {}
        for name, day in names:
            present = self.now(kind, name, of=day)
            if search_key(present) != search_key(name):
                found.setdefault(present, set()).add(name)
        return {present: tuple(sorted(olds)) for present, olds in sorted(found.items())}


def read(connection: Connection) -> Areas:
    table = tables.area_successor
    rows = connection.execute(select(table))
    found = (
        Successor(kind=r.kind, old_name=r.old_name, new_name=r.new_name, from_day=r.from_day) for r in rows
    )
    return Areas(tuple(sorted(found, key=lambda one: (one.kind, one.from_day, search_key(one.old_name)))))


def say(connection: Connection, successor: Successor, *, at: int, by: str) -> None:
    """Keep what became of an area. Raises BadSuccessor."""
    if not all(0 < len(name.strip()) <= TEXT_MAX for name in (successor.old_name, successor.new_name)):
        raise BadSuccessor("name")
    if search_key(successor.old_name) == search_key(successor.new_name):
        raise BadSuccessor("itself")
    known = read(connection)
    if known.now(successor.kind, successor.new_name, of=successor.from_day) == successor.old_name:
        raise BadSuccessor("circle")
    _remove(connection, successor)
    connection.execute(
        insert(tables.area_successor).values(
            kind=successor.kind,
            old_name=successor.old_name,
            new_name=successor.new_name,
            from_day=successor.from_day,
        )
    )
    audit.note(
        connection, None, kind="area", subject=successor.old_name, act="successor",
        before=None, after={"new_name": successor.new_name, "from_day": successor.from_day}, at=at, by=by,
    )  # fmt: skip


def take_back(connection: Connection, successor: Successor, *, at: int, by: str) -> None:
    """Forget what was said by mistake."""
    if _remove(connection, successor):
        audit.note(
            connection, None, kind="area", subject=successor.old_name, act="withdrawn",
            before={"new_name": successor.new_name, "from_day": successor.from_day}, after=None, at=at, by=by,
        )  # fmt: skip


def _remove(connection: Connection, successor: Successor) -> bool:
    table = tables.area_successor
    gone = delete(table).where(
        table.c.kind == successor.kind,
        table.c.old_name == successor.old_name,
        table.c.from_day == successor.from_day,
    )
    return bool(connection.execute(gone).rowcount)
