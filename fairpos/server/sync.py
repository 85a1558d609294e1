"""The sync API: what terminals say to the centre.

`Centre` answers messages and knows nothing of HTTP, so a terminal in the same process talks to it by a plain
call, with the same bytes and the same signature as from across a hall.
"""

from __future__ import annotations

import asyncio
import logging
from base64 import b64decode
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from fairpos.core.journal import Head
from fairpos.core.photo import MEDIA_TYPE, is_photo_key
from fairpos.core.sync import PUSH_BYTES_MAX, Answer, Push
from fairpos.db.database import Database
from fairpos.db.writer import Writer
from fairpos.ledger import editions, intake, photos, terminals
from fairpos.ledger.terminals import EnrolmentUsed, Terminal
from fairpos.web.machine import as_json, machine, problem
from fairpos.web.policy import PUBLIC, Policy
from fairpos.wire import messages
from fairpos.wire.messages import BadMessage

log = logging.getLogger(__name__)

HELLO, ENTRIES, EDITIONS = "/sync/v1/hello", "/sync/v1/entries", "/sync/v1/editions"
PHOTOS = "/sync/v1/photos"
ENROLMENT = "/sync/v1/enrolment"
ENROLMENT_BYTES_MAX = 1_024

LIVE_MAX = 20
"""A push of more entries than this is a backlog, and live sales go before it."""

BACKLOG_MAX = 40_000
"""Entries waiting for the writer beyond which a terminal is told to come back."""


class Refused(PermissionError):
    """The sender is not who it says, or was revoked. Nothing was stored."""


class NoSuchEdition(LookupError):
    """This settings edition does not exist."""


class NoSuchPhoto(LookupError):
    """This fair has no picture of this key."""


@dataclass(slots=True)
class _Known:
    terminal: Terminal
    key: Ed25519PublicKey


@dataclass(slots=True)
class _Fleet:
    """The terminals of one fair that may speak, by id, as they were read."""

    until: int
    known: dict[str, _Known]


KNOWN_MS = 1_000
"""How long a fair's terminals are remembered: a revocation takes effect within this time."""


class Centre:
    """The centre's side of the conversation, for every fair it holds. `clock` gives Unix milliseconds."""

    def __init__(self, database: Database, writer: Writer, clock: Callable[[], int]) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._fleets: dict[str, _Fleet] = {}
        self._waiting = 0

    def enrol(self, code: str, public_key: bytes) -> tuple[str, Terminal]:
        """Enrol a terminal by its one-time code: its fair's slug, and what it is known as.

        Raises EnrolmentUsed.
        """

        def work(connection: Connection) -> tuple[str, Terminal]:
            terminal = terminals.enrol(connection, code=code, public_key=public_key, at=self._clock())
            return terminals.fair_of(connection, terminal), terminal

        return self._writer.do(work)

    def hello(self, name: str, signature: str, body: bytes) -> Future[Answer]:
        """Answer a hello. Raises Refused, BadMessage."""
        terminal = self._admit(name, signature, HELLO, body)
        message = messages.read_hello(body)
        if message.terminal != terminal.id:
            raise Refused
        return self._writer.submit(lambda c: intake.hello(c, terminal, message, now=self._clock()))

    def push(self, name: str, signature: str, body: bytes) -> Future[Answer]:
        """Take entries in. The answer comes after they are flushed to disk. Raises Refused, BadMessage."""
        terminal = self._admit(name, signature, ENTRIES, body)
        message = messages.read_push(body)
        if message.terminal != terminal.id:
            raise Refused
        weight = len(message.bodies)
        if self._waiting > BACKLOG_MAX:
            return _now(Answer(status="busy", head=Head(0, bytes(32)), at=self._clock(), retry_ms=2_000))
        self._waiting += weight
        answer = self._writer.submit_to(
            self._take_in,
            (terminal, message),
            lane="live" if weight <= LIVE_MAX else "bulk",
            weight=weight,
        )
        answer.add_done_callback(lambda _: self._done(weight))
        return answer

    def _take_in(self, connection: Connection, pushes: Sequence[tuple[Terminal, Push]]) -> Sequence[Answer]:
        return intake.push_all(connection, pushes, now=self._clock())

    def _done(self, weight: int) -> None:
        self._waiting -= weight

    def edition(self, name: str, signature: str, number: int) -> bytes:
        """The bytes of a settings edition. Raises Refused, NoSuchEdition."""
        terminal = self._admit(name, signature, f"{EDITIONS}/{number}", b"")
        with self._database.reading() as connection:
            found = editions.one(connection, terminal.fair_id, number)
        if found is None:
            raise NoSuchEdition(number)
        return found

    def photo(self, name: str, signature: str, key: str) -> bytes:
        """The bytes of a picture. Raises Refused, NoSuchPhoto."""
        terminal = self._admit(name, signature, f"{PHOTOS}/{key}", b"")
        with self._database.reading() as connection:
            found = photos.one(connection, terminal.fair_id, key) if is_photo_key(key) else None
        if found is None:
            raise NoSuchPhoto(key)
        return found

    def _admit(self, name: str, signature: str, path: str, body: bytes) -> Terminal:
        if not name.isprintable():
            raise Refused
        fair, _, id_ = name.partition("/")
        known = self._fleet(fair).known.get(id_) or self._newcomer(fair, id_)
        try:
            known.key.verify(b64decode(signature, validate=True), messages.signed_bytes(path, body))
        except (InvalidSignature, ValueError) as error:
            raise Refused from error
        return known.terminal

    def _fleet(self, fair: str) -> _Fleet:
        """All of them at one reading: a hall that sends its backlog asks for each of 350 every second."""
        now = self._clock()
        fleet = self._fleets.get(fair)
        if fleet is None or not now <= fleet.until <= now + KNOWN_MS:
            before = fleet.known if fleet else {}
            with self._database.reading() as connection:
                found = [each for each in terminals.enrolled(connection, fair) if not each.revoked]
            known = {each.id: _known(each, before.get(each.id)) for each in found}
            fleet = _Fleet(now + KNOWN_MS, known)
            # A name that is made up leaves nothing behind.
            if known:
                self._fleets[fair] = fleet
        return fleet

    def _newcomer(self, fair: str, id_: str) -> _Known:
        """A terminal that enrolled since its fair's were last read. Raises Refused."""
        with self._database.reading() as connection:
            terminal = terminals.find(connection, fair, id_)
        if terminal is None or terminal.revoked:
            raise Refused
        known = _known(terminal, None)
        fleet = self._fleets.setdefault(fair, _Fleet(self._clock() + KNOWN_MS, {}))
        fleet.known[id_] = known
        return known


