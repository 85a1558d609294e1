"""What everybody may read of a fair: chosen or signed figures of editions that are over, and their series."""

from __future__ import annotations

import html
from pathlib import Path

from fairpos.core.money import NBSP
from fairpos.ledger import season_import
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.bare_percentages import bare_percentages

PUBLISHED = Path(__file__).parents[2] / "fixtures" / "data" / "published_fairs.csv"


def bring(world: World) -> None:
    with world.database.writing() as connection:
        found = season_import.preview(connection, "x", PUBLISHED.read_bytes(), at=world.clock())
        season_import.keep(connection, found, at=world.clock(), by="hoa", looked=True)


def read(world: World, path: str) -> str:
    answer = world.stranger().get(path)
    assert answer.status_code == 200
    assert bare_percentages(answer.text) == []
    return html.unescape(answer.text).replace(NBSP, " ")


def test_a_stranger_reads_the_published_figures_of_an_edition_with_basis_and_qualifier(world: World) -> None:
    bring(world)
    page = read(world, "/public/qn-2020-xuan/results")
    assert "ước 6.056,5 triệu đồng trong 6 ngày" in page
    assert "ước +9,06 % bình quân ngày mở cửa" not in page, "its previous edition is another of the series"
    assert "hơn 72.300 lượt khách trong 6 ngày" in page
    assert "sign-out" not in page


def test_a_series_is_a_line_over_the_years_with_its_gaps(world: World) -> None:
    bring(world)
    assert 'id="trend-1-title"' in read(world, "/public/series/xuan")
    assert "Chưa có gì về các năm 2016, 2017." in read(world, "/public/series/he")


def test_what_is_not_over_not_chosen_or_not_signed_is_not_public(world: World) -> None:
    client = world.stranger()
    assert client.get(f"/public/{believable.SLUG}/results").status_code == 404
    assert client.get("/public/khong-co/results").status_code == 404
    assert client.get("/public/series/khong-co").status_code == 404
    closed = read(world, f"/public/{believable.PRIOR_SLUG}/results")
    assert "Chưa có số liệu công bố của hội chợ này." in closed
    assert "triệu đồng" not in closed, "its ledger counted, but nobody has signed"
