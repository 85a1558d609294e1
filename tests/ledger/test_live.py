"""The dashboard's figures against rollup rows written by hand, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from fairpos.core.business_day import DAY_MS, moment
from fairpos.db.database import Database
from fairpos.ledger import fairs, live, seasons, tables
from fairpos.ledger.against import Against
from fairpos.ledger.live import Dashboard
from fairpos.ledger.rankings import Rank, Tender
from fairpos.ledger.seasons import StatedFigure
from fixtures.small import CLOSED, DAYS, small_fair
from tests.admin_site.believable import rows

NOW = moment(DAYS[1], 10 * 60 + 30)
BEFORE = ("2025-11-20", "2025-11-21", "2025-11-23")


@pytest.fixture
def database(ledger_url: str) -> Iterator[Database]:
    database = Database(ledger_url, synchronous="OFF")
    yield database
    database.close()


def make(database: Database, *, prior: bool = False) -> int:
    """The small fair, on the morning of its second day; with `prior`, a fair of 2025 with the same booths."""
    with database.writing() as connection:
        if prior:
            edition = small_fair("nam-truoc")
            days = tuple(
                replace(day, day=day.day.replace("2026", "2025")) for day in edition.fair.calendar.days
            )
            fair = replace(edition.fair, calendar=replace(edition.fair.calendar, days=days), status="closed")
            fairs.load(connection, replace(edition, fair=fair), at=NOW)
        return fairs.load(connection, small_fair(prior="nam-truoc" if prior else None), at=NOW)


def sold(
    database: Database, fair_id: int, day: str, hour: int, booth: str, takings: int, sales: int = 1
) -> None:
    row = {"day": day, "hour": hour, "booth": booth, "sales": sales, "voids": 0, "refunds": 0}
    with database.writing() as connection:
        rows(connection, tables.takings_by_hour, fair_id, [{**row, "takings": takings, "given_back": 0}])


def came(database: Database, fair_id: int, day: str, hour: int, count: int, direction: str = "in") -> None:
    row = {"day": day, "hour": hour, "gate": "G1", "direction": direction, "method": "clicker"}
    with database.writing() as connection:
        rows(connection, tables.visits_by_hour, fair_id, [{**row, "count": count}])


def board(database: Database, fair_id: int, *, now: int = NOW, day: str | None = None) -> Dashboard:
    with database.reading() as connection:
        return live.dashboard(connection, fairs.by_id(connection, fair_id), now=now, day=day)


def booths(database: Database, fair_id: int) -> dict[str, str]:
    """One booth of each zone."""
    with database.reading() as connection:
        return {booth.zone: booth.id for booth in fairs.booths(connection, fair_id)}


def test_a_day_adds_up_over_hours_zones_and_booths_nobody_set_up(database: Database) -> None:
    fair = make(database)
    here = booths(database, fair)
    sold(database, fair, DAYS[1], 9, here["in-province"], 300_000, sales=2)
    sold(database, fair, DAYS[1], 10, here["foreign"], 50_000)
    sold(database, fair, DAYS[1], 10, "nobody-s", 25_000)
    sold(database, fair, DAYS[0], 20, here["in-province"], 1_000_000)
    came(database, fair, DAYS[1], 9, 30)
    came(database, fair, DAYS[1], 9, 12, direction="out")
    found = board(database, fair)
    assert (found.today, found.shown.day, found.shown.ordinal, found.shown.state) == (
        True,
        DAYS[1],
        2,
        "running",
    )
    assert (found.shown.takings, found.shown.sales, found.shown.visits) == (375_000, 4, 30)
    assert found.shown.per_visit == Fraction(375_000, 30)
    assert [(zone.zone, zone.takings, zone.share) for zone in found.zones] == [
        ("in-province", 300_000, Fraction(4, 5)),
        ("other-province", 0, Fraction(0)),
        ("foreign", 50_000, Fraction(2, 15)),
        ("unknown", 25_000, Fraction(1, 15)),
    ]
    assert sum(hour.takings for hour in found.hours) == found.shown.takings
    assert (found.total_takings, found.total_sales, found.total_visits) == (1_375_000, 5, 30)
    assert (found.takings_against, found.visits_against, found.total_against) == (None, None, None)


def test_without_unknown_booths_there_is_no_unknown_zone(database: Database) -> None:
    fair = make(database)
    sold(database, fair, DAYS[1], 9, booths(database, fair)["foreign"], 50_000)
    assert [zone.zone for zone in board(database, fair).zones] == ["in-province", "other-province", "foreign"]


def test_hours_are_the_opening_hours_and_whatever_else_happened_in_the_order_of_the_day(
    database: Database,
) -> None:
    fair = make(database)
    sold(database, fair, DAYS[1], 0, "late", 10_000)
    sold(database, fair, DAYS[1], 7, "early", 20_000)
    hours = [hour.hour for hour in board(database, fair).hours]
    assert hours == [7, *range(8, 22), 0]
    assert [hour.hour for hour in board(database, fair).hours if hour.running] == [10]


def test_a_running_day_is_held_against_the_same_hours_of_the_same_fair_day(database: Database) -> None:
    fair = make(database, prior=True)
    before = fair - 1
    booth = booths(database, fair)["in-province"]
    for hour, now, then in ((8, 110_000, 100_000), (9, 110_000, 100_000), (10, 5_000, 900_000)):
        sold(database, fair, DAYS[1], hour, booth, now)
        sold(database, before, BEFORE[1], hour, booth, then)
    sold(database, before, BEFORE[0], 9, booth, 77)
    found = board(database, fair)
    assert found.takings_against == Against(
        metric="takings",
        scope="all",
        extent="until-hour",
        value=220_000,
        prior=Fraction(200_000),
        until_hour=10,
        prior_day=BEFORE[1],
    )
    assert found.takings_against.change == Fraction(1, 10)
    assert found.shown.prior_takings == 1_100_000


def test_a_day_that_is_over_is_held_against_the_whole_day(database: Database) -> None:
    fair = make(database, prior=True)
    booth = booths(database, fair)["in-province"]
    sold(database, fair, DAYS[0], 20, booth, 150_000)
    sold(database, fair - 1, BEFORE[0], 9, booth, 200_000)
    came(database, fair, DAYS[0], 9, 30)
    came(database, fair - 1, BEFORE[0], 21, 20)
    found = board(database, fair, day=DAYS[0])
    assert found.takings_against is not None
    assert (found.takings_against.extent, found.takings_against.change) == ("whole-day", Fraction(-1, 4))
    assert found.visits_against is not None
    assert (found.visits_against.value, found.visits_against.change) == (30, Fraction(1, 2))
    assert found.total_against == Against(
        metric="takings", scope="all", extent="days", value=150_000, prior=Fraction(200_000), days=1
    )


def test_the_third_open_day_is_held_against_the_third_open_day_across_a_closed_one(
    database: Database,
) -> None:
    fair = make(database, prior=True)
    booth = booths(database, fair)["in-province"]
    sold(database, fair, DAYS[2], 9, booth, 3)
    sold(database, fair - 1, BEFORE[2], 9, booth, 2)
    found = board(database, fair, now=NOW + 5 * DAY_MS, day=DAYS[2])
    assert found.takings_against is not None
    assert (found.shown.ordinal, found.takings_against.prior_day) == (3, BEFORE[2])


def test_a_previous_edition_stated_by_day_says_how_much_of_its_day_a_running_day_has_reached(
    database: Database,
) -> None:
    fair = make(database, prior=True)
    sold(database, fair, DAYS[1], 9, booths(database, fair)["in-province"], 250_000)
    with database.writing() as connection:
        figure = StatedFigure(
            metric="takings", scope="all", source="báo", basis="total", value=1_000_000, qualifier="over",
            days=1, day=BEFORE[1], chosen=True,
        )  # fmt: skip
        seasons.state(connection, fair - 1, figure)
    found = board(database, fair).takings_against
    assert found is not None
    assert (found.extent, found.change, found.reached, found.qualifier) == (
        "so-far",
        None,
        Fraction(1, 4),
        "over",
    )


def test_an_edition_known_only_as_a_total_of_one_zone_is_compared_as_its_mean_and_in_that_zone(
    database: Database,
) -> None:
    fair = make(database, prior=True)
    here = booths(database, fair)
    sold(database, fair, DAYS[0], 9, here["in-province"], 120_000)
    sold(database, fair, DAYS[0], 9, here["foreign"], 999_000)
    with database.writing() as connection:
        figure = StatedFigure(
            metric="takings", scope="in-province", source="báo", basis="total", value=300_000,
            qualifier="estimated", days=3, chosen=True,
        )  # fmt: skip
        seasons.state(connection, fair - 1, figure)
    found = board(database, fair, day=DAYS[0]).takings_against
    assert found == Against(
        metric="takings",
        scope="in-province",
        extent="whole-day",
        value=120_000,
        prior=Fraction(100_000),
        mean=True,
        qualifier="estimated",
    )


def test_a_plan_is_never_held_against_a_result(database: Database) -> None:
    fair = make(database, prior=True)
    sold(database, fair, DAYS[0], 9, booths(database, fair)["in-province"], 120_000)
    with database.writing() as connection:
        for day in ("", BEFORE[0]):
            figure = StatedFigure(
                metric="takings", scope="all", source="kế hoạch", basis="total", value=300_000,
                qualifier="planned", days=3 if day == "" else 1, day=day, chosen=True,
            )  # fmt: skip
            seasons.state(connection, fair - 1, figure)
    assert board(database, fair, day=DAYS[0]).takings_against is None


def test_a_day_to_come_is_held_against_nothing(database: Database) -> None:
    fair = make(database, prior=True)
    sold(database, fair - 1, BEFORE[2], 9, booths(database, fair)["in-province"], 2)
    found = board(database, fair, day=DAYS[2])
    assert (found.shown.state, found.takings_against) == ("to-come", None)
    assert found.shown.prior_takings == 2


def test_on_a_closed_day_the_last_day_that_sold_is_shown(database: Database) -> None:
    fair = make(database)
    sold(database, fair, DAYS[0], 9, "x", 1)
    found = board(database, fair, now=moment(CLOSED, 12 * 60))
    assert (found.today, found.shown.day) == (False, DAYS[0])


def test_sales_on_a_closed_day_are_shown_as_such_and_counted(database: Database) -> None:
    fair = make(database)
    sold(database, fair, CLOSED, 9, "x", 7)
    found = board(database, fair, now=moment(CLOSED, 12 * 60))
    assert (found.shown.day, found.shown.ordinal, found.total_takings) == (CLOSED, None, 7)


def test_a_day_asked_for_that_is_none_of_the_fair_s_is_ignored(database: Database) -> None:
    fair = make(database)
    for day in ("1999-01-01", "", "<script>", "\x00"):
        assert board(database, fair, day=day).shown.day == DAYS[1]


def test_rankings_name_what_is_set_up_and_show_the_key_of_what_is_not(database: Database) -> None:
    fair = make(database)
    booth = booths(database, fair)["in-province"]
    sold(database, fair, DAYS[1], 9, booth, 200)
    sold(database, fair, DAYS[1], 10, booth, 100)
    sold(database, fair, DAYS[1], 9, "nobody-s", 250)
    sold(database, fair, DAYS[1], 9, "returns", -5)
    with database.writing() as connection:
        name = next(entry.name for entry in fairs.booths(connection, fair) if entry.id == booth)
        article = fairs.articles(connection, fair)[0]
        who = next(
            entry.name for entry in fairs.exhibitors(connection, fair) if entry.id == article.exhibitor
        )
        row = {"day": DAYS[1], "booth": booth, "quantity": 1000}
        known = {**row, "exhibitor": article.exhibitor, "article": article.id, "takings": 300}
        unknown = {**row, "exhibitor": "DV9", "article": "SP9", "takings": 250}
        rows(connection, tables.takings_by_article, fair, [known, unknown])
        paid = {"day": DAYS[1], "booth": booth}
        tenders = [
            {**paid, "kind": "card", "count": 1, "amount": 50},
            {**paid, "kind": "cash", "count": 2, "amount": 250},
        ]
        rows(connection, tables.takings_by_tender, fair, tenders)
    found = board(database, fair)
    assert found.booths == (
        Rank(booth, name, "in-province", 300),
        Rank("nobody-s", "nobody-s", "unknown", 250),
    )
    assert found.articles == (Rank(article.id, article.name, who, 300), Rank("SP9", "SP9", "DV9", 250))
    assert found.tenders == (Tender("cash", 2, 250), Tender("card", 1, 50))


def test_another_fair_s_figures_stay_out(database: Database) -> None:
    fair = make(database, prior=True)
    sold(database, fair - 1, DAYS[1], 9, "x", 999)
    found = board(database, fair)
    assert (found.total_takings, found.zones[0].sales, found.empty) == (0, 0, True)


def test_the_version_is_one_number_and_none_for_no_fair(database: Database) -> None:
    fair = make(database)
    with database.reading() as connection:
        row = fairs.by_id(connection, fair)
        assert live.version(connection, row.slug) == row.version
        assert live.version(connection, "khong-co") is None
