"""Pictures of articles, taken in by the dozen; and what is said of files that are none."""

from __future__ import annotations

import html
import re
from io import BytesIO

import pytest
from PIL import Image
from starlette.testclient import TestClient

from admin_site import photos as screen
from admin_site.photos import TOGETHER_BYTES_MAX
from fairpos.ledger import editions, fairs, photos, work
from fairpos.ledger.photos import UPLOAD_BYTES_MAX
from fairpos.wire import editions as wire
from tests.admin_site import believable
from tests.admin_site.conftest import World

PHOTOS = f"/fairs/{believable.SLUG}/photos"


def picture(colour: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return out.getvalue()


def send(client: TestClient, world: World, **files: bytes) -> str:
    given = [("pictures", (name.replace("__", "."), body, "image/jpeg")) for name, body in files.items()]
    response = client.post(PHOTOS, data={"csrf_token": world.csrf_token}, files=given)
    assert response.status_code == 200
    return html.unescape(response.text)


def shown(world: World) -> dict[str, bytes | None]:
    """The articles that have a picture, and its bytes."""
    with world.database.reading() as connection:
        return {
            article.id: photos.one(connection, world.fair_id, article.photo)
            for article in fairs.articles(connection, world.fair_id)
            if article.photo
        }


def newest(world: World) -> int:
    with world.database.reading() as connection:
        return editions.newest_number(connection, world.fair_id)


def refusals(page: str) -> list[tuple[str, str]]:
    (block,) = re.findall(r'<section class="problem">(.*?)</section>', page, re.S)
    return re.findall(r"<bdi>(.*?)</bdi>: (.*?)</li>", block)


def test_pictures_named_after_their_articles_go_out_in_one_edition(world: World) -> None:
    client = world.signed_in()
    with world.database.writing() as connection:
        connection.exec_driver_sql("UPDATE article SET barcode = '2000000000008' WHERE id = 'SP-BC02'")
    named: dict[str, bytes] = {"SP-HL01__JPG": picture("red"), "2000000000008__png": picture("blue")}
    page = send(client, world, **named)
    assert "Đã nhận 2 ảnh:" in page
    assert "Chả mực giã tay Hạ Long" in page
    assert "Trà hoa vàng sấy thăng hoa" in page
    assert 'class="problem"' not in page
    assert set(shown(world)) == {"SP-HL01", "SP-BC02"}
    assert newest(world) == 1
    with world.database.reading() as connection:
        body = editions.one(connection, world.fair_id, 1)
    assert body is not None
    told = {article.id: article.photo for article in wire.read(body).articles if article.photo}
    assert set(told) == {"SP-HL01", "SP-BC02"}
    assert f"2 trên {len(believable.BOOTHS)} sản phẩm đã có ảnh." in html.unescape(client.get(PHOTOS).text)


def test_what_cannot_be_taken_in_is_told_by_name_and_leaves_everything_else_alone(world: World) -> None:
    client = world.signed_in()
    send(client, world, **{"SP-HL01__jpg": picture("red")})
    before = shown(world)
    page = send(
        client,
        world,
        **{
            "SP-HL01__jpg": b"\xff\xd8" + bytes(UPLOAD_BYTES_MAX),
            "SP-VD03__png": b"<svg onload=alert(1)>",
            "SP-TY04__jpg": picture("green"),
            "IMG_0815__jpg": picture("blue"),
        },
    )
    assert refusals(page) == [
        ("SP-HL01.jpg", "lớn hơn 20 MB"),
        ("SP-VD03.png", "không phải ảnh JPEG, PNG hay WebP đọc được"),
        ("IMG_0815.jpg", "không có sản phẩm nào mang mã này"),
    ]
    assert "Các tệp sau không được nhận; sản phẩm vẫn như cũ:" in page
    after = shown(world)
    assert set(after) == {"SP-HL01", "SP-TY04"}
    assert after["SP-HL01"] == before["SP-HL01"]


def test_files_that_are_all_refused_make_no_edition(world: World) -> None:
    client = world.signed_in()
    send(client, world, **{"SP-HL01__jpg": b"nothing"})
    assert (shown(world), newest(world)) == ({}, 0)


def test_a_hostile_name_is_text(world: World) -> None:
    client = world.signed_in()
    given = [("pictures", ("<img src=x onerror=alert(1)>.jpg", picture(), "image/jpeg"))]
    response = client.post(PHOTOS, data={"csrf_token": world.csrf_token}, files=given)
    assert "<img src=x" not in response.text
    assert "&lt;img src=x" in response.text


@pytest.mark.parametrize("name", ["../../SP-HL01.jpg", "C:\\fotos\\sp-hl01.JPEG"])
def test_only_the_last_part_of_a_name_counts(world: World, name: str) -> None:
    client = world.signed_in()
    given = [("pictures", (name, picture(), "image/jpeg"))]
    client.post(PHOTOS, data={"csrf_token": world.csrf_token}, files=given)
    assert set(shown(world)) == {"SP-HL01"}


def test_no_file_and_too_many_at_once_are_refused(world: World) -> None:
    client = world.signed_in()
    assert client.post(PHOTOS, data={"csrf_token": world.csrf_token}).status_code == 400
    headers = {"content-type": "multipart/form-data; boundary=x"}
    large = client.post(PHOTOS, content=bytes(TOGETHER_BYTES_MAX + 1), headers=headers)
    assert large.status_code == 413
    assert shown(world) == {}


def test_many_pictures_are_long_work_that_says_what_became_of_each(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "AT_ONCE", 1)
    client, before = world.signed_in(), newest(world)
    given = [
        ("pictures", (name, body, "image/jpeg"))
        for name, body in (("SP-HL01.jpg", picture("red")), ("<b>.jpg", picture()), ("SP-BC02.jpg", b"none"))
    ]
    token = {"csrf_token": world.csrf_token}
    with world.database.writing() as connection:
        number = work.begin(connection, world.fair_id, kind="photos", input={}, at=world.clock(), by="lan")
    waits = client.post(PHOTOS, data=token, files=given)
    assert (waits.status_code, "chưa thay đổi gì" in html.unescape(waits.text)) == (409, True)
    with world.database.writing() as connection:
        work.end(connection, world.fair_id, number, turn=1, state="cancelled", at=world.clock())
    answer = client.post(PHOTOS, data=token, files=given)
    here = f"/fairs/{believable.SLUG}/works/{number + 1}"
    assert (answer.status_code, answer.headers["location"]) == (303, here)
    page = client.get(here).text
    assert [name for name, _ in refusals(page)] == ["&lt;b&gt;.jpg", "SP-BC02.jpg"]
    assert "SP-HL01.jpg</bdi>: " in page
    assert (set(shown(world)), newest(world)) == ({"SP-HL01"}, before + 1)
