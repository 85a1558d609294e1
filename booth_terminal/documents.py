"""What tills ask of their terminal: keep these documents, what do I sell, let me enrol."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from booth_terminal import posts
from booth_terminal.doors import TILL, terminal_of, till_of
from fairpos.web.machine import as_json, machine, problem

log = logging.getLogger(__name__)


@machine(TILL, body_max=posts.POST_BYTES_MAX)
async def post_documents(request: Request, body: bytes) -> Response:
    """Keep documents. The answer names the id of each one that is flushed to disk, and only those."""
    terminal = terminal_of(request)
    try:
        post = posts.read(body)
    except posts.BadPost:
        return problem(400, "bad-envelope")
    till = till_of(request)
    terminal.tills.spoke(till.id, at=terminal.now(), pending=post.pending, oldest_at=post.oldest_at)
    if post.documents:
        try:
            kept = await asyncio.wrap_future(terminal.keep(post.documents, post.mark))
        except Exception:
            # A full or failing disk. Nothing was kept, nothing is named, and the till keeps it all.
            log.exception("documents of %s could not be kept", till.id)
            return problem(503, "cannot-keep", {"Retry-After": "5"})
        pending = max(0, post.pending - len(post.documents))
        oldest_at = post.oldest_at if pending else None
        terminal.tills.spoke(till.id, at=terminal.now(), pending=pending, oldest_at=oldest_at)
        terminal.courier.nudge()
    else:
        kept = terminal.standing(post.mark)
    held, oldest_at = terminal.courier.held()
    return as_json(
        {
            "mark": kept.mark,
            "again": kept.again,
            "at": terminal.now(),
            "edition": terminal.tills.edition.number if terminal.tills.edition else 0,
            "kept": [document.id for document in post.documents],
            "refused": post.refused,
            "held": held,
            "held_oldest_at": oldest_at,
        }
    )


@machine(TILL, body_max=0)
async def get_book(request: Request, _body: bytes) -> Response:
    """What this till sells or counts, out of the newest settings edition."""
    terminal, till = terminal_of(request), till_of(request)
    book = terminal.tills.book(till)
    # A till may have moved to another booth under the same number only by a new edition, so this is enough.
    tag = f'"{book.edition}-{till.id}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    calendar = book.fair.calendar
    content: dict[str, Any] = {
        "edition": book.edition,
        "at": terminal.now(),
        "till": {"id": till.id, "kind": till.kind, "place": till.place},
        "fair": {
            "slug": book.fair.slug,
            "name": book.fair.name,
            "name_en": book.fair.name_en,
            "cut_off_minute": calendar.cut_off_minute,
            "days": calendar.days,
        },
        "booth": {"id": book.booth.id, "name": book.booth.name, "zone": book.booth.zone}
        if book.booth
        else None,
        "gate": book.gate,
        "exhibitors": [{"id": e.id, "name": e.name} for e in book.exhibitors],
        "articles": book.articles,
        "rates": book.rates,
    }
    return as_json(content, headers={"ETag": tag, "Cache-Control": "no-cache"})
