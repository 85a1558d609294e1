"""The sync conversation between a terminal and the centre, without any I/O.

The terminal asks where the centre stands (hello), then sends what comes after that head (push). The centre's
head is the truth and may move back: after the centre was restored from an older copy, the terminal sends the
same entries again. Same number and same bytes is a duplicate, silently fine; same number and other bytes is a
fork, an alarm, never an update.

Neither side knows what the entries carry. The protocol is section 3 of the reliability notes: resume
authority lies with the receiver alone, because a sender's memory of answers is evidence, never permission to
skip.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from fairpos.core.journal import Head, chain

PUSH_ENTRIES_MAX = 500
PUSH_BYTES_MAX = 1024 * 1024

BACKOFF_BASE_MS = 1_000
BACKOFF_CAP_MS = 60_000
HEARTBEAT_MS = 15_000
"""A terminal says hello this often, busy or idle, so that silence means something."""

NEWS_MS = 2_000
"""It says hello this often when a till began or ceased to hold something: organisers watch for that."""

Status = Literal["ok", "again", "fork", "busy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TillState:
    """What a terminal knows of one till: when it last spoke, and what it said it still holds.

    The rest is None or "" where a program does not say it: its clock ahead of the terminal's in milliseconds,
    whether its browser promised to keep the sales, which program and which settings edition it runs, and how
    its printer is ("ok", or a code of what is wrong).
    """

    till: str
    seen_at: int
    pending: int
    oldest_at: int | None
    ahead: int | None = None
    persisted: bool | None = None
    version: str = ""
    edition: int | None = None
    printer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """ "Where do you stand?", with the heartbeat: what is held here, how old it is, what the clock lacks.

    `top` is the journal's own head; `after` names the stream this one continues after a restore or a fork.
    """

    terminal: str
    stream: str
    after: str | None
    top: int
    at: int
    offset: int | None
    held: int
    oldest_at: int | None
    version: str
    edition: int
    tills: tuple[TillState, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """Entries `first`, `first + 1`, ... of a stream; `prev` is the hash before the first of them."""

    terminal: str
    stream: str
    first: int
    prev: bytes
    top: int
    bodies: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The centre's answer: how it went, its head of the stream, its time, and the newest settings edition."""

    status: Status
    head: Head
    at: int
    edition: int = 0
    retry_ms: int = 0


@dataclass(frozen=True, slots=True)
class Placing:
    """What the centre does with a push: skip the first `skip` entries as duplicates, then append the rest.

    `hashes` are those of the entries to append.
    """

    status: Status
    skip: int
    hashes: tuple[bytes, ...]


def place(head: Head, push: Push, hash_at: Callable[[int], bytes | None]) -> Placing:
    """Hold a push against the centre's head.

    `hash_at(seq)` gives the hash the centre kept for an entry it already has (0 is the genesis).

    A gap is answered "again" and stores nothing: the head in the answer tells the sender where to resume.
    An entry that is already here must have the same hash, and the first new one must follow the head.
    """
    if push.first > head.seq + 1:
        return Placing("again", 0, ())
    if hash_at(push.first - 1) != push.prev:
        return Placing("fork", 0, ())
    hashes = chain(push.prev, push.bodies)
    skip = min(len(hashes), head.seq - (push.first - 1))
    if skip and hash_at(push.first + skip - 1) != hashes[skip - 1]:
        return Placing("fork", 0, ())
    return Placing("ok", skip, tuple(hashes[skip:]))


@dataclass(slots=True)
class Conversation:
    """The terminal's side: what to say next, and what an answer means. One request is in flight at a time.

    The position is held in memory only. After a start, a failure or an "again" it is unknown and the next
    word is a hello.
    """

    position: Head | None = None
    forked: bool = False
    failures: int = 0
    wait_until: int = 0
    hello_at: int = -(1 << 60)

    def wants(
        self, top: int, now: int, heartbeat_ms: int = HEARTBEAT_MS
    ) -> Literal["hello", "push", "fork"] | None:
        """The next thing to do at `now`, or None when there is nothing to say yet."""
        if self.forked:
            return "fork"
        # No wait is longer than the cap: a longer one was set by a clock that has been put back since.
        if now < self.wait_until <= now + BACKOFF_CAP_MS:
            return None
        if self.position is None or not 0 <= now - self.hello_at < heartbeat_ms:
            return "hello"
        return "push" if top > self.position.seq else None

    def wait_ms(self, now: int, heartbeat_ms: int = HEARTBEAT_MS) -> int:
        """How long from `now` until `wants` must be asked again even if no new entry is written."""
        if now < self.wait_until <= now + BACKOFF_CAP_MS:
            return self.wait_until - now
        return max(0, min(self.hello_at, now) + heartbeat_ms - now)

    def heard(
        self,
        said: Literal["hello", "push"],
        answer: Answer,
        own_hash_at: Callable[[int], bytes | None],
        top: int,
        now: int,
    ) -> None:
        """Take an answer in. `own_hash_at(seq)` is this journal's hash (0 is the genesis)."""
        self.failures = 0
        if said == "hello":
            self.hello_at = now
        self.wait_until = now + min(max(0, answer.retry_ms), BACKOFF_CAP_MS)
        if answer.status == "busy":
            return
        if answer.status == "again":
            # It may not even know this stream any more. A hello finds out, and opens the stream if need be.
            self.position = None
            return
        if (
            answer.status == "fork"
            or answer.head.seq > top
            or own_hash_at(answer.head.seq) != answer.head.hash
        ):
            self.forked = True
            return
        self.position = answer.head

    def failed(self, now: int, jitter: float) -> None:
        """The request had no answer: outcome unknown. Ask again after a jittered, growing wait.

        `jitter` is a random number in [0, 1): a hall of terminals that lost the line together must not come
        back together.
        """
        self.position = None
        self.failures = min(self.failures + 1, 16)
        ceiling = min(BACKOFF_CAP_MS, BACKOFF_BASE_MS << (self.failures - 1))
        self.wait_until = now + int(ceiling * jitter)

    def begin(self) -> None:
        """A new stream was opened: the old position means nothing any more."""
        self.position, self.forked = None, False


def batch(bodies: Sequence[bytes]) -> int:
    """How many of these entries fit into one push."""
    size = 0
    for count, body in enumerate(bodies[:PUSH_ENTRIES_MAX]):
        size += len(body) + 1
        if size > PUSH_BYTES_MAX and count:
            return count
    return min(len(bodies), PUSH_ENTRIES_MAX)
