"""Planted bugs. Each was seen in another system, found here, or is a check of ours taken out.

A mutant is a context manager that replaces one or a few functions of the real code (or of the tablet, whose
real code is JavaScript). Checks that back each other up are taken out together: alone, neither is missed.
`BOUND` says within how many seeds, from seed 0, each must be noticed, and a test holds the simulation to it.

Measured, by the number of the first three seeds that notice it:

    a repeat becomes an update                      3  4  5     within 20
    what is refused is dropped                      2 11 15     within 20
    poison is refused and the terminal waits        2 11 15     within 20
    the terminal keeps the checkpoint               2  4 16     within 40
    gaps are accepted                               2 16 31     within 80
    the tablet forgets what was kept                3  4  5     within 20
    the terminal forgets what was acknowledged      2  4  5     within 20
    the id is made anew on a retry                  1  2  3     within 20
    a document counts in every stream               3  4  5     within 20
    rollups are counted after the commit            7  9 30     within 80
    any signature will do                           4  5 10     within 20
    forks are not looked for                        3 19 32     within 80
    a terminal that went back carries on            3  5 19     within 40
    named before the commit and forgotten           1  2  3     within 20
    poison takes its neighbours along               3  4  7     within 20
    the bookmark outlives the journal               3  4  5     within 20
    suspense is forgotten                           2 11 15     within 20
    the offset has the wrong sign                   1  2  3     within 20
    a late hello freezes the stream                 1  2  4     within 20
    a terminal may write to any stream              4 18 20     within 40
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

from sqlalchemy import Connection, delete

from booth_terminal import journal, posts
from booth_terminal.journal import Posted
from booth_terminal.terminal import Kept, Terminal
from fairpos.core.journal import Head, chain
from fairpos.core.sync import Answer, Conversation, Hello, Placing, Push, place
from fairpos.ledger import checks, counting, findings, intake, rollups, tables, terminals
from fairpos.ledger.fold import Deltas, Fold, add_fold
from fairpos.server.sync import Centre
from fairpos.wire import documents, messages
from fairpos.wire.messages import BadMessage
from tests.simulation.disk import Scribe
from tests.simulation.till import Record, Till

Plant = Callable[[ExitStack], None]
MUTANTS: dict[str, Plant] = {}
BOUND: dict[str, int] = {}


def mutant(bound: int) -> Callable[[Plant], Plant]:
    def register(plant: Plant) -> Plant:
        name = plant.__name__.replace("_", "-")
        MUTANTS[name], BOUND[name] = plant, bound
        return plant

    return register


@contextmanager
def planted(name: str | None) -> Generator[None]:
    """The product with this bug in it; None plants nothing."""
    with ExitStack() as stack:
        if name is not None:
            MUTANTS[name](stack)
        yield


def _patch(stack: ExitStack, where: object, name: str, value: object) -> None:
    stack.enter_context(mock.patch.object(where, name, value))


# --- seen in other systems ---------------------------------------------------------------------------


@mutant(20)
def a_repeat_becomes_an_update(stack: ExitStack) -> None:
    """Odoo, PR 258304: the retry replaces what was counted, whatever it holds."""

    def count_alone(
        connection: Connection, fair_id: int, no: int, seq: int, folded: Fold, *, received_at: int
    ) -> None:
        if folded.row is not None:
            document = tables.document
            connection.execute(
                delete(document).where(document.c.fair_id == fair_id, document.c.id == folded.row[0])
            )
        counting._count_together(connection, fair_id, [(no, seq, folded)], received_at=received_at)

    _patch(stack, counting, "_count_alone", count_alone)


@mutant(20)
def what_is_refused_is_dropped(stack: ExitStack) -> None:
    """libpretixsync: a queued call is deleted on any 4xx, and poison is answered with one."""
    fault = posts._fault

    def strict(line: bytes) -> str | None:
        try:
            documents.read(line)
        except documents.Unreadable as unreadable:
            return unreadable.code
        return fault(line)

    _patch(stack, posts, "_fault", strict)
    _forget(stack, lambda record: record.refused)


@mutant(20)
def poison_is_refused_and_the_terminal_waits(stack: ExitStack) -> None:
    """libpretixsync's receipts: the first one that is refused blocks all behind it."""
    read_push = messages.read_push

    def strict(body: bytes) -> Push:
        push = read_push(body)
        for entry in push.bodies:
            try:
                documents.read(entry)
            except documents.Unreadable as unreadable:
                raise BadMessage(unreadable.code) from unreadable
        return push

    _patch(stack, messages, "read_push", strict)


