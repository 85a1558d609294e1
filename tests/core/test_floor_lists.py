from __future__ import annotations

import pytest

from fairpos.core.floor import STANDS_MAX, Floor, Hall, Landmark, Stand
from fairpos.core.floor_changes import Refused
from fairpos.core.floor_faults import faults
from fairpos.core.floor_lists import AISLE, Strip, lay_out, row_of


def strip(*codes: str, hall: str = "Nhà A", **more: object) -> Strip:
    return Strip(codes=codes, hall=hall, zone="in-province", **more)  # type: ignore[arg-type]


def laid(floor: Floor, *strips: Strip) -> Floor:
    return lay_out(floor, strips, free_id=str).floor


def span(letter: str, n: int) -> tuple[str, ...]:
    return tuple(f"{letter}{i:02}" for i in range(1, n + 1))


def test_rows_stand_back_to_back_in_pairs_with_an_aisle_between() -> None:
    floor = laid(Floor(), *(strip(*span(letter, 10)) for letter in "ABCDE"))
    tops = {row: floor.in_row("H1", row)[0].y for row in "ABCDE"}
    assert tops == {"A": 400, "B": 1_100, "C": 1_400, "D": 2_100, "E": 2_400}
    assert (floor.halls[0].name, floor.halls[0].width, floor.halls[0].height) == ("Nhà A", 3_800, 3_100)
    assert [fault.code for fault in faults(floor)] == ["no-exit"]


def test_the_ends_of_a_row_are_corners_unless_somebody_says_otherwise() -> None:
    floor = laid(Floor(), strip(*span("A", 4)), strip("B1", "B2", open_sides=3))
    assert [stand.open_sides for stand in floor.in_row("H1", "A")] == [2, 1, 1, 2]
    assert [stand.open_sides for stand in floor.in_row("H1", "B")] == [3, 3]


def test_strips_of_one_row_follow_each_other_and_keep_their_own_sizes() -> None:
    floor = laid(Floor(), strip("A1", "A2", width=300), strip("A3", width=600, depth=450))
    stands = floor.in_row("H1", "A")
    assert [(one.position, one.x, one.y, one.area) for one in stands] == [
        (1, 400, 400, 900), (2, 700, 400, 900), (3, 1_000, 400, 2_700),
    ]  # fmt: skip


def test_a_booth_that_stands_keeps_its_place_and_its_id() -> None:
    old = Stand(id="B-7", code="A07", zone="in-province", hall="H1", row="A", position=7, x=50, y=60)
    floor = Floor(halls=(Hall(id="H1", name="Nhà A"),), stands=(old,))
    (stand,) = laid(floor, Strip(codes=("a07",), zone="foreign", width=400)).stands
    assert (stand.id, stand.x, stand.y, stand.zone, stand.width, stand.area) == (
        "B-7", 50, 60, "foreign", 400, 1_200,
    )  # fmt: skip
    assert laid(floor, Strip(codes=("A07",))) == floor


def test_new_rows_lie_below_everything_in_their_hall_which_grows() -> None:
    stage = Landmark(id="L", hall="H1", kind="stage", x=0, y=3_000, width=500, height=900)
    hall = Hall(id="H1", name="Nhà A", width=6_000, height=4_000)
    before = Stand(id="A1", zone="foreign", hall="H1", row="A", position=1, x=400, y=400)
    floor = laid(Floor(halls=(hall,), stands=(before,), landmarks=(stage,)), strip("B1"))
    (new,) = floor.in_row("H1", "B")
    assert new.y == 3_900 + AISLE
    assert floor.halls[0].height == 3_900 + AISLE + 300 + AISLE
    assert not [fault for fault in faults(floor) if fault.serious]


def test_a_second_hall_is_made_with_an_id_of_its_own() -> None:
    floor = laid(Floor(), strip("A1"), strip("C1", hall="Nhà C"), strip("A2", hall="nhà a"))
    assert [(hall.id, hall.name) for hall in floor.halls] == [("H1", "Nhà A"), ("H2", "Nhà C")]
    assert [stand.position for stand in floor.in_row("H1", "A")] == [1, 2]


def test_what_cannot_be_laid_is_refused_whole() -> None:
    with pytest.raises(Refused) as refused:
        laid(Floor(), strip(*(f"A{n}" for n in range(STANDS_MAX + 1))))
    assert refused.value.code == "too-many"
    with pytest.raises(Refused) as nowhere:
        laid(Floor(), Strip(codes=("A1",)))
    assert (nowhere.value.code, nowhere.value.names) == ("hall-unknown", ("A1",))


@pytest.mark.parametrize(
    ("code", "row"), [("A07", "A"), ("HL-12", "HL"), ("12", "1"), ("Sân khấu", "Sân khấu")]
)
def test_a_row_is_read_out_of_the_code(code: str, row: str) -> None:
    assert row_of(code) == row
