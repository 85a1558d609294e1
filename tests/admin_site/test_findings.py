from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
from httpx2 import Response

from fairpos.ledger import findings
from fairpos.ledger.findings import Finding
from fairpos.ledger.passwords import cheap_passwords
from fairpos.web.words import WORDS
from tests.admin_site import believable
from tests.admin_site.conftest import World

ROOT = Path(__file__).parents[2] / "fairpos"
FINDINGS = f"/fairs/{believable.SLUG}/findings"

# How the code that opens findings names their codes.
NAMING = (
    r'(?:codes|faults)\.append\("([a-z-]+)"\)',
    r'Trouble\(\s*"([a-z-]+)"',
    r'Unreadable\(\s*"([a-z-]+)"',
    r'\bcode\s*=\s*"([a-z-]+)"',
    r'\bcode\s*=\s*"[a-z-]+" if .*? else "([a-z-]+)"',
    r'else \["([a-z-]+)"\]',
    r'_suspended\(body, "([a-z-]+)"',
    r'_tell\(connection, fair_id, "([a-z-]+)"',
    r'_settle\(\s*connection,\s*fair_id,\s*"([a-z-]+)"',
)


def written_codes() -> set[str]:
    places = [ROOT / "wire" / "documents.py", ROOT / "server" / "jobs.py", *(ROOT / "ledger").glob("*.py")]
    places += [ROOT / "core" / f"{name}.py" for name in ("document", "sale", "shift", "gate", "inspection")]
    left_out = {"results.py", "comparisons.py", "seasons.py", "waiting.py"}
    text = "\n".join(path.read_text() for path in places if path.name not in left_out)
    return {code for pattern in NAMING for code in re.findall(pattern, text)}


def test_every_code_that_intake_writes_has_words() -> None:
    codes = written_codes()
    assert {"unknown-till", "fold-error", "amount-range", "not-json", "fork", "sale-unknown"} <= codes
    assert codes - set(WORDS["finding"]) == set()


def posted(world: World, deed: str, **data: object) -> Response:
    return world.signed_in().post(f"{FINDINGS}/{deed}", data={"csrf_token": world.csrf_token, **data})


def headings(text: str) -> list[str]:
    return re.findall(r"<h2><a [^>]*>(.*?)</a></h2>", text)


def row(world: World, code: str) -> Finding:
    with world.database.reading() as connection:
        (found,) = findings.listed(connection, world.fair_id, code=code)
    return found


def test_open_findings_stand_with_their_words_and_the_money_they_hold(world: World) -> None:
    page = world.signed_in().get(FINDINGS).text
    assert headings(page) == ["Từ máy bán hàng chưa khai báo", "Máy bán hàng cộng ra số khác"]
    assert "2 mục như đã lọc; 1.245.000\N{NO-BREAK SPACE}đ đang treo, chưa tính vào doanh thu" in page


QUERIES = [
    ("code=unknown-till", 1),
    ("place=M-HL01", 1),
    ("place=HL01", 1),
    ("assignee=-", 2),
    ("assignee=hoa", 0),
    ("state=settled", 0),
    ("state=all", 2),
    (f"day={believable.DAYS[2]}", 2),
    (f"day={believable.DAYS[1]}", 0),
    ("page=2", 0),
    ("day=9999-12-31&code=%00&place=%00&assignee=%00&state=%00&page=x", 2),
    ("day=0001-01-01", 2),
]


def test_the_url_says_which(world: World) -> None:
    client = world.signed_in()
    for query, count in QUERIES:
        response = client.get(f"{FINDINGS}?{query}")
        assert (query, response.status_code, len(headings(response.text))) == (query, 200, count)


def test_a_finding_s_own_page_says_what_it_means_and_what_to_do(world: World) -> None:
    page = world.signed_in().get(f"{FINDINGS}/totals/1/512").text
    assert "Trung tâm cộng cùng các dòng hàng ra tổng khác với máy." in page
    assert "Số tiền này chưa tính vào tổng nào cho đến khi có người quyết định." in page
    for there in ("totals/1/513", "totals/%00", "%00/1", "x" * 70 + "/1", "totals/" + "x" * 400):
        assert (there, world.signed_in().get(f"{FINDINGS}/{there}").status_code) == (there, 404)


