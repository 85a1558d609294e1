"""What a terminal says of shifts: to the booth they belong to, and never more than its journal holds."""

from typing import Any

from tests.booth import Booth
from tests.documents import AT, SHIFT, cash_movement, closing, new_id, opening, sale

OTHER, THIRD = new_id(), new_id()
MINUTE = 60_000


def get(booth: Booth, path: str, till: str = "M1") -> tuple[int, Any]:
    with booth.client(booth.enrol(till)) as client:
        response = client.get(path)
        return response.status_code, response.json()


def others(booth: Booth) -> list[tuple[str, bool, int]]:
    status, told = get(booth, f"/till/drawers/{SHIFT}")
    assert status == 200
    return [(one["till"], one["open"], one["expected"]) for one in told["others"]]


def test_a_closed_shift_is_told_with_what_came_after_its_count(booth: Booth) -> None:
    booth.keep(opening(500_000, id=SHIFT), cash_movement(-100_000), sale())
    booth.keep(closing(1, 180_000, counted=580_000, expected=580_000))
    status, told = get(booth, f"/till/shifts/{SHIFT}")
    assert status == 200
    assert (told["open"], told["revision"], told["late"], told["difference"]) == (False, 0, 0, 0)
    booth.keep(sale())
    _, told = get(booth, f"/till/shifts/{SHIFT}")
    assert (told["sales"], told["revision"], told["late"], told["difference"]) == (2, 1, 1, -180_000)


def test_a_shift_of_another_booth_or_none_is_unknown(booth: Booth) -> None:
    booth.keep(opening(id=SHIFT), opening(id=OTHER, booth="B1", till="M2"))
    for path in (
        f"/till/shifts/{OTHER}",
        f"/till/drawers/{OTHER}",
        f"/till/shifts/{THIRD}",
        "/till/shifts/x",
    ):
        assert get(booth, path) == (404, {"code": "unknown-shift"})


def test_a_shared_drawer_holds_the_cash_of_both_tablets(booth: Booth) -> None:
    booth.keep(opening(500_000, id=SHIFT, drawer="A1"), opening(0, id=OTHER, drawer="A1", till="M9"))
    booth.keep(sale(till="M9", shift=OTHER), sale(till="M9", shift=OTHER, kind="card"))
    assert others(booth) == [("M9", True, 180_000)]
    booth.keep(closing(2, 360_000, shift=OTHER, till="M9"))
    assert others(booth) == [("M9", False, 180_000)]


def test_a_drawer_of_ones_own_is_nobody_elses(booth: Booth) -> None:
    booth.keep(opening(id=SHIFT), opening(id=OTHER, till="M9"), sale(till="M9", shift=OTHER))
    assert others(booth) == []


def test_yesterdays_shift_and_another_drawer_are_not_in_it(booth: Booth) -> None:
    booth.keep(
        opening(id=SHIFT, drawer="A1"),
        opening(id=OTHER, drawer="A1", till="M9", day="2026-11-19"),
        opening(id=THIRD, drawer="A1-2", till="M9"),
    )
    assert others(booth) == []


def test_what_a_count_settled_is_not_counted_again(booth: Booth) -> None:
    booth.keep(
        opening(100_000, id=OTHER, drawer="A1", till="M9"),
        opening(0, id=THIRD, drawer="A1", till="M8"),
        closing(0, 0, shift=THIRD, till="M8", at=AT + MINUTE),
        closing(0, 0, shift=OTHER, till="M9", at=AT + 2 * MINUTE, counted=100_000),
        opening(id=SHIFT, drawer="A1", at=AT + 3 * MINUTE),
    )
    assert others(booth) == []
