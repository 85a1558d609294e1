"""One account: opened with its first role and a link shown once, changed, shut and let in again."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from fairpos.core.rights import Grant
from fairpos.ledger import accounts, audit, grants, people, sessions
from fairpos.ledger.people import Account
from tests.admin_site import believable
from tests.admin_site.conftest import World

SLUG = believable.SLUG


@pytest.fixture
def chief(world: World) -> TestClient:
    client = world.holding(Grant("administrator"), login="chu")
    client.headers["x-csrf-token"] = world.csrf_token
    return client


def found(world: World, login: str) -> Account | None:
    with world.database.reading() as connection:
        return people.find_account(connection, login)


def held(world: World, login: str) -> tuple[Grant, ...]:
    account = found(world, login)
    assert account is not None
    with world.database.reading() as connection:
        return grants.held(connection, account.id)


def test_a_new_person_signs_in_by_a_link_that_is_shown_once(world: World, chief: TestClient) -> None:
    typed = {"name": "Vũ Thị Mai", "login": "Mai", "role": "exhibitor", "fair": SLUG, "exhibitor": "DV-TN11"}
    answer = chief.post("/accounts", data=typed)
    assert answer.status_code == 200
    shown = re.search(r"<code>http://testserver(/sign-in/\S{43})</code>", answer.text)
    assert shown is not None
    assert 'class="qr"' in answer.text
    account = found(world, "mai")
    assert account is not None
    assert account.name == "Vũ Thị Mai"
    assert held(world, "mai") == (Grant("exhibitor", SLUG, "DV-TN11"),)
    assert shown[1] not in chief.get(f"/accounts/{account.id}").text
    mai = world.stranger()
    assert mai.post(shown[1]).status_code == 303
    assert mai.get("/accounts").status_code == 403
    with world.database.reading() as connection:
        record = audit.listed(connection, None, kind="person", subject="mai")
    assert [(one.act, one.by) for one in record] == [("link", "chu"), ("creation", "chu")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "tối đa 200 ký tự"),
        ({"name": "x" * 201}, "tối đa 200 ký tự"),
        ({"name": "a\x00b"}, "tối đa 200 ký tự"),
        ({"login": "hai chữ"}, "không có dấu cách"),
        ({"login": "HOA"}, "đã có người dùng"),
        ({"role": ""}, "được làm gì."),
        ({"role": "emperor"}, "được làm gì."),
        ({"fair": "nothing"}, "Không có hội chợ này"),
        ({"fair": "\x00"}, "Không có hội chợ này"),
        ({"role": "administrator"}, "Hãy chọn “Mọi hội chợ”"),
        ({"role": "exhibitor"}, "Hãy chọn đơn vị"),
        ({"role": "exhibitor", "exhibitor": "DV-XX"}, "Hãy chọn đơn vị"),
        ({"role": "exhibitor", "fair": ""}, "mà đơn vị này tham gia"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    world: World, chief: TestClient, wrong: dict[str, str], said: str
) -> None:
    typed = {"name": "Mai <b>", "login": "mai", "role": "viewer", "fair": SLUG} | wrong
    answer = chief.post("/accounts", data=typed)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert said in page
    assert page.count('class="fault"') == 1
    if "name" not in wrong:
        assert 'value="Mai &lt;b&gt;"' in answer.text
    assert found(world, "mai") is None


def test_everything_that_is_wrong_is_said_at_once(world: World, chief: TestClient) -> None:
    answer = chief.post("/accounts", data={})
    assert (answer.status_code, answer.text.count('class="fault"')) == (422, 3)


def test_the_exhibitors_of_a_fair_are_listed_once_a_fair_is_chosen(chief: TestClient) -> None:
    asked = chief.get("/accounts/exhibitor", params={"role": "exhibitor", "fair": SLUG}).text
    assert asked.count("<option") == 1 + len(believable.BOOTHS)
    assert "<html" not in asked
    for other in ({"role": "viewer", "fair": SLUG}, {"role": "exhibitor", "fair": ""}, {"fair": "\x00"}):
        assert "<option" not in chief.get("/accounts/exhibitor", params=other).text


def test_an_exhibitors_role_is_limited_to_the_booths_that_are_ticked(world: World, chief: TestClient) -> None:
    asked = {"role": "exhibitor", "fair": SLUG, "exhibitor": "DV-TN11"}
    choice = chief.get("/accounts/exhibitor", params=asked).text
    assert (choice.count('type="checkbox"'), 'name="booth" value="TN11"' in choice) == (1, True)
    typed = {"name": "Vũ Thị Mai", "login": "mai", **asked}
    refused = chief.post("/accounts", data=typed | {"booth": ["TN11", "LS12"]})
    assert (refused.status_code, "không đứng ở tất cả các gian" in refused.text) == (422, True)
    assert 'value="TN11" checked' in refused.text
    assert chief.post("/accounts", data=typed | {"booth": ["TN11"]}).status_code == 200
    assert held(world, "mai") == (Grant("exhibitor", SLUG, "DV-TN11", ("TN11",)),)
    assert "chỉ Thái Nguyên – Chè Tân Cương" in html.unescape(chief.get("/accounts").text)
    # A role that is for no exhibitor is for no booth.
    viewer = {"name": "Lê Văn Nam", "login": "nam", "role": "viewer", "fair": SLUG, "booth": ["TN11"]}
    assert chief.post("/accounts", data=viewer).status_code == 200
    assert held(world, "nam") == (Grant("viewer", SLUG),)


def test_roles_are_given_and_taken_away(world: World, chief: TestClient) -> None:
    path = f"/accounts/{world.account.id}"
    give = {"role": "gate", "fair": SLUG}
    assert chief.post(f"{path}/grants", data=give).headers["location"] == path
    assert held(world, "hoa") == (Grant("organiser"), Grant("gate", SLUG))
    again = chief.post(f"{path}/grants", data=give)
    assert (again.status_code, "đã có vai trò này" in again.text) == (422, True)
    with world.database.reading() as connection:
        first = grants.of_account(connection, world.account.id)[0]
    assert chief.post(f"{path}/grants/{first.id}/removal").status_code == 303
    assert held(world, "hoa") == (Grant("gate", SLUG),)
    for gone in (first.id, "x", "9" * 30, "-1", "%00"):
        assert chief.post(f"{path}/grants/{gone}/removal").status_code == 404


def test_an_account_that_is_shut_is_out_until_it_is_let_in_again(world: World, chief: TestClient) -> None:
    hoa = world.signed_in()
    path = f"/accounts/{world.account.id}"
    assert hoa.get("/fairs").status_code == 200
    chief.post(f"{path}/shutting")
    assert hoa.get("/fairs").status_code == 303
    refused = chief.post(f"{path}/link")
    assert (refused.status_code, "Chưa tạo liên kết" in refused.text) == (422, True)
    chief.post(f"{path}/reopening")
    sign_in = {"login": "hoa", "password": believable.PASSWORD}
    assert world.stranger().post("/sign-in", data=sign_in).headers["location"] == "/"


def test_the_last_administrator_stays(world: World, chief: TestClient) -> None:
    with world.database.reading() as connection:
        (row,) = grants.of_account(connection, "A-chu")
    for act in ("shutting", f"grants/{row.id}/removal"):
        answer = chief.post(f"/accounts/A-chu/{act}")
        assert (act, answer.status_code, "Chưa thay đổi gì" in answer.text) == (act, 422, True)
    assert held(world, "chu") == (Grant("administrator"),)


def test_a_name_is_changed_or_refused(world: World, chief: TestClient) -> None:
    path = f"/accounts/{world.account.id}/name"
    refused = chief.post(path, data={"name": ""})
    assert (refused.status_code, refused.text.count('class="fault"')) == (422, 1)
    chief.post(path, data={"name": "Nguyễn Thị Hoa Mai"})
    account = found(world, "hoa")
    assert account is not None
    assert account.name == "Nguyễn Thị Hoa Mai"


def test_an_administrator_ends_the_sessions_of_others(world: World, chief: TestClient) -> None:
    hoa = world.signed_in()
    path = f"/accounts/{world.account.id}"
    with world.database.reading() as connection:
        (session,) = sessions.of_account(connection, world.account.id, now=world.clock())
        (own,) = sessions.of_account(connection, "A-chu", now=world.clock())
    chief.post(f"{path}/sessions/{own.key}/ending")
    assert (chief.get("/accounts").status_code, hoa.get("/fairs").status_code) == (200, 200)
    chief.post(f"{path}/sessions/{session.key}/ending")
    assert hoa.get("/fairs").status_code == 303
    again = world.signed_in()
    chief.post(f"{path}/sessions/ending")
    assert again.get("/fairs").status_code == 303


@pytest.mark.parametrize("account", ["nobody", "%00", "x" * 500, "<b>"])
def test_an_account_that_is_not_there_is_a_page_not_found(chief: TestClient, account: str) -> None:
    assert chief.get(f"/accounts/{account}").status_code == 404
    for act in ("name", "grants", "link", "shutting", "reopening", "sessions/ending"):
        assert (act, chief.post(f"/accounts/{account}/{act}", data={"name": "x"}).status_code) == (act, 404)


def test_an_account_with_no_role_says_so(world: World, chief: TestClient) -> None:
    with world.database.writing() as connection:
        accounts.open_account(connection, id="A-moi", login="moi", name="Mới", at=1, by="chu")
    page = chief.get("/accounts/A-moi").text
    assert "Chưa có gì" in page
    assert '<details class="more" open><summary>Giao thêm vai trò' in page
