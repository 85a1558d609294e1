"""The office: the terminal of the organisers' own pages.

What a person types at the centre (a gate's count from a paper book, a correction with its reason) becomes a
document on the same road as a till's: sealed into a journal of its own, signed, sent and folded. Each fair
has its own office, which begins with the first thing that is typed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from admin_site.office import OfficeAway
from booth_terminal import takeovers
from booth_terminal.journal import Posted
from booth_terminal.terminal import Terminal
from fairpos.cli import inside
from fairpos.cli.chance import new_id
from fairpos.core.business_day import day_of
from fairpos.core.document import EDITION
from fairpos.core.gate import OFFICE, GateCount, TypedCount
from fairpos.db.database import Database
from fairpos.ledger import editions, fairs
from fairpos.server import sync
from fairpos.server.settings import Settings
from fairpos.wire import documents

ARRIVAL_SECONDS = 3.0
"""How long a page waits for what it kept to be in its own figures; it is kept in either case."""


@dataclass(slots=True)
class _Office:
    """A running office and the number of its last document."""

    terminal: Terminal
    n: int


class Offices:
    """The offices of all fairs of one central program."""

    def __init__(
        self, settings: Settings, database: Database, centre: sync.Centre, clock: Callable[[], int]
    ) -> None:
        self._settings = settings
        self._database = database
        self._centre = centre
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._open: dict[str, _Office] = {}

    def keep(self, fair: str, counts: Sequence[TypedCount], *, by: str) -> None:
        """Keep what a person typed. Returns once it is flushed to disk and, usually, counted.

        Raises OfficeAway: then nothing was kept.
        """
        with self._one_at_a_time:
            try:
                office = self._office(fair)
                made = self._documents(fair, office, counts, by)
                posted = [Posted(document.id, documents.write(document)) for document in made]
                office.terminal.keep(posted).result()
            except Exception as error:
                raise OfficeAway from error
            office.n += len(made)
        deadline = time.monotonic() + ARRIVAL_SECONDS
        while office.terminal.courier.held()[0] and time.monotonic() < deadline:
            time.sleep(0.01)

    def wake(self, fair: str) -> None:
        """Start the office of a fair if it has one, so that what it still holds is sent."""
        if self._settings.has_journal(_journal(fair)):
            with self._one_at_a_time:
                self._office(fair)

    def stop(self) -> None:
        for office in self._open.values():
            office.terminal.stop()

    def _documents(
        self, slug: str, office: _Office, counts: Sequence[TypedCount], by: str
    ) -> list[GateCount]:
        with self._database.reading() as connection:
            fair = fairs.by_slug(connection, slug)
            assert fair is not None, "the page found this fair"
            edition = editions.newest_number(connection, fair.id)
        at = self._clock()
        return [
            GateCount(
                v=EDITION,
                type="gate_count",
                id=new_id(self._clock),
                till=OFFICE,
                n=n,
                at=at,
                offset=0,
                day=day_of(count.passed_at, fair.cut_off_minute),
                by=by,
                edition=edition,
                **asdict(count),
            )
            for n, count in enumerate(counts, office.n + 1)
        ]

    def _office(self, fair: str) -> _Office:
        if fair not in self._open:
            terminal = inside.start(
                self._settings, self._database, self._centre, fair,
                name=OFFICE, journal=_journal(fair), clock=self._clock,
            )  # fmt: skip
            with terminal.database.reading() as connection:
                self._open[fair] = _Office(terminal, takeovers.begin(connection, OFFICE).n)
        return self._open[fair]


def _journal(fair: str) -> str:
    return f"{OFFICE}-{fair}"
