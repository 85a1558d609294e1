"""Bringing a list: read, looked at, written by one yes."""

from __future__ import annotations

import html
import io
import re

import openpyxl
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from fairpos.ledger import exhibitors, products
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
