from __future__ import annotations

import html
import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import update
from starlette.testclient import TestClient

from fairpos.core.participation import Merits
from fairpos.ledger import application_windows, applications, tables
from fairpos.ledger.application_windows import Window
from fairpos.ledger.applications import Filed
from fairpos.web.rate import FORMS_SENT
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.test_exhibitors import faults, post

BASE = f"/fairs/{believable.SLUG}"
PAGE = f"{BASE}/applications"
PUBLIC = f"/public/{believable.SLUG}/application"
ASKED = {
    "name": "HTX Mật ong Bình Liêu",
    "kind": "cooperative",
    "district": "Bình Liêu",
    "province": "Quảng Ninh",
    "country": "VN",
    "contact": "Ông Chíu",
    "phone": "0912 345 678",
    "group": "Thực phẩm",
    "products": "Mật ong\nSáp ong",
    "least": "1",
    "most": "2",
    "facility-power": "x",
    "trait-delicate": "x",
    "wishes": "HL01, BC02",
    "place-corner": "x",
    "rivals": "Hộ kinh doanh Thất Khê",
    "neighbours": "",
}


def announce(world: World, *, closes: str = "2020-01-31", status: str = "published") -> None:
    window = Window(opens_on="2019-12-01", closes_on=closes, late_until="2020-02-10")
    with world.database.writing() as connection:
        application_windows.set_window(connection, world.fair_id, window, at=1, by="hoa")
        connection.execute(update(tables.fair).where(tables.fair.c.id == world.fair_id).values(status=status))


def filed(world: World) -> tuple[Filed, ...]:
    with world.database.reading() as connection:
        return applications.listed(connection, world.fair_id)


def test_anybody_may_apply_while_the_fair_is_announced_and_the_window_is_open(world: World) -> None:
    announce(world)
    stranger = world.stranger()
    assert stranger.get(PUBLIC).status_code == 200
    response = stranger.post(PUBLIC, data=ASKED)
    assert response.status_code == 303
    assert re.fullmatch(rf"{PUBLIC}s/[\w-]{{43}}\?done=application", response.headers["location"])
    assert "Đơn đăng ký DK-0001" in html.unescape(stranger.get(response.headers["location"]).text)
    (one,) = filed(world)
    assert (one.state, one.source, one.late, one.exhibitor) == ("received", "public", False, "")
    assert (one.wanted.wishes, list(one.wanted.facilities)) == (("HL01", "BC02"), ["power"])


@pytest.mark.parametrize("status", ["open", "closed", "archived"])
def test_nobody_may_apply_when_the_fair_is_not_announced(world: World, status: str) -> None:
    announce(world, status=status)
    stranger = world.stranger()
    assert "Chưa nhận hoặc đã hết hạn đăng ký" in html.unescape(stranger.get(PUBLIC).text)
    response = stranger.post(PUBLIC, data=ASKED)
    assert (response.status_code, "Mật ong" in html.unescape(response.text)) == (409, True)
    assert filed(world) == ()


def test_a_draft_has_no_public_page_at_all(world: World) -> None:
    announce(world, status="draft")
    for path in (PUBLIC, f"{PUBLIC}s/{'k' * 43}", f"/public/{believable.SLUG}/products/SP-HL01"):
        assert (path, world.stranger().get(path).status_code) == (path, 404)


def test_what_comes_after_the_closing_day_is_marked_as_late(world: World) -> None:
    announce(world, closes="2020-01-11")
    stranger = world.stranger()
    assert "nộp muộn" in html.unescape(stranger.get(PUBLIC).text)
    assert stranger.post(PUBLIC, data=ASKED).status_code == 303
    assert [one.late for one in filed(world)] == [True]
    assert "nộp muộn" in html.unescape(world.signed_in().get(PAGE).text)


def test_a_form_with_faults_comes_back_as_it_was_typed_and_counts_for_nothing(world: World) -> None:
    announce(world)
    stranger = world.stranger()
    for _ in range(FORMS_SENT + 1):
        response = stranger.post(
            PUBLIC, data={**ASKED, "name": "", "phone": "", "most": "9", "contact": "<i>x"}
        )
        assert response.status_code == 422
    assert set(faults(response.text)) == {"name", "phone", "most"}
    assert 'value="&lt;i&gt;x"' in response.text
    assert "Mật ong\nSáp ong" in response.text.replace("\r\n", "\n")
    assert filed(world) == ()
    assert stranger.post(PUBLIC, data=ASKED).status_code == 303


def test_a_program_that_sends_many_is_held_up_and_told_so(world: World) -> None:
    announce(world)
    stranger = world.stranger()
    assert [stranger.post(PUBLIC, data=ASKED).status_code for _ in range(FORMS_SENT + 1)] == [
        *[303] * FORMS_SENT,
        429,
    ]
    assert len(filed(world)) == FORMS_SENT


