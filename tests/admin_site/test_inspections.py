"""The organisers' list of inspections: what was found, its picture, and goods that may be sold again."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import openpyxl
import pytest

from fairpos.core.document import Document
from fairpos.core.fair import ShelfStop
from fairpos.core.inspection import Inspection
from fairpos.core.journal import Head, follow, genesis
from fairpos.core.sync import Hello, Push
from fairpos.ledger import editions, fleet, intake, shelf, terminals
from fairpos.wire import documents
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.documents import inspection

AT = believable.NOW - 60_000
PAGE = f"/fairs/{believable.SLUG}/inspections"
HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>'


def deliver(world: World, made: Sequence[Document]) -> None:
    """Send documents to the centre, as a terminal of its own would."""
    with world.database.writing() as connection:
        fleet.add_inspector(connection, world.fair_id, code="m", at=AT, by="hoa")
        terminals.expect(connection, world.fair_id, id="tram-kt", name="tram-kt", code="code-kt")
        terminal = terminals.enrol(connection, code="code-kt", public_key=b"k" * 32, at=AT)
        hello = Hello(
            terminal="tram-kt", stream="s-kt", after=None, top=len(made), at=AT, offset=0, held=0,
            oldest_at=None, version="0.1.0", edition=1,
        )  # fmt: skip
        intake.hello(connection, terminal, hello, now=AT)
        start = Head(0, genesis("s-kt", "tram-kt", terminal.public_key))
        bodies = tuple(documents.write(one) for one in made)
        assert len([*follow(start, bodies)]) == len(made)
        push = Push(terminal="tram-kt", stream="s-kt", first=1, prev=start.hash, top=len(made), bodies=bodies)
        assert intake.push(connection, terminal, push, now=AT).head.seq == len(made)


def looked(**changes: object) -> Inspection:
    fields = {"till": "KT-1", "booth": "HL01", "at": AT, "offset": 0, "day": believable.DAYS[2]}
    return inspection(**(fields | changes))


@pytest.fixture
def inspected(world: World) -> list[Inspection]:
    with world.database.writing() as connection:
        article = next(
            one.id
            for one in editions.build(connection, world.fair_id, 1).articles
            if one.exhibitor == "DV-HL01"
        )
    made = [
        looked(fault="hygiene", note=HOSTILE, inspector=HOSTILE[:60]),
        looked(
            at=AT + 1, article=article, action="off-shelf", fault="expired-certificate", picture="/9j/2Q==",
            inspector="Trần Thị Hoa",
        ),
        looked(at=AT + 2, booth="TN11", action="report"),
    ]  # fmt: skip
    deliver(world, made)
    return made


def headings(text: str) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", text)


def test_a_fair_without_inspections_says_how_to_begin(world: World) -> None:
    text = world.signed_in().get(PAGE).text
    assert headings(text) == ["Chưa có lần kiểm tra nào"]


def test_the_newest_stands_first_and_hostile_text_is_text(world: World, inspected: list[Inspection]) -> None:
    text = world.signed_in().get(PAGE).text
    assert headings(text) == [
        "Không có giấy chứng nhận · Thái Nguyên – Chè Tân Cương",
        "Giấy chứng nhận hết hạn · Chả mực Hạ Long – Bà Ngần",
        "Vệ sinh · Chả mực Hạ Long – Bà Ngần",
    ]
    assert "<script>alert" not in text
    assert "Hiện có 1 sản phẩm đang ngừng bán." in text


QUERIES = [
    ("fault=hygiene", 1),
    ("booth=HL01", 2),
    ("action=report", 1),
    (f"day={believable.DAYS[2]}", 3),
    (f"day={believable.DAYS[0]}", 0),
    ("booth=HL01&fault=hygiene", 1),
    ("page=2", 0),
    ("fault=%00&booth=%00&day=%00&page=%00", 3),
    ("page=99999999999999999999", 0),
    ("page=-1", 3),
]


def test_the_url_says_which(world: World, inspected: list[Inspection]) -> None:
    client = world.signed_in()
    for query, count in QUERIES:
        response = client.get(f"{PAGE}?{query}")
        assert (query, response.status_code, len(headings(response.text))) == (query, 200, count)


def test_a_picture_is_shown_as_it_was_taken_and_can_do_nothing(
    world: World, inspected: list[Inspection]
) -> None:
    client = world.signed_in()
    response = client.get(f"{PAGE}/{inspected[1].id}/picture")
    assert (response.status_code, response.headers["content-type"]) == (200, "image/jpeg")
    assert response.content == b"\xff\xd8\xff\xd9"
    assert response.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert response.headers["x-content-type-options"] == "nosniff"
    for other in (inspected[0].id, "0" * 32, "x", "%00"):
        assert client.get(f"{PAGE}/{other}/picture").status_code == 404


def test_the_table_holds_everything_and_no_formula(world: World, inspected: list[Inspection]) -> None:
    response = world.signed_in().get(f"{PAGE}.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8-sig")
    assert len(text.splitlines()) == 4
    assert "\"'=HYPERLINK" in text
    assert len(world.signed_in().get(f"{PAGE}.csv?fault=hygiene").text.splitlines()) == 2
    book = openpyxl.load_workbook(io.BytesIO(world.signed_in().get(f"{PAGE}.xlsx").content))
    assert book.worksheets[0].max_row == 4


def test_goods_are_sold_again_with_a_reason_and_in_a_new_edition(
    world: World, inspected: list[Inspection]
) -> None:
    client, id_ = world.signed_in(), inspected[1].id
    with world.database.reading() as connection:
        before = editions.newest_number(connection, world.fair_id)
        assert [one.article for one in shelf.standing(connection, world.fair_id)] == [inspected[1].article]
    for why in ("", "   ", "x" * 201, "a\x1bb"):
        refused = client.post(f"{PAGE}/{id_}/lifting", data={"csrf_token": world.csrf_token, "why": why})
        assert refused.status_code == 422
        assert "Sản phẩm vẫn đang ngừng bán." in refused.text
    good = {"csrf_token": world.csrf_token, "why": "Đã có  giấy mới"}
    assert client.post(f"{PAGE}/{id_}/lifting", data=good).status_code == 303
    with world.database.reading() as connection:
        assert shelf.standing(connection, world.fair_id) == ()
        assert editions.newest_number(connection, world.fair_id) == before + 1
    assert "hoa cho phép: Đã có giấy mới" in client.get(PAGE).text
    assert client.post(f"{PAGE}/{id_}/lifting", data=good).status_code == 404
    assert client.post(f"{PAGE}/{inspected[0].id}/lifting", data=good).status_code == 404


def test_stops_are_told_once_for_each_article(world: World, inspected: list[Inspection]) -> None:
    stop = ShelfStop(booth="HL01", article=inspected[1].article, at=AT, fault="label")
    with world.database.writing() as connection:
        shelf.stop(connection, world.fair_id, "b" * 32, stop, by="KT-2", now=AT)
        assert len(shelf.standing(connection, world.fair_id)) == 1
