"""A fair of 630,000 sales, its edition before, people with open dashboards, and the process that serves them.

The ledger's rollups and documents are written straight into the tables, as intake would leave them: folding a
million lines first would say nothing of the pages, which read rollups and never an entry. There are no
entries, so this ledger could not be proved or recounted; the edition before has rollups only.
"""

from __future__ import annotations

import json
import random
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import uvicorn
from sqlalchemy import Connection, update
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fairpos.cli import programs
from fairpos.core.business_day import HOUR_MS, moment
from fairpos.core.fair import Booth, Edition
from fairpos.db.bulk import Row, insert_rows
from fairpos.ledger import editions, fairs, people, sessions, tables
from fairpos.server.settings import Settings
from fixtures import world

SALES = 630_000
PEOPLE = 200
TOKEN = "{n:04d}" + "t" * 39
FAIRS = (world.SPRING_2020, "xuan-truoc")
HOURS = range(8, 22)
Cell = tuple[str, int, Booth]
MOVES_A_SECOND = 4
"""How often a busy fair's version goes up; in earnest, pushes are folded together."""


def token(n: int) -> str:
    return TOKEN.format(n=n)


def now(edition: Edition) -> int:
    """The last evening but one hour of the fair."""
    return moment(edition.fair.calendar.open_days()[-1], 20 * 60 + 30)


