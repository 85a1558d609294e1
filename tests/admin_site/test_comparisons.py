from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import Connection

from admin_site.comparisons import METRICS
from fairpos.core.business_day import DAY_MS, Calendar, FairDay
from fairpos.core.money import Language, dong
from fairpos.ledger import facts, fairs, overviews, season_import, seasons
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.parts import AXES
from fairpos.ledger.reports import comparison as papers
from fairpos.ledger.seasons import StatedFigure
from fairpos.web.report_words import DRAFT, FOR_THE_ORGANISER
from tests.admin_site import believable
from tests.admin_site.conftest import Build, World
from tests.bare_percentages import bare_on_paper, bare_percentages

PUBLISHED = Path(__file__).parents[2] / "fixtures" / "data" / "published_fairs.csv"
COMPARISON = f"/fairs/{believable.SLUG}/comparison"


def figures(page: str) -> list[str]:
    parts = re.findall(r'<span class="figure large">(.*?)</dd>', page, re.S)
    return [re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", part))).strip() for part in parts]


def changes(page: str) -> list[str]:
    parts = re.findall(r'<dd class="changed">(.*?)</dd>', page, re.S)
    return [re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", part))).strip() for part in parts]


def test_complete_days_are_held_against_the_same_days_each_with_its_basis(world: World) -> None:
    page = world.signed_in().get(COMPARISON).text
    assert figures(page) == [
        "1.600,94 triệu đồng/ngày toàn hội chợ, 2 ngày đầu trên 6 ngày, "
        "2 máy còn giữ ít nhất 31 chứng từ chưa về",
        "1.456,95 triệu đồng/ngày toàn hội chợ, 2 ngày đầu trên 6 ngày",
    ]
    assert changes(page) == [
        "+9,88 % bình quân ngày mở cửa toàn hội chợ, 2 ngày đầu trên 6 ngày so với 2 ngày đầu trên 6 ngày, "
        "2 máy còn giữ ít nhất 31 chứng từ chưa về; x1,10 (+9,88 %) bình quân ngày mở cửa"
    ]


def test_the_other_basis_is_one_choice_away(world: World) -> None:
    page = world.signed_in().get(COMPARISON, params={"basis": "total"}).text
    assert figures(page)[0].startswith("3.201,89 triệu đồng trong 2 ngày đầu trên 6 ngày")
    assert '<option value="total" selected>' in page


def test_what_holds_of_every_row_is_said_once(world: World) -> None:
    page = world.signed_in().get(COMPARISON).text
    assert page.count("chỉ so 2 ngày mở cửa đầu của cả hai kỳ") == 1


def test_what_cannot_be_compared_says_why(build: Build) -> None:
    world = build(sold=False)
    page = world.signed_in().get(COMPARISON).text
    assert "Chưa có: Hội chợ OCOP Quảng Ninh – Xuân 2020 không có số liệu doanh thu" in page
    assert changes(page) == []
    assert len(figures(page)) == 1, "the edition before is shown as it is"


def test_every_figure_and_every_breakdown_is_a_page_and_a_paper_without_bare_percentages(
    world: World,
) -> None:
    client = world.signed_in()
    asked = [("takings", by) for by in AXES] + [(metric, "fair-day") for metric in METRICS]
    for metric, by in asked:
        scope = "foreign" if by == "star" else "all"
        response = client.get(COMPARISON, params={"metric": metric, "by": by, "scope": scope})
        assert (metric, by, response.status_code) == (metric, by, 200)
        assert (metric, by, bare_percentages(response.text)) == (metric, by, [])
        paper = client.get(f"{COMPARISON}.pdf", params={"metric": metric, "by": by, "scope": scope})
        assert (metric, by, bare_on_paper(paper.content)) == (metric, by, [])


def test_parts_shares_drivers_and_exhibitors_are_shown(world: World) -> None:
    page = world.signed_in().get(COMPARISON, params={"by": "zone"}).text
    shares = re.findall(r"([\d,]+)\xa0% của tổng", page)
    parts = [float(share.replace(",", ".")) for share in shares]
    assert (round(sum(parts[::2]), 1), round(sum(parts[1::2]), 1)) == (100.0, 100.0)
    assert [f'id="{key}-title"' in page for key in ("parts-chart", "drivers-per-day-chart")] == [True, True]
    assert "8 đơn vị giữ nguyên gian" in page
    assert "Hội chợ OCOP Quảng Ninh – Xuân 2020 (10/01/2020–16/01/2020, 6 ngày mở cửa)." in page


def test_editions_of_different_length_show_both_signs_and_per_day_first(world: World) -> None:
    with world.database.writing() as connection:
        for slug, days in (("dai", 6), ("ngan", 5)):
            calendar = Calendar(tuple(FairDay(f"2018-05-0{n + 1}") for n in range(days)))
            setup = replace(believable.previous().fair, slug=slug, series="he", calendar=calendar, prior=None)
            value = 6_000_000_000 if days == 6 else 5_500_000_000
            figure = StatedFigure(
                metric="takings",
                scope="all",
                source="Báo",
                basis="total",
                value=value,
                days=days,
                chosen=True,
            )
            seasons.state(connection, fairs.create(connection, setup), figure)
    page = world.signed_in().get("/fairs/dai/comparison", params={"with": "ngan"}).text
    assert [change.partition(" bình")[0] for change in changes(page)] == ["−9,09 %"]
    assert re.search(r"Ngược chiều:</strong> \+9,09\xa0% tổng cộng", page)
    assert bare_percentages(page) == []


def test_several_editions_stand_in_one_table(world: World) -> None:
    with world.database.writing() as connection:
        body = PUBLISHED.read_bytes()
        found = season_import.preview(connection, "x", body, at=world.clock())
        season_import.keep(connection, found, at=world.clock(), by="hoa", looked=True)
    asked = {"with": ["qn-2019-he", "tng-2017", "qn-2018-he"], "basis": "total", "metric": "visits"}
    page = world.signed_in().get("/fairs/qn-2022-he/comparison", params=asked).text
    assert figures(page)[0].startswith("gần 50.000 lượt khách tổng cộng")
    assert changes(page)[0].startswith("khoảng −54,55 % tổng cộng")
    assert "Không so sánh:" in page
    assert bare_percentages(page) == []


def test_a_table_goes_out_with_whole_numbers_and_their_words(world: World) -> None:
    client = world.signed_in()
    body = client.get(f"{COMPARISON}.csv", params={"by": "zone"})
    rows = list(csv.reader(io.StringIO(body.content.decode("utf-8-sig"))))
    assert rows[1][:6] == ["Doanh thu", "toàn hội chợ", "khu trong tỉnh", believable.SLUG, rows[1][4], ""]
    assert client.get("/fairs/khong-co/comparison.csv").status_code == 404


def test_the_workbook_has_the_drawings_of_the_page_as_its_own_and_every_number_whole(world: World) -> None:
    client = world.signed_in()
    rows = list(csv.reader(io.StringIO(client.get(f"{COMPARISON}.csv").content.decode("utf-8-sig"))))
    body = client.get(f"{COMPARISON}.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert book.sheetnames[-2:] == ["Các chỉ tiêu", "Chia theo phần"]
    parts, drivers = (cast("Any", book[name]) for name in ("Doanh thu theo khu", "Điều gì làm nên thay đổi"))
    assert [len(chart.series) for page in (parts, drivers) for chart in page._charts] == [2, 4]
    plain = [[cell.value for cell in row] for row in book["Chia theo phần"].iter_rows(min_row=2)]
    assert [row[4] for row in plain] == [pytest.approx(float(row[4])) for row in rows[1:]]
    said = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert DRAFT.vi not in said, "nobody signs a comparison"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_paper_says_what_the_page_says(world: World, language: Language) -> None:
    client = world.signed_in()
    client.cookies.set("language", language)
    asked = {"by": "zone", "basis": "total"}
    page = squeezed(html.unescape(client.get(COMPARISON, params=asked).text))
    answer = client.get(f"{COMPARISON}.pdf", params=asked)
    assert answer.headers["content-type"] == "application/pdf"
    read = PdfReader(io.BytesIO(answer.content))
    said = squeezed("".join(one.extract_text() for one in read.pages))
    with world.database.reading() as connection:
        known = [facts.read(connection, fair) for fair in _both(connection)]
        found = overviews.overview(
            connection, known, metric="takings", scope="all", basis="total", axis="zone", at=world.clock()
        )
    figures = [entry.measure for one in found.all for entry in one.entries if entry.measure]
    cells = [cell.measure for row in found.breakdown.rows for cell in row.cells if cell.measure]
    texts = [squeezed(measure.printed(language).figure) for measure in (*figures, *cells)]
    assert found.driving is not None
    texts += [squeezed(dong(one.effect, language)) for one in found.driving.waterfall.drivers]
    texts.append(squeezed(found.press(language)))
    assert [text for text in texts if text not in said] == []
    assert [text for text in texts if text not in page] == []
    # Nobody signs a comparison.
    assert not any(squeezed(word.text(language)) in said for word in (DRAFT, FOR_THE_ORGANISER))


def _both(connection: Connection) -> list[FairRow]:
    found = [fairs.by_slug(connection, slug) for slug in (believable.SLUG, believable.PRIOR_SLUG)]
    return [fair for fair in found if fair is not None]


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\N{NO-BREAK SPACE}", "")


def test_a_drawing_of_many_editions_fits_on_a_sheet(world: World) -> None:
    with world.database.reading() as connection:
        now, then = (facts.read(connection, fair) for fair in _both(connection))
        found = overviews.overview(
            connection, [now, *[then] * 11], metric="takings", scope="all", basis="total", axis="booth",
            at=world.clock(),
        )  # fmt: skip
    chart = papers.parts_chart(found)
    assert len(chart.bars) == 24, "two booths of the eight, a bar for each of twelve editions"
    assert [bar.group.vi for bar in chart.bars][::12] == [row.name.vi for row in found.breakdown.rows[:2]]


def test_without_any_other_edition_the_page_says_what_to_do(build: Build) -> None:
    assert "Chưa có gì để so sánh" in build(prior=False).signed_in().get(COMPARISON).text


def test_a_prior_that_is_not_there_is_the_same_as_none(world: World) -> None:
    client = world.signed_in()
    for slug in ("khong-co", "\x00", believable.SLUG):
        response = client.get(COMPARISON, params={"prior": slug})
        assert response.status_code == 200
        assert "Chưa có gì để so sánh" in response.text


def test_the_source_of_a_stated_figure_is_named(world: World) -> None:
    with world.database.writing() as connection:
        figure = StatedFigure(
            metric="takings", scope="all", source="Báo Quảng Ninh 2019", basis="total",
            value=9_000_000_000, days=6, chosen=True,
        )  # fmt: skip
        seasons.state(connection, world.fair_id - 1, figure)
    world.clock.now += 10 * DAY_MS
    assert "Báo Quảng Ninh 2019" in world.signed_in().get(COMPARISON).text


def test_a_running_fair_is_estimated_with_its_range_and_its_basis(world: World) -> None:
    page = html.unescape(world.signed_in().get(COMPARISON).text)
    assert re.search(r"Doanh thu, đến hết hôm nay</dt><dd>ước 1\.7\d\d\xa0triệu đồng \(từ 1\.6\d\d", page)
    assert "Số ước tính không dùng trong so sánh." in page
    world.clock.now += 10 * DAY_MS
    assert "Ước tính" not in html.unescape(world.signed_in(token="u" * 43).get(COMPARISON).text)
