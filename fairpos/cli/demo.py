"""`fairpos demo`: the whole road in one process, with a fair that trades by itself.

The fair is Spring 2020 and the program's clock is set to its fourth evening, so that days, hours and the
previous edition are all there. Booths and gates are simulated, but they sell through the till API like any
tablet; nothing is ever written to the ledger from here.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO

import click
import httpx2
import uvicorn
from sqlalchemy import select

import booth_terminal.tables
from booth_terminal.printers import Printer
from fairpos.cli import programs
from fairpos.cli.booths import Booths, Tally, tally_of
from fairpos.cli.chance import new_secret
from fairpos.core.business_day import moment
from fairpos.core.fair import Edition
from fairpos.core.measures import Metric, Scope
from fairpos.ledger import comparisons, editions, fairs, fleet, plans, recount, tables
from fairpos.server.settings import Settings
from fairpos.wire import editions as wire
from fixtures import figures, register, world
from fixtures.schedule import Planned

TODAY = 4
"""The open day the demo takes place on, and the minute of it."""
MINUTE = 16 * 60
EVE = -9 * 60
"""The minute, counted from its first midnight, at which the fair had been set up."""
SPEED = 30.0
DRAIN_SECONDS = 60
PRINTER = Printer(id="demo", name="Máy in ảo", transport="virtual")


class NotServing(RuntimeError):
    """The demo's server did not come up."""


class NotDrained(RuntimeError):
    """The journal did not reach the ledger in time."""


