"""Taking entries in: keep first, understand second, all in one transaction.

The raw entry is kept whatever is in it. What it means is folded into the rollups in the same transaction, so
there is never a moment in which the ledger and the dashboard disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import Connection, bindparam, insert, select, update

from fairpos.core.journal import Head, genesis
from fairpos.core.sync import Answer, Hello, Placing, Push, Status, place
from fairpos.db.bulk import Row, insert_rows
from fairpos.ledger import editions, findings, rollups, tables
from fairpos.ledger.counting import Arrived, count, rules_of
from fairpos.ledger.terminals import Terminal


class NotItsStream(PermissionError):
    """A terminal spoke of a stream that another terminal writes. Nothing was stored."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One journal as the centre knows it."""

    fair_id: int
    no: int
    id: str
    terminal: str
    head: Head
    genesis: bytes
    top: int
    forked: bool


# Built once: building a statement costs more than running it.
_STREAMS = select(tables.stream).where(
    tables.stream.c.fair_id == bindparam("fair_id"), tables.stream.c.id.in_(bindparam("ids", expanding=True))
)
_HOLD = select(tables.fair.c.id).where(tables.fair.c.id == bindparam("fair_id")).with_for_update()
_HASH = select(tables.entry.c.hash).where(
    tables.entry.c.fair_id == bindparam("fair_id"),
    tables.entry.c.stream_no == bindparam("no"),
    tables.entry.c.seq == bindparam("seq"),
)
_HEAD = (
    update(tables.stream)
    .where(tables.stream.c.fair_id == bindparam("fair"), tables.stream.c.no == bindparam("stream"))
    .values(head_seq=bindparam("seq"), head_hash=bindparam("hash"), top=bindparam("highest"))
)
_RECEIVED = (
    update(tables.fair)
    .where(tables.fair.c.id == bindparam("fair"))
    .values(version=tables.fair.c.version + 1, received_at=bindparam("received"))
)


def hello(connection: Connection, terminal: Terminal, message: Hello, *, now: int) -> Answer:
    """Answer "where do you stand?" and take the heartbeat in. Opens a stream at its first hello.

    Raises NotItsStream.
    """
    stream = _find(connection, terminal.fair_id, [message.stream]).get(message.stream)
    if stream is None:
        stream = _open(connection, terminal, message, now=now)
    elif stream.terminal != terminal.id:
        raise NotItsStream(message.stream)
    _heartbeat(connection, terminal, stream, message, now=now)
    # A journal shorter than it once was: its disk went back in time, or this hello is an old one that came
    # late. Only the terminal can tell, so nothing is frozen here until it opens the next stream.
    back = message.top < stream.top
    return _answer(connection, "fork" if stream.forked or back else "ok", stream, now=now)


def push(connection: Connection, terminal: Terminal, message: Push, *, now: int) -> Answer:
    """Keep and fold the entries of one push. Answers with the head after them; a gap stores nothing."""
    return push_all(connection, [(terminal, message)], now=now)[0]


def push_all(connection: Connection, pushes: Sequence[tuple[Terminal, Push]], *, now: int) -> list[Answer]:
    """Keep and fold everything that waits, in one sweep: an answer for each push, in order.

    Raises NotItsStream.
    """
    answers: list[Answer] = []
    for batch in _once_a_stream(pushes):
        for fair_id, run in groupby(batch, lambda pair: pair[0].fair_id):
            answers += _push_run(connection, fair_id, [message for _, message in run], now=now)
    return answers


def _once_a_stream(
    pushes: Sequence[tuple[Terminal, Push]],
) -> Iterator[list[tuple[Terminal, Push]]]:
    """Split where a stream comes a second time, so that its first push is kept before its second."""
    batch: list[tuple[Terminal, Push]] = []
    seen: set[tuple[int, str]] = set()
    for terminal, message in pushes:
        key = (terminal.fair_id, message.stream)
        if key in seen:
            yield batch
            batch, seen = [], set()
        seen.add(key)
        batch.append((terminal, message))
    yield batch


@dataclass(frozen=True, slots=True)
class _Kept:
    """The new entries of one push, the first of them numbered `first`."""

    stream: Stream
    first: int
    hashes: Sequence[bytes]
    bodies: Sequence[bytes]
    top: int

    @property
    def head(self) -> Head:
        return Head(self.first + len(self.hashes) - 1, self.hashes[-1])


def _push_run(connection: Connection, fair_id: int, run: Sequence[Push], *, now: int) -> list[Answer]:
    # One fair is one cell: where several processes write to PostgreSQL, its pushes still come one by one.
    connection.execute(_HOLD, {"fair_id": fair_id})
    streams = _find(connection, fair_id, [message.stream for message in run])
    answers: list[Answer] = []
    kept: list[_Kept] = []
    for message in run:
        stream = streams.get(message.stream)
        if stream is None:
            answers.append(Answer(status="again", head=Head(0, bytes(32)), at=now))
            continue
        if stream.terminal != message.terminal:
            raise NotItsStream(message.stream)
        placing = _place(connection, stream, message)
        head = stream.head
        if placing.status == "fork" and not stream.forked:
            detail = f"entry {message.first} and those after it differ from what is kept"
            _alarm(connection, stream, detail, now=now)
        if placing.hashes:
            first = message.first + placing.skip
            top = max(stream.top, message.top, first + len(placing.hashes) - 1)
            kept.append(_Kept(stream, first, placing.hashes, message.bodies[placing.skip :], top))
            head = kept[-1].head
        answers.append(Answer(status=placing.status, head=head, at=now))
    if kept:
        _keep(connection, fair_id, kept, now=now)
    # Asked last: what was kept may have taken goods off a shelf.
    edition = editions.newest_number(connection, fair_id)
    return [answer if answer.status == "again" else replace(answer, edition=edition) for answer in answers]


