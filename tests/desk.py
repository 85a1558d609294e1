"""The centre's desk for tests: its sync API over HTTP, and terminals that sign what they say to it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette
from starlette.testclient import TestClient

from fairpos.core.sync import Hello, Push
from fairpos.db.writer import Writer
from fairpos.server.sync import ENTRIES, HELLO, Centre, routes
from fairpos.web.application import application
from fairpos.web.pages import environment
from fairpos.web.toolkit import Toolkit
from fairpos.wire import messages
from tests.hall import Body, Hall, Journal, body_of

FAIR = "thu-nho-2026"


class Desk:
    """The sync API. `signer` is the enrolled terminal `tram-1`."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.writer = Writer(hall.database, "ledger")
        self.centre = Centre(hall.database, self.writer, lambda: hall.now)
        self.client = TestClient(self.app(), raise_server_exceptions=False)
        self.signer = Signer(self, "tram-1")

    def app(self) -> Starlette:
        toolkit = Toolkit(environment=environment(), clock=lambda: self.hall.now)
        return application(routes(self.centre), toolkit)


class Signer:
    """An enrolled terminal that speaks HTTP."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk = desk
        self.name = name
        seed = name.encode().ljust(32, b".")
        self.key = Ed25519PrivateKey.from_private_bytes(seed)
        public = self.key.public_key().public_bytes_raw()
        self.journal = Journal(desk.hall, desk.hall.terminal(name, key=public), f"stream-of-{name}")

    def headers(self, path: str, body: bytes) -> dict[str, str]:
        signature = b64encode(self.key.sign(messages.signed_bytes(path, body))).decode()
        return {
            "FairPOS-Terminal": f"{FAIR}/{self.name}",
            "FairPOS-Signature": signature,
            "Accept": "application/json",
        }

    def say(self, path: str, body: bytes, **headers: str) -> Any:
        """Post some bytes, honestly signed."""
        return self.desk.client.post(path, content=body, headers=self.headers(path, body) | headers)

    def get(self, path: str) -> Any:
        return self.desk.client.get(path, headers=self.headers(path, b""))

    def hello_body(self, **changes: Any) -> bytes:
        fields: dict[str, Any] = {
            "terminal": self.name,
            "stream": self.journal.stream,
            "after": None,
            "top": len(self.journal.bodies),
            "at": self.desk.hall.now,
            "offset": 0,
            "held": 0,
            "oldest_at": None,
            "version": "0.1.0",
            "edition": 1,
        }
        return messages.write_hello(Hello(**(fields | changes)))

    def hello(self, **changes: Any) -> Any:
        return self.say(HELLO, self.hello_body(**changes))

    def push_body(self, first: int, bodies: Sequence[bytes], **changes: Any) -> bytes:
        fields: dict[str, Any] = {
            "terminal": self.name,
            "stream": self.journal.stream,
            "first": first,
            "prev": self.journal.chain[first - 1].hash,
            "top": len(self.journal.bodies),
            "bodies": tuple(bodies),
        }
        return messages.write_push(Push(**(fields | changes)))

    def push(self, *new: Body) -> Any:
        """Write documents into the journal and send exactly these."""
        first = len(self.journal.bodies) + 1
        self.journal.bodies += [body_of(document) for document in new]
        return self.say(ENTRIES, self.push_body(first, self.journal.bodies[first - 1 :]))
