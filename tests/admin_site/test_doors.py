"""Default deny, walked over every URL; and the locks on what changes things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fairpos.core.rights import Grant
from fairpos.ledger import people, sessions
from fairpos.ledger.passwords import cheap_passwords
from fairpos.web.policy import DeclaredRoute, declared
from tests.admin_site import believable
from tests.admin_site.conftest import World

SLUG = believable.SLUG
OPEN_TO_ALL = {
    ("/sign-in", "GET"),
    ("/sign-in", "POST"),
    ("/sign-in/passkey", "POST"),
    ("/sign-in/passkey/challenge", "POST"),
    ("/sign-in/{code}", "GET"),
    ("/sign-in/{code}", "POST"),
    ("/language", "POST"),
    ("/public/{slug}/notices", "GET"),
    ("/verify/{code}", "GET"),
    ("/public/{slug}/map", "GET"),
    ("/public/{slug}/lots", "GET"),
    ("/public/{slug}/results", "GET"),
    ("/public/series/{key}", "GET"),
    ("/static", "GET"),
    ("/public/{slug}/application", "GET"),
    ("/public/{slug}/application", "POST"),
    ("/public/{slug}/applications/{code}", "GET"),
    ("/public/{slug}/applications/{code}", "POST"),
    ("/public/{slug}/products/{article}", "GET"),
    ("/public/{slug}/photos/{key}", "GET"),
}


# What each URL asks of a person, written down by hand. A new route needs a line here: who may open it, and
# is that what its page tells and changes? "at" a fair is a fair in the URL, "all" what belongs to none.
WRITTEN = Path(__file__).with_name("access.txt")


def filled(template: str) -> str:
    """A path with something in every place; its fair is there."""
    path = template.replace("{slug}", SLUG).replace("{till}", "M-HL01")
    return re.sub(r"\{\w+(:\w+)?\}", "x", path)


def of_people(world: World) -> Iterator[DeclaredRoute]:
    """The routes that are not open to all."""
    return (route for route in declared(world.app.routes) if route.policy.name != "public")


def walk(world: World) -> Iterator[tuple[str, str, str]]:
    """Every (template, method, filled-in path) that is not open to all."""
    for route in of_people(world):
        for method in sorted(route.methods - {"HEAD"}):
            yield route.path, method, filled(route.path)


def test_who_may_open_each_url_is_written_down(world: World) -> None:
    found = set()
    for route in of_people(world):
        where = "at" if "{slug}" in route.path else "all"
        for method in route.methods - {"HEAD"}:
            found.add(f"{route.policy.name.removeprefix('may:')} {where} {method} {route.path}")
    written = {line for line in WRITTEN.read_text().splitlines() if line and not line.startswith("#")}
    # Lines to add to access.txt after thinking about them, and lines to take out of it.
    assert (sorted(found - written), sorted(written - found)) == ([], [])


def test_only_these_urls_are_open_to_strangers(world: World) -> None:
    found = {
        (route.path, method)
        for route in declared(world.app.routes)
        if route.policy.name == "public"
        for method in route.methods - {"HEAD"}
    }
    assert found == OPEN_TO_ALL


def test_every_other_url_sends_a_stranger_to_the_sign_in_page_or_refuses(world: World) -> None:
    client = world.stranger()
    walked = list(walk(world))
    assert len(walked) >= 14
    for template, method, path in walked:
        response = client.request(method, path, headers={"accept": "text/html"})
        if method == "GET":
            assert (template, response.status_code) == (template, 303)
            assert response.headers["location"].startswith("/sign-in?next=")
        else:
            assert (template, response.status_code) == (template, 403)


@pytest.mark.parametrize("kind", ["made up", "revoked", "over", "disabled"])
def test_a_credential_that_is_not_living_opens_nothing(world: World, kind: str) -> None:
    client = world.signed_in()
    with world.database.writing() as connection:
        if kind == "made up":
            client.cookies.set("session", "x" * 43)
        elif kind == "revoked":
            sessions.revoke_all(connection, world.account.id)
        elif kind == "disabled":
            people.disable(connection, world.account.id, at=world.clock())
    if kind == "over":
        world.clock.now += sessions.SESSION_MS
    for template, method, path in walk(world):
        response = client.request(method, path, data={"csrf_token": world.csrf_token})
        assert (template, response.status_code) == (template, 303 if method == "GET" else 403)


def test_a_fragment_without_a_session_asks_the_page_to_go_and_sign_in(world: World) -> None:
    response = world.stranger().get(f"/fairs/{SLUG}/live/figures", headers={"hx-request": "true"})
    assert (response.status_code, response.headers["hx-redirect"], response.text) == (401, "/sign-in", "")


def test_a_viewer_cannot_enrol_or_shut_out_a_till(world: World) -> None:
    with world.database.writing() as connection:
        viewer = believable.organiser(connection, cheap_passwords(), role="viewer", login="xem")
    client = world.signed_in(viewer, token="v" * 43)
    assert client.get(f"/fairs/{SLUG}/tills").status_code == 200
    for action in ("enrolment", "revocation"):
        path = f"/fairs/{SLUG}/tills/M-HL01/{action}"
        assert client.post(path, data={"csrf_token": world.csrf_token}).status_code == 403


def test_a_fair_that_is_not_ones_own_answers_as_one_that_is_not_there(world: World) -> None:
    client = world.holding(Grant("organiser", believable.PRIOR_SLUG))
    headers = {"accept": "text/html"}
    for template, method, path in walk(world):
        if "{slug}" in template:
            there, nowhere = (
                client.request(method, where, headers=headers, data={"csrf_token": world.csrf_token})
                for where in (path, path.replace(SLUG, "nothing"))
            )
            assert (template, there.status_code, nowhere.status_code) == (template, 404, 404)
            assert there.text.replace(SLUG, "nothing") == nowhere.text


def test_the_list_of_fairs_shows_what_one_may_open_and_leads_to_the_first_screen(world: World) -> None:
    client = world.holding(Grant("viewer", believable.PRIOR_SLUG), Grant("gate", SLUG))
    page = client.get("/fairs").text
    assert f"/fairs/{believable.PRIOR_SLUG}/comparison" in page
    assert client.get(f"/fairs/{SLUG}/live").status_code == 403
    assert f"/fairs/{SLUG}/live" not in page


def test_somebody_without_a_role_is_told_whom_to_ask(world: World) -> None:
    client = world.holding()
    page = client.get("/fairs")
    assert page.status_code == 200
    assert "Chưa có hội chợ nào mở cho bạn" in page.text
    assert SLUG not in page.text
    assert client.get("/").headers["location"] == "/fairs"


def test_what_changes_things_needs_the_token_of_the_session(world: World) -> None:
    client = world.signed_in()
    for template, method, path in walk(world):
        if method == "POST":
            for data in ({}, {"csrf_token": ""}, {"csrf_token": "d" * 43}):
                assert (template, client.post(path, data=data).status_code) == (template, 403)


def test_the_token_is_taken_from_a_hidden_field_or_from_the_header(world: World) -> None:
    path = f"/fairs/{SLUG}/tills/M-HL01/revocation"
    client = world.signed_in()
    assert client.post(path, data={"csrf_token": world.csrf_token}).status_code == 303
    assert client.post(path, headers={"x-csrf-token": world.csrf_token}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_foreign_page_cannot_act_even_with_the_token(world: World, headers: dict[str, str]) -> None:
    client = world.signed_in()
    for path in ("/sign-in", "/language", f"/fairs/{SLUG}/tills/M-HL01/revocation"):
        response = client.post(path, data={"csrf_token": world.csrf_token}, headers=headers)
        assert (path, response.status_code) == (path, 403)


def test_our_own_page_may_act(world: World) -> None:
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    response = world.stranger().post("/language", data={"language": "en", "back": "/fairs"}, headers=headers)
    assert (response.status_code, response.headers["location"]) == (303, "/fairs")


def test_every_answer_carries_the_guarding_headers(world: World) -> None:
    client = world.signed_in()
    for path in ("/sign-in", f"/fairs/{SLUG}/live", "/nothing", "/static/site.css"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=(self)" in headers["permissions-policy"]
        assert "strict-transport-security" not in headers
    assert client.get(f"/fairs/{SLUG}/live").headers["cache-control"] == "no-store"


def test_https_does_not_shut_the_plain_port_where_tablets_are_set_up(world: World) -> None:
    client = world.stranger()
    headers = client.get("https://testserver/sign-in").headers
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("slug", ["nothing", "%00", "a%20b", "x" * 500, "%F0%9F%8D%9C", "..%2f..", "'--"])
def test_a_fair_that_is_not_there_is_a_page_not_found_whatever_its_name(world: World, slug: str) -> None:
    client = world.signed_in()
    for screen in ("live", "live/figures", "wall", "wall/board", "comparison", "tills", "findings"):
        response = client.get(f"/fairs/{slug}/{screen}", headers={"accept": "text/html"})
        assert (screen, response.status_code) == (screen, 404)


def test_a_way_back_never_leads_to_another_server(world: World) -> None:
    client = world.stranger()
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"):
        response = client.post("/language", data={"language": "en", "back": back})
        assert (back, response.headers["location"]) == (back, "/")
