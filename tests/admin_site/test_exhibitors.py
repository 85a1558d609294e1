from __future__ import annotations

import html
import io
import re

import openpyxl
from starlette.testclient import TestClient

from fairpos.core.exhibitor import Details
from fairpos.ledger import audit, editions, exhibitors, tables
from fairpos.ledger.passwords import cheap_passwords
from fairpos.wire import editions as wire
from tests.admin_site import believable
from tests.admin_site.conftest import World

BASE = f"/fairs/{believable.SLUG}"
PAGE = f"{BASE}/exhibitors"
WHO = {
    "name": "HTX Trà hoa vàng",
    "kind": "cooperative",
    "district": "Ba Chẽ",
    "province": "Quảng Ninh",
    "country": "VN",
    "tax_code": "5700101234",
    "tax_method": "direct",
    "phone": "0912345678",
    "story": "Hái tay\ntrên núi",
}


def post(world: World, client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    response = client.post(path, data={"csrf_token": world.csrf_token, **fields})
    return response.status_code, response.headers.get("location", response.text)


def names(text: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'<th scope="row"><a[^>]*>(.*?)</a>', text)]


def faults(text: str) -> dict[str, str]:
    return dict(re.findall(r'<p class="fault" id="f-([\w-]+)-fault">(.*?)</p>', text))


def second_person(world: World) -> TestClient:
    with world.database.writing() as connection:
        other = believable.organiser(connection, cheap_passwords(), login="minh")
    return world.signed_in(other, token="m" * 43)


def test_an_exhibitor_is_added_shown_and_published(world: World) -> None:
    client = world.signed_in()
    with world.database.writing() as connection:
        editions.publish(connection, world.fair_id, at=world.clock(), by="hoa")
    status, place = post(world, client, PAGE, **WHO)
    assert (status, place) == (303, f"{PAGE}/DV-0001")
    shown = html.unescape(client.get(place).text)
    for text in ("HTX Trà hoa vàng", "Hợp tác xã", "Ba Chẽ", "5700101234", "Còn thiếu giấy tờ"):
        assert text in shown, text
    with world.database.reading() as connection:
        newest = editions.newest(connection, world.fair_id)
        (change,) = audit.listed(connection, world.fair_id, kind="exhibitor")
    assert newest is not None
    assert [who.name for who in wire.read(newest[1]).exhibitors if who.id == "DV-0001"] == [
        "HTX Trà hoa vàng"
    ]
    assert (newest[0], change.by, change.act) == (2, "hoa", "creation")


def test_all_that_is_wrong_stands_beside_its_field_and_nothing_is_saved(world: World) -> None:
    client = world.signed_in()
    hostile = {
        "name": "",
        "tax_code": "12",
        "phone": "<b>",
        "country": "Atlantis",
        "note": "a\x00b",
        "id": "a/b",
    }
    status, text = post(world, client, PAGE, **{**WHO, **hostile, "story": "<script>alert(1)</script>"})
    assert status == 422
    assert set(faults(text)) == {"name", "tax_code", "phone", "country", "note", "id"}
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text
    assert 'value="&lt;b&gt;"' in text
    assert "Chưa lưu gì cả" in html.unescape(text)
    with world.database.reading() as connection:
        assert len(exhibitors.listed(connection, world.fair_id)) == len(believable.BOOTHS)
    assert post(world, client, PAGE, **{**WHO, "id": "DV-HL01"})[0] == 422
    assert post(world, client, PAGE, **{**WHO, "id": "new"})[0] == 422


def test_the_list_is_narrowed_by_what_is_typed_and_by_what_waits(world: World) -> None:
    client = world.signed_in()
    assert len(names(client.get(PAGE).text)) == len(believable.BOOTHS)
    assert names(client.get(PAGE, params={"q": "duoc lieu"}).text) == ["HTX Dược liệu Ba Chẽ"]
    assert names(client.get(PAGE, params={"q": "TN11"}).text) == ["Công ty Chè Tân Cương Xanh"]
    assert names(client.get(PAGE, params={"kind": "household"}).text) == []
    assert len(names(client.get(PAGE, params={"wants": "papers"}).text)) == len(believable.BOOTHS)
    assert names(client.get(PAGE, params={"wants": "booth"}).text) == []
    for hostile in ("'--", "%", "<b>", "a" * 5000):
        assert client.get(PAGE, params={"q": hostile, "wants": hostile, "zone": hostile}).status_code == 200


