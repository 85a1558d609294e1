"""Passkeys from end to end, with a browser's virtual authenticator; and everything that is no answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.testclient import TestClient
from webauthn.helpers import bytes_to_base64url as text

from fairpos.ledger import passkeys, people, sessions
from tests.admin_site.conftest import World
from tests.admin_site.serve import serving


def authenticator(page: Page) -> None:
    """A device of this browser that confirms everything by itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def signed_in(context: BrowserContext, world: World, address: str) -> Page:
    world.signed_in()
    context.add_cookies([{"name": "session", "value": world.token, "url": address}])
    return context.new_page()


def test_a_person_makes_a_passkey_signs_in_with_it_and_removes_it(browser: Browser, world: World) -> None:
    with serving(world.app) as numbers:
        address = numbers.replace("127.0.0.1", "localhost")
        context = browser.new_context(base_url=address)
        page = signed_in(context, world, address)
        authenticator(page)
        page.goto("/passkeys")
        page.get_by_label("Đặt tên cho khóa").fill("Điện thoại của Hoa")
        page.get_by_role("button", name="Tạo khóa trên thiết bị này").click()
        page.get_by_text("Dùng cho localhost").wait_for()
        page.get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/sign-in")

        sent: list[Any] = []
        page.on("request", lambda one: sent.append(one.post_data) if one.url.endswith("/passkey") else None)
        page.goto("/sign-in?next=%2Fpasskeys")
        page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
        page.wait_for_url("**/passkeys")
        page.get_by_text("dùng gần nhất").wait_for()
        with world.database.reading() as connection:
            (session,) = sessions.of_account(connection, world.account.id, now=world.clock())
            (passkey,) = passkeys.of_account(connection, world.account.id)
        assert (session.how, passkey.name) == ("passkey", "Điện thoại của Hoa")
        assert passkey.used_at == world.clock()

        # The same answer again, from elsewhere or to another host, opens nothing.
        stranger = world.stranger()
        again = stranger.post("http://localhost/sign-in/passkey", content=sent[0])
        assert (again.status_code, "set-cookie" in again.headers) == (422, False)

        page.goto("/passkeys")
        page.get_by_role("button", name="Bỏ khóa Điện thoại của Hoa").click()
        page.get_by_text("Bạn chưa có khóa truy cập").wait_for()
        page.goto("/password")
        page.get_by_text("không cần nhập mật khẩu hiện tại").wait_for()
        context.close()


def test_where_the_address_is_a_number_the_page_says_what_is_needed(world: World) -> None:
    client = world.signed_in()
    client.headers["x-csrf-token"] = world.csrf_token
    page = client.get("http://192.0.2.7/passkeys")
    assert "còn khóa truy cập gắn với một tên miền" in page.text
    assert "passkey-new" not in page.text
    for path in ("/passkeys/challenge", "/sign-in/passkey/challenge"):
        assert client.post(f"http://192.0.2.7{path}").status_code == 400
    assert "passkey-sign-in" not in world.stranger().get("http://[2001:db8::1]/sign-in").text


def challenge(client: TestClient, path: str) -> str:
    return str(client.post(path).json()["challenge"])


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"null",
        b"[" * 100_00,
        b'{"credential": 1}',
        b'{"credential": {"id": "x", "response": {"clientDataJSON": "%%%"}}}',
        b'{"credential": {"id": "\\u0000", "response": {"clientDataJSON": "bnVsbA"}}}',
    ],
)
def test_what_is_no_answer_is_refused_in_words_a_page_understands(world: World, sent: bytes) -> None:
    client = world.signed_in()
    client.headers["x-csrf-token"] = world.csrf_token
    for path in ("/passkeys", "/sign-in/passkey"):
        answer = client.post(path, content=sent)
        assert (path, answer.status_code, answer.json()) == (path, 422, {"error": "not-signed"})


def test_an_answer_with_the_right_challenge_and_a_made_up_signature_opens_nothing(world: World) -> None:
    with world.database.writing() as connection:
        made = passkeys.Passkey(
            id="abc", account=world.account.id, host="testserver", name="", public_key=b"x", sign_count=0,
            made_at=1, used_at=None,
        )  # fmt: skip
        passkeys.add(connection, world.account, made, by="hoa")
    client = world.stranger()
    asked = challenge(client, "/sign-in/passkey/challenge")
    client_data = json.dumps({"type": "webauthn.get", "challenge": asked, "origin": "https://testserver"})
    response = {
        "clientDataJSON": text(client_data.encode()),
        "authenticatorData": text(b"x" * 37),
        "signature": text(b"x"),
    }
    credential = {"id": "abc", "rawId": "abc", "type": "public-key", "response": response}
    answer = client.post("/sign-in/passkey", json={"credential": credential, "next": "/"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (422, False)
    # The challenge is used up all the same.
    with world.database.writing() as connection:
        assert not passkeys.is_asked(connection, challenge=asked, account=None, now=world.clock())


def test_only_ones_own_passkey_is_removed(world: World) -> None:
    with world.database.writing() as connection:
        lan = people.add_account(connection, id="A-lan", login="lan", name="Lan")
        made = passkeys.Passkey(
            id="abc", account=lan.id, host="testserver", name="", public_key=b"x", sign_count=0,
            made_at=1, used_at=None,
        )  # fmt: skip
        passkeys.add(connection, lan, made, by="lan")
    client = world.signed_in()
    for key in ("abc", "none", "%00", "x" * 2000):
        answer = client.post(f"/passkeys/{key}/removal", data={"csrf_token": world.csrf_token})
        assert (key, answer.status_code) == (key, 404)
    with world.database.reading() as connection:
        assert passkeys.find(connection, "abc") == made


def test_a_flood_of_challenges_is_slowed(world: World) -> None:
    client = world.stranger()
    asked = [client.post("/sign-in/passkey/challenge").status_code for _ in range(101)]
    assert asked == [200] * 100 + [429]
