"""Ten days of a booth with everything else dead: each morning a cold start, each evening a closed shift.

The page sells as it does under a finger, only faster: every tap is a click on the key a seller would hit. On
the tenth day the centre comes back, and everything must be there once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select

from booth_terminal import tables as journal
from booth_terminal import terminal
from fairpos.cli import programs
from fairpos.core.sale import Sale, sign
from fairpos.ledger import tables
from fairpos.wire import documents
from tests.booth_terminal.till.conftest import FACTS
from tests.journeys.central import SLUG, Central
from tests.journeys.test_spine import TABLET, enrol, until

DAYS, SALES, BACKS = 10, 300, 3
DAY_MS = 24 * 3_600_000
PRINTER = {"id": "", "name": "Máy in", "transport": "virtual", "address": "", "width": "576", "cut": "part"}
PRINTER |= {"drawer": "0", "left_offset": "0", "asks_status": "on"}

A_DAY = """async ({ first, sales, backs }) => {
  const one = (selector) => document.querySelector(selector);
  const turn = () => new Promise((done) => setTimeout(done));
  const seen = (node) => node && node.checkVisibility() && !node.disabled;
  const until = async (holds, what) => {
    const end = performance.now() + 30_000;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`not in time: ${what}`);
      await turn();
    }
  };
  const tap = async (selector) => {
    await until(() => seen(one(selector)), selector);
    one(selector).click();
  };
  let number = first;
  for (let i = 0; i < sales; i += 1) {
    const goods = ["SP1", "SP2", "SP3"].slice(0, 1 + (i % 3));
    for (const article of goods) await tap(`[data-article="${article}"]`);
    await tap("#chips button");
    number += 1;
    const receipt = `-${number}`;
    const done = () => one(".change-receipt")?.textContent.endsWith(receipt);
    await until(() => done() && seen(one(".change-receipt")), receipt);
  }
  const giveBack = async (kind) => {
    await tap('header [data-room="receipts"]');
    await until(() => seen(one("#receipts-list-view")), "the list");
    // The newest that can still go back: what went back before shows no key.
    const rows = [...document.querySelectorAll("[data-receipt]")];
    rows.find((row) => !row.querySelector(".back")).click();
    await tap(`#receipt-${kind}`);
    if (kind === "refund" && !one('[data-back][aria-pressed="true"]')) await tap('[data-back="0"]');
    await tap("#back-reasons button");
    await tap("#back-done");
    await until(() => seen(one("#receipt-told")), `${kind} told`);
    number += 1;
    await tap("#receipts [data-close]");
  };
  for (let i = 0; i < backs; i += 1) {
    await giveBack("void");
    await giveBack("refund");
  }
  await tap("#menu-open");
  await tap('#menu [data-room="drawer"]');
  await tap("#drawer-close");
  await tap("#closing-skip");
  await until(() => seen(one("#drawer-report-view")), "the report");
  await tap("#drawer [data-close]");
  return number;
}"""


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path, days=range(1 - DAYS, 2))
    try:
        made.start()
        yield made
    finally:
        made.kill()


def morning(page: Page, central: Central, days_ago: int) -> Page:
    """A cold start on that day: a page of its own, opened with everything dead."""
    context = page.context
    page.close()
    page = context.new_page()
    page.add_init_script(
        f"{{ const real = Date.now.bind(Date); Date.now = () => real() - {days_ago * DAY_MS}; }}"
    )
    page.goto(f"{central.url}/till/")
    page.locator("#view-basket:not([hidden])").wait_for(timeout=60_000)
    return page


def kept_at_the_terminal(central: Central) -> list[dict[str, Any]]:
    database = terminal.prepare(central.settings.journal_url(SLUG))
    with database.reading() as connection:
        bodies = connection.execute(select(journal.entry.c.body).order_by(journal.entry.c.seq)).scalars()
        found = [json.loads(body) for body in bodies]
    database.close()
    return found


def counted_at_the_centre(central: Central) -> int:
    database = programs.open_ledger(central.settings)
    with database.reading() as connection:
        found = connection.execute(select(func.count()).select_from(tables.document)).scalar_one()
    database.close()
    return int(found)


def slips(central: Central) -> int:
    database = terminal.prepare(central.settings.journal_url(SLUG))
    with database.reading() as connection:
        found = connection.execute(select(func.count()).select_from(journal.print_job)).scalar_one()
    database.close()
    return int(found)


@pytest.mark.timeout(300)
def test_ten_days_alone_lose_nothing_and_double_nothing(browser: Browser, central: Central) -> None:
    context = browser.new_context(viewport=TABLET, reduced_motion="reduce")
    context.set_default_timeout(120_000)
    try:
        page = context.new_page()
        enrol(page, central)
        assert httpx2.post(f"{central.url}/terminal/printers", data=PRINTER).status_code in (200, 303)
        everywhere = {"till": "", "printer": "p1", "receipts": "always"}
        assert httpx2.post(f"{central.url}/terminal/printing", data=everywhere).status_code in (200, 303)
        central.kill()
        context.set_offline(True)
        number = 0
        for day in range(DAYS):
            page = morning(page, central, DAYS - 1 - day)
            number = page.evaluate(A_DAY, {"first": number, "sales": SALES, "backs": BACKS})
        assert number == DAYS * (SALES + 2 * BACKS)
        written: int = page.evaluate(FACTS)["n"]
        assert written == number + 2 * DAYS
        context.set_offline(False)
        central.start()
        page.evaluate("dispatchEvent(new Event('online'))")
        until(lambda: page.evaluate(FACTS)["bookmark"] == written, "everything is sent", 60)
        until(lambda: counted_at_the_centre(central) == written, "the centre has it all", 60)
        sold = _check_the_terminal(kept_at_the_terminal(central), written, number)
        _check_the_centre(central, written, sold)
        # Paper for what was sold just now at most: ten days of slips would fill the hall.
        assert 0 < slips(central) <= SALES + 2 * BACKS + 2
    finally:
        context.close()


def _check_the_terminal(kept: list[dict[str, Any]], written: int, number: int) -> int:
    """Every document once, in one unbroken count and one unbroken receipt series. Gives the takings."""
    assert Counter(one["n"] for one in kept) == Counter(range(1, written + 1))
    assert len({one["id"] for one in kept}) == written
    money = [one for one in kept if one["type"] in ("sale", "void", "refund")]
    assert Counter(one["number"] for one in money) == Counter(range(1, number + 1))
    assert Counter(one["day"] for one in money) == Counter({one["day"]: SALES + 2 * BACKS for one in money})
    assert len({one["day"] for one in money}) == DAYS
    return sum(one["total"] if one["type"] == "sale" else -one["total"] for one in money)


def _check_the_centre(central: Central, written: int, sold: int) -> None:
    proof = central.proof()
    assert (proof.faults, proof.documents, proof.takings, proof.suspense) == ((), written, sold, 0)
    database = programs.open_ledger(central.settings)
    with database.reading() as connection:
        bodies = [
            documents.read(bytes(body)) for body in connection.execute(select(tables.entry.c.body)).scalars()
        ]
        findings = connection.execute(select(tables.finding.c.code)).scalars().all()
    database.close()
    assert Counter(document.id for document in bodies).most_common(1)[0][1] == 1
    assert sum(sign(document) * document.total for document in bodies if isinstance(document, Sale)) == sold
    assert findings == []