@dataclass(frozen=True, slots=True)
class Report:
    """The same three figures from five points of view. They must be equal."""

    tills: Tally
    journal: Tally
    ledger: Tally
    rollups: Tally
    dashboard: Tally
    faults: tuple[str, ...]

    @property
    def equal(self) -> bool:
        views = (self.journal, self.ledger, self.rollups, self.dashboard)
        return not self.faults and all(view == self.tills for view in views)


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--headless", is_flag=True, help="No browser: trade, compare all figures, exit 1 if they differ."
)
@click.option("--for", "seconds", default=20.0, show_default=True, help="Seconds of live trading, headless.")
@click.option(
    "--whole-fair", is_flag=True, help="Trade all six days, then compare with the previous edition."
)
@click.option("--speed", default=SPEED, show_default=True, help="How much faster than planned today goes on.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.pass_obj
def demo(
    settings: Settings,
    port: int,
    headless: bool,
    seconds: float,
    whole_fair: bool,
    speed: float,
    as_json: bool,
) -> None:
    """Run a whole fair: 350 booths that sell, five gates that count, and the organisers' pages."""
    told: IO[str] = sys.stderr if as_json else sys.stdout
    settings = Settings(data=settings.folder() / "demo", database=settings.database)
    shutil.rmtree(settings.data, ignore_errors=True)
    began = programs.wall_clock()
    days = world.spring_2020().fair.calendar.open_days()
    now = moment(days[-1], 22 * 60 + 45) if whole_fair else moment(days[TODAY - 1], MINUTE)
    edition, codes, link = _prepare(settings, now)
    shift = now - began

    def clock() -> int:
        return programs.wall_clock() + shift

    with (
        programs.central(settings, fair=edition.fair.slug, clock=clock) as central,
        _serving(central, 0 if headless else port) as address,
    ):
        click.echo(f"FairPOS serves the Spring 2020 fair at {address}/", file=told)
        trading = Booths(edition, address, codes, clock)
        click.echo(f"Sign in as organiser (once): {address}/sign-in/{link}", file=told)
        click.echo(f"{len(trading.devices)} tills and gates are enrolled.", file=told)
        # After the enrolments: each would print its first slip.
        central.terminal.printing.set_printer(PRINTER)
        click.echo(f"Slips are shown at {address}/terminal/printers/{PRINTER.id}/slips", file=told)
        try:
            rest = _past(trading, edition, clock, whole_fair, told)
            if headless or whole_fair:
                _live_for(trading, rest, speed, 0.0 if whole_fair else seconds)
                report = _report(settings, central, trading, address, link)
                _print(report, as_json)
                if whole_fair:
                    _compare(central, edition, told)
                if not report.equal:
                    raise SystemExit(1)
            else:
                click.echo("Today goes on by itself. Ctrl+C ends the demo.", file=told)
                trading.trade_live(rest, speed)
                click.echo("Today's plan is sold out; the pages stay up until Ctrl+C.", file=told)
                threading.Event().wait()
        except KeyboardInterrupt:
            click.echo("The demo ends.", file=told)
        finally:
            trading.close()


def _prepare(settings: Settings, now: int) -> tuple[Edition, dict[str, str], str]:
    """Load both Spring fairs, open every device's enrolment, and make a sign-in code.

    Everything of the fair was set up on the eve of its first day; the link is of `now`.
    """
    database = programs.open_ledger(settings)
    at = moment(world.FIRST_DAY_2020, EVE)
    with database.writing() as connection:
        fair_id = figures.load(connection, at=at, status="open", published=False)
        register.fill(connection, fair_id, at=at)
        plans.publish(connection, fair_id, note="", at=at, by="demo")
        codes = {till.id: new_secret() for till in fairs.tills(connection, fair_id)}
        fleet.open_enrolments(connection, fair_id, codes, at=at, by="demo")
        newest = editions.newest(connection, fair_id)
        assert newest is not None, "opening enrolments publishes an edition"
        link = new_secret()
        programs.sign_in_link(connection, login="demo", name="Ban tổ chức (demo)", code=link, at=now)
    database.close()
    return wire.read(newest[1]), codes, link


@contextmanager
def _serving(central: programs.Central, port: int) -> Generator[str]:
    """The central program in a thread of its own, on `port` (0: any free one). Gives its address."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        raise click.ClickException(f"Port {port} is taken; choose another with --port.") from error
    server = uvicorn.Server(uvicorn.Config(central.app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="server", daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise NotServing
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def _past(
    trading: Booths, edition: Edition, clock: programs.Clock, whole_fair: bool, told: IO[str]
) -> list[Planned]:
    """Trade the days that are over, and today until now. Gives what is planned for the rest of today."""
    days = len(edition.fair.calendar.open_days()) if whole_fair else TODAY - 1
    for ordinal in range(1, days + 1):
        trading.trade_day(ordinal)
        click.echo(f"Day {ordinal} is sold: {trading.tally().sales:,} sales so far.", file=told)
    return [] if whole_fair else trading.trade_until(TODAY, clock())


def _live_for(trading: Booths, rest: list[Planned], speed: float, seconds: float) -> None:
    timer = threading.Timer(seconds, trading.stop)
    timer.start()
    trading.trade_live(rest, speed)
    timer.cancel()
    trading.send(trading.devices.values())


def _report(
    settings: Settings, central: programs.Central, trading: Booths, address: str, link: str
) -> Report:
    """Wait until the journal is at the centre, then count everything from five points of view."""
    deadline = time.monotonic() + DRAIN_SECONDS
    while central.terminal.courier.held()[0]:
        if time.monotonic() > deadline:
            raise NotDrained
        time.sleep(0.05)
    slug = central.terminal.identity.fair
    with central.terminal.database.reading() as connection:
        entry = booth_terminal.tables.entry
        journal = tally_of(bytes(row.body) for row in connection.execute(select(entry.c.body)))
    with central.database.reading() as connection:
        row = fairs.by_slug(connection, slug)
        assert row is not None, "the demo's fair exists"
        kept = connection.execute(select(tables.entry.c.body).where(tables.entry.c.fair_id == row.id))
        ledger = tally_of(bytes(found.body) for found in kept)
        proof = recount.verify(connection, row.id)
        days = [day.day for day in fairs.calendar(connection, row.id).days]
    rollups = Tally(proof.sales, proof.takings, proof.visits)
    dashboard = _dashboard(address, link, slug, days)
    return Report(trading.tally(), journal, ledger, rollups, dashboard, proof.faults)


def _dashboard(address: str, link: str, slug: str, days: list[str]) -> Tally:
    """What the organisers' page shows, read off the page of each day as a person would."""
    total = Tally()
    with httpx2.Client(base_url=address, follow_redirects=True, timeout=30) as client:
        client.post(f"/sign-in/{link}").raise_for_status()
        for day in days:
            page = client.get(f"/fairs/{slug}/live", params={"day": day})
            page.raise_for_status()
            exact = re.search(r'class="exact">([\d.]+)', page.text)
            if exact is None:
                continue
            visits, sales = re.findall(r'<span class="figure large">([\d.]+)</span>', page.text)[:2]
            total.takings += _number(exact[1])
            total.visits += _number(visits)
            total.sales += _number(sales)
    return total


def _number(text: str) -> int:
    return int(text.replace(".", ""))


def _print(report: Report, as_json: bool) -> None:
    views = asdict(report)
    faults = views.pop("faults")
    if as_json:
        click.echo(json.dumps({**views, "faults": faults, "equal": report.equal}, indent=2))
        return
    click.echo(f"{'':12}{'sales':>12}{'takings, đồng':>20}{'visits':>12}")
    for name, view in views.items():
        click.echo(f"{name:12}{view['sales']:>12,}{view['takings']:>20,}{view['visits']:>12,}")
    for fault in faults:
        click.echo(f"FAULT: {fault}")
    click.echo("All views are equal." if report.equal else "THE VIEWS DIFFER.")


def _settled(central: programs.Central, edition: Edition) -> None:
    """Wait until the centre has been told that no till holds anything any more."""
    deadline = time.monotonic() + DRAIN_SECONDS
    while True:
        with central.database.reading() as connection:
            row = fairs.by_slug(connection, edition.fair.slug)
            assert row is not None, "the demo's fair exists"
            if not any(till.pending for till in fleet.tills(connection, row.id)):
                return
        if time.monotonic() > deadline:
            raise NotDrained
        time.sleep(0.1)


def _compare(central: programs.Central, edition: Edition, told: IO[str]) -> None:
    """Print the press figures out of the ledger that the booths have just filled, as of the morning after."""
    at = moment(edition.fair.calendar.open_days()[-1], 34 * 60)
    _settled(central, edition)
    prior = edition.fair.prior
    assert prior is not None, "Spring 2020 has a previous edition"
    with central.database.reading() as connection:
        of: tuple[tuple[Metric, Scope], ...]
        of = (("takings", "in-province"), ("visits", "all"))
        for metric, scope in of:
            found = comparisons.compare(
                connection,
                edition.fair.slug,
                prior,
                metric=metric,
                scope=scope,
                basis="per-day",
                at=at,
            )
            click.echo(comparisons.render_text(found, "vi"), file=told)
