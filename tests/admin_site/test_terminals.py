from __future__ import annotations

import re

from fairpos.ledger import tables, terminals
from tests.admin_site import believable
from tests.admin_site.conftest import World

TERMINALS = f"/fairs/{believable.SLUG}/terminals"


def make(world: World, name: str = "Nhà A") -> str:
    """Make a terminal's place and give the code that the answer shows."""
    client = world.signed_in()
    response = client.post(TERMINALS, data={"csrf_token": world.csrf_token, "name": name})
    assert response.status_code == 200
    shown = re.search(r"--code (\S+)</code>", response.text)
    assert shown is not None
    return shown[1]


def test_a_terminals_code_is_shown_once_and_enrols_it_once(world: World) -> None:
    code = make(world)
    assert code not in world.signed_in().get(f"/fairs/{believable.SLUG}/tills").text
    with world.database.writing() as connection:
        enrolled = terminals.enrol(connection, code=code, public_key=bytes(32), at=1)
        assert enrolled.fair_id == world.fair_id
        assert code not in repr(connection.execute(tables.terminal.select()).all())


def test_a_terminal_that_is_shut_out_is_no_longer_admitted_and_stays_in_the_list(world: World) -> None:
    code = make(world, "Nhà B")
    with world.database.writing() as connection:
        enrolled = terminals.enrol(connection, code=code, public_key=bytes(32), at=1)
    client = world.signed_in()
    path = f"{TERMINALS}/{enrolled.id}/revocation"
    assert client.post(path, data={"csrf_token": world.csrf_token}, follow_redirects=False).status_code == 303
    with world.database.reading() as connection:
        found = terminals.find(connection, believable.SLUG, enrolled.id)
    assert found is not None
    assert found.revoked
    page = client.get(f"/fairs/{believable.SLUG}/tills").text
    assert "Nhà B" in page
    assert path not in page


def test_a_terminal_needs_a_name_and_one_that_is_not_there_cannot_be_shut_out(world: World) -> None:
    client = world.signed_in()
    token = {"csrf_token": world.csrf_token}
    assert client.post(TERMINALS, data={**token, "name": "  "}).status_code == 422
    assert client.post(f"{TERMINALS}/nobody/revocation", data=token).status_code == 404
