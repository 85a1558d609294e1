from __future__ import annotations

import html
import re
from typing import Any

import pytest
from sqlalchemy import event

from fairpos.core.business_day import DAY_MS, MINUTE_MS
from fairpos.ledger import forecasts, tables
from fairpos.ledger.figures import AXES
from tests.admin_site import believable
from tests.admin_site.conftest import Build, World

LIVE = f"/fairs/{believable.SLUG}/live"


def test_a_page_that_shows_the_newest_is_answered_with_nothing(world: World) -> None:
    client = world.signed_in()
    asks = re.search(r'hx-get="([^"]+/figures[^"]+)"', client.get(LIVE).text)
    assert asks is not None
    address = asks[1].replace("&amp;", "&")
    response = client.get(address, headers={"hx-request": "true"})
    assert (response.status_code, response.content) == (204, b"")


def test_a_new_version_brings_the_block_and_nothing_around_it(world: World) -> None:
    client = world.signed_in()
    with world.database.writing() as connection:
        believable.bump(connection, world.fair_id)
    response = client.get(f"{LIVE}/figures?version=1")
    assert response.status_code == 200
    assert response.text.strip().startswith('<div id="figures"')
    assert "version=2&amp;" in response.text
    assert "<html" not in response.text
    assert client.get(f"{LIVE}/figures?version=2").status_code == 204


def test_silence_grows_without_a_new_version_so_the_minute_is_asked_for_too(world: World) -> None:
    client = world.signed_in()
    minute = world.clock() // MINUTE_MS
    assert client.get(f"{LIVE}/figures?version=1&minute={minute}").status_code == 204
    world.clock.now += MINUTE_MS
    assert client.get(f"{LIVE}/figures?version=1&minute={minute}").status_code == 200


def test_an_answer_of_nothing_reads_one_row_of_one_table(world: World) -> None:
    client = world.signed_in()
    statements: list[str] = []

    @event.listens_for(world.database._reader, "before_cursor_execute")
    def note(*args: object) -> None:
        statements.append(str(args[2]))

    assert client.get(f"{LIVE}/figures?version=1").status_code == 204
    asked = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(asked) == 2
    assert "FROM session JOIN account" in asked[0].replace("\n", "")
    assert asked[1].split() == ["SELECT", "fair.version", "FROM", "fair", "WHERE", "fair.slug", "=", "?"]


def test_the_page_says_what_the_day_took_against_what_and_what_it_lacks(world: World) -> None:
    text = text_of(world.signed_in().get(LIVE).text)
    assert "Hôm nay, 12/01/2020" in text
    assert "710,05 triệu đồng" in text
    assert "710.052.000 đ" in text
    assert (
        "+7,41 % tính đến 15:00 (594,12 triệu đồng), so với cùng giờ ngày thứ 3 kỳ trước (23/01/2019): "
        "553,12 triệu đồng; toàn hội chợ" in text
    )
    assert "2 máy bán hàng im lặng, lâu nhất 12 phút, ít nhất 31 đơn bán chưa gửi về" in text
    assert "1.245.000 đ đang treo, chưa tính vào doanh thu" in text


def test_the_same_page_in_english(world: World) -> None:
    client = world.signed_in()
    client.cookies.set("language", "en")
    text = text_of(client.get(LIVE).text)
    assert "Today, 12/01/2020" in text
    assert "710.05 million đồng" in text
    assert (
        "+7.41 % until 15:00 (VND 594.12 million), against the same hours of day 3 of the previous edition "
        "(23/01/2019): VND 553.12 million; all zones" in text
    )
    assert "2 tills silent, the longest for 12 min, at least 31 sales not yet here" in text


def test_every_percentage_stands_beside_its_basis(world: World) -> None:
    """Whatever is printed with a percent sign names what it is a part of or is held against."""
    for path in (LIVE, f"{LIVE}?day={believable.DAYS[0]}", f"/fairs/{believable.SLUG}/wall"):
        page = world.signed_in().get(path).text
        found = 0
        for part in re.findall(
            r"<p class=\"(?:against|basis)\">.*?</p>|<span class=\"of\">.*?</span>", page, re.S
        ):
            if "%" in part:
                found += 1
                words = text_of(part)
                assert any(basis in words for basis in ("kỳ trước", "doanh thu trong ngày")), words
        everything = text_of(re.sub(r"<svg.*?</svg>", "", page, flags=re.S)).count("%")
        assert everything == found


def test_a_fair_without_sales_says_what_to_do_meanwhile(build: Build) -> None:
    text = text_of(build(sold=False).signed_in().get(LIVE).text)
    assert "Chưa có đơn bán nào gửi về" in text
    assert "Hôm nay chưa có máy bán hàng nào gửi tín hiệu." in text
    assert "Đầy đủ theo những gì đã biết:" not in text


