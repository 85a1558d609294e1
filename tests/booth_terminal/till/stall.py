"""A real terminal in a process of its own, whose line to the centre is dead: what the tills here talk to.

    python -m tests.booth_terminal.till.stall FOLDER PORT

It can be killed at any moment and started again on the same port and the same journal.
"""

from __future__ import annotations

import json
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from booth_terminal import app, editions, journal, terminal
from booth_terminal.courier import Unreached
from booth_terminal.identity import Identity
from fairpos.core.fair import Edition
from fairpos.core.ids import uuid7
from fairpos.web.application import application
from fairpos.web.pages import environment
from fairpos.web.toolkit import Toolkit
from fairpos.wire import editions as wire
from tests.booth_terminal.till.world import CODES, GATES, PHONES, TILLS, edition

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 60


def now() -> int:
    return time.time_ns() // 1_000_000


def new_id() -> str:
    return uuid7(now(), secrets.randbits(74))


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'terminal.sqlite3'}"


class DeadLine:
    def __init__(self, _identity: Identity) -> None:
        pass

    def send(self, path: str, body: bytes, signature: str) -> bytes:
        raise Unreached("there is no centre in these tests")


def serve(folder: Path, port: int) -> None:
    database = terminal.prepare(url(folder))
    running = terminal.start(database, DeadLine, clock=now, new_id=new_id, new_secret=secrets.token_urlsafe)
    program = application(app.routes(), Toolkit(environment=environment(), clock=now))
    program.state.terminal = running
    listening = socket.create_server(("0.0.0.0", port))
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    uvicorn.Server(uvicorn.Config(program, log_level="warning", access_log=False)).run(sockets=[listening])


class Stall:
    """The terminal as a test handles it: start, kill, look into its journal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.process: subprocess.Popen[str] | None = None
        self.fresh_tills, self.fresh_gates, self.fresh_phones = iter(TILLS), iter(GATES), iter(PHONES)
        database = terminal.prepare(url(folder))
        key = Ed25519PrivateKey.generate()
        terminal.take_identity(database, id="TR1", fair=edition().fair.slug, key=key)
        database.close()
        self.publish(edition())

    def publish(self, settings: Edition) -> None:
        """Lay a settings edition in the terminal's database. It is read when the terminal starts."""
        database = terminal.prepare(url(self.folder))
        with database.writing() as connection:
            editions.keep(connection, wire.write(settings), at=now())
        database.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def link(self, till: str) -> str:
        return f"{self.url}/till/enrolment/{CODES[till]}"

    def start(self) -> None:
        assert self.process is None, "a terminal has one process"
        command = [sys.executable, "-m", __name__, str(self.folder), str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], START_SECONDS)
        line = self.process.stdout.readline() if ready else ""
        assert line.strip().isdigit(), "the terminal did not start"
        self.port = int(line)

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None

    def keep(self, document: dict[str, Any]) -> None:
        """Put a document into the journal as another device would have posted it."""
        database = terminal.prepare(url(self.folder))
        try:
            with database.writing() as connection:
                stream = journal.current(connection)
                assert stream is not None, "a running terminal has a stream"
                body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
                journal.append(connection, stream, [journal.Posted(document["id"], body)], at=now())
        finally:
            database.close()

    def documents(self, till: str) -> list[dict[str, Any]]:
        """A till's documents in the journal's newest stream, in the order they were kept."""
        database = terminal.prepare(url(self.folder))
        try:
            with database.reading() as connection:
                stream = journal.current(connection)
                assert stream is not None, "a running terminal has a stream"
                kept = [json.loads(body) for body in journal.after(connection, stream, 0, 10**6)]
        finally:
            database.close()
        return [document for document in kept if document["till"] == till]


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
