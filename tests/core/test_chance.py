"""Chance out of a seed: the same everywhere, and even."""

from fairpos.core.chance import Chance, ticket


def test_numbers_of_a_seed_are_the_same_on_every_machine() -> None:
    chance = Chance("hạt giống")
    assert [chance.below(100) for _ in range(8)] == [63, 34, 85, 7, 86, 43, 41, 96]
    assert Chance("a").bits() != Chance("b").bits()


def test_all_numbers_come_up_about_as_often() -> None:
    chance = Chance("s")
    counts = [0] * 10
    for _ in range(20_000):
        counts[chance.below(10)] += 1
    assert all(1_800 < count < 2_200 for count in counts)


def test_texts_of_a_ticket_never_run_together() -> None:
    assert ticket("s", "ab", "c") != ticket("s", "a", "bc")
