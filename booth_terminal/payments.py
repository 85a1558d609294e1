"""Money that banks say came, beside the transfers that sales say they had.

Credits are documents in the journal like everything else. This is a view of it, folded as it grows: it can be
thrown away and is built again by reading. Nothing here changes a sale, and nothing that came is dropped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

import msgspec

from booth_terminal import journal
from booth_terminal.journal import Posted
from fairpos.core.business_day import day_of
from fairpos.core.document import EDITION, NAME_MAX, TIME_MAX
from fairpos.core.fair import Edition
from fairpos.core.money import DONG_MAX
from fairpos.core.payment import (
    CONTENT_MAX,
    RAW_MAX,
    BankCredit,
    Expected,
    Matched,
    State,
    match,
    received,
    same_account,
)
from fairpos.core.payment_code import find_codes
from fairpos.db.database import Database
from fairpos.wire import documents

READ_AT_ONCE = 2_000
ASKING_MS = 10_000
"""A till that shows a code asks every two seconds. One that was silent this long has left its basket."""


@dataclass(frozen=True, slots=True)
class Told:
    """A credit as a provider told of it. `ref` is the provider's own id of it, `at` Unix milliseconds."""

    provider: str
    ref: str
    account: str
    amount: int
    content: str
    at: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A transfer that a till shows a code for, or that a sale says it had; `receipt` is empty before that."""

    expected: Expected
    booth: str
    receipt: str = ""
    sale: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What has come for one code: "waiting", or the state of it all together, and how much."""

    state: State | str
    received: int


@dataclass(frozen=True, slots=True)
class Row:
    """One credit on a booth's list. `receipt` and `due` are those of the sale its code leads to."""

    state: State
    code: str
    amount: int
    account: str
    content: str
    at: int
    provider: str
    receipt: str
    due: int | None


class _Tender(msgspec.Struct):
    kind: str
    amount: int
    ref: str = ""
    account: str = ""


class _Sale(msgspec.Struct):
    """The few fields of a sale or void that matter here, as any till ever wrote them."""

    type: str
    id: str
    till: str
    at: int
    number: int
    booth: str
    tenders: list[_Tender]
    offset: int | None = None
    training: bool = False
    ref: str = ""


_SALE = msgspec.json.Decoder(_Sale)

Keep = Callable[[Sequence[Posted]], Future[Any]]


