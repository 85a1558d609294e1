"""Proving a fair's ledger, and counting it again: long work that says what differed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from admin_site import works
from admin_site.site import fair_reading
from fairpos.ledger import audit, recount
from fairpos.ledger.recount import Proof
from fairpos.server.workers import Outcome, Task
from fairpos.web.i18n import mark as _
from fairpos.web.policy import may
from fairpos.web.screen import field, screen

READING = _("Reading the ledger and adding it up")
COUNTING = _("Counting every document again; tills sell on meanwhile")


@screen(may("money"))
def prove(request: Request) -> Response:
    return works.begin(request, "proof", {})


@screen(may("people"))
def count(request: Request) -> Response:
    """While the fair is open, only for whoever says that he knows what waits meanwhile."""
    with fair_reading(request) as (_connection, fair):
        asks = fair.status == "open" and not field(request, "known")
    if asks:
        return works.every(request, refusal=True, status=422)
    return works.begin(request, "recount", {})


def proof_job(task: Task) -> Outcome:
    """Prove the ledger in one view of the database. It writes nothing and holds nobody up."""
    return Outcome(told=_told(_prove(task)))


def recount_job(task: Task) -> Outcome:
    """See what differs while everybody writes on, then count again in one transaction.

    Only that second half keeps others from writing. Whatever ends it leaves everything as it was.
    """
    before = _prove(task)
    with task.writing() as connection:
        read = recount.recount(
            connection,
            task.fair_id,
            now=task.clock(),
            progress=lambda done, of: task.progress(done, of, COUNTING),
        )
        audit.note(
            connection, task.fair_id, kind="ledger", subject="-", act="recount",
            before=None, after={"entries": read}, at=task.clock(), by=task.by,
        )  # fmt: skip
        return task.keep(connection, Outcome(told={**_told(before), "entries": read}))


def _prove(task: Task) -> Proof:
    with task.database.reading() as connection:
        return recount.verify(connection, task.fair_id, lambda done, of: task.progress(done, of, READING))


def _told(proof: Proof) -> dict[str, Any]:
    told = asdict(proof)
    del told["faults"]
    return told
