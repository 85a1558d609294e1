"""The web receipt and its PDF: what stands on the paper, for whoever holds the paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import pypdfium2
import pytest
import zxingcpp
from starlette.testclient import TestClient

from booth_terminal import slip_pdf
from booth_terminal.journal import Posted
from booth_terminal.lettering import LETTERS, legible
from booth_terminal.slip import Pair, Slip, Text
from booth_terminal.slips import receipt, z_report
from fairpos.core.sale import Sale
from tests.booth import Booth
from tests.slips import LINK, NAMES, SALE_ID, SIX, TRANSFER, line, mixed, refunded, shift, sold


def keep(booth: Booth, *sales: Sale) -> None:
    booth.terminal.keep([Posted(sale.id, msgspec.json.encode(sale)) for sale in sales]).result(10)


@pytest.fixture
def phone(booth: Booth) -> Iterator[TestClient]:
    """A buyer's, with no credential."""
    with TestClient(booth.app(), base_url="https://tram-1.hoicho", headers={"Accept": "text/html"}) as client:
        yield client


def shown(page: str) -> str:
    """The page's words, without its marks."""
    body = page[page.index("<main") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ")


def text_of(pdf: bytes) -> str:
    (page,) = pypdfium2.PdfDocument(pdf)
    text: str = page.get_textpage().get_text_range()
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def test_a_buyer_reads_the_receipt_the_paper_leads_to(booth: Booth, phone: TestClient) -> None:
    keep(booth, sold())
    answer = phone.get(f"/receipts/{SALE_ID}")
    assert answer.status_code == 200
    words = shown(answer.text)
    for said in ("Số M1-12 21/11/2026 14:05", "2 hộp × 245.000 490.000", "TỔNG CỘNG 1.595.000 đ"):
        assert said in words
    assert "BẢN IN LẠI" not in words
    assert (answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == ("noindex", "no-store")
    assert f'href="/receipts/{SALE_ID}.pdf"' in answer.text


def test_the_page_and_the_paper_say_the_same(booth: Booth, phone: TestClient) -> None:
    keep(booth, mixed())
    words = shown(phone.get(f"/receipts/{SALE_ID}").text)
    slip = receipt(mixed(), NAMES)
    for row in slip.rows:
        if isinstance(row, Pair):
            assert f"{row.left} {row.right}".strip().replace("\u00a0", " ") in words


def test_a_browser_chooses_the_language(booth: Booth, phone: TestClient) -> None:
    keep(booth, sold())
    phone.cookies.set("language", "en")
    assert "SALES RECEIPT" in shown(phone.get(f"/receipts/{SALE_ID}").text)


def test_a_refund_names_what_it_gives_back(booth: Booth, phone: TestClient) -> None:
    back = refunded()
    keep(booth, back)
    assert "Cho biên lai" not in shown(phone.get(f"/receipts/{back.id}").text)
    keep(booth, sold())
    assert "Cho biên lai M1-12" in shown(phone.get(f"/receipts/{back.id}").text)


@pytest.mark.parametrize("ending", ["", ".pdf"])
@pytest.mark.parametrize("id_", ["f" * 32, "x", "' OR 1=1 --", SALE_ID.upper(), f"{SALE_ID}0"])
def test_an_unknown_receipt_is_told_kindly_and_money_first(
    booth: Booth, phone: TestClient, id_: str, ending: str
) -> None:
    keep(booth, sold())
    answer = phone.get(f"/receipts/{id_}{ending}")
    assert answer.status_code == 404
    assert "Số tiền quý khách đã trả không bị ảnh hưởng" in shown(answer.text)
    assert "M1-12" not in answer.text


def test_nothing_but_receipts_is_shown(booth: Booth, phone: TestClient) -> None:
    opening = b'{"v":1,"type":"shift_opening","id":"%s"}' % (b"a" * 32)
    booth.terminal.keep([Posted("a" * 32, opening), Posted("b" * 32, b"not json")]).result(10)
    assert {phone.get(f"/receipts/{letter * 32}").status_code for letter in "ab"} == {404}


def test_a_hostile_name_is_text_on_the_page(booth: Booth, phone: TestClient) -> None:
    name = "<img src=x onerror=alert(1)> {{ 7*7 }} #panic() \x1b@"
    keep(booth, sold((line(name, 1_000),)))
    page = phone.get(f"/receipts/{SALE_ID}").text
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; {{ 7*7 }} #panic()" in page


def test_a_receipt_is_a_pdf_of_one_page_with_its_words_in_it(booth: Booth, phone: TestClient) -> None:
    keep(booth, sold())
    answer = phone.get(f"/receipts/{SALE_ID}.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="FairPOS-M1-12.pdf"'
    words = text_of(answer.content)
    for said in ("Chả mực giã tay Hạ Long (hộp 500 g)", "Rượu ba kích Quảng Ninh 500 ml", "TỔNG CỘNG"):
        assert said in words


def test_every_vietnamese_letter_can_be_read_and_copied_from_a_pdf() -> None:
    made = slip_pdf.pdf(Slip("a", "vi", (Text(" ".join(LETTERS)), Text(" ".join(LETTERS), "strong"))))
    words = unicodedata.normalize("NFC", text_of(made)).split()
    assert words == [*LETTERS, *LETTERS]


def test_the_codes_of_a_pdf_read_back() -> None:
    made = slip_pdf.pdf(receipt(sold(), NAMES, transfer=TRANSFER, link=LINK))
    (page,) = pypdfium2.PdfDocument(made)
    picture = page.render(scale=3).to_pil()
    assert sorted(found.text for found in zxingcpp.read_barcodes(picture)) == sorted([TRANSFER.payload, LINK])


@pytest.mark.parametrize("name", ["Ữ" * 200, "김치", '#panic() $x$ *a* [b] \\ "c" <d>', "\x1b@", ""])
def test_a_hostile_name_is_text_in_a_pdf(name: str) -> None:
    made = slip_pdf.pdf(receipt(sold((line(name, 1_000, note=name, unit=name),)), NAMES))
    assert legible(name).replace(" ", "") in text_of(made).replace(" ", "")


def ink(pdf: bytes) -> Any:
    (page,) = pypdfium2.PdfDocument(pdf)
    return page.render(scale=1).to_pil().convert("L").point(lambda grey: 255 - grey).getbbox()


def test_nothing_runs_off_the_edge_of_a_pdf() -> None:
    wide = slip_pdf.pdf(receipt(sold((line("Ữ" * 200, 999999999, note="W" * 200), *SIX)), NAMES))
    left, _, right, _ = ink(wide)
    assert left >= 4 / 25.4 * 72 - 2
    assert right <= 76 / 25.4 * 72 + 2


def test_a_report_can_be_a_pdf_too_and_the_same_slip_gives_the_same_bytes() -> None:
    report = z_report(shift(), NAMES)
    made = slip_pdf.pdf(report)
    assert "THIẾU" in text_of(made)
    slip_pdf.pdf.cache_clear()
    assert slip_pdf.pdf(report) == made
