"""What reports call things, in both languages: the words of zones, payments, sellers, counts and days."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from fairpos.core.measures import SCOPE_WORDS
from fairpos.core.money import NBSP, number
from fairpos.core.report import NOTHING, Column, Words
from fairpos.ledger.completeness import Completeness, Suspense
from fairpos.ledger.counted import UNKNOWN_ZONE

WHOLE_FAIR = Words("toàn hội chợ", "whole fair")
TOTAL = Words("Tổng cộng", "Total")
VAT_INCLUDED = Words("đã gồm thuế GTGT, đã trừ hủy và trả hàng", "VAT included, less voids and refunds")

ZONE_WORDS: Mapping[str, Words] = {
    "in-province": Words("Khu trong tỉnh", "In-province zone"),
    "other-province": Words("Khu ngoài tỉnh", "Other-province zone"),
    "foreign": Words("Khu nước ngoài", "Foreign zone"),
    UNKNOWN_ZONE: Words("Chưa rõ khu", "Zone not known"),
}
TENDER_WORDS: Mapping[str, Words] = {
    "cash": Words("Tiền mặt", "Cash"),
    "vietqr": Words("Chuyển khoản VietQR", "VietQR transfer"),
    "card": Words("Thẻ", "Card"),
    "voucher": Words("Phiếu mua hàng", "Voucher"),
}
KIND_WORDS: Mapping[str, Words] = {
    "enterprise": Words("Doanh nghiệp", "Enterprise"),
    "cooperative": Words("Hợp tác xã", "Cooperative"),
    "cooperative-group": Words("Tổ hợp tác", "Cooperative group"),
    "household": Words("Hộ kinh doanh", "Household business"),
    "delegation": Words("Đoàn", "Delegation"),
}
METHOD_WORDS: Mapping[str, Words] = {
    "clicker": Words("Bấm tay ở cổng", "Hand clicker at the gate"),
    "sensor": Words("Cảm biến", "Sensor"),
    "ticket": Words("Vé", "Ticket"),
    "registration": Words("Quét đăng ký", "Registration scan"),
    "estimate": Words("Ước lượng", "Estimate"),
    "manual": Words("Nhập tay", "Entered by hand"),
}
CATEGORY_WORDS: Mapping[str, Words] = {
    "visitor": Words("Khách", "Visitors"),
    "staff": Words("Nhân viên", "Staff"),
    "exhibitor": Words("Người của đơn vị", "Exhibitors"),
    "press": Words("Báo chí", "Press"),
}
SELLER_WORDS: Mapping[str, Words] = {
    "deduction": Words("Khấu trừ", "Deduction method"),
    "revenue": Words("Tỷ lệ trên doanh thu, hoặc không nộp", "Share of takings, or exempt"),
    "foreign": Words("Đơn vị nước ngoài", "Foreign exhibitor"),
}


def word(words: Mapping[str, Words], key: str) -> Words:
    """The words for a key; one that nobody has named is shown as it is."""
    return words.get(key) or Words(key, key)


def same(text: str) -> Words:
    """A name, which is the same in both languages."""
    return Words(text, text)


def day(iso: str) -> str:
    year, month, date = iso.split("-")
    return f"{date}/{month}/{year}"


def on_day(iso: str, ordinal: int | None, of: int) -> Words:
    if ordinal is None:
        return Words(f"{day(iso)}, ngoài các ngày mở cửa", f"{day(iso)}, outside the open days")
    return Words(
        f"{day(iso)}, ngày mở cửa thứ {ordinal} trên {of} ngày", f"{day(iso)}, open day {ordinal} of {of}"
    )


def over_days(count: int, of: int) -> Words:
    """Over how many of a fair's open days."""
    if count == of:
        return Words(f"cả {of} ngày mở cửa", f"all {of} open days")
    return Words(f"{count} trên {of} ngày mở cửa", f"{count} of {of} open days")


def joined(*parts: Words) -> Words:
    """Parts of one line, in both languages; empty parts are left out."""
    vi, en = ("; ".join(text for part in parts if (text := part.text(lang))) for lang in ("vi", "en"))
    return Words(vi, en)


def scope_words(scope: str) -> Words:
    known: dict[str, Words] = {key: Words(text["vi"], text["en"]) for key, text in SCOPE_WORDS.items()}
    return known.get(scope) or word(ZONE_WORDS, scope)


def lacks(complete: Completeness, suspense: Suspense) -> tuple[Words, ...]:
    """What the figures are known to lack; nothing where nothing is known to be missing."""
    found = []
    if complete.missing:
        vi, en = number(complete.missing, "vi"), number(complete.missing, "en")
        found.append(
            Words(
                f"Còn ít nhất {vi} chứng từ chưa về máy chủ; số liệu chưa gồm các chứng từ này.",
                f"At least {en} documents have not arrived; the figures are without them.",
            )
        )
    if suspense.amount:
        vi, en = number(suspense.amount, "vi"), number(suspense.amount, "en")
        found.append(
            Words(
                f"{vi}{NBSP}đ của chứng từ chưa đọc được đang treo, chưa nằm trong tổng nào.",
                f"{en}{NBSP}đ on documents that cannot be read is in suspense and in no total.",
            )
        )
    return tuple(found)


def rate(basis_points: int) -> Words:
    """A VAT rate as it is called: it is a name of the law, not a share of anything here."""
    if basis_points < 0:
        return Words("Không ghi thuế", "No VAT stated")
    digits = 0 if basis_points % 100 == 0 else 2
    value = Fraction(basis_points, 100)
    return Words(*(f"{number(value, lang, digits=digits)}{NBSP}%" for lang in ("vi", "en")))


def dong(key: str, vi: str, en: str) -> Column:
    return Column(key=key, title=Words(vi, en), kind="dong")


def count(key: str, vi: str, en: str) -> Column:
    return Column(key=key, title=Words(vi, en), kind="count")


def text(key: str, vi: str, en: str) -> Column:
    return Column(key=key, title=Words(vi, en))


def share(key: str, vi: str, en: str, basis: Words) -> Column:
    return Column(key=key, title=Words(vi, en), kind="percent", basis=basis)


def part_of(part: int, whole: int) -> Fraction | None:
    """A share of a whole, or nothing where there is no whole."""
    return Fraction(part, whole) if whole > 0 else None


__all__ = [
    "CATEGORY_WORDS", "KIND_WORDS", "METHOD_WORDS", "NOTHING", "SELLER_WORDS", "TENDER_WORDS", "TOTAL",
    "VAT_INCLUDED", "WHOLE_FAIR", "ZONE_WORDS", "count", "day", "dong", "joined", "lacks", "on_day",
    "over_days", "part_of", "rate", "same", "scope_words", "share", "text", "word",
]  # fmt: skip
