"""Reading an archive into another installation: all of it, or nothing and the name of the part that is wrong.

Every part is checked against the manifest before the first row is written. Then everything is written in one
transaction, the ledger is counted anew, and its sums are held against those that the archive states.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import IO, Any

from sqlalchemy import Connection, Table, delete, insert, update
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from fairpos.core.journal import seal
from fairpos.db.bulk import insert_rows
from fairpos.ledger import fairs, recount, tables
from fairpos.ledger.archive.parts import (
    FORM,
    MANIFEST,
    README,
    STATED,
    Damaged,
    Part,
    archived,
    line,
    rows,
    values,
)

MANIFEST_BYTES_MAX = 4 * 1024 * 1024
CHUNK = 2_000
_READ = 1 << 20


class OtherForm(ValueError):
    """The archive was written in a form this program does not know."""


def restore(connection: Connection, file: IO[bytes], *, at: int) -> fairs.FairRow:
    """Read a whole archive in the caller's transaction and return the fair.

    Raises Damaged, OtherForm, and fairs.FairExists where a fair of this slug is here already; then the caller
    rolls everything back.
    """
    try:
        with zipfile.ZipFile(file) as opened:
            parts = _checked(opened)
            return _Reader(connection, opened, parts, at).fair()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as bad:
        raise Damaged("zip", str(bad)) from bad


def _checked(opened: zipfile.ZipFile) -> dict[str, Part]:
    """The parts of the manifest, each of which is there with these bytes; and no other."""
    names = opened.namelist()
    if names.count(MANIFEST) != 1 or opened.getinfo(MANIFEST).file_size > MANIFEST_BYTES_MAX:
        raise Damaged(MANIFEST, "is not there once")
    try:
        manifest = json.loads(opened.read(MANIFEST))
        form = manifest["form"]
        parts = {
            str(part["name"]): Part(
                str(part["name"]), int(part["lines"]), int(part["size"]), str(part["sha256"])
            )
            for part in manifest["parts"]
        }
    except (ValueError, KeyError, TypeError) as bad:
        raise Damaged(MANIFEST, "cannot be read") from bad
    if form != FORM:
        raise OtherForm(str(form))
    for name in names:
        if name != MANIFEST and (name not in parts or names.count(name) > 1):
            raise Damaged(name, "is not in the manifest")
    for part in parts.values():
        _check(opened, part)
    return parts


def _check(opened: zipfile.ZipFile, part: Part) -> None:
    if part.name not in opened.namelist():
        raise Damaged(part.name, "is missing")
    digest, size = sha256(), 0
    try:
        with opened.open(part.name) as stream:
            while block := stream.read(_READ):
                digest.update(block)
                size += len(block)
                if size > part.size:
                    break
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as bad:
        raise Damaged(part.name, "cannot be unpacked") from bad
    if (size, digest.hexdigest()) != (part.size, part.sha256):
        raise Damaged(part.name, "its bytes are not those of the manifest")


class _Reader:
    """Writes one archive's rows, part by part, in the order in which they point at each other."""

    def __init__(
        self, connection: Connection, opened: zipfile.ZipFile, parts: dict[str, Part], at: int
    ) -> None:
        self._connection = connection
        self._opened = opened
        self._parts = parts
        self._at = at
        self._fair_id = 0

    def fair(self) -> fairs.FairRow:
        every = archived()
        known = {README, "tables/fair.jsonl", *(f"tables/{table.name}.jsonl" for table in every)}
        known |= {f"stated/{name}.jsonl" for name in STATED}
        for name in self._parts:
            if name not in known and not name.startswith("ledger/"):
                raise Damaged(name, "is of a newer program than this")
        row = self._make_fair()
        for table in every:
            if table.name != "delivery":
                self._fill(table)
        for stream in self._rows(tables.stream):
            self._entries(int(stream["no"]), bytes(stream["genesis"]), stream)
        self._fill(tables.delivery)
        recount.recount(self._connection, self._fair_id, now=self._at)
        self._compare()
        # What people wrote on findings, and when each was found, is the archive's.
        self._connection.execute(delete(tables.finding).where(tables.finding.c.fair_id == self._fair_id))
        self._fill(tables.finding)
        version = update(tables.fair).where(tables.fair.c.id == self._fair_id)
        self._connection.execute(version.values(version=row["version"]))
        return fairs.by_id(self._connection, self._fair_id)

    def _make_fair(self) -> dict[str, Any]:
        part = "tables/fair.jsonl"
        found = values(tables.fair, self._lines(part), part)
        if len(found) != 1 or not isinstance(found[0].get("slug"), str):
            raise Damaged(part, "holds not one fair")
        if fairs.by_slug(self._connection, found[0]["slug"]) is not None:
            raise fairs.FairExists(found[0]["slug"])
        made = insert(tables.fair).values(**found[0]).returning(tables.fair.c.id)
        try:
            self._fair_id = int(self._connection.execute(made).scalar_one())
        except (IntegrityError, DataError, StatementError) as bad:
            raise Damaged(part, "its row is refused") from bad
        return found[0]

    def _fill(self, table: Table) -> None:
        part = f"tables/{table.name}.jsonl"
        found = [{"fair_id": self._fair_id, **row} for row in self._rows(table)]
        # Rows of one statement must have the same columns; an archive's rows do unless someone wrote them.
        if any(row.keys() != found[0].keys() for row in found):
            raise Damaged(part, "its rows have not the same columns")
        try:
            for n in range(0, len(found), CHUNK):
                self._connection.execute(insert(table), found[n : n + CHUNK])
        except (IntegrityError, DataError, StatementError) as bad:
            raise Damaged(part, "a row is refused") from bad

    def _entries(self, no: int, link: bytes, stream: dict[str, Any]) -> None:
        """A stream's entries with the chain followed from its beginning to the head that is stated."""
        documents, hashes = f"ledger/{no}.documents", f"ledger/{no}.hashes"
        batch: list[tuple[Any, ...]] = []
        seq = 0
        columns = ("fair_id", "stream_no", "seq", "hash", "body")
        pairs = zip(self._lines(documents), self._lines(hashes), strict=True)
        try:
            for seq, (body, stated) in enumerate(pairs, 1):
                link = seal(link, body)
                if link.hex().encode() != stated:
                    raise Damaged(documents, f"the chain breaks at entry {seq}")
                batch.append((self._fair_id, no, seq, link, body))
                if len(batch) >= CHUNK:
                    insert_rows(self._connection, tables.entry, columns, batch)
                    batch = []
        except ValueError as uneven:
            if isinstance(uneven, Damaged):
                raise
            raise Damaged(hashes, "has not a line for every document") from uneven
        if batch:
            insert_rows(self._connection, tables.entry, columns, batch)
        if (seq, link) != (stream["head_seq"], bytes(stream["head_hash"])):
            raise Damaged(documents, f"ends at {seq}, its head says {stream['head_seq']}")

    def _compare(self) -> None:
        for name in STATED:
            part = f"stated/{name}.jsonl"
            if part not in self._parts:
                continue
            counted = rows(self._connection, tables.metadata.tables[name], self._fair_id)
            if list(map(line, counted)) != list(self._lines(part)):
                raise Damaged(part, "counting the documents again gives other sums")

    def _rows(self, table: Table) -> list[dict[str, Any]]:
        part = f"tables/{table.name}.jsonl"
        return values(table, self._lines(part), part) if part in self._parts else []

    def _lines(self, part: str) -> Iterator[bytes]:
        """A part's lines, split at line feeds alone."""
        if part not in self._parts:
            raise Damaged(part, "is missing")
        rest = b""
        with self._opened.open(part) as stream:
            while block := stream.read(_READ):
                *whole, rest = (rest + block).split(b"\n")
                yield from whole
        if rest:
            raise Damaged(part, "does not end with a line")
