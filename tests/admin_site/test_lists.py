"""Bringing a list: read, looked at, written by one yes."""

from __future__ import annotations

import html
import io
import re

import openpyxl
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from admin_site import lists
from fairpos.core.participation import Merits
from fairpos.ledger import applications, exhibitors, products, tables, work
from fairpos.wire import exports
from tests.admin_site import believable
from tests.admin_site.conftest import World

BASE = f"/fairs/{believable.SLUG}"
LIST = """Đơn vị;Tên sản phẩm;Giá;ĐVT;Đã kiểm nhãn;Ghi chú
DV-BC02;Cao hoa vàng;350.000;lọ;x;a
Ai đó;<b>Chè</b>;hai trăm;gói;;b
dv-hl01;Chả mực giã tay Hạ Long;185.000;hộp;;c
"""


def send(world: World, client: TestClient, kind: str, body: bytes, name: str = "ds.csv") -> Response:
    return client.post(
        f"{BASE}/lists/{kind}",
        data={"csrf_token": world.csrf_token},
        files={"file": (name, body, "text/csv")},
    )


def counts(text: str) -> list[str]:
    return re.findall(r"<dd[^>]*>(\d+)</dd>", text)


def test_a_list_is_looked_at_and_written_without_its_bad_row_by_a_persons_word(world: World) -> None:
    client = world.signed_in()
    answer = send(world, client, "products", LIST.encode())
    assert answer.status_code == 303
    here = answer.headers["location"]
    raw = client.get(here).text
    looked = html.unescape(raw)
    assert counts(looked) == ["1", "0", "1", "1"]
    assert "Các cột bỏ qua: <strong>Ghi chú</strong>" in looked
    assert "<b>Chè" not in raw
    assert [
        (place, why) for place, why in re.findall(r"<li><strong>(\w+)</strong>.*?: (.*?)</li>", looked)
    ] == [
        ("C3", "không phải số tiền đồng"),
        ("A3", "không có đơn vị mã hoặc tên này, hoặc hai đơn vị trùng tên"),
    ]
    token = {"csrf_token": world.csrf_token}
    refused = client.post(here, data=token)
    assert (refused.status_code, "Chưa ghi gì cả" in html.unescape(refused.text)) == (422, True)
    bad = openpyxl.load_workbook(io.BytesIO(client.get(f"{here}/bad.xlsx").content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in bad.iter_rows()]
    assert (rows[1][1], rows[1][2], len(rows)) == ("Ai đó", "<b>Chè</b>", 2)
    assert str(rows[1][-1]).startswith("C3: không phải số tiền đồng; A3: ")
    with world.database.reading() as connection:
        assert len(products.listed(connection, world.fair_id, "")) == len(believable.BOOTHS)
    written = client.post(here, data={**token, "without_bad": "x"})
    assert (written.status_code, counts(written.text)) == (200, ["1", "0", "1", "1"])
    with world.database.reading() as connection:
        assert len(products.listed(connection, world.fair_id, "")) == len(believable.BOOTHS) + 1
    assert client.post(here, data={**token, "without_bad": "x"}).status_code == 404
    assert client.get(here).status_code == 404


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "Tệp không có dòng nào"),
        (b"PK\x03\x04 broken", "Tệp bị hỏng"),
        ("Tên,Số\na,1\n".encode(), "Không tìm thấy các tiêu đề cột: Đơn vị, Tên sản phẩm, Giá bán"),
        (b"Product\nM\xe1\xba", "Không đọc được chữ"),
        (b'Exhibitor,Product,Price\n"a,b,1\n', "dấu ngoặc kép mở mà không đóng"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(world: World, body: bytes, told: str) -> None:
    answer = send(world, world.signed_in(), "products", body)
    assert answer.status_code == 422
    assert "Chưa đọc và chưa ghi gì." in html.unescape(answer.text)
    assert told in html.unescape(answer.text)


def test_no_file_no_such_list_and_too_large_a_file_are_told_too(world: World) -> None:
    client = world.signed_in()
    answer = client.post(f"{BASE}/lists/products", data={"csrf_token": world.csrf_token})
    assert (answer.status_code, "Chưa chọn tệp" in html.unescape(answer.text)) == (422, True)
    assert send(world, client, "people", LIST.encode()).status_code == 404
    assert client.get(f"{BASE}/lists/people").status_code == 404
    assert send(world, client, "products", b"a" * (11 * 1024 * 1024)).status_code == 413
    for id_ in ("x", "%00", "<b>"):
        assert client.get(f"{BASE}/lists/products/{id_}").status_code == 404
        assert client.get(f"{BASE}/lists/products/{id_}/bad.xlsx").status_code == 404


def test_exhibitors_come_with_their_booths(world: World) -> None:
    client = world.signed_in()
    text = "Tên đơn vị,Loại hình,Huyện,Gian hàng\nHTX Mật ong,HTX,Bình Liêu,HL01\n"
    here = send(world, client, "exhibitors", text.encode()).headers["location"]
    assert client.post(here, data={"csrf_token": world.csrf_token}).status_code == 200
    with world.database.reading() as connection:
        assert exhibitors.one(connection, world.fair_id, "DV-0001").booths == ("HL01",)


# --- a large list is long work -----------------------------------------------------------------------


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list is a large one."""
    monkeypatch.setattr(lists, "AT_ONCE_ROWS", 0)
    monkeypatch.setattr(lists, "AT_ONCE_BYTES", 0)


def workbook(*rows: tuple[str, ...]) -> bytes:
    headings = ("Đơn vị", "Tên sản phẩm", "Giá", "ĐVT")
    return exports.xlsx_of([exports.Table("Trang", headings, rows)])


def listed(world: World) -> int:
    with world.database.reading() as connection:
        return len(products.listed(connection, world.fair_id, ""))


def state(world: World, number: int) -> work.Work:
    with world.database.reading() as connection:
        return work.find(connection, world.fair_id, number, now=world.clock())


@pytest.mark.usefixtures("large")
def test_a_large_list_is_read_looked_at_and_written_as_work_that_says_what_came_of_it(world: World) -> None:
    client, token = world.signed_in(), {"csrf_token": world.csrf_token}
    file = workbook(("DV-BC02", "Cao hoa vàng", "350.000", "lọ"), ("Ai đó", "Chè", "1.000", "gói"))
    answer = send(world, client, "products", file, "<b>ds.xlsx")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{BASE}/works/1")
    page = html.unescape(client.get(f"{BASE}/works/1").text)
    assert "Đã đọc 2 dòng. Chưa ghi gì." in page
    here = state(world, 1).result
    assert f'href="{here}"' in page
    assert counts(client.get(here).text) == ["1", "0", "0", "1"]
    assert client.post(here, data=token).status_code == 422
    answer = client.post(here, data={**token, "without_bad": "x"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{BASE}/works/2")
    page = client.get(f"{BASE}/works/2").text
    assert (counts(page), "&lt;b&gt;ds.xlsx" in page) == (["1", "0", "0", "1"], True)
    assert listed(world) == len(believable.BOOTHS) + 1
    with world.database.reading() as connection:
        assert connection.execute(tables.work_part.select()).all() == []


@pytest.mark.usefixtures("large")
def test_a_large_file_that_cannot_be_read_is_told_on_its_works_page(world: World) -> None:
    client = world.signed_in()
    assert send(world, client, "products", b"PK\x03\x04 broken").status_code == 303
    page = html.unescape(client.get(f"{BASE}/works/1").text)
    assert ("Chưa đọc và chưa ghi gì." in page, "Tệp bị hỏng" in page) == (True, True)
    assert state(world, 1).state == "failed"


@pytest.mark.usefixtures("large")
def test_a_large_list_that_cannot_be_written_says_so_and_nothing_of_it_is_there(world: World) -> None:
    client = world.signed_in()
    here = send(world, client, "products", LIST.encode()).headers["location"]
    yes = {"csrf_token": world.csrf_token, "without_bad": "x"}
    with world.database.writing() as connection:
        connection.exec_driver_sql("UPDATE fair SET status = 'closed'")
    number = int(client.post(here, data=yes).headers["location"].rpartition("/")[2])
    page = html.unescape(client.get(f"{BASE}/works/{number}").text)
    assert (state(world, number).state, "Chưa có gì thay đổi" in page) == ("failed", True)
    assert listed(world) == len(believable.BOOTHS)


@pytest.mark.usefixtures("large")
def test_while_one_large_list_is_written_another_waits_for_its_turn(world: World) -> None:
    client = world.signed_in()
    here = send(world, client, "products", LIST.encode()).headers["location"]
    with world.database.writing() as connection:
        for kind in ("list", "reading"):
            work.begin(connection, world.fair_id, kind=kind, input={}, at=world.clock(), by="lan")
    refused = client.post(here, data={"csrf_token": world.csrf_token, "without_bad": "x"})
    assert (refused.status_code, "Danh sách này chưa ghi gì" in html.unescape(refused.text)) == (409, True)
    refused = send(world, client, "products", workbook(("a", "b", "1", "c")))
    assert (refused.status_code, "Đang đọc một tệp lớn khác" in html.unescape(refused.text)) == (409, True)
    assert listed(world) == len(believable.BOOTHS)


APPLYING = (
    "Tên đơn vị", "Huyện/xã", "Nhóm sản phẩm", "Số gian xin", "Gian mong muốn", "Vị trí mong muốn",
    "Gian cần có", "Đứng xa", "Được mời", "Doanh thu mùa trước", "Nguồn doanh thu",
)  # fmt: skip


def test_a_list_says_what_each_asks_for_and_reads_back_as_it_was_written(world: World) -> None:
    client = world.signed_in()
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(APPLYING)
    sheet.append(
        [
            "HTX Trà Đạp Thanh", "Ba Chẽ", "Trà", 2, "HL01, BC02", "Góc, gần cửa", "Điện; nước", "Hộ A; Hộ B",
            "x", "12tr", "Báo cáo xã",
        ]
    )  # fmt: skip
    sheet.append(["Hộ Thiếu Nhóm", "Ba Chẽ", "", 5, "Z9", "trên mái", "", "", "", "12tr", ""])
    body = io.BytesIO()
    book.save(body)
    here = send(world, client, "exhibitors", body.getvalue(), "ds.xlsx").headers["location"]
    looked = html.unescape(client.get(here).text)
    assert counts(looked) == ["1", "0", "0", "1"]
    places = re.findall(r"<li><strong>(?:\w+!)?(\w+)</strong>", looked)
    assert sorted(places) == ["3", "3", "D3", "E3", "F3"]
    token = {"csrf_token": world.csrf_token, "without_bad": "x"}
    assert client.post(here, data=token).status_code == 200
    with world.database.reading() as connection:
        (filed,) = applications.listed(connection, world.fair_id)
    wanted = filed.wanted
    assert (filed.state, filed.source, wanted.least, wanted.most, wanted.products) == (
        "accepted", "organiser", 1, 2, "Trà",
    )  # fmt: skip
    assert sorted(wanted.places) == ["corner", "near-entrance"]
    assert sorted(wanted.facilities) == ["power", "water"]
    assert (wanted.wishes, wanted.rivals) == (("HL01", "BC02"), ("Hộ A", "Hộ B"))
    assert filed.merits == Merits(promised=True, takings=12_000_000, takings_source="Báo cáo xã")
    again = client.get(f"{BASE}/exhibitors.xlsx").content
    here = send(world, client, "exhibitors", again, "lai.xlsx").headers["location"]
    assert counts(html.unescape(client.get(here).text))[:2] == ["0", "0"]
