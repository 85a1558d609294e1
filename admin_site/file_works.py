"""Files that take a while to make: a closed fair's archive, and its figures as Parquet.

Each is made by long work, kept for a day and fetched from the work's own page.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site import works
from admin_site.site import fair_reading
from fairpos.ledger import fairs, parquet, work_files
from fairpos.ledger.archive.writing import write
from fairpos.server.workers import Outcome, Task
from fairpos.web.i18n import mark as _
from fairpos.web.policy import may
from fairpos.web.screen import screen

WRITING = _("Writing the file")
KEEPING = _("Laying the file ready")
MEDIA = "application/zip"


@screen(may("money"))
def archive(request: Request) -> Response:
    with fair_reading(request) as (_connection, fair):
        if fair.status not in works.OVER:
            raise HTTPException(404)
    return works.begin(request, "archive", {})


@screen(may("money"))
def figures(request: Request) -> Response:
    return works.begin(request, "parquet", {})


def archive_job(task: Task) -> Outcome:
    """Everything kept of a fair that is over, as `fairpos archive` writes it."""

    def make(folder: Path) -> tuple[str, Path]:
        file = folder / "archive.zip"
        with task.database.reading() as connection, file.open("wb") as out:
            slug = fairs.by_id(connection, task.fair_id).slug
            write(
                connection, task.fair_id, out, at=task.clock(),
                progress=lambda done, of: task.progress(done, of, WRITING),
            )  # fmt: skip
        return f"{slug}.fairpos.zip", file

    return _made(task, make)


def parquet_job(task: Task) -> Outcome:
    """Days, booths, articles and sales, as `fairpos export parquet` writes them, in one zip."""

    def make(folder: Path) -> tuple[str, Path]:
        with task.database.reading() as connection:
            fair = fairs.by_id(connection, task.fair_id)
            parquet.export(
                connection, fair, folder / "parquet", progress=lambda rows: task.progress(rows, None, WRITING)
            )
        file = folder / "parquet.zip"
        # Parquet is packed already.
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
            for one in sorted((folder / "parquet").iterdir()):
                made.write(one, one.name)
        return f"{fair.slug}-parquet.zip", file

    return _made(task, make)


def _made(task: Task, make: Callable[[Path], tuple[str, Path]]) -> Outcome:
    """Let a file be made in a folder of its own, and lay it ready in the database, part by part."""
    with tempfile.TemporaryDirectory(prefix="fairpos-") as folder:
        name, file = make(Path(folder))
        size = file.stat().st_size
        with file.open("rb") as opened:
            parts = _lay(task, opened, size)
    with task.writing() as connection:
        work_files.keep(
            connection, task.fair_id, task.number, name=name, media=MEDIA, size=size, at=task.clock()
        )
        return task.keep(connection, Outcome(told={"name": name, "size": size, "parts": parts}))


def _lay(task: Task, opened: IO[bytes], size: int) -> int:
    """Each part is a short transaction of its own, so that sales come in between. Returns how many."""
    with task.writing() as connection:
        # What an earlier turn may have left.
        work_files.drop(connection, task.fair_id, task.number)
    no = 0
    while body := opened.read(work_files.PART_BYTES):
        with task.writing() as connection:
            work_files.put(connection, task.fair_id, task.number, no, body)
        no += 1
        task.progress(min(no * work_files.PART_BYTES, size), size, KEEPING)
    return no