def fill(connection: Connection, fair_id: int, edition: Edition, days: tuple[str, ...], sales: int) -> None:
    """Rollups of so many sales, spread over days, hours, booths and goods, and a document row for each."""
    dice = random.Random(fair_id)
    cells = [(day, hour, booth) for day in days for hour in HOURS for booth in edition.booths]
    each, more = divmod(sales, len(cells))
    hours: list[Row] = []
    goods: dict[tuple[str, str, str, str], list[int]] = {}
    paid: dict[tuple[str, str, str], list[int]] = {}
    tills: dict[str, list[int]] = {}
    for place, (day, hour, booth) in enumerate(cells):
        count = each + (place < more)
        takings = count * dice.randrange(80, 260) * 1_000
        hours.append((day, hour, booth.id, count, count // 90, 0, takings, 0))
        articles = edition.price_book(booth)
        for article in dice.sample(articles, min(3, len(articles))):
            sums = goods.setdefault((day, booth.id, article.exhibitor, article.id), [0, 0])
            sums[0] += count * 1_000
            sums[1] += takings // 3
        for kind, share in (("cash", 70), ("vietqr", 27), ("card", 3)):
            sums = paid.setdefault((day, booth.id, kind), [0, 0])
            sums[0] += max(1, count * share // 100)
            sums[1] += takings * share // 100
        sold = tills.setdefault(f"M-{booth.id}-1", [0, 0])
        sold[0] += count
        sold[1] += takings
    gates = [
        (day, hour, gate.id, way, "clicker", dice.randrange(150, 400) // (1 + (way == "out")))
        for day in days
        for hour in HOURS
        for gate in edition.gates
        for way in ("in", "out")
    ]
    last = now(edition)
    _keep(connection, fair_id, "takings_by_hour", hours)
    _keep(connection, fair_id, "takings_by_article", [(*key, *sums) for key, sums in goods.items()])
    _keep(connection, fair_id, "takings_by_tender", [(*key, *sums) for key, sums in paid.items()])
    _keep(connection, fair_id, "visits_by_hour", gates)
    told = [(till, n, n, takings, n, n, last) for till, (n, takings) in tills.items()]
    _keep(connection, fair_id, "documents_by_till", told)
    if edition.fair.prior is not None:
        _documents(connection, fair_id, cells, each, more)


def _keep(connection: Connection, fair_id: int, table: str, rows: Sequence[Row]) -> None:
    """Rows of a table, in the order of its columns behind the fair; columns that are left out are empty."""
    found = tables.metadata.tables[table]
    columns = found.columns.keys()[: len(rows[0]) + 1]
    insert_rows(connection, found, columns, [(fair_id, *row) for row in rows])


def _documents(connection: Connection, fair_id: int, cells: list[Cell], each: int, more: int) -> None:
    columns = ("id", "type", "till", "day", "at", "number", "total", "ref", "fair_id", "stream_no", "seq")

    def rows() -> Iterator[Row]:
        n = 0
        for place, (day, hour, booth) in enumerate(cells):
            at = moment(day, hour * 60)
            for nth in range(each + (place < more)):
                n += 1
                moment_ = at + nth * HOUR_MS // (each + 2)
                id_, till = f"{n:032x}", f"M-{booth.id}-1"
                yield (id_, "sale", till, day, moment_, n, 150_000, None, fair_id, 1, n)

    chunk: list[Row] = []
    for row in rows():
        chunk.append(row)
        if len(chunk) == 50_000:
            insert_rows(connection, tables.document, columns, chunk)
            chunk = []
    insert_rows(connection, tables.document, columns, chunk)


def load(settings: Settings, sales: int) -> None:
    """Both fairs, and an organiser with a session for each of the people who look."""
    edition = world.spring_2020()
    before = world.spring_2020("2019-01-21", "closed")
    database = programs.open_ledger(settings)
    with database.writing() as connection:
        prior = _named(before, FAIRS[1], None)
        current = _named(edition, FAIRS[0], FAIRS[1])
        for fair in (prior, current):
            at = now(fair)
            fair_id = fairs.load(connection, fair, at=at)
            editions.publish(connection, fair_id, at=at, by="bench")
            fill(connection, fair_id, fair, fair.fair.calendar.open_days(), sales)
        at = now(current)
        for n in range(PEOPLE):
            account = people.add_account(
                connection, id=f"A-{n}", login=f"nguoi-{n}", name=f"Người {n}", role="organiser"
            )
            sessions.begin(connection, account=account, token=token(n), csrf_token="c" * 43, now=at)
        states = [(till.id, "T1", at, 0, None) for till in edition.tills]
        _keep(connection, fair_id, "till_state", states)
    with database.writing() as connection:
        connection.exec_driver_sql("ANALYZE")
    database.close()


def _named(edition: Edition, slug: str, prior: str | None) -> Edition:
    return replace(edition, fair=replace(edition.fair, slug=slug, prior=prior))


class Clocked:
    """Says in a header what an answer cost: milliseconds of this process's own time, and of the wall's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        used, began = time.process_time(), time.perf_counter()

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                worked, took = time.process_time() - used, time.perf_counter() - began
                told = f"{1000 * worked:.3f} {1000 * took:.3f}".encode()
                message["headers"] = [*message["headers"], (b"x-cost", told)]
            await send(message)

        await self.app(scope, receive, sent if scope["type"] == "http" else send)


def main(told: str) -> None:
    given = json.loads(told)
    settings = Settings(data=Path(given["folder"]) / "data")
    load(settings, given["sales"])
    at = now(world.spring_2020())
    began = time.monotonic()

    def clock() -> int:
        return at + int(1000 * (time.monotonic() - began))

    with programs.central(settings, fair=FAIRS[0], clock=clock) as central, socket.socket() as listener:
        busy = threading.Event()

        def move() -> None:
            """What a push does to the pages: the version of the fair goes up."""
            while True:
                busy.wait()
                with central.database.writing() as connection:
                    fair = tables.fair
                    moved = update(fair).where(fair.c.slug == FAIRS[0])
                    connection.execute(moved.values(version=fair.c.version + 1))
                time.sleep(1 / MOVES_A_SECOND)

        def listen() -> None:
            for line in sys.stdin:
                busy.set() if line.strip() == "busy" else busy.clear()

        for work in (move, listen):
            threading.Thread(target=work, daemon=True).start()
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        print("port", listener.getsockname()[1], flush=True)
        config = uvicorn.Config(Clocked(central.app), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1])
