from __future__ import annotations

import re

import pytest

from fairpos.ledger import fleet, gates
from tests.admin_site import believable
from tests.admin_site.conftest import World

GATES = f"/fairs/{believable.SLUG}/gates"
GATE = {"name": "Cổng nhà B", "hall": "B", "method": "sensor"}


def rows(world: World) -> dict[str, gates.GateRow]:
    with world.database.reading() as connection:
        return {row.id: row for row in gates.listed(connection, world.fair_id)}


def post(world: World, path: str = "", **fields: str) -> tuple[int, str]:
    answer = world.signed_in().post(GATES + path, data={"csrf_token": world.csrf_token, **fields})
    return answer.status_code, answer.text


def test_a_gate_is_added_changed_and_shown(world: World) -> None:
    assert post(world, **GATE)[0] == 303
    assert post(world, "/C3", **GATE | {"name": "Cửa nhà B", "method": "clicker"})[0] == 303
    row = rows(world)["C3"]
    assert (row.name, row.hall, row.method) == ("Cửa nhà B", "B", "clicker")
    page = world.signed_in().get(GATES).text
    assert re.findall(r"<h2>(.*?) <span", page) == ["Cổng chính", "Cổng phía biển", "Cửa nhà B"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"name": ""}, "new-name"),
        ({"name": "x" * 61}, "new-name"),
        ({"name": "Cổng\x07"}, "new-name"),
        ({"name": "cổng chính"}, "new-name"),
        ({"hall": "y" * 41}, "new-hall"),
        ({"method": "guess"}, "new-method"),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_kept(
    world: World, fields: dict[str, str], fault: str
) -> None:
    status, page = post(world, **(GATE | fields))
    assert status == 422
    assert re.findall(r'id="([\w-]+)-fault"', page) == [fault]
    assert sorted(rows(world)) == ["C1", "C2"]


def test_all_faults_are_told_at_once_and_hostile_text_is_text(world: World) -> None:
    status, page = post(world, name="", hall="<script>" + "z" * 40, method="?")
    assert status == 422
    assert re.findall(r'id="([\w-]+)-fault"', page) == ["new-name", "new-hall", "new-method"]
    assert "<script>z" not in page
    assert "&lt;script&gt;zz" in page


def test_a_gate_is_closed_once_its_devices_are_shut_out(world: World) -> None:
    status, page = post(world, "/C1/closing")
    assert (status, "Cổng vẫn mở" in page) == (409, True)
    with world.database.writing() as connection:
        fleet.revoke_till(connection, world.fair_id, "G-C1", at=world.clock(), by="hoa")
    assert post(world, "/C1/closing")[0] == 303
    assert rows(world)["C1"].closed_at == world.clock()
    assert post(world, "/C1/closing", again="yes")[0] == 303
    assert rows(world)["C1"].closed_at is None


def test_a_device_of_a_gate_gets_its_link_once(world: World) -> None:
    status, page = post(world, "/C2/devices", kind="sensor")
    assert (status, "S-C2" in page) == (200, True)
    link = re.search(r"<code>(.*?)</code>", page)
    assert link is not None
    assert link[1] not in world.signed_in().get(GATES).text
    assert [device.id for device in rows(world)["C2"].devices] == ["S-C2"]
    assert post(world, "/C2/devices", kind="till")[0] == 400


@pytest.mark.parametrize(
    ("typed", "kept"), [("5.500", 5500), ("", None), ("0", False), ("ba nghìn", False), ("9" * 12, False)]
)
def test_a_capacity_is_a_number_of_people(world: World, typed: str, kept: int | bool | None) -> None:
    status, page = post(world, "/capacity", hall="", people=typed)
    with world.database.reading() as connection:
        known = gates.capacities(connection, world.fair_id).get("")
    if kept is False:
        assert (status, known) == (422, None)
        assert f'value="{typed}"' in page
    else:
        assert (status, known) == (303, kept)


def test_a_gate_that_is_not_there_is_not_found(world: World) -> None:
    for gate in ("C9", "%00", "<b>"):
        for path, fields in (("", GATE), ("/closing", {}), ("/devices", {"kind": "gate"})):
            assert (gate, post(world, f"/{gate}{path}", **fields)[0]) == (gate, 404)
