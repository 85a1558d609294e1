"""The lines of a list that was read: what each would do, and what is wrong with it, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fairpos.wire.entries import Entry
from fairpos.wire.sheets import Row

Act = Literal["new", "change", "same", "bad"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot be taken: its column (a key), its address, what stands there, and a key of the
    words "cell"."""

    column: str
    address: str
    text: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row. `title` names it to a person, `subject` is the id it changes ("" for a new one, or the id it
    asks for). `stated` is what would be written: Details and booths, or exhibitor and Goods."""

    row: Row
    act: Act
    title: str
    subject: str = ""
    faults: tuple[Fault, ...] = ()
    stated: Any = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a list."""

    new: int
    changed: int
    same: int
    left_out: int


Progress = Callable[[int, int], None]
"""Told how many rows are written, of how many. What it raises ends the writing, and nothing of it is kept."""


def silent(_done: int, _of: int) -> None:
    """Nobody asks how far it is."""


def to_write(lines: Iterable[Line], progress: Progress) -> Iterator[Line]:
    """The lines that change something, one by one, saying how far they are."""
    found = [line for line in lines if line.act in ("new", "change")]
    for number, line in enumerate(found):
        progress(number, len(found))
        yield line
    progress(len(found), len(found))


def entry_of(row: Row, known: Mapping[str, str]) -> Entry:
    """A row as an entry, over what is known already: an empty cell takes nothing away."""
    entry = Entry({**known, **row.texts()})
    entry.faults |= {key: cell.fault for key, cell in row.cells.items() if cell.fault}
    return entry


def faults_of(row: Row, entry: Entry) -> tuple[Fault, ...]:
    """The entry's faults with their places. A column that the file lacks stands at its row."""
    found = []
    for column, code in entry.faults.items():
        cell = row[column]
        address = (
            cell.address if cell.column else (f"{row.sheet}!{row.number}" if row.sheet else str(row.number))
        )
        found.append(Fault(column, address, cell.text, code))
    return tuple(found)


def done_of(lines: tuple[Line, ...]) -> Done:
    acts = [line.act for line in lines]
    return Done(acts.count("new"), acts.count("change"), acts.count("same"), acts.count("bad"))
