"""Long work beside the answering of requests: one thread a piece of work, its row in the database.

    workers = Workers(database, clock, {"recount": recount_work})
    number = workers.start(fair_id, "recount", {}, by="hoa")

A job is a function of its `Task` that returns the path where its outcome is shown. It says how far it is with
`task.progress(done, total)`, as often as it likes; that also is where it stops when somebody asked it to.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fairpos.db.database import Database
from fairpos.ledger import work

log = logging.getLogger(__name__)

PAUSE_S = 0.3
"""At most so often is progress written down: a commit costs more than most steps of the work."""


class Stopped(Exception):
    """Somebody asked the work to stop. Jobs let it pass; what they have not committed is not kept."""


class Refused(Exception):
    """The work cannot be done; the text, a message to be translated, says why and what to do."""


@dataclass(slots=True, kw_only=True)
class Task:
    """One piece of work as its job sees it. `input` is what was asked for, `bookmark` where an interrupted
    one had got to ("" at its first start)."""

    database: Database
    clock: Callable[[], int]
    fair_id: int
    number: int
    by: str
    input: Mapping[str, Any]
    bookmark: str
    _written: float = field(default=0.0, repr=False)
    _stop: bool = field(default=False, repr=False)

    def progress(
        self, done: int, total: int | None = None, message: str = "", bookmark: str | None = None
    ) -> None:
        """Say how far the work is. A bookmark is written at once: what is before it need not be done again.

        Raises Stopped when somebody asked for that.
        """
        now = time.monotonic()
        if bookmark is not None or now - self._written >= PAUSE_S:
            self._written = now
            how_far: dict[str, object] = {"done": done, "total": total, "message": message}
            if bookmark is not None:
                how_far["bookmark"] = bookmark
            with self.database.writing() as connection:
                self._stop = work.hear(connection, self.fair_id, self.number, at=self.clock(), **how_far)
        if self._stop:
            raise Stopped


Job = Callable[[Task], str]
Spawn = Callable[[Callable[[], None]], None]


def in_a_thread(run: Callable[[], None]) -> None:
    threading.Thread(target=run, name="work", daemon=True).start()


class Workers:
    """`jobs` are the kinds of work; `spawn` runs one beside the requests (a test may run it at once)."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], int],
        jobs: Mapping[str, Job],
        *,
        spawn: Spawn = in_a_thread,
    ) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._spawn = spawn

    def start(self, fair_id: int, kind: str, input: Mapping[str, Any], *, by: str) -> int:
        """Begin work and return its number; the row is there before it begins. Raises AlreadyAtWork."""
        with self._database.writing() as connection:
            number = work.begin(connection, fair_id, kind=kind, input=input, at=self._clock(), by=by)
        self._run(fair_id, number)
        return number

    def take_up(self, fair_id: int, number: int) -> None:
        """Go on with interrupted work. Raises NoSuchWork, NotInterrupted, AlreadyAtWork."""
        with self._database.writing() as connection:
            if work.find(connection, fair_id, number, now=self._clock()).kind not in self._jobs:
                raise work.NotInterrupted(f"{number} is of a kind this program does not know")
            work.take_up(connection, fair_id, number, at=self._clock())
        self._run(fair_id, number)

    def _run(self, fair_id: int, number: int) -> None:
        with self._database.reading() as connection:
            found = work.find(connection, fair_id, number, now=self._clock())
        task = Task(
            database=self._database,
            clock=self._clock,
            fair_id=fair_id,
            number=number,
            by=found.by,
            input=found.input,
            bookmark=found.bookmark,
        )
        self._spawn(lambda: self._do(self._jobs[found.kind], task))

    def _do(self, job: Job, task: Task) -> None:
        over = threading.Event()
        pulse = threading.Thread(target=self._beat, args=(task, over), daemon=True)
        pulse.start()
        try:
            outcome: dict[str, Any] = {"state": "done", "result": job(task)}
        except Stopped:
            outcome = {"state": "cancelled"}
        except Refused as refusal:
            outcome = {"state": "failed", "message": str(refusal)}
        except Exception:
            log.exception("work %s of fair %s failed", task.number, task.fair_id)
            outcome = {"state": "failed"}
        finally:
            over.set()
        with self._database.writing() as connection:
            work.end(connection, task.fair_id, task.number, at=self._clock(), **outcome)

    def _beat(self, task: Task, over: threading.Event) -> None:
        """Say that the work lives while one of its steps takes long."""
        while not over.wait(work.SILENT_MS / 5_000):
            with self._database.writing() as connection:
                work.hear(connection, task.fair_id, task.number, at=self._clock())
