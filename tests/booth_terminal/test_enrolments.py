import pytest

from fairpos.ledger import fleet
from tests.booth import Booth


def test_a_program_enrols_with_its_code_and_gets_a_token(booth: Booth) -> None:
    booth.publish_code("CG1", "mã-cổng")
    with booth.client() as client:
        answer = client.post("/till/enrolment", json={"code": "mã-cổng"})
        assert answer.status_code == 200
        token = answer.json().pop("token")
        assert answer.json() == {"till": "CG1", "kind": "gate", "place": "G1", "token": token}
        assert client.get("/till/book", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        again = client.post("/till/enrolment", json={"code": "mã-cổng"})
    assert (again.status_code, again.json()) == (410, {"code": "code-used"})


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"code":"nobody gave this out"}', 404, "unknown-code"),
        (b'{"code":""}', 404, "unknown-code"),
        (b'{"code":"\\u0000"}', 404, "unknown-code"),
        (b'{"code":7}', 400, "bad-envelope"),
        (b"{}", 400, "bad-envelope"),
        (b"", 400, "bad-envelope"),
        (b"\xff", 400, "bad-envelope"),
        (b'{"code":"\\ud800"}', 400, "bad-envelope"),
        (b'{"x":' + b"[" * 1_000, 400, "bad-envelope"),
        (b"x" * 1_025, 413, "too-large"),
    ],
)
def test_anything_else_enrols_nothing(booth: Booth, body: bytes, status: int, code: str) -> None:
    booth.publish_code("CG1", "mã-cổng")
    with booth.client() as client:
        response = client.post("/till/enrolment", content=body)
    assert (response.status_code, response.json()) == (status, {"code": code})
    assert booth.terminal.enrol("mã-cổng")[0].id == "CG1"


def test_opening_the_link_uses_no_code_up(booth: Booth) -> None:
    booth.publish_code("M1", "ma-1")
    with booth.client() as client:
        for _ in range(3):
            assert client.get("/till/enrolment/ma-1").status_code == 200
        enrolled = client.post("/till/enrolment/ma-1", follow_redirects=False)
        assert enrolled.status_code == 303
        assert client.get("/till/enrolment/ma-1").status_code == 410
        assert client.post("/till/enrolment/ma-1", follow_redirects=False).status_code == 410
        assert client.get("/till/enrolment/ma-2").status_code == 404


def test_a_link_newer_than_the_terminals_settings_is_looked_for_at_once_and_by_itself(booth: Booth) -> None:
    booth.later()
    booth.deliver()
    with booth.hall.database.writing() as connection:
        fleet.open_enrolment(connection, booth.hall.fair_id, "M1", code="ma-moi", at=booth.now(), by="hoa")
    booth.later(3_000)
    booth.deliver()
    with booth.client() as client:
        first = client.get("/till/enrolment/ma-moi")
        assert (first.status_code, first.headers["refresh"]) == (404, "3; url=?look=2")
        booth.deliver()
        assert client.get("/till/enrolment/ma-moi?look=2").status_code == 200


@pytest.mark.parametrize("look", ["5", "6", "0", "x", ""])
def test_the_page_of_a_link_that_nobody_made_looks_again_only_so_often(booth: Booth, look: str) -> None:
    with booth.client() as client:
        answer = client.get("/till/enrolment/khong-co", params={"look": look})
    assert (answer.status_code, "refresh" in answer.headers) == (404, False)


def test_a_gate_is_sent_to_its_own_page(booth: Booth) -> None:
    booth.publish_code("CG1", "ma-1")
    with booth.client() as client:
        opened = client.post("/till/enrolment/ma-1", follow_redirects=False)
    assert (opened.status_code, opened.headers["location"]) == (303, "/till/gate")


@pytest.mark.parametrize("path", ["/till/enrolment/ma-1", "/till/enrolment"])
def test_a_foreign_page_cannot_enrol_a_browser(booth: Booth, path: str) -> None:
    booth.publish_code("M1", "ma-1")
    with booth.client() as client:
        response = client.post(path, json={"code": "ma-1"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert booth.terminal.enrol("ma-1")[0].id == "M1"


@pytest.mark.parametrize("code", ["<script>alert(1)<%2Fscript>", "%00", "%FF", "..%2F..%2Fetc", "x" * 2_000])
def test_a_hostile_link_is_a_page_that_says_so(booth: Booth, code: str) -> None:
    with booth.client() as client:
        response = client.get(f"/till/enrolment/{code}")
    assert response.status_code == 404
    assert "<script>alert" not in response.text


def test_a_link_names_the_place_and_who_stands_there(booth: Booth) -> None:
    booth.publish_code("M1", "ma-1")
    booth.publish_code("CG1", "ma-2")
    with booth.client() as client:
        till, gate = (client.get(f"/till/enrolment/{code}").text for code in ("ma-1", "ma-2"))
    assert "Hộ nuôi ong Đồng Sơn · HTX Dược liệu Ba Chẽ" in till
    assert "Cổng chính" in gate
    assert 'class="problem"' not in till + gate


def test_who_would_shut_another_device_out_is_told_first_what_it_still_holds(booth: Booth) -> None:
    booth.enrol("M1")
    booth.publish_code("M1", "ma-1")
    with booth.client() as client:
        nothing = client.get("/till/enrolment/ma-1").text
        booth.terminal.tills.spoke("M1", at=booth.now(), pending=7, oldest_at=booth.now())
        seven = client.get("/till/enrolment/ma-1").text
    assert "Lần cuối có tín hiệu, máy đó đã gửi hết mọi chứng từ." in nothing
    assert "còn giữ 7 chứng từ chưa gửi" in seven
    assert "Nếu tiếp tục, máy kia bị khóa và máy này thay thế." in seven
