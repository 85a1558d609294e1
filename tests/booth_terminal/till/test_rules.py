"""The till's rules in JavaScript against the core's in Python: equal to the đồng, whatever chance brings."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from fairpos.core import ids, money
from fairpos.core.business_day import day_of
from fairpos.core.journal import ENTRY_BYTES_MAX
from fairpos.core.sale import DiscountTooLarge, Line, add_up
from fairpos.core.search import matches, search_key
from fairpos.core.tax import STATUTORY_RATES, NoRate, rate_on, vat_inside
from tests.booth_terminal.till.stall import Stall

SEED = 20_200_327
BASKETS, BATCH, HANDLED = 20_000, 2_000, 1_500
COUNTS = (0, 1, 1, 2, 2, 3, 3, 3, 4, 5, 8, 30)
PLAIN = Line(article="A", name="A", exhibitor="B", unit="kg", price=0, quantity=1_000)
NOTES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)


@pytest.fixture(scope="module")
def page(browser: Browser, stall: Stall) -> Iterator[Page]:
    """A page of the till's origin, to evaluate its modules in."""
    context = browser.new_context()
    made = context.new_page()
    made.goto(f"{stall.url}/till/")
    yield made
    context.close()


def ask(page: Page, module: str, body: str, cases: list[Any]) -> list[Any]:
    """Evaluate `body` (an expression over `m`, the module, and `c`, a case) for every case."""
    # As text, because the driver takes its time over every single value it carries.
    script = (
        f"async (text) => {{ const m = await import('/till/static/{module}.js');"
        f" return JSON.stringify(JSON.parse(text).map((c) => {body})) }}"
    )
    answers: list[Any] = json.loads(page.evaluate(script, json.dumps(cases)))
    return answers


