"""Whom a notice reaches, when, and what keeps it from being put up."""

from __future__ import annotations

from typing import Any

import pytest

from fairpos.core.notice import NOTICE_TEXT_MAX, Notice, problems

NOW = 1_000


def notice(**changes: Any) -> Notice:
    fields: dict[str, Any] = {
        "id": "n1",
        "text": "Mất điện",
        "text_en": "",
        "from_at": 500,
        "until_at": 2_000,
    }
    return Notice(**(fields | changes))


@pytest.mark.parametrize(
    ("narrowed", "reached"),
    [
        ({}, True),
        ({"zone": "in-province"}, True),
        ({"zone": "foreign"}, False),
        ({"district": "Ba Chẽ"}, True),
        ({"district": "Tiên Yên"}, False),
        ({"group": "Thực phẩm"}, True),
        ({"group": "Đồ uống"}, False),
        ({"zone": "in-province", "group": "Đồ uống"}, False),
    ],
)
def test_all_that_narrows_it_down_must_hold(narrowed: dict[str, str], reached: bool) -> None:
    assert notice(**narrowed).reaches("in-province", {"Ba Chẽ", "Hạ Long"}, {"Thực phẩm"}) is reached


def test_it_stands_from_its_first_moment_to_the_one_before_its_last() -> None:
    assert [notice().stands_at(at) for at in (499, 500, 1_999, 2_000)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"text": ""}, ["no-text"]),
        ({"text": "x" * (NOTICE_TEXT_MAX + 1)}, ["too-long"]),
        ({"text_en": "x" * (NOTICE_TEXT_MAX + 1)}, ["too-long"]),
        ({"text": "a\x1b[2J"}, ["not-printable"]),
        ({"until_at": 500}, ["ends-before-it-begins"]),
        ({"from_at": 1, "until_at": 999}, ["over"]),
        (
            {"text": "", "text_en": "\x00", "until_at": 0},
            ["no-text", "not-printable", "ends-before-it-begins"],
        ),
    ],
)
def test_everything_wrong_is_named_at_once(changes: dict[str, Any], found: list[str]) -> None:
    assert problems(notice(**changes), now=NOW) == found
