"""What a booth's tills say of its goods, added up as the journal grows.

Each till knows its own sales and movements; here it learns the other tills'. It is a view: nothing is kept,
and a till that cannot ask goes on with what it knows.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Any

import msgspec

from booth_terminal import journal
from fairpos.core.stock import SIGNS
from fairpos.db.database import Database

READ_AT_ONCE = 2_000


class _Line(msgspec.Struct):
    article: str
    quantity: int


class _Made(msgspec.Struct):
    """The few fields of a document that move goods, as any till ever wrote them."""

    type: str
    till: str
    booth: str
    lines: tuple[_Line, ...] = ()
    article: str = ""
    quantity: int = 0
    training: bool = False


_MADE = msgspec.json.Decoder(_Made)
_TOLD_OF = (b'"lines"', b'"stock_movement"')


class Stock:
    """The goods of every booth of one terminal. Safe to use from several threads.

    An id that came twice with other bytes is added twice here; the centre tells of it and counts the first.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._begin("")

    def _begin(self, stream: str) -> None:
        self._stream, self._seq = stream, 0
        self._sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._kept: set[tuple[str, str, str]] = set()

    def _catch_up(self) -> None:
        with self._database.reading() as connection:
            stream = journal.current(connection)
            assert stream is not None, "a running terminal has a stream"
            if stream.id != self._stream:
                self._begin(stream.id)
            while bodies := journal.after(connection, stream, self._seq, READ_AT_ONCE):
                for body in bodies:
                    self._take(body)
                self._seq += len(bodies)

    def _take(self, body: bytes) -> None:
        if not any(word in body for word in _TOLD_OF):
            return
        try:
            made = _MADE.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return  # The journal keeps it; whether it makes sense is for the centre to say.
        if made.training or made.type not in SIGNS:
            return
        sums = self._sums[made.booth, made.till]
        if made.type == "stock_movement":
            sums[made.article] += made.quantity
            self._kept.add((made.booth, made.till, made.article))
        for line in made.lines:
            sums[line.article] += SIGNS[made.type] * line.quantity

    def beside(self, booth: str, till: str) -> list[dict[str, Any]]:
        """What the booth's other tills did to its goods (thousandths), and which of them they stocked."""
        with self._lock:
            self._catch_up()
            totals: dict[str, int] = defaultdict(int)
            stocked: set[str] = set()
            for (of_booth, of_till), sums in self._sums.items():
                if of_booth == booth and of_till != till:
                    for article, quantity in sums.items():
                        totals[article] += quantity
                    stocked |= {article for b, t, article in self._kept if (b, t) == (of_booth, of_till)}
        return [
            {"article": article, "quantity": quantity, "stocked": article in stocked}
            for article, quantity in sorted(totals.items())
        ]
