"""How long the comparison page takes over ten editions of 350 booths, six days and fourteen hours each.

    ./dev bench comparison [--requests 60]

The page is asked for by several figures and breakdowns in turn, in the process itself: what is measured is
the server's own time. The first answer, which reads every edition, is printed apart.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, insert
from starlette.testclient import TestClient

from admin_site.app import routes, toolkit
from fairpos.core.business_day import moment
from fairpos.db.database import Database
from fairpos.db.migrate import migrate
from fairpos.ledger import fairs, sessions, tables
from fairpos.ledger.passwords import cheap_passwords
from fairpos.web.application import application
from fixtures import world
from tests.admin_site import believable

EDITIONS = 10
HOURS = range(8, 22)
NOW = moment("2020-03-01", 600)
ASKED = (
    "by=zone", "by=exhibitor", "by=booth&basis=total", "by=district&scope=in-province",
    "by=fair-day&metric=visits",
    "by=hour", "by=star", "by=weekday&metric=basket",
)  # fmt: skip


def fill(connection: Connection) -> None:
    """Ten closed editions with the booths, exhibitors and articles of Spring 2020."""
    base = world.spring_2020(status="closed")
    for number in range(EDITIONS):
        year = 2020 - number
        first = f"{year}-01-10"
        setup = world.spring_2020(first_day=first, status="closed")
        fair = replace(setup.fair, slug=f"xuan-{year}", season=str(year), prior=None)
        fair_id = fairs.load(connection, replace(setup, fair=fair), at=NOW)
        days = fair.calendar.open_days()
        connection.execute(
            insert(tables.takings_by_hour),
            [
                {
                    "fair_id": fair_id, "day": day, "hour": hour, "booth": booth.id, "sales": 3, "voids": 0,
                    "refunds": 0, "takings": 180_000 + 1_000 * (place % 97) - 2_000 * number, "given_back": 0,
                }
                for day in days
                for hour in HOURS
                for place, booth in enumerate(base.booths)
            ],
        )  # fmt: skip
        connection.execute(
            insert(tables.takings_by_article),
            [
                {
                    "fair_id": fair_id, "day": day, "booth": booth.id, "exhibitor": article.exhibitor,
                    "article": article.id, "quantity": 1000, "takings": 900_000,
                }
                for day in days
                for booth in base.booths
                for article in base.price_book(booth)
            ],
        )  # fmt: skip
        connection.execute(
            insert(tables.visits_by_hour),
            [
                {
                    "fair_id": fair_id, "day": day, "hour": hour, "gate": "G1", "direction": "in",
                    "method": "clicker", "count": 800 + 10 * number,
                }
                for day in days
                for hour in HOURS
            ],
        )  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--requests", type=int, default=64)
    count = asked.parse_args().requests
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'ledger.sqlite3'}", synchronous="OFF")
        migrate(database, tables.metadata)
        passwords = cheap_passwords()
        with database.writing() as connection:
            fill(connection)
            account = believable.organiser(connection, passwords)
            sessions.begin(connection, account=account, token="t" * 43, csrf_token="c" * 43, now=NOW)
        every = routes(database, lambda: NOW, passwords=passwords)
        client = TestClient(application(every, toolkit(database, lambda: NOW)))
        client.cookies.set("session", "t" * 43)
        others = "&".join(f"with=xuan-{2019 - number}" for number in range(EDITIONS - 1))
        times: list[tuple[float, float]] = []
        for number in range(len(ASKED) + count):
            began, worked = time.perf_counter(), time.process_time()
            answer = client.get(f"/fairs/xuan-2020/comparison?{others}&{ASKED[number % len(ASKED)]}")
            times.append((time.perf_counter() - began, time.process_time() - worked))
            assert answer.status_code == 200, answer.text[:200]
        database.close()
    cold, warm = times[: len(ASKED)], times[len(ASKED) :]
    print(f"comparison page over {EDITIONS} editions, {count} requests:")
    for name, place in (("time", 0), ("CPU", 1)):
        took = sorted(1000 * one[place] for one in warm)
        p50, p95 = took[len(took) // 2], took[min(len(took) - 1, len(took) * 95 // 100)]
        print(f"  {name:4} p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {took[-1]:.0f} ms")
    firsts = ", ".join(f"{1000 * one[1]:.0f}" for one in cold)
    print(f"  the first answer of each breakdown, CPU ms (the very first reads every edition): {firsts}")


if __name__ == "__main__":
    main()
