"""The plan editor: what it shows, what its forms do, and what they refuse, with what was typed kept."""

from __future__ import annotations

import html
import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from fairpos.core.floor import Floor, Stand
from fairpos.ledger import audit, fairs, floor, plans
from fairpos.ledger.passwords import cheap_passwords
from tests.admin_site import believable
from tests.admin_site.conftest import World

PLAN = f"/fairs/{believable.SLUG}/plan"
ROW = {
    "hall": "H1", "row": "D", "count": "3", "first": "1", "zone": "in-province", "kind": "booth",
    "width": "3", "height": "2,5", "x": "18", "y": "3", "way": "across", "facility-power": "on",
    "facility-water": "on",
}  # fmt: skip


@pytest.fixture
def drawn(world: World) -> World:
    with world.database.writing() as connection:
        believable.draw(connection, world.fair_id, publish=False)
    return world


def plan_of(world: World) -> Floor:
    with world.database.reading() as connection:
        return floor.load(connection, world.fair_id)


def stand(world: World, id_: str) -> Stand:
    found = plan_of(world).stand(id_)
    assert found is not None
    return found


def send(world: World, path: str, **fields: str) -> Any:
    data = {"csrf_token": world.csrf_token, **fields}
    return world.signed_in().post(f"{PLAN}/{path}", data=data)


