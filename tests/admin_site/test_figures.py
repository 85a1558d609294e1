from __future__ import annotations

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