def priced(chance: random.Random) -> tuple[int, int]:
    """A price and a quantity: small change, ordinary goods, weighings, and the most a till takes."""
    price = chance.choice(
        [
            0,
            chance.randrange(1, 2_000),
            chance.randrange(1, 900) * 1_000,
            chance.randrange(1, 900) * 1_000,
            chance.randrange(10**9),
            9_999_999_999,
            10**12,
        ]
    )
    quantity = chance.choice(
        [1_000 * chance.randrange(1, 40), chance.randrange(1, 20_000), chance.randrange(1, 10**6), 9_999_000]
    )
    return price, min(quantity, max(1, 10**15 // max(1, price)))


def basket(chance: random.Random) -> tuple[list[Line], int]:
    def line() -> Line:
        price, quantity = priced(chance)
        gross = money.half_up(price * quantity, 1_000)
        # Now and then more than there is: both must refuse it.
        discount = chance.choice([*[0] * 40, *[chance.randrange(gross + 1)] * 18, gross, gross + 1])
        vat = chance.choice([None, 0, 500, 800, 1_000, chance.randrange(10_001)])
        return replace(PLAIN, price=price, quantity=quantity, discount=discount, vat=vat)

    lines = [line() for _ in range(chance.choice(COUNTS))]
    total = max(0, sum(one.total for one in lines))
    discount = chance.choice(
        [0, 0, chance.randrange(total + 1), total, total + 1, chance.randrange(min(total, 50) + 1)]
    )
    return lines, discount


def test_baskets_add_up_as_in_the_core(page: Page) -> None:
    chance = random.Random(SEED)

    def rule(lines: list[Line], discount: int) -> Any:
        try:
            totals = add_up(lines, discount)
        except DiscountTooLarge:
            return "too large"
        return [totals.total, *totals.nets, *([row.rate, row.gross, row.vat] for row in totals.vat)]

    attempt = """(() => {
      const lines = c[1].map(([price, quantity, discount, vat]) => ({ price, quantity, discount, vat }));
      try {
        const { total, nets, vat } = m.addUp(lines, c[0]);
        return [total, ...nets, ...vat.map(({ rate, gross, vat }) => [rate, gross, vat])];
      } catch (e) {
        if (!(e instanceof m.DiscountTooLarge)) throw e;
        return "too large";
      }
    })()"""
    refused = rates = 0
    for _ in range(BASKETS // BATCH):
        baskets = [basket(chance) for _ in range(BATCH)]
        cases = [
            [discount, [[line.price, line.quantity, line.discount, line.vat] for line in lines]]
            for lines, discount in baskets
        ]
        expected = [rule(*one) for one in baskets]
        assert ask(page, "totals", attempt, cases) == expected
        refused += expected.count("too large")
        rates += sum(answer != "too large" and len(answer) > 2 for answer in expected)
    # The generator must have tried what it is meant to try.
    assert refused > BASKETS // 20
    assert rates > BASKETS // 2


def handled(chance: random.Random) -> dict[str, Any]:
    """A basket as hands make it: things put in, counted, given another price, a percentage or đồng off."""
    lines = []
    for _ in range(chance.choice(COUNTS[2:])):
        price, quantity = priced(chance)
        price = min(max(price, 1), 10**7)
        weighed = chance.random() < 0.4
        quantity = min(quantity, 999_999) if weighed else 1_000 * (quantity // 1_000 or 1)
        gross = money.half_up(price * quantity, 1_000)
        off = chance.choice(
            [{}, {}, {"percent": chance.randrange(101)}, {"discount": chance.randrange(gross + 1)}]
        )
        lines.append(
            {
                "book": chance.choice([price, price, chance.randrange(1, 10**7)]),
                "price": price,
                "weighed": weighed,
                "quantity": quantity,
                "off": off,
                "tax_class": chance.choice(["standard", "excise", "reduced", "none"]),
            }
        )
    return {"lines": lines, "off": chance.choice([{}, {"percent": chance.randrange(101)}, {"discount": 1}])}


def test_baskets_made_by_hand_close_as_in_the_core(page: Page) -> None:
    chance = random.Random(SEED)
    day = "2026-11-21"
    rates = [asdict(rate) for rate in STATUTORY_RATES]
    make = """(([{ lines, off }, rates, day]) => {
      let basket = m.EMPTY;
      for (const [i, { book, price, weighed, quantity, off, tax_class }] of lines.entries()) {
        const named = { id: `A${i}`, name: "A", exhibitor: "B", unit: "kg" };
        const article = { ...named, price: book, weighed, tax_class };
        basket = m.add(basket, article, 1000, () => "");
        basket = m.setLine(basket, i, { off: { percent: 1 } });
        basket = m.setLine(basket, i, { price, quantity, off });
      }
      basket = m.setDiscount(basket, off);
      const { lines: closed, discount, total, vat } = m.close(basket, rates, day);
      const put = ({ price, quantity, discount, vat, book_price = null }) =>
        [price, quantity, discount, vat, book_price];
      return [discount, total, closed.map(put), vat.map(({ rate, gross, vat }) => [rate, gross, vat])];
    })(c)"""

    def rule(made: dict[str, Any]) -> Any:
        lines = []
        for one in made["lines"]:
            gross = money.half_up(one["price"] * one["quantity"], 1_000)
            percent, discount = one["off"].get("percent", 0), one["off"].get("discount", 0)
            lines.append(
                replace(
                    PLAIN,
                    price=one["price"],
                    quantity=one["quantity"],
                    discount=money.half_up(gross * percent, 100) if percent else discount,
                    vat=rate_on(STATUTORY_RATES, one["tax_class"], day),
                    book_price=None if one["book"] == one["price"] else one["book"],
                )
            )
        percent, discount = made["off"].get("percent", 0), made["off"].get("discount", 0)
        whole = sum(line.total for line in lines)
        discount = money.half_up(whole * percent, 100) if percent else discount
        totals = add_up(lines, discount)
        return [
            discount,
            totals.total,
            [[line.price, line.quantity, line.discount, line.vat, line.book_price] for line in lines],
            [[row.rate, row.gross, row.vat] for row in totals.vat],
        ]

    def possible(made: dict[str, Any]) -> bool:
        gross = sum(max(one["book"] * 1_000, one["price"] * one["quantity"]) for one in made["lines"])
        try:
            return gross <= money.DONG_MAX * 1_000 and rule(made) is not None
        except DiscountTooLarge:
            return False

    baskets = [made for made in (handled(chance) for _ in range(HANDLED)) if possible(made)]
    assert len(baskets) > HANDLED // 2
    assert ask(page, "basket", make, [[made, rates, day] for made in baskets]) == [
        rule(made) for made in baskets
    ]


def test_shares_add_up_as_in_the_core(page: Page) -> None:
    chance = random.Random(SEED)
    cases: list[tuple[int, list[int]]] = []
    for _ in range(1_000):
        weights = [
            chance.choice([0, chance.randrange(10), chance.randrange(10**9)])
            for _ in range(chance.randrange(1, 9))
        ]
        cases.append((chance.randrange(sum(weights) + 1), weights))
    assert ask(page, "money", "m.shares(c[0], c[1])", cases) == [money.shares(t, w) for t, w in cases]


def test_vat_is_taken_out_as_in_the_core(page: Page) -> None:
    chance = random.Random(SEED)
    cases = [
        [chance.randrange(10 ** chance.randrange(1, 13)), chance.randrange(10_001)] for _ in range(2_000)
    ]
    assert ask(page, "tax", "m.vatInside(c[0], c[1])", cases) == [vat_inside(*case) for case in cases]


def test_rates_of_the_day_are_found_as_in_the_core(page: Page) -> None:
    rates = [asdict(rate) for rate in STATUTORY_RATES]
    days = [
        "2008-12-31",
        "2009-01-01",
        "2022-01-31",
        "2022-02-01",
        "2023-01-01",
        "2025-07-01",
        "2026-12-31",
        "2027-01-01",
    ]
    cases = [[name, day] for name in ("standard", "excise", "reduced", "none", "unheard-of") for day in days]

    def rule(tax_class: str, day: str) -> int | str | None:
        try:
            return rate_on(STATUTORY_RATES, tax_class, day)
        except NoRate:
            return "no rate"

    found = ask(
        page,
        "tax",
        "((rate) => rate === undefined ? 'no rate' : rate)(m.rateOn(c[2], c[0], c[1]))",
        [[*case, rates] for case in cases],
    )
    assert found == [rule(*case) for case in cases]


def test_fair_days_are_found_as_in_the_core_in_whatever_zone_the_tablet_is(
    browser: Browser, stall: Stall
) -> None:
    chance = random.Random(SEED)
    cases = [
        [chance.randrange(1_500_000_000_000, 1_900_000_000_000), chance.randrange(720)] for _ in range(2_000)
    ]
    # The last millisecond before a cut-off of 04:00, and the first after it.
    cases += [[1_585_429_200_000 - 1, 240], [1_585_429_200_000, 240]]
    for zone in ("Asia/Ho_Chi_Minh", "America/Los_Angeles"):
        context = browser.new_context(timezone_id=zone)
        page = context.new_page()
        page.goto(f"{stall.url}/till/")
        assert ask(page, "day", "m.dayOf(c[0], c[1])", cases) == [day_of(*case) for case in cases]
        context.close()


def test_ids_are_made_as_in_the_core(page: Page) -> None:
    chance = random.Random(SEED)
    cases = [(chance.randrange(1 << 47), chance.randrange(1 << 74)) for _ in range(500)]
    cases += [(0, 0), ((1 << 47) - 1, (1 << 74) - 1)]
    asked = [[at, str(bits)] for at, bits in cases]
    assert ask(page, "ids", "m.uuid7(c[0], BigInt(c[1]))", asked) == [ids.uuid7(*case) for case in cases]


def test_a_thousand_new_ids_are_ids_of_their_moment_and_all_different(page: Page) -> None:
    made = ask(page, "ids", "m.newId(c)", [1_795_295_399_763] * 1_000)
    assert all(ids.is_id(one) and ids.time_of(one) == 1_795_295_399_763 for one in made)
    assert len(set(made)) == 1_000


def test_search_folds_and_finds_as_in_the_core(page: Page) -> None:
    texts = [
        "Rượu ba kích tím 500 ml", "RƯỢU BA KÍCH", "hoà bình", "hòa bình", "Đồ uống", "đậu  phộng\t rang",
        "Chả mực giã tay Hạ Long", "  Nước   mắm ", "Straße", "trứng gà Tiên Yên",
        "e\u0302\u0301m", "", "ữ ẫ ỵ Ỹ",
    ]  # fmt: skip
    queries = [
        "ruou ba kich",
        "kich ruou",
        "hoa binh",
        "do uong",
        "dau phong",
        "cha muc",
        "uou",
        "",
        "tien yen trung",
        "RƯỢU",
    ]
    assert ask(page, "search", "m.searchKey(c)", texts) == [search_key(text) for text in texts]
    pairs = [[query, text] for query in queries for text in texts]
    found = ask(page, "search", "m.matches(c[0], m.searchKey(c[1]))", pairs)
    assert found == [matches(*pair) for pair in pairs]


def test_money_is_printed_as_in_the_core(page: Page) -> None:
    amounts = [0, 7, 999, 1_000, 87_000, 1_595_000, 10**12, -13_000]
    for language in ("vi", "en"):
        found = ask(page, "money", f"m.dong(c, '{language}')", amounts)
        assert found == [money.dong(amount, language) for amount in amounts]


def test_a_basket_is_full_before_its_document_is_too_large(page: Page) -> None:
    article = {"id": "A" * 64, "name": "Ữ" * 200, "exhibitor": "B" * 64, "unit": "kg", "weighed": True}
    fill = """((basket) => {
      try {
        for (;;) basket = m.add(basket, c, 1000, () => "0".repeat(32));
      } catch (e) {
        if (!(e instanceof m.BasketFull)) throw e;
      }
      const lines = m.close(basket, [], "2026-11-21").lines;
      return [lines.length, new TextEncoder().encode(JSON.stringify(lines)).length];
    })(m.EMPTY)"""
    cases = [
        article | {"price": 1, "tax_class": "none"},
        article | {"name": "Kẹo", "price": 10**10, "tax_class": "none"},
    ]
    (wide, wide_bytes), (dear, _) = ask(page, "basket", fill, cases)
    assert wide > 50
    assert wide_bytes < ENTRY_BYTES_MAX - 1_024
    assert dear == 100  # 10^12 đồng, the most a document may carry


def offered(total: int) -> list[int]:
    """Which sums a till offers, worked out the slow way: by trying every one and every two notes."""
    sure = total // 500_000 * 500_000 if total > 1_000_000 else 0
    rest = total - sure
    if rest <= 0:
        return []
    handed = [(note,) for note in NOTES] + list(itertools.combinations_with_replacement(NOTES, 2))
    enough = [
        notes for notes in handed if sum(notes) > rest and all(sum(notes) - note < rest for note in notes)
    ]
    cheapest = sorted({sum(notes) for notes in enough})[:3]
    singles = sorted(note for note in NOTES if note > rest)
    if singles and not set(singles) & set(cheapest):
        cheapest[2:] = singles[:1]
    return [sure + amount for amount in cheapest]


@pytest.mark.parametrize(
    ("total", "sums"),
    [
        (87_000, [100_000, 200_000, 500_000]),
        (23_000, [25_000, 30_000, 50_000]),
        (62_000, [70_000, 100_000, 200_000]),
        (145_000, [150_000, 200_000, 500_000]),
        (520_000, [550_000, 600_000, 700_000]),
        (500_000, []),
        (1_000_000, []),
        (1_234_000, [1_250_000, 1_300_000, 1_500_000]),
        (0, []),
    ],
)
def test_the_sums_offered_are_those_a_buyer_holds_out(page: Page, total: int, sums: list[int]) -> None:
    assert ask(page, "notes", "m.offers(c)", [total]) == [sums]


def test_the_sums_offered_are_the_cheapest_of_one_or_two_notes(page: Page) -> None:
    chance = random.Random(SEED)
    totals = [*range(0, 1_300_000, 1_000), *(chance.randrange(5_000_000) for _ in range(700))]
    assert ask(page, "notes", "m.offers(c)", totals) == [offered(total) for total in totals]
