import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import Connection, insert

from fairpos.core.business_day import Calendar, FairDay, moment
from fairpos.core.fair import FairStatus
from fairpos.core.measures import Basis, Metric, Qualifier, Scope
from fairpos.core.money import NBSP
from fairpos.db.database import Database
from fairpos.db.migrate import migrate
from fairpos.ledger import comparisons, fairs, seasons, tables
from fairpos.ledger.comparisons import Comparison, NotComparable
from fairpos.ledger.seasons import StatedFigure
from fixtures.small import small_fair

NOW, THEN = "nay", "truoc"
DAYS = tuple(f"2026-11-{day:02}" for day in range(20, 26))
DAYS_THEN = tuple(f"2025-11-{day:02}" for day in range(14, 20))
AFTER = moment("2026-12-24", 600)


@pytest.fixture
def connection(ledger_url: str) -> Iterator[Connection]:
    database = Database(ledger_url)
    migrate(database, tables.metadata)
    with database.writing() as connection:
        yield connection
    database.close()


def fair(
    connection: Connection,
    slug: str,
    days: tuple[str, ...],
    status: FairStatus = "closed",
    series: str = "xuan",
) -> int:
    setup = small_fair(slug)
    calendar = Calendar(tuple(FairDay(day) for day in days))
    return fairs.load(
        connection,
        replace(setup, fair=replace(setup.fair, status=status, series=series, calendar=calendar)),
        at=AFTER,
    )


def sell(
    connection: Connection, fair_id: int, day: str, takings: int, booth: str = "A1", hour: int = 19
) -> None:
    """As the rollup holds it: `takings` is what is left after voids and refunds."""
    connection.execute(
        insert(tables.takings_by_hour).values(
            fair_id=fair_id,
            day=day,
            hour=hour,
            booth=booth,
            sales=9,
            voids=1,
            refunds=0,
            takings=takings,
            given_back=77,
        )
    )


def enter(connection: Connection, fair_id: int, day: str, count: int, direction: str = "in") -> None:
    connection.execute(
        insert(tables.visits_by_hour).values(
            fair_id=fair_id, day=day, hour=19, gate="G1", direction=direction, method="clicker", count=count
        )
    )


def state(
    connection: Connection,
    fair_id: int,
    value: int,
    basis: Basis = "total",
    days: int | None = None,
    *,
    metric: Metric = "takings",
    qualifier: Qualifier = "exact",
    day: str = seasons.WHOLE_FAIR,
    source: str = "Báo tỉnh",
    chosen: bool = True,
) -> None:
    figure = StatedFigure(
        metric=metric,
        scope="all" if metric == "visits" else "in-province",
        source=source,
        basis=basis,
        value=value,
        days=days,
        qualifier=qualifier,
        day=day,
        chosen=chosen,
    )
    seasons.state(connection, fair_id, figure)


def compare(
    connection: Connection,
    basis: Basis = "per-day",
    scope: Scope = "in-province",
    metric: Metric = "takings",
    at: int = AFTER,
) -> Comparison:
    return comparisons.compare(connection, NOW, THEN, metric=metric, scope=scope, basis=basis, at=at)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def codes(comparison: Comparison) -> list[str]:
    return [remark.code for remark in comparison.remarks]


def test_the_published_figures_of_spring_2020_come_out(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, now, 6_056_500_000, days=6, qualifier="estimated")
    state(connection, then, 925_560_000, "per-day")
    state(connection, now, 72_300, days=6, metric="visits", qualifier="over")
    state(connection, then, 10_800, "per-day", metric="visits")

    takings = compare(connection)
    assert plain(takings.change.current.text("vi")) == "ước 1.009,42 triệu đồng/ngày (khu trong tỉnh, 6 ngày)"
    assert plain(takings.change.printed("vi").figure) == "ước +9,06 % bình quân ngày mở cửa"

    visits = compare(connection, scope="all", metric="visits")
    assert plain(visits.change.current.text("vi")) == "hơn 12.050 lượt khách/ngày (toàn hội chợ, 6 ngày)"
    assert plain(visits.change.printed("vi").figure) == "ít nhất +11,57 % bình quân ngày mở cửa"
    assert codes(takings) == codes(visits) == []


