"""The tills this terminal serves: who they are, what they may sell, when they last spoke.

A till is enrolled here, by a one-time code whose hash came with the settings, so that a tablet can be set up
while the line to the centre is down. Its credential is a random token of which only the hash is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, insert, select

from booth_terminal import tables
from booth_terminal.takeovers import Begin
from fairpos.core.document import TIME_MAX
from fairpos.core.fair import Article, Booth, Edition, Exhibitor, Fair, Gate, ShelfStop, Till
from fairpos.core.notice import Notice
from fairpos.core.secret import hash_secret
from fairpos.core.staff import Staff
from fairpos.core.sync import TillState
from fairpos.core.tax import Rate


class UnknownCode(ValueError):
    """No till expects this code, here or any more."""


class CodeUsed(ValueError):
    """A device has enrolled with this code before."""


class NotEnrolled(PermissionError):
    """This device holds no credential, or one that another device has replaced."""


class Revoked(PermissionError):
    """This till was shut out by the organisers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What one till needs to know, out of the settings edition. `stopped` are the names of articles that are
    off the shelf, `booths` those an inspector may go to."""

    edition: int
    till: Till
    fair: Fair
    booth: Booth | None
    gate: Gate | None
    exhibitors: tuple[Exhibitor, ...]
    articles: tuple[Article, ...]
    rates: tuple[Rate, ...]
    staff: tuple[Staff, ...]
    begin: Begin
    booths: tuple[Booth, ...]
    stops: tuple[ShelfStop, ...]
    stopped: Mapping[str, str]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a device says of itself: its clock against the terminal's, in milliseconds; whether its browser
    promised to keep the sales, None where it cannot tell; which version of the page it runs, and which
    settings edition."""

    ahead: int
    persisted: bool | None
    version: str
    edition: int | None


