from dataclasses import replace
from typing import Any

import pytest

from fairpos.core.sale import QUANTITY_MAX
from fairpos.core.stock import faults
from tests.documents import stock_movement


def test_goods_come_and_are_put_right_in_either_direction() -> None:
    assert faults(stock_movement(12_000)) == []
    assert faults(stock_movement(0, kind="opening")) == []
    assert faults(stock_movement(-350, kind="adjusted", reason="chai vỡ")) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"booth": "Gian A1"}, ["name"]),
        ({"article": ""}, ["name"]),
        ({"quantity": -1}, ["quantity-range"]),  # what came in cannot be less than nothing
        ({"quantity": -1, "kind": "opening"}, ["quantity-range"]),
        ({"quantity": QUANTITY_MAX + 1}, ["quantity-range"]),
        ({"quantity": -(1 << 65), "kind": "adjusted"}, ["quantity-range"]),
        ({"reason": "x" * 201}, ["text-length"]),
    ],
)
def test_every_fault_of_a_movement_has_its_code(changes: dict[str, Any], codes: list[str]) -> None:
    assert faults(replace(stock_movement(), **changes)) == codes
