"""The machine in a hall: the real `Terminal` and `Courier` over a disk and a line that can fail."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.exc import OperationalError

from booth_terminal import journal, posts
from booth_terminal import terminal as program
from booth_terminal.courier import Courier, Unreached
from booth_terminal.terminal import Kept, Terminal
from fairpos.db.database import Database
from fairpos.wire.editions import BadEdition
from tests.simulation.centre import CentreMachine, Unexpected
from tests.simulation.clock import Agenda, Clock
from tests.simulation.disk import Copy, Disk, Killed, Scribe
from tests.simulation.network import PATIENCE_MS, Line, NoAnswer
from tests.simulation.truth import Truth

STEPS_MAX = 2_000
"""A courier that says more than this without a pause has fallen into a loop."""

Branch = list[bytes]


class Storm(AssertionError):
    """The courier does not come to rest."""


class Stepped(Courier):
    """The courier without its thread: the simulation steps it."""

    def start(self) -> None:
        pass


class TerminalMachine:
    """One terminal from its enrolment on. `streams` remembers every branch of every stream it ever wrote."""

    def __init__(
        self, path: Path, template: bytes, agenda: Agenda, rng: Random, clock: Clock, line: Line, **rest: Any
    ) -> None:
        self.centre: CentreMachine = rest["centre"]
        self._truth: Truth = rest["truth"]
        self._counts: Counter[str] = rest["counts"]
        self.id: str = rest["id"]
        self._agenda = agenda
        self._rng = rng
        self.clock = clock
        self.line = line
        self.disk = Disk(path, template)
        self.captured: list[tuple[str, bytes, str]] = []
        self.branches: dict[str, list[Branch]] = {}
        self.went_back = 0
        self.gone = False
        self.told_time = False
        self.up = False
        self._round = 0
        self.key = Ed25519PrivateKey.from_private_bytes(rng.randbytes(32))
        self.centre.enrol(self.id, self.key.public_key().public_bytes_raw())
        program.take_identity(self.disk.open(), id=self.id, fair=self.centre.slug, key=self.key)
        self.disk.close()
        self.start()

    @property
    def name(self) -> str:
        return f"{self.centre.slug}/{self.id}"

    @property
    def database(self) -> Database:
        assert self.disk.database is not None, "the terminal is up"
        return self.disk.database

    # --- the machine -----------------------------------------------------------------------------

    def start(self) -> None:
        """Run the program's own start, with its two threads taken out."""
        if self.gone or self.up:
            return
        database = self.disk.open()
        try:
            with mock.patch.multiple(program, Writer=self._scribe, Courier=self._courier):
                self.terminal: Terminal = program.start(
                    database,
                    lambda _: self,
                    clock=self.clock,
                    new_id=self._new_id,
                    new_secret=self._new_id,
                )
        except Killed:
            self.died()
            return
        except OperationalError:
            # The disk was full before the first stream could be opened: the supervisor tries again.
            self.disk.close()
            self._agenda.after(5_000, self.start)
            return
        self.up = True
        self.told_time = False
        self.wake_in(self._rng.randint(0, 500))

    def stop(self) -> None:
        self.disk.close()
        self.up = False
        self._round += 1

    def died(self) -> None:
        self._counts["terminal crashes"] += 1
        self.stop()
        self._agenda.after(self._rng.randint(500, 20_000), self.start)

    def copy(self) -> tuple[Copy, frozenset[bytes]]:
        return self.disk.copy(), self._truth.copy_of(self.id)

    def put_back(self, copy: tuple[Copy, frozenset[bytes]], *, silently: bool = True) -> None:
        """The whole disk is an older copy of itself. Whoever restored it may say so: a new stream begins."""
        self._remember_branches()
        self.stop()
        self.disk.put_back(copy[0])
        self._truth.went_back(self.id, copy[1])
        self.went_back += 1
        if not silently:
            key = self.key.public_key().public_bytes_raw()
            with self.disk.open().writing() as connection:
                journal.begin(
                    connection, terminal=self.id, public_key=key, id=self._new_id(), at=self.clock()
                )
            self.disk.close()
        self.start()

    def lose(self) -> None:
        """Stolen, drowned or formatted."""
        self._remember_branches()
        self.stop()
        self.gone = True
        self._truth.went_back(self.id)

    def journals(self) -> dict[str, Branch]:
        """Every stream on this disk as it stands."""
        with self.database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT stream.id, entry.body FROM stream LEFT JOIN entry ON entry.stream_no = stream.no "
                "ORDER BY stream.no, entry.seq"
            ).all()
        found: dict[str, Branch] = {}
        for id_, body in rows:
            found.setdefault(id_, []).extend([bytes(body)] if body is not None else [])
        return found

    def current(self) -> journal.Stream:
        with self.database.reading() as connection:
            stream = journal.current(connection)
        assert stream is not None, "a terminal that is up has a stream"
        return stream

    def knows(self, mark: str) -> bool:
        """Whether the journal still holds what it held when it gave this mark."""
        with self.database.reading() as connection:
            stream = journal.current(connection)
            return stream is not None and journal.knows(connection, stream, mark)

    def _remember_branches(self) -> None:
        reopened = self.disk.database is None
        if reopened:
            self.disk.open()
        for id_, branch in self.journals().items():
            self.branches.setdefault(id_, []).append(branch)
        if reopened:
            self.disk.close()

    def _scribe(self, database: Database, _name: str) -> Scribe:
        return Scribe(database, self.disk)

    def _courier(self, *parts: Any, **settings: Any) -> Stepped:
        return Stepped(*parts, **settings, jitter=self._rng.random)

    def _new_id(self) -> str:
        return f"{self._rng.getrandbits(128):032x}"

    # --- what tills say --------------------------------------------------------------------------

    def receive_together(self, bodies: list[bytes]) -> list[bytes | None]:
        """Answer posts as the route does; those that come at the same moment share one commit."""
        if not self.up:
            return [None for _ in bodies]
        scribe = self.terminal.writer
        assert isinstance(scribe, Scribe)
        try:
            scribe.gathering = len(bodies) > 1
            taken = [self._take(body) for body in bodies]
            scribe.flush()
            return [self._answer(post, future) for post, future in taken]
        except Killed:
            self.died()
            return [None for _ in bodies]

    def receive(self, body: bytes) -> bytes:
        """Raises NoAnswer."""
        (answer,) = self.receive_together([body])
        if answer is None:
            raise NoAnswer("the terminal is down or cannot keep it")
        return answer

    def _take(self, body: bytes) -> tuple[posts.Post, Future[Kept] | None]:
        post = posts.read(body)
        self.terminal.tills.spoke(post.till, at=self.terminal.now(), pending=post.pending, oldest_at=None)
        return post, self.terminal.keep(post.documents, post.mark) if post.documents else None

    def _answer(self, post: posts.Post, future: Future[Kept] | None) -> bytes | None:
        try:
            kept = future.result() if future is not None else self.terminal.standing(post.mark)
        except OperationalError:
            self._counts["posts a terminal could not keep"] += 1
            return None
        except Exception as error:
            raise Unexpected(f"{self.id}: {error!r}") from error
        self._truth.promised(self.id, (document.body for document in post.documents))
        self.wake_in(10)
        return msgspec.json.encode(
            {
                "mark": kept.mark,
                "again": kept.again,
                "at": self.terminal.now(),
                "kept": [document.id for document in post.documents],
                "refused": post.refused,
            }
        )

    # --- what the courier does -------------------------------------------------------------------

    def wake_in(self, ms: int) -> None:
        self._round += 1
        self._agenda.after(ms, partial(self._wake, self._round))

    def _wake(self, round: int) -> None:
        if not self.up or round != self._round:
            return
        courier = self.terminal.courier
        for _ in range(STEPS_MAX):
            reached_at = courier.reached_at
            try:
                said = courier.step()
            except Killed:
                self.died()
                return
            except (OperationalError, BadEdition):
                # As Courier._run does.
                courier._conversation.failed(self.clock(), self._rng.random())
                break
            except AssertionError:
                raise
            except Exception as error:
                raise Unexpected(f"the courier of {self.id}: {error!r}") from error
            self.told_time = self.told_time or courier.reached_at != reached_at
            if not said:
                break
        else:
            raise Storm(f"{self.id} said {STEPS_MAX} things without a pause")
        wait = courier._conversation.wait_ms(self.clock())
        self.wake_in(max(50, wait) + (PATIENCE_MS if courier.trouble else 0))

    def send(self, path: str, body: bytes, signature: str) -> bytes:
        """The courier's Transport."""
        message = (self.name, path, body, signature)
        if body:
            self.captured.append((path, body, signature))

        def deliver() -> bytes:
            return self.centre.ask(message)

        try:
            return self.line.ask(deliver, lambda: self.centre.came_late(message))
        except NoAnswer as error:
            raise Unreached(str(error)) from error

    def settled(self) -> bool:
        """Whether everything in this journal is known to be at the centre."""
        if not self.up:
            return False
        stream = self.current()
        with self.database.reading() as connection:
            head = journal.head(connection, stream)
        return self.terminal.courier.position == head
