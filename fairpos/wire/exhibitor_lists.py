"""Exhibitors as a form or a list states them: the columns, and how one entry is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from fairpos.core.exhibitor import Details, TaxMethod, is_tax_code
from fairpos.core.fair import ExhibitorKind
from fairpos.wire.entries import Entry
from fairpos.wire.sheets import Column

KINDS: Mapping[str, tuple[str, ...]] = {
    "enterprise": ("Doanh nghiệp", "Công ty", "DN", "Enterprise", "Company", "Làng nghề"),
    "cooperative": ("Hợp tác xã", "HTX", "Cooperative"),
    "cooperative-group": ("Tổ hợp tác", "THT", "Cooperative group"),
    "household": ("Hộ kinh doanh", "Hộ", "Hộ sản xuất", "HKD", "Cơ sở", "Cơ sở sản xuất", "Household"),
    "delegation": ("Đoàn", "Đoàn tỉnh", "Delegation"),
}
METHODS: Mapping[str, tuple[str, ...]] = {
    "deduction": ("Khấu trừ", "Phương pháp khấu trừ", "Deduction"),
    "direct": ("Trực tiếp", "Phương pháp trực tiếp", "Khoán", "Tỷ lệ trên doanh thu", "Direct"),
}

COLUMNS = (
    Column("id", ("Mã đơn vị", "Code", "Exhibitor code")),
    Column("name", ("Tên đơn vị", "Đơn vị", "Tên đơn vị tham gia", "Exhibitor", "Name"), required=True),
    Column("kind", ("Loại hình", "Loại", "Kind")),
    Column(
        "district", ("Huyện/xã", "Huyện", "Xã", "Xã/phường", "Huyện, xã, phường", "Địa phương", "District")
    ),
    Column("province", ("Tỉnh", "Tỉnh/thành phố", "Tỉnh, thành phố", "Province")),
    Column("country", ("Nước", "Quốc gia", "Country")),
    Column("address", ("Địa chỉ", "Address")),
    Column("tax_code", ("Mã số thuế", "MST", "Tax code")),
    Column("tax_method", ("Cách tính thuế GTGT", "Phương pháp tính thuế", "Cách tính thuế", "Tax method")),
    Column("contact", ("Người liên hệ", "Người phụ trách", "Contact")),
    Column("phone", ("Điện thoại", "Số điện thoại", "SĐT", "Phone")),
    Column("email", ("Email", "Thư điện tử", "E-mail")),
    Column("story", ("Giới thiệu", "Câu chuyện", "Story")),
    Column("note", ("Ghi chú", "Note")),
    Column("booth", ("Gian hàng", "Mã gian hàng", "Booth")),
)

_PHONE = re.compile(r"\+?\d{8,15}", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")


def read(entry: Entry, home: str) -> Details:
    """An exhibitor out of an entry; what is wrong stands in its `faults`. Without province and country it is
    of the fair's own province, `home`."""
    country = entry.country("country")
    province = entry.text("province", most=80)
    if country == "VN" and not province:
        province = home
    tax_code = entry.text("tax_code", most=20).replace(" ", "")
    if tax_code and not is_tax_code(tax_code):
        entry.faults["tax_code"] = "not-a-tax-code"
    phone, email = reach(entry, "phone", "email")
    return Details(
        name=entry.text("name", most=120, required=True),
        kind=cast("ExhibitorKind", entry.choice("kind", KINDS, "enterprise")),
        district=entry.text("district", most=80),
        province=province if country == "VN" else "",
        country=country,
        address=entry.text("address"),
        tax_code=tax_code,
        tax_method=cast("TaxMethod", entry.choice("tax_method", METHODS, "")),
        contact=entry.text("contact", most=80),
        phone=phone,
        email=email,
        story=entry.text("story", most=2000, lines=True),
        note=entry.text("note", most=1000, lines=True),
    )


def reach(entry: Entry, phone_key: str, email_key: str) -> tuple[str, str]:
    """A telephone number in digits and an e-mail address; what is neither stands in the entry's `faults`."""
    phone = re.sub(r"[\s.\-()]", "", entry.text(phone_key, most=40))
    if phone and not _PHONE.fullmatch(phone):
        entry.faults[phone_key] = "not-a-phone"
    email = entry.text(email_key, most=120)
    if email and not _EMAIL.fullmatch(email):
        entry.faults[email_key] = "not-an-email"
    return phone, email
