from dataclasses import replace
from typing import Any

import pytest

from fairpos.core.document import NAME_MAX, head_faults, is_amount, is_name
from tests.documents import AT, gate_count, sale


def test_a_sound_head_has_no_fault() -> None:
    assert head_faults(sale()) == []
    assert head_faults(gate_count()) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"id": "0" * 31}, ["id"]),
        ({"id": "A" * 32}, ["id"]),
        ({"n": 0}, ["number-range"]),
        ({"n": -1}, ["number-range"]),
        ({"n": 10**9 + 1}, ["number-range"]),
        ({"n": 1 << 65}, ["number-range"]),
        ({"edition": -1}, ["number-range"]),
        ({"edition": 1 << 65}, ["number-range"]),
        ({"till": ""}, ["name"]),
        ({"till": "M1\0"}, ["name"]),
        ({"till": "<b>M1</b>"}, ["name"]),
        ({"till": "M" * (NAME_MAX + 1)}, ["name"]),
        ({"by": "lan; DROP TABLE entry"}, ["name"]),
        ({"at": 0}, ["time-range"]),
        ({"at": -AT}, ["time-range"]),
        ({"at": 1 << 47}, ["time-range"]),
        ({"at": 1 << 65}, ["time-range"]),
        ({"offset": -(1 << 65)}, ["time-range"]),
        ({"offset": 1 << 65}, ["time-range"]),
        ({"id": "", "n": 0, "till": "", "at": 0}, ["id", "number-range", "name", "time-range"]),
    ],
)
def test_every_fault_of_a_head_has_its_code(changes: dict[str, Any], codes: list[str]) -> None:
    assert head_faults(replace(sale(), **changes)) == codes


def test_nobody_need_be_named_as_acting() -> None:
    assert head_faults(sale(by="")) == []


def test_a_document_counts_under_its_corrected_time() -> None:
    assert sale(offset=None).corrected_at == AT
    assert sale(offset=-90_000).corrected_at == AT - 90_000


@pytest.mark.parametrize("name", ["A1", "htx-ba-che", "M_1.2", "0", "x" * NAME_MAX])
def test_a_short_key_is_letters_figures_and_three_marks(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", ["", " ", "Rượu", "a b", "a/b", "=1", "a\n", "x" * (NAME_MAX + 1)])
def test_anything_else_is_no_key(name: str) -> None:
    assert not is_name(name)


def test_an_amount_is_nothing_up_to_a_trillion() -> None:
    assert [is_amount(value) for value in (-1, 0, 10**12, 10**12 + 1)] == [False, True, True, False]
