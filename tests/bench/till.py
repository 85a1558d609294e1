"""How fast a till feels: `./dev bench till [--sales 30] [--starts 10] [--articles 300] [--throttle 4]`.

A real Chromium with its CPU throttled stands for the cheap tablet of a booth. Times are taken inside the
page, from the event's own time stamp until after the frame that shows the result was painted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from fairpos.core.fair import Edition
from tests.booth_terminal.till.conftest import TABLET, Device, until
from tests.booth_terminal.till.shelf import PICTURES, lay_pictures, pictured
from tests.booth_terminal.till.stall import Stall
from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS

# What is timed: `window.painted(until)` gives the milliseconds from the next click until the frame in which
# `until()` first held was painted.
WATCH = """
window.painted = (until) => new Promise((done) => {
  addEventListener("click", ({ timeStamp }) => {
    const look = () => requestAnimationFrame(() => {
      if (!until()) return look();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now() - timeStamp);
      channel.port2.postMessage(null);
    });
    look();
  }, { capture: true, once: true });
});
"""
PICTURES_KEPT = "caches.open('photos').then((cache) => cache.keys()).then((keys) => keys.length)"
READY = """
window.started = new Promise((done) => {
  const look = () => requestAnimationFrame(() => {
    const view = document.getElementById("view-basket");
    const tiles = document.getElementById("tiles");
    if (!view || view.hidden || !tiles.children.length || tiles.inert) return look();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(null);
  });
  look();
});
"""


def large(articles: int) -> Edition:
    """The booth of the tests with so many articles, each with a picture."""
    edition = pictured(2)
    few, keys = edition.articles, list(PICTURES)
    many = [
        replace(few[n % len(few)], id=few[n].id if n < len(few) else f"SP{n}", photo=keys[n % len(keys)])
        for n in range(articles)
    ]
    return replace(edition, articles=tuple(replace(one, open_price=False) for one in many))


def throttled(context: BrowserContext, page: Page, rate: float) -> None:
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def timed(page: Page, selector: str, until: str) -> float:
    page.evaluate(f"() => {{ window.taken = window.painted(() => {until}) }}")
    page.locator(selector).click()
    taken: float = page.evaluate("window.taken")
    return taken


def sell(page: Page, sales: int) -> tuple[list[float], list[float]]:
    """Sales of three items: how long each tap took, and how long each completion."""
    taps, completions = [], []
    for sale in range(sales):
        for count, article in enumerate(("MI", "TRA", "KEO"), 1):
            shown = f"document.querySelectorAll('#lines > li').length === {count}"
            taps.append(timed(page, f'[data-article="{article}"]', shown))
        over = (
            "document.querySelectorAll('#lines > li').length === 0"
            f" && document.querySelector('.change-receipt')?.textContent.endsWith('-{sale + 1}')"
        )
        completions.append(timed(page, '[data-given="100000"]', over))
    return taps, completions


def start_cold(context: BrowserContext, url: str, starts: int, rate: float) -> list[float]:
    """Times from opening the page to being ready to sell, with the terminal dead and the network off."""
    times = []
    for _ in range(starts):
        page = context.new_page()
        page.add_init_script(READY)
        throttled(context, page, rate)
        page.goto(url)
        times.append(page.evaluate("window.started"))
        page.close()
    return times


def transfer(page: Page, url: str) -> tuple[int, int, int]:
    """Files, their bytes, and the bytes that travelled (without headers) of a first visit."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    addresses = page.evaluate(
        "[location.href, ...performance.getEntriesByType('resource').map((e) => e.name)]"
    )
    raw = travelled = 0
    for address in set(addresses):
        answer = page.request.get(address)
        raw += len(answer.body())
        travelled += int(answer.headers["content-length"])
    return len(set(addresses)), raw, travelled


def row(name: str, times: list[float], aim: int) -> str:
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return f"{name:<34}{len(times):>5}{statistics.median(times):>10.1f}{p95:>10.1f}{aim:>8}"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench till")
    parser.add_argument("--sales", type=int, default=30)
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--throttle", type=float, default=4.0)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stall = Stall(Path(folder))
        stall.publish(large(options.articles))
        lay_pictures(Path(folder))
        browser = playwright.chromium.launch(executable_path=_chromium(), args=CHROMIUM_ARGUMENTS)
        try:
            stall.start()
            context = browser.new_context(viewport=TABLET)
            files, raw, travelled = transfer(context.new_page(), f"{stall.url}/till/")
            context.close()

            context = browser.new_context(viewport=TABLET)
            page = context.new_page()
            page.add_init_script(WATCH)
            device = Device(page, stall)
            device.enrol(next(stall.fresh_tills))
            device.installed()
            until(lambda: page.evaluate(PICTURES_KEPT) == len(PICTURES), "the pictures are on the device")
            throttled(context, page, options.throttle)
            taps, completions = sell(page, options.sales)
            page.close()
            stall.kill()
            context.set_offline(True)
            starts = start_cold(context, f"{stall.url}/till/", options.starts, options.throttle)
        finally:
            stall.kill()
            browser.close()
    print(f"Chromium {browser.version}, CPU throttled {options.throttle:g} times; milliseconds")
    print(f"{'':<34}{'n':>5}{'median':>10}{'p95':>10}{'aim':>8}")
    print(row("tap to painted basket", taps, 50))
    print(row("complete to next empty basket", completions, 150))
    print(row("cold start, network off", starts, 2_000))
    print(f"first visit: {files} files, {raw / 1024:.0f} KiB, of which {travelled / 1024:.0f} KiB travel")
    return 0


def _chromium() -> str:
    found = os.environ.get("FAIRPOS_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        sys.exit("no browser: install chromium, or name one in FAIRPOS_CHROMIUM")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
