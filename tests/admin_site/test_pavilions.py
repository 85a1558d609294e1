"""Booths are given to a district as a whole on a page, and the pages of the allocation heed it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from fairpos.ledger import pavilions, states
from tests.admin_site import applied, believable
from tests.admin_site.conftest import World
from tests.admin_site.serve import serving

PAGE = f"/fairs/{believable.SLUG}/pavilions"


@pytest.fixture
def firms(world: World) -> list[str]:
    return applied.drawn(world)


def give(world: World, unit: str, booths: str, **fields: str) -> Any:
    sent = {"csrf_token": world.csrf_token, "unit": unit, "booths": booths, **fields}
    return world.signed_in().post(PAGE, data=sent)


def given(world: World) -> dict[str, str]:
    with world.database.reading() as connection:
        return pavilions.of_stands(connection, world.fair_id)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))


def test_without_a_plan_the_page_leads_to_it(world: World) -> None:
    page = world.signed_in().get(PAGE)
    assert f'href="/fairs/{believable.SLUG}/plan"' in page.text
    assert "Chưa có sơ đồ" in text(page)


def test_a_run_of_booths_is_given_shown_and_taken_back(world: World, firms: list[str]) -> None:
    assert give(world, "ba che", "a02-A03").status_code == 303
    assert given(world) == {"BC02": "Ba Chẽ", "VD03": "Ba Chẽ"}
    page = world.signed_in().get(PAGE)
    assert "Ba Chẽ Khu trong tỉnh 2 18 m² A02, A03 1 1 –" in text(page)
    assert "Thiếu" not in text(page)
    chosen = world.signed_in().get(PAGE, params={"unit": "Ba Chẽ", "booth": "TY04"})
    assert 'value="A02–A04"' in chosen.text
    assert give(world, "Ba Chẽ", "", back="yes").status_code == 303
    assert given(world) == {}


def test_everything_wrong_is_said_at_once_and_kept(world: World, firms: list[str]) -> None:
    refused = give(world, " ", "A01, Z9 <b>")
    assert refused.status_code == 422
    told = [
        html.unescape(one).strip() for one in re.findall(r'class="fault" id="[^"]*">([^<]*)<', refused.text)
    ]
    assert told == [
        "Hãy ghi giao cho huyện, xã, tỉnh hay nước nào.",
        "Sơ đồ không có gian Z9, <b>.",
    ]
    assert 'value="A01, Z9 &lt;b&gt;"' in refused.text
    assert "Sơ đồ không có gian Z9, &lt;b&gt;." in refused.text
    assert give(world, "Ba Chẽ", "A02").status_code == 303
    for booths, words in (
        ("A02 A03", "Có gian đã giao cho Ba Chẽ."),
        ("A01 B01", "Các gian này thuộc nhiều khu khác nhau"),
        ("", "Hãy ghi những gian nào"),
    ):
        answer = give(world, "Đông Triều", booths)
        assert (answer.status_code, words in text(answer)) == (422, True)
    assert given(world) == {"BC02": "Ba Chẽ"}


def test_what_is_too_small_for_those_who_applied_says_by_how_much(world: World, firms: list[str]) -> None:
    applied.apply(world, "HTX Lâm sản", "Ba Chẽ", least=2, most=3)
    give(world, "Ba Chẽ", "A02")
    assert "3–4" in text(world.signed_in().get(PAGE)).replace(" ", "")
    assert "Thiếu 2 gian" in text(world.signed_in().get(PAGE))


def test_after_the_fair_nothing_is_given_any_more(world: World, firms: list[str]) -> None:
    give(world, "Ba Chẽ", "A02")
    with world.database.writing() as connection:
        states.move(connection, world.fair_id, "closed", reason="hết", at=1, by="hoa")
    assert give(world, "Ba Chẽ", "A03").status_code == 303
    assert given(world) == {"BC02": "Ba Chẽ"}
    assert "Giao các gian này" not in text(world.signed_in().get(PAGE))


def test_booths_are_chosen_on_the_plan_by_mouse_and_by_keyboard(
    browser: Browser, world: World, firms: list[str]
) -> None:
    give(world, "Đông Triều", "A05")
    with serving(world.app) as address:
        context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=address)
        context.add_cookies([{"name": "session", "value": world.token, "url": address}])
        page = context.new_page()
        page.goto(PAGE)
        page.locator("#unit").fill("Ba Chẽ")
        page.locator("a.stand[data-stand=BC02]").click()
        page.locator("a.stand[data-stand=BC02]").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.locator("a.stand[data-stand=HL01]").click()
        page.locator("a.stand[data-stand=HL01]").click()
        assert page.locator("#booths").input_value() == "A02, A03"
        assert page.locator("#unit").input_value() == "Ba Chẽ"
        page.locator("#booths").press("Enter")
        page.wait_for_selector("table.pavilions tr:nth-child(2)")
        # A booth of somebody else's opens that one.
        page.locator("a.stand[data-stand=DT05]").click()
        page.wait_for_url("**unit=*#give")
        assert page.locator("#unit").input_value() == "Đông Triều"
        context.close()
    assert given(world) == {"BC02": "Ba Chẽ", "DT05": "Đông Triều", "VD03": "Ba Chẽ"}
