"""The ledger folded again in memory: rollups, counted documents, and what is to be found.

It only reads. What arrives later is folded behind what was folded before, so the long part of a recount needs
no lock, and the short rest is done where one is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace
from sqlalchemy import Connection, select

from fairpos.core.gate import OFFICE
from fairpos.db.bulk import Row
from fairpos.ledger import checks, findings, tables
from fairpos.ledger.counting import opening
from fairpos.ledger.fold import ROLLUPS, Deltas, Fold, Rules, Trouble, add_fold, digest, fold

Entries = list[tuple[int, bytes]]


class Refold:
    """`documents` are the counted ones by id, each once; `openings` the findings of single entries, with when
    their delivery was received; `looked` the inspections; `upto` the newest delivery that is in it."""

    def __init__(self, fair_id: int, rules: Rules) -> None:
        self.rules = rules
        self.documents: dict[str, Row] = {}
        self.openings: list[tuple[int, findings.Opening]] = []
        self.looked: set[str] = set()
        self.read = 0
        self.upto = -1
        self._fair_id = fair_id
        self._deltas = Deltas()
        self._right: set[tuple[str, str]] = set()

    def take(self, connection: Connection, progress: Callable[[int], None]) -> set[str]:
        """Fold what arrived since the last time, and return the ids of the documents in it."""
        ids: set[str] = set()
        for received_at, stream_no, entries in deliveries(connection, self._fair_id, self.upto):
            found = self._folded(connection, received_at, stream_no, entries, ids)
            self.openings += [(received_at, one) for one in found]
            self.read += len(entries)
            self.upto = received_at
            progress(self.read)
        return ids

    def tables(self) -> dict[str, set[Row]]:
        """Every rollup's rows and the counted documents, as `rollups.stored` gives them."""
        found: dict[str, set[Row]] = {
            rollup.table: {(*key, *values) for key, values in self._deltas.by_table[rollup.table].items()}
            for rollup in ROLLUPS
        }
        found["document"] = set(self.documents.values())
        return found

    def _folded(
        self, connection: Connection, received_at: int, no: int, entries: Entries, ids: set[str]
    ) -> Iterator[findings.Opening]:
        for seq, body in entries:
            folded = fold(body, self.rules, received_at=received_at)
            row = folded.row
            if row is not None:
                ids.add(row.id)
                if row.id in self.documents:
                    yield from self._again(connection, no, seq, body, folded)
                    continue
                self.documents[row.id] = (*row, no, seq)
                add_fold(self._deltas, folded)
                if row.type == "inspection":
                    self.looked.add(row.id)
                if folded.place is not None:
                    yield from self._misplaced(connection, (row.till, folded.place), (no, seq, row.id))
            for trouble in folded.troubles:
                yield opening(no, seq, folded, trouble)

    def _again(
        self, connection: Connection, no: int, seq: int, body: bytes, folded: Fold
    ) -> Iterator[findings.Opening]:
        """A document that was counted: the same bytes are a repeat, others claim an id that is taken."""
        assert folded.row is not None, "only an understood entry has an id"
        *_, first_no, first_seq = self.documents[folded.row.id]
        if checks.body_of(connection, self._fair_id, int(first_no), int(first_seq)) != body:
            named = replace(folded, digest=digest(body))
            yield opening(no, seq, named, Trouble("id-reused", folded.row.id, abs(folded.row.total)))

    def _misplaced(
        self, connection: Connection, pair: tuple[str, str], document: tuple[int, int, str]
    ) -> Iterator[findings.Opening]:
        """A till that stands where it says is asked about once. The office is asked about each time: for it
        the stream decides."""
        if pair in self._right:
            return
        found = checks.places(connection, self._fair_id, {pair: [document]})
        if not found and pair[0] != OFFICE:
            self._right.add(pair)
        yield from found


def deliveries(connection: Connection, fair_id: int, after: int = -1) -> Iterator[tuple[int, int, Entries]]:
    """The entries that came after a moment, in their order: when, stream number, (seq, body) pairs."""
    delivery, entry = tables.delivery, tables.entry
    arrived = connection.execute(
        select(delivery.c.received_at, delivery.c.stream_no, delivery.c.first_seq, delivery.c.last_seq)
        .where(delivery.c.fair_id == fair_id, delivery.c.received_at > after)
        .order_by(delivery.c.received_at)
    ).all()
    for received_at, stream_no, first, last in arrived:
        rows = connection.execute(
            select(entry.c.seq, entry.c.body)
            .where(
                entry.c.fair_id == fair_id,
                entry.c.stream_no == stream_no,
                entry.c.seq.between(first, last),
            )
            .order_by(entry.c.seq)
        )
        yield received_at, stream_no, [(row.seq, bytes(row.body)) for row in rows]
