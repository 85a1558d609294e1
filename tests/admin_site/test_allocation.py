"""From a dry run to booths that count, by pages alone."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from fairpos.ledger import allocation_cases, allocations
from tests.admin_site import applied, believable
from tests.admin_site.conftest import World
from tests.admin_site.serve import serving

RUNS = f"/fairs/{believable.SLUG}/allocation"


@pytest.fixture
def firms(world: World) -> list[str]:
    return applied.drawn(world)


def send(world: World, path: str = "", **fields: str) -> Any:
    return world.signed_in().post(f"{RUNS}{path}", data={"csrf_token": world.csrf_token, **fields})


def text(response: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", response.text))


def run(world: World, seed: str = "hạt") -> int:
    assert send(world, seed=seed).status_code == 303
    with world.database.reading() as connection:
        return allocations.listed(connection, world.fair_id)[0].number


def stands(world: World, number: int) -> dict[str, tuple[str, ...]]:
    with world.database.reading() as connection:
        return {one.exhibitor: one.stands for one in allocations.results(connection, world.fair_id, number)}


def test_without_applications_the_page_says_what_is_needed(world: World) -> None:
    page = text(world.signed_in().get(RUNS))
    assert "Chưa có gì để xếp" in page
    assert "Chạy thử không dời ai cả" in page
    assert send(world).status_code == 303
    with world.database.reading() as connection:
        assert allocations.listed(connection, world.fair_id) == ()


def test_a_dry_run_shows_everybody_with_reasons_in_words_and_moves_nobody(
    world: World, firms: list[str]
) -> None:
    with world.database.reading() as connection:
        before = allocation_cases.held(connection, world.fair_id)
    number = run(world)
    answer = world.signed_in().get(f"{RUNS}/{number}")
    page = text(answer)
    assert "Được xếp trong khu của mình." in page
    assert "Không vi phạm quy tắc bắt buộc nào." in page
    assert "Miến dong Bình Liêu <b>" in page
    assert "Liêu <b>" not in answer.text
    assert "Đã cố định trước khi phân bổ." in page
    with world.database.reading() as connection:
        assert allocation_cases.held(connection, world.fair_id) == before
    assert {len(stands(world, number)[one]) for one in firms} == {1}
    again = run(world)
    assert stands(world, again) == stands(world, number)


def test_a_change_by_hand_is_checked_while_typed_and_needs_a_reason(world: World, firms: list[str]) -> None:
    number = run(world)
    before = stands(world, number)
    client = world.signed_in()
    fine = client.get(f"{RUNS}/{number}/check", params={"exhibitor": firms[0], "booths": "A02"})
    wrong = client.get(f"{RUNS}/{number}/check", params={"exhibitor": firms[0], "booths": "A02 A04"})
    unknown = client.get(f"{RUNS}/{number}/check", params={"exhibitor": firms[0], "booths": "Z99"})
    assert "Không vi phạm quy tắc nào." in text(fine)
    assert "H4: Các gian không liền nhau trong một dãy" in text(wrong)
    assert "Sơ đồ không có gian Z99." in text(unknown)
    hostile = client.get(f"{RUNS}/{number}/check", params={"exhibitor": firms[0], "booths": "<b>%(x)s"})
    assert "Sơ đồ không có gian &lt;b&gt;%(x)s." in hostile.text
    refused = send(world, f"/{number}/moves", exhibitor=firms[0], booths="A02 Z99", reason="")
    assert refused.status_code == 422
    assert 'value="A02 Z99"' in refused.text
    told = re.findall(r'class="fault" id="[^"]*">([^<]*)<', refused.text)
    assert [html.unescape(one).strip() for one in told] == [
        "Sơ đồ không có gian Z99.",
        "Hãy ghi ngắn gọn lý do: người liên quan có thể hỏi.",
    ]
    assert stands(world, number) == before
    target = next(code for code, id_ in (("A02", "BC02"), ("A03", "VD03")) if before[firms[0]] != (id_,))
    kept = send(world, f"/{number}/moves", exhibitor=firms[0], booths=target.lower(), reason="theo đơn")
    assert kept.status_code == 303
    page = text(client.get(f"{RUNS}/{number}"))
    assert "theo đơn" in page
    assert sorted(stands(world, number).values()) == sorted(before.values())


def test_a_run_counts_once_and_the_booths_are_the_new_ones(world: World, firms: list[str]) -> None:
    number = run(world)
    assert send(world, f"/{number}/acceptance").status_code == 303
    with world.database.reading() as connection:
        held = allocation_cases.held(connection, world.fair_id)
    assert {one: held[one] for one in firms} == {one: stands(world, number)[one] for one in firms}
    assert send(world, f"/{number}/acceptance").status_code == 303
    page = world.signed_in().get(f"{RUNS}/{number}").text
    assert "Có hiệu lực từ" in page
    assert f"{RUNS}/{number}/moves" not in page
    assert send(world, f"/{number}/moves", exhibitor=firms[0], booths="", reason="x").status_code == 409


def test_two_runs_are_compared_by_who_gains_loses_and_moves(world: World, firms: list[str]) -> None:
    one = run(world)
    other = run(world, "khác")
    send(world, f"/{other}/moves", exhibitor=firms[0], booths="", reason="rút")
    page = text(world.signed_in().get(f"{RUNS}/{one}/comparison/{other}"))
    assert f"Mất chỗ ở lần {other} (1)" in page
    assert "Đơn vị có chỗ 8 7 Lần chạy 1" in re.sub(r" +", " ", page)
    assert world.signed_in().get(f"{RUNS}/{one}/comparison/99").status_code == 404


def test_the_answers_go_out_as_files_safe_against_formulas(world: World, firms: list[str]) -> None:
    applied.apply(world, "=1+1", "Ba Chẽ")
    number = run(world)
    client = world.signed_in()
    plain = client.get(f"{RUNS}/{number}/table.csv").content.decode("utf-8-sig")
    assert plain.splitlines()[0].startswith("Đơn vị")
    assert "'=1+1" in plain
    assert "Khu đã hết chỗ." in plain
    book = load_workbook(io.BytesIO(client.get(f"{RUNS}/{number}/table.xlsx").content))
    assert book.active is not None
    assert book.active.max_row == len(stands(world, number)) + 1


def test_a_run_that_is_not_there_is_a_page_not_found(world: World, firms: list[str]) -> None:
    for number in ("7", "x", "-1", "9" * 20):
        for path in ("", "/check", "/table.csv", "/comparison/1"):
            assert world.signed_in().get(f"{RUNS}/{number}{path}").status_code == 404


def test_an_allocation_is_made_changed_and_made_to_count_with_the_keyboard_alone(
    browser: Browser, world: World, firms: list[str]
) -> None:
    world.signed_in()
    with serving(world.app) as address:
        context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=address)
        context.add_cookies([{"name": "session", "value": world.token, "url": address}])
        page = context.new_page()

        def reach(selector: str) -> None:
            for _ in range(120):
                page.keyboard.press("Tab")
                if page.evaluate("s => document.activeElement.matches(s)", selector):
                    return
            raise AssertionError(f"the tab key never reached {selector}")

        page.goto(RUNS)
        reach("#seed")
        page.keyboard.type("bàn phím")
        page.keyboard.press("Enter")
        page.wait_for_url("**/works/*")
        reach("a.button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/allocation/1")
        reach("a.stand")
        first = page.evaluate("document.activeElement.dataset.stand")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.dataset.stand") != first
        page.keyboard.press("Enter")
        page.wait_for_url("**exhibitor=*")
        chosen = page.evaluate("document.querySelector('#exhibitor').value")
        reach("#booths")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("A04")
        page.wait_for_selector("#check .good")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("A02 A04")
        page.wait_for_selector("#check li")
        reach("#reason")
        page.keyboard.press("Enter")
        page.wait_for_selector("#reason-fault")
        assert page.evaluate("document.querySelector('#booths').value") == "A02 A04"
        reach("#reason")
        page.keyboard.type("tỉnh yêu cầu")
        page.keyboard.press("Enter")
        page.wait_for_url("**#changes")
        assert stands(world, 1)[chosen] == ("BC02", "TY04")
        page.get_by_text("Lý do này áp dụng cho:").wait_for()
        reach("#accept summary")
        page.keyboard.press("Enter")
        reach("#accept button")
        page.keyboard.press("Enter")
        page.get_by_text("Có hiệu lực từ").wait_for()
        context.close()


def test_booths_dragged_onto_another_fill_the_form_and_change_nothing_before_a_reason(
    browser: Browser, world: World, firms: list[str]
) -> None:
    number = run(world)
    send(world, f"/{number}/moves", exhibitor=firms[0], booths="A02-A03", reason="hai gian")
    before = stands(world, number)
    with serving(world.app) as address:
        context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=address)
        context.add_cookies([{"name": "session", "value": world.token, "url": address}])
        page = context.new_page()
        page.goto(f"{RUNS}/{number}")
        page.drag_and_drop(".stand[data-stand=BC02] text.code", ".stand:has(text.code:text-is('A03'))")
        page.wait_for_selector("#check p")
        assert page.locator("#exhibitor").input_value() == firms[0]
        assert page.locator("#booths").input_value() == "A03 A04"
        assert page.evaluate("document.activeElement.id") == "reason"
        context.close()
    assert before[firms[0]] == ("BC02", "VD03")
    assert stands(world, number) == before
