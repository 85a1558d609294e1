"""Past seasons on screen: a file is seen before it is kept, a typed figure is understood like a row."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import openpyxl
import pytest

from admin_site import seasons as season_screen
from fairpos.ledger import audit, fairs, seasons, work
from fairpos.ledger.seasons import StatedFigure
from tests.admin_site import believable
from tests.admin_site.conftest import World

PUBLISHED = Path(__file__).parents[2] / "fixtures" / "data" / "published_fairs.csv"
SEASONS = f"/fairs/{believable.PRIOR_SLUG}/seasons"


def figures(world: World, slug: str = believable.PRIOR_SLUG) -> tuple[StatedFigure, ...]:
    with world.database.reading() as connection:
        fair = fairs.by_slug(connection, slug)
        return () if fair is None else seasons.every(connection, fair.id)


def send(world: World, body: bytes, name: str = "so-lieu.csv") -> tuple[int, str]:
    answer = world.signed_in().post(
        "/seasons", data={"csrf_token": world.csrf_token}, files={"file": (name, body)}
    )
    return answer.status_code, html.unescape(answer.text)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_file_is_seen_first_and_kept_when_it_was_looked_at(world: World) -> None:
    status, page = send(world, PUBLISHED.read_bytes())
    assert status == 200
    assert "142 số liệu của 50 hội chợ." in page
    assert "6.056.500.000\xa0đ" in page
    assert "theo cách viết của cả tệp" in page
    assert figures(world, "qn-2022-he") == (), "looking keeps nothing"
    told = {name: hidden(page, name) for name in ("name", "body", "csrf_token")}
    client = world.signed_in()
    refused = client.post("/seasons/figures", data=told)
    assert (refused.status_code, figures(world, "qn-2022-he")) == (422, ())
    kept = client.post("/seasons/figures", data={**told, "looked": "1"})
    assert (kept.status_code, kept.headers["location"]) == (303, "/seasons?kept=142")
    assert len(figures(world, "qn-2022-he")) == 4
    assert "Chưa có gì về các năm 2016, 2017." in html.unescape(client.get("/seasons?kept=142").text)


def test_a_file_of_a_hundred_megabytes_is_refused_in_words_and_nothing_is_kept(world: World) -> None:
    before = figures(world)
    answer = world.signed_in().post(
        "/seasons",
        data={"csrf_token": world.csrf_token},
        files={"file": ("to.csv", b"fair,metric,value,source\n" + bytes(100_000_000))},
        headers={"accept": "text/html"},
    )
    assert (answer.status_code, figures(world)) == (413, before)
    assert "gửi ít hơn mỗi lần." in html.unescape(answer.text)


def test_faults_are_named_with_their_cells_and_nothing_is_kept(world: World) -> None:
    body = f"fair,metric,value,source\n{believable.PRIOR_SLUG},visits,1.009 nghìn,Báo <b>\n".encode()
    status, page = send(world, body)
    assert status == 422
    assert '<span class="where">C2</span>: có thể hiểu theo hai cách' in page
    assert "Chưa lưu gì" in page
    assert figures(world) == ()
    assert send(world, b"")[0] == 422
    assert send(world, b"x" * 21_000_000)[0] == 413


def test_templates_are_files_that_come_in_again(world: World) -> None:
    client = world.signed_in()
    for kind in ("csv", "xlsx"):
        body = client.get(f"/seasons/template.{kind}").content
        status, page = send(world, body, f"mau.{kind}")
        assert (status, "6.056.500.000\xa0đ" in page) == (200, True)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/seasons/template.xlsx").content))
    assert book.sheetnames == ["Số liệu", "Các cột"]


def typed(world: World, **fields: str) -> tuple[int, str]:
    whole = {"csrf_token": world.csrf_token, "metric": "takings", "source": "Báo tỉnh", **fields}
    answer = world.signed_in().post(SEASONS, data=whole)
    return answer.status_code, html.unescape(answer.text)


def test_a_figure_by_hand_is_understood_like_a_row_and_its_faults_stand_at_its_fields(world: World) -> None:
    assert typed(world, value="hơn 9,5 tỷ", days="6", chosen="x") == (303, "")
    (figure,) = figures(world)
    assert (figure.value, figure.qualifier, figure.days, figure.chosen) == (9_500_000_000, "over", 6, True)
    status, page = typed(world, value="6056", day="2019-01-01", note="vì sao")
    assert status == 422
    assert 'id="value-error">quá nhỏ so với đồng' in page
    assert 'name="note" value="vì sao"' in page
    assert len(figures(world)) == 1
    with world.database.reading() as connection:
        notes = audit.listed(connection, world.fair_id - 1, kind="season")
    assert [note.act for note in notes] == ["imported"]


def test_of_two_sources_one_is_used_and_either_may_be_withdrawn(world: World) -> None:
    typed(world, value="9 tỷ", chosen="x")
    typed(world, value="9,5 tỷ", source="Thông tấn xã")
    other = next(one for one in figures(world) if not one.chosen)
    client = world.signed_in()
    form = {"csrf_token": world.csrf_token, "figure": other.key}
    assert client.post(f"{SEASONS}/choice", data={**form, "act": "use"}).status_code == 303
    assert [one.source for one in figures(world) if one.chosen] == ["Thông tấn xã"]
    client.post(f"{SEASONS}/choice", data={**form, "act": "withdraw"})
    assert [one.source for one in figures(world)] == ["Báo tỉnh"]
    assert client.post(f"{SEASONS}/choice", data=form).status_code == 404


def test_the_edition_before_is_linked_by_hand(world: World) -> None:
    client = world.signed_in()
    form = {"csrf_token": world.csrf_token, "prior": believable.SLUG, "reason": "đổi loạt"}
    refused = client.post(f"{SEASONS}/link", data=form)
    assert (refused.status_code, "đã nối tiếp kỳ kia" in html.unescape(refused.text)) == (422, True)
    current = f"/fairs/{believable.SLUG}/seasons"
    assert client.post(f"{current}/link", data={**form, "prior": ""}).status_code == 303
    assert "kỳ liền trước cùng loạt" in html.unescape(client.get(current).text)


def test_what_became_of_a_district_is_kept_and_taken_back(world: World) -> None:
    client = world.signed_in()
    form = {
        "csrf_token": world.csrf_token, "kind": "district", "old_name": "Hoành Bồ", "new_name": "Hạ Long",
        "from_day": "10/01/2020",
    }  # fmt: skip
    assert client.post("/seasons/areas", data=form).status_code == 303
    assert "<strong>Hoành Bồ</strong> → <strong>Hạ Long</strong>" in html.unescape(
        client.get("/seasons").text
    )
    bad = client.post("/seasons/areas", data={**form, "from_day": "mai"})
    assert (bad.status_code, 'value="Hoành Bồ"' in html.unescape(bad.text)) == (422, True)
    again = {**form, "from_day": "2020-01-10"}
    assert client.post("/seasons/areas/removal", data=again).status_code == 303
    assert "Hoành Bồ" not in html.unescape(client.get("/seasons").text)


def test_a_large_file_is_kept_by_work_that_stands_at_a_fair_and_says_how_much_it_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(season_screen, "AT_ONCE_ROWS", 100)
    _, page = send(world, PUBLISHED.read_bytes())
    told = {name: hidden(page, name) for name in ("name", "body", "csrf_token")} | {"looked": "1"}
    client = world.signed_in()
    with world.database.writing() as connection:
        number = work.begin(connection, world.fair_id, kind="seasons", input={}, at=world.clock(), by="lan")
    waits = client.post("/seasons/figures", data=told)
    assert (waits.status_code, figures(world, "qn-2022-he")) == (409, ())
    assert "Tệp này chưa lưu gì" in html.unescape(waits.text)
    assert hidden(waits.text, "body") == told["body"]
    with world.database.writing() as connection:
        work.end(connection, world.fair_id, number, turn=1, state="cancelled", at=world.clock())
    kept = client.post("/seasons/figures", data=told)
    here = f"/fairs/{believable.SLUG}/works/{number + 1}"
    assert (kept.status_code, kept.headers["location"]) == (303, here)
    page = html.unescape(client.get(here).text)
    assert ("142 số liệu của 50 hội chợ." in page, 'href="/seasons?kept=142"' in page) == (True, True)
    assert len(figures(world, "qn-2022-he")) == 4
