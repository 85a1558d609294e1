from dataclasses import replace
from typing import Any

import pytest

from fairpos.core.gate import COUNT_MAX, faults
from tests.documents import gate_count, new_id


def test_a_count_and_its_undo_are_sound() -> None:
    count = gate_count(5)
    assert faults(count) == []
    assert faults(gate_count(-5, ref=count.id)) == []
    assert faults(gate_count(COUNT_MAX)) == []


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
        ({"gate": "", "count": 0, "ref": new_id()}, ["name", "count-range", "ref"]),
    ],
)
def test_every_fault_of_a_count_has_its_code(changes: dict[str, Any], codes: list[str]) -> None:
    assert faults(replace(gate_count(5), **changes)) == codes
