"""The toolkit by itself: policies, screens, pages and fragments, errors, in a program of three routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from jinja2 import DictLoader, UndefinedError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from fairpos.core.rights import Grant, Grants, Role
from fairpos.web.application import application
from fairpos.web.pages import environment, fragment, page
from fairpos.web.policy import PUBLIC, DeclaredRoute, Policy, UndeclaredRoute, declared, may
from fairpos.web.screen import body, field, screen
from fairpos.web.session import session_of
from fairpos.web.toolkit import Toolkit

NOW = 1_790_000_000_000


@dataclass(frozen=True)
class Someone:
    name: str = "Hoa"
    login: str = "hoa"
    grants: tuple[Grant, ...] = (Grant("viewer"),)
    csrf_token: str = "c" * 43


def kit(find: Callable[[str], Someone | None] = lambda _token: None, **templates: str) -> Toolkit:
    made = environment()
    if templates:
        assert made.loader is not None
        shared = {name: made.loader.get_source(made, f"shared/{name}.html")[0] for name in ("base", "error")}
        own = {f"site/{name}.html": text for name, text in templates.items()}
        made.loader = DictLoader({**{f"shared/{name}.html": text for name, text in shared.items()}, **own})
    return Toolkit(environment=made, clock=lambda: NOW, find_session=find)


def serve(*routes: BaseRoute, toolkit: Toolkit | None = None) -> TestClient:
    app = application(routes, toolkit or kit())
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


@screen(PUBLIC)
def echo(request: Request) -> Response:
    return PlainTextResponse(f"{field(request, 'word')}|{len(body(request))}")


async def undeclared(_request: Request) -> Response:
    return PlainTextResponse("anyone")


# --- policies ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "route",
    [
        Route("/x", undeclared),
        Mount("/x", routes=[Route("/y", undeclared)]),
        Mount("/x", app=StaticFiles(directory=".")),
    ],
)
def test_a_program_with_a_route_nobody_declared_does_not_start(route: BaseRoute) -> None:
    with pytest.raises(UndeclaredRoute):
        application([Route("/good", echo), route], kit())


def test_the_walk_names_every_route_with_its_policy() -> None:
    routes = [Route("/a", echo, methods=["POST"]), Mount("/b", routes=[Route("/c", echo)])]
    assert list(declared(routes)) == [
        DeclaredRoute("/a", frozenset({"POST"}), PUBLIC),
        DeclaredRoute("/b/c", frozenset({"GET", "HEAD"}), PUBLIC),
    ]


def test_a_program_may_bring_a_policy_of_its_own() -> None:
    def admit(request: Request) -> Response | None:
        return None if request.headers.get("x-till") == "1" else PlainTextResponse("no", status_code=401)

    @screen(Policy("till", admit))
    def inside(_request: Request) -> Response:
        return PlainTextResponse("in")

    client = serve(Route("/x", inside))
    assert (client.get("/x").status_code, client.get("/x", headers={"x-till": "1"}).text) == (401, "in")


@pytest.mark.parametrize(
    ("role", "needed", "status"),
    [
        ("viewer", "see", 200),
        ("viewer", "arrange", 403),
        ("organiser", "see", 200),
        ("administrator", "people", 200),
        ("organiser", "people", 403),
        ("exhibitor", "see", 403),
        ("emperor", "see", 403),
    ],
)
def test_a_screen_opens_to_the_roles_that_hold_its_ability(role: Role, needed: str, status: int) -> None:
    @screen(may(needed))  # type: ignore[arg-type]
    def inside(request: Request) -> Response:
        found = session_of(request)
        assert found is not None
        return PlainTextResponse(found.name)

    someone = Someone(grants=(Grant(role),))
    client = serve(Route("/x", inside), toolkit=kit(lambda token: someone if token == "t" else None))
    client.cookies.set("session", "t")
    assert client.get("/x").status_code == status


@pytest.mark.parametrize(
    ("grants", "answers"),
    [
        ((Grant("organiser", "xuan"),), {"/at/xuan": 200, "/at/thu": 404, "/all": 403, "/any": 200}),
        (
            (Grant("viewer", "xuan"), Grant("organiser", "thu")),
            {"/at/xuan": 403, "/at/thu": 200, "/all": 403, "/any": 200},
        ),
        ((Grant("organiser"),), {"/at/xuan": 200, "/at/nowhere": 200, "/all": 200, "/any": 200}),
        ((Grant("viewer"),), {"/at/xuan": 403, "/at/nowhere": 403, "/all": 403, "/any": 200}),
        ((), {"/at/xuan": 404, "/at/nowhere": 404, "/all": 403, "/any": 200}),
    ],
)
def test_an_ability_is_asked_for_at_the_fair_in_the_url(grants: Grants, answers: dict[str, int]) -> None:
    @screen(may("arrange"))
    def arrange(_request: Request) -> Response:
        return PlainTextResponse("in")

    @screen(may("enter"))
    def enter(_request: Request) -> Response:
        return PlainTextResponse("in")

    routes = Route("/at/{slug}", arrange), Route("/all", arrange), Route("/any", enter)
    client = serve(*routes, toolkit=kit(lambda _token: Someone(grants=grants)))
    client.cookies.set("session", "t")
    assert {path: client.get(path).status_code for path in answers} == answers


def test_a_page_asks_what_its_person_may_do_at_its_fair() -> None:
    @screen(may("see"))
    def shown(request: Request) -> Response:
        return page(request, "site/x.html")

    templates = kit(
        lambda _token: Someone(grants=(Grant("organiser", "xuan"), Grant("viewer", "thu"))),
        x='{{ may("arrange") }} {{ may("people") }} {{ may("arrange", everywhere=true) }}',
    )
    client = serve(Route("/at/{slug}", shown), toolkit=templates)
    client.cookies.set("session", "t")
    assert client.get("/at/xuan").text == "True False False"
    assert client.get("/at/thu").text == "False False False"


def test_over_https_only_the_cookie_bound_to_the_host_is_believed() -> None:
    @screen(may("see"))
    def inside(_request: Request) -> Response:
        return PlainTextResponse("in")

    client = serve(Route("/x", inside), toolkit=kit(lambda _token: Someone()))
    assert client.get("https://testserver/x", headers={"cookie": "session=t"}).status_code == 303
    assert client.get("https://testserver/x", headers={"cookie": "__Host-session=t"}).status_code == 200


# --- screens ----------------------------------------------------------------------------------------------


def test_a_screen_reads_forms_of_both_kinds_and_plain_bodies() -> None:
    client = serve(Route("/x", echo, methods=["POST"]))
    assert client.post("/x", data={"word": "mật ong"}).text == "mật ong|20"
    assert client.post("/x", data={"word": "a"}, files={"f": b"zz"}).text.startswith("a|")
    assert (
        client.post("/x", content=b'{"word": 1}', headers={"content-type": "application/json"}).text == "|11"
    )
    assert client.post("/x", files={"word": b"a file is no text"}).text.startswith("|")


def test_a_broken_form_is_the_sender_s_fault_and_no_fault_of_ours() -> None:
    client = serve(Route("/x", echo, methods=["POST"]))
    headers = {"content-type": "multipart/form-data", "accept": "text/html"}
    response = client.post("/x", content=b"--x\r\nnonsense", headers=headers)
    assert response.status_code == 400
    assert "<h1>Không hiểu được nội dung gửi lên</h1>" in response.text


def test_a_body_over_the_limit_is_refused_whether_its_length_was_said_or_not() -> None:
    @screen(PUBLIC, body_max=10)
    def small(request: Request) -> Response:
        return PlainTextResponse(str(len(body(request))))

    client = serve(Route("/x", small, methods=["POST"]))
    assert client.post("/x", content=b"x" * 10).text == "10"
    assert client.post("/x", content=b"x" * 11).status_code == 413
    assert client.post("/x", content=iter([b"x" * 6, b"x" * 6])).status_code == 413


# --- pages and fragments ----------------------------------------------------------------------------------


def test_a_fragment_is_one_block_of_its_page_rendered_alone() -> None:
    text = "before {% block takings %}<b>{{ amount|dong }}</b> {{ _('Takings') }}{% endblock %} after"

    @screen(PUBLIC)
    def whole(request: Request) -> Response:
        return page(request, "site/x.html", amount=1_595_000)

    @screen(PUBLIC)
    def part(request: Request) -> Response:
        return fragment(request, "site/x.html", "takings", amount=1_595_000)

    client = serve(Route("/x", whole), Route("/x/takings", part), toolkit=kit(x=text))
    assert client.get("/x").text == "before <b>1.595.000\N{NO-BREAK SPACE}đ</b> Doanh thu after"
    assert client.get("/x/takings").text == "<b>1.595.000\N{NO-BREAK SPACE}đ</b> Doanh thu"
    client.cookies.set("language", "en")
    assert client.get("/x/takings").text == "<b>1,595,000\N{NO-BREAK SPACE}đ</b> Takings"


def test_text_is_escaped_and_a_forgotten_value_is_an_error() -> None:
    made = environment()
    assert made.from_string("{{ x }}").render(x="<script>") == "&lt;script&gt;"
    with pytest.raises(UndefinedError):
        made.from_string("{{ forgotten }}").render()


def test_figures_and_days_are_printed_in_the_language_of_the_page() -> None:
    text = (
        "{{ 1009416667|millions }} {{ 12050|number }} {{ '2020-01-14'|day }} {{ 0|clock }} {{ 0|moment }} "
        "{{ 'in-province'|word('zone') }} {{ 'strange'|word('zone') }}"
    )

    @screen(PUBLIC)
    def whole(request: Request) -> Response:
        return page(request, "site/x.html")

    client = serve(Route("/x", whole), toolkit=kit(x=text))
    rest = "14/01/2020 07:00 01/01/1970 07:00"
    assert client.get("/x").text.replace("\N{NO-BREAK SPACE}", " ") == (
        f"1.009,42 triệu đồng 12.050 {rest} Khu trong tỉnh strange"
    )
    client.cookies.set("language", "en")
    assert client.get("/x").text.replace("\N{NO-BREAK SPACE}", " ") == (
        f"VND 1,009.42 million 12,050 {rest} In-province zone strange"
    )


def test_a_language_nobody_knows_is_vietnamese() -> None:
    @screen(PUBLIC)
    def whole(request: Request) -> Response:
        return page(request, "site/x.html")

    client = serve(Route("/x", whole), toolkit=kit(x="{{ language }}"))
    client.cookies.set("language", "../../etc")
    assert client.get("/x").text == "vi"
    response = client.post("/language", data={"language": "de", "back": "/x"})
    assert (response.status_code, "set-cookie" in response.headers) == (303, False)


# --- errors -----------------------------------------------------------------------------------------------


def test_people_get_a_page_and_programs_a_code() -> None:
    client = serve(Route("/x", echo, methods=["POST"]))
    people = {"accept": "text/html"}
    assert "<h1>Không có trang này</h1>" in client.get("/nothing", headers=people).text
    assert client.get("/nothing").json() == {"error": "not-found"}
    response = client.get("/x", headers=people)
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert "<h1>Trang này không làm được việc đó</h1>" in response.text


def test_a_fault_of_our_own_is_a_calm_guarded_page_that_tells_no_secret() -> None:
    @screen(PUBLIC)
    def broken(_request: Request) -> Response:
        raise RuntimeError("the secret of the house")

    client = serve(Route("/x", broken))
    response = client.get("/x", headers={"accept": "text/html"})
    assert response.status_code == 500
    assert "<h1>Hệ thống gặp sự cố</h1>" in response.text
    assert "secret" not in response.text
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"
    assert client.get("/x").json() == {"error": "internal-error"}


# --- static files -----------------------------------------------------------------------------------------


def test_a_file_named_with_its_hash_may_be_kept_for_ever() -> None:
    client = serve()
    style = client.get("/static/site.css?v=abc")
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/fonts/be-vietnam-pro-latin-400-normal.woff2").status_code == 200
    assert client.get("/static/../pages.py").status_code == 404
    assert client.get("/static/%2e%2e/pages.py").status_code == 404
