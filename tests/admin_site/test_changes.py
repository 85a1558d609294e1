"""The record of changes on screen: who, when, before and after; narrowed; of one's own fair alone."""

from __future__ import annotations

import html
import io

import openpyxl
import pytest
from PIL import Image
from starlette.testclient import TestClient

from fairpos.core.rights import Grant
from fairpos.ledger import audit
from tests.admin_site import believable
from tests.admin_site.conftest import World

CHANGES = f"/fairs/{believable.SLUG}/changes"
FAIR = f"/fairs/{believable.SLUG}"


def note(world: World, count: int = 1, *, fair: int | None = 0, kind: str = "booth", by: str = "hoa") -> None:
    with world.database.writing() as connection:
        for n in range(count):
            audit.note(
                connection,
                world.fair_id if fair == 0 else fair,
                kind=kind,
                subject=f"A{n:03}",
                act="change",
                before={"name": "Cũ <i>", "price": 1_000, "closed_at": None},
                after={"name": "Mới", "price": 25_000, "closed_at": world.clock()},
                at=world.clock(),
                by=by,
                reason="theo đơn",
            )


@pytest.fixture
def organiser(world: World) -> TestClient:
    client = world.signed_in()
    client.headers["x-csrf-token"] = world.csrf_token
    return client


def test_a_change_says_who_when_before_and_after(world: World, organiser: TestClient) -> None:
    note(world)
    page = organiser.get(CHANGES).text
    assert "Cũ <i>" not in page
    page = html.unescape(page)
    for said in ("12/01/2020 15:42 · Nguyễn Thị Hoa (hoa)", "Cũ <i></del>", "Mới</ins>",
                 "25.000\u00a0đ</ins>", "–</del>", "12/01/2020 15:42</ins>", "“theo đơn”"):  # fmt: skip
        assert said in page


def test_the_list_is_narrowed_by_kind_and_person_and_goes_on_page_by_page(
    world: World, organiser: TestClient
) -> None:
    note(world, 60)
    note(world, 2, kind="gate", by="lan")
    assert organiser.get(CHANGES).text.count("<dl>") == 50
    gates = organiser.get(CHANGES, params={"kind": "gate", "by": "lan"}).text
    assert (gates.count("<dl>"), "Thay đổi cũ hơn" in gates) == (2, False)
    first = organiser.get(CHANGES, params={"kind": "booth"}).text
    address = html.unescape(first.rpartition('class="plain-button" href="')[2].split('"')[0])
    assert organiser.get(address).text.count("<dl>") == 10
    nothing = organiser.get(CHANGES, params={"kind": "gate", "by": "hoa"})
    assert "Không có thay đổi như vậy" in nothing.text


@pytest.mark.parametrize("asked", ["kind=%00", "by=%00", "before=-1", "before=9999999999999", "before=x"])
def test_nonsense_narrows_nothing(world: World, organiser: TestClient, asked: str) -> None:
    note(world)
    answer = organiser.get(f"{CHANGES}?{asked}")
    assert (answer.status_code, answer.text.count("<dl>")) == (200, 1)


def test_an_organiser_sees_its_fair_and_an_administrator_everything(world: World) -> None:
    note(world)
    note(world, fair=None, kind="person")
    here = world.holding(Grant("organiser", believable.SLUG), login="to")
    elsewhere = world.holding(Grant("organiser", believable.PRIOR_SLUG), login="ban")
    viewer = world.holding(Grant("viewer"), login="xem")
    chief = world.holding(Grant("administrator"), login="chu")
    assert [client.get(CHANGES).status_code for client in (here, elsewhere, viewer, chief)] == [
        200, 404, 403, 200,
    ]  # fmt: skip
    assert [client.get("/changes").status_code for client in (here, elsewhere, viewer)] == [403, 403, 403]
    everything = html.unescape(chief.get("/changes").text)
    assert "Hội chợ OCOP Quảng Ninh – Xuân 2020</p>" in everything
    assert "Tài khoản của A000" in everything
    assert "Tài khoản của A000" not in chief.get(CHANGES).text