class Payments:
    """The payments of one terminal. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._keeping = threading.Lock()
        self._asked: dict[str, tuple[Wanted, int]] = {}
        self._begin("")

    def _begin(self, stream: str) -> None:
        self._stream, self._seq = stream, 0
        self._wanted: dict[str, Wanted] = {}
        self._codes: dict[str, list[str]] = {}
        self._voids: dict[str, int] = {}
        self._credits: dict[tuple[str, str], BankCredit] = {}
        self._by_code: dict[str, list[BankCredit]] = {}
        self._made: dict[str, int] = {}

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
        # Most of a journal has nothing to do with transfers, and looking for a word costs less than reading.
        if b'"bank_credit"' in body:
            self._take_credit(body)
        elif b'"vietqr"' in body or b'"void"' in body:
            try:
                sale = _SALE.decode(body)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                return  # The journal keeps it; whether it makes sense is for the centre to say.
            if sale.type == "void":
                self._void(sale.ref, sale.at + (sale.offset or 0))
            elif sale.type == "sale" and not sale.training:
                self._sold(sale)

    def _take_credit(self, body: bytes) -> None:
        try:
            credit = documents.read(body)
        except documents.Unreadable:
            return
        if isinstance(credit, BankCredit) and (credit.provider, credit.ref) not in self._credits:
            self._credits[credit.provider, credit.ref] = credit
            self._made[credit.till] = max(self._made.get(credit.till, 0), credit.n)
            for code in find_codes(credit.content):
                self._by_code.setdefault(code, []).append(credit)

    def _sold(self, sale: _Sale) -> None:
        for tender in sale.tenders:
            if tender.kind == "vietqr" and tender.ref:
                expected = Expected(tender.ref, tender.account, tender.amount, self._voids.get(sale.id))
                at = sale.at + (sale.offset or 0)
                receipt = f"{sale.till}-{sale.number}"
                self._wanted[tender.ref] = Wanted(expected, sale.booth, receipt, sale.id, at)
                self._codes.setdefault(sale.id, []).append(tender.ref)

    def _void(self, sale: str, at: int) -> None:
        self._voids[sale] = at
        for code in self._codes.get(sale, ()):
            wanted = self._wanted[code]
            old = wanted.expected
            closed = Expected(old.code, old.account, old.amount, at)
            self._wanted[code] = Wanted(closed, wanted.booth, wanted.receipt, wanted.sale, wanted.at)

    def ask(self, wanted: Wanted, *, now: int) -> Standing:
        """What has come for a code that a till shows just now."""
        code = wanted.expected.code
        with self._lock:
            self._catch_up()
            self._asked = {
                name: (one, at) for name, (one, at) in self._asked.items() if 0 <= now - at < ASKING_MS
            }
            self._asked[code] = (wanted, now)
            wanted = self._wanted.get(code, wanted)
            return _standing(wanted.expected, match([wanted.expected], self._by_code.get(code, ())))

    def shown(self, *, now: int) -> tuple[str, ...]:
        """The codes that tills show just now. While there is one, looking at the bank often is worth it."""
        with self._lock:
            return tuple(code for code, (_, at) in self._asked.items() if 0 <= now - at < ASKING_MS)

    def rows(self, booth: str, accounts: Iterable[str], *, now: int) -> tuple[Row, ...]:
        """Every credit that is about a booth: by its code, or by the account it came to. The newest first."""
        named = tuple(accounts)
        with self._lock:
            self._catch_up()
            live = {code: one for code, (one, at) in self._asked.items() if 0 <= now - at < ASKING_MS}
            wanted = {code: one for code, one in (live | self._wanted).items() if one.booth == booth}
            about = [
                credit
                for credit in self._credits.values()
                if any(same_account(name, credit.account) for name in named)
                or any(code in wanted for code in find_codes(credit.content))
            ]
        matched = match((one.expected for one in wanted.values()), about)
        return tuple(_row(one, wanted.get(one.code)) for one in reversed(matched))

    def unseen(self, booth: str, *, limit: int) -> tuple[Wanted, ...]:
        """Sales that say they had a transfer of which no bank has told yet. The newest first."""
        with self._lock:
            self._catch_up()
            wanted = [one for one in self._wanted.values() if one.booth == booth]
            found = [
                one
                for one in sorted(wanted, key=lambda one: one.at, reverse=True)
                if one.expected.closed_at is None and not self._by_code.get(one.expected.code)
            ]
        return tuple(found[:limit])

    def newest(self, provider: str) -> int | None:
        """When the last credit came that this provider told of."""
        with self._lock:
            self._catch_up()
            return max(
                (c.credited_at for c in self._credits.values() if c.provider == provider), default=None
            )

    def keep(
        self, feed: str, told: Iterable[Told], *, edition: Edition, at: int, offset: int, keep: Keep
    ) -> int:
        """Make documents of what was told and not known, by the till `feed`, and wait for the disk.

        Returns how many.

        The same credit told twice, by whatever road, is one document: its id is made of provider and ref.
        """
        with self._keeping:
            with self._lock:
                self._catch_up()
                fresh = {
                    (one.provider, one.ref): one
                    for one in map(_sound, told)
                    if (one.provider, one.ref) not in self._credits
                }
                n = self._made.get(feed, 0)
            made = [
                _document(one, feed, n + place, edition=edition, at=at, offset=offset)
                for place, one in enumerate(fresh.values(), 1)
            ]
            if made:
                posted = [Posted(one.id, documents.write(one), partial(_says_the_same, one)) for one in made]
                keep(posted).result()
            return len(made)


def credit_id(provider: str, ref: str) -> str:
    """The id of the document of a credit: the same wherever and whenever it is told."""
    return sha256(f"fairpos/bank_credit/{provider}\0{ref}".encode()).hexdigest()[:32]


def _sound(told: Told) -> Told:
    """What a provider told, within what a document may carry. What is cut is whole in nobody's way: the ref
    of a too long one is its hash, and raw is evidence, not data."""
    ref = told.ref if 0 < len(told.ref) <= NAME_MAX else sha256(told.ref.encode()).hexdigest()
    return Told(
        told.provider,
        ref,
        told.account[:NAME_MAX],
        min(max(told.amount, 0), DONG_MAX),
        told.content[:CONTENT_MAX],
        min(max(told.at, 1), TIME_MAX - 1),
        told.raw[:RAW_MAX],
    )


def _document(told: Told, till: str, n: int, *, edition: Edition, at: int, offset: int) -> BankCredit:
    return BankCredit(
        v=EDITION,
        type="bank_credit",
        id=credit_id(told.provider, told.ref),
        till=till,
        n=n,
        at=at,
        offset=offset,
        day=day_of(told.at, edition.fair.calendar.cut_off_minute),
        by="",
        edition=edition.number,
        provider=told.provider,
        ref=told.ref,
        account=told.account,
        amount=told.amount,
        content=told.content,
        credited_at=told.at,
        raw=told.raw,
    )


def _says_the_same(credit: BankCredit, body: bytes) -> bool:
    """Whether a kept document is this credit, told before: asked for or posted, with other raw bytes."""
    try:
        kept = documents.read(body)
    except documents.Unreadable:
        return False
    return isinstance(kept, BankCredit) and (kept.provider, kept.ref) == (credit.provider, credit.ref)


def _standing(expected: Expected, matched: Sequence[Matched]) -> Standing:
    came = received(expected.code, matched)
    if came == 0:
        others = {one.state for one in matched}
        return Standing("late" if "late" in others else "unknown" if others else "waiting", 0)
    if came < expected.amount:
        return Standing("short", came)
    return Standing("exact" if came == expected.amount else "over", came)


def _row(one: Matched, wanted: Wanted | None) -> Row:
    credit = one.credit
    return Row(
        state=one.state,
        code=one.code,
        amount=credit.amount,
        account=credit.account,
        content=credit.content,
        at=credit.credited_at,
        provider=credit.provider,
        receipt=wanted.receipt if wanted else "",
        due=wanted.expected.amount if wanted else None,
    )