class Tills:
    """The tills of one terminal, in memory, backed by its database. Safe to use from several threads."""

    def __init__(self, connection: Connection, edition: Edition | None) -> None:
        self._lock = threading.Lock()
        self._edition: Edition | None = None
        self._tills: dict[str, Till] = {}
        rows = connection.execute(select(tables.credential)).all()
        self._by_token = {row.token_hash: row.till for row in rows}
        self._begins = {
            row.till: Begin(n=row.begin_n, number=row.begin_number, training=row.begin_training)
            for row in rows
        }
        self._states: dict[str, TillState] = {}
        self._told: dict[str, bool] = {}
        self._seeking = False
        self._facts: dict[str, Facts] = {}
        self.printer_of: Callable[[str], str] = lambda _till: ""
        if edition is not None:
            self.settings_changed(edition)

    @property
    def edition(self) -> Edition | None:
        return self._edition

    def settings_changed(self, edition: Edition) -> None:
        with self._lock:
            if self._edition is None or edition.number > self._edition.number:
                tills = {till.id: till for till in edition.devices}
                back = {id_ for id_, till in tills.items() if not till.revoked and self._is_revoked(id_)}
                self._by_token = {token: id_ for token, id_ in self._by_token.items() if id_ not in back}
                self._edition, self._tills = edition, tills

    def _is_revoked(self, till: str) -> bool:
        return till in self._tills and self._tills[till].revoked

    def fence_revoked(self, connection: Connection, edition: Edition) -> None:
        """Forget the credentials of revoked tills, so that a stolen device is not let in again together with
        the one that replaces it."""
        revoked = [till.id for till in edition.devices if till.revoked]
        connection.execute(delete(tables.credential).where(tables.credential.c.till.in_(revoked)))

    def expected(self, connection: Connection, code: str) -> Till:
        """The till that a code enrols. Raises UnknownCode, CodeUsed."""
        code_hash = hash_secret(code)
        used = connection.execute(
            select(tables.credential.c.till).where(tables.credential.c.code_hash == code_hash)
        ).scalar()
        if used is not None:
            raise CodeUsed(used)
        for till in self._tills.values():
            if till.code_hash == code_hash and not till.revoked:
                return till
        raise UnknownCode

    def has_device(self, connection: Connection, till: str) -> bool:
        """Whether some device carries this till's credential."""
        table = tables.credential
        return connection.execute(select(table.c.till).where(table.c.till == till)).scalar() is not None

    def enrol(self, connection: Connection, *, code: str, token: str, at: int, begin: Begin) -> Till:
        """Bind a device's token to the till its code names, and fence whichever device had it before.

        The device begins after the numbers of `begin`. Raises UnknownCode, CodeUsed. Call `enrolled()` after
        the commit.
        """
        till = self.expected(connection, code)
        table = tables.credential
        connection.execute(delete(table).where(table.c.till == till.id))
        connection.execute(
            insert(table).values(
                till=till.id,
                token_hash=hash_secret(token),
                code_hash=hash_secret(code),
                enrolled_at=at,
                begin_n=begin.n,
                begin_number=begin.number,
                begin_training=begin.training,
            )
        )
        return till

    def enrolled(self, till: Till, token: str, begin: Begin) -> None:
        with self._lock:
            self._begins[till.id] = begin
            stale = [known for known, id_ in self._by_token.items() if id_ == till.id]
            for known in stale:
                del self._by_token[known]
            self._by_token[hash_secret(token)] = till.id

    def let_go(self, connection: Connection, till: Till) -> None:
        """Forget a till's credential. Call `gone()` after the commit."""
        connection.execute(delete(tables.credential).where(tables.credential.c.till == till.id))

    def gone(self, till: Till) -> None:
        with self._lock:
            self._by_token = {token: id_ for token, id_ in self._by_token.items() if id_ != till.id}
            self._states.pop(till.id, None)

    def who(self, token: str | None) -> Till:
        """The till behind a credential. Raises NotEnrolled, Revoked."""
        id_ = self._by_token.get(hash_secret(token)) if token else None
        till = self._tills.get(id_) if id_ else None
        if till is None:
            raise NotEnrolled
        if till.revoked:
            raise Revoked(till.id)
        return till

    def book(self, till: Till) -> Book:
        """What this till sells, counts or inspects. Raises NotEnrolled when there are no settings yet."""
        edition = self._edition
        if edition is None:
            raise NotEnrolled
        if till.kind == "inspector":
            return self._whole_book(edition, till)
        booth = edition.booth(till.place) if till.kind == "till" else None
        gate = next((gate for gate in edition.gates if gate.id == till.place), None)
        here = set(booth.exhibitors) if booth else set()
        stops = tuple(one for one in edition.stops if booth and one.booth == booth.id)
        return Book(
            edition=edition.number,
            till=till,
            fair=edition.fair,
            booth=booth,
            gate=gate if till.kind != "till" else None,
            exhibitors=tuple(e for e in edition.exhibitors if e.id in here),
            articles=edition.price_book(booth) if booth else (),
            rates=edition.rates,
            staff=tuple(one for one in edition.staff if booth and booth.id in one.booths),
            begin=self._begins.get(till.id, Begin()),
            booths=(),
            stops=stops,
            stopped=_names(edition, stops),
            notices=edition.notices_for(booth) if booth else edition.notices_for_all(),
        )

    def _whole_book(self, edition: Edition, till: Till) -> Book:
        """An inspector's: every booth with all its articles, and nobody's bank account or PIN."""
        return Book(
            edition=edition.number,
            till=till,
            fair=edition.fair,
            booth=None,
            gate=None,
            exhibitors=tuple(replace(who, account=None) for who in edition.exhibitors),
            articles=edition.articles,
            rates=(),
            staff=(),
            begin=self._begins.get(till.id, Begin()),
            booths=edition.booths,
            stops=edition.stops,
            stopped=_names(edition, edition.stops),
            notices=edition.notices,
        )

    def spoke(self, till: str, *, at: int, pending: int, oldest_at: int | None) -> None:
        """A till was heard: what it says it still holds."""
        with self._lock:
            self._states[till] = TillState(till=till, seen_at=at, pending=pending, oldest_at=oldest_at)

    def heard(self) -> tuple[TillState, ...]:
        """What is known of every till that spoke."""
        with self._lock:
            return tuple(self._states.values())

    def describe(self, till: str, facts: Facts) -> None:
        with self._lock:
            self._facts[till] = facts

    def facts_of(self, till: str) -> Facts | None:
        return self._facts.get(till)

    def enrolled_here(self, connection: Connection) -> set[str]:
        """The tills a device has enrolled as at this terminal."""
        return set(connection.execute(select(tables.credential.c.till)).scalars())

    def known_states(self) -> tuple[TillState, ...]:
        """What is known of every till that spoke since this program started."""
        with self._lock:
            return tuple(self._states.values())

    def states(self) -> tuple[TillState, ...]:
        """What is known of every till that spoke, to be told to the centre."""
        with self._lock:
            self._told = {till: state.pending > 0 for till, state in self._states.items()}
            self._seeking = False
            return tuple(map(self._described, self._states.values()))

    def _described(self, state: TillState) -> TillState:
        """With what the device said of itself, and how the printer is that it prints on."""
        facts, printer = self._facts.get(state.till), self.printer_of(state.till)
        if facts is None:
            return replace(state, printer=printer)
        return replace(
            state,
            ahead=facts.ahead if abs(facts.ahead) < TIME_MAX else None,
            persisted=facts.persisted,
            version=facts.version,
            edition=facts.edition,
            printer=printer,
        )

    def seek(self) -> None:
        """Somebody asks for what only a newer edition can know."""
        with self._lock:
            self._seeking = True

    def news(self) -> bool:
        """Whether a till began or ceased to hold something, or somebody seeks, since the centre was told."""
        with self._lock:
            if self._seeking:
                return True
            states = self._states.items()
            return any((state.pending > 0) != self._told.get(till, False) for till, state in states)


def _names(edition: Edition, stops: Iterable[ShelfStop]) -> dict[str, str]:
    off = {stop.article for stop in stops}
    return {article.id: article.name for article in edition.articles if article.id in off}
