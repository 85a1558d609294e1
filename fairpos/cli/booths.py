"""Simulated booths and gates for the demo: they trade what is planned, through the real till API over HTTP.

Each device keeps its own book of what it made, so that at the end its word can be held against the ledger's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx2
import msgspec

from fairpos.core.business_day import MINUTE_MS, moment
from fairpos.core.document import Document
from fairpos.core.fair import Edition
from fairpos.core.gate import GateCount
from fairpos.core.sale import Sale, sign
from fairpos.wire import documents
from fixtures.schedule import Planned, plan
from fixtures.script import TillScript
from fixtures.script import documents as documents_of

POST_MAX = 200
WORKERS = 6
HEARTBEAT_SECONDS = 60


class NotKept(RuntimeError):
    """A terminal did not name a document that was posted to it."""


@dataclass(slots=True)
class Tally:
    """Sales, takings (đồng, less what was given back) and visits, from one point of view."""

    sales: int = 0
    takings: int = 0
    visits: int = 0

    def add(self, document: Document) -> None:
        if isinstance(document, Sale):
            self.sales += int(document.type == "sale")
            self.takings += sign(document) * document.total
        elif isinstance(document, GateCount) and document.direction == "in":
            self.visits += document.count


@dataclass(slots=True)
class Device:
    """One enrolled till, counter or sensor: its script, its credential, and what it has not yet sent."""

    script: TillScript
    token: str
    made: Tally = field(default_factory=Tally)
    waiting: list[tuple[str, bytes]] = field(default_factory=list)
    spoke: float = 0.0

    def make(self, document: Document) -> None:
        self.made.add(document)
        self.waiting.append((document.id, documents.write(document)))

    def send(self, client: httpx2.Client, at: int) -> None:
        """Post everything that waits, or a heartbeat. Raises NotKept, httpx2.HTTPError."""
        while True:
            batch = self.waiting[:POST_MAX]
            oldest = at if self.waiting else None
            head = {"till": self.script.till, "pending": len(self.waiting), "oldest_at": oldest, "at": at}
            body = b"\n".join([msgspec.json.encode(head), *(made for _, made in batch)])
            answer = client.post(
                "/till/documents",
                content=body,
                headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/x-ndjson"},
            )
            answer.raise_for_status()
            kept = set(answer.json()["kept"])
            if any(id_ not in kept for id_, _ in batch):
                raise NotKept(self.script.till)
            del self.waiting[: len(batch)]
            self.spoke = time.monotonic()
            if not self.waiting:
                return


class Booths:
    """All devices of the demo's fair."""

    def __init__(
        self, edition: Edition, server: str, codes: dict[str, str], clock: Callable[[], int]
    ) -> None:
        self._edition = edition
        self._server = server
        self._clock = clock
        self._stop = threading.Event()
        self._local = threading.local()
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="booths")
        enrolled = self._pool.map(self._enrol, codes.items())
        self.devices = {device.script.till: device for device in enrolled}

    @property
    def _client(self) -> httpx2.Client:
        if not hasattr(self._local, "client"):
            self._local.client = httpx2.Client(base_url=self._server, timeout=30)
        client: httpx2.Client = self._local.client
        return client

    def _enrol(self, enrolment: tuple[str, str]) -> Device:
        till, code = enrolment
        answer = self._client.post("/till/enrolment", json={"code": code})
        answer.raise_for_status()
        return Device(TillScript(self._edition, till), answer.json()["token"])

    def trade_day(self, ordinal: int) -> None:
        """A whole past day, as fast as the server takes it."""
        scripts = {till: device.script for till, device in self.devices.items()}
        for document in documents_of(self._edition, ordinal, scripts):
            self.devices[document.till].make(document)
        self.send(self.devices.values())

    def trade_until(self, ordinal: int, now: int) -> list[Planned]:
        """A day in progress up to `now`. Gives what is planned for the rest of it."""
        days = [day for day in self._edition.fair.calendar.days if day.is_open]
        opens = moment(days[ordinal - 1].day, days[ordinal - 1].opens_minute)
        for device in self.devices.values():
            if device.script.kind == "till":
                device.make(device.script.opening(opens - 5 * MINUTE_MS))
        rest = []
        for item in plan(self._edition, ordinal):
            if item.at <= now:
                self.devices[item.till].make(self.devices[item.till].script.document(item))
            else:
                rest.append(item)
        self.send(self.devices.values())
        return rest

    def trade_live(self, rest: Sequence[Planned], speed: float) -> None:
        """The rest of the day, `speed` times as fast as planned, until it is over or `stop()` is called."""
        began, from_ = time.monotonic(), self._clock()
        for item in rest:
            due = began + (item.at - from_) / 1000 / speed
            while not self._stop.is_set() and time.monotonic() < due:
                self._heartbeats()
                self._stop.wait(min(1.0, max(0.0, due - time.monotonic())))
            if self._stop.is_set():
                return
            device = self.devices[item.till]
            device.make(device.script.document(item, self._clock()))
            device.send(self._client, self._clock())

    def _heartbeats(self) -> None:
        """A few devices at a time, so that three hundred do not speak in one breath."""
        stale = time.monotonic() - HEARTBEAT_SECONDS
        due = [device for device in self.devices.values() if device.spoke < stale]
        self.send(due[:20])

    def send(self, devices: Iterable[Device]) -> None:
        """Let devices post what waits in them, several at once."""
        at = self._clock()
        for _ in self._pool.map(lambda device: device.send(self._client, at), list(devices)):
            pass

    def stop(self) -> None:
        self._stop.set()

    def tally(self) -> Tally:
        """What all devices together say they made."""
        total = Tally()
        for device in self.devices.values():
            total.sales += device.made.sales
            total.takings += device.made.takings
            total.visits += device.made.visits
        return total

    def close(self) -> None:
        self.stop()
        self._pool.shutdown()


def tally_of(bodies: Iterator[bytes]) -> Tally:
    """What a pile of entries says, each read with the full reader rather than the fold's."""
    total = Tally()
    for body in bodies:
        total.add(documents.read(body))
    return total
