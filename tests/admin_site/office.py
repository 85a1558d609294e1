"""An office without a journal file: what is typed goes straight into the ledger, as one stream of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from admin_site.office import OfficeAway
from fairpos.core.business_day import day_of
from fairpos.core.gate import OFFICE, GateCount, TypedCount
from fairpos.core.journal import Head, follow, genesis
from fairpos.core.sync import Hello, Push
from fairpos.db.database import Database
from fairpos.ledger import fairs, intake, terminals
from fairpos.wire import documents

ID = f"{OFFICE}-1"
KEY = b"o" * 32


@dataclass
class LedgerOffice:
    database: Database
    clock: Callable[[], int]
    away: bool = False
    kept: list[GateCount] = field(default_factory=list)

    def keep(self, fair: str, counts: Sequence[TypedCount], *, by: str) -> None:
        if self.away:
            raise OfficeAway
        now = self.clock()
        with self.database.writing() as connection:
            row = fairs.by_slug(connection, fair)
            assert row is not None
            if not self.kept:
                terminals.expect(connection, row.id, id=ID, name=OFFICE, code="office-code")
                terminals.enrol(connection, code="office-code", public_key=KEY, at=now)
            terminal = terminals.find(connection, fair, ID)
            assert terminal is not None
            before = [documents.write(one) for one in self.kept]
            made = [
                GateCount(
                    v=1,
                    type="gate_count",
                    id=f"{n:032x}",
                    till=OFFICE,
                    n=n,
                    at=now,
                    offset=0,
                    day=day_of(count.passed_at, row.cut_off_minute),
                    by=by,
                    edition=1,
                    **asdict(count),
                )
                for n, count in enumerate(counts, len(self.kept) + 1)
            ]
            head = Head(0, genesis("office", ID, KEY))
            head = [head, *follow(head, before)][-1]
            hello = Hello(
                terminal=ID, stream="office", after=None, top=head.seq, at=now, offset=0, held=0,
                oldest_at=None, version="", edition=1,
            )  # fmt: skip
            intake.hello(connection, terminal, hello, now=now)
            bodies = tuple(map(documents.write, made))
            top = head.seq + len(bodies)
            push = Push(
                terminal=ID, stream="office", first=head.seq + 1, prev=head.hash, top=top, bodies=bodies
            )
            intake.push(connection, terminal, push, now=now)
        self.kept += made
