from fairpos.core.fair import Booth
from fixtures.small import small_fair


def test_a_booth_sells_what_everyone_standing_there_brings_in_the_order_they_stand() -> None:
    edition = small_fair()
    booth = edition.booth("A1")
    assert booth is not None
    assert [article.id for article in edition.price_book(booth)] == ["SP3", "SP1", "SP2"]


def test_a_booth_where_nobody_stands_sells_nothing() -> None:
    empty = Booth(id="Z9", name="Z9", zone="foreign", exhibitors=())
    assert small_fair().price_book(empty) == ()


def test_what_is_not_in_an_edition_is_not_found() -> None:
    edition = small_fair()
    assert edition.till("M1") is not None
    assert edition.till("M9") is None
    assert edition.booth("Z9") is None
