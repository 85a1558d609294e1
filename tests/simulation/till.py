"""A tablet. It obeys the contract of the selling page, and forgets nothing for the whole fair.

Documents are kept under their number n; the outbox is what lies behind a bookmark. The bookmark moves over a
document only when the answer names its id (or refuses its line), and back to the beginning when the answer
says that the terminal no longer holds what its last mark stood for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import Any

from fairpos.core.ids import is_id
from tests.simulation.cashier import Cashier
from tests.simulation.clock import Clock
from tests.simulation.truth import Deed, Truth

MOST = 40
"""Documents in one post. The page's own limit is higher; a low one makes more posts, and so more faults."""


@dataclass(slots=True)
class Record:
    """One kept document."""

    n: int
    id: str
    body: bytes
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A post under way: the bytes, the records in it, when it was sent by the tablet's clock."""

    body: bytes
    records: tuple[Record, ...]
    sent_at: int


class Till:
    """One tablet at one booth or gate. `disk` is what the truth knows its memory by."""

    def __init__(
        self, rng: Random, truth: Truth, clock: Clock, *, id: str, place: str, gate: bool, disk: str
    ) -> None:
        self._rng = rng
        self._truth = truth
        self.clock = clock
        self.id = id
        self.disk = disk
        self.cashier = Cashier(rng, id, place, gate)
        self.records: list[Record] = []
        self.bookmark = 0
        self.mark: str | None = None
        self.offset: int | None = None
        self.failures = 0
        self.measured = False
        """Whether the last answer came from a terminal that had itself heard the centre's time."""

    @property
    def pending(self) -> int:
        return len(self.outbox())

    def work(self, poison: float) -> Deed:
        """The cashier does the next thing, and it is on this tablet's disk before anybody sees it done."""
        n, at = len(self.records) + 1, self.clock()
        spoilt = not self.cashier.gate and self._rng.random() < poison
        deed = (self.cashier.poison if spoilt else self.cashier.act)(n, at, self.offset)
        self.keep(Record(n, deed.id, deed.body))
        self._truth.happened(deed, self.disk)
        return deed

    def keep(self, record: Record) -> None:
        self.records.append(record)

    def outbox(self) -> list[Record]:
        """What lies behind the bookmark."""
        return self.records[self.bookmark :]

    def request(self) -> Request:
        records = tuple(self.outbox()[:MOST])
        at = self.clock()
        oldest_at = at if records else None
        envelope = {
            "till": self.id,
            "pending": self.pending,
            "oldest_at": oldest_at,
            "at": at,
            "mark": self.mark,
        }
        body = "\n".join([json.dumps(envelope), *(self.text(r) for r in records), ""])
        return Request(body.encode(), records, at)

    def text(self, record: Record) -> str:
        """What is sent for a record: what was written down when it was made."""
        return record.body.decode()

    def heard(self, request: Request, answer: bytes) -> bool:
        """Take an answer in. Returns whether it was one: a login page is not."""
        try:
            said = json.loads(answer)
        except ValueError:
            return False
        if not (isinstance(said, dict) and isinstance(said.get("mark"), str) and "kept" in said):
            return False
        now = self.clock()
        self.offset = round(said["at"] + max(0, now - request.sent_at) / 2 - now)
        self._take(request, said)
        return True

    def _take(self, request: Request, said: dict[str, Any]) -> None:
        self.mark = said["mark"]
        if said["again"]:
            self.bookmark = 0
            return
        kept = set(said["kept"])
        # Lines count from 1, and line 1 of the documents is the first record of this post.
        refused = {request.records[refusal["line"] - 1].n for refusal in said["refused"]}
        for record in request.records:
            named = record.id in kept and is_id(record.id)
            record.refused = not named and record.n in refused
            if record.n == self.bookmark + 1 and (named or record.refused):
                self.bookmark = record.n
                self.passed(record)

    def passed(self, record: Record) -> None:
        """The bookmark moved over a document. It stays where it is."""

    def reload(self) -> None:
        """The browser was closed or killed and starts again: refused documents are offered once more."""
        self.failures = 0
        self.bookmark = min([self.bookmark, *(r.n - 1 for r in self.records if r.refused)])