def test_the_same_figures_come_out_of_a_ledger(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, then, 925_560_000, "per-day")
    for place, day in enumerate(DAYS):
        sell(connection, now, day, 1_009_416_666 + (place < 4))
        sell(connection, now, day, 400_000_000, booth="B1")

    comparison = compare(connection)
    assert plain(comparison.change.text("vi")) == (
        "+9,06 % bình quân ngày mở cửa (khu trong tỉnh, 6 ngày so với số ngày không nêu)"
    )
    assert comparison.change.current.total().value == 6_056_500_000
    assert [(source.kind, source.used) for source in comparison.sources] == [
        ("ledger", True),
        ("stated", True),
    ]


def test_zones_are_counted_apart_and_together(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS[:1]), fair(connection, THEN, DAYS_THEN[:1])
    for fair_id, day in ((now, DAYS[0]), (then, DAYS_THEN[0])):
        for value, booth in ((600, "A1"), (30, "B1"), (1, "C1"), (5000, "khong-co")):
            sell(connection, fair_id, day, value, booth)
    for scope, value in (("in-province", 600), ("other-province", 30), ("foreign", 1), ("all", 5631)):
        assert compare(connection, scope=scope).change.current.value == value  # type: ignore[arg-type]


def test_only_entries_count_as_visits(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS[:1]), fair(connection, THEN, DAYS_THEN[:1])
    for fair_id, day in ((now, DAYS[0]), (then, DAYS_THEN[0])):
        enter(connection, fair_id, day, 50)
        enter(connection, fair_id, day, 45, "out")
    assert compare(connection, metric="visits", scope="all").change.current.value == 50


def test_visits_have_no_zones(connection: Connection) -> None:
    with pytest.raises(NotComparable, match="visits-by-zone"):
        compare(connection, metric="visits", scope="foreign")


def test_unequal_lengths_turn_the_sign_between_total_and_per_day(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN[:5])
    state(connection, now, 6_000_000_000, days=6)
    state(connection, then, 5_500_000_000, days=5)
    assert plain(compare(connection, "total").change.text("vi")) == (
        "+9,09 % tổng cộng (khu trong tỉnh, 6 ngày so với 5 ngày)"
    )
    assert plain(compare(connection, "per-day").change.text("vi")) == (
        "−9,09 % bình quân ngày mở cửa (khu trong tỉnh, 6 ngày so với 5 ngày)"
    )


def test_a_mean_without_days_gives_no_total_and_says_why(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, now, 6_056_500_000, days=6)
    state(connection, then, 925_560_000, "per-day")
    with pytest.raises(NotComparable, match="basis-not-stated") as refused:
        compare(connection, "total")
    assert refused.value.text("vi") == (
        "truoc: nguồn chỉ nêu số bình quân ngày mở cửa mà không nêu số ngày, nên không có số tổng cộng"
    )


def test_the_first_days_of_an_open_fair_are_held_against_the_same_days(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS, "open"), fair(connection, THEN, DAYS_THEN)
    for place, day in enumerate(DAYS[:4]):
        sell(connection, now, day, 120 + place)
    state(connection, then, 9_999, "per-day")
    for day, value in zip(DAYS_THEN, (100, 110, 120, 500, 500, 500), strict=True):
        state(connection, then, value, day=day)

    comparison = compare(connection, "total", at=moment(DAYS[3], 20 * 60))
    assert codes(comparison) == ["cut"]
    assert comparison.change.current.value == 120 + 121 + 122, "the day that is still running is left out"
    assert comparison.change.prior.value == 100 + 110 + 120
    assert plain(comparison.change.text("vi")) == (
        "+10,00 % tổng cộng (khu trong tỉnh, 3 ngày đầu trên 6 ngày so với 3 ngày đầu trên 6 ngày)"
    )


def test_the_first_days_are_cut_out_of_a_prior_ledger_too(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS, "open"), fair(connection, THEN, DAYS_THEN[:2])
    for day in DAYS[:3]:
        sell(connection, now, day, 150)
    for day in DAYS_THEN[:2]:
        sell(connection, then, day, 100)
    comparison = compare(connection, at=moment(DAYS[3], 600))
    assert comparison.change.current.coverage.days == comparison.change.prior.coverage.days == (1, 2)
    assert comparison.change.ratio == 3 / 2


