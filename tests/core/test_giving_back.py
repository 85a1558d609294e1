"""What parts of a sale come to when they are given back: to the đồng what was paid, in whatever parts."""

from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.money import half_up
from fairpos.core.sale import given_back, part_of
from tests.documents import line


@st.composite
def in_parts(draw: st.DrawFn) -> tuple[int, int, int, list[int]]:
    """A price, a quantity, what it carried, and the places where it is cut into parts."""
    price, quantity = draw(st.integers(0, 10**7)), draw(st.integers(1, 10**5))
    net = draw(st.integers(0, half_up(price * quantity, 1000)))
    return price, quantity, net, sorted(draw(st.sets(st.integers(1, quantity), max_size=6)) | {quantity})


@given(in_parts())
def test_the_parts_of_a_line_add_up_to_what_it_carried(case: tuple[int, int, int, list[int]]) -> None:
    _, quantity, net, ends = case
    starts = [0, *ends[:-1]]
    parts = [part_of(net, quantity, start, end) for start, end in zip(starts, ends, strict=True)]
    assert sum(parts) == net
    assert min(parts) >= 0


@given(in_parts())
def test_a_line_given_back_comes_to_its_part(case: tuple[int, int, int, list[int]]) -> None:
    price, quantity, net, ends = case
    sold = line(price, quantity=quantity, unit="kg")
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        amount = part_of(net, quantity, start, end)
        back = given_back(sold, amount, end - start, 3)
        assert (back.total, back.quantity, back.of) == (amount, end - start, 3)
        assert back.facts[1] == ()


def test_a_dong_that_rounding_adds_to_a_few_grams_raises_their_price() -> None:
    sold = line(1, quantity=1_000, unit="kg")
    assert part_of(1, 1_000, 400, 600) == 1
    back = given_back(sold, 1, 200, 0)
    assert (back.price, back.discount, back.total) == (5, 0, 1)


def test_a_third_of_three_at_a_discount_is_rounded_once() -> None:
    assert [part_of(100_000, 3_000, n, n + 1_000) for n in (0, 1_000, 2_000)] == [33_333, 33_334, 33_333]
