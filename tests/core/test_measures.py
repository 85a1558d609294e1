from dataclasses import fields, replace
from fractions import Fraction
from itertools import product

import pytest

from fairpos.core.measures import (
    BASES,
    BASIS_WORDS,
    METRICS,
    QUALIFIER_WORDS,
    SCOPE_WORDS,
    SCOPES,
    Basis,
    Change,
    Coverage,
    DaysUnknown,
    Measure,
    Metric,
    NotOneBasis,
    Printed,
    Qualifier,
    combined,
    plausible,
)
from fairpos.core.money import NBSP, Language

SIX = Coverage(days=(1, 2, 3, 4, 5, 6), of=6)
FIVE = Coverage(days=(1, 2, 3, 4, 5), of=5)
UNSTATED = Coverage(days=None, of=None)


def takings(
    value: int, coverage: Coverage = SIX, basis: Basis = "total", mark: Qualifier = "exact"
) -> Measure:
    return Measure(
        metric="takings",
        scope="in-province",
        basis=basis,
        value=Fraction(value),
        coverage=coverage,
        qualifier=mark,
    )


def visits(
    value: int, coverage: Coverage = SIX, basis: Basis = "total", mark: Qualifier = "exact"
) -> Measure:
    return replace(takings(value, coverage, basis, mark), metric="visits", scope="all")


def plain(text: str | Printed) -> str:
    return str(text).replace(NBSP, " ")


SPRING_2020 = takings(6_056_500_000, mark="estimated")
SPRING_2019 = takings(925_560_000, UNSTATED, "per-day")
VISITS_2020 = visits(72_300, mark="over")
VISITS_2019 = visits(10_800, UNSTATED, "per-day")


def test_the_takings_of_spring_2020_print_as_published() -> None:
    assert plain(SPRING_2020.text("vi")) == "ước 6.056,5 triệu đồng trong 6 ngày (khu trong tỉnh)"
    assert plain(SPRING_2020.text("en")) == "estimated VND 6,056.5 million in 6 days (in-province zone)"
    mean = SPRING_2020.per_day()
    assert plain(mean.text("vi")) == "ước 1.009,42 triệu đồng/ngày (khu trong tỉnh, 6 ngày)"
    assert plain(mean.text("en")) == "estimated VND 1,009.42 million a day (in-province zone, 6 days)"


def test_the_takings_of_spring_2020_are_up_as_published() -> None:
    change = Change(current=SPRING_2020.per_day(), prior=SPRING_2019)
    assert plain(change.text("vi")) == (
        "ước +9,06 % bình quân ngày mở cửa (khu trong tỉnh, 6 ngày so với số ngày không nêu)"
    )
    assert plain(change.text("en")) == (
        "estimated +9.06 % per open day (in-province zone, 6 days against number of days not stated)"
    )
    assert change.ratio == Fraction(6_056_500_000, 6 * 925_560_000)


def test_the_visits_of_spring_2020_are_a_floor_and_so_is_their_change() -> None:
    assert plain(VISITS_2020.text("vi")) == "hơn 72.300 lượt khách trong 6 ngày (toàn hội chợ)"
    mean = VISITS_2020.per_day()
    assert plain(mean.text("vi")) == "hơn 12.050 lượt khách/ngày (toàn hội chợ, 6 ngày)"
    change = Change(current=mean, prior=VISITS_2019)
    assert change.bound == "at-least"
    assert plain(change.printed("vi").figure) == "ít nhất +11,57 % bình quân ngày mở cửa"
    assert plain(change.printed("en").figure) == "at least +11.57 % per open day"


def test_the_basis_can_turn_the_sign() -> None:
    longer, shorter = takings(6_000_000_000, SIX), takings(5_500_000_000, FIVE)
    total = Change(current=longer, prior=shorter)
    per_day = Change(current=longer.per_day(), prior=shorter.per_day())
    assert plain(total.text()) == "+9,09 % tổng cộng (khu trong tỉnh, 6 ngày so với 5 ngày)"
    assert plain(per_day.text()) == "−9,09 % bình quân ngày mở cửa (khu trong tỉnh, 6 ngày so với 5 ngày)"


