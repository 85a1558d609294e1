"""What a gate asks about the hall behind it: how full it is, as far as this terminal knows."""

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
async def get_crowd(request: Request, _body: bytes) -> Response:
    """The hall this gate leads into and the whole fair, against what they may hold."""
    return as_json(await run_in_threadpool(_crowd, terminal_of(request), till_of(request)))


def _crowd(terminal: Terminal, till: Till) -> dict[str, Any]:
    edition, now = terminal.tills.edition, terminal.now()
    if edition is None or till.kind not in ("gate", "sensor"):
        return {"at": now, "halls": ()}
    return {"at": now, "halls": terminal.crowd.filled(edition, till.place, now=now)}
