"""Pictures of articles: many files at once, each named after its article, in one new edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Literal

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_reading, site_of
from fairpos.core.fair import Article
from fairpos.ledger import audit, editions, fairs, photos, work, work_files
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.photos import BadPhoto, Fault
from fairpos.server.workers import Outcome, Task
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen

TOGETHER_BYTES_MAX = 100 * 1024 * 1024
AT_ONCE = 10
"""Up to so many pictures are made smaller before the answer."""

SHRINKING = _("Making the pictures small")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one file. `article` is its name; without one, `fault` says why nothing was changed."""

    file: str
    article: str = ""
    fault: Fault | Literal["no-article", ""] = ""


@screen(may("arrange"))
def form(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        articles = fairs.articles(connection, fair.id)
    return _page(request, fair, articles, ())


@screen(may("arrange"), body_max=TOGETHER_BYTES_MAX)
def add(request: Request) -> Response:
    """Take the pictures in. One that cannot be taken leaves the others and its own article as they are. Many
    of them are long work."""
    files = _files(request)
    site = site_of(request)
    with fair_reading(request) as (connection, fair):
        articles = fairs.articles(connection, fair.id)
    if len(files) > AT_ONCE:
        input = {"files": [[name[-200:], len(body)] for name, body in files]}
        upload = b"".join(body for _name, body in files)
        try:
            number = site.workers.start(fair.id, "photos", input, by=actor(request), upload=upload)
        except work.AlreadyAtWork:
            return _page(request, fair, articles, (), another=True)
        return RedirectResponse(f"/fairs/{fair.slug}/works/{number}", status_code=303)
    # Before the ledger is written to: nobody's sale waits while a picture is made smaller.
    done, small = _shrunk(articles, files, lambda _done, _of: None)
    with site.database.writing() as connection:
        _show(connection, fair.id, small, at=site.clock(), by=actor(request))
        articles = fairs.articles(connection, fair.id)
    return _page(request, fair, articles, tuple(done))


def job(task: Task) -> Outcome:
    """Take many pictures in: all of them in one transaction and one new edition, or none."""
    with task.database.reading() as connection:
        slug = fairs.by_id(connection, task.fair_id).slug
        articles = fairs.articles(connection, task.fair_id)
        together = BytesIO(work_files.whole(connection, task.fair_id, task.number))
    files = [(str(name), together.read(int(size))) for name, size in task.input["files"]]
    done, small = _shrunk(articles, files, lambda number, of: task.progress(number, of, SHRINKING))
    with task.writing() as connection:
        work_files.drop(connection, task.fair_id, task.number)
        _show(connection, task.fair_id, small, at=task.clock(), by=task.by)
        told = {"files": [asdict(one) for one in done]}
        return task.keep(connection, Outcome(f"/fairs/{slug}/photos", told))


def _shrunk(
    articles: tuple[Article, ...], files: Sequence[tuple[str, bytes]], progress: Callable[[int, int], None]
) -> tuple[list[Done], dict[str, bytes]]:
    """What becomes of each file, and the small pictures by article."""
    by_name = _named(articles)
    done, small = [], {}
    for number, (name, body) in enumerate(files):
        progress(number, len(files))
        article = by_name.get(PurePosixPath(name.replace("\\", "/")).stem.casefold())
        if article is None:
            done.append(Done(file=name, fault="no-article"))
            continue
        try:
            small[article.id] = photos.shrink(body)
            done.append(Done(file=name, article=article.name))
        except BadPhoto as bad:
            done.append(Done(file=name, fault=bad.code))
    progress(len(files), len(files))
    return done, small


def _show(connection: Connection, fair_id: int, small: Mapping[str, bytes], *, at: int, by: str) -> None:
    """Show the pictures at the tills, in one new edition."""
    shown = {one.id: one.photo for one in fairs.articles(connection, fair_id)}
    for article_id, body in small.items():
        key = photos.keep(connection, fair_id, body, at=at)
        photos.show(connection, fair_id, article_id, key)
        audit.note(
            connection, fair_id, kind="article", subject=article_id, act="change",
            before={"photo": shown.get(article_id, "")}, after={"photo": key}, at=at, by=by,
        )  # fmt: skip
    if small:
        editions.publish(connection, fair_id, at=at, by=by)


def _files(request: Request) -> list[tuple[str, bytes]]:
    given = getattr(request.state, "form", FormData()).getlist("pictures")
    files = [one for one in given if isinstance(one, UploadFile) and one.filename]
    if not files:
        raise HTTPException(400)
    # Read whole: the request was limited as it came in.
    return [(one.filename or "", one.file.read()) for one in files]


def _named(articles: tuple[Article, ...]) -> dict[str, Article]:
    """Articles by what a file may be called after: the barcode, or the id, which is nobody's barcode."""
    return {one.barcode: one for one in articles if one.barcode} | {
        one.id.casefold(): one for one in articles
    }


def _page(
    request: Request,
    fair: FairRow,
    articles: tuple[Article, ...],
    done: tuple[Done, ...],
    *,
    another: bool = False,
) -> Response:
    """`another`: a pile of pictures is being taken in at this moment, and this one has to wait."""
    shown = sum(1 for article in articles if article.photo)
    return page(
        request, "site/photos.html", status=409 if another else 200, tab="tills", fair=fair,
        of=len(articles), shown=shown, done=done, another=another,
    )  # fmt: skip
