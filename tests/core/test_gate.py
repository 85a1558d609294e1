from dataclasses import replace
from typing import Any

import pytest

from fairpos.core.document import TEXT_MAX, TIME_MAX
from fairpos.core.gate import COUNT_MAX, Counting, counting, faults
from tests.documents import gate_count, new_id


def test_a_count_and_its_undo_are_sound() -> None:
    count = gate_count(5)
    assert faults(count) == []
    assert faults(gate_count(-5, ref=count.id)) == []
    assert faults(gate_count(COUNT_MAX)) == []


def test_a_correction_takes_off_only_with_a_reason() -> None:
    assert faults(gate_count(-40, method="manual", reason="đếm hai lần lúc đổi ca")) == []
    assert faults(gate_count(-40, method="manual")) == ["ref"]


def test_a_count_typed_in_later_counts_when_people_passed() -> None:
    typed = gate_count(120, passed_at=1_763_600_000_000)
    assert (typed.counted_at, faults(typed)) == (1_763_600_000_000, [])
    assert gate_count(offset=310).counted_at == gate_count(offset=310).corrected_at
    wrong = gate_count(1, passed_at=TIME_MAX)
    assert (wrong.counted_at, faults(wrong)) == (wrong.corrected_at, ["time-range"])


@pytest.mark.parametrize(
    ("seen", "named", "usual", "counts"),
    [
        ({}, None, "clicker", Counting("clicker")),
        ({"clicker": 40}, None, "sensor", Counting("clicker")),
        ({"clicker": 40, "sensor": 43}, None, "clicker", Counting("clicker", ("sensor",))),
        ({"clicker": 40, "sensor": 43}, None, "manual", Counting("sensor", ("clicker",))),
        ({"clicker": 40, "sensor": 43}, "manual", "clicker", Counting("manual", ("sensor", "clicker"), True)),
        ({"clicker": 40, "sensor": 0}, None, "sensor", Counting("clicker")),
        ({"estimate": 900, "manual": 800}, None, "sensor", Counting("manual", ("estimate",))),
    ],
)
def test_two_methods_at_one_gate_are_never_added_up(
    seen: Any, named: Any, usual: Any, counts: Counting
) -> None:
    assert counting(seen, named=named, usual=usual) == counts


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"gate": "Cổng chính"}, ["name"]),
        ({"count": 0}, ["count-range"]),
        ({"count": COUNT_MAX + 1}, ["count-range"]),
        ({"count": 1 << 65}, ["count-range"]),
        ({"count": -5}, ["ref"]),  # an undo of nothing
        ({"ref": new_id()}, ["ref"]),  # a count that names another takes nothing back
        ({"count": -5, "ref": "G1"}, ["ref"]),
        ({"count": 5, "reason": "x" * (TEXT_MAX + 1)}, ["text-length"]),
        ({"gate": "", "count": 0, "ref": new_id()}, ["name", "count-range", "ref"]),
    ],
)
def test_every_fault_of_a_count_has_its_code(changes: dict[str, Any], codes: list[str]) -> None:
    assert faults(replace(gate_count(5), **changes)) == codes