def _known(terminal: Terminal, before: _Known | None) -> _Known:
    if before is not None and before.terminal == terminal:
        return before
    return _Known(terminal, Ed25519PublicKey.from_public_bytes(terminal.public_key))


def _now(answer: Answer) -> Future[Answer]:
    future: Future[Answer] = Future()
    future.set_result(answer)
    return future


# --- the same over HTTP ------------------------------------------------------------------------------


# The signature is over the body, so it is checked after the body was read, by the Centre itself.
TERMINAL = Policy("terminal", lambda request: None if _name(request) else problem(401, "not-signed"))


def _name(request: Request) -> str | None:
    return request.headers.get("fairpos-terminal") if "fairpos-signature" in request.headers else None


class Enrolment(msgspec.Struct):
    """What a terminal enrols with: its one-time code and its Ed25519 public key in hex."""

    code: str
    public_key: str


_ENROLMENT = msgspec.json.Decoder(Enrolment)


def routes(centre: Centre) -> list[BaseRoute]:
    """Every address of the sync API."""

    async def answered(
        request: Request, body: bytes, ask: Callable[[str, str, bytes], Future[Answer]]
    ) -> Response:
        name, signature = request.headers["fairpos-terminal"], request.headers["fairpos-signature"]
        try:
            answer = await asyncio.wrap_future(ask(name, signature, body))
        except (Refused, intake.NotItsStream):
            return problem(401, "refused")
        except BadMessage as error:
            return as_json({"code": "bad-message", "detail": str(error)[:200]}, 400)
        except Exception:
            log.exception("a message could not be taken in; the terminal keeps its entries")
            return problem(503, "cannot-keep", {"Retry-After": "5"})
        return Response(messages.write_answer(answer), media_type="application/json")

    @machine(TERMINAL, body_max=messages.HELLO_BYTES_MAX)
    async def hello(request: Request, body: bytes) -> Response:
        return await answered(request, body, centre.hello)

    @machine(TERMINAL, body_max=PUSH_BYTES_MAX + messages.PUSH_LINE_BYTES_MAX)
    async def entries(request: Request, body: bytes) -> Response:
        return await answered(request, body, centre.push)

    @machine(TERMINAL, body_max=0)
    async def edition(request: Request, _body: bytes) -> Response:
        name, signature = request.headers["fairpos-terminal"], request.headers["fairpos-signature"]
        number = request.path_params["number"]
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return problem(404, "no-such-edition")
        try:
            body = centre.edition(name, signature, int(number))
        except Refused:
            return problem(401, "refused")
        except NoSuchEdition:
            return problem(404, "no-such-edition")
        return Response(body, media_type="application/json")

    @machine(TERMINAL, body_max=0)
    async def photo(request: Request, _body: bytes) -> Response:
        name, signature = request.headers["fairpos-terminal"], request.headers["fairpos-signature"]
        try:
            body = centre.photo(name, signature, str(request.path_params["key"]))
        except Refused:
            return problem(401, "refused")
        except NoSuchPhoto:
            return problem(404, "no-such-photo")
        return Response(body, media_type=MEDIA_TYPE)

    @machine(PUBLIC, body_max=ENROLMENT_BYTES_MAX)
    async def enrolment(_request: Request, body: bytes) -> Response:
        try:
            wanted = _ENROLMENT.decode(body)
            key = bytes.fromhex(wanted.public_key)
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, RecursionError):
            return problem(400, "bad-message")
        try:
            fair, terminal = await asyncio.to_thread(centre.enrol, wanted.code, key)
        except EnrolmentUsed:
            return problem(410, "code-used")
        return as_json({"terminal": terminal.id, "fair": fair})

    return [
        Route(HELLO, hello, methods=["POST"]),
        Route(ENTRIES, entries, methods=["POST"]),
        # Not {number:int}: Starlette fails on a number of five thousand figures.
        Route(EDITIONS + "/{number}", edition),
        Route(PHOTOS + "/{key}", photo),
        Route(ENROLMENT, enrolment, methods=["POST"]),
    ]


class InProcess:
    """A terminal's transport to a centre in the same process: the same bytes, no socket."""

    def __init__(self, centre: Centre, name: str) -> None:
        self._centre = centre
        self._name = name

    def send(self, path: str, body: bytes, signature: str) -> bytes:
        """As the terminal's Transport. Whatever fails is raised as it is: the courier asks again."""
        if path == HELLO:
            return messages.write_answer(self._centre.hello(self._name, signature, body).result())
        if path == ENTRIES:
            return messages.write_answer(self._centre.push(self._name, signature, body).result())
        if path.startswith(PHOTOS):
            return self._centre.photo(self._name, signature, path.removeprefix(f"{PHOTOS}/"))
        return self._centre.edition(self._name, signature, int(path.removeprefix(f"{EDITIONS}/")))
