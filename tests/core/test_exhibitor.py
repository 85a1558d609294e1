import pytest

from fairpos.core.application import Paper
from fairpos.core.exhibitor import Details, is_tax_code, papers_asked, papers_missing, unit_of, zone_of

HOME = "Quảng Ninh"


@pytest.mark.parametrize(
    ("stated", "zone", "unit"),
    [
        (Details(name="a", district="Ba Chẽ", province="Quảng Ninh"), "in-province", "Ba Chẽ"),
        (Details(name="a", province="quang  ninh"), "in-province", HOME),
        (Details(name="a"), "in-province", HOME),
        (Details(name="a", district="Đại Từ", province="Thái Nguyên"), "other-province", "Thái Nguyên"),
        (Details(name="a", country="LA"), "foreign", "LA"),
    ],
)
def test_an_exhibitor_belongs_to_one_zone_and_counts_in_one_quota(
    stated: Details, zone: str, unit: str
) -> None:
    assert (zone_of(stated, HOME), unit_of(stated, HOME)) == (zone, unit)


def test_the_papers_asked_depend_on_who_comes_from_where_with_what() -> None:
    food, cloth = frozenset({"Thực phẩm"}), frozenset({"Thủ công mỹ nghệ"})
    assert papers_asked("household", "in-province", food) == ("business", "food-safety")
    assert papers_asked("enterprise", "in-province", cloth) == ("business",)
    assert papers_asked("delegation", "foreign", cloth) == ("goods-list",)


def test_a_paper_that_ends_before_the_fair_does_is_missing() -> None:
    asked = papers_asked("household", "in-province", frozenset({"Đồ uống"}))
    held = (Paper("business", None), Paper("food-safety", "2026-11-22"))
    assert papers_missing(asked, held, "2026-11-23") == ("food-safety",)
    assert papers_missing(asked, held, "2026-11-22") == ()


def test_a_tax_code_has_ten_thirteen_or_twelve_digits() -> None:
    for right in ("5700101234", "5700101234-001", "5700101234001", "022085001234"):
        assert is_tax_code(right), right
    for wrong in ("570010123", "5.70E+09", "57001012345", "٥٧٠٠١٠١٢٣٤"):
        assert not is_tax_code(wrong), wrong
