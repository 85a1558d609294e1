"""Amounts and moments as banks write them, and the ones that could mean two things."""

from typing import Any

import pytest

from booth_terminal.feeds.reading import NotReadable, amount_of, moment_of, parse_json, text_of
from fairpos.core.business_day import HOUR_MS, moment


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (87_000, 87_000),
        ("87000", 87_000),
        ("87000.00", 87_000),
        ("87.000", 87_000),
        ("87,000", 87_000),
        ("87,000.00", 87_000),
        ("87.000,00", 87_000),
        ("+87.000,00 VND", 87_000),
        ("87 000 đ", 87_000),
        ("1.234.567", 1_234_567),
        ("-193000", -193_000),
        ("-1.000", -1_000),
        ("0.00", 0),
        (parse_json("87000.0"), 87_000),
        (parse_json("18067000.00"), 18_067_000),
    ],
)
def test_an_amount_is_whole_dong(written: Any, amount: int) -> None:
    assert amount_of(written) == amount


@pytest.mark.parametrize(
    "written",
    [
        "",
        "-",
        "abc",
        "87.50",
        "1.23.456",
        "1.234,567",
        "1e5000",
        "NaN",
        "1_000",
        "٨٧",
        None,
        True,
        "9" * 40,
        "87000.001",
    ],
)
def test_what_is_no_whole_amount_is_refused_not_guessed(written: Any) -> None:
    with pytest.raises(NotReadable):
        amount_of(written)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-20 10:30:00",
        "2026-11-20T10:30:00",
        "2026-11-20T10:30:00+07:00",
        "2026-11-20T03:30:00Z",
        "20/11/2026 10:30:00",
        "20/11/2026 10:30",
        " 2026-11-20 10:30 ",
    ],
)
def test_a_moment_is_vietnamese_unless_it_names_a_zone(written: str) -> None:
    assert moment_of(written) == moment("2026-11-20", 10 * 60 + 30)


def test_a_day_alone_is_its_beginning() -> None:
    assert moment_of("20/11/2026") == moment_of("2026-11-20") == moment("2026-11-20", 0)
    assert moment_of("20-11-2026 01:00:00") == moment("2026-11-20", 0) + HOUR_MS


@pytest.mark.parametrize("written", ["", "yesterday", "32/11/2026", None, 1_790_000_000, "2026"])
def test_what_is_no_moment_is_refused(written: Any) -> None:
    with pytest.raises(NotReadable):
        moment_of(written)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(NotReadable):
        parse_json(body)


def test_a_number_is_as_good_a_name_as_a_text() -> None:
    assert [text_of(value) for value in (" a ", 7, None, True, [1])] == ["a", "7", "", "", ""]
