from __future__ import annotations

import html
import re

import pytest

from fairpos.core.business_day import moment
from fairpos.ledger import editions, products
from fairpos.ledger.products import Product
from fairpos.wire import editions as wire
from fairpos.wire.product_lists import Goods
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.test_exhibitors import faults, names, post

BASE = f"/fairs/{believable.SLUG}"
PAGE = f"{BASE}/products"
PUBLIC = f"/public/{believable.SLUG}/products"
GOODS = {
    "exhibitor": "DV-BC02",
    "name": "Cao hoa vàng",
    "price": "350.000",
    "unit": "lọ",
    "group": "Dược liệu",
    "barcode": "8930000000017",
    "tax_class": "standard",
    "stars": "4",
    "number": "123/GCN",
    "code": "22-01-07-2018",
    "issued": "15/8/2018",
    "valid_to": "",
    "expires": "",
    "story": "Nấu bảy ngày <b>đêm</b>",
}


def known(world: World, id_: str) -> Product:
    with world.database.reading() as connection:
        return products.one(connection, world.fair_id, id_, believable.DAYS[2])


def at_tills(world: World) -> set[str]:
    with world.database.reading() as connection:
        newest = editions.newest(connection, world.fair_id)
    assert newest is not None
    return {article.id for article in wire.read(newest[1]).articles}


def publish(world: World) -> None:
    with world.database.writing() as connection:
        editions.publish(connection, world.fair_id, at=world.clock(), by="hoa")


def test_a_product_reaches_tills_and_visitors_when_its_label_was_checked(world: World) -> None:
    client, stranger = world.signed_in(), world.stranger()
    publish(world)
    assert post(world, client, PAGE, **GOODS) == (303, f"{PAGE}/SP-0001")
    shown = html.unescape(client.get(f"{PAGE}/SP-0001").text)
    assert "Chưa lên máy bán hàng:</strong> nhãn chưa được kiểm" in shown
    assert ("SP-0001" in at_tills(world), stranger.get(f"{PUBLIC}/SP-0001").status_code) == (False, 404)
    assert post(world, client, f"{PAGE}/SP-0001/label", state="passed")[0] == 303
    assert "SP-0001" in at_tills(world)
    public = stranger.get(f"{PUBLIC}/SP-0001").text
    for text in ("Cao hoa vàng", "123/GCN", "15/08/2021", "22-01-07-2018", "Ba Chẽ – Trà hoa vàng"):
        assert text in html.unescape(public), text
    assert "&lt;b&gt;đêm" in public
    assert post(world, client, f"{PAGE}/SP-0001/label", state="failed")[0] == 422
    assert post(world, client, f"{PAGE}/SP-0001/label", state="failed", label_note="thiếu HSD")[0] == 303
    assert ("SP-0001" in at_tills(world), stranger.get(f"{PUBLIC}/SP-0001").status_code) == (False, 404)
    assert "thiếu HSD" in html.unescape(client.get(f"{PAGE}/SP-0001").text)
    assert post(world, client, f"{PAGE}/SP-0001/label", state="maybe")[0] == 400


@pytest.mark.parametrize(
    ("valid_to", "warning"),
    [("15/1/2020", "Hết hạn trong thời gian hội chợ"), ("9/1/2020", "Đã hết hạn")],
)
def test_a_certificate_that_ends_before_or_during_the_fair_is_warned_of_and_shows_no_stars(
    world: World, valid_to: str, warning: str
) -> None:
    client = world.signed_in()
    post(world, client, PAGE, **{**GOODS, "valid_to": valid_to, "label": "x"})
    assert warning in html.unescape(client.get(f"{PAGE}/SP-0001").text)
    assert warning in html.unescape(client.get(PAGE, params={"wants": "certificate"}).text)
    assert names(client.get(PAGE, params={"wants": "certificate"}).text) == ["Cao hoa vàng"]
    assert 'class="stars"' not in world.stranger().get(f"{PUBLIC}/SP-0001").text
    assert known(world, "SP-0001").article.stars == 4


def test_a_page_that_outlives_its_certificate_shows_no_star_any_more(world: World) -> None:
    post(world, world.signed_in(), PAGE, **{**GOODS, "label": "x"})
    page = f"{PUBLIC}/SP-0001"
    assert 'class="stars"' in world.stranger().get(page).text
    world.clock.now = moment("2021-08-15", 12 * 60)
    assert 'class="stars"' in world.stranger().get(page).text
    world.clock.now = moment("2021-08-16", 12 * 60)
    shown = world.stranger().get(page)
    assert (shown.status_code, 'class="stars"' in shown.text, "123/GCN" in shown.text) == (200, False, False)