def test_a_change_is_taken_from_unrounded_means_and_rounded_once() -> None:
    now, then = visits(7), visits(6)
    assert (plain(now.per_day().printed().figure), plain(then.per_day().printed().figure)) == (
        "1 lượt khách/ngày",
        "1 lượt khách/ngày",
    )
    change = Change(current=now.per_day(), prior=then.per_day())
    assert plain(change.printed().figure) == "+16,67 % bình quân ngày mở cửa"
    assert change == replace(change, current=replace(now.per_day(), value=Fraction(7, 6)))
    half = Change(current=takings(100_005), prior=takings(100_000))
    assert plain(half.printed().figure) == "+0,01 % tổng cộng", "0,005 is rounded half up"


def test_takings_known_only_per_day_have_no_total() -> None:
    assert plain(SPRING_2019.text()) == "925,56 triệu đồng/ngày (khu trong tỉnh, số ngày không nêu)"
    with pytest.raises(DaysUnknown):
        SPRING_2019.total()
    assert SPRING_2019.per_day() == SPRING_2019


def test_a_total_without_days_has_no_mean() -> None:
    stated = takings(16_000_000_000, UNSTATED, mark="nearly")
    assert plain(stated.text()) == "gần 16.000 triệu đồng tổng cộng (khu trong tỉnh, số ngày không nêu)"
    with pytest.raises(DaysUnknown):
        stated.per_day()


def test_first_days_are_not_held_against_a_full_edition() -> None:
    first_three = takings(3_000_000_000, Coverage(days=(1, 2, 3), of=6))
    with pytest.raises(NotOneBasis, match="days"):
        Change(current=first_three.per_day(), prior=takings(5_500_000_000, FIVE).per_day())
    with pytest.raises(NotOneBasis, match="days"):
        Change(current=first_three.per_day(), prior=SPRING_2019)

    same_days = takings(2_500_000_000, Coverage(days=(1, 2, 3), of=5))
    assert plain(Change(current=first_three, prior=same_days).text()) == (
        "+20,00 % tổng cộng (khu trong tỉnh, 3 ngày đầu trên 6 ngày so với 3 ngày đầu trên 5 ngày)"
    )


def test_figures_of_different_things_are_not_compared() -> None:
    other = replace(SPRING_2020, scope="foreign")
    for wrong, code in ((VISITS_2020, "metric"), (other, "scope"), (SPRING_2019, "basis")):
        with pytest.raises(NotOneBasis, match=code):
            Change(current=SPRING_2020, prior=wrong)
    with pytest.raises(NotOneBasis, match="planned"):
        Change(current=SPRING_2020, prior=takings(1, mark="planned"))
    with pytest.raises(NotOneBasis, match="nothing-before"):
        Change(current=SPRING_2020, prior=takings(0))


@pytest.mark.parametrize(
    ("now", "then", "bound"),
    [
        ("exact", "exact", "none"),
        ("estimated", "exact", "none"),
        ("over", "exact", "at-least"),
        ("over", "estimated", "at-least"),
        ("exact", "nearly", "at-least"),
        ("over", "nearly", "at-least"),
        ("nearly", "exact", "at-most"),
        ("exact", "over", "at-most"),
        ("over", "over", "unknown"),
        ("nearly", "nearly", "unknown"),
    ],
)
def test_a_floor_or_a_ceiling_makes_the_change_a_bound(now: Qualifier, then: Qualifier, bound: str) -> None:
    assert Change(current=takings(3, mark=now), prior=takings(2, mark=then)).bound == bound


def test_times_gives_ratio_and_percentage_together() -> None:
    change = Change(current=takings(15_000_000), prior=takings(10_000_000))
    assert plain(change.times("vi")) == "x1,50 (+50 %) tổng cộng (khu trong tỉnh, 6 ngày so với 6 ngày)"
    thousandfold = Change(current=takings(11_000), prior=takings(1_000))
    assert plain(thousandfold.times("en")).startswith("x11.00 (+1,000 %) in total (")


