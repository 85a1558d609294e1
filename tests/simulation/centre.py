"""The machine at the centre: the real `Centre` over a disk that can fail."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from fairpos.core.sync import Answer, Hello
from fairpos.db.database import Database
from fairpos.ledger import tables, terminals
from fairpos.ledger.intake import NotItsStream
from fairpos.server.sync import EDITIONS, HELLO, Centre, NoSuchEdition, Refused
from fairpos.wire import messages
from fairpos.wire.messages import BadMessage
from tests.simulation.clock import Agenda, Clock
from tests.simulation.disk import Copy, Disk, Killed, Scribe
from tests.simulation.network import NoAnswer
from tests.simulation.truth import Truth

NAME = "centre"

Message = tuple[str, str, bytes, str]
"""The sender's name, the path, the bytes, the signature."""
Taken = Future[Answer] | bytes | NoAnswer


class Unexpected(AssertionError):
    """The program raised what no fault of a disk, a line or a sender explains."""


class HeadFell(AssertionError):
    """Within one life of the database the head of a stream went back."""


class CentreMachine:
    """One life of the database lasts until an older copy is put back."""

    def __init__(
        self,
        path: Path,
        template: bytes,
        agenda: Agenda,
        rng: Random,
        clock: Clock,
        truth: Truth,
        counts: Counter[str],
    ) -> None:
        self.disk = Disk(path, template)
        self._agenda = agenda
        self._rng = rng
        self.clock = clock
        self.slug = "thu-nho-2026"
        self._truth = truth
        self._counts = counts
        self._heads: dict[str, int] = {}
        self._late: list[Message] = []
        self.up = False
        self.start()

    @property
    def database(self) -> Database:
        assert self.disk.database is not None, "the centre is up"
        return self.disk.database

    def start(self) -> None:
        if self.up:
            return
        database = self.disk.open()
        self.scribe = Scribe(database, self.disk)
        self.centre = Centre(database, self.scribe, self.clock)
        self.up = True

    def stop(self) -> None:
        self.disk.close()
        self.up = False

    def died(self) -> None:
        self._counts["centre crashes"] += 1
        self.stop()
        self._agenda.after(self._rng.randint(500, 20_000), self.start)

    def copy(self) -> tuple[Copy, frozenset[bytes]]:
        """A backup, and what the centre had promised when it was made."""
        return self.disk.copy(), self._truth.copy_of(NAME)

    def put_back(self, copy: tuple[Copy, frozenset[bytes]]) -> None:
        """A new life from an older copy."""
        self.stop()
        self.disk.put_back(copy[0])
        self._truth.went_back(NAME, copy[1])
        self._heads.clear()
        self.start()

    def enrol(self, id: str, public_key: bytes) -> None:
        """An organiser makes a place for a terminal, and it takes it. Nothing happens when it has it."""
        with self.database.writing() as connection:
            if terminals.find(connection, self.slug, id) is not None:
                return
            fair_id = connection.execute(select(tables.fair.c.id)).scalar_one()
            terminals.expect(connection, fair_id, id=id, name=id, code=f"code of {id}")
        self.centre.enrol(f"code of {id}", public_key)

    def head_of(self, stream: str) -> int:
        """How many entries of a stream are here; 0 when that cannot be asked just now."""
        if not self.up:
            return 0
        with self.database.reading() as connection:
            table = tables.stream
            return connection.execute(select(table.c.head_seq).where(table.c.id == stream)).scalar() or 0

    # --- what terminals say ----------------------------------------------------------------------

    def ask(self, message: Message) -> bytes:
        """Answer one message as the HTTP routes do, and what came late with it. Raises NoAnswer."""
        late, self._late = self._late, []
        answer = self._ask_together([*late, message])[-1]
        if isinstance(answer, NoAnswer):
            raise answer
        return answer

    def came_late(self, message: Message) -> None:
        """A message whose sender has given up. It is taken in with the next one, or after a while alone."""
        self._counts["requests delivered late"] += 1
        self._late.append(message)
        self._agenda.after(2_000, self._take_late)

    def _take_late(self) -> None:
        late, self._late = self._late, []
        if late:
            self._ask_together(late)

    def _ask_together(self, asked: list[Message]) -> list[bytes | NoAnswer]:
        """Messages that wait for the writer at the same moment share one commit."""
        if not self.up:
            return [NoAnswer("the centre is down") for _ in asked]
        try:
            self.scribe.gathering = len(asked) > 1
            futures = [self._take(*message) for message in asked]
            self.scribe.flush()
            return [self._give(message, future) for message, future in zip(asked, futures, strict=True)]
        except Killed:
            self.died()
            return [NoAnswer("the centre died") for _ in asked]

    def _take(self, name: str, path: str, body: bytes, signature: str) -> Taken:
        try:
            if path.startswith(EDITIONS):
                number = int(path.removeprefix(f"{EDITIONS}/"))
                return self.centre.edition(name, signature, number)
            return (self.centre.hello if path == HELLO else self.centre.push)(name, signature, body)
        except (Refused, BadMessage, NoSuchEdition) as error:
            self._counts["messages refused"] += 1
            return NoAnswer(repr(error))

    def _give(self, message: Message, taken: Taken) -> bytes | NoAnswer:
        if not isinstance(taken, Future):
            return taken
        try:
            answer = taken.result()
        except (OperationalError, NotItsStream) as error:
            self._counts["messages the centre could not keep"] += 1
            return NoAnswer(repr(error))
        except Exception as error:
            raise Unexpected(f"the centre: {error!r}") from error
        self._note(message[1], message[2], answer)
        return messages.write_answer(answer)

    def _note(self, path: str, body: bytes, answer: Answer) -> None:
        """Write down what the centre has just promised, and that it takes nothing back."""
        if answer.status == "busy":
            return
        said = messages.read_hello(body) if path == HELLO else messages.read_push(body)
        if answer.head.seq < self._heads.get(said.stream, 0):
            raise HeadFell(
                f"{said.stream}: {self._heads[said.stream]} entries were here, now {answer.head.seq}"
            )
        self._heads[said.stream] = answer.head.seq
        if not isinstance(said, Hello) and answer.status == "ok":
            held = max(0, answer.head.seq - said.first + 1)
            self._truth.promised(NAME, said.bodies[:held])
