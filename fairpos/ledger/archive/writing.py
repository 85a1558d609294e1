"""Writing a fair's archive: read in one view of the database, hashed while it is written."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from hashlib import sha256
from typing import IO

from sqlalchemy import Connection, select

from fairpos import __version__
from fairpos.ledger import fairs, tables
from fairpos.ledger.archive import readme
from fairpos.ledger.archive.parts import (
    FORM,
    MANIFEST,
    README,
    STATED,
    Part,
    archived,
    line,
    own_columns,
    rows,
)

CHUNK = 2_000

Progress = Callable[[int, int], None]
"""Told how many parts are written, of how many, also while a long one is; what it raises ends the writing."""


def write(
    connection: Connection, fair_id: int, file: IO[bytes], *, at: int, progress: Progress = lambda *_: None
) -> tuple[Part, ...]:
    """Write everything of a fair into `file`, and return its parts. Raises fairs.NoSuchFair."""
    fair = fairs.by_id(connection, fair_id)
    streams = (
        connection.execute(
            select(tables.stream.c.no).where(tables.stream.c.fair_id == fair_id).order_by(tables.stream.c.no)
        )
        .scalars()
        .all()
    )
    every = archived()
    of = 2 + len(every) + len(STATED) + 2 * len(streams)
    parts: list[Part] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:

        def add(name: str, lines: Iterable[bytes]) -> None:
            parts.append(_part(made, name, lines, lambda: progress(len(parts), of)))
            progress(len(parts), of)

        add(README, readme.text(fair.name).encode().split(b"\n"))
        add("tables/fair.jsonl", [line(_fair(connection, fair_id))])
        for table in every:
            add(f"tables/{table.name}.jsonl", map(line, rows(connection, table, fair_id)))
        for no in streams:
            add(f"ledger/{no}.documents", _entries(connection, fair_id, no, "body"))
            hashes = _entries(connection, fair_id, no, "hash")
            add(f"ledger/{no}.hashes", (one.hex().encode() for one in hashes))
        for name in STATED:
            stated = rows(connection, tables.metadata.tables[name], fair_id)
            add(f"stated/{name}.jsonl", map(line, stated))
        manifest = {
            "form": FORM,
            "program": f"FairPOS {__version__}",
            "made_at": at,
            "fair": {"slug": fair.slug, "name": fair.name, "name_en": fair.name_en},
            "parts": [asdict(part) for part in parts],
        }
        told = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        made.writestr(_info(MANIFEST), told)
    return tuple(parts)


def _part(made: zipfile.ZipFile, name: str, lines: Iterable[bytes], beat: Callable[[], None]) -> Part:
    digest, size, count = sha256(), 0, 0
    with made.open(_info(name), "w", force_zip64=True) as out:
        for one in lines:
            whole = one + b"\n"
            digest.update(whole)
            size += len(whole)
            count += 1
            out.write(whole)
            if count % CHUNK == 0:
                beat()
    return Part(name, count, size, digest.hexdigest())


def _info(name: str) -> zipfile.ZipInfo:
    """A part with a date that is always the same: what is equal has equal bytes."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _fair(connection: Connection, fair_id: int) -> dict[str, object]:
    table = tables.fair
    names = own_columns(table)
    row = connection.execute(select(*(table.c[name] for name in names)).where(table.c.id == fair_id)).one()
    return dict(zip(names, row, strict=True))


def _entries(connection: Connection, fair_id: int, stream_no: int, name: str) -> Iterator[bytes]:
    """One column of a stream's entries, in order. No entry holds a line feed: a journal refuses one."""
    entry, seq = tables.entry, 0
    while True:
        chunk = connection.execute(
            select(entry.c.seq, entry.c[name])
            .where(entry.c.fair_id == fair_id, entry.c.stream_no == stream_no, entry.c.seq > seq)
            .order_by(entry.c.seq)
            .limit(CHUNK)
        ).all()
        if not chunk:
            return
        seq = chunk[-1][0]
        yield from (bytes(row[1]) for row in chunk)
