"""A sale that another tablet made, for the till that gives money back for it: by id or by receipt number.

A till asks only about its own booth, and only to know more than its own documents say.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, literal, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from booth_terminal import journal, tables
from booth_terminal.doors import TILL, terminal_of, till_of
from booth_terminal.receipt_slip import receipt_number
from booth_terminal.terminal import Terminal
from fairpos.core.fair import Till
from fairpos.core.ids import is_id
from fairpos.core.sale import Sale
from fairpos.web.machine import as_json, machine, problem
from fairpos.wire import documents


class UnknownReceipt(LookupError):
    """The journal holds no sale of this booth under such an id or number."""


@machine(TILL, body_max=0)
async def get_receipt(request: Request, _body: bytes) -> Response:
    """A sale of this booth, and what was given back of it as far as the journal knows."""
    key = request.path_params["key"]
    try:
        return as_json(await run_in_threadpool(_found, terminal_of(request), till_of(request), key))
    except UnknownReceipt:
        return problem(404, "unknown-receipt")


def _found(terminal: Terminal, till: Till, key: str) -> dict[str, Any]:
    with terminal.database.reading() as connection:
        sale = find(connection, key, booth=till.place)
        return {"sale": sale, "backs": [_short(back) for back in backs_of(connection, sale.id)]}


def find(connection: Connection, key: str, *, booth: str) -> Sale:
    """The sale of an id or a receipt number. Raises UnknownReceipt."""
    # Whoever wrote the number: a sale's till and number stand in it as they were typed.
    word = key if is_id(key) else f'"{key.rpartition("-")[0]}"'
    for sale in _holding(connection, word):
        if sale.type == "sale" and sale.booth == booth and key in (sale.id, receipt_number(sale)):
            return sale
    raise UnknownReceipt(key)


def backs_of(connection: Connection, sale: str) -> list[Sale]:
    """Voids and refunds of a sale, each once."""
    return [one for one in _holding(connection, sale) if getattr(one, "ref", None) == sale]


def _holding(connection: Connection, word: str) -> list[Sale]:
    """Sales, voids and refunds with a word somewhere in them, in the order they were kept, each once.

    No index leads there: somebody asks a few times a day.
    """
    stream = journal.current(connection)
    if stream is None:
        return []
    entry = tables.entry.c
    rows = connection.execute(
        select(entry.document, entry.body)
        .where(entry.stream_no == stream.no, func.instr(entry.body, literal(word.encode())) > 0)
        .order_by(entry.seq)
    )
    found: dict[str, Sale] = {}
    for row in rows:
        try:
            document = documents.read(bytes(row.body))
        except documents.Unreadable:
            continue
        if isinstance(document, Sale):
            found.setdefault(document.id, document)
    return list(found.values())


def _short(back: Sale) -> dict[str, Any]:
    return {
        "type": back.type,
        "id": back.id,
        "till": back.till,
        "number": back.number,
        "training": back.training,
        "total": back.total,
        "at": back.at,
        "lines": [{"quantity": line.quantity, "of": line.of} for line in back.lines],
    }