@mutant(40)
def the_terminal_keeps_the_checkpoint(stack: ExitStack) -> None:
    """PouchDB, CHT#8093: the sender goes on from what it was last told, and the receiver takes gaps."""
    _take_gaps(stack)
    heard = Conversation.heard

    def only_forward(self: Conversation, said: Any, answer: Answer, own: Any, top: int, now: int) -> None:
        before = self.position
        heard(self, said, answer, own, top, now)
        if before is not None and (self.position is None or self.position.seq < before.seq):
            self.position, self.forked = before, False

    _patch(stack, Conversation, "heard", only_forward)


@mutant(80)
def gaps_are_accepted(stack: ExitStack) -> None:
    """Queues with an answer an item: nobody knows what is missing."""
    _take_gaps(stack)


@mutant(20)
def the_tablet_forgets_what_was_kept(stack: ExitStack) -> None:
    """The usual outbox: sent is deleted. Then a terminal loses its disk."""
    _forget(stack, lambda record: True)


@mutant(20)
def the_terminal_forgets_what_was_acknowledged(stack: ExitStack) -> None:
    """The usual outbox once more, and then the centre is restored."""
    known: dict[str, int] = {}
    after, append = journal.after, journal.append

    def after_known(connection: Connection, stream: journal.Stream, seq: int, limit: int) -> list[bytes]:
        known[stream.id] = seq = max(seq, known.get(stream.id, 0))
        return after(connection, stream, seq, limit)

    def append_rest(
        connection: Connection, stream: journal.Stream, posted: Sequence[Posted], *, at: int
    ) -> int:
        fresh = stream.after is not None and journal.head(connection, stream).seq == 0
        gone = known.get(stream.after, 0) if fresh and stream.after else 0
        return append(connection, stream, posted[gone:], at=at)

    _patch(stack, journal, "after", after_known)
    _patch(stack, journal, "append", append_rest)


@mutant(20)
def the_id_is_made_anew_on_a_retry(stack: ExitStack) -> None:
    """Odoo's reuse of numbers, the other way round: what is sent again is another document."""
    text = Till.text

    def renamed(self: Till, record: Record) -> str:
        body = text(self, record)
        return body.replace(record.id, record.id[::-1], 1) if self.failures else body

    _patch(stack, Till, "text", renamed)


@mutant(20)
def a_document_counts_in_every_stream(stack: ExitStack) -> None:
    """No look at the document's id when a stream begins again."""
    count_alone = counting._count_alone

    def again(
        connection: Connection, fair_id: int, no: int, seq: int, folded: Fold, *, received_at: int
    ) -> None:
        if folded.row is not None and checks.counted_before(connection, fair_id, folded.row[0]):
            deltas = Deltas()
            add_fold(deltas, folded)
            rollups.add(connection, fair_id, deltas)
            return
        count_alone(connection, fair_id, no, seq, folded, received_at=received_at)

    _patch(stack, counting, "_count_alone", again)


@mutant(80)
def rollups_are_counted_after_the_commit(stack: ExitStack) -> None:
    """The dashboard that catches up later: what dies in between is never added."""
    waiting: list[tuple[int, Deltas]] = []
    flushing: list[Scribe] = []
    add, flush = rollups.add, Scribe.flush

    def later(connection: Connection, fair_id: int, deltas: Deltas) -> None:
        if flushing:
            waiting.append((fair_id, deltas))
        else:
            add(connection, fair_id, deltas)

    def flush_then_add(self: Scribe) -> None:
        flushing.append(self)
        try:
            flush(self)
            for fair_id, deltas in waiting:
                with self._database.writing() as connection:
                    add(connection, fair_id, deltas)
        finally:
            flushing.clear()
            waiting.clear()

    _patch(stack, rollups, "add", later)
    _patch(stack, Scribe, "flush", flush_then_add)


@mutant(20)
def any_signature_will_do(stack: ExitStack) -> None:
    def admit(self: Centre, name: str, signature: str, path: str, body: bytes) -> Any:
        base64.b64decode(signature, validate=True)
        fair, _, id_ = name.partition("/")
        with self._database.reading() as connection:
            return terminals.find(connection, fair, id_)

    _patch(stack, Centre, "_admit", admit)


@mutant(80)
def forks_are_not_looked_for(stack: ExitStack) -> None:
    """Neither side compares hashes any more."""
    _hear_anything(stack)

    def trusting(head: Head, push: Push, hash_at: Any) -> Placing:
        if push.first > head.seq + 1:
            return Placing("again", 0, ())
        hashes = chain(push.prev, push.bodies)
        skip = min(len(hashes), head.seq - (push.first - 1))
        return Placing("ok", skip, tuple(hashes[skip:]))

    _patch(stack, intake, "place", trusting)


