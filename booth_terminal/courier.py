"""The courier: carries the journal to the centre, entry by entry behind the centre's head.

Selling never waits for it. One request is in flight at a time; a lost answer, a dead line and a restored
centre are all healed by asking the centre where it stands and sending what comes after.
"""

from __future__ import annotations

import logging
import random
import ssl
import threading
from collections.abc import Callable
from typing import Protocol

import httpx2
from sqlalchemy import Connection

from booth_terminal import editions, journal, photos
from booth_terminal.identity import Identity
from booth_terminal.tills import Tills
from fairpos import __version__
from fairpos.core.fair import Edition
from fairpos.core.journal import Head
from fairpos.core.sync import (
    HEARTBEAT_MS,
    NEWS_MS,
    PUSH_ENTRIES_MAX,
    Answer,
    Conversation,
    Hello,
    Push,
    batch,
)
from fairpos.db.database import Database
from fairpos.db.writer import Writer
from fairpos.wire import messages
from fairpos.wire.editions import BadEdition
from fairpos.wire.messages import BadMessage

log = logging.getLogger(__name__)

HELLO, PUSH, EDITIONS = "/sync/v1/hello", "/sync/v1/entries", "/sync/v1/editions"
PHOTOS = "/sync/v1/photos"


class Unreached(Exception):
    """No answer that makes sense came back. The outcome of the request is unknown."""


class Transport(Protocol):
    """How bytes reach the centre: HTTP from another machine, a call inside the central process."""

    def send(self, path: str, body: bytes, signature: str) -> bytes:
        """Post a message (an empty body: get a resource) and give the answer's bytes. Raises Unreached."""
        ...


class HttpTransport:
    """The centre over HTTP. Times out early: a half-dead line is a dead line.

    `trust` is a context that knows the centre's own authority, True for what the system trusts.
    """

    def __init__(self, centre: str, identity: Identity, trust: ssl.SSLContext | bool = True) -> None:
        timeout = httpx2.Timeout(10.0, connect=3.0)
        self._client = httpx2.Client(base_url=centre, timeout=timeout, verify=trust)
        self._name = f"{identity.fair}/{identity.id}"

    def send(self, path: str, body: bytes, signature: str) -> bytes:
        headers = {"FairPOS-Terminal": self._name, "FairPOS-Signature": signature}
        try:
            response = self._client.request("POST" if body else "GET", path, content=body, headers=headers)
        except httpx2.HTTPError as error:
            raise Unreached(str(error)) from error
        if response.status_code != 200:
            raise Unreached(f"the centre answered {response.status_code}: {response.text[:200]}")
        return response.content

    def close(self) -> None:
        self._client.close()


