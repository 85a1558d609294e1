"""`POST /api/v1/visits`: counts from a sensor at a gate.

A sensor is a till of its own kind: it is enrolled once, carries a token, and what it counts becomes documents
in the same journal as every sale. There is no second road.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from functools import partial
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from booth_terminal.doors import TILL, terminal_of, till_of
from booth_terminal.journal import Posted
from fairpos.core.business_day import day_of
from fairpos.core.document import COUNT_MAX as NUMBER_MAX
from fairpos.core.document import EDITION, TIME_MAX
from fairpos.core.gate import COUNT_MAX, GateCount
from fairpos.web.machine import as_json, machine, problem
from fairpos.wire import documents

log = logging.getLogger(__name__)

VISITS_BYTES_MAX = 256 * 1024
COUNTS_MAX = 500


class VisitCount(BaseModel):
    """One count. `id` is made by the sensor and makes a repeat harmless; `n` numbers its counts 1, 2, 3 …"""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    n: Annotated[int, Field(ge=1, le=NUMBER_MAX)]
    at: Annotated[int, Field(gt=0, lt=TIME_MAX, description="Unix milliseconds by the sensor's clock")]
    direction: Literal["in", "out"] = "in"
    count: Annotated[int, Field(ge=1, le=COUNT_MAX)]
    method: Literal["sensor", "estimate"] = "sensor"


class VisitCounts(BaseModel):
    """What a sensor posts. `at` is its clock now, so that a wrong one can be put right."""

    model_config = ConfigDict(extra="forbid", strict=True)

    at: Annotated[int, Field(gt=0, lt=TIME_MAX)]
    counts: Annotated[list[VisitCount], Field(max_length=COUNTS_MAX)]


def _says_the_same(count: GateCount, body: bytes) -> bool:
    """Whether a kept document is this count, sent before: only the measured offset and what follows from it
    come out differently each time."""
    try:
        kept = documents.read(body)
    except documents.Unreadable:
        return False
    again = replace(count, offset=kept.offset, day=kept.day, edition=kept.edition)
    return kept == again


@machine(TILL, body_max=VISITS_BYTES_MAX)
async def post_visits(request: Request, body: bytes) -> Response:
    """Keep counts. Every fault of the body is named at once, and then nothing of it is kept."""
    terminal, till = terminal_of(request), till_of(request)
    if till.kind == "till":
        return problem(403, "not-a-gate")
    try:
        posted = VisitCounts.model_validate_json(body)
    except ValidationError as error:
        faults = [{"where": list(fault["loc"]), "code": fault["type"]} for fault in error.errors()]
        return as_json({"code": "invalid", "faults": faults}, 422)
    edition = terminal.tills.edition
    assert edition is not None, "an enrolled till has settings"
    offset = terminal.now() - posted.at
    faults = [
        {"where": ["counts", place, "at"], "code": "time_range"}
        for place, count in enumerate(posted.counts)
        if not 0 < count.at + offset < TIME_MAX
    ]
    if faults:
        return as_json({"code": "invalid", "faults": faults}, 422)
    made = [
        GateCount(
            v=EDITION,
            type="gate_count",
            id=count.id,
            till=till.id,
            n=count.n,
            at=count.at,
            offset=offset,
            day=day_of(count.at + offset, edition.fair.calendar.cut_off_minute),
            by="",
            edition=edition.number,
            gate=till.place,
            direction=count.direction,
            count=count.count,
            method=count.method,
        )
        for count in posted.counts
    ]
    terminal.tills.spoke(till.id, at=terminal.now(), pending=0, oldest_at=None)
    try:
        kept = [Posted(count.id, documents.write(count), partial(_says_the_same, count)) for count in made]
        await asyncio.wrap_future(terminal.keep(kept))
    except Exception:
        log.exception("counts of %s could not be kept", till.id)
        return problem(503, "cannot-keep", {"Retry-After": "5"})
    return as_json({"kept": [count.id for count in made]})
