from __future__ import annotations

import pytest

from fairpos.core.floor_lists import Strip
from fairpos.wire.booth_lists import STRIP_MAX, codes_of, read
from fairpos.wire.cells import BadCell
from fairpos.wire.entries import Entry


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A07", ("A07",)),
        ("A09-A11", ("A09", "A10", "A11")),
        ("A09 đến 11", ("A09", "A10", "A11")),
        ("HL-1 – HL-3", ("HL-1", "HL-2", "HL-3")),
        ("A1, B2; C3", ("A1", "B2", "C3")),
        ("HL-01", ("HL-01",)),
        ("A1-01", ("A1-01",)),
    ],
)
def test_codes_are_read_one_by_one_or_as_a_strip(text: str, codes: tuple[str, ...]) -> None:
    assert codes_of(text) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A5-A3", "not-codes"),
        ("A 5", "not-codes"),
        ("A" * 13, "not-codes"),
        (f"A1-A{STRIP_MAX + 1}", "not-codes"),
        ("A1-A9999", "not-codes"),
        ("A1, a1", "twice-in-list"),
    ],
)
def test_what_no_booth_can_be_called_is_no_code(text: str, code: str) -> None:
    with pytest.raises(BadCell) as bad:
        codes_of(text)
    assert bad.value.code == code


def test_a_row_is_read_as_people_write_it() -> None:
    entry = Entry(
        {"codes": "A01-A02", "zone": "ngoai tinh", "hall": "Nhà B", "width": "3,5", "depth": "3",
         "open_sides": "2", "facilities": "Điện, nước", "kind": "Gian hàng", "state": "dự phòng"}
    )  # fmt: skip
    assert read(entry) == Strip(
        codes=("A01", "A02"), hall="Nhà B", zone="other-province", kind="booth", state="reserve",
        width=350, depth=300, open_sides=2, facilities=frozenset({"power", "water"}),
    )  # fmt: skip
    assert entry.faults == {}


def test_an_empty_cell_says_nothing_and_a_stroke_takes_facilities_away() -> None:
    assert read(Entry({"codes": "A1"})) == Strip(codes=("A1",))
    assert read(Entry({"codes": "A1", "facilities": "-"})).facilities == frozenset()


def test_every_fault_of_a_row_is_named() -> None:
    entry = Entry(
        {"codes": "", "zone": "trên trời", "width": "ba mét", "depth": "0,2", "open_sides": "5",
         "facilities": "điện, trực thăng"}
    )  # fmt: skip
    read(entry)
    assert entry.faults == {
        "codes": "missing", "zone": "not-a-choice", "width": "not-metres", "depth": "out-of-range",
        "open_sides": "out-of-range", "facilities": "not-a-choice",
    }  # fmt: skip
