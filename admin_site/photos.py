"""Pictures of articles: many files at once, each named after its article, in one new edition."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.fair import Article
from fairpos.ledger import audit, editions, fairs, photos
from fairpos.ledger.photos import BadPhoto, Fault
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen

TOGETHER_BYTES_MAX = 100 * 1024 * 1024


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
    """Take the pictures in. One that cannot be taken leaves the others and its own article as they are."""
    files = _files(request)
    site = site_of(request)
    with fair_reading(request) as (connection, fair):
        by_name = _named(fairs.articles(connection, fair.id))
    done, small = [], {}
    for name, body in files:
        article = by_name.get(PurePosixPath(name.replace("\\", "/")).stem.casefold())
        if article is None:
            done.append(Done(file=name, fault="no-article"))
            continue
        try:
            # Before the ledger is written to: nobody's sale waits while a picture is made smaller.
            small[article.id] = photos.shrink(body)
            done.append(Done(file=name, article=article.name))
        except BadPhoto as bad:
            done.append(Done(file=name, fault=bad.code))
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        shown = {one.id: one.photo for one in fairs.articles(connection, fair.id)}
        for article_id, body in small.items():
            key = photos.keep(connection, fair.id, body, at=site.clock())
            photos.show(connection, fair.id, article_id, key)
            audit.note(
                connection,
                fair.id,
                kind="article",
                subject=article_id,
                act="change",
                before={"photo": shown.get(article_id, "")},
                after={"photo": key},
                at=site.clock(),
                by=actor(request),
            )
        if small:
            editions.publish(connection, fair.id, at=site.clock(), by=actor(request))
        articles = fairs.articles(connection, fair.id)
    return _page(request, fair, articles, tuple(done))


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


def _page(request: Request, fair: object, articles: tuple[Article, ...], done: tuple[Done, ...]) -> Response:
    shown = sum(1 for article in articles if article.photo)
    return page(request, "site/photos.html", tab="tills", fair=fair, of=len(articles), shown=shown, done=done)
