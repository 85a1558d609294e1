"""The map for visitors: only what was published, found without marks, and open to everybody."""

from __future__ import annotations

import html
import re

import pytest

from fairpos.core.fair import ShelfStop
from fairpos.core.floor_changes import renumber
from fairpos.ledger import fairs, floor, pavilions, shelf, tables
from tests.admin_site import believable
from tests.admin_site.conftest import World

MAP = f"/public/{believable.SLUG}/map"


@pytest.fixture
def drawn(world: World) -> World:
    with world.database.writing() as connection:
        believable.draw(connection, world.fair_id)
    return world


def found(world: World, query: str) -> list[str]:
    response = world.stranger().get(MAP, params={"q": query})
    assert response.status_code == 200
    return re.findall(r"<strong>([^<]*)</strong> Nhà", html.unescape(response.text))


def test_a_stranger_sees_the_published_plan_and_its_number(drawn: World) -> None:
    page = html.unescape(drawn.stranger().get(MAP).text)
    assert "Bản số 1" in page
    assert page.count('<a class="stand') == 8
    with drawn.database.writing() as connection:
        floor.change(
            connection, drawn.fair_id,
            lambda plan, _: renumber(plan, "H1", "A", prefix="Z", first=1), at=1, by="hoa",
        )  # fmt: skip
    assert ">Z01</text>" not in drawn.stranger().get(MAP).text


def test_a_district_s_booths_are_found_by_its_name(drawn: World) -> None:
    with drawn.database.writing() as connection:
        pavilions.give(connection, drawn.fair_id, "Bình Liêu", ("TY04", "DT05"), at=1, by="hoa")
    assert found(drawn, "binh lieu") == ["A04", "A05"]
    assert "Bình Liêu" in html.unescape(drawn.stranger().get(MAP, params={"q": "A04"}).text)


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("muc", ["A01", "A03"]),
        ("Mực khô", ["A03"]),
        ("ba che", ["A01", "A02"]),
        ("tra hoa vang", ["A02"]),
        ("b02", ["B02"]),
        ("SIAM", ["C01"]),
        ("không có gì", []),
    ],
)
def test_goods_producers_and_booths_are_found_without_marks(
    drawn: World, query: str, places: list[str]
) -> None:
    assert found(drawn, query) == places


def test_goods_that_tills_may_not_sell_are_not_found_and_one_taken_off_the_shelf_only_elsewhere(
    drawn: World,
) -> None:
    with drawn.database.writing() as connection:
        unchecked = {"article": "SP-VD03", "label": "unchecked"}
        believable.rows(connection, tables.product, drawn.fair_id, [unchecked])
        also = {"booth": "TY04", "exhibitor": "DV-HL01", "position": 2}
        believable.rows(connection, tables.allocation, drawn.fair_id, [also])
    assert (found(drawn, "muc kho"), found(drawn, "muc")) == ([], ["A01", "A04"])
    with drawn.database.writing() as connection:
        off = ShelfStop(booth="HL01", article="SP-HL01", at=1, fault="label")
        shelf.stop(connection, drawn.fair_id, "e" * 32, off, by="KT-1", now=1)
    assert found(drawn, "cha muc gia tay") == ["A04"]
    page = html.unescape(drawn.stranger().get(f"/public/{believable.SLUG}/products/SP-HL01").text)
    assert ("Tiên Yên – Gà đồi" in page, "Chả mực Hạ Long – Bà Ngần" in page) == (True, False)


def test_what_is_found_stands_out_on_the_drawing(drawn: World) -> None:
    page = drawn.stranger().get(MAP, params={"q": "muc kho"}).text
    assert re.findall(r'class="stand [^"]* found" [^>]*data-stand="(\w+)"', page) == ["VD03"]


def test_one_booth_tells_who_stands_there_and_what_is_sold(drawn: World) -> None:
    page = html.unescape(drawn.stranger().get(MAP, params={"stand": "TY04"}).text)
    assert "HTX Gà đồi Tiên Yên" in page
    assert "Gà Tiên Yên ủ muối" in page


def test_a_draft_and_a_fair_without_a_published_plan_have_no_map(world: World) -> None:
    assert world.stranger().get(MAP).status_code == 404
    with world.database.writing() as connection:
        believable.draw(connection, world.fair_id)
        fairs.set_status(connection, world.fair_id, "draft")
    assert world.stranger().get(MAP).status_code == 404


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\x00", "%", "'" * 900, "%(num)s"])
def test_what_a_stranger_asks_for_is_text(drawn: World, hostile: str) -> None:
    response = drawn.stranger().get(MAP, params={"q": hostile, "hall": hostile, "stand": hostile})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
