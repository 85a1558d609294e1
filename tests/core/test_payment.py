from dataclasses import replace
from typing import Any

import pytest

from fairpos.core.payment import CONTENT_MAX, RAW_MAX, faults
from tests.documents import bank_credit


def test_a_credit_is_sound_whatever_words_the_bank_put_around_it() -> None:
    assert faults(bank_credit()) == []
    assert faults(bank_credit(content="", raw="{}", account="")) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"provider": "Ngân hàng"}, ["name"]),
        ({"ref": ""}, ["name"]),
        ({"ref": "x" * 65}, ["name"]),
        ({"amount": -1}, ["amount-range"]),
        ({"amount": 1 << 65}, ["amount-range"]),
        ({"credited_at": 0}, ["time-range"]),
        ({"credited_at": 1 << 47}, ["time-range"]),
        ({"content": "x" * (CONTENT_MAX + 1)}, ["text-length"]),
        ({"raw": "x" * (RAW_MAX + 1)}, ["text-length"]),
        ({"account": "9" * 65}, ["text-length"]),
    ],
)
def test_every_fault_of_a_credit_has_its_code(changes: dict[str, Any], codes: list[str]) -> None:
    assert faults(replace(bank_credit(), **changes)) == codes
