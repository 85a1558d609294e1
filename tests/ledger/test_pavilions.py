"""Booths are given to a unit as a whole, on record, and the allocation keeps to it."""

from __future__ import annotations

import pytest

from fairpos.core.floor import Floor, Hall, Stand
from fairpos.core.floor_changes import remove, split
from fairpos.ledger import allocation_cases, allocations, audit, floor, pavilions
from fairpos.ledger.pavilions import BadPavilion
from tests.hall import Hall as Centre
from tests.ledger.test_allocations import apply, results, run


@pytest.fixture
def plan(hall: Centre, monkeypatch: pytest.MonkeyPatch) -> Centre:
    monkeypatch.setattr("fairpos.core.exhibitor.papers_missing", lambda *_: ())
    stands = [
        Stand(id=f"P{n}", zone="in-province", hall="N1", row="P", position=n, x=300 * n) for n in range(1, 7)
    ]
    stands.append(Stand(id="Q1", zone="foreign", hall="N1", row="Q", position=1, y=900))
    stands.append(Stand(id="S1", zone="in-province", hall="N1", row="S", position=1, y=1800, kind="area"))
    with hall.database.writing() as connection:
        floor.fill(
            connection, hall.fair_id, Floor(halls=(Hall(id="N1", name="Nhà 1"),), stands=tuple(stands))
        )
    return hall


def give(hall: Centre, unit: str, *stands: str) -> None:
    with hall.database.writing() as connection:
        pavilions.give(connection, hall.fair_id, unit, stands, at=hall.now, by="hoa")


def given(hall: Centre) -> dict[str, str]:
    with hall.database.reading() as connection:
        return pavilions.of_stands(connection, hall.fair_id)


def test_a_pavilion_is_given_changed_and_taken_back_on_record(plan: Centre) -> None:
    give(plan, "Ba Chẽ", "P2", "P1", "S1")
    with plan.database.reading() as connection:
        (shown,) = pavilions.listed(connection, plan.fair_id)
    assert (shown.unit, [stand.id for stand in shown.stands], shown.booths) == (
        "Ba Chẽ", ["P1", "P2", "S1"], 2,
    )  # fmt: skip
    give(plan, "Ba Chẽ", "P2", "P3")
    give(plan, "Vân Đồn", "P1")
    assert given(plan) == {"P1": "Vân Đồn", "P2": "Ba Chẽ", "P3": "Ba Chẽ"}
    give(plan, "Ba Chẽ")
    assert given(plan) == {"P1": "Vân Đồn"}
    with plan.database.reading() as connection:
        noted = audit.listed(connection, plan.fair_id, kind="pavilion", subject="Ba Chẽ")
    assert [(one.before, one.after, one.by) for one in reversed(noted)] == [
        ({"stands": ""}, {"stands": "P1 P2 S1"}, "hoa"),
        ({"stands": "P1 P2 S1"}, {"stands": "P2 P3"}, "hoa"),
        ({"stands": "P2 P3"}, {"stands": ""}, "hoa"),
    ]


def test_what_cannot_be_given_is_refused_and_changes_nothing(plan: Centre) -> None:
    give(plan, "Ba Chẽ", "P1")
    for unit, stands, code, names in (
        ("Vân Đồn", ("P1", "P2"), "given", ("Ba Chẽ",)),
        ("Vân Đồn", ("P2", "Q1"), "two-zones", ()),
        ("Vân Đồn", ("P2", "Z9"), "no-such-stand", ("Z9",)),
    ):
        with pytest.raises(BadPavilion) as refusal:
            give(plan, unit, *stands)
        assert (refusal.value.code, refusal.value.names) == (code, names)
    assert given(plan) == {"P1": "Ba Chẽ"}


def test_the_allocation_puts_its_unit_there_and_nobody_else_and_a_hand_that_does_needs_a_reason(
    plan: Centre,
) -> None:
    give(plan, "Ba Chẽ", "P5", "P6")
    ours = [apply(plan, f"Ba Chẽ {n}") for n in range(3)]
    number = run(plan)
    found = results(plan, number)
    placed = [one for one in ours if found[one].placed]
    assert {stand for one in placed for stand in found[one].stands} == {"P5", "P6"}
    (out,) = (one for one in ours if one not in placed)
    assert (found[out].reasons[0].code, found[out].reasons[0].what) == ("PAVILION_FULL", ("Ba Chẽ",))
    with plan.database.writing() as connection:
        told = allocations.move(
            connection, plan.fair_id, number, out, ("P1",), reason="xã xin thêm", at=plan.now, by="hoa"
        )
    assert [(fault.rule, fault.exhibitors, fault.stands) for fault in told] == [("H21", (out,), ("P1",))]


def test_parts_of_a_booth_stay_in_the_pavilion_of_the_whole(plan: Centre) -> None:
    give(plan, "Ba Chẽ", "P6")

    def in_two(id_: str) -> floor.Make:
        return lambda plan, free: split(plan, id_, 2, free_id=free)

    for id_ in ("P6", "P1"):
        with plan.database.writing() as connection:
            floor.change(connection, plan.fair_id, in_two(id_), at=plan.now, by="hoa")
    assert given(plan) == {"P6": "Ba Chẽ", "P6B": "Ba Chẽ"}


def test_a_booth_that_leaves_the_plan_leaves_its_pavilion(plan: Centre) -> None:
    give(plan, "Ba Chẽ", "P6")
    with plan.database.writing() as connection:
        floor.change(connection, plan.fair_id, lambda plan, _: remove(plan, "P6"), at=plan.now, by="hoa")
    assert given(plan) == {}
    with plan.database.reading() as connection:
        case = allocation_cases.load(connection, plan.fair_id, now=plan.now).case
    assert case.rules.pavilions == {}
