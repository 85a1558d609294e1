from __future__ import annotations

import json
from fractions import Fraction

import pytest
from sqlalchemy import Connection

from fairpos.core.business_day import moment
from fairpos.ledger import comparisons, fairs
from fairpos.ledger.comparisons import NotComparable
from tests.ledger.sides import (
    DAYS,
    DAYS_THEN,
    NOW,
    THEN,
    codes,
    compare,
    fair,
    plain,
    sell,
    state,
)


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


def test_plans_and_nothing_are_no_base_for_a_percentage(connection: Connection) -> None:
    now, then = fair(connection, NOW, DAYS), fair(connection, THEN, DAYS_THEN)
    state(connection, now, 100, days=6)
    state(connection, then, 90, days=6, qualifier="planned")
    with pytest.raises(NotComparable, match="planned"):
        compare(connection)
    state(connection, then, 0, days=6)
    with pytest.raises(NotComparable, match="nothing-before"):
        compare(connection)


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
