"""A hall for tests: the centre's database with the small fair in it, and journals that send to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from fairpos.core.document import Document
from fairpos.core.fair import Edition
from fairpos.core.journal import Head, follow, genesis
from fairpos.core.sync import Answer, Hello, Push
from fairpos.db import migrate
from fairpos.db.database import Database
from fairpos.ledger import editions, fairs, findings, intake, recount, tables, terminals
from fairpos.ledger.recount import Proof
from fairpos.ledger.terminals import Terminal
from fairpos.wire import documents
from fixtures.small import small_fair
from tests.documents import AT

Body = bytes | Document


def body_of(document: Body) -> bytes:
    return document if isinstance(document, bytes) else documents.write(document)


class Hall:
    """The centre, without its server. `now` is its clock: it stands still until a test moves it."""

    def __init__(self, database: Database, setup: Edition | None = None) -> None:
        self.database = database
        self.now = AT
        migrate.migrate(database, tables.metadata)
        with database.writing() as connection:
            self.fair_id = fairs.load(connection, setup or small_fair(), at=AT)
            editions.publish(connection, self.fair_id, at=AT, by="ban-to-chuc")

    def terminal(self, id_: str, *, key: bytes = b"k" * 32) -> Terminal:
        with self.database.writing() as connection:
            terminals.expect(connection, self.fair_id, id=id_, name=id_, code=f"code-{id_}")
            return terminals.enrol(connection, code=f"code-{id_}", public_key=key, at=self.now)

    def journal(self, name: str = "tram-1") -> Journal:
        """The first stream of a terminal, greeted."""
        journal = Journal(self, self.terminal(name), f"stream-of-{name}")
        journal.hello()
        return journal

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """The rows of a table of this fair, without fair_id unless it is asked for."""
        found = tables.metadata.tables[table]
        names = columns or tuple(c.name for c in found.columns if c.name != "fair_id")
        chosen = [found.c[name] for name in names]
        with self.database.reading() as connection:
            rows = connection.execute(
                select(*chosen).where(found.c.fair_id == self.fair_id).order_by(*chosen)
            )
            return [tuple(row) for row in rows]

    def count(self, table: str) -> int:
        found = tables.metadata.tables[table]
        with self.database.reading() as connection:
            statement = select(func.count()).select_from(found).where(found.c.fair_id == self.fair_id)
            return int(connection.execute(statement).scalar_one())

    def version(self) -> int:
        with self.database.reading() as connection:
            return fairs.by_id(connection, self.fair_id).version

    def takings(self) -> int:
        return sum(row[0] for row in self.rows("takings_by_hour", "takings"))

    def sales(self) -> int:
        return sum(row[0] for row in self.rows("takings_by_hour", "sales"))

    def open_findings(self) -> list[tuple[str, str]]:
        """Code and place (stream/seq of an entry, or what else it is about) of every finding still open."""
        with self.database.reading() as connection:
            found = findings.listed(connection, self.fair_id)
        return sorted((one.code, _place(one)) for one in found if one.resolved_at is None)

    def finding(self, code: str) -> findings.Finding:
        """The one finding of this code."""
        with self.database.reading() as connection:
            (found,) = findings.listed(connection, self.fair_id, code=code)
        return found

    def verify(self) -> Proof:
        with self.database.reading() as connection:
            return recount.verify(connection, self.fair_id)

    def recount(self) -> int:
        with self.database.writing() as connection:
            return recount.recount(connection, self.fair_id, now=self.now)


def _place(finding: findings.Finding) -> str:
    # What is not counted is known by its bytes; where it stands is told in the detail.
    told = re.search(r"\((\d+/\d+)\)$", finding.detail)
    return told[1] if told else finding.subject


@dataclass
class Journal:
    """A terminal's stream: what it holds, and what it says to the centre."""

    hall: Hall
    terminal: Terminal
    stream: str
    after: str | None = None
    bodies: list[bytes] = field(default_factory=list)

    @property
    def genesis(self) -> Head:
        return Head(0, genesis(self.stream, self.terminal.id, self.terminal.public_key))

    @property
    def chain(self) -> list[Head]:
        return [self.genesis, *follow(self.genesis, self.bodies)]

    def hello(self, **changes: Any) -> Answer:
        fields: dict[str, Any] = {
            "terminal": self.terminal.id,
            "stream": self.stream,
            "after": self.after,
            "top": len(self.bodies),
            "at": self.hall.now,
            "offset": 0,
            "held": 0,
            "oldest_at": None,
            "version": "0.1.0",
            "edition": 1,
        }
        message = Hello(**(fields | changes))
        with self.hall.database.writing() as connection:
            return intake.hello(connection, self.terminal, message, now=self.hall.now)

    def push(self, first: int, bodies: Sequence[bytes], *, prev: bytes | None = None) -> Answer:
        """Send some bytes as entries from `first` on, honest or not."""
        message = Push(
            terminal=self.terminal.id,
            stream=self.stream,
            first=first,
            prev=self.chain[first - 1].hash if prev is None else prev,
            top=max(len(self.bodies), first + len(bodies) - 1),
            bodies=tuple(bodies),
        )
        with self.hall.database.writing() as connection:
            return intake.push(connection, self.terminal, message, now=self.hall.now)

    def send(self, *new: Body) -> Answer:
        """Write documents into the journal and send exactly these."""
        first = len(self.bodies) + 1
        self.bodies += [body_of(document) for document in new]
        return self.push(first, self.bodies[first - 1 :])