def _place(connection: Connection, stream: Stream, message: Push) -> Placing:
    def hash_at(seq: int) -> bytes | None:
        if seq == stream.head.seq:
            return stream.head.hash
        if seq == 0:
            return stream.genesis
        found = connection.execute(_HASH, {"fair_id": stream.fair_id, "no": stream.no, "seq": seq}).scalar()
        return None if found is None else bytes(found)

    if stream.forked:
        return Placing("fork", 0, ())
    return place(stream.head, message, hash_at)


def _keep(connection: Connection, fair_id: int, kept: Sequence[_Kept], *, now: int) -> None:
    rules, last_received = rules_of(connection, fair_id)
    received_at = max(now, last_received + 1)
    entries: list[Row] = []
    deliveries: list[Row] = []
    moves = []
    arrived = []
    for received, new in enumerate(kept, received_at):
        no, head = new.stream.no, new.head
        deliveries.append((fair_id, received, no, new.first, head.seq))
        moves.append({"fair": fair_id, "stream": no, "seq": head.seq, "hash": head.hash, "highest": new.top})
        numbers = range(new.first, head.seq + 1)
        entries += [
            (fair_id, no, seq, link, body)
            for seq, link, body in zip(numbers, new.hashes, new.bodies, strict=True)
        ]
        arrived.append(Arrived(no, received, [*zip(numbers, new.bodies, strict=True)]))
    insert_rows(connection, tables.entry, ("fair_id", "stream_no", "seq", "hash", "body"), entries)
    insert_rows(
        connection,
        tables.delivery,
        ("fair_id", "received_at", "stream_no", "first_seq", "last_seq"),
        deliveries,
    )
    connection.execute(_HEAD, moves)
    last_received = received_at + len(kept) - 1
    connection.execute(_RECEIVED, {"fair": fair_id, "received": last_received})
    count(connection, fair_id, arrived, rules)


def _find(connection: Connection, fair_id: int, ids: Sequence[str]) -> dict[str, Stream]:
    rows = connection.execute(_STREAMS, {"fair_id": fair_id, "ids": list(ids)})
    return {
        row.id: Stream(
            fair_id,
            row.no,
            row.id,
            row.terminal,
            Head(row.head_seq, bytes(row.head_hash)),
            bytes(row.genesis),
            row.top,
            row.forked_at is not None,
        )
        for row in rows
    }


def _open(connection: Connection, terminal: Terminal, message: Hello, *, now: int) -> Stream:
    first = genesis(message.stream, terminal.id, terminal.public_key)
    last = connection.execute(
        select(tables.stream.c.no)
        .where(tables.stream.c.fair_id == terminal.fair_id)
        .order_by(tables.stream.c.no.desc())
        .limit(1)
    ).scalar()
    no = (last or 0) + 1
    connection.execute(
        insert(tables.stream).values(
            fair_id=terminal.fair_id,
            no=no,
            id=message.stream,
            terminal=terminal.id,
            after=message.after,
            head_seq=0,
            head_hash=first,
            genesis=first,
            top=message.top,
            opened_at=now,
        )
    )
    if message.after is not None:
        before = _find(connection, terminal.fair_id, [message.after]).get(message.after)
        if before is not None and before.terminal == terminal.id and not before.forked:
            detail = f"the journal went back; it begins again with {message.top} entries"
            _alarm(connection, before, detail, now=now)
    head = Head(0, first)
    return Stream(terminal.fair_id, no, message.stream, terminal.id, head, first, message.top, forked=False)


def _heartbeat(
    connection: Connection, terminal: Terminal, stream: Stream, message: Hello, *, now: int
) -> None:
    connection.execute(
        update(tables.terminal)
        .where(tables.terminal.c.fair_id == terminal.fair_id, tables.terminal.c.id == terminal.id)
        .values(
            seen_at=now,
            held=max(0, message.held),
            oldest_at=message.oldest_at,
            clock_offset=message.offset,
            version=message.version[:32],
            edition=message.edition,
        )
    )
    if message.top > stream.top:
        connection.execute(
            update(tables.stream)
            .where(tables.stream.c.fair_id == terminal.fair_id, tables.stream.c.no == stream.no)
            .values(top=message.top)
        )
    rollups.note_tills(connection, terminal, message.tills)


def _alarm(connection: Connection, stream: Stream, detail: str, *, now: int) -> None:
    """A fork: what is kept stays, the stream is frozen, and a person is told."""
    connection.execute(
        update(tables.stream)
        .where(tables.stream.c.fair_id == stream.fair_id, tables.stream.c.no == stream.no)
        .values(forked_at=now)
    )
    opening = findings.Opening(code="fork", subject=f"{stream.no}/{stream.head.seq}", detail=detail)
    findings.open_all(connection, stream.fair_id, [opening], now=now)


def _answer(connection: Connection, status: Status, stream: Stream, *, now: int) -> Answer:
    edition = editions.newest_number(connection, stream.fair_id)
    return Answer(status=status, head=stream.head, at=now, edition=edition)