def test_first_days_against_a_full_edition_without_days_are_refused(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS, "open"), fair(connection, THEN, DAYS_THEN)
    sell(connection, now, DAYS[0], 120)
    state(connection, then, 100, "per-day")
    state(connection, then, 100, day=DAYS_THEN[1])
    with pytest.raises(NotComparable, match="partial-against-full"):
        compare(connection, at=moment(DAYS[1], 600))


def test_an_open_fair_without_a_complete_day_is_refused(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS, "open"), fair(connection, THEN, DAYS_THEN)
    sell(connection, now, DAYS[0], 120)
    state(connection, then, 100, "per-day")
    with pytest.raises(NotComparable, match="no-complete-day"):
        compare(connection, at=moment(DAYS[0], 23 * 60))
    with pytest.raises(NotComparable, match="no-complete-day"):
        # Before the cut-off the night still belongs to the first day.
        compare(connection, at=moment(DAYS[1], 3 * 60))
    assert compare(connection, at=moment(DAYS[5], 28 * 60)).change.current.coverage.all_days


def test_the_ledger_counts_until_the_fair_is_closed_and_the_published_figure_afterwards(
    connection: Connection,
) -> None:
    now, then = fair(connection, NOW, DAYS, "open"), fair(connection, THEN, DAYS_THEN)
    state(connection, then, 900_000_000, "per-day")
    state(connection, now, 6_000_000_000, days=6, qualifier="over")
    for day in DAYS:
        sell(connection, now, day, 1_100_000_000)

    live = compare(connection)
    assert [(s.kind, s.used) for s in live.sources if s.fair == NOW] == [("ledger", True), ("stated", False)]
    assert live.change.current.value == 1_100_000_000

    fairs.set_status(connection, now, "closed")
    closed = compare(connection)
    assert [(s.kind, s.used) for s in closed.sources if s.fair == NOW] == [
        ("stated", True),
        ("ledger", False),
    ]
    assert closed.change.current.value == 1_000_000_000
    assert codes(closed) == ["ledger-differs"]
    assert plain(closed.remarks[0].vi) == (
        "nay: sổ cái ghi 6.600 triệu đồng trong 6 ngày (khu trong tỉnh), "
        "nguồn nêu hơn 6.000 triệu đồng trong 6 ngày (khu trong tỉnh)"
    )


def test_a_published_figure_that_is_the_ledgers_rounded_is_no_difference(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, then, 925_560_000, "per-day")
    state(connection, now, 1_009_420_000, "per-day", 6)
    for place, day in enumerate(DAYS):
        sell(connection, now, day, 1_009_416_666 + (place < 4))
    assert codes(compare(connection)) == []


def test_sources_that_contradict_each_other_are_all_listed(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, now, 110_000, days=5, metric="visits", qualifier="nearly", source="a", chosen=False)
    state(connection, now, 108_000, days=5, metric="visits", source="b")
    state(connection, then, 10_000, "per-day", metric="visits")
    comparison = compare(connection, metric="visits", scope="all")
    assert [(s.name, s.used) for s in comparison.sources] == [("b", True), ("a", False), ("Báo tỉnh", True)]
    assert comparison.change.current.value == 108_000 / 5
    assert codes(comparison) == ["days-differ"]


def test_a_figure_nobody_chose_is_not_used(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, now, 1, days=6, chosen=False)
    state(connection, then, 1, "per-day")
    with pytest.raises(NotComparable, match="no-figure") as refused:
        compare(connection)
    assert refused.value.text("vi") == "Hội chợ OCOP thu nhỏ không có số liệu doanh thu (khu trong tỉnh)"


def test_an_edition_stated_day_by_day_needs_no_total(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS[:2]), fair(connection, THEN, DAYS_THEN[:2])
    state(connection, now, 100, days=2)
    for day in DAYS_THEN[:2]:
        state(connection, then, 40, day=day, qualifier="estimated")
    comparison = compare(connection)
    assert (comparison.change.prior.value, comparison.change.prior.qualifier) == (Fraction(40), "estimated")


def test_plans_and_nothing_are_no_base_for_a_percentage(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, now, 100, days=6)
    state(connection, then, 90, days=6, qualifier="planned")
    with pytest.raises(NotComparable, match="planned"):
        compare(connection)
    state(connection, then, 0, days=6)
    with pytest.raises(NotComparable, match="nothing-before"):
        compare(connection)


