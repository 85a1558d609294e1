from dataclasses import replace

import pytest
from sqlalchemy import Connection

from fairpos.core.measures import Metric, Scope
from fairpos.ledger import fairs, seasons
from fairpos.ledger.seasons import BadFigure, NoSuchFigure, StatedFigure
from fixtures.small import CLOSED, DAYS, small_fair

PAPER = StatedFigure(
    metric="visits", scope="all", source="Báo tỉnh", basis="total", value=110_000, qualifier="nearly", days=5
)
AGENCY = replace(PAPER, source="Thông tấn xã", qualifier="over", days=6)


@pytest.fixture
def fair_id(connection: Connection) -> int:
    return fairs.create(connection, small_fair().fair)


def of_day(day: str, value: int, scope: Scope = "in-province", metric: Metric = "takings") -> StatedFigure:
    return StatedFigure(
        metric=metric, scope=scope, source="Sổ tay", basis="total", value=value, day=day, chosen=True
    )


def test_contradicting_sources_stand_side_by_side(connection: Connection, fair_id: int) -> None:
    seasons.state(connection, fair_id, PAPER)
    seasons.state(connection, fair_id, replace(AGENCY, chosen=True))
    assert seasons.of_whole_fair(connection, fair_id, metric="visits", scope="all") == (
        replace(AGENCY, chosen=True),
        PAPER,
    )
    assert seasons.of_whole_fair(connection, fair_id, metric="takings", scope="all") == ()


def test_choosing_one_source_leaves_the_other_stated(connection: Connection, fair_id: int) -> None:
    seasons.state(connection, fair_id, replace(AGENCY, chosen=True))
    seasons.state(connection, fair_id, PAPER)
    seasons.choose(connection, fair_id, PAPER)
    assert seasons.every(connection, fair_id) == (replace(PAPER, chosen=True), AGENCY)
    seasons.state(connection, fair_id, replace(AGENCY, chosen=True))
    assert seasons.every(connection, fair_id) == (replace(AGENCY, chosen=True), PAPER)


def test_a_source_corrects_its_own_word_only(connection: Connection, fair_id: int) -> None:
    seasons.state(connection, fair_id, PAPER)
    seasons.state(connection, fair_id, AGENCY)
    seasons.state(connection, fair_id, replace(PAPER, value=108_000))
    assert seasons.every(connection, fair_id) == (replace(PAPER, value=108_000), AGENCY)


def test_a_figure_entered_by_mistake_can_be_withdrawn(connection: Connection, fair_id: int) -> None:
    seasons.state(connection, fair_id, PAPER)
    seasons.withdraw(connection, fair_id, PAPER)
    assert seasons.every(connection, fair_id) == ()
    for missing in (seasons.withdraw, seasons.choose):
        with pytest.raises(NoSuchFigure):
            missing(connection, fair_id, PAPER)


def test_every_statement_raises_the_fairs_version(connection: Connection, fair_id: int) -> None:
    seasons.state(connection, fair_id, PAPER)
    seasons.choose(connection, fair_id, PAPER)
    seasons.withdraw(connection, fair_id, PAPER)
    assert fairs.by_id(connection, fair_id).version == 4


def test_day_figures_are_found_by_their_place_among_the_open_days(
    connection: Connection, fair_id: int
) -> None:
    third = of_day(DAYS[2], 300)
    seasons.state(connection, fair_id, third)
    seasons.state(connection, fair_id, replace(of_day(DAYS[0], 100), chosen=False))
    assert seasons.of_days(connection, fair_id, metric="takings", scope="in-province") == {3: third}


def test_a_day_of_the_whole_fair_is_the_sum_of_its_zones_when_all_three_are_stated(
    connection: Connection, fair_id: int
) -> None:
    for scope, value in (("in-province", 5), ("other-province", 3), ("foreign", 1)):
        seasons.state(connection, fair_id, of_day(DAYS[0], value, scope))  # type: ignore[arg-type]
    seasons.state(connection, fair_id, of_day(DAYS[1], 5))
    days = seasons.of_days(connection, fair_id, metric="takings", scope="all")
    assert {place: (figure.value, figure.scope) for place, figure in days.items()} == {1: (9, "all")}

    seasons.state(connection, fair_id, of_day(DAYS[0], 10, "all"))
    days = seasons.of_days(connection, fair_id, metric="takings", scope="all")
    assert days[1].value == 10, "what is stated of the whole comes before a sum"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(PAPER, value=-1), "value-range"),
        (replace(PAPER, value=10**16), "value-range"),
        (replace(PAPER, source=""), "source"),
        (replace(PAPER, days=0), "days-range"),
        (replace(PAPER, scope="foreign"), "visits-by-zone"),
        (of_day(CLOSED, 1), "not-an-open-day"),
        (of_day("2026-12-24", 1), "not-an-open-day"),
        (replace(of_day(DAYS[0], 1), basis="per-day"), "a-day-is-a-total"),
        (replace(of_day(DAYS[0], 1), days=2), "a-day-is-a-total"),
    ],
)
def test_what_cannot_be_a_figure_of_this_fair_is_refused(
    connection: Connection, fair_id: int, wrong: StatedFigure, code: str
) -> None:
    with pytest.raises(BadFigure, match=code):
        seasons.state(connection, fair_id, wrong)
    assert seasons.every(connection, fair_id) == ()
    assert fairs.by_id(connection, fair_id).version == 1
