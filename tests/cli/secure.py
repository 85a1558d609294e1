"""A program behind `--https`, standing in this process with both its doors."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from fairpos.cli import https
from fairpos.cli.https import Served, Wish
from fairpos.server.settings import Settings
from fairpos.web import setup

START_SECONDS = 30


def now() -> int:
    return time.time_ns() // 1_000_000


def wish(**changes: Any) -> Wish:
    fields: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": 0,
        "https": True,
        "http_port": 0,
        "cert": None,
        "key": None,
        "names": (),
    }
    return Wish(**(fields | changes))


@dataclass(frozen=True)
class Standing:
    served: Served
    secure: str
    plain: str

    @property
    def port(self) -> int:
        return self.served.door.port


@contextmanager
def standing(app: Starlette, folder: Path, **changes: Any) -> Generator[Standing]:
    """Serve `app` over https and the set-up page beside it, each on a free port of 127.0.0.1."""
    with socket.create_server(("127.0.0.1", 0)) as secure, socket.create_server(("127.0.0.1", 0)) as plain:
        ports = secure.getsockname()[1], plain.getsockname()[1]
        asked = wish(http_port=ports[1], **changes)
        served = Served(Settings(data=folder), asked, ports[0], now)
        app.state.door = served.door
        with (
            running(https._server(app, served.context), secure),
            running(https._server(setup.plain_app(served.door, now)), plain),
        ):
            yield Standing(served, f"https://localhost:{ports[0]}", f"http://localhost:{ports[1]}")


@contextmanager
def running(server: uvicorn.Server, listener: socket.socket) -> Generator[None]:
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    end = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < end, "the server did not start in time"
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
