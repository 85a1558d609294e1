"""Papers as PDF: right letters, words for pictures, and nothing that a person typed read as markup."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
import typst
from PIL import Image
from pypdf import PdfReader

from fairpos.web import typeset

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'
LETTERS = "ăâđêôơưạặậẹệịọộợụựỵ ĂÂĐÊÔƠƯẠẶẬẸỆỊỌỘỢỤỰỴ ẫẵễỗỡữỹ ẪẴỄỖỠỮỸ"


def paper(**changes: Any) -> dict[str, Any]:
    hall = {"name": "Nhà A", "summary": "175 gian hàng", "picture": "plan", "words": "Sơ đồ nhà A"}
    data: dict[str, Any] = {
        "title": "Hội chợ OCOP Quảng Ninh – Xuân 2020",
        "language": "vi",
        "foot": "In ngày 10/01/2020",
        "version": "Bản số 3",
        "halls": [hall],
        "list_title": "Danh sách gian hàng",
        "head": ["Mã", "Dãy", "m²", "Đơn vị", "Khu"],
        "rows": [["A01", "A", "9", "Hộ kinh doanh Nguyễn Thị Hồng Phượng", "Trong tỉnh"]],
    }
    return data | changes


def made(data: dict[str, Any], image: bytes = SVG) -> PdfReader:
    return PdfReader(BytesIO(typeset.pdf("floor.typ", data, images={"plan": image})))


def text_of(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def alternatives(node: Any) -> list[str]:
    """The words that stand for pictures, in the order a reader hears them."""
    node = node.get_object()
    if isinstance(node, list):
        return [alt for one in node for alt in alternatives(one)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (alternatives(node["/K"]) if "/K" in node else [])


def test_every_vietnamese_letter_can_be_copied_out_again() -> None:
    reader = made(paper(rows=[["A01", "A", "9", LETTERS, "Nguyễn Thị Hồng Phượng, báo cáo cuối ngày ★★★★"]]))
    text = text_of(reader)
    assert LETTERS in text
    assert "Nguyễn Thị Hồng Phượng, báo cáo cuối ngày ★★★★" in text


def test_the_file_is_tagged_embeds_its_letters_and_says_its_language_and_what_a_picture_shows() -> None:
    reader = made(paper())
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Hội chợ OCOP Quảng Ninh – Xuân 2020"
    fonts: Any = reader.pages[0]["/Resources"]
    names = {str(one.get_object()["/BaseFont"]).partition("+")[2] for one in fonts["/Font"].values()}
    assert names == {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}
    assert alternatives(root["/StructTreeRoot"]) == ["Sơ đồ nhà A"]


def test_what_a_person_typed_is_never_markup() -> None:
    hostile = '#panic("x") $x$ *đậm* _ng_ @ref <a> \\ `raw` // '
    assert hostile.strip() in text_of(made(paper(rows=[["A01", "A", "9", hostile, ""]])))


def test_signs_that_are_no_letters_become_boxes_and_a_word_without_end_stays_on_the_sheet() -> None:
    text = text_of(made(paper(rows=[["\x00A\u202e1", "A", "9", "W" * 400, ""]])))
    assert "□A□1" in text
    assert text.replace("\u200b", "").replace(" ", "").count("W") == 400


FOREIGN = "クアンニン省 中文 ไทย ก๋วยเตี๋ยว ລາວ ປີ 한국 🍯 ❤\ufe0f é\u0302 \ufffe"


def test_letters_that_no_font_of_ours_has_become_boxes_and_the_paper_comes_out() -> None:
    """Fairs have exhibitors from Thailand, Laos, China, Korea and Japan, and sources from there too."""
    text = text_of(made(paper(rows=[["A01", "A", "9", f"Trà ★ {FOREIGN} hết", ""]])))
    assert "Trà ★ □" in text
    assert "hết" in text
    assert not set("クน中한🍯") & set(text)


def test_a_drawing_with_such_letters_comes_out_as_well() -> None:
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text>{FOREIGN}\x01</text></svg>'
    assert len(made(paper(), drawn.encode()).pages) >= 1


def test_a_photograph_stands_beside_drawings() -> None:
    out = BytesIO()
    Image.new("RGB", (8, 6), "red").save(out, "PNG")
    assert len(list(made(paper(), out.getvalue()).pages[0].images)) == 1


def test_the_same_paper_has_the_same_bytes() -> None:
    first, second = (typeset.pdf("floor.typ", paper(), images={"plan": SVG}) for _ in range(2))
    assert first == second


def test_a_paper_nobody_designed_and_a_picture_without_words_do_not_come_out() -> None:
    with pytest.raises(typeset.NoSuchPaper):
        typeset.pdf("nothing.typ", paper())
    nameless = {"name": "Nhà A", "summary": "", "picture": "plan", "words": ""}
    with pytest.raises(typst.TypstError):
        made(paper(halls=[nameless]))