def test_changes_are_told_in_words_and_things_by_their_names(world: World, organiser: TestClient) -> None:
    told: list[tuple[str, str, str, audit.Fields | None, audit.Fields | None, tuple[str, ...]]] = [
        ("allocation", "2/DV-HL01", "change", {"stands": "HL01"}, {"stands": "BC02 VD03", "breaks": "H5 H11"},
         ("Phân bổ lần chạy 2 · Cơ sở chế biến Bà Ngần (DV-HL01): đã đổi", "quy tắc bị phá",
          "Gian thuộc khu khác, Hai đối thủ đứng quá gần nhau")),
        ("allocation", "quotas", "change", {"Hạ Long": "3 (10; 1–)"}, {"Hạ Long": "4 (12; 1–5)"},
         ("Hạ Long", "4 gian; trọng số 12, ít nhất 1, nhiều nhất 5")),
        ("allocation", "3", "publication", {"DV-HL01": ""}, {"DV-HL01": "HL01"}, ("Cơ sở chế biến Bà Ngần",)),
        ("fair", "days", "change", {"2020-01-12": "480-1320", "cut_off": 1440},
         {"2020-01-12": "closed", "cut_off": 180},
         ("12/01/2020", "08:00–22:00", "nghỉ bán", "giờ kết thúc ngày bán", "03:00")),
        ("fair", believable.SLUG, "link", {"prior": None}, {"prior": believable.PRIOR_SLUG},
         ("đã chỉ kỳ trước", "Hội chợ OCOP Quảng Ninh – Xuân 2019")),
        ("gate", "C1", "method", {"day": "2020-01-12", "method": "clicker"},
         {"day": "2020-01-11", "method": "sensor"}, ("Cổng Cổng chính", "11/01/2020", "Cảm biến")),
        ("exhibitor", "DV-HL01", "change", {"tax_method": "", "country": "VN"},
         {"tax_method": "direct", "country": "TH"}, ("Thái Lan",)),
        ("booth", "HL01", "change", {"area": 900, "state": "free", "width": 300},
         {"area": 1250, "state": "reserve", "width": 350}, ("12,50\u00a0m²", "3,50\u00a0m", "diện tích")),
        ("shelf_stop", "HL01/SP-HL01", "lifting", {"lifted_at": None}, {"lifted_at": world.clock()},
         ("Chả mực giã tay Hạ Long · HL01",)),
        ("season", "takings all 2020-01-12", "chosen", None, {"value": 5, "qualifier": "over"},
         ("Doanh thu · toàn hội chợ · 12/01/2020", "hơn")),
        ("finding", "totals 1/512", "assignment", {"assignee": None}, {"assignee": "hoa"},
         ("Nguyễn Thị Hoa",)),
        ("fair", "sites", "change", {"sites": []}, {"sites": [{"name": "Cung Quy hoạch", "address": ""}]},
         ("Cung Quy hoạch",)),
    ]  # fmt: skip
    with world.database.writing() as connection:
        for kind, subject, act, before, after, _said in told:
            audit.note(
                connection, world.fair_id, kind=kind, subject=subject, act=act, before=before, after=after,
                at=world.clock(), by="hoa",
            )  # fmt: skip
    page = html.unescape(organiser.get(CHANGES).text)
    unsaid = [said for *_rest, words in told for said in words if said not in page]
    assert unsaid == [], unsaid
    organiser.cookies.set("language", "en")
    assert "Quảng Ninh OCOP Fair – Spring 2019" in html.unescape(organiser.get(CHANGES).text)
    bare = [key for key in ("DV-HL01</", "breaks", "480-1320", "H5 H11", "direct<") if key in page]
    assert bare == []


def test_the_record_goes_out_as_a_table_narrowed_as_the_page_is_and_without_a_formula(
    world: World, organiser: TestClient
) -> None:
    note(world)
    note(world, kind="gate", by="lan")
    with world.database.writing() as connection:
        audit.note(
            connection, world.fair_id, kind="notice", subject="TB1", act="creation", before=None,
            after={"text": "=HYPERLINK(1)"}, at=world.clock(), by="hoa",
        )  # fmt: skip
    lines = organiser.get(f"{CHANGES}.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Lúc,Ai,Tên đăng nhập,Việc gì,Cái nào,Xử lý,Mục,Trước,Sau,Lý do"
    assert len(lines) == 1 + 1 + 3 + 3
    assert "'=HYPERLINK(1)" in lines[1]
    asked = {"kind": "gate", "by": "lan"}
    gates = organiser.get(f"{CHANGES}.csv", params=asked).content.decode("utf-8-sig").splitlines()
    assert {line.split(",")[3] for line in gates[1:]} == {"Cổng"}
    book = openpyxl.load_workbook(io.BytesIO(organiser.get(f"{CHANGES}.xlsx").content))
    assert book.worksheets[0].max_row == 8
    viewer = world.holding(Grant("viewer"), login="xem")
    assert viewer.get(f"{CHANGES}.csv").status_code == 403


def test_before_the_first_change_the_page_says_what_will_be_there(organiser: TestClient) -> None:
    assert "Chưa có thay đổi nào" in organiser.get(CHANGES).text


def test_setting_up_terminals_tills_and_pictures_is_on_record(world: World, organiser: TestClient) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    organiser.post(f"{FAIR}/terminals", data={"name": "Nhà B"})
    organiser.post(f"{FAIR}/terminals/T1/revocation")
    organiser.post(f"{FAIR}/tills/M-HL01/enrolment")
    organiser.post(f"{FAIR}/tills/M-HL01/revocation")
    organiser.post(f"{FAIR}/photos", files={"pictures": ("SP-HL01.png", picture.getvalue())})
    with world.database.reading() as connection:
        record = audit.listed(connection, world.fair_id)
    assert [(one.kind, one.act, one.by) for one in reversed(record)] == [
        ("terminal", "creation", "hoa"),
        ("terminal", "revocation", "hoa"),
        ("till", "enrolment", "hoa"),
        ("till", "revocation", "hoa"),
        ("article", "change", "hoa"),
    ]
    assert [one.subject for one in record] == ["SP-HL01", "M-HL01", "M-HL01", "T1", record[4].subject]
