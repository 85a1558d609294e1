"""Slips to draw in tests: a stall's receipt, what takes it back, a shift's end, and a printer's test page."""

from __future__ import annotations

from dataclasses import replace

from booth_terminal.receipt_slip import Names, Transfer
from booth_terminal.shift_figures import Late, Movement, ShiftFigures, Tally, TenderFigures
from fairpos.core.business_day import moment
from fairpos.core.sale import Line, Refund, Sale, Tender, add_up

AT = moment("2026-11-21", 14 * 60 + 5)
SALE_ID = "0192f3a4b5c67d8e9f00112233445566"
SHIFT = "0192f3a4b5c67d8e9f001122334455aa"
LINK = f"https://192.168.100.20:8443/receipts/{SALE_ID}"

NAMES = Names(
    fair="Hội chợ OCOP Quảng Ninh – Xuân 2027",
    booth="Gian K12 – Khu trong tỉnh",
    exhibitors={
        "htx-binh-lieu": "HTX Nông nghiệp Bình Liêu",
        "nguyen-thi-u": "Hộ kinh doanh Nguyễn Thị Ữ",
    },
    places={"htx-binh-lieu": "Bình Liêu, Quảng Ninh", "nguyen-thi-u": "Đắk Lắk"},
    staff={"huong": "Nguyễn Thị Hồng Phượng", "tam": "Trần Văn Tám"},
)
TRANSFER = Transfer(
    payload="00020101021238570010A00000072701270006970436011300110012345670208QRIBFTTA53037045407159500058"
    "02VN62230819FPK12 M1T12 QK7D2C6304A1B2",
    bank="Vietcombank",
    number="0011001234567",
    holder="HTX NONG NGHIEP BINH LIEU",
    amount=1_595_000,
    purpose="FPK12 M1T12 QK7D2C",
)


def line(name: str, price: int, quantity: int = 1_000, **more: object) -> Line:
    head = {"article": "a", "exhibitor": "htx-binh-lieu", "unit": "hộp", "vat": 800}
    return Line(**{**head, "name": name, "price": price, "quantity": quantity, **more})  # type: ignore[arg-type]


SIX = (
    line("Chả mực giã tay Hạ Long (hộp 500 g)", 245_000, 2_000),
    line("Mật ong rừng Bình Liêu 350 ml ★★★", 180_000, unit="lọ"),
    line("Trà hoa vàng Ba Chẽ – hộp quà", 320_000),
    line("Ruốc hàu Vân Đồn (lọ 150 g)", 95_000, 3_000, unit="lọ"),
    line("Miến dong Bình Liêu 1 kg", 85_000, 2_000, unit="gói", vat=500),
    line("Rượu ba kích Quảng Ninh 500 ml", 150_000, unit="chai", vat=1_000),
)
MIXED = (
    line("Nếp cái hoa vàng", 42_000, 2_350, unit="kg", vat=None),
    line("Khoai quẫy chiên ỡ giòn tan, gói quà biếu cỡ đại có quai xách", 55_000, 3_000, unit="gói", vat=None,
         book_price=60_000, discount=5_000, note="Khách quen, biếu thêm một túi"),
    line("Cà phê Buôn Ma Thuột", 120_000, unit="gói", vat=None, exhibitor="nguyen-thi-u"),
)  # fmt: skip


def sold(lines: tuple[Line, ...] = SIX, *, tenders: tuple[Tender, ...] = (), discount: int = 0) -> Sale:
    totals = add_up(lines, discount)
    total = totals.total
    return Sale(
        v=1, type="sale", id=SALE_ID, till="M1", n=12, at=AT, offset=None, day="2026-11-21", by="huong",
        edition=3, number=12, booth="K12", shift=SHIFT, lines=lines, discount=discount,
        tenders=tenders or (Tender(kind="vietqr", amount=total, ref="FPK12 M1T12 QK7D2C"),),
        total=total, vat=totals.vat,
    )  # fmt: skip


def mixed() -> Sale:
    """Two sellers, a weighed line, a set price, every discount and two tenders."""
    total = add_up(MIXED, 8_700).total
    cash = Tender(kind="cash", amount=total - 100_000, given=500_000, change=500_000 - (total - 100_000))
    voucher = Tender(kind="voucher", amount=100_000, ref="PMH-0042")
    return replace(sold(MIXED, tenders=(voucher, cash), discount=8_700), approved_by="tam")


def refunded() -> Refund:
    lines = (replace(SIX[3], quantity=1_000, of=3),)
    totals = add_up(lines)
    tender = Tender(kind="cash", amount=totals.total, given=totals.total)
    return Refund(
        v=1, type="refund", id="0" * 32, till="M2", n=4, at=AT + 3_600_000, offset=None, day="2026-11-21",
        by="huong", edition=3, number=3, booth="K12", shift=SHIFT, lines=lines, discount=0, tenders=(tender,),
        total=totals.total, vat=totals.vat, ref=SALE_ID, reason="Nắp lọ bị nứt", approved_by="tam",
    )  # fmt: skip


def shift() -> ShiftFigures:
    """A closed shift whose drawer lacks 20,000, and to which a sale came late."""
    return ShiftFigures(
        shift=SHIFT, till="M1", booth="K12", by="huong", at=AT + 30_000_000, opened_at=AT - 20_000_000,
        closed_at=AT + 29_000_000, float=1_000_000,
        float_notes=((200_000, 2), (100_000, 4), (50_000, 2), (20_000, 3), (10_000, 4)),
        sales=Tally(86, 21_450_000), voids=Tally(2, 310_000), refunds=Tally(1, 95_000),
        tenders=(
            TenderFigures("cash", 12_340_000, 405_000), TenderFigures("vietqr", 8_060_000),
            TenderFigures("card", 950_000), TenderFigures("voucher", 100_000),
        ),
        movements=(
            Movement(AT, 500_000, "Đổi thêm tiền lẻ"),
            Movement(AT + 9_000_000, -8_000_000, "Nộp ban quản lý, ông Đỗ Văn Ỷ nhận"),
        ),
        counted=5_415_000, expected_then=5_390_000,
        notes=((500_000, 8), (200_000, 4), (100_000, 4), (50_000, 3), (20_000, 2), (10_000, 2), (5_000, 1)),
        reason="Trả nhầm tiền thừa một lần", first="M1-1", last="M1-89", revision=1,
        late=(Late("M1-89", AT + 28_900_000, 45_000),), training=3,
    )  # fmt: skip
