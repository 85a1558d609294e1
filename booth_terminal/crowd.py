"""How full the halls are, as the gates of one terminal counted it: a view of its journal; nothing is kept.

The centre knows more when a hall's gates count with several terminals. It is not asked: a gate must be able
to say that a hall is full with the line to the centre dead, and facts travel one way. What is missing is
named instead.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, select

from booth_terminal import journal, tables
from booth_terminal.journal import Stream
from fairpos.core.business_day import MINUTE_MS, hour_of
from fairpos.core.business_day import moment as moment_of
from fairpos.core.fair import Edition
from fairpos.core.gate import Counts, GateCount, Passed, decided
from fairpos.core.occupancy import Fill, halls
from fairpos.db.database import Database
from fairpos.wire import documents

READ_AT_ONCE = 2_000
_TOLD_OF = b'"gate_count"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One hall against its capacity ("": the whole fair). `without` names its gates of which this terminal
    has heard nothing today."""

    hall: str
    inside: int
    capacity: int
    fill: Fill
    without: tuple[str, ...]


class Crowd:
    """Who is inside, by the counts of the running fair day. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._begin("", "", 0)

    def _begin(self, stream: str, day: str, seq: int) -> None:
        self._stream, self._day, self._seq = stream, day, seq
        self._sums: dict[Passed, int] = defaultdict(int)
        self._known: set[str] = set()

    def filled(self, edition: Edition, gate: str, *, now: int) -> tuple[Filled, ...]:
        """The hall that a gate leads into and the whole fair, where people said how many they may hold and
        somebody has counted."""
        calendar = edition.fair.calendar
        day = calendar.day_of(now)
        with self._lock:
            self._catch_up(day, calendar.cut_off_minute)
            passed = tuple(
                Passed(one.day, one.hour, one.gate, one.direction, one.method, one.category, count)
                for one, count in self._sums.items()
            )
        usual = {one.id: one.method for one in edition.gates}
        led = {one.id: one.hall for one in edition.gates}
        counts = Counts(passed, decided(passed, named={}, usual=usual))
        capacities = {one.hall: one.people for one in edition.capacities}
        found = halls(counts, calendar, led, capacities, day=day, hour=hour_of(now))
        heard = {one.gate for one in passed}
        mine = {"", led.get(gate, "")}
        return tuple(
            Filled(
                hall=one.hall,
                inside=one.inside.count,
                capacity=one.capacity,
                fill=one.fill,
                without=_unheard(edition, one.hall, heard),
            )
            for one in found
            if one.hall in mine and one.counted and one.capacity is not None
        )

    def _catch_up(self, day: str, cut_off_minute: int) -> None:
        with self._database.reading() as connection:
            stream = journal.current(connection)
            assert stream is not None, "a running terminal has a stream"
            if (stream.id, day) != (self._stream, self._day):
                since = moment_of(day, 0) + cut_off_minute * MINUTE_MS
                self._begin(stream.id, day, _last_before(connection, stream, since))
            while bodies := journal.after(connection, stream, self._seq, READ_AT_ONCE):
                for body in bodies:
                    self._take(body)
                self._seq += len(bodies)

    def _take(self, body: bytes) -> None:
        if _TOLD_OF not in body:
            return
        try:
            made = documents.read(body)
        except documents.Unreadable:
            return  # The journal keeps it; whether it makes sense is for the centre to say.
        if not isinstance(made, GateCount) or made.day != self._day or made.id in self._known:
            return
        self._known.add(made.id)
        hour = hour_of(made.counted_at)
        one = Passed(made.day, hour, made.gate, made.direction, made.method, made.category, 0)
        self._sums[one] += made.count


def _last_before(connection: Connection, stream: Stream, since: int) -> int:
    """The last entry that was kept before a moment, found in a few looks: a day's counts are never older."""
    table = tables.entry.c

    def kept_at(seq: int) -> int:
        asked = select(table.kept_at).where(table.stream_no == stream.no, table.seq == seq)
        return int(connection.execute(asked).scalar_one())

    return bisect_left(range(1, journal.head(connection, stream).seq + 1), since, key=kept_at)


def _unheard(edition: Edition, hall: str, heard: set[str]) -> tuple[str, ...]:
    """The gates of a hall without a count; of the whole fair those that lead into none, else all."""
    here = [one for one in edition.gates if one.hall == hall]
    return tuple(one.name for one in here or edition.gates if one.id not in heard)
