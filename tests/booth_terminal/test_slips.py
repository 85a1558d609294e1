"""What a slip says: everything of the document and nothing that is not so."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from booth_terminal.receipt_slip import Names, names_of
from booth_terminal.shift_figures import ShiftFigures
from booth_terminal.slip import Banner, Code, Pair, Slip, Text
from booth_terminal.slips import enrolment_slip, receipt, receipt_number, trial_page, x_report, z_report
from fairpos.core.business_day import moment
from fairpos.core.money import Language
from fairpos.core.sale import Tender, Void, add_up
from fairpos.web.i18n import LANGUAGES, messages
from fixtures.small import small_fair
from tests.slips import AT, LINK, MIXED, NAMES, SALE_ID, SIX, TRANSFER, line, mixed, refunded, shift, sold


def said(slip: Slip) -> list[str]:
    """The rows as a person reads them."""
    lines = []
    for row in slip.rows:
        match row:
            case Text(text) | Banner(text):
                lines.append(text)
            case Pair(left, right):
                lines.append(f"{left} | {right}" if right else left)
            case Code(payload):
                lines.append(f"[{payload}]")
            case _:
                pass
    return [text.replace("\u00a0", " ") for text in lines]


def test_a_receipt_says_who_sold_what_when_for_how_much() -> None:
    assert said(receipt(sold(SIX[:2]), NAMES, link=LINK)) == [
        "Hội chợ OCOP Quảng Ninh – Xuân 2027",
        "Gian K12 – Khu trong tỉnh",
        "HTX Nông nghiệp Bình Liêu",
        "Bình Liêu, Quảng Ninh",
        "BIÊN LAI BÁN HÀNG",
        "Số M1-12 | 21/11/2026 14:05",
        "Thu ngân: Nguyễn Thị Hồng Phượng",
        "Chả mực giã tay Hạ Long (hộp 500 g)",
        "2 hộp × 245.000 | 490.000",
        "Mật ong rừng Bình Liêu 350 ml ★★★",
        "1 lọ × 180.000 | 180.000",
        "TỔNG CỘNG | 670.000 đ",
        "Trong đó thuế GTGT 8 % | 49.630 đ",
        "Chuyển khoản VietQR | 670.000 đ",
        "Mã tham chiếu | FPK12 M1T12 QK7D2C",
        "Xem biên lai này trên điện thoại",
        f"[{LINK}]",
        LINK,
        "Cảm ơn quý khách, hẹn gặp lại!",
    ]


def test_lines_stand_under_their_seller_with_discounts_set_prices_and_notes() -> None:
    rows = said(receipt(mixed(), NAMES))
    assert rows[rows.index("Người duyệt: Trần Văn Tám") + 1 :] == [
        "HTX Nông nghiệp Bình Liêu",
        "Bình Liêu, Quảng Ninh",
        "Nếp cái hoa vàng",
        "2,35 kg × 42.000 | 98.700",
        "Khoai quẫy chiên ỡ giòn tan, gói quà biếu cỡ đại có quai xách",
        "3 gói × 55.000 | 165.000",
        "Giá niêm yết 60.000",
        "Giảm giá | −5.000",
        "Ghi chú: Khách quen, biếu thêm một túi",
        "Cộng của đơn vị này | 258.700",
        "Hộ kinh doanh Nguyễn Thị Ữ",
        "Đắk Lắk",
        "Cà phê Buôn Ma Thuột",
        "1 gói × 120.000 | 120.000",
        "Cộng của đơn vị này | 120.000",
        "Cộng | 378.700",
        "Giảm giá cả đơn | −8.700",
        "TỔNG CỘNG | 370.000 đ",
        "Phiếu mua hàng | 100.000 đ",
        "Mã tham chiếu | PMH-0042",
        "Tiền mặt | 270.000 đ",
        "Khách đưa | 500.000 đ",
        "Tiền thừa | 230.000 đ",
        "Để trả hàng hoặc in lại",
        f"[{SALE_ID}]",
        "Cảm ơn quý khách, hẹn gặp lại!",
    ]


def test_a_seller_without_vat_gets_no_tax_line() -> None:
    assert [row for row in said(receipt(mixed(), NAMES)) if "GTGT" in row] == []
    assert [row for row in said(receipt(sold(), NAMES)) if "GTGT" in row] == [
        "Trong đó thuế GTGT 5 % | 8.095 đ",
        "Trong đó thuế GTGT 8 % | 94.444 đ",
        "Trong đó thuế GTGT 10 % | 13.636 đ",
    ]


@pytest.mark.parametrize(
    ("rate", "shown"), [(0, "0 %"), (500, "5 %"), (800, "8 %"), (1_000, "10 %"), (350, "3,5 %")]
)
def test_a_rate_is_written_as_people_write_it(rate: int, shown: str) -> None:
    rows = said(receipt(sold((line("Chè", 100_000, vat=rate),)), NAMES))
    assert [row.partition(" |")[0] for row in rows if "GTGT" in row] == [f"Trong đó thuế GTGT {shown}"]


def test_a_refund_names_the_receipt_it_gives_back_and_why() -> None:
    rows = said(receipt(refunded(), NAMES, of="M1-12"))
    assert rows[4:9] == [
        "PHIẾU TRẢ HÀNG",
        "Số M2-3 | 21/11/2026 15:05",
        "Thu ngân: Nguyễn Thị Hồng Phượng",
        "Cho biên lai M1-12",
        "Lý do: Nắp lọ bị nứt",
    ]
    assert "TRẢ LẠI KHÁCH | 95.000 đ" in rows
    assert "TỔNG CỘNG | 95.000 đ" not in rows


def test_a_void_says_that_it_is_one() -> None:
    sale = sold()
    fields = {name: getattr(sale, name) for name in sale.__dataclass_fields__}
    void = Void(**{**fields, "type": "void", "ref": SALE_ID, "reason": "Bấm nhầm"})
    rows = said(receipt(void, NAMES, of="M1-12"))
    assert "PHIẾU HỦY" in rows
    assert "Lý do: Bấm nhầm" in rows
    assert "BIÊN LAI BÁN HÀNG" not in rows


def test_training_is_marked_above_and_below_and_numbered_apart() -> None:
    sale = replace(sold(), training=True)
    rows = receipt(sale, NAMES).rows
    assert rows[0] == rows[-1] == Banner("TẬP HUẤN – KHÔNG GIÁ TRỊ")
    assert receipt_number(sale) == "M1-T12"
    assert "Số M1-T12 | 21/11/2026 14:05" in said(receipt(sale, NAMES))
    assert not any(isinstance(row, Banner) for row in receipt(sold(), NAMES).rows)


def test_a_second_copy_says_so_and_differs_in_nothing_else() -> None:
    first, second = receipt(sold(), NAMES), receipt(sold(), NAMES, copy=True)
    assert second.rows == (Banner("BẢN IN LẠI"), *first.rows)


def test_a_transfer_shows_its_code_and_whom_it_goes_to() -> None:
    rows = said(receipt(sold(), NAMES, transfer=TRANSFER, link=LINK))
    place = rows.index("Quét bằng ứng dụng ngân hàng để trả")
    assert rows[place + 1 : place + 6] == [
        f"[{TRANSFER.payload}]",
        "HTX NONG NGHIEP BINH LIEU",
        "Vietcombank · 0011001234567",
        "Số tiền | 1.595.000 đ",
        "Nội dung | FPK12 M1T12 QK7D2C",
    ]


def test_cash_given_exactly_is_one_row() -> None:
    exact = sold(MIXED[:1], tenders=(Tender(kind="cash", amount=98_700, given=98_700),))
    rows = said(receipt(exact, NAMES))
    assert "Tiền mặt | 98.700 đ" in rows
    assert not any("Khách đưa" in row or "Tiền thừa" in row for row in rows)


def test_time_is_vietnamese_and_the_till_s_clock_is_put_right() -> None:
    late = replace(sold(), at=moment("2026-12-31", 23 * 60 + 59), offset=120_000)
    assert "Số M1-12 | 01/01/2027 00:01" in said(receipt(late, NAMES))


def test_what_has_no_name_is_printed_as_its_key() -> None:
    rows = said(receipt(sold(), Names()))
    assert rows[:2] == ["K12", "htx-binh-lieu"]
    assert "Thu ngân: huong" in rows


def test_names_come_out_of_the_settings() -> None:
    edition = small_fair()
    booth = edition.booths[0]
    vi, en = names_of(edition, booth.id, "vi"), names_of(edition, booth.id, "en")
    assert (vi.fair, en.fair) == (edition.fair.name, edition.fair.name_en or edition.fair.name)
    assert vi.booth == booth.name
    assert vi.exhibitors == {exhibitor.id: exhibitor.name for exhibitor in edition.exhibitors}
    assert names_of(None, "K12", "vi") == Names(booth="K12")
    assert names_of(edition, "nowhere", "vi").booth == "nowhere"


def test_a_z_report_accounts_for_every_dong_of_the_drawer() -> None:
    rows = said(z_report(shift(), NAMES))
    assert rows == [
        "Hội chợ OCOP Quảng Ninh – Xuân 2027",
        "Gian K12 – Khu trong tỉnh",
        "BÁO CÁO Z · bản sửa 1",
        "Máy bán hàng | M1",
        "Thu ngân | Nguyễn Thị Hồng Phượng",
        "Mở ca | 21/11/2026 08:31",
        "Kết ca | 21/11/2026 22:08",
        "In lúc | 21/11/2026 22:25",
        "Biên lai số | M1-1 – M1-89",
        "Đơn bán (86) | 21.450.000 đ",
        "Đơn hủy (2) | −310.000 đ",
        "Trả hàng (1) | −95.000 đ",
        "DOANH THU | 21.045.000 đ",
        "Tiền mặt | 11.935.000 đ",
        "trong đó đã trả lại | −405.000 đ",
        "Chuyển khoản VietQR | 8.060.000 đ",
        "Thẻ | 950.000 đ",
        "Phiếu mua hàng | 100.000 đ",
        "Biên lai tập huấn, không tính vào số nào: 3",
        "KÉT TIỀN",
        "Tiền đầu ca | 1.000.000 đ",
        "200.000 × 2 | 400.000",
        "100.000 × 4 | 400.000",
        "50.000 × 2 | 100.000",
        "20.000 × 3 | 60.000",
        "10.000 × 4 | 40.000",
        "Thu tiền mặt | +11.935.000 đ",
        "Nộp vào 14:05 | +500.000 đ",
        "Đổi thêm tiền lẻ",
        "Rút ra 16:35 | −8.000.000 đ",
        "Nộp ban quản lý, ông Đỗ Văn Ỷ nhận",
        "Phải có trong két | 5.435.000 đ",
        "Đếm được | 5.415.000 đ",
        "500.000 × 8 | 4.000.000",
        "200.000 × 4 | 800.000",
        "100.000 × 4 | 400.000",
        "50.000 × 3 | 150.000",
        "20.000 × 2 | 40.000",
        "10.000 × 2 | 20.000",
        "5.000 × 1 | 5.000",
        "THIẾU | −20.000 đ",
        "Lý do: Trả nhầm tiền thừa một lần",
        "Về sau khi đếm, đã tính vào các số trên",
        "M1-89 · 21/11/2026 22:06 | +45.000 đ",
        "Số phải có lúc đếm | 5.390.000 đ",
        "Thu ngân | Người nhận",
        "................................ | ................................",
    ]


@pytest.mark.parametrize(
    ("counted", "row"),
    [(5_435_000, "CHÊNH LỆCH: không | 0 đ"), (5_436_000, "THỪA | +1.000 đ"), (0, "THIẾU | −5.435.000 đ")],
)
def test_a_difference_is_named(counted: int, row: str) -> None:
    assert row in said(z_report(replace(shift(), counted=counted, notes=()), NAMES))


def test_a_drawer_that_was_counted_elsewhere_has_no_difference() -> None:
    figures = replace(shift(), counted=None, notes=())
    rows = said(z_report(figures, NAMES))
    assert figures.difference is None
    assert "Két không được đếm cùng ca này." in rows
    assert not any(row.startswith(("THỪA", "THIẾU", "CHÊNH")) for row in rows)


def test_the_first_z_has_no_revision_and_nothing_late() -> None:
    rows = said(z_report(replace(shift(), revision=0, late=()), NAMES))
    assert "BÁO CÁO Z" in rows
    assert not any("sau khi đếm" in row for row in rows)


def test_an_x_report_closes_nothing_and_may_hide_what_is_to_be_counted() -> None:
    running = replace(shift(), closed_at=None, counted=None, late=(), revision=0)
    openly, blind = said(x_report(running, NAMES)), said(x_report(running, NAMES, blind=True))
    assert "Phải có trong két | 5.435.000 đ" in openly
    for row in blind:
        assert not row.startswith(("Tiền mặt", "Thu tiền mặt", "Phải có", "Tiền đầu ca", "Kết ca")), row
    assert blind[-1] == openly[-1] == "Ca bán vẫn tiếp tục. Báo cáo này không kết ca."
    assert not any("Đếm được" in row for row in openly)


def test_the_figures_of_a_shift_are_worked_out_from_its_facts() -> None:
    figures = shift()
    assert figures.takings == 21_450_000 - 310_000 - 95_000 == sum(tender.net for tender in figures.tenders)
    assert figures.expected == 1_000_000 + 11_935_000 + 500_000 - 8_000_000
    assert figures.difference == -20_000
    empty = ShiftFigures(shift="s", till="M1", booth="K12", by="", at=AT, opened_at=AT, float=0)
    assert (empty.takings, empty.expected, empty.difference) == (0, 0, None)
    assert "DOANH THU | 0 đ" in said(z_report(empty, NAMES))


def test_the_test_page_has_every_letter_a_ruler_and_four_codes() -> None:
    rows = said(trial_page("P", AT, 576, "vi"))
    assert [row for row in rows if row.startswith("[")] == [f"[FAIRPOS {n}]" for n in (3, 4, 5, 6)]
    assert [row.scale for row in trial_page("P", AT, 576, "vi").rows if isinstance(row, Code)] == [3, 4, 5, 6]
    assert "M1" in said(enrolment_slip("M1", NAMES, AT, "vi"))


SLIPS = {
    "receipt": lambda language: receipt(mixed(), NAMES, language, transfer=TRANSFER, link=LINK, copy=True),
    "refund": lambda language: receipt(refunded(), NAMES, language, of="M1-12"),
    "x": lambda language: x_report(shift(), NAMES, language),
    "z": lambda language: z_report(shift(), NAMES, language),
    "test": lambda language: trial_page("P", AT, 576, language),
    "enrolment": lambda language: enrolment_slip("M1", NAMES, AT, language),
}


@pytest.mark.parametrize("name", SLIPS)
def test_english_slips_have_the_same_rows_and_their_own_words(name: str) -> None:
    vi, en = SLIPS[name]("vi"), SLIPS[name]("en")
    assert [type(row) for row in vi.rows] == [type(row) for row in en.rows]
    assert vi.title != en.title
    assert said(vi) != said(en)
    assert all(unicodedata.is_normalized("NFC", row) for row in said(vi))


def spoken() -> set[str]:
    """What the modules of the slips say, found where it is written."""
    modules = Path(__file__).parents[2].joinpath("booth_terminal").glob("*_slip.py")
    return {
        str(message)
        for path in modules
        for _, message, _, _ in extract_from_file("python", str(path), keywords={"say": None, "_": None})
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_slips_say_is_what_is_translated(language: Language) -> None:
    translated = messages("slip", language)
    assert set(translated) == spoken()
    assert all(text.strip() for text in translated.values())


def test_a_translation_keeps_the_places_for_figures_and_english_is_the_message() -> None:
    for message, text in messages("slip", "vi").items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", message))
        assert text != message, message
    assert all(message == text for message, text in messages("slip", "en").items())


def test_every_amount_on_a_receipt_is_the_document_s() -> None:
    for sale in (sold(), mixed()):
        totals = add_up(sale.lines, sale.discount)
        assert totals.total == sale.total
        assert sum(tender.amount for tender in sale.tenders) == sale.total
