"""Long work beside the answering of requests: one thread a piece of work, its row in the database.

    workers = Workers(database, clock, {"recount": recount_job})
    number = workers.start(fair_id, "recount", {}, by="hoa")

A job is a function of its `Task` that returns its `Outcome`. It says how far it is with
`task.progress(done, total)`, as often as it likes; that also is where it stops when somebody asked it to.

What a job writes in one transaction it writes within `task.writing()`, and ends with `task.keep()` there:
then the work is done exactly when its effect is. On SQLite nobody else can write meanwhile, not even how far
the work is; so this program also knows its own work by heart (`seen`), and stops it without the database.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from fairpos.db.database import Database
from fairpos.ledger import work, work_files
from fairpos.ledger.work import Work

log = logging.getLogger(__name__)

PAUSE_S = 0.3
"""At most so often is progress written down: a commit costs more than most steps of the work."""


class Stopped(Exception):
    """Somebody asked the work to stop. Jobs let it pass; what they have not committed is not kept."""


class Refused(Exception):
    """The work cannot be done; the text, a message to be translated, says why and what to do. `told` as in
    an outcome."""

    def __init__(self, message: str, told: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.told = told or {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of work: the path where that is shown, if it has a page of its own, and what the work's own
    page tells, by its kind."""

    result: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Task:
    """One piece of work as its job sees it. `input` is what was asked for, `bookmark` where an interrupted
    one had got to ("" at its first start)."""

    database: Database
    clock: Callable[[], int]
    fair_id: int
    number: int
    turn: int
    by: str
    input: Mapping[str, Any]
    bookmark: str
    done: int = 0
    total: int | None = None
    message: str = ""
    stopping: bool = False
    _written: float = field(default=0.0, repr=False)
    _alone: bool = field(default=False, repr=False)

    def progress(
        self, done: int, total: int | None = None, message: str = "", bookmark: str | None = None
    ) -> None:
        """Say how far the work is. A bookmark is written at once: what is before it need not be done again.

        Raises Stopped when somebody asked for that, or when the work was taken up by another program.
        """
        self.done, self.total, self.message = done, total, message
        now = time.monotonic()
        if not self._alone and (bookmark is not None or now - self._written >= PAUSE_S):
            self._written = now
            self.hear({} if bookmark is None else {"bookmark": bookmark})
        if self.stopping:
            raise Stopped

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One transaction of the job: all of it, or nothing when it is stopped or fails."""
        with self.database.writing() as connection:
            self._alone = self.database.is_sqlite
            try:
                yield connection
            finally:
                self._alone = False

    def keep(self, connection: Connection, outcome: Outcome) -> Outcome:
        """End the work within the transaction of its effect, as the last thing there. Raises Stopped where it
        is another's turn: nothing is kept twice."""
        if not work.end(
            connection, self.fair_id, self.number, turn=self.turn, state="done", at=self.clock(),
            result=outcome.result, told=outcome.told,
        ):  # fmt: skip
            raise Stopped
        return outcome

    def hear(self, more: Mapping[str, object]) -> None:
        """Write down that the work lives, unless this very job keeps others from writing."""
        if self._alone:
            return
        how_far = {"done": self.done, "total": self.total, "message": self.message, **more}
        with self.database.writing() as connection:
            at = self.clock()
            stop = work.hear(connection, self.fair_id, self.number, turn=self.turn, at=at, **how_far)
        self.stopping |= stop


Job = Callable[[Task], Outcome]
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
        self._at_work: dict[tuple[int, int], Task] = {}

    def start(
        self, fair_id: int, kind: str, input: Mapping[str, Any], *, by: str, upload: bytes = b""
    ) -> int:
        """Begin work and return its number; the row is there before it begins. Raises AlreadyAtWork.

        `upload` is kept as the parts of a file that the job is to read.
        """
        with self._database.reading() as connection:
            # Asked before the lock is: work that writes may hold it for a while.
            work.require_none(connection, fair_id, kind, now=self._clock())
        with self._database.writing() as connection:
            number = work.begin(connection, fair_id, kind=kind, input=input, at=self._clock(), by=by)
            for no, body in work_files.split(upload):
                work_files.put(connection, fair_id, number, no, body)
        self._run(fair_id, number)
        return number

    def take_up(self, fair_id: int, number: int) -> None:
        """Go on with interrupted work. Raises NoSuchWork, NotInterrupted, AlreadyAtWork."""
        if (fair_id, number) in self._at_work:
            raise work.NotInterrupted(str(number))
        with self._database.writing() as connection:
            if work.find(connection, fair_id, number, now=self._clock()).kind not in self._jobs:
                raise work.NotInterrupted(f"{number} is of a kind this program does not know")
            work.take_up(connection, fair_id, number, at=self._clock())
        self._run(fair_id, number)

    def stop(self, fair_id: int, number: int) -> None:
        """Ask work to stop, whichever program does it. Raises NoSuchWork."""
        task = self._at_work.get((fair_id, number))
        if task is not None:
            task.stopping = True
            return
        with self._database.writing() as connection:
            work.ask_to_stop(connection, fair_id, number, now=self._clock())

    def seen(self, fair_id: int, found: Work) -> Work:
        """Work as it stands this moment: of its own this program knows more than the row says."""
        task = self._at_work.get((fair_id, found.number))
        if task is None or found.state not in ("running", "interrupted"):
            return found
        return replace(
            found, state="running", done=task.done, total=task.total, message=task.message,
            cancel_asked=task.stopping,
        )  # fmt: skip

    def _run(self, fair_id: int, number: int) -> None:
        with self._database.reading() as connection:
            found = work.find(connection, fair_id, number, now=self._clock())
        task = Task(
            database=self._database,
            clock=self._clock,
            fair_id=fair_id,
            number=number,
            turn=found.turn,
            by=found.by,
            input=found.input,
            bookmark=found.bookmark,
            done=found.done,
            total=found.total,
        )
        self._at_work[fair_id, number] = task
        self._spawn(lambda: self._do(self._jobs[found.kind], task))

    def _do(self, job: Job, task: Task) -> None:
        over = threading.Event()
        pulse = threading.Thread(target=self._beat, args=(task, over), daemon=True)
        pulse.start()
        try:
            came = job(task)
            outcome: dict[str, Any] = {"state": "done", "result": came.result, "told": came.told}
        except Stopped:
            outcome = {"state": "cancelled"}
        except Refused as refusal:
            outcome = {"state": "failed", "message": str(refusal), "told": refusal.told}
        except Exception:
            log.exception("work %s of fair %s failed", task.number, task.fair_id)
            outcome = {"state": "failed"}
        finally:
            over.set()
        try:
            # Where the job kept its end itself, or another program has the turn by now, this changes nothing.
            with self._database.writing() as connection:
                work.end(connection, task.fair_id, task.number, turn=task.turn, at=self._clock(), **outcome)
        finally:
            self._at_work.pop((task.fair_id, task.number), None)

    def _beat(self, task: Task, over: threading.Event) -> None:
        """Say that the work lives while one of its steps takes long."""
        while not over.wait(work.SILENT_MS / 5_000):
            task.hear({})
