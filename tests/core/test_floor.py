"""The floor: what may be joined, how it is counted, what is wrong with a plan, and how it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import count as numbers

import pytest

from fairpos.core.floor import Count, Floor, Gap, Hall, Landmark, Stand, count, runs, segments, touch
from fairpos.core.floor_changes import (
    Changed,
    Refused,
    add_gap,
    add_row,
    change,
    merge,
    remove,
    remove_hall,
    renumber,
    split,
)
from fairpos.core.floor_faults import faults

HALL = Hall(id="H1", name="Nhà A", width=6_000, height=3_000)
LIKE = Stand(id="", zone="in-province", hall="H1", row="A", position=1, x=300, y=300)
EXIT = Landmark(id="L1", hall="H1", kind="exit", x=0, y=2_800)


def ids() -> Callable[[str], str]:
    made = numbers(1)
    return lambda code: f"{code}.{next(made)}" if code.endswith("b") else code


def row_of(n: int, *, floor: Floor | None = None, prefix: str = "A", **like: object) -> Floor:
    start = floor or Floor(halls=(HALL,), landmarks=(EXIT,))
    stand = replace(LIKE, row=prefix, **like)  # type: ignore[arg-type]
    return add_row(start, stand, count=n, first=1, prefix=prefix, free_id=ids()).floor


def codes(made: Floor | Changed) -> list[str]:
    floor = made.floor if isinstance(made, Changed) else made
    return [stand.shown for stand in sorted(floor.stands, key=lambda one: (one.row, one.position))]


# --- what may be joined ------------------------------------------------------------------------------


def test_a_row_is_one_run_with_corners_at_both_ends() -> None:
    floor = row_of(4)
    assert codes(floor) == ["A01", "A02", "A03", "A04"]
    assert [stand.open_sides for stand in floor.stands] == [2, 1, 1, 2]
    assert [stand.x for stand in floor.stands] == [300, 600, 900, 1_200]
    assert [len(run) for run in runs(floor.stands, floor.gaps)] == [4]
    assert faults(floor) == ()


def test_nothing_is_joined_across_a_gap_a_hole_or_the_end_of_a_row() -> None:
    floor = row_of(3, floor=row_of(7), prefix="B", y=900)
    cut = add_gap(floor, Gap("H1", "A", 5, "column")).floor
    holed = remove(cut, "A02").floor
    found = [[stand.id for stand in run] for run in runs(holed.stands, holed.gaps)]
    assert found == [["A01"], ["A03", "A04", "A05"], ["A06", "A07"], ["B01", "B02", "B03"]]


def test_segments_are_every_piece_of_a_run_up_to_a_length() -> None:
    floor = row_of(4)
    assert len(segments(floor.stands, floor.gaps, 1)) == 4
    assert len(segments(floor.stands, floor.gaps, 4)) == 4 + 3 + 2 + 1
    hundred = [stand for letter in "ABCDE" for stand in row_of(20, prefix=letter).stands]
    assert len(segments(hundred, (), 4)) == 370


def test_stands_touch_along_a_side_and_not_at_a_corner() -> None:
    here = replace(LIKE, id="A")
    assert touch(here, replace(LIKE, id="B", x=600))
    assert not touch(here, replace(LIKE, id="B", x=600, y=600))
    assert not touch(here, replace(LIKE, id="B", x=601))
    assert not touch(here, replace(LIKE, id="B", x=400))
    assert not touch(here, replace(LIKE, id="B", x=600, hall="H2"))


# --- counts ------------------------------------------------------------------------------------------


def test_areas_are_never_counted_as_booths_and_a_merged_booth_is_one_worth_two() -> None:
    floor = row_of(7, floor=row_of(10), prefix="B", y=900, kind="area", area=3_600, width=600, height=600)
    joined = merge(floor, ["A03", "A04"]).floor
    found = count(joined.stands)
    assert found == Count(booths=9, areas=7, booth_area=9_000, area_area=25_200, corners=2)
    assert found.equivalents == 38
    assert joined.stand("A03").equivalents == 2  # type: ignore[union-attr]
    assert replace(LIKE, area=600).equivalents == Fraction(2, 3)


# --- faults ------------------------------------------------------------------------------------------


def test_everything_wrong_with_a_plan_is_told_at_once_the_serious_first() -> None:
    floor = row_of(4)
    a1, a2, a3, a4 = floor.stands
    wrong = replace(
        floor,
        stands=(
            a1,
            replace(a2, code="a01", x=a1.x + 100),
            replace(a3, position=4, area=700),
            replace(a4, x=5_900),
        ),
        landmarks=(Landmark(id="L2", hall="H1", kind="hydrant", x=900, y=400),),
    )
    found = [(fault.code, fault.names, fault.serious) for fault in faults(wrong)]
    assert found == [
        ("code-twice", ("A01",), True),
        ("on-landmark", ("A03", "hydrant"), True),
        ("outside-hall", ("A04", "Nhà A"), True),
        ("overlap", ("A01", "a01"), True),
        ("position-twice", ("A03", "A04"), True),
        ("area-differs", ("A03",), False),
        ("no-exit", ("Nhà A",), False),
    ]


def test_an_aisle_nobody_noted_is_told_and_noting_it_is_enough() -> None:
    floor = row_of(4)
    moved = replace(floor, stands=tuple(replace(s, x=s.x + 300 * (s.position > 2)) for s in floor.stands))
    assert [fault.code for fault in faults(moved)] == ["apart"]
    assert faults(add_gap(moved, Gap("H1", "A", 2)).floor) == ()


# --- changes -----------------------------------------------------------------------------------------


def test_a_merge_keeps_the_first_booth_and_the_row_closes_up() -> None:
    floor = add_gap(row_of(6), Gap("H1", "A", 4)).floor
    made = merge(floor, ["A03", "A02"])
    assert made.merged == {"A03": "A02"}
    joined = made.floor.stand("A02")
    assert joined == replace(LIKE, id="A02", code="A02", position=2, x=600, width=600, area=1_800)
    assert [(stand.id, stand.position) for stand in made.floor.in_row("H1", "A")] == [
        ("A01", 1), ("A02", 2), ("A04", 3), ("A05", 4), ("A06", 5),
    ]  # fmt: skip
    assert made.floor.gaps == (Gap("H1", "A", 3),), "the aisle stays behind A04"
    assert faults(made.floor) == ()


def test_a_merge_never_swallows_an_aisle_a_hole_or_another_row() -> None:
    floor = row_of(3, floor=row_of(6), prefix="B", y=600)
    cut = add_gap(floor, Gap("H1", "A", 2)).floor
    for wanted in (["A02", "A03"], ["A01", "A03"], ["A01", "B01"]):
        with pytest.raises(Refused, match="not-joined"):
            merge(cut, wanted)
    with pytest.raises(Refused, match="one-alone"):
        merge(cut, ["A01", "A01"])
    with pytest.raises(Refused, match="stand-unknown"):
        merge(cut, ["A01", "Z9"])
    mixed = change(floor, replace(floor.stands[1], zone="foreign")).floor
    with pytest.raises(Refused, match="mixed"):
        merge(mixed, ["A01", "A02"])


def test_corners_that_merge_keep_what_stays_open() -> None:
    assert merge(row_of(2), ["A01", "A02"]).floor.stands[0].open_sides == 3
    assert merge(row_of(4), ["A01", "A02"]).floor.stands[0].open_sides == 2


def test_a_split_makes_room_in_the_row_and_undoes_a_merge_but_for_the_code() -> None:
    before = row_of(4)
    joined = merge(before, ["A02", "A03"]).floor
    made = split(joined, "A02", 2, free_id=ids())
    assert codes(made) == ["A01", "A02", "A02b", "A04"]
    assert made.made == ("A02b.1",)
    assert [replace(s, id="", code="") for s in made.floor.in_row("H1", "A")] == [
        replace(s, id="", code="") for s in before.in_row("H1", "A")
    ]
    assert faults(made.floor) == ()


def test_a_corner_that_is_split_leaves_its_corner_to_the_first_part_and_loses_no_area() -> None:
    floor = change(row_of(1), replace(row_of(1).stands[0], area=1_000)).floor
    parts = split(floor, "A01", 3, free_id=lambda code: code).floor.stands
    assert [(part.area, part.open_sides) for part in parts] == [(334, 2), (333, 1), (333, 1)]
    assert sum(part.width for part in parts) == 300
    with pytest.raises(Refused, match="too-small"):
        split(floor, "A01", 4, free_id=lambda code: code)
    with pytest.raises(Refused, match="too-small"):
        split(floor, "A01", 1, free_id=lambda code: code)


def test_renumbering_changes_what_is_shown_and_no_id() -> None:
    floor = row_of(3)
    made = renumber(floor, "H1", "A", prefix="A", first=2).floor
    assert [(stand.id, stand.shown) for stand in made.stands] == [
        ("A01", "A02"), ("A02", "A03"), ("A03", "A04"),
    ]  # fmt: skip
    odd = renumber(floor, "H1", "A", prefix="K", first=1, step=2).floor
    assert codes(odd) == ["K01", "K03", "K05"]
    with pytest.raises(Refused, match="code-taken"):
        renumber(row_of(2, floor=floor, prefix="B", y=900), "H1", "B", prefix="A", first=3)
    with pytest.raises(Refused, match="row-unknown"):
        renumber(floor, "H1", "Q", prefix="Q", first=1)


def test_a_row_goes_on_where_it_ended_and_never_takes_a_code_twice() -> None:
    floor = row_of(3)
    more = add_row(floor, replace(LIKE, x=1_200), count=2, first=4, prefix="A", free_id=ids()).floor
    assert [(stand.shown, stand.position) for stand in more.stands[3:]] == [("A04", 4), ("A05", 5)]
    with pytest.raises(Refused, match="code-taken"):
        add_row(floor, LIKE, count=2, first=3, prefix="a", free_id=ids())
    with pytest.raises(Refused, match="hall-unknown"):
        add_row(floor, replace(LIKE, hall="H9"), count=1, first=9, prefix="Z", free_id=ids())
    for much in (0, 2_000):
        with pytest.raises(Refused, match="too-many"):
            add_row(floor, LIKE, count=much, first=1, prefix="Z", free_id=ids())


def test_a_row_may_run_down_the_hall() -> None:
    floor = Floor(halls=(HALL,))
    made = add_row(floor, LIKE, count=3, first=1, prefix="D", free_id=ids(), down=True).floor
    assert [(stand.x, stand.y) for stand in made.stands] == [(300, 300), (300, 600), (300, 900)]


def test_only_an_empty_hall_goes_and_takes_its_marks_with_it() -> None:
    with pytest.raises(Refused, match="hall-not-empty"):
        remove_hall(row_of(1), "H1")
    empty = Floor(halls=(HALL,), landmarks=(EXIT,), gaps=(Gap("H1", "A", 1),))
    assert remove_hall(empty, "H1").floor == Floor()


def test_a_gap_needs_a_stand_before_it_and_stands_once() -> None:
    floor = add_gap(row_of(3), Gap("H1", "A", 2)).floor
    assert add_gap(floor, Gap("H1", "A", 2, "door")).floor.gaps == (Gap("H1", "A", 2, "door"),)
    with pytest.raises(Refused, match="gap-nowhere"):
        add_gap(floor, Gap("H1", "A", 9))
