"""What a till asks about its booth's goods: what the other tills there did to them."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from booth_terminal.doors import TILL, terminal_of, till_of
from booth_terminal.terminal import Terminal
from fairpos.core.fair import Till
from fairpos.web.machine import as_json, machine


@machine(TILL, body_max=0)
async def get_stock(request: Request, _body: bytes) -> Response:
    """What the booth's other tills have done to its goods, and when each of them was last heard."""
    return as_json(await run_in_threadpool(_stock, terminal_of(request), till_of(request)))


def _stock(terminal: Terminal, till: Till) -> dict[str, Any]:
    edition = terminal.tills.edition
    names = {one.id for one in edition.tills if one.place == till.place} if edition else set()
    tills = [
        {"till": state.till, "seen_at": state.seen_at, "pending": state.pending}
        for state in terminal.tills.heard()
        if state.till in names and state.till != till.id
    ]
    return {"at": terminal.now(), "tills": tills, "articles": terminal.stock.beside(till.place, till.id)}
