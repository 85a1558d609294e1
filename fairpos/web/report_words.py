"""What every showing of a report says around its figures, in the language it is shown in."""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.business_day import local
from fairpos.core.money import Language
from fairpos.core.report import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What a showing says of its standing: a draft, or signed by whom, when, under which code and hash.

    `address` is where the code leads; "" where nobody can be led anywhere.
    """

    revision: int = 1
    hash: str = ""
    signer: str = ""
    signed_at: int | None = None
    code: str = ""
    address: str = ""


DRAFT = Words("BẢN NHÁP, chưa ký", "DRAFT, not signed")
MILLIONS = Words("triệu đồng", "million đồng")
BASIS = Words("Cơ sở", "Basis")
NOTES = Words("Ghi chú", "Notes")
PLACE_AND_DAY = Words(
    "............., ngày ...... tháng ...... năm ......", "............., date ......................"
)
FOR_THE_ORGANISER = Words("Đại diện ban tổ chức", "For the organiser")
SIGN_HERE = Words("(ký, ghi rõ họ tên, đóng dấu)", "(signature, full name, stamp)")
CHECK = Words("Kiểm tra bản đã ký tại", "Check what was signed at")


def moment(at: int) -> str:
    return local(at).strftime("%d/%m/%Y %H:%M")


def taken(at: int, language: Language) -> str:
    """When the figures were taken."""
    return f"Số liệu lấy lúc {moment(at)}" if language == "vi" else f"Figures taken at {moment(at)}"


def handed_in(due: str, language: Language) -> str:
    year, month, day = due.split("-")
    return (
        f"Hạn nộp: {day}/{month}/{year}" if language == "vi" else f"To be handed in by {day}/{month}/{year}"
    )


def standing(seal: Seal, language: Language) -> str:
    """Draft or signed, in one line."""
    vi = language == "vi"
    revision = f", bản số {seal.revision}" if vi else f", revision {seal.revision}"
    if seal.signed_at is None:
        return DRAFT.text(language) + (revision if seal.revision > 1 else "")
    when = moment(seal.signed_at)
    said = f"Đã ký: {seal.signer}, {when}" if vi else f"Signed by {seal.signer}, {when}"
    return said + revision
