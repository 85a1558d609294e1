"""An applicant comes back by its link, hands papers in, and an organiser looks at them before they count."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from fairpos.ledger import application_papers, applications, papers
from fairpos.ledger.application_papers import PAPERS_MAX
from fairpos.web.rate import PAPERS_SENT
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.test_applications import ASKED, BASE, PAGE, PUBLIC, announce
from tests.admin_site.test_exhibitors import faults, post

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 40
PDF = b"%PDF-1.7 " + b"x" * 40


@pytest.fixture
def link(world: World) -> str:
    announce(world)
    return str(world.stranger().post(PUBLIC, data=ASKED).headers["location"].partition("?")[0])


def hand_in(client: TestClient, link: str, body: bytes | None, name: str = "giay.jpg", **fields: str) -> Any:
    files = {} if body is None else {"copy": (name, body, "text/html")}
    return client.post(link, data={"paper_kind": "food-safety", **fields}, files=files)


def waiting(world: World) -> list[tuple[str, str, str]]:
    with world.database.reading() as connection:
        found = application_papers.listed(connection, world.fair_id, "DK-0001")
    return [(one.kind, one.valid_to, one.file_name) for one in found]


def test_the_link_shows_the_number_the_state_in_words_and_what_the_organisers_write(
    world: World, link: str
) -> None:
    stranger, client = world.stranger(), world.signed_in()
    shown = html.unescape(stranger.get(link).text)
    assert "Đơn đăng ký DK-0001" in shown
    assert "Đã nhận: ban tổ chức sẽ xem và trả lời." in shown
    assert f"http://testserver{link}" in shown
    assert link not in client.get(f"{PAGE}/DK-0001").text
    post(world, client, f"{PAGE}/DK-0001/decision", state="asked-back", reason="thiếu <i>giấy</i> ATTP")
    answer = stranger.get(link)
    assert "Ban tổ chức cần đơn vị bổ sung." in html.unescape(answer.text)
    assert "thiếu &lt;i&gt;giấy&lt;/i&gt; ATTP" in answer.text
    post(world, client, f"{PAGE}/DK-0001/decision", state="waiting")
    assert "Trong danh sách chờ" in html.unescape(stranger.get(link).text)
    for other in (
        link[:-1] + ("a" if link[-1] != "a" else "b"),
        link[:-30],
        f"{link}%00",
        f"{PUBLIC}s/DK-0001",
    ):
        assert (other, stranger.get(other).status_code) == (other, 404)


def test_a_paper_waits_to_be_looked_at_and_comes_into_the_register_with_the_acceptance(
    world: World, link: str
) -> None:
    stranger, client = world.stranger(), world.signed_in()
    sent = hand_in(stranger, link, JPEG, paper_number="12/ATTP", paper_valid_to="1/3/2020")
    assert (sent.status_code, sent.headers["location"]) == (303, f"{link}?done=paper#papers")
    assert waiting(world) == [("food-safety", "2020-03-01", "giay.jpg")]
    assert f'href="{PAGE}?papers=new"' in client.get(f"{BASE}/desk").text
    assert "1 giấy tờ mới" in html.unescape(client.get(PAGE, params={"papers": "new"}).text)
    copy = client.get(f"{PAGE}/DK-0001/papers/HS-0001/copy")
    assert (copy.content, copy.headers["content-type"]) == (JPEG, "image/jpeg")
    assert copy.headers["content-disposition"] == 'attachment; filename="HS-0001.jpeg"'
    assert copy.headers["x-content-type-options"] == "nosniff"
    assert world.stranger().get(f"{PAGE}/DK-0001/papers/HS-0001/copy").status_code == 303
    assert post(world, client, f"{PAGE}/DK-0001/papers/HS-0001/admission")[0] == 409
    assert post(world, client, f"{PAGE}/DK-0001/decision", state="accepted")[0] == 303
    assert waiting(world) == []
    with world.database.reading() as connection:
        (kept,) = papers.listed(connection, world.fair_id, "DV-0001")
        assert papers.copy(connection, world.fair_id, "DV-0001", kept.id).body == JPEG
    assert (kept.kind, kept.number, kept.valid_to) == ("food-safety", "12/ATTP", "2020-03-01")
    assert "ban tổ chức đã xem" in html.unescape(stranger.get(link).text)
    # What comes later counts for nothing before somebody has looked.
    hand_in(stranger, link, PDF, "b.pdf", paper_kind="business")
    hand_in(stranger, link, PDF, "c.pdf", paper_kind="other")
    with world.database.reading() as connection:
        assert len(papers.listed(connection, world.fair_id, "DV-0001")) == 1
    assert post(world, client, f"{PAGE}/DK-0001/papers/HS-0001/admission")[0] == 303
    assert post(world, client, f"{PAGE}/DK-0001/papers/HS-0002/removal")[0] == 303
    assert waiting(world) == []
    with world.database.reading() as connection:
        assert [one.kind for one in papers.listed(connection, world.fair_id, "DV-0001")] == [
            "business", "food-safety",
        ]  # fmt: skip
    assert post(world, client, f"{PAGE}/DK-0001/papers/HS-0002/removal")[0] == 404


def test_what_is_no_paper_is_refused_in_words_and_leaves_nothing(
    world: World, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = world.stranger()
    for body, words in (
        (b"<script>alert(1)</script>", "không phải PDF, JPEG hay PNG"),
        (b"", "không phải PDF, JPEG hay PNG"),
        (None, "Hãy chọn tệp"),
    ):
        answer = hand_in(stranger, link, body)
        assert (answer.status_code, words in html.unescape(answer.text)) == (422, True)
    monkeypatch.setattr("fairpos.ledger.papers.FILE_BYTES_MAX", 30)
    assert "lớn hơn 5 MB" in html.unescape(hand_in(stranger, link, JPEG).text)
    monkeypatch.undo()
    wrong = hand_in(stranger, link, JPEG, paper_valid_to="1/1/2019", paper_kind="?", paper_number="<b>1")
    assert (wrong.status_code, set(faults(wrong.text))) == (422, {"paper_valid_to", "paper_kind"})
    assert 'value="&lt;b&gt;1"' in wrong.text
    assert hand_in(stranger, link, b"\xff\xd8\xff" + bytes(6 * 1024 * 1024)).status_code == 413
    assert waiting(world) == []


def test_a_hostile_file_name_is_text_and_no_name_of_ours(world: World, link: str) -> None:
    stranger, client = world.stranger(), world.signed_in()
    name = "=cmd|'<img src=x onerror=1>\u202egpj.exe"
    assert hand_in(stranger, link, JPEG, name).status_code == 303
    ((_, _, kept),) = waiting(world)
    assert "\u202e" not in kept
    for page in (stranger.get(link).text, client.get(f"{PAGE}/DK-0001").text):
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page
    answer = client.get(f"{PAGE}/DK-0001/papers/HS-0001/copy")
    assert re.search(r'filename="([^"]*)"', answer.headers["content-disposition"]) is not None
    assert "exe" not in answer.headers["content-disposition"]


def test_as_many_papers_are_taken_as_may_wait_and_none_for_what_is_over(world: World, link: str) -> None:
    stranger, client = world.stranger(), world.signed_in()
    for _ in range(PAPERS_MAX):
        assert hand_in(stranger, link, JPEG).status_code == 303
    assert "đã đủ mức cho phép" in html.unescape(stranger.get(link).text)
    assert hand_in(stranger, link, JPEG).status_code == 409
    for n in range(1, 3):
        post(world, client, f"{PAGE}/DK-0001/papers/HS-{n:04}/removal")
    post(world, client, f"{PAGE}/DK-0001/decision", state="refused", reason="hết chỗ")
    answer = hand_in(stranger, link, JPEG)
    assert (answer.status_code, "Đơn này đã kết thúc" in html.unescape(answer.text)) == (409, True)
    assert len(waiting(world)) == PAPERS_MAX - 2
    codes = [hand_in(stranger, link, JPEG).status_code for _ in range(PAPERS_SENT)]
    assert codes[-1] == 429


def test_a_link_opens_nothing_of_another_fair(world: World, link: str) -> None:
    other = link.replace(believable.SLUG, believable.PRIOR_SLUG)
    assert world.stranger().get(other).status_code == 404
    with world.database.reading() as connection:
        assert [one.id for one in applications.listed(connection, world.fair_id)] == ["DK-0001"]
