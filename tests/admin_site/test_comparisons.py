from __future__ import annotations

import html
import re

from fairpos.core.business_day import DAY_MS
from fairpos.ledger import seasons
from fairpos.ledger.seasons import StatedFigure
from tests.admin_site import believable
from tests.admin_site.conftest import Build, World

COMPARISON = f"/fairs/{believable.SLUG}/comparison"


def figures(page: str) -> list[str]:
    parts = re.findall(r'<span class="figure large">(.*?)</dd>', page, re.S)
    return [re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", part))).strip() for part in parts]


def test_complete_days_are_held_against_the_same_days_each_with_its_basis(world: World) -> None:
    page = world.signed_in().get(COMPARISON).text
    assert figures(page)[:3] == [
        "1.600,94 triệu đồng/ngày toàn hội chợ, 2 ngày đầu trên 6 ngày, "
        "2 máy còn giữ ít nhất 31 chứng từ chưa về",
        "1.456,95 triệu đồng/ngày toàn hội chợ, 2 ngày đầu trên 6 ngày",
        "+9,88 % bình quân ngày mở cửa toàn hội chợ, 2 ngày đầu trên 6 ngày so với 2 ngày đầu trên 6 ngày, "
        "2 máy còn giữ ít nhất 31 chứng từ chưa về",
    ]
    assert len(figures(page)) == 15


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
    assert figures(page) == []
    assert page.count("Không so sánh:") == 5


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
