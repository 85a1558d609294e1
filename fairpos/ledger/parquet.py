"""A fair's figures as Parquet files, for whoever analyses them without us: the columns of `views`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, text

from fairpos.ledger import views
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.views import View

CHUNK = 50_000
README = "README.txt"

_HEAD = """\
{name}
Exported by FairPOS. Each file has the columns of the view of its name: days.parquet those of v_days.

    import pyarrow.parquet as pq
    days = pq.read_table("days.parquet").to_pylist()
    print(sum(day["takings_dong"] for day in days))

"""


Progress = Callable[[int], None]


def export(
    connection: Connection, fair: FairRow, folder: Path, *, progress: Progress = lambda _rows: None
) -> dict[str, int]:
    """Write days, booths, articles and sales into a folder with a README, and return the rows of each.

    A file appears under its name when it is whole. `progress` is told how many rows are written, of all files
    together; what it raises ends the writing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    for view in views.VIEWS:
        name = view.name.removeprefix("v_")
        unfinished = folder / f"{name}.parquet.unfinished"
        written[name] = _write(connection, fair, view, unfinished, progress, sum(written.values()))
        unfinished.replace(folder / f"{name}.parquet")
    (folder / README).write_text(_HEAD.format(name=fair.name) + views.described(), "utf-8")
    return written


def schema(view: View) -> pa.Schema:
    """The file's schema; each column carries its meaning."""
    kinds = {"text": pa.string(), "integer": pa.int64()}
    return pa.schema(
        [
            pa.field(column.name, kinds[column.type], metadata={"description": column.words})
            for column in view.columns
        ],
        metadata={"description": view.words},
    )


def _write(
    connection: Connection, fair: FairRow, view: View, file: Path, progress: Progress, before: int
) -> int:
    count = 0
    known = schema(view)
    with pq.ParquetWriter(file, known, compression="zstd") as writer:
        for rows in _rows(connection, fair, view):
            columns = [list(values) for values in zip(*rows, strict=True)]
            writer.write_table(pa.table(columns, schema=known))
            count += len(rows)
            progress(before + count)
    return count


def _rows(connection: Connection, fair: FairRow, view: View) -> Iterator[list[tuple[Any, ...]]]:
    names = ", ".join(column.name for column in view.columns)
    asked = text(f"SELECT {names} FROM {view.name} WHERE fair = :fair ORDER BY {', '.join(view.keys)}")  # noqa: S608
    found = connection.execution_options(yield_per=CHUNK).execute(asked, {"fair": fair.slug})
    for part in found.partitions(CHUNK):
        yield [tuple(row) for row in part]
