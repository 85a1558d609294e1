"""A hall of terminals with a backlog: signed, chained pushes of 3-line sales, made before any clock runs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from booth_terminal.courier import HELLO, PUSH
from booth_terminal.identity import Identity
from fairpos.core.business_day import Calendar, FairDay, day_of, moment
from fairpos.core.fair import Article, Booth, Edition, Exhibitor, Fair, Gate, Till
from fairpos.core.ids import uuid7
from fairpos.core.journal import Head, follow, genesis
from fairpos.core.sale import Line, Sale, Tender, add_up
from fairpos.core.sync import Hello, Push
from fairpos.ledger import editions, fairs, terminals
from fairpos.wire import documents, messages

SLUG = "bench"
DAY = "2026-11-20"
START = moment(DAY, 9 * 60)
EVENING = moment(DAY, 22 * 60)
"""The hour of the flush: everything in the backlog was sold before it."""


@dataclass(frozen=True, slots=True)
class Message:
    """One request, ready to be written to a socket."""

    terminal: str
    path: str
    body: bytes
    http: bytes
    sales: int


def setup(booths: int) -> Edition:
    """A fair of so many booths with one exhibitor, two articles and one till each."""
    names = [f"B{i:03d}" for i in range(booths)]
    return Edition(
        number=0,
        fair=Fair(
            slug=SLUG,
            name="Hội chợ thử tải",
            name_en="Load fair",
            series="bench",
            season="2026",
            province="Quảng Ninh",
            status="open",
            prior=None,
            calendar=Calendar((FairDay(DAY),)),
        ),
        exhibitors=tuple(
            Exhibitor(
                id=f"DV-{name}",
                name=f"HTX {name}",
                kind="cooperative",
                district="Hạ Long",
                province="Quảng Ninh",
                country="VN",
            )
            for name in names
        ),
        booths=tuple(
            Booth(id=name, name=name, zone="in-province", exhibitors=(f"DV-{name}",)) for name in names
        ),
        articles=tuple(
            Article(
                id=f"SP-{name}-{i}",
                name=f"Mật ong hoa rừng loại {i}",
                exhibitor=f"DV-{name}",
                group="Thực phẩm",
                unit="chai",
                price=45_000 + 15_000 * i,
                weighed=False,
                tax_class="standard",
                stars=3 + i % 3,
            )
            for name in names
            for i in range(6)
        ),
        gates=(Gate(id="G1", name="Cổng 1"),),
        tills=tuple(
            Till(id=f"T-{name}", kind="till", place=name, code_hash=None, revoked=False) for name in names
        ),
    )


def load(connection: Connection, edition: Edition, keys: dict[str, Ed25519PrivateKey]) -> None:
    """Put the fair and its enrolled terminals into an empty ledger."""
    fair_id = fairs.load(connection, edition, at=START)
    for name, key in keys.items():
        terminals.expect(connection, fair_id, id=name, name=name, code=f"code-{name}")
        terminals.enrol(
            connection, code=f"code-{name}", public_key=key.public_key().public_bytes_raw(), at=START
        )
    editions.publish(connection, fair_id, at=START, by="bench")


def sale(edition: Edition, booth: Booth, n: int, shift: str, dice: random.Random) -> Sale:
    """The n-th sale of a booth's till: three lines, paid in cash."""
    at = START + n * 20_000 + dice.randrange(15_000)
    book = edition.price_book(booth)
    lines = tuple(
        Line(
            article=article.id,
            name=article.name,
            exhibitor=article.exhibitor,
            unit=article.unit,
            price=article.price,
            quantity=1000 * dice.randint(1, 3),
            vat=800,
        )
        for article in dice.sample(book, 3)
    )
    totals = add_up(lines)
    given = -(-totals.total // 100_000) * 100_000
    return Sale(
        v=1,
        type="sale",
        id=uuid7(at, dice.getrandbits(74)),
        till=f"T-{booth.id}",
        n=n,
        at=at,
        offset=0,
        day=day_of(at, 240),
        by="",
        edition=1,
        number=n,
        booth=booth.id,
        shift=shift,
        lines=lines,
        discount=0,
        tenders=(Tender(kind="cash", amount=totals.total, given=given, change=given - totals.total),),
        total=totals.total,
        vat=totals.vat,
    )


@dataclass(slots=True)
class Hall:
    """Terminals, one a booth, each with its own key and its own stream."""

    edition: Edition
    identities: dict[str, Identity]
    dice: random.Random

    @classmethod
    def make(cls, booths: int, seed: int = 7) -> Hall:
        edition, dice = setup(booths), random.Random(seed)
        keys = {b.id: Ed25519PrivateKey.from_private_bytes(dice.randbytes(32)) for b in edition.booths}
        identities = {name: Identity(f"terminal-{name}", SLUG, key) for name, key in keys.items()}
        return cls(edition, identities, dice)

    def keys(self) -> dict[str, Ed25519PrivateKey]:
        return {identity.id: identity.key for identity in self.identities.values()}

    def hello(self, booth: Booth, sales: int) -> Message:
        identity = self.identities[booth.id]
        said = Hello(
            terminal=identity.id,
            stream=_stream(booth),
            after=None,
            top=sales,
            at=START,
            offset=0,
            held=sales,
            oldest_at=START,
            version="bench",
            edition=1,
        )
        return _signed(identity, HELLO, messages.write_hello(said), 0)

    def pushes(self, booth: Booth, first: int, sales: int, batch: int) -> Iterator[Message]:
        """The sales `first` to `first + sales - 1` of a booth, in pushes of `batch`."""
        identity = self.identities[booth.id]
        shift = uuid7(START, 1)
        link = Head(0, genesis(_stream(booth), identity.id, identity.public_key))
        assert first == 1, "a chain begins at its beginning"
        for start in range(1, sales + 1, batch):
            bodies = tuple(
                documents.write(sale(self.edition, booth, n, shift, self.dice))
                for n in range(start, min(start + batch, sales + 1))
            )
            push = Push(
                terminal=identity.id,
                stream=_stream(booth),
                first=start,
                prev=link.hash,
                top=sales,
                bodies=bodies,
            )
            link = follow(link, bodies)[-1]
            yield _signed(identity, PUSH, messages.write_push(push), len(bodies))


def _stream(booth: Booth) -> str:
    return booth.id.lower().ljust(32, "0")


def _signed(identity: Identity, path: str, body: bytes, sales: int) -> Message:
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"FairPOS-Terminal: {identity.fair}/{identity.id}",
        f"FairPOS-Signature: {identity.sign(path, body)}",
        "Content-Type: application/x-ndjson",
        f"Content-Length: {len(body)}",
    )
    http = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    return Message(identity.id, path, body, http, sales)
