import pytest

from fairpos.core.product import Certificate, hindrance, last_day, stars_shown, state_of

FIRST, LAST = "2026-11-20", "2026-11-23"


def test_a_certificate_holds_thirty_six_months() -> None:
    assert last_day("2023-11-23") == "2026-11-23"
    assert last_day("2024-02-29") == "2027-02-28"


@pytest.mark.parametrize(
    ("issued", "valid_to", "state"),
    [
        ("2023-11-23", "2026-11-23", "valid"),
        ("2023-11-22", "2026-11-22", "ends-during"),
        ("2023-11-20", "2026-11-20", "ends-during"),
        ("2023-11-19", "2026-11-19", "ended"),
        ("2026-11-20", "2029-11-20", "valid"),
        ("2026-11-21", "2029-11-21", "not-yet"),
        ("", "", "undated"),
    ],
)
def test_stars_are_shown_only_where_the_certificate_holds_on_every_day_of_the_fair(
    issued: str, valid_to: str, state: str
) -> None:
    paper = Certificate(issued=issued, valid_to=valid_to)
    assert state_of(4, paper, FIRST, LAST) == state
    assert stars_shown(4, paper, FIRST, LAST) == (4 if state == "valid" else None)
    assert (state_of(None, paper, FIRST, LAST), stars_shown(None, paper, FIRST, LAST)) == ("none", None)


def test_goods_without_a_checked_label_or_past_their_last_day_are_kept_from_the_till() -> None:
    assert hindrance("unchecked", "", FIRST) == "label-unchecked"
    assert hindrance("failed", "2020-01-01", FIRST) == "label-failed"
    assert hindrance("passed", "2026-11-19", FIRST) == "expired"
    assert hindrance("passed", "2026-11-20", FIRST) == ""
    assert hindrance("passed", "", FIRST) == ""