def sent(world: World) -> tuple[TestClient, str]:
    announce(world)
    world.stranger().post(PUBLIC, data=ASKED)
    return world.signed_in(), f"{PAGE}/{filed(world)[-1].id}"


def test_an_application_is_reviewed_and_becomes_an_exhibitor(world: World) -> None:
    client, here = sent(world)
    shown = html.unescape(client.get(here).text)
    assert "HTX Mật ong Bình Liêu" in shown
    assert post(world, client, f"{here}/decision", state="refused")[0] == 422
    assert post(world, client, f"{here}/decision", state="lost")[0] == 400
    assert post(world, client, f"{here}/decision", state="asked-back", reason="thiếu giấy ATTP")[0] == 303
    assert "thiếu giấy ATTP" in html.unescape(client.get(here).text)
    assert post(world, client, f"{here}/decision", state="accepted")[0] == 303
    assert filed(world)[0].exhibitor == "DV-0001"
    assert f"{BASE}/exhibitors/DV-0001" in client.get(here).text
    assert client.get(f"{BASE}/exhibitors/DV-0001").status_code == 200
    assert post(world, client, f"{here}/decision", state="refused", reason="x")[0] == 422


def test_the_wait_list_is_put_in_order_by_hand(world: World) -> None:
    client, _ = sent(world)
    world.stranger().post(PUBLIC, data={**ASKED, "name": "Hộ thứ hai"})
    for one in filed(world):
        post(world, client, f"{PAGE}/{one.id}/decision", state="waiting")
    assert post(world, client, f"{PAGE}/DK-0002/place", way="up") == (303, f"{PAGE}?state=waiting")
    shown = client.get(PAGE, params={"state": "waiting"}).text
    assert re.findall(r"applications/(DK-\d+)\">", shown) == ["DK-0002", "DK-0001"]
    post(world, client, f"{PAGE}/DK-0002/decision", state="accepted")
    assert post(world, client, f"{PAGE}/DK-0002/place", way="up")[0] == 409


def test_contract_fee_and_deposit_are_noted_with_their_days(world: World) -> None:
    client, here = sent(world)
    terms = {
        "contract": "signed", "contract_on": "5/1/2020", "fee": "9.600.000", "fee_state": "waived",
        "fee_on": "", "deposit": "2tr", "deposit_state": "paid", "deposit_on": "2020-01-06", "priority": "12",
    }  # fmt: skip
    assert post(world, client, f"{here}/terms", **terms) == (303, f"{here}#terms")
    (one,) = filed(world)
    assert (one.terms.contract_on, one.terms.fee, one.terms.deposit, one.priority) == (
        "2020-01-05", 9_600_000, 2_000_000, 12,
    )  # fmt: skip
    bad = {**terms, "fee": "nhiều", "contract_on": "31/2/2020", "priority": "-1", "contract": "?"}
    status, text = post(world, client, f"{here}/terms", **bad)
    assert (status, set(faults(text))) == (422, {"fee", "contract_on", "priority", "contract"})
    assert filed(world) == (one,)


def test_what_is_not_paid_is_found_in_the_list_and_on_the_desk(world: World) -> None:
    client, here = sent(world)
    post(world, client, f"{here}/decision", state="accepted")
    terms = {"fee": "9.600.000", "fee_due": "2/1/2020", "deposit": "2tr", "deposit_due": "31/12/2020"}
    assert post(world, client, f"{here}/terms", **terms)[0] == 303
    shown = html.unescape(client.get(PAGE).text)
    assert re.findall(r'href="\?owing=(\w+)"', shown) == ["fee", "deposit", "due"]
    assert "Chưa nộp phí: 9.600.000, hạn 2/1/2020" in re.sub(r"\b0(\d/)", r"\1", shown)
    due = html.unescape(client.get(PAGE, params={"owing": "due"}).text)
    assert "1 đơn còn phải nộp tổng cộng 11.600.000 đồng." in due
    desk = client.get(f"{BASE}/desk").text
    assert f'href="{PAGE}?owing=due"' in desk
    assert "Quá hạn: 9.600.000 đồng" in html.unescape(client.get(here).text)
    status, text = post(world, client, f"{here}/terms", **{**terms, "fee_state": "paid", "fee_due": "32/1"})
    assert (status, set(faults(text))) == (422, {"fee_on", "fee_due"})
    post(world, client, f"{here}/terms", **{**terms, "fee_state": "paid", "fee_on": "3/1/2020"})
    assert f"{PAGE}?owing=due" not in client.get(f"{BASE}/desk").text
    nothing = client.get(PAGE, params={"owing": "due"})
    assert (nothing.status_code, "Không có kết quả" in html.unescape(nothing.text)) == (200, True)