def text(response: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", response.text))


def typed(page: str, id_: str) -> str:
    """What stands in a field, by its element."""
    (found,) = re.findall(rf'<input[^>]* id="{id_}"[^>]*>', page)
    return html.unescape(re.findall(r' value="([^"]*)"', found)[0])


def faults(page: str) -> dict[str, str]:
    return {
        id_: html.unescape(words)
        for id_, words in re.findall(r'<span class="fault" id="([\w-]+)-fault">(.*?)</span>', page)
    }


# --- looking ------------------------------------------------------------------------------------------


def test_every_booth_is_a_link_that_says_what_it_is(drawn: World) -> None:
    page = text(drawn.signed_in().get(PLAN))
    names = re.findall(r'<a class="stand [^"]*" href="([^"]*)" aria-label="([^"]*)" tabindex="(-?\d)"', page)
    assert len(names) == 8
    assert names[0] == (
        f"{PLAN}?hall=H1&stand=HL01#panel",
        "A01, Gian hàng, 9 m², 1 mặt thoáng, Khu trong tỉnh, Cơ sở chế biến Bà Ngần",
        "0",
    )
    assert [tab for *_, tab in names[1:]] == ["-1"] * 7, "one stop for the tab key, arrows do the rest"
    assert "Chưa công bố" in page


def test_areas_and_booths_are_counted_apart_and_worth_standard_booths(drawn: World) -> None:
    send(drawn, "rows", **{**ROW, "kind": "area", "width": "6", "height": "6", "x": "18"})
    page = text(drawn.signed_in().get(PLAN))
    (whole,) = re.findall(r"<strong>Cả hội chợ</strong></th>(.*?)</tr>", page)
    assert re.findall(r"<td[^>]*>(.*?)</td>", whole) == ["8", "3", "72", "108", "20"]


def test_a_chosen_booth_opens_its_form_and_several_can_be_merged(drawn: World) -> None:
    client = drawn.signed_in()
    page = client.get(f"{PLAN}/panel?stand=BC02").text
    assert page.lstrip().startswith('<section id="panel"')
    assert (typed(page, "stand-code"), typed(page, "stand-area")) == ("A02", "9")
    assert "HTX Dược liệu Ba Chẽ" in page
    both = text(client.get(f"{PLAN}/panel?stand=BC02&stand=HL01"))
    assert "Đã chọn 2 gian" in both
    assert f'action="{PLAN}/merging?stand=HL01&stand=BC02&"' in both


def test_a_fair_without_a_plan_is_told_how_to_begin(world: World) -> None:
    page = text(world.signed_in().get(PLAN))
    assert "Chưa có sơ đồ" in page
    assert f'action="{PLAN}/halls"' in page
    assert "Sao chép sơ đồ kỳ trước" not in page


def test_a_viewer_sees_the_plan_and_no_form(drawn: World) -> None:
    with drawn.database.writing() as connection:
        viewer = believable.organiser(connection, cheap_passwords(), role="viewer", login="xem")
    client = drawn.signed_in(viewer, token="v" * 43)
    page = client.get(f"{PLAN}?stand=HL01").text
    assert "Cơ sở chế biến Bà Ngần" in page
    assert f'action="{PLAN}/' not in page
    assert client.post(f"{PLAN}/rows", data={"csrf_token": drawn.csrf_token, **ROW}).status_code == 403


# --- changing -----------------------------------------------------------------------------------------


def test_a_row_of_n_is_added_with_its_facilities_and_written_down(drawn: World) -> None:
    response = send(drawn, "rows", **ROW)
    assert (response.status_code, response.headers["location"]) == (
        303,
        f"{PLAN}?hall=H1&stand=D01&done=row-added#panel",
    )
    made = stand(drawn, "D02")
    assert (made.area, made.x, made.y, made.facilities) == (750, 2_100, 300, frozenset({"power", "water"}))
    with drawn.database.reading() as connection:
        noted = audit.listed(connection, drawn.fair_id, kind="booth")
    assert [(one.subject, one.act, one.by) for one in noted] == [
        (f"D0{n}", "creation", "hoa") for n in (3, 2, 1)
    ]


def test_everything_wrong_in_a_form_is_said_at_once_and_what_was_typed_is_kept(drawn: World) -> None:
    before = plan_of(drawn)
    wrong = {**ROW, "row": "D 1", "count": "nhiều", "width": "0", "height": "3m", "x": "-1", "zone": "moon"}
    response = send(drawn, "rows", **wrong)
    assert response.status_code == 422
    assert faults(response.text) == {
        "row-row": "Mã không có dấu cách.",
        "row-count": "Hãy ghi một số nguyên.",
        "row-zone": "Hãy chọn trong danh sách.",
        "row-width": "Từ nửa mét đến 1.000 mét.",
        "row-height": "Hãy ghi số mét, ví dụ 3 hoặc 2,5.",
        "row-x": "Hãy ghi số mét, ví dụ 3 hoặc 2,5.",
    }
    assert typed(response.text, "row-count") == "nhiều"
    assert plan_of(drawn) == before


def test_a_code_that_is_taken_is_said_beside_it(drawn: World) -> None:
    response = send(drawn, "rows", **{**ROW, "row": "A"})
    assert response.status_code == 422
    assert faults(response.text) == {"row-row": "Đã có trên sơ đồ: A01, A02, A03"}


def test_a_booth_changes_by_its_form(drawn: World) -> None:
    fields = {
        "code": "VIP1", "zone": "foreign", "kind": "area", "state": "fixed", "open_sides": "3", "row": "A",
        "position": "1", "x": "3", "y": "3", "width": "3", "height": "3", "area": "",
    }  # fmt: skip
    assert send(drawn, "stands/HL01", **fields).status_code == 303
    changed = stand(drawn, "HL01")
    assert (changed.shown, changed.zone, changed.kind, changed.state) == ("VIP1", "foreign", "area", "fixed")
    wrong = send(drawn, "stands/HL01", **{**fields, "code": "A02", "area": "9"})
    assert faults(wrong.text) == {"stand-code": "Đã có trên sơ đồ: A02"}
    assert send(drawn, "stands/NOTHING", **fields).status_code == 422


def test_neighbours_merge_and_split_again(drawn: World) -> None:
    merged = send(drawn, "merging?stand=HL01&stand=BC02")
    assert merged.headers["location"] == f"{PLAN}?stand=HL01&done=merged#panel"
    assert [one.shown for one in plan_of(drawn).in_row("H1", "A")] == ["A01", "A03", "A04", "A05"]
    assert "Các gian đã gộp làm một." in text(drawn.signed_in().get(merged.headers["location"]))
    assert send(drawn, "stands/HL01/splitting", parts="2").status_code == 303
    assert [one.shown for one in plan_of(drawn).in_row("H1", "A")] == ["A01", "A01b", "A03", "A04", "A05"]


def test_booths_across_an_aisle_do_not_merge(drawn: World) -> None:
    assert send(drawn, "gaps", hall="H1", row="A", after="1", kind="column").status_code == 303
    response = send(drawn, "merging?stand=HL01&stand=BC02")
    assert response.status_code == 422
    assert faults(response.text) == {
        "merge": "Chỉ gộp được các gian liền nhau trong một dãy, không qua lối đi: A01, A02"
    }
    assert send(drawn, "gaps/removal", hall="H1", row="A", after="1").status_code == 303
    assert plan_of(drawn).gaps == ()


def test_a_booth_in_use_stays_and_says_who_uses_it_whatever_they_are_called(drawn: World) -> None:
    with drawn.database.writing() as connection:
        connection.exec_driver_sql("UPDATE exhibitor SET name = '100% <b>%s</b>' WHERE id = 'DV-HL01'")
    response = send(drawn, "stands/HL01/removal", hall="H1")
    assert response.status_code == 422
    assert faults(response.text) == {
        "removal": "Đang được dùng, hãy chuyển hoặc khóa trước: 100% <b>%s</b>, M-HL01"
    }
    assert "<b>%s</b>" not in response.text


def test_an_empty_booth_a_landmark_and_a_hall_go(drawn: World) -> None:
    send(drawn, "rows", **{**ROW, "count": "1"})
    assert send(drawn, "stands/D01/removal", hall="H1").status_code == 303
    assert plan_of(drawn).stand("D01") is None
    place = {"x": "0", "y": "0", "width": "2", "height": "1"}
    assert send(drawn, "landmarks", hall="H1", kind="exit", name="", **place).status_code == 303
    assert [mark.id for mark in plan_of(drawn).landmarks] == ["L1", "L2"]
    assert send(drawn, "landmarks/L2/removal", hall="H1").status_code == 303
    assert send(drawn, "halls", name="Nhà B", site="Quảng trường", width="40", height="30").status_code == 303
    assert send(drawn, "halls/H2", name="Nhà ngoài trời", width="50", height="30").status_code == 303
    assert [hall.name for hall in plan_of(drawn).halls] == ["Nhà trưng bày", "Nhà ngoài trời"]
    assert send(drawn, "halls/H2/removal").status_code == 303
    refused = send(drawn, "halls/H1/removal")
    assert faults(refused.text) == {
        "hall-removal": "Trong nhà còn gian hàng, hãy bỏ chúng trước: Nhà trưng bày"
    }


def test_a_row_is_renumbered_and_tills_keep_their_booths(drawn: World) -> None:
    number = {"hall": "H1", "row": "A", "prefix": "N", "first": "1", "step": "2"}
    assert send(drawn, "rows/renumbering", **number).status_code == 303
    assert [(one.id, one.shown) for one in plan_of(drawn).in_row("H1", "A")][:2] == [
        ("HL01", "N01"), ("BC02", "N03"),
    ]  # fmt: skip


def test_a_closed_fair_keeps_its_plan(drawn: World) -> None:
    with drawn.database.writing() as connection:
        fairs.set_status(connection, drawn.fair_id, "closed")
    page = text(drawn.signed_in().get(PLAN))
    assert f'action="{PLAN}/rows"' not in page
    assert "sơ đồ chỉ để xem và in" in page
    refused = send(drawn, "rows", **ROW)
    assert refused.status_code == 422
    assert "Chưa có gì thay đổi" in refused.text


def test_last_editions_plan_is_copied_into_an_empty_one(world: World) -> None:
    with world.database.writing() as connection:
        prior = fairs.by_slug(connection, believable.PRIOR_SLUG)
        assert prior is not None
        floor.fill(connection, prior.id, believable.drawn())
    assert "Sao chép sơ đồ kỳ trước" in world.signed_in().get(PLAN).text
    assert send(world, "copies").status_code == 303
    assert {one.id: one for one in plan_of(world).stands} == {
        one.id: one for one in believable.drawn().stands
    }
    assert plan_of(world).halls == believable.drawn().halls
    again = send(world, "copies")
    assert (again.status_code, "Chưa sao chép gì" in again.text) == (422, True)


# --- publishing and printing --------------------------------------------------------------------------


def test_a_version_is_published_numbered_and_printed(drawn: World) -> None:
    assert send(drawn, "versions", hall="H1", note="Gửi các huyện").status_code == 303
    page = text(drawn.signed_in().get(PLAN))
    assert "Đã công bố: bản số 1" in page
    assert "Gửi các huyện" in page
    paper = drawn.signed_in().get(f"{PLAN}/paper.pdf?version=1")
    assert paper.headers["content-type"] == "application/pdf"
    words = re.sub(r"\s+", " ", " ".join(p.extract_text() for p in PdfReader(BytesIO(paper.content)).pages))
    assert "Bản số 1" in words
    assert "Nhà trưng bày" in words
    assert "HTX Nếp cái hoa vàng Đông Triều" in words
    assert "A05" in words
    assert drawn.signed_in().get(f"{PLAN}/paper.pdf?version=2").status_code == 404


def test_a_plan_with_a_serious_fault_says_so_and_is_not_published(drawn: World) -> None:
    send(drawn, "rows", **{**ROW, "x": "4"})
    page = text(drawn.signed_in().get(PLAN))
    assert "Cần sửa trước khi công bố sơ đồ" in page
    assert "Các gian đè lên nhau: " in page
    refused = send(drawn, "versions", hall="H1", note="")
    assert (refused.status_code, "Chưa công bố. Hãy sửa" in refused.text) == (422, True)
    with drawn.database.reading() as connection:
        assert plans.listed(connection, drawn.fair_id) == ()


def test_a_hall_is_a_drawing_by_itself_without_scripts_or_styles(drawn: World) -> None:
    drawing = drawn.signed_in().get(f"{PLAN}/halls/H1.svg")
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert "attachment" in drawing.headers["content-disposition"]
    assert drawing.text.count('class="shape"') == 8
    assert "style" not in drawing.text
    assert "<a " not in drawing.text
    assert drawn.signed_in().get(f"{PLAN}/halls/H9.svg").status_code == 404


@pytest.mark.parametrize("hostile", ["\x00", "<script>alert(1)</script>", "A" * 5_000, "%s%n", "../../etc"])
def test_hostile_addresses_and_texts_are_text(drawn: World, hostile: str) -> None:
    client = drawn.signed_in()
    for path in (PLAN, f"{PLAN}/panel"):
        page = client.get(path, params={"hall": hostile, "stand": hostile, "done": hostile})
        assert page.status_code == 200
        assert "<script>alert" not in page.text
    assert send(drawn, "halls", name=hostile, width=hostile, height=hostile).status_code == 422
    assert send(drawn, "versions", hall=hostile, note=hostile + "\x07").status_code == 422
    assert client.get(f"{PLAN}/paper.pdf", params={"version": hostile}).status_code == 404
