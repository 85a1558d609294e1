"""Setting a fair up: begun as a copy in few steps, its days, its legal basis, and what its state forbids."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from fairpos.ledger import fairs, particulars
from tests.admin_site import believable
from tests.admin_site.conftest import World

SETUP = f"/fairs/{believable.SLUG}/setup"
DETAILS = {"basis": "by-decision", "basis_number": "12/QĐ-UBND", "report_days": "30"}


def send(world: World, path: str, **fields: str) -> Any:
    return world.signed_in().post(path, data={"csrf_token": world.csrf_token, **fields})


def form_of(page: str, action: str) -> dict[str, str]:
    """The fields of a form as the browser would send them untouched."""
    (form,) = re.findall(rf'<form method="post" action="{action}".*?</form>', page, re.S)
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r' ([\w-]+)="([^"]*)"', tag))
        if given.get("type") != "checkbox" or " checked" in tag:
            fields[given["name"]] = html.unescape(given.get("value", ""))
    for name, body in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r'value="([^"]*)" selected', body)
        fields[name] = chosen[0] if chosen else ""
    return fields


def faults(page: str) -> dict[str, str]:
    return {
        id_: html.unescape(words)
        for id_, words in re.findall(r'<span class="fault" id="([\w-]+)-fault">(.*?)</span>', page)
    }


def test_everything_wrong_with_a_new_fair_is_said_at_once_and_kept(world: World) -> None:
    fields = {
        "name": " ", "series": "Mùa Xuân", "season": "", "province": "Quảng Ninh", "source": "",
        "first": "2027-02-30", "last": "mai", "opens": "8h", "closes": "22:00", "name_en": "a\x07b",
    }  # fmt: skip
    response = send(world, "/fairs", **fields)
    assert response.status_code == 422
    assert set(faults(response.text)) == {
        "name", "name_en", "series", "season", "first", "last", "opens",
    }  # fmt: skip
    assert 'value="Mùa Xuân"' in response.text
    good = {**fields, "name": "Hội chợ", "series": "xuan", "season": "2027", "name_en": "", "opens": "08:00"}
    backwards = send(
        world, "/fairs", **{**good, "first": "2027-02-10", "last": "2027-02-01", "closes": "07:00"}
    )
    assert set(faults(backwards.text)) == {"last", "closes"}
    unknown = send(
        world, "/fairs", **{**good, "first": "2027-02-10", "last": "2027-02-11", "source": "khong"}
    )
    assert set(faults(unknown.text)) == {"source"}
    days = {"first": "2027-02-10", "last": "2027-02-11"}
    assert send(world, "/fairs", **{**good, **days}).status_code == 303
    assert set(faults(send(world, "/fairs", **{**good, **days}).text)) == {"season"}


def test_days_change_by_their_rows_and_a_day_that_sold_stays(world: World) -> None:
    page = world.signed_in().get(SETUP).text
    fields = form_of(page, f"{SETUP}/days")
    fields |= {"new-day": "2020-01-17", "closes-2020-01-16": "23:30", "gone-2020-01-13": "on"}
    assert world.signed_in().post(f"{SETUP}/days", data=fields).status_code == 303
    with world.database.reading() as connection:
        calendar = fairs.calendar(connection, world.fair_id)
    assert [(day.day, day.closes_minute) for day in calendar.days][-2:] == [
        ("2020-01-16", 23 * 60 + 30), ("2020-01-17", 23 * 60 + 30),
    ]  # fmt: skip
    assert "2020-01-13" not in [day.day for day in calendar.days]
    gone = world.signed_in().post(f"{SETUP}/days", data={**fields, "gone-2020-01-10": "on"})
    assert gone.status_code == 422
    assert "đã có bán hàng hoặc đếm khách vào các ngày: 2020-01-10" in html.unescape(gone.text)
    wrong = {**fields, "opens-2020-01-11": "25:00", "closes-2020-01-12": "07:00", "cut-off": "13:00"}
    refused = world.signed_in().post(f"{SETUP}/days", data=wrong)
    assert set(faults(refused.text)) == {"opens-2020-01-11", "closes-2020-01-12", "cut-off"}


def test_the_legal_basis_brings_its_deadlines(world: World) -> None:
    assert "Ghi rõ cơ sở pháp lý của hội chợ" in world.signed_in().get(SETUP).text
    assert send(world, f"{SETUP}/details", **DETAILS, target_takings="6.056.500.000").status_code == 303
    page = html.unescape(world.signed_in().get(SETUP).text)
    assert "Có quyết định của Ủy ban nhân dân" in page
    assert "15/02/2020" in page, "thirty days after the last day"
    with world.database.reading() as connection:
        assert particulars.read(connection, world.fair_id).target_takings == 6_056_500_000
    wrong = {"basis": "x", "report_days": "0", "basis_day": "hôm qua", "target_visits": "nhiều"}
    refused = send(world, f"{SETUP}/details", **wrong)
    assert set(faults(refused.text)) == {"basis", "report_days", "basis_day", "target_visits"}
    assert 'value="nhiều"' in refused.text


def test_names_and_sites_are_kept_and_a_season_of_an_open_fair_is_not_changed(world: World) -> None:
    names = {
        "name": "Hội chợ Xuân",
        "name_en": "",
        "series": "xuan",
        "season": "2020",
        "province": "Quảng Ninh",
    }
    assert send(world, f"{SETUP}/identity", **names).status_code == 303
    refused = send(world, f"{SETUP}/identity", **{**names, "season": "2021"})
    assert (refused.status_code, "tình trạng hội chợ không cho phép" in refused.text) == (422, True)
    assert (
        send(world, f"{SETUP}/sites", sites="Quảng trường 30/10 | Hạ Long\n\nSân vận động").status_code == 303
    )
    assert "Quảng trường 30/10 | Hạ Long\nSân vận động</textarea>" in world.signed_in().get(SETUP).text
    assert send(world, f"{SETUP}/sites", sites="x\n" * 21).status_code == 422


def test_the_page_says_what_the_state_forbids_and_the_way_on(world: World) -> None:
    assert "Kết thúc hội chợ" in world.signed_in().get(SETUP).text
    assert send(world, f"/fairs/{believable.SLUG}/state", to="closed").status_code == 303
    page = html.unescape(world.signed_in().get(SETUP).text)
    assert "Giữ nguyên sơ đồ, vì doanh thu đã tính theo gian." in page
    back = send(world, f"/fairs/{believable.SLUG}/state", to="open", reason=" ")
    assert faults(back.text) == {"reason": "Lùi lại một bước thì phải ghi lý do."}
    assert send(world, f"/fairs/{believable.SLUG}/state", to="draft").status_code == 422
    assert send(world, f"/fairs/{believable.SLUG}/state", to="moon").status_code == 422
    assert send(world, f"/fairs/{believable.SLUG}/state", to="open", reason="Kéo dài").status_code == 303


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\x00", "%s%(x)s", "9" * 3_000])
def test_hostile_text_is_text(world: World, hostile: str) -> None:
    for path, field in (("identity", "name"), ("details", "theme"), ("sites", "sites"), ("days", "new-day")):
        response = send(world, f"{SETUP}/{path}", **{**DETAILS, field: hostile})
        assert response.status_code in (303, 422)
        assert "<script>alert" not in response.text
    assert "<script>alert" not in world.signed_in().get(SETUP).text
    assert world.signed_in().get("/fairs/new", params={"from": hostile}).status_code == 200
