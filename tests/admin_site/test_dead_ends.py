"""No page offers its reader a button or a way that is then refused."""

from __future__ import annotations

import re

from starlette.routing import Match, Route

from fairpos.core.rights import Grant, Role
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.test_access import EXHIBITOR, HERE, expected
from tests.admin_site.test_doors import filled, of_people

# The most and the least that see a fair, at this one alone, and the two that do not see it.
READERS: tuple[Role, ...] = ("organiser", "viewer", "gate", "exhibitor")

WAYS = re.compile(r'<form[^>]*\bmethod="(\w+)"[^>]*\baction="([^"?#]+)|<(a)\b[^>]*\bhref="(/[^"?#]*)')
OFFERED = re.compile(r'hx-(get|post)="(/[^"?#]*)')


def ways(page: str) -> set[tuple[str, str]]:
    """Methods and paths of every form, link and renewed block of a page."""
    found = {((form or "get").upper(), action or href) for form, action, _, href in WAYS.findall(page)}
    return found | {(method.upper(), path) for method, path in OFFERED.findall(page)}


def test_what_a_page_offers_its_reader_may_do(world: World) -> None:
    routes = {(route.path, method): route for route in of_people(world) for method in route.methods}
    served = [route for route in world.app.routes if isinstance(route, Route)]
    dead: set[tuple[str, str, str, str]] = set()
    with world.stranger() as client:
        for number, role in enumerate(READERS):
            grants = (Grant(role, HERE, EXHIBITOR if role == "exhibitor" else None),)
            token = world.holding(*grants, login=f"{chr(97 + number)}-nguoi").cookies["session"]
            client.cookies.set("session", token)
            for (_, asked), route in routes.items():
                if asked != "GET" or expected(route, grants) != "in":
                    continue
                page = client.get(filled(route.path), headers={"accept": "text/html"})
                if page.status_code != 200 or not page.headers["content-type"].startswith("text/html"):
                    continue
                for method, path in ways(page.text):
                    scope = {"type": "http", "path": path, "method": method, "root_path": "", "headers": []}
                    leads = next((one for one in served if one.matches(scope)[0] == Match.FULL), None)
                    target = routes.get((leads.path, method)) if leads else None
                    if target is not None and expected(target, grants) != "in":
                        dead.add((role, route.path, method, target.path))
    assert sorted(dead) == []


def test_the_pages_of_this_world_do_offer_something(world: World) -> None:
    page = world.signed_in().get(f"/fairs/{believable.SLUG}/tills").text
    assert ("POST", f"/fairs/{believable.SLUG}/terminals") in ways(page)