def test_without_a_previous_edition_the_page_says_so_and_shows_no_percentage(build: Build) -> None:
    text = text_of(build(prior=False).signed_in().get(LIVE).text)
    assert "Hội chợ này chưa ghi kỳ trước nên chưa có gì để so sánh." in text
    assert "so với" not in text


def test_a_booth_nobody_has_set_up_has_its_own_zone_on_the_page(world: World) -> None:
    with world.database.writing() as connection:
        row = {"day": believable.DAYS[2], "hour": 9, "booth": "LA99", "sales": 3, "voids": 0, "refunds": 0}
        believable.rows(
            connection, tables.takings_by_hour, world.fair_id, [{**row, "takings": 450_000, "given_back": 0}]
        )
    text = text_of(world.signed_in().get(LIVE).text)
    assert "Chưa rõ khu 0,45 triệu đồng" in text


def test_the_wall_shows_the_same_figures(world: World) -> None:
    client = world.signed_in()
    page = client.get(f"/fairs/{believable.SLUG}/wall").text
    assert "710,05" in page
    assert "ít nhất 31 đơn bán chưa gửi về" in text_of(page)
    assert client.get(f"/fairs/{believable.SLUG}/wall/board?version=1").status_code == 204
    assert client.get(f"/fairs/{believable.SLUG}/wall/board").text.strip().startswith('<div id="board"')


def test_block_name_element_id_and_the_end_of_the_url_are_one_word(world: World) -> None:
    client = world.signed_in()
    for path in (LIVE, f"/fairs/{believable.SLUG}/wall"):
        polled = re.findall(r'<div id="(\w+)"[^>]*hx-get="([^"?]+)', client.get(path).text)
        assert [address.rpartition("/")[2] for _, address in polled] == [name for name, _ in polled]
        assert len(polled) == 1


def text_of(page: str) -> str:
    """What a reader sees, in one line."""
    return (
        re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
        .replace(" ,", ",")
        .replace(" ;", ";")
    )


def test_what_today_and_the_fair_will_come_to_is_asked_apart_and_marked_as_an_estimate(
    world: World,
) -> None:
    client = world.signed_in()
    page = client.get(f"/fairs/{believable.SLUG}/live").text
    assert f'hx-get="/fairs/{believable.SLUG}/live/estimate" hx-trigger="load"' in page
    # Figures that are renewed leave standing what was estimated.
    figures = client.get(f"/fairs/{believable.SLUG}/live/figures").text
    assert re.findall(r'<section id="estimate"[^>]*(hx-preserve="true")>', figures) == ['hx-preserve="true"']
    block = html.unescape(client.get(f"/fairs/{believable.SLUG}/live/estimate").text)
    assert "hx-preserve" not in block
    assert re.search(r"Doanh thu, đến hết hôm nay</dt><dd>ước 1\.7\d\d\xa0triệu đồng \(từ 1\.6\d\d", block)
    assert re.search(r"Lượt khách, cả kỳ hội chợ</dt><dd>ước [\d.]+ lượt khách \(từ", block)
    assert "Số ước tính không dùng trong so sánh." in block
    assert 'hx-trigger="every 60s"' in block


def test_an_estimate_is_worked_out_once_a_minute_for_everybody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = forecasts.forecasts

    def counted(*args: Any, at: int) -> tuple[forecasts.Forecast, ...]:
        asked.append(at)
        return real(*args, at=at)

    monkeypatch.setattr(forecasts, "forecasts", counted)
    client, path = world.signed_in(), f"/fairs/{believable.SLUG}/live/estimate"
    first = world.clock.now
    answers = {client.get(path).text for _ in range(3)}
    assert (len(answers), asked) == (1, [first])
    world.clock.now += MINUTE_MS
    client.get(path)
    assert asked == [first, first + MINUTE_MS]


def test_a_fair_that_is_over_is_not_estimated(world: World) -> None:
    world.clock.now += 10 * DAY_MS
    client = world.signed_in()
    assert 'id="estimate"' not in client.get(f"/fairs/{believable.PRIOR_SLUG}/live").text
    assert "<dl>" not in client.get(f"/fairs/{believable.PRIOR_SLUG}/live/estimate").text


def test_the_day_that_is_shown_can_be_looked_at_along_every_axis(world: World) -> None:
    client = world.signed_in()
    page = html.unescape(client.get(f"/fairs/{believable.SLUG}/live?day={believable.DAYS[0]}").text)
    ways = re.findall(r'href="(/fairs/[^"]+/figures\?by=[^"]+)"', page)
    assert [way.split("by=")[1].split("&")[0] for way in ways] == [axis for axis in AXES if axis != "day"]
    for way in ways:
        assert f"first={believable.DAYS[0]}&last={believable.DAYS[0]}" in way
        assert (way, client.get(way).status_code) == (way, 200)
