"""The central program as its own process over a small fair that is open today."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import httpx2
from sqlalchemy import select

from fairpos.cli import programs
from fairpos.core.business_day import Calendar, FairDay, day_of
from fairpos.core.sale import Sale
from fairpos.ledger import editions, fairs, fleet, recount, tables
from fairpos.server.settings import Settings
from fairpos.wire import documents
from fixtures.small import small_fair

SLUG = "thu-nho-2026"


class Central:
    """`start()`, `kill()` and `start()` again on the same port and data, as after a power cut."""

    def __init__(self, folder: Path, days: Iterable[int] = (-1, 0, 1)) -> None:
        """`days`: the fair's days, counted from today."""
        self.days = days
        self.settings = Settings(data=folder, database=None)
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._load()

    def _load(self) -> None:
        now = programs.wall_clock()
        today = date.fromisoformat(day_of(now, 240))
        days = tuple(FairDay((today + timedelta(days=n)).isoformat(), 0, 24 * 60 - 1) for n in self.days)
        edition = small_fair(SLUG)
        fair = replace(edition.fair, calendar=Calendar(days, cut_off_minute=240))
        database = programs.open_ledger(self.settings)
        with database.writing() as connection:
            fair_id = fairs.load(connection, replace(edition, fair=fair), at=now)
            codes = {till.id: f"code-{till.id}" for till in edition.tills if not till.revoked}
            fleet.open_enrolments(connection, fair_id, codes, at=now, by="test")
            programs.sign_in_link(connection, login="btc", name="Ban tổ chức", code="let-me-in", at=now)
            assert editions.newest_number(connection, fair_id) == 1
        database.close()

    def start(self) -> None:
        command = [sys.executable, "-m", "fairpos", "serve", "--port", str(self.port), "--fair", SLUG]
        variables = {**os.environ, "FAIRPOS_DATA": str(self.settings.data)}
        with (self.settings.data / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                command, env=variables, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx2.get(f"{self.url}/sign-in", timeout=1)
                return
            except httpx2.TransportError:
                assert self._process.poll() is None, (self.settings.data / "log.txt").read_text()
                assert time.monotonic() < deadline, "the server did not come up"
                time.sleep(0.05)

    def kill(self) -> None:
        """No goodbye: SIGKILL to the whole process group."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def enrolment(self, till: str) -> str:
        return f"{self.url}/till/enrolment/code-{till}"

    def sales(self) -> Counter[str]:
        """How often each sale's id stands in the ledger's entries, read beside the running server."""
        database = programs.open_ledger(self.settings)
        with database.reading() as connection:
            bodies = [bytes(row.body) for row in connection.execute(select(tables.entry.c.body))]
        database.close()
        found = [documents.read(body) for body in bodies]
        return Counter(document.id for document in found if isinstance(document, Sale))

    def proof(self) -> recount.Proof:
        database = programs.open_ledger(self.settings)
        with database.reading() as connection:
            row = fairs.by_slug(connection, SLUG)
            assert row is not None
            proof = recount.verify(connection, row.id)
        database.close()
        return proof


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
