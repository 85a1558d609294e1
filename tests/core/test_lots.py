"""A draw that anyone can check: a changed list, seed or order is noticed."""

import pytest

from fairpos.core.lots import Commitment, NamedTwice, WeakSecret, commitment, draw, drawn, faults, numbers

SECRET = "tám chữ cái thì quá ngắn"
NAMES = ("Bà Ngần", "Chè Tân Cương", "HTX Ba Chẽ", "Siam Food")
NUMBER = "86420"


def published() -> tuple[Commitment, tuple[str, ...]]:
    return commitment(SECRET, NAMES), draw(SECRET, NUMBER, NAMES)


def test_a_draw_is_repeated_by_anyone_whatever_the_order_of_the_list() -> None:
    committed, order = published()
    assert sorted(order) == sorted(NAMES)
    assert draw(SECRET, NUMBER, NAMES[::-1]) == order
    assert faults(committed, secret=SECRET, public_number=NUMBER, names=NAMES[::-1], order=order) == ()
    assert numbers(order)[order[0]] == 1


def test_a_changed_list_is_noticed() -> None:
    committed, order = published()
    for names in (NAMES[1:], (*NAMES, "thêm"), (*NAMES, NAMES[0])):
        found = faults(committed, secret=SECRET, public_number=NUMBER, names=names, order=order)
        assert found[0] == "list"


def test_a_changed_seed_or_public_number_is_noticed() -> None:
    committed, order = published()
    other = SECRET + "!"
    assert faults(
        committed, secret=other, public_number=NUMBER, names=NAMES, order=draw(other, NUMBER, NAMES)
    ) == ("seed",)
    assert faults(committed, secret=SECRET, public_number="1", names=NAMES, order=order) == ("order",)


def test_a_changed_order_is_noticed() -> None:
    committed, order = published()
    swapped = (order[1], order[0], *order[2:])
    assert faults(committed, secret=SECRET, public_number=NUMBER, names=NAMES, order=swapped) == ("order",)


def test_every_name_has_one_lot_and_every_place_the_same_chance() -> None:
    firsts = [draw(SECRET, str(n), NAMES)[0] for n in range(2_000)]
    assert {name: 400 < firsts.count(name) < 600 for name in NAMES} == dict.fromkeys(NAMES, True)
    with pytest.raises(NamedTwice):
        draw(SECRET, NUMBER, ("a", "a"))


def test_a_seed_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(WeakSecret):
        commitment("1234", NAMES)


def test_a_dry_run_draws_out_of_its_own_seed() -> None:
    assert drawn("s", NAMES) == drawn("s", NAMES[::-1])
    assert sorted(drawn("s", NAMES).values()) == [1, 2, 3, 4]