def test_a_paper_is_noted_with_its_copy_and_its_copy_is_handed_out_as_a_file(world: World) -> None:
    client, here = world.signed_in(), f"{PAGE}/DV-BC02"
    fields = {
        "csrf_token": world.csrf_token,
        "paper_kind": "business",
        "paper_number": "22E8/2024",
        "paper_issued": "2/1/2019",
        "paper_valid_to": "31/12/2020",
    }
    files = {"copy": ("../<b>.pdf", b"%PDF-1.7", "text/html")}
    assert client.post(f"{here}/papers", data=fields, files=files).status_code == 303
    assert "22E8/2024" in client.get(here).text
    copy = client.get(f"{here}/papers/GT-0001/copy")
    assert (copy.content, copy.headers["content-type"]) == (b"%PDF-1.7", "application/pdf")
    assert copy.headers["content-disposition"] == 'attachment; filename="GT-0001.pdf"'
    assert client.get(f"{PAGE}/DV-HL01/papers/GT-0001/copy").status_code == 404
    assert "Thiếu:" in client.get(PAGE, params={"q": "BC02"}).text, "food safety is still missing"
    bad = client.post(
        f"{here}/papers",
        data={**fields, "paper_valid_to": "1/1/2018"},
        files={"copy": ("a.pdf", b"<svg/onload=alert(1)>", "application/pdf")},
    )
    assert (bad.status_code, set(faults(bad.text))) == (422, {"paper_valid_to"})
    assert post(world, client, f"{here}/papers/GT-0001/removal") == (303, f"{here}#papers")
    assert "22E8/2024" not in client.get(here).text


def test_another_account_takes_effect_by_a_second_persons_word(world: World) -> None:
    client, other, here = world.signed_in(), second_person(world), f"{PAGE}/DV-BC02"
    account = {"bank": "vietcombank", "account_number": "0011 0022 33", "holder": "Htx Dược liệu Ba Chẽ"}
    assert post(world, client, f"{here}/account", **account) == (303, f"{here}#account")
    shown = client.get(here).text
    assert "HTX DUOC LIEU BA CHE" in shown
    assert f"{here}/account/TK-0001/approval" not in shown
    status, text = post(world, client, f"{here}/account/TK-0001/approval")
    assert (status, "phải có người khác đồng ý" in html.unescape(text)) == (422, True)
    assert post(world, client, f"{here}/account", **account)[0] == 422
    assert post(world, other, f"{PAGE}/DV-HL01/account/TK-0001/approval")[0] == 422
    assert post(world, other, f"{here}/account/TK-0001/approval") == (303, f"{here}#account")
    assert post(world, other, f"{here}/account/TK-0001/approval")[0] == 422
    with world.database.reading() as connection:
        found = exhibitors.one(connection, world.fair_id, "DV-BC02").account
    assert found is not None
    assert (found.bin, found.number, found.holder) == ("970436", "0011002233", "HTX DUOC LIEU BA CHE")


def test_an_account_nobody_can_pay_to_is_refused_beside_its_field(world: World) -> None:
    client = world.signed_in()
    bad = {"bank": "Ngân hàng ma", "account_number": "12-34", "holder": ""}
    status, text = post(world, client, f"{PAGE}/DV-BC02/account", **bad)
    assert (status, set(faults(text))) == (422, {"bank", "account_number", "holder"})


def test_further_people_are_named_on_record_and_taken_off(world: World) -> None:
    client, here = world.signed_in(), f"{BASE}/exhibitors/DV-HL01"
    bad = {
        "contact_name": "",
        "contact_phone": "không có",
        "contact_email": "a@",
        "contact_does": "<b>sổ sách",
    }
    status, text = post(world, client, f"{here}/contacts", **bad)
    assert (status, set(faults(text))) == (422, {"contact_name", "contact_phone", "contact_email"})
    assert 'value="&lt;b&gt;sổ sách"' in text
    assert set(faults(post(world, client, f"{here}/contacts", contact_name="Chị Ngần")[1])) == {
        "contact_phone"
    }
    said = {"contact_name": "Chị <i>Ngần", "contact_does": "coi gian", "contact_phone": "0912 345 678"}
    assert post(world, client, f"{here}/contacts", **said) == (303, f"{here}#contacts")
    page = client.get(here).text
    assert "Chị &lt;i&gt;Ngần" in page
    assert "coi gian · 0912345678" in html.unescape(page)
    with world.database.reading() as connection:
        assert [(one.kind, one.subject, one.act) for one in audit.listed(connection, world.fair_id)][:1] == [
            ("contact", "DV-HL01", "creation")
        ]
    assert post(world, client, f"{BASE}/exhibitors/DV-BC02/contacts/LH-0001/removal")[0] == 404
    assert post(world, client, f"{here}/contacts/LH-0001/removal") == (303, f"{here}#contacts")
    assert (
        "Ngần</strong>" not in client.get(here).text.partition('id="contacts"')[2].partition("</section>")[0]
    )
    assert post(world, client, f"{BASE}/exhibitors/DV-NONE/contacts", **said)[0] == 404