def test_money_outside_the_open_days_is_told_and_not_counted(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, then, 100, days=6)
    sell(connection, now, DAYS[0], 600)
    sell(connection, now, "2026-11-30", 45_000)
    comparison = compare(connection, "total")
    assert comparison.change.current.value == 600
    assert codes(comparison) == ["outside-open-days"]
    assert plain(comparison.remarks[0].vi) == "nay: chưa tính 45.000 đ ngoài các ngày mở cửa"


def test_what_tills_and_terminals_still_hold_is_said(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, then, 100, days=6)
    sell(connection, now, DAYS[0], 600)
    connection.execute(
        insert(tables.till_state),
        [
            {"fair_id": now, "till": "M1", "terminal": "T1", "seen_at": 1, "pending": 31},
            {"fair_id": now, "till": "M2", "terminal": "T1", "seen_at": 1, "pending": 0},
        ],
    )
    connection.execute(insert(tables.terminal).values(fair_id=now, id="T1", name="T1"))
    stream = {"fair_id": now, "terminal": "T1", "head_hash": b"", "genesis": b"", "opened_at": 1}
    connection.execute(
        insert(tables.stream),
        [
            {**stream, "no": 1, "id": "a", "head_seq": 10, "top": 14, "forked_at": None},
            {**stream, "no": 2, "id": "b", "head_seq": 10, "top": 99, "forked_at": 5},
            {**stream, "no": 3, "id": "c", "head_seq": 10, "top": 10, "forked_at": None},
        ],
    )
    current = compare(connection).change.current
    assert (current.coverage.tills, current.coverage.held) == (2, 35)
    assert "2 máy còn giữ ít nhất 35 chứng từ chưa về" in current.text("vi")


def test_editions_of_two_series_are_compared_with_a_word_about_it(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN, series="he")
    for fair_id in (now, then):
        state(connection, fair_id, 100, days=6)
    assert codes(compare(connection)) == ["other-series"]


def test_a_fair_nobody_knows_is_said_so(connection: Connection) -> None:
    fair(connection, NOW, DAYS)
    with pytest.raises(fairs.NoSuchFair, match=THEN):
        compare(connection)


def test_the_terminal_shows_both_bases_the_change_and_the_sources(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, now, 6_056_500_000, days=6, qualifier="estimated")
    state(connection, then, 925_560_000, "per-day")
    comparison = compare(connection)
    assert plain(comparisons.render_text(comparison, "vi")).splitlines() == [
        "Hội chợ OCOP thu nhỏ so với Hội chợ OCOP thu nhỏ",
        "Doanh thu, khu trong tỉnh, bình quân ngày mở cửa",
        "",
        "  Kỳ này    ước 1.009,42 triệu đồng/ngày (khu trong tỉnh, 6 ngày)",
        "            ước 6.056,5 triệu đồng trong 6 ngày (khu trong tỉnh)",
        "  Kỳ trước  925,56 triệu đồng/ngày (khu trong tỉnh, số ngày không nêu)",
        "  Thay đổi  ước +9,06 % bình quân ngày mở cửa (khu trong tỉnh, 6 ngày so với số ngày không nêu)",
        "",
        "Nguồn số liệu",
        "  * nay, Báo tỉnh: ước 6.056,5 triệu đồng trong 6 ngày (khu trong tỉnh)",
        "  * truoc, Báo tỉnh: 925,56 triệu đồng/ngày (khu trong tỉnh, số ngày không nêu)",
    ]
    assert "estimated +9.06 % per open day" in plain(comparisons.render_text(comparison, "en"))


def test_json_is_exact_and_says_what_the_text_says(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, now, 6_056_500_000, days=6, qualifier="estimated")
    state(connection, then, 925_560_000, "per-day")
    comparison = compare(connection)
    found = json.loads(json.dumps(comparison.as_json()))
    assert (found["fair"], found["prior"], found["basis"]) == (NOW, THEN, "per-day")
    assert found["current"]["value"] == "3028250000/3"
    assert found["other_basis"]["current"]["value"] == 6_056_500_000
    assert found["other_basis"]["previous"] is None
    assert found["change"]["ratio"] == str(Fraction(6_056_500_000, 6 * 925_560_000))
    assert found["change"]["text"]["vi"] == comparison.change.text("vi")
