"""A booth for tests: a terminal whose courier takes a step when it is told to, and the line to its centre."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from booth_terminal import journal, tables
from booth_terminal.app import routes
from booth_terminal.courier import Courier, Unreached
from booth_terminal.journal import Posted
from booth_terminal.terminal import Terminal, enrolled, prepare, start, take_identity
from fairpos.core.journal import Head
from fairpos.core.sync import BACKOFF_CAP_MS
from fairpos.db.writer import Writer
from fairpos.ledger import fleet
from fairpos.server.sync import Centre, InProcess
from fairpos.web.application import application
from fairpos.web.pages import environment
from fairpos.web.toolkit import Toolkit
from tests.hall import Body, Hall, body_of

FAIR, NAME = "thu-nho-2026", "tram-1"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PORTAL = b"<!DOCTYPE html><title>Wi-Fi</title><p>Please accept our terms."


class Line:
    """The line to the centre. `trouble` says what is wrong with it, None when all is well."""

    def __init__(self, centre: Centre) -> None:
        self._centre = InProcess(centre, f"{FAIR}/{NAME}")
        self.trouble: str | None = None
        self.sent: list[str] = []
        self.meddle: Callable[[str, bytes], bytes] | None = None

    def send(self, path: str, body: bytes, signature: str) -> bytes:
        self.sent.append(path)
        match self.trouble:
            case "dead":
                raise Unreached("no route to the centre")
            case "portal":
                return PORTAL
            case "503":
                raise Unreached("the centre answered 503: cannot-keep")
        answer = self._centre.send(path, body, signature)
        if self.trouble == "answer lost":
            raise Unreached("the line went dead before the answer came")
        return self.meddle(path, answer) if self.meddle else answer


class Booth:
    """The terminal `tram-1` of the hall. Its courier has no thread of its own: see `deliver`."""

    def __init__(self, hall: Hall, path: Path) -> None:
        self.hall = hall
        self.path = path
        self.centre_writer = Writer(hall.database, "ledger")
        self.line = Line(Centre(hall.database, self.centre_writer, self.now))
        self._numbers = itertools.count(1)
        hall.terminal(NAME, key=KEY.public_key().public_bytes_raw())
        database = prepare(f"sqlite:///{path}")
        take_identity(database, id=NAME, fair=FAIR, key=KEY)
        database.close()
        self.terminal = self.open()

    def now(self) -> int:
        return self.hall.now

    def new_secret(self) -> str:
        return f"secret-{next(self._numbers)}"

    def open(self) -> Terminal:
        """Start the program on its database, as after a power cut."""
        with patch.object(Courier, "start", lambda _courier: None):
            self.terminal = start(
                prepare(f"sqlite:///{self.path}"),
                lambda _identity: self.line,
                clock=self.now,
                new_id=lambda: f"{next(self._numbers):032x}",
                new_secret=self.new_secret,
            )
        self.courier._jitter = lambda: 0.5
        assert enrolled(self.terminal.database) is not None
        return self.terminal

    def stop(self) -> None:
        self.terminal.stop()
        self.centre_writer.stop()

    @property
    def courier(self) -> Courier:
        return self.terminal.courier

    def keep(self, *made: Body) -> None:
        """Have documents kept as a till's post would, and wait for the disk."""
        posted = [Posted(_id_of(document), body_of(document)) for document in made]
        self.terminal.keep(posted).result(10)

    def deliver(self) -> None:
        """Let the courier talk until it has nothing more to say just now."""
        for _ in range(50):
            if not self.courier.step():
                return
        raise AssertionError("the courier does not come to rest")

    def later(self, milliseconds: int = BACKOFF_CAP_MS) -> None:
        """Some time passes: by default long enough for any waiting to be over."""
        self.hall.now += milliseconds

    def enrol(self, till: str) -> str:
        """Enrol a device as this till, through an edition of the centre. Returns its token."""
        code = f"mã-{till}-{next(self._numbers)}"
        self.publish_code(till, code)
        return self.terminal.enrol(code)[1]

    def publish_code(self, till: str, code: str) -> None:
        with self.hall.database.writing() as connection:
            fleet.open_enrolment(connection, self.hall.fair_id, till, code=code, at=self.hall.now, by="hoa")
        self.later()
        self.deliver()

    def revoke(self, till: str) -> None:
        with self.hall.database.writing() as connection:
            fleet.revoke_till(connection, self.hall.fair_id, till, at=self.hall.now, by="hoa")
        self.later()
        self.deliver()

    def bodies(self) -> list[bytes]:
        """What the open stream of the journal holds."""
        with self.terminal.database.reading() as connection:
            stream = journal.current(connection)
            assert stream is not None
            return journal.after(connection, stream, 0, 1_000_000)

    def head(self) -> Head:
        with self.terminal.database.reading() as connection:
            stream = journal.current(connection)
            assert stream is not None
            return journal.head(connection, stream)

    def streams(self) -> list[tuple[str, str | None]]:
        """Each stream ever opened, and the one it continues."""
        table = tables.stream
        with self.terminal.database.reading() as connection:
            rows = connection.execute(select(table.c.id, table.c.after).order_by(table.c.no))
            return [tuple(row) for row in rows]

    def app(self) -> Starlette:
        """The terminal's program, as it is served."""
        app = application(routes(), Toolkit(environment=environment(), clock=self.now))
        app.state.terminal = self.terminal
        return app

    @contextmanager
    def client(self, token: str | None = None) -> Generator[TestClient]:
        """A program that talks to the terminal, as the till of this token."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Accept": "application/json"}
        with TestClient(self.app(), headers=headers, raise_server_exceptions=False) as client:
            yield client


def _id_of(document: Body) -> str:
    return "f" * 32 if isinstance(document, bytes) else document.id
