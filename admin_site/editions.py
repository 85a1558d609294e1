"""Settings editions: numbered, never changed, each with who made it and what it changed, in words."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import fair_reading
from fairpos.core.edition_changes import EditionChange, changes
from fairpos.core.fair import Edition
from fairpos.ledger import editions, prices
from fairpos.ledger.connection import Connection
from fairpos.ledger.prices import EditionRow
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.wire import editions as wire

A_PAGE = 10
TOLD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionShown:
    """An edition in the list: its first few changes, how many more, and where it has arrived."""

    row: EditionRow
    changes: tuple[EditionChange, ...]
    more: int
    terminals: int
    tills: int


@screen(may("see"))
def listed(request: Request) -> Response:
    asked = request.query_params.get("below", "")
    below = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    with fair_reading(request) as (connection, fair):
        rows = prices.listed(connection, fair.id, below=below, limit=A_PAGE)
        bodies = {row.number: _edition(connection, fair.id, row.number) for row in rows}
        if rows:
            bodies[rows[-1].number - 1] = _edition(connection, fair.id, rows[-1].number - 1)
        terminals, tills = prices.spread(connection, fair.id)
    shown = []
    for row in rows:
        found = _changes(bodies[row.number - 1], bodies[row.number])
        shown.append(
            EditionShown(
                row=row,
                changes=found[:TOLD],
                more=max(0, len(found) - TOLD),
                terminals=terminals.get(row.number, 0),
                tills=tills.get(row.number, 0),
            )
        )
    older = rows[-1].number if rows and rows[-1].number > 1 else None
    return page(request, "site/editions.html", tab="prices", fair=fair, editions=shown, older=older)


@screen(may("see"))
def edition(request: Request) -> Response:
    asked = str(request.path_params["number"])
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise HTTPException(404)
    number = int(asked)
    with fair_reading(request) as (connection, fair):
        row = next(iter(prices.listed(connection, fair.id, below=number + 1, limit=1)), None)
        if row is None or row.number != number:
            raise HTTPException(404)
        now, before = (_edition(connection, fair.id, which) for which in (number, number - 1))
    found = _changes(before, now)
    return page(request, "site/edition.html", tab="prices", fair=fair, row=row, changes=found, now=now)


def _edition(connection: Connection, fair_id: int, number: int) -> Edition | None:
    body = editions.one(connection, fair_id, number) if number else None
    return None if body is None else wire.read(body)


def _changes(before: Edition | None, now: Edition | None) -> tuple[EditionChange, ...]:
    return changes(before, now) if before is not None and now is not None else ()
