from __future__ import annotations

import pytest

from admin_site.app import toolkit
from fairpos.ledger import people, sessions
from fairpos.ledger.passwords import AT_ONCE, WAITING_MAX, cheap_passwords
from tests.admin_site import believable
from tests.admin_site.conftest import World

RIGHT = {"login": "hoa", "password": believable.PASSWORD}
WRONG = {"login": "hoa", "password": "sai"}


def living(world: World) -> int:
    with world.database.reading() as connection:
        return len(sessions.of_account(connection, world.account.id, now=world.clock()))


def test_the_right_password_opens_the_page_that_was_asked_for(world: World) -> None:
    client = world.stranger()
    path = f"/fairs/{believable.SLUG}/live"
    asked = client.get(path, headers={"accept": "text/html"}).headers["location"]
    assert asked == "/sign-in?next=%2Ffairs%2Focop-xuan-2020%2Flive"
    response = client.post("/sign-in", data={**RIGHT, "next": path})
    assert (response.status_code, response.headers["location"]) == (303, path)
    assert client.get(path).status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    cookie, known = world.stranger().post("/sign-in", data=RIGHT).headers.get_list("set-cookie")
    assert {"HttpOnly", "SameSite=lax"} < set(known.split("; "))
    name, *rest = cookie.split("; ")
    assert name.startswith("session=")
    assert {part.lower() for part in rest} == {"httponly", "path=/", "samesite=lax"}


def test_over_https_the_cookie_is_bound_to_this_very_host(world: World) -> None:
    answer = world.stranger().post("https://testserver/sign-in", data=RIGHT)
    cookie, known = answer.headers.get_list("set-cookie")
    assert known.startswith("__Host-known=")
    name, *rest = cookie.split("; ")
    assert name.startswith("__Host-session=")
    assert {part.lower() for part in rest} == {"httponly", "path=/", "samesite=lax", "secure"}


def test_a_token_planted_before_signing_in_is_worth_nothing_after(world: World) -> None:
    client = world.stranger()
    client.cookies.set("session", "planted" * 7)
    token = client.post("/sign-in", data=RIGHT).cookies["session"]
    assert len(token) == 43
    assert token != "planted" * 7
    thief = world.stranger()
    thief.cookies.set("session", "planted" * 7)
    assert thief.get("/fairs").status_code == 303


def test_signing_in_again_ends_the_session_before(world: World) -> None:
    client = world.stranger()
    first = client.post("/sign-in", data=RIGHT).cookies["session"]
    client.post("/sign-in", data=RIGHT)
    assert living(world) == 1
    with world.database.reading() as connection:
        assert sessions.find(connection, token=first, now=world.clock()) is None


@pytest.mark.parametrize(
    "data",
    [
        WRONG,
        {"login": "nobody", "password": "sai"},
        {"login": "", "password": ""},
        {},
        {"login": "h\x00oa", "password": "\x00"},
        {"login": "x" * 10_000, "password": "y" * 5_000},
    ],
)
def test_a_wrong_password_and_an_unknown_login_are_answered_alike(world: World, data: dict[str, str]) -> None:
    response = world.stranger().post("/sign-in", data=data)
    assert response.status_code == 422
    assert "Tên đăng nhập và mật khẩu không khớp" in response.text
    assert "set-cookie" not in response.headers
    assert living(world) == 0


def test_after_five_wrong_tries_even_the_right_password_must_wait(world: World) -> None:
    client = world.stranger()
    assert [client.post("/sign-in", data=WRONG).status_code for _ in range(5)] == [422] * 5
    response = client.post("/sign-in", data=RIGHT)
    assert response.status_code == 429
    assert living(world) == 0


def test_a_guesser_elsewhere_does_not_lock_the_owner_out(world: World) -> None:
    guesser = world.stranger()
    for _ in range(8):
        guesser.post("/sign-in", data=WRONG)
    from_home = type(guesser)(world.app, follow_redirects=False, client=("192.0.2.7", 50000))
    assert from_home.post("/sign-in", data=RIGHT).status_code == 303


def test_strangers_behind_the_same_address_do_not_lock_out_a_browser_that_is_known(world: World) -> None:
    owner, guesser = world.stranger(), world.stranger()
    assert owner.post("/sign-in", data=RIGHT).status_code == 303
    for n in range(120):
        guesser.post("/sign-in", data={"login": f"ai-do-{n}", "password": ""})
    for _ in range(8):
        guesser.post("/sign-in", data=WRONG)
    assert guesser.post("/sign-in", data=RIGHT).status_code == 429
    # A living session asks nobody, and after signing out the browser is still known.
    assert owner.get("/fairs").status_code == 200
    owner.cookies.delete("session")
    assert owner.post("/sign-in", data=WRONG).status_code == 422
    assert owner.post("/sign-in", data=RIGHT).status_code == 303


