from __future__ import annotations

import re

from fairpos.ledger.passwords import cheap_passwords
from tests.admin_site import believable
from tests.admin_site.conftest import Build, World

DESK = f"/fairs/{believable.SLUG}/desk"


def rows(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<a href="([^"]+)">\s*<span class="figure large">([\d.]+)</span>', page)
    return [(address.removeprefix(f"/fairs/{believable.SLUG}/"), count) for address, count in found]


def test_what_waits_is_counted_and_leads_to_where_it_is_done(world: World) -> None:
    page = world.signed_in().get(DESK).text
    assert rows(page) == [
        ("tills", "2"),
        ("tills", "31"),
        ("setup?day=2019-12-11", "1"),
        ("findings", "2"),
    ]
    assert "710,05" in page


def test_it_is_the_first_screen_of_a_fair(world: World) -> None:
    client = world.signed_in()
    assert client.get("/").headers["location"] == DESK
    assert f'href="{DESK}"' in client.get("/fairs").text


def test_people_see_what_they_can_do(world: World) -> None:
    for table in ("till_state", "takings_by_hour"):
        with world.database.writing() as connection:
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE fair_id = {world.fair_id}")
    page = world.signed_in().get(DESK).text
    assert ("returns?day=2020-01-11", "8") in rows(page)
    with world.database.writing() as connection:
        viewer = believable.organiser(connection, cheap_passwords(), role="viewer", login="xem")
    seen = world.signed_in(viewer, token="v" * 43).get(DESK).text
    assert "returns?day" not in seen


def test_a_fair_at_rest_says_so(build: Build) -> None:
    world = build(sold=False)
    world.clock.now = believable.NOW - 60 * 24 * 3_600_000
    assert "Không có việc nào chờ" in world.signed_in().get(DESK).text
