from __future__ import annotations

import html
import re

from fairpos.ledger import fleet, tables
from tests.admin_site import believable
from tests.admin_site.conftest import World

TILLS = f"/fairs/{believable.SLUG}/tills"


def state(world: World, till: str) -> fleet.TillRow:
    with world.database.reading() as connection:
        return next(row for row in fleet.tills(connection, world.fair_id) if row.id == till)


def test_every_till_stands_with_its_place_its_state_and_what_it_holds(world: World) -> None:
    page = world.signed_in().get(TILLS).text
    shown = {
        row[0]: row[1:]
        for row in re.findall(
            r'<th scope="row">(\S+?)<.*?<td[^>]*>(.*?)</td>.*?class="state (\w+)".*?</td>'
            r".*?</td>\s*<td[^>]*>(\d+)",
            page,
            re.S,
        )
    }
    assert len(shown) == len(believable.BOOTHS) + 1
    assert tuple(map(html.unescape, shown["M-HL01"])) == ("Chả mực Hạ Long – Bà Ngần", "silent", "11")
    assert shown["M-VD03"][1:] == ("here", "0")
    assert shown["G-C1"][1:] == ("never", "0")


def test_an_enrolment_link_is_shown_once_as_text_and_as_a_picture(world: World) -> None:
    client = world.signed_in()
    assert not state(world, "M-HL01").enrolment_open
    response = client.post(f"{TILLS}/M-HL01/enrolment", data={"csrf_token": world.csrf_token})
    assert response.status_code == 200
    link = re.search(r"<code>(.*?)</code>", response.text)
    assert link is not None
    code = link[1].removeprefix("http://testserver/till/enrolment/")
    assert len(code) == 43
    assert '<svg class="qr"' in response.text or 'class="qr"' in response.text
    assert state(world, "M-HL01").enrolment_open
    assert code not in client.get(TILLS).text
    with world.database.reading() as connection:
        assert code not in repr(connection.execute(tables.till.select()).all())
        assert code not in repr(connection.execute(tables.edition.select()).all())


def test_a_new_link_makes_the_one_before_it_void(world: World) -> None:
    client = world.signed_in()
    hashes = []
    for _ in range(2):
        client.post(f"{TILLS}/M-HL01/enrolment", data={"csrf_token": world.csrf_token})
        with world.database.reading() as connection:
            till = tables.till
            hashes.append(
                connection.execute(
                    till.select().where(till.c.id == "M-HL01", till.c.fair_id == world.fair_id)
                )
                .one()
                .code_hash
            )
    assert hashes[0] != hashes[1]


def test_a_till_that_is_shut_out_stays_in_the_list(world: World) -> None:
    client = world.signed_in()
    client.post(f"{TILLS}/M-HL01/revocation", data={"csrf_token": world.csrf_token})
    assert state(world, "M-HL01").revoked_at == world.clock()
    page = client.get(TILLS).text
    assert 'class="state revoked"' in page
    assert f"{TILLS}/M-HL01/revocation" not in page
    assert f"{TILLS}/M-HL01/enrolment" in page


def test_a_till_that_is_not_there_cannot_be_enrolled_or_shut_out(world: World) -> None:
    client = world.signed_in()
    for till in ("M-XX", "%00", "<b>", "x" * 200):
        for action in ("enrolment", "revocation"):
            response = client.post(f"{TILLS}/{till}/{action}", data={"csrf_token": world.csrf_token})
            assert (till, response.status_code) == (till, 404)
