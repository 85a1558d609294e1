"""What an archive is made of, and how rows become lines of JSON and rows again.

An archive is a zip. `manifest.json` names every other part with its SHA-256; `README.txt` says what each of
them holds. Documents are not wrapped: a line of a stream's part is the very bytes that were sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, select

from fairpos.ledger import tables
from fairpos.ledger.fold import ROLLUPS

FORM = 1
MANIFEST = "manifest.json"
README = "README.txt"

COUNTED = (*(rollup.table for rollup in ROLLUPS), "document")
"""Folded from the ledger: an archive states the sums for whoever checks them, and never restores them."""

STATED = tuple(name for name in COUNTED if name != "document")

LEFT_OUT = frozenset({*COUNTED, "entry", "work", "work_file", "work_part"})
"""Entries are parts of their own; long work and its files are of the program that did it."""


class Damaged(ValueError):
    """The file is not what was written. `part` names what is wrong in it, `why` how."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(f"{part}: {why}")
        self.part = part
        self.why = why


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive: its place, how many lines it has, its length and its hash."""

    name: str
    lines: int
    size: int
    sha256: str


def archived() -> tuple[Table, ...]:
    """The tables whose rows an archive holds, those that others point at first.

    What points at accounts is of this installation and stays here: roles, sessions, keys.
    """
    found: dict[str, Table] = {}
    for table in tables.metadata.sorted_tables:
        if table.name == "fair" or table.name in LEFT_OUT or "fair_id" not in table.c:
            continue
        pointed = {key.column.table.name for key in table.foreign_keys} - {"fair"}
        if pointed <= found.keys():
            found[table.name] = table
    return tuple(found.values())


def own_columns(table: Table) -> list[str]:
    """A row's columns without what is this database's own: the fair's number, and numbers it counted out."""
    counted_out = {"id"} if [column.name for column in table.primary_key] == ["id"] else set()
    return [column.name for column in table.columns if column.name not in {"fair_id", *counted_out}]


def rows(connection: Connection, table: Table, fair_id: int) -> list[dict[str, Any]]:
    """A fair's rows, in the order of their keys as every database would have it."""
    names = own_columns(table)
    asked = select(*(table.c[name] for name in names)).where(table.c.fair_id == fair_id)
    keys = [column.name for column in table.primary_key if column.name in names]
    if not keys:
        asked = asked.order_by(*table.primary_key.columns)
    found = [dict(zip(names, map(_open, row), strict=True)) for row in connection.execute(asked)]
    return sorted(found, key=lambda row: [_sortable(row[key]) for key in keys]) if keys else found


def line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def values(table: Table, lines: Iterable[bytes], part: str) -> list[dict[str, Any]]:
    """Rows for the database out of lines. Raises Damaged where one is no row of this table.

    A column the line does not have takes its default: the archive may be older than the table.
    """
    known = set(own_columns(table))
    binary = {column.name for column in table.columns if isinstance(column.type, LargeBinary)}
    found = []
    for number, text in enumerate(lines, 1):
        try:
            row = json.loads(text)
        except ValueError as bad:
            raise Damaged(part, f"line {number} is no JSON") from bad
        if not isinstance(row, dict) or not row.keys() <= known:
            raise Damaged(part, f"line {number} has columns this program does not know")
        try:
            found.append({name: _shut(one) if name in binary else one for name, one in row.items()})
        except (KeyError, TypeError, ValueError) as bad:
            raise Damaged(part, f"line {number} holds bytes in no known form") from bad
    return found


def _open(value: Any) -> Any:
    """Bytes as text where they are text, which JSON bodies are; else in hex."""
    if not isinstance(value, bytes | memoryview):
        return value
    body = bytes(value)
    try:
        return {"utf8": body.decode()}
    except UnicodeDecodeError:
        return {"hex": body.hex()}


def _shut(value: Any) -> bytes | None:
    if value is None:
        return None
    ((form, text),) = value.items()
    return str(text).encode() if form == "utf8" else bytes.fromhex(text) if form == "hex" else _unknown(form)


def _unknown(form: str) -> bytes:
    raise ValueError(form)


def _sortable(value: Any) -> tuple[int, Any]:
    return (0, value) if isinstance(value, int) else (1, str(value))