def test_all_that_is_wrong_stands_beside_its_field(world: World) -> None:
    client = world.signed_in()
    bad = {"exhibitor": "", "name": "", "price": "1.5", "stars": "9", "issued": "x", "barcode": "8,9E+12"}
    status, text = post(world, client, PAGE, **{**GOODS, **bad})
    assert (status, set(faults(text))) == (422, {"exhibitor", "name", "price", "stars", "issued", "barcode"})
    assert "&lt;b&gt;đêm" in text
    assert faults(post(world, client, PAGE, **{**GOODS, "id": "SP-HL01"})[1]).keys() == {"id"}
    assert faults(post(world, client, PAGE, **{**GOODS, "exhibitor": "DV-XX"})[1]).keys() == {"exhibitor"}
    before = known(world, "SP-HL01")
    status, text = post(world, client, f"{PAGE}/SP-HL01", **{**GOODS, "price": "-1"})
    assert (status, set(faults(text))) == (422, {"price"})
    assert known(world, "SP-HL01") == before


def test_a_product_is_changed_and_tills_hear_of_it(world: World) -> None:
    client = world.signed_in()
    publish(world)
    assert post(world, client, f"{PAGE}/SP-HL01", **{**GOODS, "name": "Chả mực"}) == (303, f"{PAGE}/SP-HL01")
    assert (known(world, "SP-HL01").article.price, known(world, "SP-HL01").article.exhibitor) == (
        350_000,
        "DV-HL01",
    )
    with world.database.reading() as connection:
        assert editions.newest_number(connection, world.fair_id) == 2


def test_the_list_names_barcodes_that_stand_twice(world: World) -> None:
    client = world.signed_in()
    for name in ("Một", "Hai"):
        post(world, client, PAGE, **{**GOODS, "name": name})
    text = html.unescape(client.get(PAGE, params={"wants": "barcode"}).text)
    assert names(text) == ["Hai", "Một"]
    assert "Trùng mã vạch với SP-0001" in text
    assert len(names(client.get(PAGE).text)) == len(believable.BOOTHS) + 2
    assert names(client.get(PAGE, params={"q": "8930000000017", "group": "ocop"}).text) == []
    assert client.get(f"{PAGE}.xlsx").status_code == 200
    assert "8930000000017" in client.get(f"{PAGE}.csv").text


def test_a_long_list_is_turned_page_by_page_and_keeps_what_was_asked(world: World) -> None:
    client = world.signed_in()
    with world.database.writing() as connection:
        for n in range(105):
            goods = Goods(name=f"Trà {n:03}", group="Đồ uống", price=n, unit="hộp")
            products.add(connection, world.fair_id, "DV-BC02", goods, at=1, by="hoa")
    first = client.get(PAGE, params={"q": "tra", "wants": "unchecked"}).text
    assert (len(names(first)), names(first)[0]) == (100, "Trà 000")
    after = html.unescape(re.findall(r'rel="next" href="(.*?)"', first)[0])
    second = client.get(PAGE + after).text
    assert names(second) == [f"Trà {n:03}" for n in range(100, 105)]
    for odd in ("0", "99", "-1", "x", "9" * 400, "²"):
        assert client.get(PAGE, params={"page": odd}).status_code == 200


def test_all_labels_of_an_exhibitor_are_checked_by_one_word(world: World) -> None:
    client = world.signed_in()
    publish(world)
    for name in ("Một", "Hai", "Ba"):
        post(world, client, PAGE, **{**GOODS, "name": name, "barcode": ""})
    post(world, client, PAGE, **{**GOODS, "name": "Bốn", "barcode": "", "exhibitor": "DV-HL01"})
    post(world, client, f"{PAGE}/SP-0003/label", state="failed", label_note="mờ")
    here = f"{BASE}/exhibitors/DV-BC02"
    assert "2 nhãn chưa kiểm đều đúng" in html.unescape(client.get(here).text)
    assert post(world, client, f"{here}/labels") == (303, f"{here}#products")
    assert at_tills(world) & {"SP-0001", "SP-0002", "SP-0003", "SP-0004"} == {"SP-0001", "SP-0002"}


def test_labels_lead_to_the_public_pages_of_what_is_sold(world: World) -> None:
    client = world.signed_in()
    post(world, client, PAGE, **GOODS)
    assert 'product-label"' not in client.get(f"{BASE}/product-labels").text
    sheet = client.get(f"{BASE}/product-labels", params={"exhibitor": "DV-BC02"}).text
    assert re.findall(r"<article.*?<h2>(.*?)</h2>", sheet, re.S) == ["Trà hoa vàng sấy thăng hoa"]
    assert sheet.count('class="qr"') == 1


def test_what_is_not_there_is_a_page_not_found(world: World) -> None:
    client = world.signed_in()
    for id_ in ("SP-XX", "%00", "<b>", "x" * 200):
        assert client.get(f"{PAGE}/{id_}").status_code == 404
        assert client.get(f"{PUBLIC}/{id_}").status_code == 404
        assert client.get(f"/public/{believable.SLUG}/photos/{id_}").status_code == 404
        assert post(world, client, f"{PAGE}/{id_}", **GOODS)[0] == 404
        assert post(world, client, f"{PAGE}/{id_}/label", state="passed")[0] == 404