class Courier:
    """One terminal's conversation with the centre. `step()` says one thing; `start()` keeps saying it."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        identity: Identity,
        tills: Tills,
        transport: Transport,
        *,
        clock: Callable[[], int],
        new_id: Callable[[], str],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._writer = writer
        self._identity = identity
        self._tills = tills
        self._transport = transport
        self._clock = clock
        self._new_id = new_id
        self._jitter = jitter
        self._conversation = Conversation()
        self._album = photos.Album()
        self._wake = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self.clock_offset: int | None = None
        self.reached_at: int | None = None
        self.trouble: str | None = None

    def held(self) -> tuple[int, int | None]:
        """How many entries are not yet known to be at the centre, and when the oldest was kept."""
        with self._database.reading() as connection:
            stream = journal.current(connection)
            if stream is None:
                return 0, None
            return self._held(connection, stream, journal.head(connection, stream).seq)

    def _held(self, connection: Connection, stream: journal.Stream, top: int) -> tuple[int, int | None]:
        position = self._conversation.position
        behind = position.seq if position else 0
        return top - behind, journal.oldest_after(connection, stream, behind) if top > behind else None

    def step(self) -> bool:
        """Say the next thing, if there is one. Returns whether anything was said."""
        now = self._clock()
        with self._database.reading() as connection:
            stream = journal.current(connection)
            assert stream is not None, "a terminal opens its first stream before its courier starts"
            top = journal.head(connection, stream).seq
            want = self._conversation.wants(top, now, self._heartbeat_ms())
            if want == "hello":
                body = messages.write_hello(self._hello(connection, stream, top, now))
            elif want == "push":
                body = messages.write_push(self._push(connection, stream, top))
        if want is None:
            return self._fetch_photo(now)
        if want == "fork":
            self._begin_again(stream)
            return True
        try:
            answer = self._exchange(HELLO if want == "hello" else PUSH, body)
        except Unreached as error:
            self._conversation.failed(self._clock(), self._jitter())
            self.trouble = str(error)
            return True
        self._hear(want, answer, stream, asked_at=now)
        return True

    def _heartbeat_ms(self) -> int:
        return NEWS_MS if self._tills.news() else HEARTBEAT_MS

    def _hello(self, connection: Connection, stream: journal.Stream, top: int, now: int) -> Hello:
        held, oldest_at = self._held(connection, stream, top)
        return Hello(
            terminal=self._identity.id,
            stream=stream.id,
            after=stream.after,
            top=top,
            at=now,
            offset=self.clock_offset,
            held=held,
            oldest_at=oldest_at,
            version=__version__,
            edition=editions.number(connection),
            tills=self._tills.states(),
        )

    def _push(self, connection: Connection, stream: journal.Stream, top: int) -> Push:
        position = self._conversation.position
        assert position is not None, "a push follows a position"
        bodies = journal.after(connection, stream, position.seq, PUSH_ENTRIES_MAX)
        return Push(
            terminal=self._identity.id,
            stream=stream.id,
            first=position.seq + 1,
            prev=position.hash,
            top=top,
            bodies=tuple(bodies[: batch(bodies)]),
        )

    def _exchange(self, path: str, body: bytes) -> Answer:
        answer = self._transport.send(path, body, self._identity.sign(path, body))
        try:
            return messages.read_answer(answer)
        except BadMessage as error:
            raise Unreached(f"not an answer: {error}") from error

    def _hear(self, said: str, answer: Answer, stream: journal.Stream, *, asked_at: int) -> None:
        now = self._clock()
        self.reached_at, self.trouble = now, None
        # The centre wrote its time somewhere between the question and the answer.
        self.clock_offset = answer.at - (asked_at + now) // 2
        with self._database.reading() as connection:
            top = journal.head(connection, stream).seq
            known = editions.number(connection)
            self._conversation.heard(
                "hello" if said == "hello" else "push",
                answer,
                lambda seq: journal.hash_at(connection, stream, seq),
                top,
                now,
            )
        if answer.edition > known:
            self._fetch_edition(answer.edition)

    def _fetch_edition(self, number: int) -> None:
        path = f"{EDITIONS}/{number}"
        try:
            body = self._transport.send(path, b"", self._identity.sign(path, b""))
            edition = self._writer.do(lambda c: self._keep_edition(c, body))
        except (Unreached, BadEdition) as error:
            # Settings travel in a pipe of their own: one that is blocked must not hold up a single sale.
            log.warning("edition %s could not be fetched: %s", number, error)
            return
        self._tills.settings_changed(edition)

    def _keep_edition(self, connection: Connection, body: bytes) -> Edition:
        edition = editions.keep(connection, body, at=self._clock())
        self._tills.fence_revoked(connection, edition)
        return edition

    def _fetch_photo(self, now: int) -> bool:
        """Fetch one picture, if one is missing and the line was good when last used."""
        if self.reached_at is None or self.trouble is not None:
            return False
        with self._database.reading() as connection:
            key = self._album.next(connection, self._tills.edition, now)
        if key is None:
            return False
        path = f"{PHOTOS}/{key}"
        try:
            body = self._transport.send(path, b"", self._identity.sign(path, b""))
            self._writer.do(lambda c: photos.keep(c, key, body, at=now))
        except Exception as error:
            # Whatever it is, a picture must not make the courier pause before a sale.
            log.warning("picture %s could not be fetched: %r", key, error)
            self._album.failed(key, self._clock())
        else:
            self._album.got(key)
        return True

    def _begin_again(self, stream: journal.Stream) -> None:
        """Our journal and the centre's copy differ: re-issue its documents in a new stream."""
        log.warning("stream %s differs from the centre's copy; a new stream is opened", stream.id)
        self._writer.do(
            lambda c: journal.begin(
                c,
                terminal=self._identity.id,
                public_key=self._identity.public_key,
                id=self._new_id(),
                at=self._clock(),
            )
        )
        self._conversation.begin()

    @property
    def position(self) -> Head | None:
        """The centre's head as it was last stated in this conversation."""
        return self._conversation.position

    def nudge(self) -> None:
        """Something new is in the journal."""
        self._wake.set()

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                if self.step():
                    continue
            except Exception:
                # A courier that dies silently is worse than one that asks again: the journal has it all.
                log.exception("the courier stumbled; it asks the centre again")
                self._conversation.failed(self._clock(), self._jitter())
            self._wake.wait(max(0.05, self._conversation.wait_ms(self._clock(), self._heartbeat_ms()) / 1000))