def test_what_is_missing_is_said_wherever_the_figure_goes() -> None:
    today = Coverage(days=(2,), of=6, running=True, tills=2, held=31)
    assert not today.complete
    assert plain(takings(1_250_000_000, today).text("vi")) == (
        "1.250 triệu đồng trong ngày mở cửa thứ 2 trên 6 ngày "
        "(khu trong tỉnh, đang diễn ra; 2 máy còn giữ ít nhất 31 chứng từ chưa về)"
    )
    assert plain(takings(1_250_000_000, today).text("en")) == (
        "VND 1,250 million on day 2 of 6 days "
        "(in-province zone, still running; 2 tills still hold at least 31 documents)"
    )
    change = Change(
        current=takings(3, today), prior=takings(2, replace(today, running=False, tills=0, held=0))
    )
    assert "2 máy còn giữ ít nhất 31 chứng từ chưa về" in plain(change.text())


def test_days_are_named_as_they_were_counted() -> None:
    assert Coverage(days=(1, 2, 3), of=6).text("vi") == "3 ngày đầu trên 6 ngày"
    assert Coverage(days=(2, 4), of=6).text("en") == "days 2, 4 of 6 days"
    assert Coverage(days=(1,), of=1).text("en") == "1 day"
    assert plain(visits(9, Coverage(days=(1, 2), of=6)).text("en")) == (
        "9 visits in the first 2 of 6 days (whole fair)"
    )


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_prints_without_basis_scope_and_days(
    metric: Metric, basis: Basis, language: Language
) -> None:
    per_day = {"vi": "/ngày (", "en": " a day ("}[language]
    in_days = {"vi": " trong 6 ngày (", "en": " in 6 days ("}[language]
    marks: tuple[Qualifier, ...] = ("exact", "over")
    for scope, qualifier, coverage in product(SCOPES, marks, (SIX, UNSTATED)):
        figure = replace(takings(7, coverage, basis, qualifier), metric=metric, scope=scope)
        total = in_days if coverage == SIX else f" {BASIS_WORDS['total'][language]} ("
        assert (per_day if basis == "per-day" else total) in figure.text(language)
        assert QUALIFIER_WORDS[qualifier][language] in figure.text(language)
        change = Change(current=figure, prior=figure)
        for text in (change.text(language), change.times(language)):
            assert f" {BASIS_WORDS[basis][language]} (" in text
        for text in (figure.text(language), change.text(language), change.times(language)):
            assert SCOPE_WORDS[scope][language] in text
            assert coverage.text(language) in text


def test_a_printed_figure_cannot_lose_its_basis() -> None:
    assert [field.name for field in fields(Printed)] == ["figure", "basis"]
    with pytest.raises(TypeError):
        Printed("+9,06 %")  # type: ignore[call-arg]


def test_json_carries_exact_numbers_beside_the_text() -> None:
    assert SPRING_2020.per_day().as_json() == {
        "metric": "takings",
        "scope": "in-province",
        "basis": "per-day",
        "qualifier": "estimated",
        "value": "3028250000/3",
        "days": [1, 2, 3, 4, 5, 6],
        "days_of": 6,
        "complete": True,
        "documents_missing": 0,
        "text": {"vi": SPRING_2020.per_day().text("vi"), "en": SPRING_2020.per_day().text("en")},
    }
    assert VISITS_2020.as_json()["value"] == 72_300
    assert Change(current=VISITS_2020.per_day(), prior=VISITS_2019).as_json()["ratio"] == "241/216"


def test_takings_per_visit_outside_of_the_usual_are_asked_about() -> None:
    assert plausible(takings(6_056_500_000), visits(72_300))
    assert not plausible(takings(6_056_500_000), visits(723_000))
    assert not plausible(takings(6_056_500_000), visits(0))


def test_a_sum_is_no_surer_than_its_parts() -> None:
    assert combined(["exact", "exact"]) == "exact"
    assert combined(["exact", "over"]) == "over"
    assert combined(["over", "nearly"]) == "estimated"
    assert combined(["over", "planned"]) == "planned"
    assert combined([]) == "exact"