def test_a_finding_is_given_settled_and_opened_again(world: World) -> None:
    key = "totals 1/512"
    given = posted(world, "assignment", key=key, assignee="hoa", alone="1")
    assert (given.status_code, given.headers["location"]) == (303, f"{FINDINGS}/totals/1/512")
    assert row(world, "totals").assignee == "hoa"
    settled = posted(
        world, "settling", key=key, note="  Đã đối chiếu   biên lai ", state="open", code="totals"
    )
    assert (settled.status_code, settled.headers["location"]) == (303, f"{FINDINGS}?code=totals")
    done = row(world, "totals")
    assert (done.resolved_by, done.note, done.detail) == (
        "hoa",
        "Đã đối chiếu biên lai",
        "1.245.000 đ ≠ 1.240.000 đ",
    )
    page = world.signed_in().get(f"{FINDINGS}/totals/1/512").text
    assert re.findall(r"</span> (.*?)</li>", page) == [
        "đã giải quyết: Đã đối chiếu biên lai",
        "giao cho: hoa",
    ]
    posted(world, "reopening", key=key)
    assert row(world, "totals").resolved_at is None


def test_all_that_is_asked_for_is_settled_in_one_go(world: World) -> None:
    posted(world, "settling", note="Hội chợ thử", all="1")
    assert [row(world, code).note for code in ("totals", "unknown-till")] == 2 * ["Hội chợ thử"]


REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("settling", {"key": "totals 1/512"}, "Chưa giải quyết mục nào"),
    ("settling", {"key": "totals 1/512", "note": "x" * 201}, "Chưa giải quyết mục nào"),
    ("settling", {"key": "totals 1/512", "note": "a\x00b"}, "Chưa giải quyết mục nào"),
    ("settling", {"note": "xong"}, "Chưa thay đổi gì"),
    ("settling", {"note": "xong", "key": "\x00 \x00"}, "Chưa thay đổi gì"),
    ("assignment", {"key": "totals 1/512", "assignee": "ai-do"}, "Chưa giao cho ai"),
    ("assignment", {"key": "totals 1/512", "assignee": "\x00", "alone": "1"}, "Chưa giao cho ai"),
]


def test_what_cannot_be_done_is_told_and_changes_nothing(world: World) -> None:
    before = row(world, "totals")
    for deed, data, said in REFUSED:
        response = posted(world, deed, **data)
        assert (said, response.status_code, said in response.text) == (said, 422, True)
    assert row(world, "totals") == before


def test_a_viewer_looks_and_changes_nothing(world: World) -> None:
    with world.database.writing() as connection:
        viewer = believable.organiser(connection, cheap_passwords(), role="viewer", login="xem")
    client = world.signed_in(viewer, token="v" * 43)
    page = client.get(FINDINGS).text
    assert len(headings(page)) == 2
    assert 'type="checkbox"' not in page
    data = {"csrf_token": world.csrf_token, "key": "totals 1/512", "note": "xong"}
    assert client.post(f"{FINDINGS}/settling", data=data).status_code == 403


def test_the_table_is_what_is_asked_for(world: World) -> None:
    with world.database.writing() as connection:
        hostile = findings.Opening(code="totals", subject="9/9", detail='=HYPERLINK("x")', till="M-HL01")
        findings.open_all(connection, world.fair_id, [hostile], now=believable.NOW)
    client = world.signed_in()
    text = client.get(f"{FINDINGS}.csv?code=totals").content.decode("utf-8-sig")
    assert len(text.splitlines()) == 3
    assert "\"'=HYPERLINK" in text
    assert len(client.get(f"{FINDINGS}.csv").content.decode("utf-8-sig").splitlines()) == 4
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{FINDINGS}.xlsx?code=totals").content))
    sheet = book.worksheets[0]
    assert (sheet.max_row, {cell.data_type for row in sheet for cell in row} <= {"s", "n"}) == (3, True)


def test_a_fair_without_findings_says_so(world: World) -> None:
    page = world.signed_in().get(f"/fairs/{believable.PRIOR_SLUG}/findings").text
    assert "Không có gì cần xem xét" in page
