"""Products as a form or a list states them: the columns, and how one entry is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairpos.core.product import Certificate, last_day
from fairpos.wire.entries import Entry
from fairpos.wire.sheets import Column

TAX_CLASSES: Mapping[str, tuple[str, ...]] = {
    "standard": ("Thông thường", "8%", "10%", "8", "10", "Standard"),
    "reduced": ("5%", "5", "Ưu đãi", "Reduced"),
    "excise": ("Rượu bia", "Rượu", "Bia", "Tiêu thụ đặc biệt", "Excise"),
    "none": ("Không", "Không chịu thuế", "KCT", "None", "0"),
}

COLUMNS = (
    Column("id", ("Mã sản phẩm", "Mã hàng", "Product code")),
    Column("exhibitor", ("Đơn vị", "Mã đơn vị", "Tên đơn vị", "Chủ thể", "Exhibitor"), required=True),
    Column("name", ("Tên sản phẩm", "Sản phẩm", "Product", "Name"), required=True),
    Column("group", ("Nhóm", "Nhóm sản phẩm", "Nhóm hàng", "Group")),
    Column("price", ("Giá bán", "Giá", "Đơn giá", "Price"), required=True),
    Column("unit", ("Đơn vị tính", "ĐVT", "Unit")),
    Column("weighed", ("Bán theo cân", "Cân", "Weighed")),
    Column("barcode", ("Mã vạch", "Barcode")),
    Column("tax_class", ("Loại thuế GTGT", "Thuế GTGT", "Thuế", "VAT", "Tax class")),
    Column("origin", ("Xuất xứ", "Nơi sản xuất", "Origin")),
    Column("label", ("Đã kiểm nhãn", "Nhãn hợp lệ", "Label checked")),
    Column("expires", ("Hạn sử dụng", "HSD", "Expiry")),
    Column("stars", ("Số sao", "Sao OCOP", "Hạng sao", "Sao", "Stars")),
    Column("number", ("Số giấy chứng nhận", "Số chứng nhận", "Certificate number")),
    Column("code", ("Mã OCOP", "Mã số sản phẩm OCOP", "OCOP code")),
    Column("decision", ("Số quyết định", "Quyết định", "Decision")),
    Column("authority", ("Cơ quan cấp", "Authority")),
    Column("issued", ("Ngày cấp", "Issued")),
    Column("valid_to", ("Giá trị đến", "Có giá trị đến", "Hiệu lực đến", "Valid to")),
    Column("story", ("Câu chuyện sản phẩm", "Câu chuyện", "Story")),
)

NO_CERTIFICATE = Certificate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A product as it is stated: what tills sell, and what the register knows besides. `price` is đồng a
    unit, a kilogram where `weighed`. Days are ISO, "" where none is stated."""

    name: str
    group: str
    price: int
    unit: str
    weighed: bool = False
    barcode: str = ""
    tax_class: str = "standard"
    origin: str = ""
    expires: str = ""
    stars: int | None = None
    certificate: Certificate = NO_CERTIFICATE
    story: str = ""


def read(entry: Entry) -> Goods:
    """A product out of an entry; what is wrong stands in its `faults`."""
    weighed = entry.yes("weighed")
    barcode = entry.text("barcode", most=48)
    if barcode and not (barcode.isascii() and barcode.isalnum()):
        # 8.93E+12 is what a spreadsheet makes of a barcode; its digits are gone.
        entry.faults["barcode"] = "not-a-barcode"
    stars = entry.whole("stars", least=3, most=5)
    issued = entry.day("issued")
    valid_to = entry.day("valid_to")
    if issued and not valid_to:
        valid_to = last_day(issued)
    if issued and valid_to and valid_to < issued:
        entry.faults["valid_to"] = "ends-before-it-begins"
    return Goods(
        name=entry.text("name", most=120, required=True),
        group=entry.text("group", most=60) or "Khác",
        price=entry.dong("price", required=True),
        unit="kg" if weighed else entry.text("unit", most=20) or "cái",
        weighed=weighed,
        barcode=barcode,
        tax_class=entry.choice("tax_class", TAX_CLASSES, "standard"),
        origin=entry.text("origin", most=120),
        expires=entry.day("expires"),
        stars=stars,
        certificate=Certificate(
            number=entry.text("number", most=80),
            # As it is printed: provinces, communes and years are read out of it by nobody here.
            code=entry.text("code", most=80),
            decision=entry.text("decision", most=80),
            authority=entry.text("authority", most=120),
            issued=issued,
            valid_to=valid_to,
        ),
        story=entry.text("story", most=2000, lines=True),
    )
