"""Each role holds its abilities and no others."""

from fairpos.core.rights import (
    RIGHTS,
    ROLES,
    Ability,
    Grant,
    Stake,
    holds,
    knows,
    may,
    own_exhibitors,
    stakes,
)


def test_every_role_may_enter_and_an_unknown_one_may_nothing() -> None:
    assert set(RIGHTS) == set(ROLES)
    assert [role for role in ROLES if not may(role, "enter")] == []
    assert not may("", "enter")
    assert not may("king", "see")


def test_only_administrators_manage_people_and_only_exhibitors_are_kept_to_their_own() -> None:
    assert [role for role in ROLES if may(role, "people")] == ["administrator"]
    assert [role for role in ROLES if may(role, "own")] == ["exhibitor"]
    assert not may("exhibitor", "see")
    assert [role for role in ROLES if may(role, "arrange")] == ["administrator", "organiser"]


def test_a_grant_for_one_fair_opens_nothing_elsewhere_and_nothing_that_belongs_to_no_fair() -> None:
    grants = (Grant("organiser", "xuan"), Grant("viewer", "thu"))
    abilities: tuple[Ability, ...] = ("see", "arrange", "people")
    asked = [(ability, fair) for ability in abilities for fair in ("xuan", "thu", "he", None)]
    held = {(ability, fair) for ability, fair in asked if holds(grants, ability, fair)}
    assert held == {("see", "xuan"), ("arrange", "xuan"), ("see", "thu")}
    assert [fair for fair in ("xuan", "thu", "he") if knows(grants, fair)] == ["xuan", "thu"]


def test_a_grant_for_all_fairs_holds_at_each_and_besides() -> None:
    assert [fair for fair in ("xuan", "thu", None) if holds((Grant("viewer"),), "see", fair)] == [
        "xuan",
        "thu",
        None,
    ]
    assert knows((Grant("viewer"),), "xuan")
    assert not holds((), "enter", None)


def test_an_exhibitors_own_are_those_of_its_grants_at_that_fair() -> None:
    grants = (
        Grant("exhibitor", "xuan", "DV-2"),
        Grant("exhibitor", "xuan", "DV-1"),
        Grant("exhibitor", "thu", "DV-9"),
        Grant("viewer", "xuan"),
    )
    assert own_exhibitors(grants, "xuan") == ("DV-1", "DV-2")
    assert own_exhibitors(grants, "he") == ()


def test_a_role_for_some_booths_opens_these_and_no_statement_of_the_whole() -> None:
    grants = (
        Grant("exhibitor", "xuan", "DV-1", ("A2",)),
        Grant("exhibitor", "xuan", "DV-1", ("A1",)),
        Grant("exhibitor", "xuan", "DV-2", ("B1",)),
        Grant("exhibitor", "xuan", "DV-2"),
        Grant("exhibitor", "thu", "DV-1"),
    )
    assert stakes(grants, "xuan") == (Stake("DV-1", ("A1", "A2")), Stake("DV-2"))
    assert own_exhibitors(grants, "xuan") == ("DV-2",)
    assert (stakes(grants, "thu"), stakes(grants, "he")) == ((Stake("DV-1"),), ())
