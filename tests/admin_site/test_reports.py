from __future__ import annotations

import html
import io
import json
import re

import openpyxl
import pytest
from pypdf import PdfReader

from fairpos.core.rights import Grant
from fairpos.ledger.reports import kept, layout
from fairpos.wire import reports as wire
from tests.admin_site import believable
from tests.admin_site.conftest import World

REPORTS = f"/fairs/{believable.SLUG}/reports"


def token(world: World, **fields: str) -> dict[str, str]:
    return {"csrf_token": world.csrf_token, **fields}


def drafted(world: World) -> tuple[kept.Kept, ...]:
    response = world.signed_in().post(REPORTS, data=token(world))
    assert (response.status_code, response.headers["location"]) == (303, REPORTS)
    return listed(world)


def listed(world: World) -> tuple[kept.Kept, ...]:
    with world.database.reading() as connection:
        return kept.listed(connection, world.fair_id)


def signed(world: World) -> kept.Kept:
    first = drafted(world)[0]
    response = world.signed_in().post(f"{REPORTS}/{first.no}/signature", data=token(world, hash=first.hash))
    assert response.status_code == 303
    return next(one for one in listed(world) if one.no == first.no)


def text(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_before_the_first_draft_the_page_says_when_it_comes(world: World) -> None:
    page = world.signed_in().get(REPORTS)
    assert page.status_code == 200
    assert "Chưa có bản nháp" in page.text


def test_a_draft_of_every_evening_that_is_over_stands_in_the_list(world: World) -> None:
    assert {(one.kind, one.subject) for one in drafted(world)} == {
        (kind, day) for kind in ("flash", "z") for day in believable.DAYS[:2]
    }
    page = text(world.signed_in().get(REPORTS).text)
    assert page.count("Báo cáo nhanh trong ngày") >= 2
    assert "Bản nháp" in page


def test_a_report_is_read_on_a_page_with_every_basis(world: World) -> None:
    first = drafted(world)[0]
    page = text(world.signed_in().get(f"{REPORTS}/{first.no}").text)
    with world.database.reading() as connection:
        report = wire.read(kept.find(connection, world.fair_id, first.no)[1])
    for section in report.sections:
        for figure in section.figures:
            assert figure.about("vi") in page
    assert "toàn hội chợ" in page


def test_signing_locks_the_figures_under_a_code_that_anybody_may_open(world: World) -> None:
    one = signed(world)
    assert (one.state, one.signed_by, one.signer) == ("signed", "hoa", "Nguyễn Thị Hoa")
    page = world.signed_in().get(f"{REPORTS}/{one.no}").text
    assert f"http://testserver/verify/{one.code}" in page
    assert 'class="qr"' in page
    assert "/signature" not in page
    seen = world.stranger().get(f"/verify/{(one.code or '').lower()}")
    assert seen.status_code == 200
    assert one.hash in seen.text
    assert "Đây là bản đã ký mới nhất." in seen.text
    assert "Nguyễn Thị Hoa" in seen.text


def test_the_code_tells_of_a_newer_revision(world: World) -> None:
    one = signed(world)
    with world.database.writing() as connection:
        believable.sell(connection, world.fair_id, believable.CLOSED_DAY, 1_000_000, 0, until=9)
        believable.bump(connection, world.fair_id)
        connection.exec_driver_sql("UPDATE takings_by_hour SET takings = takings + 1000 WHERE hour = 9")
    drafted(world)
    seen = world.stranger().get(f"/verify/{one.code}").text
    assert "Bản sửa đã lập nhưng chưa ký" in seen
    (again,) = [other for other in listed(world) if other.revision == 2 and other.kind == one.kind]
    page = text(world.signed_in().get(f"{REPORTS}/{again.no}").text)
    assert "số liệu khác với bản đã ký trước" in page
    world.signed_in().post(f"{REPORTS}/{again.no}/signature", data=token(world, hash=again.hash))
    seen = world.stranger().get(f"/verify/{one.code}").text
    assert "Một bản mới hơn đã ký lúc" in seen


@pytest.mark.parametrize("code", ["nothing", "AAAA-BBBB-CCCC-DDDD", "%00", "a%2fb", "x" * 300])
def test_a_code_nobody_signed_leads_nowhere(world: World, code: str) -> None:
    assert world.stranger().get(f"/verify/{code}").status_code == 404


def test_figures_that_moved_on_are_shown_again_and_not_signed(world: World) -> None:
    first = drafted(world)[0]
    response = world.signed_in().post(f"{REPORTS}/{first.no}/signature", data=token(world, hash="0" * 64))
    assert response.status_code == 409
    assert "Chưa ký: số liệu đã đổi" in response.text
    assert {one.state for one in listed(world)} == {"draft"}


def test_what_is_signed_is_not_signed_again(world: World) -> None:
    one = signed(world)
    response = world.signed_in().post(f"{REPORTS}/{one.no}/signature", data=token(world, hash=one.hash))
    assert response.status_code == 409
    assert "đã ký rồi" in response.text


def test_the_three_files_are_of_one_report(world: World) -> None:
    one = signed(world)
    client = world.signed_in()
    body = client.get(f"{REPORTS}/{one.no}.json")
    assert wire.hash_of(body.content) == one.hash
    assert json.loads(body.content)["kind"] == one.kind
    paper = client.get(f"{REPORTS}/{one.no}.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert (one.code or "") in said
    workbook = client.get(f"{REPORTS}/{one.no}.xlsx")
    assert f'filename="{one.kind}-{one.subject}-1.xlsx"' in workbook.headers["content-disposition"]
    assert openpyxl.load_workbook(io.BytesIO(workbook.content)).sheetnames[0] == "Tóm tắt"


@pytest.mark.parametrize("no", ["0", "999", "x", "-1", "1e3", "٣", "9" * 30])
def test_a_report_that_is_not_there_is_a_page_not_found(world: World, no: str) -> None:
    client = world.signed_in()
    for ending in ("", ".pdf", ".xlsx", ".json"):
        assert client.get(f"{REPORTS}/{no}{ending}").status_code == 404


def test_only_who_holds_the_money_drafts_and_signs(world: World) -> None:
    first = drafted(world)[0]
    client = world.holding(Grant("inspector", believable.SLUG))
    assert client.get(f"{REPORTS}/{first.no}").status_code == 200
    assert "/signature" not in client.get(f"{REPORTS}/{first.no}").text
    for path in (REPORTS, f"{REPORTS}/{first.no}/signature", f"{REPORTS}/signatures", f"{REPORTS}/answers"):
        assert client.post(path, data=token(world, hash=first.hash)).status_code == 403
    money = world.holding(Grant("finance", believable.SLUG), login="mai")
    assert (
        money.post(f"{REPORTS}/{first.no}/signature", data=token(world, hash=first.hash)).status_code == 303
    )


def test_a_closed_fair_has_statements_that_are_signed_as_a_pile(world: World) -> None:
    with world.database.writing() as connection:
        connection.exec_driver_sql("UPDATE fair SET status = 'closed'")
    every = [one for one in drafted(world) if one.kind == "exhibitor"]
    assert len(every) == len(believable.BOOTHS)
    client = world.signed_in()
    page = client.get(f"{REPORTS}?kind=exhibitor").text
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen is not None
    stale = client.post(f"{REPORTS}/signatures", data=token(world, kind="exhibitor", seen=seen[1][:-1] + "z"))
    assert stale.headers["location"].endswith("refused=1")
    assert "draft" in {one.state for one in listed(world) if one.kind == "exhibitor"}
    assert "Chưa ký bản nào" in client.get(stale.headers["location"]).text
    client.post(f"{REPORTS}/signatures", data=token(world, kind="exhibitor", seen=seen[1]))
    found = [one for one in listed(world) if one.kind == "exhibitor"]
    assert {one.state for one in found} == {"signed"}
    assert len({one.code for one in found}) == len(every)
    page = client.get(REPORTS).text
    assert "Hạn nộp: 15/02/2020" in page


def test_answers_are_kept_and_all_faults_told_at_once(world: World) -> None:
    client, path = world.signed_in(), f"{REPORTS}/answers"
    assert client.get(path).status_code == 200
    wrong = {"answer-proposals": "x" * 4001, "answer-contracts": "12 hợp đồng"}
    response = client.post(path, data=token(world, **wrong))
    assert response.status_code == 422
    assert response.text.count('class="wrong"') == 1
    assert "12 hợp đồng" in response.text
    with world.database.reading() as connection:
        assert layout.answers(connection, world.fair_id) == {}
    hostile = "<script>alert(1)</script>\x00\r\n=1+1"
    assert client.post(path, data=token(world, **{"answer-proposals": hostile})).status_code == 303
    with world.database.reading() as connection:
        assert layout.answers(connection, world.fair_id) == {"proposals": "<script>alert(1)</script>\n=1+1"}
    assert "<script>alert" not in client.get(path).text


def test_the_form_is_laid_out_anew_and_back(world: World) -> None:
    client, path = world.signed_in(), f"{REPORTS}/layout"
    rows = {
        **{"field-0": "takings", "source-0": "takings", "label-0": "Doanh số", "position-0": "2"},
        **{"field-1": "visits", "source-1": "visits", "label-1": "Lượt khách", "position-1": ""},
        **{"label-2": "Thời tiết", "label_en-2": "Weather", "position-2": "1"},
    }
    assert client.post(path, data=token(world, **rows)).status_code == 303
    with world.database.reading() as connection:
        found = layout.layout(connection, world.fair_id)
    assert [(one.field, one.label, one.source) for one in found] == [
        ("own-1", "Thời tiết", ""),
        ("takings", "Doanh số", "takings"),
    ]
    bad = client.post(path, data=token(world, **(rows | {"label-0": " "})))
    assert bad.status_code == 422
    assert "Mỗi mục cần có lời" in bad.text
    assert client.post(path, data=token(world, standard="1")).status_code == 303
    with world.database.reading() as connection:
        assert layout.layout(connection, world.fair_id) == layout.standard()


def test_an_exhibitor_takes_its_own_signed_statement_and_no_other(world: World) -> None:
    with world.database.writing() as connection:
        connection.exec_driver_sql("UPDATE fair SET status = 'closed'")
    every = [one for one in drafted(world) if one.kind == "exhibitor"]
    own, other = every[0].subject, every[1].subject
    client = world.holding(Grant("exhibitor", believable.SLUG, own))
    path = f"/fairs/{believable.SLUG}/own"
    assert client.get(f"{path}/statements/{own}.pdf").status_code == 404
    assert "own-statements" not in client.get(path).text
    for one in every[:2]:
        world.signed_in().post(f"{REPORTS}/{one.no}/signature", data=token(world, hash=one.hash))
    assert f"{path}/statements/{own}.pdf" in client.get(path).text
    paper = client.get(f"{path}/statements/{own}.pdf")
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert "Nguyễn Thị Hoa" in said
    for exhibitor in (other, "x", "%00"):
        assert client.get(f"{path}/statements/{exhibitor}.pdf").status_code == 404
