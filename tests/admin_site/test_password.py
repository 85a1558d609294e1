"""One's own password: the first after a link without an old one, later ones with it; all faults at once."""

from __future__ import annotations

import html

import pytest
from starlette.testclient import TestClient

from fairpos.ledger import audit, people
from tests.admin_site import believable
from tests.admin_site.conftest import World

NEW = "bốn từ dễ nhớ"
TYPED = {"current": believable.PASSWORD, "password": NEW, "again": NEW}


@pytest.fixture
def hoa(world: World) -> TestClient:
    client = world.signed_in()
    client.headers["x-csrf-token"] = world.csrf_token
    return client


def lets_in(world: World, password: str) -> bool:
    return world.stranger().post("/sign-in", data={"login": "hoa", "password": password}).status_code == 303


def test_a_new_password_counts_at_once_and_signs_out_everywhere_else(world: World, hoa: TestClient) -> None:
    elsewhere = world.signed_in(token="e" * 43)
    answer = hoa.post("/password", data=TYPED)
    assert (answer.status_code, answer.headers["location"]) == (303, "/password?done")
    assert "Đã đặt mật khẩu mới" in hoa.get("/password?done").text
    assert elsewhere.get("/fairs").status_code == 303
    assert (lets_in(world, NEW), lets_in(world, believable.PASSWORD)) == (True, False)
    with world.database.reading() as connection:
        (change,) = audit.listed(connection, None, kind="person")
    assert (change.subject, change.act, change.by) == ("hoa", "password", "hoa")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"current": "sai"}, ["không phải mật khẩu hiện tại"]),
        ({"password": "ngắn", "again": "ngắn"}, ["Quá ngắn"]),
        ({"password": "x" * 1001, "again": "x" * 1001}, ["Quá dài"]),
        ({"password": "ababababababab", "again": "ababababababab"}, ["Quá dễ đoán"]),
        ({"again": "khác"}, ["Hai lần nhập không giống nhau"]),
        ({"current": "", "password": "", "again": "x"}, ["hiện tại của bạn", "Quá ngắn", "Hai lần"]),
    ],
)
def test_what_is_wrong_is_said_at_once_and_the_old_one_stays(
    world: World, hoa: TestClient, wrong: dict[str, str], said: list[str]
) -> None:
    answer = hoa.post("/password", data=TYPED | wrong)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert [text for text in said if text not in page] == []
    assert page.count('class="fault"') == len(said)
    assert believable.PASSWORD not in page
    assert lets_in(world, believable.PASSWORD)


def test_a_password_that_holds_the_login_is_too_easy(world: World) -> None:
    client = world.holding(login="tranthilan")
    client.headers["x-csrf-token"] = world.csrf_token
    simple = "Tranthilan2020"
    answer = client.post("/password", data={"current": "", "password": simple, "again": simple})
    assert "chứa tên đăng nhập" in html.unescape(answer.text)


def test_whoever_came_by_a_link_sets_one_without_the_old(world: World) -> None:
    with world.database.writing() as connection:
        people.open_link(connection, account=world.account.id, code="k" * 43, ends_at=world.clock() + 1)
    client = world.stranger()
    client.post("/sign-in/" + "k" * 43)
    page = client.get("/password").text
    assert 'name="current"' not in page
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post("/password", data={"csrf_token": token, "password": NEW, "again": NEW})
    assert answer.status_code == 303
    assert lets_in(world, NEW)


def test_guesses_at_the_password_of_now_are_counted(world: World, hoa: TestClient) -> None:
    tried = [hoa.post("/password", data=TYPED | {"current": "sai"}).status_code for _ in range(11)]
    assert tried == [422] * 10 + [429]
    assert hoa.get("/fairs").status_code == 200
    assert lets_in(world, believable.PASSWORD)
