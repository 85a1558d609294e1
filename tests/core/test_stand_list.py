"""Booths are written down as codes and runs of codes, and come back as the same booths."""

from __future__ import annotations

import pytest

from fairpos.core import stand_list
from tests.allocating import stands

PLAN = (*stands("A", 6), *stands("B", 3), *stands("X-", 2))


@pytest.mark.parametrize(
    ("text", "ids", "unknown"),
    [
        ("A2, a1 ;A2", ("A1", "A2"), ()),
        ("A2-A4", ("A2", "A3", "A4"), ()),
        ("A4 – A2 B1", ("A2", "A3", "A4", "B1"), ()),
        ("X-1 X-2", ("X-1", "X-2"), ()),
        ("A5-B2, Z9", (), ("A5-B2", "Z9")),
        ("X-1-X-2", ("X-1", "X-2"), ()),
        ("=1+1 <b>", (), ("=1", "1", "<b>")),
        ("", (), ()),
        ("A1–", (), ("A1–",)),
    ],
)
def test_codes_and_runs_are_read_and_what_means_no_booth_is_named(
    text: str, ids: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    assert stand_list.read(text, PLAN) == (ids, unknown)


def test_what_is_written_reads_back_as_the_same_booths() -> None:
    ids = ("A1", "A2", "A3", "A5", "B1", "B2")
    assert stand_list.written(ids, PLAN) == "A1–A3, A5, B1, B2"
    assert stand_list.read(stand_list.written(ids, PLAN), PLAN) == (ids, ())
    assert stand_list.written(("gone",), PLAN) == ""