@mutant(40)
def a_terminal_that_went_back_carries_on(stack: ExitStack) -> None:
    """It does not hold the centre's head against its own journal, and the centre does not look at its top."""
    _hear_anything(stack)
    hello = intake.hello

    def blind(connection: Connection, terminal: Any, message: Hello, *, now: int) -> Answer:
        return hello(connection, terminal, replace(message, top=1 << 50), now=now)

    _patch(stack, intake, "hello", blind)


@mutant(20)
def named_before_the_commit_and_forgotten(stack: ExitStack) -> None:
    """Answer before fsync. The tablet's next post would heal it, if the tablet still had it."""
    _forget(stack, lambda record: True)
    keep = Terminal.keep

    def early(self: Terminal, posted: Sequence[Posted], mark: str | None = None) -> Future[Kept]:
        answer: Future[Kept] = Future()
        answer.set_result(self.standing(mark))
        keep(self, posted, mark)
        return answer

    _patch(stack, Terminal, "keep", early)


# --- our own checks, and what the simulation found ---------------------------------------------------


@mutant(20)
def poison_takes_its_neighbours_along(stack: ExitStack) -> None:
    """One document the database refuses, and the whole batch is left uncounted."""
    _patch(stack, counting, "_count_alone", lambda *_, **__: None)


@mutant(20)
def the_bookmark_outlives_the_journal(stack: ExitStack) -> None:
    """The tablet does not begin again when its terminal lost what it had been given."""
    take = Till._take

    def stubborn(self: Till, request: Any, said: dict[str, Any]) -> None:
        take(self, request, said | {"again": False})

    _patch(stack, Till, "_take", stubborn)


@mutant(20)
def suspense_is_forgotten(stack: ExitStack) -> None:
    """A finding is opened, and the money it is about is not in it."""
    open_all = findings.open_all

    def unvalued(connection: Connection, fair_id: int, openings: Iterable[Any], *, now: int) -> None:
        open_all(connection, fair_id, [replace(opening, suspense=0) for opening in openings], now=now)

    _patch(stack, findings, "open_all", unvalued)


@mutant(20)
def the_offset_has_the_wrong_sign(stack: ExitStack) -> None:
    _patch(stack, Terminal, "now", lambda self: max(0, self.clock() - (self.courier.clock_offset or 0)))


@mutant(20)
def a_late_hello_freezes_the_stream(stack: ExitStack) -> None:
    """Found here: a hello that came late named a shorter journal, which was taken for a fork."""
    hello = intake.hello

    def freeze(connection: Connection, terminal: Any, message: Hello, *, now: int) -> Answer:
        stream = intake._find(connection, terminal.fair_id, [message.stream]).get(message.stream)
        if stream is not None and message.top < stream.head.seq:
            intake._alarm(connection, stream, "shorter", now=now)
        return hello(connection, terminal, message, now=now)

    _patch(stack, intake, "hello", freeze)


@mutant(40)
def a_terminal_may_write_to_any_stream(stack: ExitStack) -> None:
    """Found here: an enrolled terminal could append to the stream of another."""
    find = intake._find

    class Anybody(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __ne__(self, other: object) -> bool:
            return False

    def open_to_all(connection: Connection, fair_id: int, ids: Sequence[str]) -> dict[str, intake.Stream]:
        found = find(connection, fair_id, ids)
        return {id_: replace(stream, terminal=Anybody(stream.terminal)) for id_, stream in found.items()}

    _patch(stack, intake, "_find", open_to_all)


# --- pieces ------------------------------------------------------------------------------------------


def _take_gaps(stack: ExitStack) -> None:
    def gapless_no_more(head: Head, push: Push, hash_at: Any) -> Placing:
        if push.first > head.seq + 1:
            return Placing("ok", 0, tuple(chain(push.prev, push.bodies)))
        return place(head, push, hash_at)

    _patch(stack, intake, "place", gapless_no_more)


def _forget(stack: ExitStack, which: Callable[[Record], bool]) -> None:
    """The tablet deletes what its bookmark has moved over."""
    gone: set[int] = set()

    def passed(self: Till, record: Record) -> None:
        if which(record):
            gone.add(id(record))

    def outbox(self: Till) -> list[Record]:
        while self.bookmark < len(self.records) and id(self.records[self.bookmark]) in gone:
            self.bookmark += 1
        return [record for record in self.records[self.bookmark :] if id(record) not in gone]

    _patch(stack, Till, "passed", passed)
    _patch(stack, Till, "outbox", outbox)


def _hear_anything(stack: ExitStack) -> None:
    """The terminal believes whatever head the centre states."""
    heard = Conversation.heard

    def gullible(self: Conversation, said: Any, answer: Answer, own: Any, top: int, now: int) -> None:
        heard(self, said, answer, lambda _: answer.head.hash, max(top, answer.head.seq), now)

    _patch(stack, Conversation, "heard", gullible)
