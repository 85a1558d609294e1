"""Proving a fair's ledger, and counting it again: long work that says what differed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from admin_site import works
from fairpos.ledger import audit, recount
from fairpos.ledger.recount import Look, Proof
from fairpos.server.workers import Outcome, Task
from fairpos.web.i18n import mark as _
from fairpos.web.policy import may
from fairpos.web.screen import screen

READING = _("Reading the ledger and adding it up")
WRITING = _("Putting right what differs; tills sell on meanwhile")
COUNTING = _("Counting every document again; tills sell on meanwhile")


@screen(may("money"))
def prove(request: Request) -> Response:
    return works.begin(request, "proof", {})


@screen(may("people"))
def count(request: Request) -> Response:
    return works.begin(request, "recount", {})


def proof_job(task: Task) -> Outcome:
    """Prove the ledger in one view of the database. It writes nothing and holds nobody up."""
    return Outcome(told=_told(_look(task).proof))


def recount_job(task: Task) -> Outcome:
    """Fold the ledger again while everybody writes on, then put right what differs in one transaction.

    Only that second half keeps others from writing. Whatever ends it leaves everything as it was.
    """
    found = _look(task)
    with task.writing() as connection:
        task.progress(0, None, WRITING)
        read = recount.put_right(
            connection, task.fair_id, found, now=task.clock(),
            progress=lambda done, of: task.progress(done, of, COUNTING),
        )  # fmt: skip
        audit.note(
            connection, task.fair_id, kind="ledger", subject="-", act="recount",
            before=None, after={"entries": read}, at=task.clock(), by=task.by,
        )  # fmt: skip
        return task.keep(connection, Outcome(told={**_told(found.proof), "entries": read}))


def _look(task: Task) -> Look:
    with task.database.reading() as connection:
        return recount.look(connection, task.fair_id, lambda done, of: task.progress(done, of, READING))


def _told(proof: Proof) -> dict[str, Any]:
    told = asdict(proof)
    del told["faults"]
    return told
