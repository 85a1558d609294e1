from __future__ import annotations

import re

import pytest

from fairpos.core.rights import Role
from fairpos.ledger import tables, visits
from fairpos.ledger.passwords import cheap_passwords
from tests.admin_site import believable
from tests.admin_site.conftest import World

COUNTS = f"/fairs/{believable.SLUG}/counts"
TODAY, BEFORE = believable.DAYS[2], believable.DAYS[1]


def form(world: World, gate: str = "C2", day: str = TODAY, **query: str) -> dict[str, str]:
    """The sheet as it stands, ready to be changed and sent."""
    page = world.signed_in().get(COUNTS, params={"gate": gate, "day": day, **query}).text
    sheet = page[page.index('aria-labelledby="sheet-title"') :]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", sheet):
        if "disabled" not in tag:
            name, value = (re.search(rf' ?{key}="([^"]*)"', tag) for key in ("name", "value"))
            assert name is not None
            fields[name[1]] = value[1] if value else ""
    if 'name="method"' in sheet:
        fields["method"] = "manual"
    return fields


def send(world: World, fields: dict[str, str]) -> tuple[int, str]:
    answer = world.signed_in().post(COUNTS, data=fields)
    return answer.status_code, answer.text


def hours(world: World, day: str = TODAY) -> dict[int, int]:
    with world.database.reading() as connection:
        found = visits.visits_by_hour(connection, world.fair_id)
    return {hour: count for (of, hour), count in found.items() if of == day}


def test_what_is_changed_is_written_as_the_difference_and_nothing_else(world: World) -> None:
    before = hours(world)
    fields = form(world)
    assert send(world, fields | {"in-9": "200", "out-9": "1.050", "reason": "sổ của bảo vệ"})[0] == 303
    (came, left) = world.office.kept
    assert (came.count, came.direction, came.method, came.reason) == (-15, "in", "clicker", "sổ của bảo vệ")
    assert (left.count, left.direction) == (1_050, "out")
    assert (came.by, came.till, came.day) == ("hoa", "office", TODAY)
    assert hours(world) == before | {9: before[9] - 15}
    page = world.signed_in().get(f"/fairs/{believable.SLUG}/visits").text
    assert "sổ của bảo vệ" in page


def test_a_sheet_that_is_sent_twice_is_written_once(world: World) -> None:
    fields = form(world) | {"in-9": "200", "reason": "sổ"}
    assert send(world, fields)[0] == 303
    status, page = send(world, fields)
    assert (status, "số ở đây đã thành 200" in page) == (422, True)
    assert len(world.office.kept) == 1


def test_nothing_changed_is_nothing_written(world: World) -> None:
    assert send(world, form(world))[0] == 303
    assert world.office.kept == []


def test_a_gate_without_a_device_takes_a_day_s_figure(world: World) -> None:
    with world.database.writing() as connection:
        for table in (tables.visits_by_hour,):
            connection.execute(table.delete().where(table.c.gate == "C2", table.c.day == BEFORE))
    before = sum(hours(world, BEFORE).values())
    fields = form(world, day=BEFORE) | {"in-22": "3.400", "method": "estimate", "reason": "ước theo vé xe"}
    assert send(world, fields)[0] == 303
    assert world.office.kept[0].method == "estimate"
    assert sum(hours(world, BEFORE).values()) == before + 3_400
    page = world.signed_in().get(f"/fairs/{believable.SLUG}/visits?day={BEFORE}").text
    assert '<span class="tag">ước lượng</span>' in page


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"in-9": "200"}, ["reason"]),
        ({"in-9": "-4", "in-10": "x", "reason": "sổ"}, ["in-9", "in-10"]),
        ({"in-9": "1" * 9, "reason": "sổ"}, ["in-9"]),
        ({"in-20": "5", "reason": "sổ"}, ["in-20"]),
        ({"in-9": "200", "reason": "x" * 201}, ["reason"]),
    ],
)
def test_every_fault_stands_beside_its_field_and_nothing_is_written(
    world: World, changes: dict[str, str], faults: list[str]
) -> None:
    status, page = send(world, form(world) | changes)
    assert status == 422
    assert re.findall(r'<span class="fault" id="([\w-]+)-fault"', page) == faults
    assert world.office.kept == []
    assert f'value="{changes.get("in-9", "215")}"' in page


def test_what_cannot_be_kept_says_so_and_keeps_what_was_typed(world: World) -> None:
    world.office.away = True
    status, page = send(world, form(world) | {"in-9": "200", "reason": "sổ"})
    assert (status, "CHƯA ghi được gì" in page) == (503, True)
    assert 'name="in-9" inputmode="numeric"' in page
    assert 'value="200"' in page


def test_others_are_typed_apart_from_visitors(world: World) -> None:
    before = hours(world)
    fields = form(world, category="press") | {"in-9": "12", "reason": "đoàn đài tỉnh"}
    assert send(world, fields)[0] == 303
    assert (world.office.kept[0].category, hours(world)) == ("press", before)
    assert form(world, category="press")["in-9"] == "12"


def test_a_person_says_which_method_stands(world: World) -> None:
    sum_ = {"day": TODAY, "hour": 9, "gate": "C2", "direction": "in", "method": "sensor", "count": 3_000}
    with world.database.writing() as connection:
        believable.rows(connection, tables.visits_by_hour, world.fair_id, [sum_])
    before = hours(world)
    named = {"csrf_token": world.csrf_token, "gate": "C2", "day": TODAY, "method": "sensor"}
    client = world.signed_in()
    assert "Ngày này tính theo cách đếm nào?" in client.get(f"{COUNTS}?gate=C2").text
    assert client.post(f"{COUNTS}/method", data=named).status_code == 303
    assert sum(hours(world).values()) == sum(before.values()) - 1_755 + 3_000
    for wrong in ({"method": "guess"}, {"day": "2020-02-30"}, {"gate": "C9"}):
        assert client.post(f"{COUNTS}/method", data=named | wrong).status_code in (400, 404)


def test_a_gate_keeper_types_and_a_viewer_does_not(world: World) -> None:
    roles: tuple[tuple[Role, int], ...] = (("gate", 200), ("viewer", 403))
    for role, status in roles:
        with world.database.writing() as connection:
            account = believable.organiser(connection, cheap_passwords(), role=role, login=role)
        assert world.signed_in(account, token=role[0] * 43).get(COUNTS).status_code == status


def test_a_fair_without_gates_says_what_to_do(world: World) -> None:
    with world.database.writing() as connection:
        for table in (tables.gate,):
            connection.execute(table.delete().where(table.c.fair_id == world.fair_id))
    assert "Chưa có cổng nào" in world.signed_in().get(COUNTS).text
