"""What the register lets reach a till, and what it keeps back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fairpos.core.business_day import DAY_MS
from fairpos.core.fair import Article
from fairpos.core.product import Certificate
from fairpos.ledger import audit, copying, editions, exhibitors, fairs, products, tables
from fairpos.ledger.products import IdTaken, Product, UnknownProduct
from fairpos.wire import editions as wire
from fairpos.wire.product_lists import Goods
from fixtures.small import small_fair
from tests.documents import AT
from tests.hall import Hall

DAY = "2026-11-20"
HONEY = Goods(name="Mật ong hoa rừng", group="Thực phẩm", price=95_000, unit="chai", barcode="8930000000012")


def sold(hall: Hall, *, at: int = AT) -> dict[str, Article]:
    """What tills sell after whatever happened."""
    with hall.database.writing() as connection:
        editions.publish_changed(connection, hall.fair_id, at=at, by="hoa")
        found = editions.newest(connection, hall.fair_id)
    assert found is not None
    return {article.id: article for article in wire.read(found[1]).articles}


def add(hall: Hall, goods: Goods = HONEY, *, checked: bool = False, id_: str = "") -> str:
    with hall.database.writing() as connection:
        return products.add(
            connection, hall.fair_id, "DV2", goods, id_=id_, label_checked=checked, at=AT, by="hoa"
        )


def known(hall: Hall, id_: str, day: str = DAY) -> Product:
    with hall.database.reading() as connection:
        return products.one(connection, hall.fair_id, id_, day)


def change(hall: Hall, id_: str, goods: Goods) -> None:
    with hall.database.writing() as connection:
        before = products.one(connection, hall.fair_id, id_, DAY)
        products.change(connection, hall.fair_id, before, goods, at=AT, by="hoa")


def check(hall: Hall, id_: str, state: str, note: str = "") -> None:
    with hall.database.writing() as connection:
        before = products.one(connection, hall.fair_id, id_, DAY)
        products.check_label(connection, hall.fair_id, before, state, note, at=AT, by="lan")  # type: ignore[arg-type]


def test_new_goods_reach_the_till_when_their_label_was_checked_and_leave_it_when_it_is_wrong(
    hall: Hall,
) -> None:
    id_ = add(hall)
    assert (id_, known(hall, id_).hindrance) == ("SP-0001", "label-unchecked")
    assert set(sold(hall)) == {"SP1", "SP2", "SP3", "SP4", "SP5"}
    check(hall, id_, "passed")
    assert sold(hall)[id_].name == "Mật ong hoa rừng"
    assert (known(hall, id_).label_by, known(hall, id_).label_at, known(hall, id_).hindrance) == (
        "lan",
        AT,
        "",
    )
    check(hall, id_, "failed", "không ghi hạn dùng")
    assert id_ not in sold(hall)
    assert (known(hall, id_).hindrance, known(hall, id_).label_note) == ("label-failed", "không ghi hạn dùng")


def test_goods_leave_the_till_the_day_after_their_last(hall: Hall) -> None:
    id_ = add(hall, replace(HONEY, expires="2026-11-21"), checked=True)
    assert id_ in sold(hall)
    assert id_ in sold(hall, at=AT + DAY_MS)
    assert id_ not in sold(hall, at=AT + 2 * DAY_MS)
    assert (known(hall, id_, "2026-11-21").hindrance, known(hall, id_, "2026-11-22").hindrance) == (
        "",
        "expired",
    )


def test_stars_reach_the_till_only_while_the_certificate_holds_for_the_whole_fair(hall: Hall) -> None:
    whole = Certificate(number="1", issued="2024-01-01", valid_to="2027-01-01")
    ends = replace(whole, valid_to="2026-11-22")
    good = add(hall, replace(HONEY, stars=4, certificate=whole), checked=True)
    bad = add(hall, replace(HONEY, name="Mật ong bạc hà", stars=4, certificate=ends), checked=True)
    tills = sold(hall)
    assert (tills[good].stars, tills[bad].stars) == (4, None)
    assert (known(hall, good).certificate_state, known(hall, bad).certificate_state) == (
        "valid",
        "ends-during",
    )
    assert known(hall, bad).article.stars == 4


def test_what_came_with_the_set_up_is_sold_as_it_stands_until_somebody_looks_after_it(hall: Hall) -> None:
    before = known(hall, "SP1")
    assert (before.registered, before.hindrance, before.stars) == (False, "", 4)
    change(hall, "SP1", replace(before.goods, price=190_000))
    assert sold(hall)["SP1"].price == 190_000
    assert (known(hall, "SP1").registered, known(hall, "SP1").label) == (True, "passed")
    # From now on its stars need a certificate.
    assert (sold(hall)["SP1"].stars, known(hall, "SP1").certificate_state) == (None, "undated")
    with hall.database.reading() as connection:
        (told,) = audit.listed(connection, hall.fair_id, kind="product")
    assert (told.before, told.after) == ({"price": 180_000}, {"price": 190_000})


def test_a_favourite_that_is_not_sold_is_not_in_the_edition_either(hall: Hall) -> None:
    check(hall, "SP4", "failed")
    with hall.database.writing() as connection:
        connection.execute(
            tables.favourite.insert().values(fair_id=hall.fair_id, booth="B1", article="SP4", position=0)
        )
        edition = editions.build(connection, hall.fair_id, 0)
    assert [booth.favourites for booth in edition.booths] == [(), (), ()]


def test_a_barcode_that_two_carry_is_named(hall: Hall) -> None:
    one, other = add(hall), add(hall, replace(HONEY, name="Mật khác"))
    with hall.database.reading() as connection:
        found = products.listed(connection, hall.fair_id, DAY)
    assert products.twice(found) == {"8930000000012": (one, other)}
    assert products.counted(found)["DV2"] == 3


def test_what_nobody_knows_is_told(hall: Hall) -> None:
    with pytest.raises(UnknownProduct):
        known(hall, "SP9")
    with pytest.raises(IdTaken):
        add(hall, id_="SP1")
    with hall.database.writing() as connection, pytest.raises(exhibitors.UnknownExhibitor):
        products.add(connection, hall.fair_id, "DV9", HONEY, at=AT, by="hoa")


def test_the_next_fair_takes_the_register_along(hall: Hall) -> None:
    id_ = add(hall, replace(HONEY, stars=4, certificate=Certificate(number="7", valid_to="2029-01-01")))
    with hall.database.writing() as connection:
        stated = replace(exhibitors.one(connection, hall.fair_id, "DV2").details, tax_method="direct")
        exhibitors.change(connection, hall.fair_id, "DV2", stated, at=AT, by="hoa")
        setup = small_fair(slug="nam-sau")
        then = fairs.create(connection, setup.fair)
        copying.copy(connection, then, "thu-nho-2026", copying.Wanted(), at=AT, by="hoa")
        found = products.one(connection, then, id_, DAY)
        who = exhibitors.one(connection, then, "DV2")
    assert (found.certificate.number, found.hindrance) == ("7", "label-unchecked")
    assert (who.details.tax_method, who.booths) == ("direct", ())