def test_every_application_goes_out_as_a_file_with_its_state_and_money(world: World) -> None:
    client, here = sent(world)
    post(world, client, f"{here}/decision", state="waiting")
    post(world, client, f"{here}/terms", fee="9.600.000", fee_due="2/1/2020", contract="sent")
    world.stranger().post(PUBLIC, data={**ASKED, "name": "=1+1"})
    sheet = load_workbook(io.BytesIO(client.get(f"{PAGE}.xlsx").content)).worksheets[0]
    heads, one, other = (list(row) for row in sheet.iter_rows(values_only=True))
    found = dict(zip(heads, one, strict=True))
    assert (found["Tên đơn vị"], found["Vị trí mong muốn"], found["Gian cần có"]) == (
        "HTX Mật ong Bình Liêu", "Góc", "Điện",
    )  # fmt: skip
    assert (found["Hợp đồng"], found["Phí gian hàng (đồng)"], found["Hạn nộp phí"]) == (
        "Đã gửi", 9_600_000, "02/01/2020",
    )  # fmt: skip
    assert "=1+1" in other
    assert "'=1+1" in client.get(f"{PAGE}.csv").content.decode("utf-8-sig")


def test_what_speaks_for_a_place_is_stated_with_its_source(world: World) -> None:
    client, here = sent(world)
    assert "Mùa trước FairPOS không đếm được gì" in html.unescape(client.get(here).text)
    status, text = post(world, client, f"{here}/merits", takings="12tr", promised="x")
    assert (status, set(faults(text)), 'value="12tr"' in text) == (422, {"takings_source"}, True)
    assert filed(world)[0].merits == Merits()
    said = {"takings": "12tr", "takings_source": "Báo cáo <b>xã</b>", "promised": "x"}
    assert post(world, client, f"{here}/merits", **said) == (303, f"{here}#merits")
    assert filed(world)[0].merits == Merits(
        promised=True, takings=12_000_000, takings_source="Báo cáo <b>xã</b>"
    )
    assert "<b>xã" not in client.get(here).text
    post(world, client, f"{here}/merits", takings="", promised="")
    assert filed(world)[0].merits == Merits()


def test_an_organiser_writes_down_what_came_on_paper_for_one_that_is_known(world: World) -> None:
    client = world.signed_in()
    announce(world, closes="2020-01-11", status="open")
    form = client.get(f"{PAGE}/new", params={"exhibitor": "DV-BC02"}).text
    assert 'value="HTX Dược liệu Ba Chẽ"' in html.unescape(form)
    status, place = post(world, client, PAGE, **{**ASKED, "exhibitor": "DV-BC02", "phone": "", "contact": ""})
    assert (status, place) == (303, f"{PAGE}/DK-0001")
    assert [(one.source, one.late, one.exhibitor) for one in filed(world)] == [("organiser", True, "DV-BC02")]
    status, text = post(world, client, PAGE, **{**ASKED, "exhibitor": "DV-BC02", "wishes": "HL01, Z9"})
    assert (status, set(faults(text))) == (422, {"wishes"})
    assert set(faults(post(world, client, PAGE, **{**ASKED, "exhibitor": "DV-BC02"})[1])) == {"exhibitor"}
    assert client.get(f"{place}/wishes").status_code == 200
    assert post(world, client, place, **{**ASKED, "most": "4"}) == (303, place)
    assert filed(world)[0].wanted.most == 4


def test_the_window_has_its_days_in_order(world: World) -> None:
    client = world.signed_in()
    days = {"opens_on": "1/12/2019", "closes_on": "31/12/2019", "late_until": ""}
    assert post(world, client, f"{PAGE}/window", **days) == (303, PAGE)
    with world.database.reading() as connection:
        kept = application_windows.of(connection, world.fair_id)
    assert kept == Window(opens_on="2019-12-01", closes_on="2019-12-31", late_until="2019-12-31")
    for bad, wrong in (
        ({"closes_on": "1/1/2019"}, "closes_on"),
        ({"late_until": "30/12/2019"}, "late_until"),
    ):
        status, text = post(world, client, f"{PAGE}/window", **{**days, **bad})
        assert (status, set(faults(text))) == (422, {wrong})


def test_an_application_that_is_not_there_is_a_page_not_found(world: World) -> None:
    client = world.signed_in()
    for id_ in ("DK-9999", "%00", "<b>"):
        assert client.get(f"{PAGE}/{id_}").status_code == 404
        for act in ("", "/decision", "/place", "/terms"):
            status, _ = post(world, client, f"{PAGE}/{id_}{act}", **ASKED, state="accepted")
            assert (id_, act, status) == (id_, act, 404)
