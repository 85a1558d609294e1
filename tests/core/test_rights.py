"""Each role holds its abilities and no others."""

from fairpos.core.rights import RIGHTS, ROLES, may


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
