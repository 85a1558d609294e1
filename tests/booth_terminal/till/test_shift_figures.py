"""A shift added up by the page and by the terminal: the same to the đồng, whatever a day brings."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

from playwright.sync_api import BrowserContext

from booth_terminal.shift_reading import Kept, figures
from fairpos.core.document import Document
from fairpos.core.sale import Tender, TenderKind
from fairpos.wire import documents
from tests.booth_terminal.till.stall import Stall
from tests.booth_terminal.till.test_rules import ask
from tests.documents import SHIFT, cash_movement, closing, line, opening, refund, sale, void

SHIFTS = 300
KINDS: tuple[TenderKind, ...] = ("cash", "vietqr", "card", "voucher")


def shift(chance: random.Random) -> list[Document]:
    """A float, sales in every way, what was taken back, cash moved, practice, and perhaps the end."""
    made: list[Document] = [opening(chance.randrange(3_000) * 1_000, id=SHIFT)]
    for number in range(1, chance.randrange(2, 25)):
        price = chance.randrange(1, 900) * 1_000
        off = chance.choice([0, 0, price // 10])
        sold = sale(
            line(price, chance.randrange(1, 4), discount=off),
            kind=chance.choice(KINDS),
            number=number,
            training=chance.random() < 0.1,
        )
        if chance.random() < 0.2:
            part = sold.total // 3
            parts = (Tender(kind="cash", amount=part), Tender(kind="card", amount=sold.total - part))
            sold = replace(sold, tenders=parts)
        made.append(sold)
        if chance.random() < 0.2:
            changes: dict[str, Any] = {"number": 100 + number, "training": sold.training}
            made.append(void(sold, **changes) if chance.random() < 0.5 else refund(sold, **changes))
        if chance.random() < 0.15:
            made.append(cash_movement(chance.randrange(-500, 500) * 1_000))
    if chance.random() < 0.5:
        made.append(closing(1, 1, counted=chance.randrange(9_000) * 1_000))
    return made


def by_terminal(made: list[Document]) -> list[Any]:
    found = figures([Kept(seq, document) for seq, document in enumerate(made, 1)], SHIFT, at=0)
    net = {tender.kind: tender.net for tender in found.tenders}
    return [
        [found.float, found.expected, found.takings, *(net.get(kind, 0) for kind in KINDS)],
        [found.sales.count, found.voids.count, found.voids.amount, found.refunds.count, found.refunds.amount],
        [movement.amount for movement in found.movements],
        found.counted,
    ]


def test_the_page_and_the_terminal_add_a_shift_up_alike(context: BrowserContext, stall: Stall) -> None:
    chance = random.Random(20_261_122)
    shifts = [shift(chance) for _ in range(SHIFTS)]
    page = context.new_page()
    page.goto(f"{stall.url}/till/")
    body = (
        "((s) => [[s.float, s.expected, s.takings, s.cash, s.vietqr, s.card, s.voucher],"
        " [s.sales, s.voids, s.voided, s.refunds, s.refunded], s.movements.map((one) => one.amount),"
        " s.closing?.counted ?? null])(m.sumsOf(c))"
    )
    cases = [[json.loads(documents.write(document)) for document in made] for made in shifts]
    assert ask(page, "shift_figures", body, cases) == [by_terminal(made) for made in shifts]
