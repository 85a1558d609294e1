"""The heat map: a figure in every booth, a colour that repeats it, and nothing sent while nothing is new."""

from __future__ import annotations

import html
import re

import pytest

from admin_site.heats import Heats
from fairpos.core.business_day import Calendar
from fairpos.core.floor import Floor
from fairpos.ledger import fairs
from fairpos.ledger.heat import Heat
from tests.admin_site import believable
from tests.admin_site.conftest import World

HEAT = f"/fairs/{believable.SLUG}/heat"


@pytest.fixture
def drawn(world: World) -> World:
    with world.database.writing() as connection:
        believable.draw(connection, world.fair_id)
    return world


def page_of(world: World, query: str = "") -> str:
    response = world.signed_in().get(HEAT + query)
    assert response.status_code == 200
    return html.unescape(response.text)


def test_every_booth_shows_its_millions_and_says_them_in_words(drawn: World) -> None:
    page = page_of(drawn)
    assert re.findall(r'<text class="value"[^>]*>(.*?)</text>', page) == [
        "163,3", "99,4", "120,7", "63,9", "56,8", "99,4", "56,8", "49,7",
    ]  # fmt: skip
    first = re.findall(r"<title>(A01: .*?)</title>", page)[0].replace("\N{NO-BREAK SPACE}", " ")
    assert re.sub(r"[\d.]{11}", "163.…", first) == (
        "A01: 163.… đ, A01, Gian hàng, 9 m², 1 mặt thoáng, Khu trong tỉnh, Cơ sở chế biến Bà Ngần"
    )
    assert re.findall(r'<g class="stand booth free heat-(\d)"', page) == [
        "5", "3", "4", "2", "1", "3", "1", "1",
    ]  # fmt: skip


def test_the_list_says_the_same_and_adds_up_to_the_day(drawn: World) -> None:
    page = page_of(drawn, f"?day={believable.DAYS[0]}").replace("\N{NO-BREAK SPACE}", " ")
    whole = re.findall(r"<strong>([\d.]+) đ</strong>", page)[0]
    rows = re.findall(r'data-label="Doanh thu">([\d.]+) đ', page)
    assert sum(int(row.replace(".", "")) for row in rows) == int(whole.replace(".", ""))
    assert page_of(drawn, "?day=all").count('class="stand booth') == 8


def test_a_booth_without_a_till_says_so_and_shows_no_figure(drawn: World) -> None:
    with drawn.database.writing() as connection:
        connection.exec_driver_sql("UPDATE till SET revoked_at = 1 WHERE id = 'M-TH21'")
        connection.exec_driver_sql("DELETE FROM takings_by_hour WHERE booth = 'TH21'")
    page = page_of(drawn)
    assert '<text class="value"' in page
    assert re.findall(r">(–)</text>", page) == ["–"]
    assert "1 gian hoặc khu không có máy bán hàng" in page


def test_nothing_is_sent_while_nothing_is_new(drawn: World) -> None:
    client = drawn.signed_in()
    page = client.get(HEAT).text
    (asked,) = re.findall(r'hx-get="([^"]*)"', page)
    asked = html.unescape(asked)
    assert client.get(asked).status_code == 204
    with drawn.database.writing() as connection:
        believable.bump(connection, drawn.fair_id)
    answer = client.get(asked)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="map"')


def test_a_fair_without_a_plan_has_the_list(world: World) -> None:
    page = page_of(world)
    assert "Chưa có sơ đồ" in page
    assert page.replace("\N{NO-BREAK SPACE}", " ").count("không có trên sơ đồ") == 8


@pytest.mark.parametrize("day", ["2020-01-13", "x", "", "9" * 500, "\x00"])
def test_a_day_that_is_none_is_a_page_not_found(drawn: World, day: str) -> None:
    response = drawn.signed_in().get(HEAT, params={"day": day}, headers={"accept": "text/html"})
    assert response.status_code == 404


def test_many_who_look_at_once_share_one_heat(drawn: World) -> None:
    with drawn.database.reading() as connection:
        fair = fairs.by_id(connection, drawn.fair_id)
    made: list[int] = []
    time = [0.0]

    def make() -> tuple[Calendar, Heat]:
        made.append(1)
        return Calendar(()), Heat(floor=Floor(), stands=(), elsewhere=(), bounds=(), takings=0)

    heats = Heats(0.5, lambda: time[0])
    for _ in range(3):
        heats.get(fair, None, make)
    assert len(made) == 1
    newer = fairs.FairRow(**{name: getattr(fair, name) for name in fair.__slots__} | {"version": 99})
    assert heats.get(newer, None, make)[2] == fair.version, "half a second old is new enough"
    time[0] = 0.6
    assert heats.get(newer, None, make)[2] == 99
    assert len(made) == 2
