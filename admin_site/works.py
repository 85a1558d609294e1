"""Long work of a fair: what runs, how far it is, what came of it; stopped and taken up again from here.

Any page may show a piece of work while it runs, with a block that fetches
`/fairs/<slug>/works/<number>/progress`. A piece of work is for whoever may begin one of its kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.rights import Ability
from fairpos.db.database import Database
from fairpos.ledger import work as ledger
from fairpos.ledger import work_files
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.work import Work
from fairpos.ledger.work_files import File
from fairpos.web import policy
from fairpos.web.pages import fragment, page
from fairpos.web.policy import may
from fairpos.web.screen import screen

NEEDS: Mapping[str, Ability] = {
    "allocation": "arrange",
    "reading": "arrange",
    "list": "arrange",
    "seasons": "arrange",
    "photos": "arrange",
    "proof": "money",
    "recount": "people",
    "archive": "money",
    "parquet": "money",
}
"""What a person must hold to begin, see and stop each kind of work, and to fetch its file."""

SHOWN_MAX = 20

OVER = ("closed", "archived")
"""The states of a fair whose archive can be made: nothing is sold any more that would not be in it."""


@screen(may("money"))
def listed(request: Request) -> Response:
    """The newest work that is for this person, and what may be begun."""
    site = site_of(request)
    with fair_reading(request) as (connection, fair):
        found = ledger.listed(connection, fair.id, now=site.clock(), limit=SHOWN_MAX)
    return page(
        request, "site/works.html", tab="works", fair=fair,
        works=tuple(site.workers.seen(fair.id, one) for one in found if _is_for(request, one)),
        is_over=fair.status in OVER,
    )  # fmt: skip


@screen(may("money"))
def work(request: Request) -> Response:
    fair, found, file = _look(request)
    return page(request, "site/work.html", tab="works", fair=fair, work=found, file=file)


@screen(may("money"))
def progress(request: Request) -> Response:
    fair, found, file = _look(request)
    return fragment(request, "site/work.html", "progress", fair=fair, work=found, file=file)


@screen(may("money"))
def file(request: Request) -> Response:
    """The file that work made, part by part, for as long as it is kept."""
    fair, found, made = _look(request)
    if made is None:
        raise HTTPException(404)
    headers = {
        # A fair's slug and an ending of ours: nothing that a header could not hold.
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Content-Length": str(made.size),
    }
    parts = _parts(site_of(request).database, fair.id, found.number)
    return StreamingResponse(parts, media_type=made.media, headers=headers)


@screen(may("money"))
def stop(request: Request) -> Response:
    """Ask running work to stop, or let interrupted work be."""
    fair, found, _ = _look(request)
    site_of(request).workers.stop(fair.id, found.number)
    return RedirectResponse(f"/fairs/{fair.slug}/works/{found.number}", status_code=303)


@screen(may("money"))
def removal(request: Request) -> Response:
    """Remove the file that work made before its day is over."""
    _look(request)
    with site_of(request).database.writing() as connection:
        fair = fair_of(connection, request)
        found = _find(connection, fair.id, request)
        if found.state == "done":
            work_files.drop(connection, fair.id, found.number)
    return RedirectResponse(f"/fairs/{fair.slug}/works/{found.number}", status_code=303)


@screen(may("money"))
def resumption(request: Request) -> Response:
    """Take interrupted work up again; whatever else has become of it meanwhile is shown instead."""
    fair, found, _ = _look(request)
    number = found.number
    try:
        site_of(request).workers.take_up(fair.id, number)
    except ledger.NotInterrupted:
        pass
    except ledger.AlreadyAtWork as other:
        number = other.number
    return RedirectResponse(f"/fairs/{fair.slug}/works/{number}", status_code=303)


def begin(request: Request, kind: str, input: Mapping[str, object]) -> Response:
    """Begin work of a kind at the fair in the URL, and show how far it is. Where one of its kind runs, show
    that."""
    with fair_reading(request) as (_, fair):
        started_by = actor(request)
    try:
        number = site_of(request).workers.start(fair.id, kind, input, by=started_by)
    except ledger.AlreadyAtWork as other:
        number = other.number
    return RedirectResponse(f"/fairs/{fair.slug}/works/{number}", status_code=303)


def _look(request: Request) -> tuple[FairRow, Work, File | None]:
    site = site_of(request)
    with fair_reading(request) as (connection, fair):
        found = _find(connection, fair.id, request)
        made = work_files.find(connection, fair.id, found.number, now=site.clock())
    if not _is_for(request, found):
        raise HTTPException(403)
    return fair, site.workers.seen(fair.id, found), made


def _is_for(request: Request, found: Work) -> bool:
    """Whether the person may have to do with this work; a kind that a newer program knows is nobody's."""
    ability = NEEDS.get(found.kind)
    return ability is not None and policy.holds(request, ability)


def _find(connection: Connection, fair_id: int, request: Request) -> Work:
    try:
        return ledger.find(connection, fair_id, _number(request), now=site_of(request).clock())
    except ledger.NoSuchWork as unknown:
        raise HTTPException(404) from unknown


def _parts(database: Database, fair_id: int, number: int) -> Iterator[bytes]:
    """A view of the database for each part: nobody knows how long the other end takes to fetch them all."""
    no = 0
    while True:
        with database.reading() as connection:
            body = work_files.part(connection, fair_id, number, no)
        if body is None:
            return
        yield body
        no += 1


def _number(request: Request) -> int:
    text = str(request.path_params["number"])
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise HTTPException(404)
    return int(text)
