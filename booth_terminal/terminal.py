"""One running terminal: its parts, put together in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from booth_terminal import editions, identity, journal, tables, takeovers
from booth_terminal.courier import Courier, Transport
from booth_terminal.crowd import Crowd
from booth_terminal.drawing import Drawing
from booth_terminal.identity import Identity
from booth_terminal.journal import Posted
from booth_terminal.payments import Payments
from booth_terminal.spool import Spooler
from booth_terminal.stock import Stock
from booth_terminal.tills import Tills
from fairpos.core.fair import Till
from fairpos.db.database import Database
from fairpos.db.migrate import migrate
from fairpos.db.writer import Lane, Writer

MIGRATIONS = Path(__file__).parent / "migrations"
LIVE_MAX = 20
"""A post of more documents than this is a backlog, and live sales go before it."""


class NotYetEnrolled(RuntimeError):
    """This terminal has no identity: it must enrol at the centre first."""


class JournalBroken(RuntimeError):
    """An entry does not follow from the one before it. Nothing may be appended to such a journal."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a till is told after its documents are flushed.

    `mark` stands for everything the journal holds now. `again` says that it no longer holds what the till's
    last mark stood for: the terminal's disk went back, and the till must send everything once more.
    """

    mark: str
    again: bool


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal with its journal open and its tills known. `clock` gives Unix milliseconds."""

    database: Database
    writer: Writer
    identity: Identity
    tills: Tills
    courier: Courier
    clock: Callable[[], int]
    new_secret: Callable[[], str]
    drawing: Drawing
    printing: Spooler

    payments: Payments = field(init=False)
    stock: Stock = field(init=False)
    crowd: Crowd = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "payments", Payments(self.database))
        object.__setattr__(self, "stock", Stock(self.database))
        object.__setattr__(self, "crowd", Crowd(self.database))

    def now(self) -> int:
        """The terminal's time, put right by what the centre last said.

        A clock that fell back to 1970 makes nonsense with the offset it had before, but never a time before
        that: no message may carry one, and the next answer from the centre would never be heard.
        """
        return max(0, self.clock() + (self.courier.clock_offset or 0))

    def keep(self, posted: Sequence[Posted], mark: str | None = None) -> Future[Kept]:
        """Append documents to the journal; the future resolves once they are flushed to disk.

        `mark` is the last one this till was told, None before the first.
        """
        weight = len(posted)
        lane: Lane = "live" if weight <= LIVE_MAX else "bulk"
        kept = self.writer.submit_to(self._append, (posted, mark), lane=lane, weight=weight)
        kept.add_done_callback(lambda _: self._kept())
        return kept

    def seek(self) -> None:
        """Ask the centre soon whether there is a newer edition."""
        self.tills.seek()
        self.courier.nudge()

    def _kept(self) -> None:
        self.courier.nudge()
        self.printing.nudge()

    def _append(
        self, connection: Connection, posts: Sequence[tuple[Sequence[Posted], str | None]]
    ) -> list[Kept]:
        """Everything that waits, appended in one sweep."""
        stream = journal.current(connection)
        assert stream is not None, "a running terminal has a stream"
        documents = [document for posted, _ in posts for document in posted]
        at = self.now()
        journal.append(connection, stream, documents, at=at)
        self.printing.expect(connection, documents, at=at)
        now = journal.mark(stream, journal.head(connection, stream))
        return [Kept(now, _gone_back(connection, stream, mark)) for _, mark in posts]

    def standing(self, mark: str | None) -> Kept:
        """As `keep`, for a till that has nothing to hand in."""
        with self.database.reading() as connection:
            stream = journal.current(connection)
            assert stream is not None, "a running terminal has a stream"
            now = journal.mark(stream, journal.head(connection, stream))
            return Kept(now, _gone_back(connection, stream, mark))

    def enrol(self, code: str) -> tuple[Till, str]:
        """Enrol a device: the till its code names, and the token to carry. Raises UnknownCode, CodeUsed."""
        token = self.new_secret()
        with self.database.reading() as connection:
            # Beside the writer: it reads the whole journal, and no sale must wait for that.
            begin = takeovers.begin(connection, self.tills.expected(connection, code).id)
        till = self.writer.do(
            lambda c: self.tills.enrol(c, code=code, token=token, at=self.now(), begin=begin)
        )
        self.tills.enrolled(till, token, begin)
        self.printing.greet(till.id, at=self.now())
        return till, token

    def sign_out(self, till: Till) -> None:
        """Let the device of this till go. Nobody is this till until somebody enrols again."""
        self.writer.do(lambda c: self.tills.let_go(c, till))
        self.tills.gone(till)

    def stop(self) -> None:
        self.courier.stop()
        self.printing.stop()
        self.writer.stop()
        self.database.close()


def _gone_back(connection: Connection, stream: journal.Stream, mark: str | None) -> bool:
    return mark is not None and not journal.knows(connection, stream, mark)


def prepare(url: str) -> Database:
    """Open a terminal's database at the newest schema."""
    database = Database(url)
    migrate(database, tables.metadata, MIGRATIONS)
    return database


def enrolled(database: Database) -> Identity | None:
    """The identity kept in a terminal's database, None before it enrolled."""
    with database.reading() as connection:
        return identity.load(connection)


def take_identity(database: Database, *, id: str, fair: str, key: Ed25519PrivateKey) -> Identity:
    """Keep the identity that the centre has just given this terminal."""
    found = Identity(id, fair, key)
    with database.writing() as connection:
        identity.keep(connection, found)
    return found


def start(
    database: Database,
    transport: Callable[[Identity], Transport],
    *,
    clock: Callable[[], int],
    new_id: Callable[[], str],
    new_secret: Callable[[], str],
    receipt_link: Callable[[str], str] = lambda _sale: "",
) -> Terminal:
    """Put a terminal together and start its courier and its printers. Raises NotYetEnrolled, JournalBroken.

    `receipt_link` gives the address at which a buyer finds a sale's receipt, "" where there is none.
    """
    found = enrolled(database)
    if found is None:
        raise NotYetEnrolled
    with database.writing() as connection:
        stream = journal.current(connection)
        if stream is None:
            key = found.public_key
            journal.begin(connection, terminal=found.id, public_key=key, id=new_id(), at=clock())
        else:
            broken = journal.chain_fault(connection, stream)
            if broken is not None:
                raise JournalBroken(f"entry {broken} of stream {stream.id} does not follow the one before it")
        tills = Tills(connection, editions.newest(connection))
    writer = Writer(database, "journal")
    courier = Courier(database, writer, found, tills, transport(found), clock=clock, new_id=new_id)

    def now() -> int:
        return max(0, clock() + (courier.clock_offset or 0))

    drawing = Drawing(database, lambda: tills.edition, now=now, link=receipt_link)
    printing = Spooler(database, writer, drawing, now=now)
    tills.printer_of = printing.state_for
    courier.start()
    printing.start()
    return Terminal(database, writer, found, tills, courier, clock, new_secret, drawing, printing)
