from __future__ import annotations

import html
import io
import re

import openpyxl
import pytest
from sqlalchemy import update

from fairpos.ledger import tables
from fairpos.ledger.figures import AXES
from fairpos.web.i18n import translator
from fairpos.web.words import WORDS
from tests.admin_site import believable
from tests.admin_site.conftest import World

FIGURES = f"/fairs/{believable.SLUG}/figures"


def table(page: str) -> list[str]:
    return re.findall(r'<tr><th scope="row"><a [^>]*>(.*?)</a>', page)


def test_the_figure_says_its_days_its_scope_and_what_it_lacks(world: World) -> None:
    page = world.signed_in().get(FIGURES).text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "3.911.941.000" in page
    assert "3 ngày đầu trên 6 ngày; cả hội chợ; chưa gồm báo tay" in words
    assert "đang diễn ra; 2 máy còn giữ ít nhất 31 chứng từ chưa về" in words
    assert "tính đến 15 giờ ngày thứ 3, so với" in words
    assert table(page) == ["10/01/2020", "11/01/2020", "12/01/2020"]


def test_filters_stand_in_the_address_and_can_be_taken_away(world: World) -> None:
    page = world.signed_in().get(f"{FIGURES}?by=booth&zone=in-province&booth=HL01").text
    assert table(page) == ["Chả mực Hạ Long – Bà Ngần"]
    assert 'href="?zone=in-province&amp;by=booth"' in page
    assert 'href="?zone=in-province&amp;booth=HL01&amp;by=hour"' in page
    assert "Nhịp bán theo ngày hội chợ" not in page


@pytest.mark.parametrize(
    "query",
    [
        "by=hour&article=SP-HL01",
        "by=nothing",
        "hour=25",
        "first=2020-13",
        "first=2020-01-12&last=2020-01-10",
        "booth=%00",
        "by=hour&returns=yes",
        "hour=" + "9" * 5000,
    ],
)
def test_what_cannot_be_answered_is_said_beside_the_filters(world: World, query: str) -> None:
    client = world.signed_in()
    answer = client.get(f"{FIGURES}?{query}")
    assert (answer.status_code, 'class="problem-list"' in answer.text) == (422, True)
    assert "figure huge" not in answer.text
    assert client.get(f"{FIGURES}/export?{query}").status_code == 400


def test_a_question_that_has_no_answer_leads_on_to_those_that_have(world: World) -> None:
    client = world.signed_in()
    page = html.unescape(client.get(f"{FIGURES}?by=hour&article=SP-HL01&zone=in-province").text)
    ways = re.findall(r'<a href="(\?[^"]*)">Bỏ: <strong>\s*(.*?)</strong>', page)
    assert ways == [
        ("?zone=in-province&article=SP-HL01&by=day", "Giờ"),
        ("?zone=in-province&by=hour", "Sản phẩm"),
    ]
    assert [client.get(f"{FIGURES}{address}").status_code for address, _name in ways] == [200, 200]
    paper = html.unescape(client.get(f"{FIGURES}?by=hour&returns=yes").text)
    assert '<a href="?by=hour">Bỏ: <strong>\u00a0báo tay</strong>' in paper


@pytest.mark.parametrize(
    "query", ["by=hour&district=Quảng+Ninh", "by=district&hour=10", "by=exhibitor&tender=cash"]
)
def test_whose_takings_they_are_goes_with_the_hour_and_with_the_way_of_paying(
    world: World, query: str
) -> None:
    client = world.signed_in()
    answer = client.get(f"{FIGURES}?{query}")
    assert (answer.status_code, 'class="problem-list"' in answer.text) == (200, False)
    assert len(table(answer.text)) >= 1
    assert client.get(f"{FIGURES}/export?{query}&form=csv").status_code == 200


def test_every_row_leads_to_figures(world: World) -> None:
    client = world.signed_in()
    led = 0
    for by in AXES:
        for narrowed in ("", "&hour=10", "&tender=cash", "&group=ocop"):
            page = html.unescape(client.get(f"{FIGURES}?by={by}{narrowed}").text)
            for address in re.findall(r'<tr><th scope="row"><a href="([^"]+)"', page)[:1]:
                assert (address, client.get(f"{FIGURES}{address}").status_code) == (address, 200)
                led += 1
    assert led > 20


def test_looking_into_a_day_shows_that_day_alone(world: World) -> None:
    client = world.signed_in()
    page = html.unescape(client.get(FIGURES).text)
    (first, *_others) = re.findall(r'<tr><th scope="row"><a href="([^"]+)"', page)
    assert first == "?first=2020-01-10&last=2020-01-10&by=hour"
    hours = client.get(f"{FIGURES}{first}").text
    assert "ngày đầu trên 6 ngày" not in hours
    assert hours.count('<th scope="row"><a') == len(believable.HOURS)


def test_what_a_shared_booth_took_is_said_to_be_left_out(world: World) -> None:
    with world.database.writing() as connection:
        also = {"day": believable.DAYS[0], "booth": "HL01", "exhibitor": "DV-BC02", "article": "SP-BC02"}
        believable.rows(
            connection,
            tables.takings_by_article,
            world.fair_id,
            [{**also, "quantity": 1_000, "takings": 9_000}],
        )
    client = world.signed_in()
    page = html.unescape(client.get(f"{FIGURES}?by=hour&exhibitor=DV-BC02").text)
    assert "bán ở các gian dùng chung với đơn vị khác" in page
    cut = client.get(f"{FIGURES}?by=exhibitor&hour=10").text
    assert "Gian nhiều đơn vị dùng chung: không tách được" in cut
    assert "Gian nhiều đơn vị dùng chung" in client.get(f"{FIGURES}/export?by=exhibitor&hour=10").text


def test_an_unknown_booth_is_an_empty_answer_and_hostile_text_is_text(world: World) -> None:
    page = world.signed_in().get(f"{FIGURES}?by=day&booth=<script>x</script>").text
    assert "Không bán được gì trong phần này." in page
    assert "<script>x" not in page


def test_an_export_holds_every_row_and_no_formula(world: World) -> None:
    with world.database.writing() as connection:
        booth = tables.booth
        renamed = update(booth).where(booth.c.id == "HL01", booth.c.fair_id == world.fair_id)
        connection.execute(renamed.values(name="=HYPERLINK(1)"))
    client = world.signed_in()
    csv = client.get(f"{FIGURES}/export?by=booth&form=csv")
    assert csv.headers["content-disposition"].startswith("attachment")
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(believable.BOOTHS)
    assert lines[1].split(",")[1] == "'=HYPERLINK(1)"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{FIGURES}/export?by=booth&form=xlsx").content))
    rows, about = book.worksheets
    assert (rows["B2"].data_type, rows["B2"].value) == ("s", "=HYPERLINK(1)")
    assert sum(int(str(row[3].value)) for row in rows.iter_rows(min_row=2)) == 3_911_941_000
    told = {row[0].value: row[1].value for row in about.iter_rows(min_row=2)}
    assert told["Số ngày"] == "3 ngày đầu trên 6 ngày"
    assert told["Báo tay của gian ghi sổ"] == "không gồm"


@pytest.mark.parametrize("axis", AXES)
def test_every_axis_has_its_words_on_the_page_and_in_the_file(world: World, axis: str) -> None:
    client = world.signed_in()
    page = client.get(f"{FIGURES}?by={axis}").text
    word = translator("site", "vi").gettext(WORDS["figure_axis"][axis])
    assert f'<th scope="col">{word}</th>' in page
    lines = client.get(f"{FIGURES}/export?by={axis}").content.decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[0].strip('"') == word.split(",")[0]
