"""The published cases come out of imported rows on the page and on its paper, as they were printed."""

from __future__ import annotations

import html
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from fairpos.ledger import season_import
from tests.admin_site.conftest import World
from tests.bare_percentages import bare_on_paper, bare_percentages

DATA = Path(__file__).parents[2] / "fixtures" / "data"
LONG, WIDE = "published_fairs.csv", "published_fairs_wide.csv"

CASES = [
    (
        "qn-2020-xuan",
        {"with": "qn-2019-xuan", "scope": "in-province"},
        ["ước 1.009,42 triệu đồng/ngày", "ước +9,06 % bình quân ngày mở cửa", "khu trong tỉnh, 6 ngày"],
        [],
    ),
    (
        "qn-2020-xuan",
        {"with": "qn-2019-xuan", "metric": "visits"},
        ["hơn 12.050 lượt khách/ngày", "ít nhất +11,57 % bình quân ngày mở cửa"],
        [],
    ),
    (
        "qn-2022-he",
        {"with": "qn-2019-he", "basis": "total", "by": "zone"},
        [
            "ước gần 16.000 triệu đồng tổng cộng",
            "53,7 % của tổng",
            "46,3 % của tổng",
            "các dòng cộng lại là 16.200 triệu đồng",
        ],
        [],
    ),
    (
        "qn-2020-he",
        {"with": "qn-2019-he", "metric": "booths"},
        ["hơn 350 gian hàng"],
        ["200 gian hàng"],
    ),
    (
        "qn-2020-he",
        {"with": "qn-2019-he", "metric": "areas", "scope": "in-province"},
        ["100 khu gian hàng"],
        ["100 gian hàng"],
    ),
]


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\N{NO-BREAK SPACE}", "")


def text_of(page: str) -> str:
    """What a reader sees, without the tags between figure and unit."""
    out, inside = [], False
    for sign in page:
        inside = sign == "<" or (inside and sign != ">")
        out.append("" if inside or sign == ">" else sign)
    return squeezed(html.unescape("".join(out)))


# The wide table has no row of Spring 2019 of its own.
@pytest.mark.parametrize(
    ("file", "fair", "asked", "said", "unsaid"),
    [*((LONG, *case) for case in CASES), *((WIDE, *case) for case in CASES[2:])],
)
def test_a_published_case_is_printed_on_the_page_and_on_its_paper(
    world: World, file: str, fair: str, asked: dict[str, str], said: list[str], unsaid: list[str]
) -> None:
    with world.database.writing() as connection:
        found = season_import.preview(connection, file, (DATA / file).read_bytes(), at=world.clock())
        season_import.keep(connection, found, at=world.clock(), by="hoa", looked=True)
    client = world.signed_in()
    page = client.get(f"/fairs/{fair}/comparison", params=asked)
    paper = client.get(f"/fairs/{fair}/comparison.pdf", params=asked).content
    read = squeezed("".join(one.extract_text() for one in PdfReader(io.BytesIO(paper)).pages))
    for shown in (text_of(page.text), read):
        assert [one for one in said if squeezed(one) not in shown] == []
        assert [one for one in unsaid if squeezed(one) in shown] == []
    assert bare_percentages(page.text) == []
    assert bare_on_paper(paper) == []
