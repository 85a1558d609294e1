from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.ids import is_id, time_of, uuid7
from tests.examples import EXAMPLES

MILLISECONDS = st.integers(0, (1 << 48) - 1)
RANDOM = st.integers(0, (1 << 74) - 1)


@EXAMPLES
@given(MILLISECONDS, RANDOM)
def test_an_id_is_a_uuid_of_version_7(at_ms: int, random_bits: int) -> None:
    made = UUID(uuid7(at_ms, random_bits))
    assert (made.version, made.variant) == (7, RFC_4122)


@EXAMPLES
@given(MILLISECONDS, RANDOM)
def test_nothing_that_was_put_into_an_id_is_lost(at_ms: int, random_bits: int) -> None:
    made = uuid7(at_ms, random_bits)
    bits = int(made, 16)
    assert is_id(made)
    assert time_of(made) == at_ms
    assert (bits >> 64 & 0xFFF) << 62 | bits & (1 << 62) - 1 == random_bits


@EXAMPLES
@given(st.lists(st.tuples(MILLISECONDS, RANDOM), min_size=2, max_size=2, unique_by=lambda pair: pair[0]))
def test_a_later_id_sorts_later_as_text(pairs: list[tuple[int, int]]) -> None:
    earlier, later = sorted(pairs)
    assert uuid7(*earlier) < uuid7(*later)


def test_the_example_of_the_standard_comes_out() -> None:
    # RFC 9562, appendix A.6.
    example = UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
    random_bits = 0xCC3 << 62 | 0x18C4DC0C0C07398F
    assert uuid7(0x017F22E279B0, random_bits) == example.hex


@pytest.mark.parametrize("at_ms", [-1, 1 << 48])
def test_a_time_that_does_not_fit_is_a_fault_of_the_caller(at_ms: int) -> None:
    with pytest.raises(AssertionError):
        uuid7(at_ms, 0)


@pytest.mark.parametrize(
    "text",
    ["", "0" * 31, "0" * 33, "0" * 31 + "G", "0" * 31 + "A", "٠" * 32, "0" * 31 + "\n", 7, None, b"0" * 32],
)
def test_anything_but_32_small_hex_digits_is_no_id(text: object) -> None:
    assert not is_id(text)


def test_an_id_with_a_wrong_time_in_it_is_still_an_id() -> None:
    assert is_id("f" * 32)
    assert is_id("0" * 32)
