"""Lists: every bad row is named with its cell, none is lost, and what is written is written whole."""

from __future__ import annotations

import pytest

from fairpos.core.business_day import DAY_MS
from fairpos.ledger import editions, exhibitors, list_readings, products
from fairpos.ledger.list_lines import Done, Line
from fairpos.ledger.list_readings import BadLines, Kind, UnknownReading
from fairpos.wire.cells import BadSheet
from tests.documents import AT
from tests.hall import Hall

EXHIBITORS = """Tên đơn vị;Loại hình;Huyện/xã;Tỉnh;MST;SĐT;Gian hàng
HTX Trà Đạp Thanh;HTX;Ba Chẽ;Quảng Ninh;5700101234;0912345678;A1
Hộ nuôi ong Đồng Sơn;hộ;Kỳ Thượng;;;;
Công ty A;công ty;;Thái Nguyên;57;;Z9
Công ty A;công ty;;Thái Nguyên;;;
HTX Dược liệu Ba Chẽ;;;;;;
"""
PRODUCTS = """Đơn vị,Tên sản phẩm,Giá,ĐVT,Mã vạch,Đã kiểm nhãn,Sao,Ngày cấp
DV2,Mật ong hoa rừng,95.000,chai,8930000000012,x,4,01/06/2025
dv2,Mật ong bạc hà,120.000,chai,,,,
Hộ ai đó,Chè,1.5,gói,8.93E+12,x,9,
HTX Dược liệu Ba Chẽ,Trà hoa vàng hộp 50 g,450.000,hộp,,,,
HTX Dược liệu Ba Chẽ,Rượu ba kích tím 500 ml,190.000,chai,,,,
"""


def keep(hall: Hall, kind: Kind, text: str, id_: str = "r1") -> None:
    sheet = list_readings.read(kind, "ds.csv", text.encode())
    with hall.database.writing() as connection:
        list_readings.keep(
            connection, hall.fair_id, kind=kind, file_name="ds.csv", sheet=sheet, id_=id_, at=AT, by="hoa"
        )


def lines(hall: Hall, kind: Kind, id_: str = "r1") -> tuple[Line, ...]:
    with hall.database.reading() as connection:
        reading = list_readings.find(connection, hall.fair_id, kind, id_, now=AT)
        return list_readings.examine(connection, hall.fair_id, reading)


def write(hall: Hall, kind: Kind, *, without_bad: bool, id_: str = "r1", at: int = AT) -> Done:
    with hall.database.writing() as connection:
        return list_readings.write(
            connection, hall.fair_id, kind, id_, without_bad=without_bad, at=at, by="hoa"
        )


def told(found: tuple[Line, ...]) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    return [
        (line.act, line.title, [(fault.address, fault.text, fault.code) for fault in line.faults])
        for line in found
    ]


def test_a_list_of_exhibitors_is_looked_at_before_anything_is_written(hall: Hall) -> None:
    keep(hall, "exhibitors", EXHIBITORS)
    assert told(lines(hall, "exhibitors")) == [
        ("new", "HTX Trà Đạp Thanh", []),
        ("change", "Hộ nuôi ong Đồng Sơn", []),
        ("bad", "Công ty A", [("E4", "57", "not-a-tax-code"), ("G4", "Z9", "no-such-booth")]),
        ("bad", "Công ty A", [("A5", "Công ty A", "twice-in-list")]),
        ("same", "HTX Dược liệu Ba Chẽ", []),
    ]
    assert hall.count("exhibitor") == 4


def test_bad_lines_are_left_out_only_by_a_persons_word(hall: Hall) -> None:
    keep(hall, "exhibitors", EXHIBITORS)
    with pytest.raises(BadLines):
        write(hall, "exhibitors", without_bad=False)
    assert hall.count("exhibitor") == 4
    assert write(hall, "exhibitors", without_bad=True) == Done(1, 1, 1, 2)
    with hall.database.reading() as connection:
        known = {who.id: who for who in exhibitors.listed(connection, hall.fair_id)}
    assert len(known) == 5
    assert known["DV-0001"].booths == ("A1",)
    # An empty cell takes nothing away.
    assert (known["DV2"].details.district, known["DV2"].details.province) == ("Kỳ Thượng", "Quảng Ninh")
    with pytest.raises(UnknownReading):
        write(hall, "exhibitors", without_bad=True)


def test_a_list_of_products_finds_its_sellers_and_what_is_there_already(hall: Hall) -> None:
    keep(hall, "products", PRODUCTS)
    assert told(lines(hall, "products")) == [
        ("new", "Mật ong hoa rừng", []),
        ("new", "Mật ong bạc hà", []),
        (
            "bad",
            "Chè",
            [
                ("E4", "8.93E+12", "not-a-barcode"),
                ("G4", "9", "out-of-range"),
                ("C4", "1.5", "not-money"),
                ("A4", "Hộ ai đó", "no-such-exhibitor"),
            ],
        ),
        ("same", "Trà hoa vàng hộp 50 g", []),
        ("change", "Rượu ba kích tím 500 ml", []),
    ]
    assert write(hall, "products", without_bad=True) == Done(2, 1, 1, 1)
    with hall.database.writing() as connection:
        editions.publish_changed(connection, hall.fair_id, at=AT, by="hoa")
        sold = {
            article.id: article for article in editions.build(connection, hall.fair_id, 0, at=AT).articles
        }
        known = products.listed(connection, hall.fair_id, "2026-11-20")
    assert {one.article.name: one.hindrance for one in known if one.hindrance} == {
        "Mật ong bạc hà": "label-unchecked"
    }
    assert (sold["SP-0001"].price, sold["SP-0001"].stars, sold["SP1"].price) == (95_000, 4, 190_000)
    keep(hall, "products", PRODUCTS, "r2")
    assert [line.act for line in lines(hall, "products", "r2")] == ["same", "same", "bad", "same", "same"]


def test_a_list_waits_for_a_day_and_for_its_own_kind(hall: Hall) -> None:
    keep(hall, "exhibitors", EXHIBITORS)
    with pytest.raises(UnknownReading):
        lines(hall, "products")
    with pytest.raises(UnknownReading):
        write(hall, "exhibitors", without_bad=True, at=AT + DAY_MS)


def test_what_became_known_since_is_seen_when_it_is_written(hall: Hall) -> None:
    keep(hall, "exhibitors", EXHIBITORS)
    keep(hall, "exhibitors", EXHIBITORS, "r2")
    write(hall, "exhibitors", without_bad=True)
    assert write(hall, "exhibitors", without_bad=True, id_="r2") == Done(0, 0, 3, 2)


def test_a_file_that_cannot_be_read_leaves_nothing_behind(hall: Hall) -> None:
    with pytest.raises(BadSheet):
        keep(hall, "products", "Tên;Số\na;1\n")
    assert hall.count("list_reading") == 0
