"""The screen of prices: what a booth sells, new prices from now on, and many at once, all or none."""

from __future__ import annotations

import re

from fairpos.ledger import editions, fairs, prices
from tests.admin_site import believable
from tests.admin_site.conftest import World

PRICES = f"/fairs/{believable.SLUG}/prices"


def articles(world: World) -> dict[str, int]:
    with world.database.reading() as connection:
        return {one.id: one.price for one in fairs.articles(connection, world.fair_id)}


def published(world: World) -> int:
    with world.database.reading() as connection:
        return editions.newest_number(connection, world.fair_id)


def fields(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="price-([^"]+)"[^>]*value="([^"]*)"', text))


def test_a_booth_s_prices_are_shown_and_changed_in_one_edition(world: World) -> None:
    client, before = world.signed_in(), articles(world)
    page = client.get(f"{PRICES}?booth=HL01").text
    (first, *_rest) = fields(page)
    data = {"csrf_token": world.csrf_token, "booth": "HL01", f"price-{first}": "275k", "why": "Ngày cuối"}
    response = client.post(PRICES, data=data)
    assert (response.status_code, response.headers["location"]) == (303, f"{PRICES}?booth=HL01&done=1")
    assert articles(world) == before | {first: 275_000}
    assert published(world) == 1
    again = client.get(response.headers["location"]).text
    assert fields(again)[first] == "275.000"
    assert "Đã đổi 1 giá và đang gửi tới các máy bán hàng." in again


def test_one_price_that_cannot_be_read_keeps_all_as_typed_and_changes_none(world: World) -> None:
    client, before = world.signed_in(), articles(world)
    (first, *_rest) = fields(client.get(f"{PRICES}?booth=HL01").text)
    for typed in ("", "rẻ", "-5", "1.5", "9" * 30, "<b>", "1\x00"):
        data = {"csrf_token": world.csrf_token, "booth": "HL01", f"price-{first}": typed, "why": "vì"}
        response = client.post(PRICES, data=data)
        assert (typed, response.status_code) == (typed, 422)
        assert "Chưa đổi giá nào." in response.text
        assert 'aria-invalid="true"' in response.text
    assert (articles(world), published(world)) == (before, 0)
    stranger = {"csrf_token": world.csrf_token, "price-KHONG-CO": "5.000"}
    assert client.post(PRICES, data=stranger).status_code == 404


def test_products_are_found_by_a_word_without_its_marks(world: World) -> None:
    client = world.signed_in()
    assert len(fields(client.get(f"{PRICES}?q=cha+muc").text)) == 1
    assert "Không có sản phẩm nào tên như vậy." in client.get(f"{PRICES}?q=khong-ai-ban").text
    for strange in ("q=%00", "booth=%00", "booth=XX", "done=x", "q=" + "x" * 5_000):
        assert (strange, client.get(f"{PRICES}?{strange}").status_code) == (strange, 200)


def test_many_prices_are_shown_first_and_changed_when_they_were_seen(world: World) -> None:
    client, before = world.signed_in(), articles(world)
    one, two, *_rest = before
    text = f"{one}\t91.000\n{two}\t{before[two]}\n"
    data = {"csrf_token": world.csrf_token, "text": text, "why": "Khuyến mại"}
    seen = client.post(f"{PRICES}/many", data=data)
    assert (seen.status_code, articles(world)) == (200, before)
    assert "1 giá sẽ đổi. Hiện chưa đổi gì." in seen.text
    done = client.post(f"{PRICES}/many", data=data | {"sure": "1"})
    assert (done.status_code, done.headers["location"]) == (303, f"{PRICES}?done=1")
    assert articles(world) == before | {one: 91_000}


def test_a_list_with_a_fault_changes_nothing_and_names_every_bad_row(world: World) -> None:
    client, before = world.signed_in(), articles(world)
    one = next(iter(before))
    body = f"Mã sản phẩm,Giá mới\n{one},5.000\nLA,7.000\n{one},=1+1\n".encode()
    data = {"csrf_token": world.csrf_token, "sure": "1"}
    response = client.post(f"{PRICES}/many", data=data, files={"file": ("gia.csv", body)})
    assert (response.status_code, articles(world)) == (422, before)
    assert re.findall(r'class="wrong">(.*?)<', response.text) == [
        "không phải số tiền đồng",
        "không có sản phẩm nào mang mã này",
    ]
    for strange in (b"", b"\xd0\xcf\x11\xe0", b"\x00" * 50, b"PK\x03\x04"):
        refused = client.post(f"{PRICES}/many", data=data, files={"file": ("x.xlsx", strange)})
        assert (strange, refused.status_code) == (strange, 422)
    assert published(world) == 0


def test_the_workbook_that_is_saved_can_be_filled_in_and_brought_back(world: World) -> None:
    response = world.signed_in().get(f"{PRICES}.xlsx")
    assert response.content.startswith(b"PK\x03\x04")
    data = {"csrf_token": world.csrf_token}
    back = world.signed_in().post(f"{PRICES}/many", data=data, files={"file": ("gia.xlsx", response.content)})
    # No new price is filled in, so there is nothing to change and nothing to complain of.
    assert (back.status_code, "0 giá sẽ đổi" in back.text) == (200, True)


def test_editions_say_in_words_what_they_changed(world: World) -> None:
    client = world.signed_in()
    one = next(iter(articles(world)))
    with world.database.writing() as connection:
        editions.publish(connection, world.fair_id, at=believable.NOW, by="hoa")
        prices.change(connection, world.fair_id, {one: 77_000}, at=believable.NOW, by="hoa")
    base = f"/fairs/{believable.SLUG}/editions"
    page = client.get(base).text
    assert re.findall(r"<h2><a [^>]*>(.*?)</a></h2>", page) == ["Bản thiết lập số 2", "Bản thiết lập số 1"]
    assert "→ 77.000\N{NO-BREAK SPACE}đ" in page
    alone = client.get(f"{base}/2")
    assert (alone.status_code, "→ 77.000\N{NO-BREAK SPACE}đ" in alone.text) == (200, True)
    for number in ("0", "3", "99999999999999999999", "x", "%00"):
        assert client.get(f"{base}/{number}").status_code == 404
