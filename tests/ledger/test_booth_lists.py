"""A list of booths against a plan, on both databases."""

from __future__ import annotations

from fairpos.core.floor_faults import faults
from fairpos.ledger import fairs, floor, list_readings
from fairpos.ledger.list_lines import Done, Line
from tests.documents import AT
from tests.hall import Hall

LIST = """Mã gian hàng;Khu;Nhà;Rộng (m);Mặt thoáng
W1;Trong tỉnh;Nhà quốc tế;;
X01-X10;Nước ngoài;Nhà quốc tế;3;
X05;Nước ngoài;Nhà quốc tế;;
Y1-Y3;;;rộng;
Z1;Tỉnh bạn;Nhà quốc tế;3,5;3
"""


def lines(hall: Hall, text: str) -> tuple[Line, ...]:
    rows = list_readings.read("booths", "ds.csv", text.encode()).rows
    with hall.database.reading() as connection:
        return list_readings.examine_rows(connection, hall.fair_id, "booths", rows)


def write(hall: Hall, text: str, *, without_bad: bool = True) -> Done:
    rows = list_readings.read("booths", "ds.csv", text.encode()).rows
    with hall.database.writing() as connection:
        return list_readings.write_rows(
            connection, hall.fair_id, "booths", rows, without_bad=without_bad, at=AT, by="hoa"
        )


def test_each_row_says_what_it_would_do_and_every_fault_has_its_cell(hall: Hall) -> None:
    found = lines(hall, LIST)
    assert [(line.act, line.title) for line in found] == [
        ("new", "W1"), ("new", "X01 – X10 (10)"), ("bad", "X05"), ("bad", "Y1 – Y3 (3)"), ("new", "Z1"),
    ]  # fmt: skip
    told = [(fault.address, fault.column, fault.code) for line in found for fault in line.faults]
    # A cell with nothing in it has no place of its own: its row is named.
    assert told == [
        ("A4", "codes", "twice-in-list"),
        ("D5", "width", "not-metres"),
        ("5", "zone", "missing"),
        ("5", "hall", "missing"),
    ]


def test_good_rows_are_laid_out_and_make_booths_that_can_be_given(hall: Hall) -> None:
    write(hall, LIST)
    with hall.database.reading() as connection:
        plan = floor.load(connection, hall.fair_id)
        booths = {booth.id: booth.zone for booth in fairs.booths(connection, hall.fair_id)}
    there = [stand.shown for stand in plan.in_row(plan.stands[-1].hall, "X")]
    assert there == [f"X{n:02}" for n in range(1, 11)]
    assert (booths["X01"], booths["Z1"]) == ("foreign", "other-province")
    assert not [fault for fault in faults(plan) if fault.serious]


def test_the_same_list_again_changes_nothing(hall: Hall) -> None:
    text = "Mã gian hàng;Khu;Nhà\nX01-X10;Nước ngoài;Nhà quốc tế\n"
    assert write(hall, text) == Done(1, 0, 0, 0)
    before = hall.rows("stand")
    assert write(hall, text) == Done(0, 0, 1, 0)
    assert hall.rows("stand") == before
    assert write(hall, text.replace("Nước ngoài", "Tỉnh bạn")) == Done(0, 1, 0, 0)


def test_a_booth_of_another_hall_is_not_moved_by_a_list(hall: Hall) -> None:
    write(hall, "Mã gian hàng;Khu;Nhà\nX01-X10;Nước ngoài;Nhà quốc tế\n")
    (line,) = lines(hall, "Mã gian hàng;Khu;Nhà\nX09-X12;Nước ngoài;Nhà khác\n")
    assert [(fault.address, fault.code) for fault in line.faults] == [("C2", "stands-elsewhere")]