def test_a_known_browser_is_known_for_its_person_alone_and_has_its_own_ten_tries(world: World) -> None:
    with world.database.writing() as connection:
        believable.organiser(connection, cheap_passwords(), login="lan")
    client = world.stranger()
    client.post("/sign-in", data=RIGHT)
    client.cookies.delete("session")
    assert [client.post("/sign-in", data=WRONG).status_code for _ in range(11)] == [422] * 10 + [429]
    other = {"login": "lan", "password": "sai"}
    assert [client.post("/sign-in", data=other).status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_crowd_of_strangers_leaves_places_for_known_browsers(world: World) -> None:
    owner = world.stranger()
    owner.post("/sign-in", data=RIGHT)
    owner.cookies.delete("session")
    for _ in range(AT_ONCE + WAITING_MAX):
        assert world.passwords._places.acquire(blocking=False)
    assert world.stranger().post("/sign-in", data=RIGHT).status_code == 503
    assert owner.post("/sign-in", data=RIGHT).status_code == 303


def test_a_success_forgives_the_slips_before_it(world: World) -> None:
    client = world.stranger()
    for _ in range(3):
        assert [client.post("/sign-in", data=WRONG).status_code for _ in range(4)] == [422] * 4
        assert client.post("/sign-in", data=RIGHT).status_code == 303


def test_a_link_signs_in_once_and_looking_at_it_does_not_use_it(world: World) -> None:
    with world.database.writing() as connection:
        people.open_link(connection, account=world.account.id, code="k" * 43, ends_at=world.clock() + 60_000)
    client = world.stranger()
    for _ in range(2):
        assert "Nguyễn Thị Hoa" in client.get("/sign-in/" + "k" * 43).text
    response = client.post("/sign-in/" + "k" * 43)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert client.get("/").headers["location"] == f"/fairs/{believable.SLUG}/desk"
    assert world.stranger().post("/sign-in/" + "k" * 43).status_code == 404
    assert world.stranger().get("/sign-in/" + "k" * 43).status_code == 404


def test_a_link_whose_time_is_over_signs_nobody_in(world: World) -> None:
    with world.database.writing() as connection:
        people.open_link(connection, account=world.account.id, code="k" * 43, ends_at=world.clock() + 60_000)
    world.clock.now += 60_000
    assert world.stranger().post("/sign-in/" + "k" * 43).status_code == 404
    assert living(world) == 0


def test_signing_out_ends_the_session_at_the_centre(world: World) -> None:
    client = world.signed_in()
    response = client.post("/sign-out", data={"csrf_token": world.csrf_token})
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
    assert living(world) == 0


def test_a_person_sees_their_sessions_and_ends_one_elsewhere(world: World) -> None:
    here, there = world.signed_in(), world.signed_in(token="u" * 43)
    assert here.get("/sessions").text.count("/ending") == 2
    with world.database.reading() as connection:
        key = next(
            session.key
            for session in sessions.of_account(connection, world.account.id, now=world.clock())
            if session.key != sessions._hash(world.token)
        )
    assert here.post(f"/sessions/{key}/ending", data={"csrf_token": world.csrf_token}).status_code == 303
    assert there.get("/fairs").status_code == 303
    assert here.get("/fairs").status_code == 200


def test_a_form_that_is_too_large_is_refused_with_a_page(world: World) -> None:
    response = world.stranger().post(
        "/sign-in", data={"login": "x" * 20_000}, headers={"accept": "text/html"}
    )
    assert response.status_code == 413
    assert "<h1>Nội dung quá lớn</h1>" in response.text


def test_a_program_that_remembers_sessions_forgets_an_ended_one_within_its_time(world: World) -> None:
    world.signed_in()
    remembering = toolkit(world.database, world.clock, session_known_s=3_600)
    asking = toolkit(world.database, world.clock)
    assert (remembering.find_session(world.token), asking.find_session(world.token)) != (None, None)
    with world.database.writing() as connection:
        sessions.revoke_all(connection, world.account.id)
    assert remembering.find_session(world.token) is not None
    assert asking.find_session(world.token) is None
    assert toolkit(world.database, world.clock, session_known_s=3_600).find_session(world.token) is None
