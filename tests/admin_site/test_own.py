"""An exhibitor's page: its own booths alone, whatever it asks for; files; what is said when empty."""

from __future__ import annotations

import csv
import html
import io

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from fairpos.core.rights import Grant
from fairpos.ledger import tables
from tests.admin_site import believable
from tests.admin_site.conftest import Build, World

OWN = f"/fairs/{believable.SLUG}/own"
MINE, OTHERS = "Trà hoa vàng sấy thăng hoa", "Chả mực giã tay Hạ Long"
MY_GRANT = Grant("exhibitor", believable.SLUG, "DV-BC02")


@pytest.fixture
def lan(world: World) -> TestClient:
    return world.holding(MY_GRANT)


def test_ones_own_booths_and_nothing_of_others(lan: TestClient) -> None:
    page = html.unescape(lan.get(OWN).text)
    assert "HTX Dược liệu Ba Chẽ" in page
    assert MINE in page
    for booth, name, _, exhibitor, article in believable.BOOTHS:
        if booth != "BC02":
            assert [said for said in (name, exhibitor, article) if said in page] == []


def test_it_is_the_first_page_and_the_only_one(lan: TestClient) -> None:
    assert lan.get("/").headers["location"] == OWN
    page = lan.get(OWN).text
    assert "/live" not in page
    assert "/wall" not in page


def test_what_the_address_asks_for_changes_nobody(lan: TestClient) -> None:
    for asked in ("?exhibitor=DV-HL01", "?booth=HL01", "?who=DV-HL01"):
        assert OTHERS not in html.unescape(lan.get(OWN + asked).text)
    assert lan.get(f"/fairs/{believable.PRIOR_SLUG}/own").status_code == 404


def test_only_exhibitors_have_one(world: World) -> None:
    assert world.signed_in().get(OWN).status_code == 403
    assert world.holding(Grant("administrator"), login="chu").get(OWN).status_code == 403


def test_the_figures_come_anew_only_when_the_fair_has_moved(world: World, lan: TestClient) -> None:
    page = lan.get(OWN).text
    address = html.unescape(page.split('hx-get="')[1].split('"')[0])
    assert lan.get(address).status_code == 204
    with world.database.writing() as connection:
        believable.bump(connection, world.fair_id)
    again = lan.get(address)
    assert (again.status_code, again.text.strip().startswith('<div id="figures"')) == (200, True)


def test_everything_sold_goes_into_a_file_that_no_program_takes_for_formulas(
    world: World, lan: TestClient
) -> None:
    with world.database.writing() as connection:
        article = tables.article
        connection.execute(update(article).where(article.c.id == "SP-BC02").values(name="=1+1"))
    answer = lan.get(f"{OWN}/takings.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Ngày", "Gian hàng", "Mặt hàng", "Đơn vị tính", "Số lượng", "Doanh thu"]
    assert {row[1] for row in rows[1:]} == {"Ba Chẽ – Trà hoa vàng"}
    assert {row[2] for row in rows[1:]} == {"'=1+1"}
    assert len(rows) == 1 + 3
    book = lan.get(f"{OWN}/takings.xlsx")
    assert (book.status_code, book.content[:2]) == (200, b"PK")
    assert lan.get(f"{OWN}/takings.exe").status_code == 404


def test_a_fair_that_has_not_sold_and_an_exhibitor_without_a_booth_are_told_what_comes(build: Build) -> None:
    world = build(sold=False)
    lan = world.holding(MY_GRANT)
    assert "Hôm nay chưa có" in lan.get(OWN).text
    with world.database.writing() as connection:
        connection.execute(tables.allocation.delete().where(tables.allocation.c.exhibitor == "DV-BC02"))
    page = lan.get(OWN).text
    assert "Bạn chưa được xếp gian hàng" in page
    assert "<h2" in page


def test_hostile_names_are_text(world: World, lan: TestClient) -> None:
    with world.database.writing() as connection:
        for table, key in (
            (tables.article, "SP-BC02"),
            (tables.booth, "BC02"),
            (tables.exhibitor, "DV-BC02"),
        ):
            connection.execute(
                update(table).where(table.c.id == key).values(name="<script>alert(1)</script>")
            )
    page = lan.get(OWN).text
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 3
