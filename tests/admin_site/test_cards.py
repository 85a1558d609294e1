"""Enrolment cards: who gets one, what stands on it, and that it fits the paper."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page
from starlette.testclient import TestClient

from fairpos.core.secret import hash_secret
from fairpos.ledger import editions, fairs, fleet, tables
from fairpos.wire import editions as wire
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.serve import serving

FAIR = f"/fairs/{believable.SLUG}"
CARDS, TILLS = f"{FAIR}/cards", f"{FAIR}/tills"
EVERY = {f"M-{key}" for key, *_ in believable.BOOTHS} | {"G-C1"}


def ask(client: TestClient, world: World, path: str = CARDS, **fields: str) -> str:
    response = client.post(path, data={"csrf_token": world.csrf_token, **fields})
    assert response.status_code == 200
    return response.text


def tills_on(page: str) -> list[str]:
    return re.findall(r'<p class="till">(.*?)</p>', page)


def open_tills(world: World) -> set[str]:
    with world.database.reading() as connection:
        return {row.id for row in fleet.tills(connection, world.fair_id) if row.enrolment_open}


def numbers_of_editions(world: World) -> int:
    with world.database.reading() as connection:
        return editions.newest_number(connection, world.fair_id)


def test_opening_the_page_opens_no_enrolment(world: World) -> None:
    page = world.signed_in().get(CARDS).text
    assert tills_on(page) == []
    assert (open_tills(world), numbers_of_editions(world)) == (set(), 0)


def test_cards_for_all_are_one_a_till_in_one_edition(world: World) -> None:
    page = ask(world.signed_in(), world, which="all")
    assert set(tills_on(page)) == EVERY == open_tills(world)
    assert len(tills_on(page)) == len(EVERY)
    assert tills_on(page)[-1] == "G-C1", "gates come after the booths"
    assert page.count('class="sheet"') == 2
    assert numbers_of_editions(world) == 1


def test_cards_for_those_that_never_spoke_leave_the_others_alone(world: World) -> None:
    with world.database.reading() as connection:
        unheard = {row.id for row in fleet.tills(connection, world.fair_id) if row.seen_at is None}
    assert unheard
    assert unheard != EVERY
    page = ask(world.signed_in(), world, which="unheard")
    assert set(tills_on(page)) == unheard == open_tills(world)


def test_a_card_names_its_booth_who_stands_there_and_what_to_do_in_both_languages(world: World) -> None:
    page = ask(world.signed_in(), world, till="M-HL01")
    assert tills_on(page) == ["M-HL01"]
    assert "<h2>Chả mực Hạ Long – Bà Ngần</h2>" in page
    assert '<p class="who">Cơ sở chế biến Bà Ngần</p>' in page
    steps = {
        language: re.findall(r"<li>(.*?)</li>", block)
        for language, block in re.findall(r'<ol lang="(\w+)">(.*?)</ol>', page, re.S)
    }
    assert steps == {
        "vi": [
            "Dùng camera của máy tính bảng quét mã này rồi mở đường dẫn.",
            "Bấm “Đăng ký máy này”.",
            "Chờ phiếu thử in ra, chọn tên mình rồi bán hàng.",
        ],
        "en": [
            "Point the tablet&#39;s camera at the code and open the link.",
            "Tap “Enrol this device”.",
            "Wait for the test slip, then choose your name and sell.",
        ],
    }


def test_a_booth_that_two_share_names_both(world: World) -> None:
    with world.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO allocation (fair_id, booth, exhibitor, position) VALUES (?, 'HL01', 'DV-BC02', 1)",
            (world.fair_id,),
        )
    page = ask(world.signed_in(), world, till="M-HL01")
    assert '<p class="who">Cơ sở chế biến Bà Ngần · HTX Dược liệu Ba Chẽ</p>' in page


def test_a_till_that_was_shut_out_gets_a_card_by_name_alone(world: World) -> None:
    client = world.signed_in()
    client.post(f"{TILLS}/M-HL01/revocation", data={"csrf_token": world.csrf_token})
    assert set(tills_on(ask(client, world, which="all"))) == EVERY - {"M-HL01"}
    assert tills_on(ask(client, world, till="M-HL01")) == ["M-HL01"]


@pytest.mark.parametrize(
    "fields", [{}, {"which": "x"}, {"till": "M-XX"}, {"till": "<b>"}, {"till": "x" * 300}]
)
def test_cards_for_nothing_are_refused_and_nothing_is_opened(world: World, fields: dict[str, str]) -> None:
    client = world.signed_in()
    response = client.post(CARDS, data={"csrf_token": world.csrf_token, **fields})
    assert response.status_code in (400, 404)
    assert (open_tills(world), numbers_of_editions(world)) == (set(), 0)


def test_cards_that_lead_nowhere_are_said_to(world: World) -> None:
    client = world.signed_in()
    assert 'class="problem"' not in ask(client, world, which="all")
    local = TestClient(world.app, base_url="http://localhost:8000", follow_redirects=False)
    local.cookies.set("session", world.token)
    assert 'class="problem"' in ask(local, world, which="all")


def test_a_viewer_makes_no_cards(world: World) -> None:
    client = world.signed_in()
    with world.database.writing() as connection:
        connection.execute(tables.grant.update().values(role="viewer"))
    assert client.get(CARDS).status_code == 403
    assert client.post(CARDS, data={"csrf_token": world.csrf_token, "which": "all"}).status_code == 403
    assert f'href="{CARDS}"' not in client.get(TILLS).text
    assert open_tills(world) == set()


# --- one more tablet -------------------------------------------------------------------------------


def test_a_booth_gets_one_more_till_with_a_card_of_its_own(world: World) -> None:
    client = world.signed_in()
    assert '<option value="HL01">' in client.get(TILLS).text
    page = ask(client, world, TILLS, booth="HL01")
    (till,) = tills_on(page)
    assert "<h2>Chả mực Hạ Long – Bà Ngần</h2>" in page
    with world.database.reading() as connection:
        newest = editions.newest(connection, world.fair_id)
    assert newest is not None
    made = wire.read(newest[1]).till(till)
    assert made is not None
    assert (made.kind, made.place, made.revoked) == ("till", "HL01", False)
    assert open_tills(world) == {till}


@pytest.mark.parametrize("booth", ["", "XX", "%00", "<b>", "x" * 300])
def test_a_booth_that_is_not_there_gets_none(world: World, booth: str) -> None:
    client = world.signed_in()
    response = client.post(TILLS, data={"csrf_token": world.csrf_token, "booth": booth})
    assert response.status_code == 404
    with world.database.reading() as connection:
        assert {till.id for till in fairs.tills(connection, world.fair_id)} == EVERY


# --- on paper --------------------------------------------------------------------------------------


def show(page: Page, world: World) -> None:
    page.goto(CARDS)
    page.locator("button[name=which][value=all]").click()
    page.locator(".sheet").first.wait_for()


def test_eight_cards_fill_a_sheet_and_none_is_cut(browser: Browser, world: World) -> None:
    world.signed_in()
    with serving(world.app) as address:
        context = browser.new_context(base_url=address, viewport={"width": 1024, "height": 768})
        context.add_cookies([{"name": "session", "value": world.token, "url": address}])
        page = context.new_page()
        show(page, world)
        paper = page.pdf(prefer_css_page_size=True)
        page.emulate_media(media="print")
        cut = page.evaluate(
            """[...document.querySelectorAll(".card")].filter(
                 (card) => card.scrollHeight > card.clientHeight || card.scrollWidth > card.clientWidth
               ).map((card) => card.querySelector(".till").textContent)"""
        )
        per_sheet = page.evaluate(
            '[...document.querySelectorAll(".sheet")].map((sheet) => sheet.children.length)'
        )
        context.close()
    assert cut == []
    assert per_sheet == [8, 1]
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2


def test_the_code_on_a_card_is_the_link_that_enrols(browser: Browser, world: World) -> None:
    world.signed_in()
    with serving(world.app) as address:
        context = browser.new_context(
            base_url=address, viewport={"width": 1024, "height": 768}, color_scheme="dark"
        )
        context.add_cookies([{"name": "session", "value": world.token, "url": address}])
        page = context.new_page()
        show(page, world)
        card = page.locator(".card").first
        till, picture = card.locator(".till").inner_text(), card.locator(".qr").screenshot()
        context.close()
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    assert code.text.startswith(f"{address}/till/enrolment/")
    with world.database.reading() as connection:
        (expected,) = (one for one in fairs.tills(connection, world.fair_id) if one.id == till)
    assert hash_secret(code.text.rpartition("/")[2]) == expected.code_hash
