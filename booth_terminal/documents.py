"""What tills ask of their terminal: keep these documents."""

from __future__ import annotations

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import Response

from booth_terminal import posts
from booth_terminal.doors import TILL, terminal_of, till_of
from booth_terminal.tills import Facts
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
    ahead = post.at - terminal.now()
    terminal.tills.describe(till.id, Facts(ahead, post.persisted, post.version, post.edition))
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