def test_a_co_exhibitor_joins_a_booth_and_leaves_it(world: World) -> None:
    client, here = world.signed_in(), f"{PAGE}/DV-BC02"
    assert post(world, client, f"{here}/booths", booth="HL01")[0] == 303
    assert "cùng với Cơ sở chế biến Bà Ngần" in html.unescape(client.get(here).text)
    assert post(world, client, f"{here}/booths", booth="HL01", act="leaving")[0] == 303
    for booth, act in (("BC02", "leaving"), ("Z9", ""), ("<b>", ""), ("", "")):
        assert post(world, client, f"{here}/booths", booth=booth, act=act)[0] == 422
    with world.database.reading() as connection:
        assert exhibitors.one(connection, world.fair_id, "DV-BC02").booths == ("BC02",)


def test_who_withdraws_is_told_apart(world: World) -> None:
    client, here = world.signed_in(), f"{PAGE}/DV-TH21"
    assert post(world, client, f"{here}/standing", standing="withdrawn", reason="bão")[0] == 303
    assert "Đã rút lui" in html.unescape(client.get(here).text)
    assert post(world, client, f"{here}/standing", standing="gone")[0] == 400
    assert post(world, client, f"{here}/standing", standing="taking-part")[0] == 303


def test_the_list_goes_out_as_it_would_come_in_again(world: World) -> None:
    client = world.signed_in()
    with world.database.writing() as connection:
        hostile = Details(name="=HYPERLINK(1)", province="Quảng Ninh", phone="+84912345678")
        exhibitors.add(connection, world.fair_id, hostile, at=1, by="hoa")
    page = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}.xlsx").content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][:4] == ["Mã đơn vị", "Tên đơn vị", "Loại hình", "Huyện/xã"]
    assert len(rows) == len(believable.BOOTHS) + 2
    text = client.get(f"{PAGE}.csv").content.decode("utf-8-sig")
    assert "\n" + "DV-0001,'=HYPERLINK(1)" in text
    assert ",'+84912345678," in text
    upload = {"file": ("don-vi.csv", text.encode(), "text/csv")}
    read = client.post(f"{BASE}/lists/exhibitors", data={"csrf_token": world.csrf_token}, files=upload)
    looked = html.unescape(client.get(read.headers["location"]).text)
    assert re.findall(r"<dd[^>]*>(\d+)</dd>", looked) == ["0", "0", str(len(believable.BOOTHS) + 1), "0"]


def test_a_viewer_sees_and_changes_nothing(world: World) -> None:
    with world.database.writing() as connection:
        viewer = believable.organiser(connection, cheap_passwords(), role="viewer", login="xem")
    client = world.signed_in(viewer, token="v" * 43)
    for path in (PAGE, f"{PAGE}/DV-BC02"):
        text = client.get(path).text
        assert text.count("<form") == (3 if path == PAGE else 2), "language, sign-out and search"
    assert client.get(f"{PAGE}/new").status_code == 403
    assert post(world, client, f"{PAGE}/DV-BC02/account")[0] == 403


def test_an_exhibitor_that_is_not_there_is_a_page_not_found(world: World) -> None:
    client = world.signed_in()
    for id_ in ("DV-XX", "%00", "<b>", "x" * 200):
        assert (id_, client.get(f"{PAGE}/{id_}").status_code) == (id_, 404)
        for act in ("", "/standing", "/booths", "/papers", "/account", "/account/x/approval"):
            status, _ = post(world, client, f"{PAGE}/{id_}{act}", **WHO, standing="withdrawn", booth="HL01")
            assert (id_, act, status) == (id_, act, 404)


def test_a_fair_that_is_over_changes_no_more(world: World) -> None:
    client = world.signed_in()
    with world.database.writing() as connection:
        connection.execute(tables.fair.update().values(status="closed"))
    bank = {"bank": "Vietcombank", "account_number": "12", "holder": "A"}
    for path, fields in (
        (PAGE, WHO),
        (f"{PAGE}/DV-BC02", WHO),
        (f"{PAGE}/DV-BC02/account", bank),
        (f"{BASE}/products/SP-BC02/label", {"state": "passed"}),
    ):
        answer = client.post(
            path, data={"csrf_token": world.csrf_token, **fields}, headers={"accept": "text/html"}
        )
        assert (path, answer.status_code) == (path, 409)
        assert "Chưa có gì thay đổi" in html.unescape(answer.text)
    with world.database.reading() as connection:
        assert audit.listed(connection, world.fair_id) == ()
