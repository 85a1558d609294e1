"""The access matrix: every URL for every role, at one's own fair, at another and at all, by real requests.

What is expected follows from the ability a route declares and from nothing else. Whoever is kept out asks the
real program; whoever is let in asks one of the same routes and policies whose views only say "in", so that
nothing is changed by asking.
"""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Scope

from admin_site.app import toolkit
from fairpos.core.rights import EVERYWHERE, RIGHTS, ROLES, Grant, Grants, Role
from fairpos.ledger import tables
from fairpos.web.application import application
from fairpos.web.policy import DeclaredRoute
from fairpos.web.screen import screen
from fairpos.web.toolkit import Toolkit
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.test_doors import filled, of_people

HERE, ELSEWHERE = believable.SLUG, believable.PRIOR_SLUG
EXHIBITOR = "DV-BC02"


def everybody() -> Iterator[tuple[str, Grants]]:
    """Somebody for each role and each place it can be held at, and somebody who holds none."""
    yield "nothing", ()
    for role in ROLES:
        who = EXHIBITOR if role == "exhibitor" else None
        places = (None,) if role in EVERYWHERE else (HERE, ELSEWHERE) if who else (HERE, ELSEWHERE, None)
        for fair in places:
            yield f"{role} of {fair or 'all fairs'}", (Grant(role, fair, who),)


def expected(route: DeclaredRoute, grants: Grants) -> str:
    """Worked out from the roles' abilities, without the code that decides."""
    ability = route.policy.name.removeprefix("may:")
    if "{slug}" in route.path and not any(grant.fair in (None, HERE) for grant in grants):
        return "not there"
    if ability == "enter":
        return "in"
    here = HERE if "{slug}" in route.path else None
    held = {able for grant in grants if grant.fair in (None, here) for able in abilities(grant.role)}
    return "in" if ability in held else "refused"


def abilities(role: Role) -> frozenset[str]:
    return frozenset(RIGHTS[role])


async def ask(app: ASGIApp, method: str, path: str, token: str, csrf_token: str) -> str:
    """One request, without the client of tests in between: there are thousands of them."""
    headers = {"host": "testserver", "cookie": f"session={token}", "x-csrf-token": csrf_token}
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 50_000),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    await app(scope, receive, send)
    if said[0]["status"] == 200 and said[1].get("body") == b"in":
        return "in"
    return {403: "refused", 404: "not there"}.get(said[0]["status"], str(said[0]["status"]))


def doors_alone(routes: list[DeclaredRoute], kit: Toolkit) -> Starlette:
    """The same routes and policies, with nothing behind them."""

    def inside(_request: Request) -> Response:
        return PlainTextResponse("in")

    made = [Route(route.path, screen(route.policy)(inside), methods=list(route.methods)) for route in routes]
    return application(made, kit)


def test_every_url_lets_in_who_holds_its_ability_there_and_nobody_else(world: World) -> None:
    routes = list(of_people(world))
    names = {route.policy.name.removeprefix("may:") for route in routes}
    assert names <= {able for role in ROLES for able in abilities(role)}
    # A session is looked up once: nobody's roles change while the matrix is walked.
    kit = toolkit(world.database, world.clock)
    kit = replace(kit, find_session=cache(kit.find_session))
    real, doors = application(world.app.routes, kit), doors_alone(routes, kit)
    wrong: list[tuple[str, ...]] = []

    async def walk() -> int:
        asked = 0
        for number, (who, grants) in enumerate(everybody()):
            token = world.holding(*grants, login=f"{chr(97 + number)}-nguoi").cookies["session"]
            for route in routes:
                wanted = expected(route, grants)
                app = doors if wanted == "in" else real
                for method in route.methods - {"HEAD"}:
                    found = await ask(app, method, filled(route.path), token, world.csrf_token)
                    asked += 1
                    if found != wanted:
                        wrong.append((who, method, route.path, wanted, found))
        return asked

    assert asyncio.run(walk()) == len(list(everybody())) * sum(len(r.methods - {"HEAD"}) for r in routes)
    assert wrong == []


def own_pages(world: World) -> list[str]:
    return [route.path for route in of_people(world) if route.policy.name == "may:own"]


def test_an_exhibitors_pages_take_nothing_of_others_from_the_address(world: World) -> None:
    assert [path for path in own_pages(world) if re.search(r"\{(booth|article|till|shift)", path)] == []
    client = world.holding(Grant("exhibitor", HERE, EXHIBITOR))
    for path in own_pages(world):
        if "{exhibitor}" in path:
            foreign = client.get(filled(path.replace("{exhibitor}", "DV-HL01")))
            assert (path, foreign.status_code) == (path, 404)


def test_an_exhibitors_pages_show_nothing_of_any_other_exhibitor(world: World) -> None:
    with world.stranger() as client:
        for number, (key, name, _, exhibitor, article) in enumerate(believable.BOOTHS):
            own = world.holding(Grant("exhibitor", HERE, f"DV-{key}"), login=f"{chr(97 + number)}x")
            client.cookies.set("session", own.cookies["session"])
            others = {
                said for row in believable.BOOTHS if row[0] != key for said in (row[1], row[3], row[4])
            } - {name, exhibitor, article}
            shown = 0
            for template in own_pages(world):
                for kind in ("csv", "xlsx") if "{kind}" in template else ("",):
                    named = template.replace("{exhibitor}", f"DV-{key}").replace("{kind}", kind)
                    page = client.get(filled(named))
                    text = html.unescape(page.content.decode(errors="replace"))
                    assert (named, [said for said in others if said in text]) == (named, [])
                    shown += page.status_code == 200
            assert shown >= 4


def test_the_people_of_one_booth_are_shown_nothing_of_the_exhibitors_other_booths(world: World) -> None:
    """The matrix once more, for own booths: the one that is theirs, and another of the same exhibitor."""
    with world.database.writing() as connection:
        also = {"fair_id": world.fair_id, "booth": "TY04", "exhibitor": EXHIBITOR, "position": 2}
        connection.execute(insert(tables.allocation).values(**also))
        row = {"day": believable.DAYS[2], "booth": "TY04", "exhibitor": EXHIBITOR, "article": "SP-BC02"}
        sold = {"fair_id": world.fair_id, "quantity": 7_000, "takings": 987_654_000}
        connection.execute(insert(tables.takings_by_article).values(**row, **sold))
    ways = {"whole": (), "BC02": ("BC02",), "TY04": ("TY04",)}
    found: dict[str, tuple[bool, bool]] = {}
    for number, (name, booths) in enumerate(ways.items()):
        client = world.holding(Grant("exhibitor", HERE, EXHIBITOR, booths), login=f"{chr(97 + number)}z")
        for template in own_pages(world):
            for kind in ("csv",) if "{kind}" in template else ("",):
                path = filled(template.replace("{exhibitor}", EXHIBITOR).replace("{kind}", kind))
                answer = client.get(path)
                if "{exhibitor}" in template:
                    assert (name, answer.status_code) == (name, 404)
                    continue
                text = re.sub(r"[.,\s]", "", html.unescape(answer.text))
                shows = ("BaChẽ–Tràhoavàng" in text, "TiênYên–Gàđồi" in text)
                assert found.setdefault(name, shows) == shows, path
                # What the other booth took is in no sum: it is told alone or not at all.
                assert ("987654000" in text) <= (name == "TY04" or kind == "csv"), path
    assert found == {"whole": (True, True), "BC02": (True, False), "TY04": (False, True)}
