from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core import written_figure
from fairpos.core.money import Language, number
from fairpos.core.written_figure import AmbiguousFigure, Figure, MixedStyles, NotAFigure, Style
from tests.examples import EXAMPLES


def read(text: str, *, whole: bool = True, unit: int = 1, file: frozenset[Style] = frozenset()) -> Figure:
    return written_figure.read(text, whole=whole, unit=unit, file=file)


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "also", "style"),
    [
        ("1.009,42 triệu đồng", 1_009_420_000, "exact", "exact", "vi"),
        ("1,009.42 million", 1_009_420_000, "exact", "exact", "en"),
        ("ước 6.056,5 triệu", 6_056_500_000, "estimated", "exact", "vi"),
        ("17,4 tỷ", 17_400_000_000, "exact", "exact", "vi"),
        ("hơn 72.300", 72_300, "over", "exact", "vi"),
        ("gần 16.000", 16_000, "nearly", "exact", "vi"),
        ("Ước đạt gần 16 tỷ đồng", 16_000_000_000, "nearly", "estimated", None),
        ("nearly 1,200 products", 1200, "nearly", "exact", "en"),
        ("kế hoạch 220 gian hàng", 220, "planned", "exact", None),
        ("6 056,5 triệu", 6_056_500_000, "exact", "exact", "vi"),
        ("72\N{NO-BREAK SPACE}300 lượt khách", 72_300, "exact", "exact", None),
        ("245.000 đ", 245_000, "exact", "exact", "vi"),
        ("350+", 350, "over", "exact", None),
        ("10.200 lượt/ngày", 10_200, "exact", "exact", "vi"),
        ("VND 16 billion", 16_000_000_000, "exact", "exact", None),
        ("~100", 100, "estimated", "exact", None),
        ("350 (khoảng)", 350, "estimated", "exact", None),
    ],
)
def test_a_figure_is_read_as_it_is_meant(
    text: str, value: int, qualifier: str, also: str, style: str | None
) -> None:
    found = read(text)
    assert (int(found.value), found.qualifier, found.also, found.style) == (value, qualifier, also, style)


def test_what_can_be_read_in_two_ways_asks_with_both_of_them() -> None:
    with pytest.raises(AmbiguousFigure) as asked:
        read("1.009 triệu")
    assert list(map(int, asked.value.readings)) == [1_009_000_000, 1_009_000]


def test_the_rest_of_the_file_decides_and_says_so() -> None:
    file = written_figure.proof([("6.056,5 triệu", True), ("1.009 triệu", True)])
    assert file == {"vi"}
    found = read("1.009 triệu", file=file)
    assert (int(found.value), found.decided) == (1_009_000_000, "file")
    assert read("1.009 triệu", file=frozenset({"en"})).value == 1_009_000


def test_a_file_that_proves_both_ways_proves_neither() -> None:
    file = written_figure.proof([("6.056,5 triệu", True), ("1,009.42 million", True)])
    with pytest.raises(MixedStyles):
        read("1.009 triệu", file=file)
    assert read("17,4 tỷ", file=file).value == 17_400_000_000, "one reading needs no proof"


def test_whole_things_have_no_decimals_and_that_is_said() -> None:
    assert (int(read("1.009").value), read("1.009").decided) == (1009, "whole")
    assert [int(read(text).value) for text in ("1,009", "16.000")] == [1009, 16_000]
    with pytest.raises(AmbiguousFigure):
        read("1.009", unit=1_000_000)


def test_a_column_in_millions_takes_plain_numbers_as_millions_and_a_named_unit_as_itself() -> None:
    assert read("6056,5", unit=1_000_000).value == 6_056_500_000
    assert read("6,0565 tỷ", unit=1_000_000).value == 6_056_500_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number"), ("khá đông", "number"), ("20-30", "two-numbers"), ("16 tỷ 500 triệu", "two-numbers"),
        ("1.2.3", "number"), ("72,5", "not-whole"), ("-5", "negative"), ("− 5", "negative"),
        ("12 quả", "words"), ("hơn gần 12", "words"), ("9" * 19, "too-long"), ("=1+1", "two-numbers"),
        ("17 đồng gian hàng", "words"), ("\x00", "number"), ("1,2 đ", "not-whole"),
    ],
)  # fmt: skip
def test_what_is_no_figure_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(NotAFigure) as refused:
        read(text)
    assert refused.value.code == code


LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(["vi", "en"])


@EXAMPLES
@given(st.integers(0, 10**15), LANGUAGES)
def test_whatever_the_pages_print_is_read_back_whole(value: int, language: Language) -> None:
    assert read(number(value, language)).value == value


@EXAMPLES
@given(st.integers(0, 10**9), st.integers(1, 4), LANGUAGES)
def test_a_printed_figure_in_millions_is_never_read_as_another(
    thousandths: int, digits: int, language: Language
) -> None:
    value = Fraction(thousandths, 10**digits)
    text = f"{number(value, language, digits=digits)} triệu"
    # Only three decimals after a figure below a thousand can be taken for a group of thousands.
    if digits == 3 and 1 <= value < 1000:
        with pytest.raises(AmbiguousFigure) as asked:
            read(text, whole=False)
        assert value * 10**6 in asked.value.readings
    assert read(text, whole=False, file=frozenset({language})).value == value * 10**6


@EXAMPLES
@given(st.text(alphabet="0123456789.,' -+=()kđtỷriệuhơngần", max_size=20))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        found = read(text)
    except (NotAFigure, AmbiguousFigure, MixedStyles):
        return
    assert found.value >= 0
    assert found.value.denominator == 1
