"""The lists of a whole fair, as its organisers bring them: 350 booths, 300 exhibitors, 700 products."""

from __future__ import annotations

from fairpos.wire.booth_lists import codes_of
from fairpos.wire.exports import Table


def booths() -> Table:
    """350 booths: 100, 93 and 7 of the three zones, and 150 commercial ones."""
    strips = [(f"{letter}01-{letter}25", "Trong tỉnh", "Nhà A") for letter in "ABCD"]
    strips += [(f"{letter}01-{letter}31", "Ngoài tỉnh", "Nhà B") for letter in "HJK"]
    strips += [("Q1-Q7", "Nước ngoài", "Nhà C")]
    strips += [(f"{letter}01-{letter}30", "Ngoài tỉnh", "Khu thương mại") for letter in "STUVX"]
    return Table("Gian hàng", ("Mã gian hàng", "Khu", "Nhà"), strips)


def exhibitors() -> Table:
    """300, each in a booth of its own."""
    codes = [code for row in booths().rows for code in codes_of(str(row[0]))]
    return Table(
        "Đơn vị",
        ("Mã đơn vị", "Tên đơn vị", "Loại hình", "Huyện/xã", "Tỉnh", "MST", "Cách tính thuế", "Gian hàng"),
        (
            (f"H{n:03}", f"Hộ sản xuất số {n}", "Hộ", "Ba Chẽ", "Quảng Ninh", f"57{n:08}", "Trực tiếp", code)
            for n, code in enumerate(codes[:300])
        ),
    )


def products() -> Table:
    """700, with a certificate each."""
    return Table(
        "Sản phẩm",
        (
            "Đơn vị",
            "Tên sản phẩm",
            "Giá",
            "ĐVT",
            "Mã vạch",
            "Đã kiểm nhãn",
            "Sao",
            "Số chứng nhận",
            "Ngày cấp",
        ),
        (
            (
                f"H{n % 300:03}",
                f"Sản phẩm {n}",
                10_000 + n,
                "hộp",
                f"893{n:010}",
                "x",
                4,
                f"{n}/GCN",
                "1/6/2025",
            )
            for n in range(700)
        ),
    )
