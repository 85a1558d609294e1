"""How full the hall behind a gate is, as its terminal counts it with the line to the centre dead."""

from __future__ import annotations

from typing import Any

from fairpos.core.business_day import DAY_MS, HOUR_MS
from fairpos.core.notice import Notice
from fairpos.ledger import gates, notices
from fixtures.small import DAYS
from tests.booth import Booth
from tests.documents import gate_count
from tests.hall import Hall


def capacity(hall: Hall, name: str, people: int | None) -> None:
    with hall.database.writing() as connection:
        gates.set_capacity(connection, hall.fair_id, name, people, at=hall.now, by="hoa")


def told(booth: Booth, token: str) -> list[dict[str, Any]]:
    with booth.client(token) as client:
        content: dict[str, Any] = client.get("/till/crowd").json()
    assert content["at"] == booth.terminal.now()
    return list(content["halls"])


def test_a_gate_is_told_how_full_the_fair_is_against_what_it_may_hold(booth: Booth) -> None:
    capacity(booth.hall, "", 50)
    token = booth.enrol("CG1")
    assert told(booth, token) == []
    booth.line.trouble = "dead"
    booth.keep(gate_count(30), gate_count(3, category="staff"), gate_count(2, direction="out"))
    expected = {"hall": "", "inside": 31, "capacity": 50, "fill": "room", "without": []}
    assert told(booth, token) == [expected]
    booth.keep(gate_count(9))
    assert told(booth, token) == [expected | {"inside": 40, "fill": "near"}]
    booth.keep(gate_count(10))
    assert told(booth, token) == [expected | {"inside": 50, "fill": "full"}]


def test_without_a_capacity_or_on_another_day_there_is_nothing_to_say(booth: Booth) -> None:
    token = booth.enrol("CG1")
    booth.keep(gate_count(40))
    assert told(booth, token) == []
    capacity(booth.hall, "", 50)
    booth.later()
    booth.deliver()
    assert [one["inside"] for one in told(booth, token)] == [40]
    booth.hall.now += DAY_MS
    assert told(booth, token) == []
    booth.keep(gate_count(5, at=booth.hall.now, day=DAYS[1]), gate_count(70))
    assert [one["inside"] for one in told(booth, token)] == [5]


def test_who_came_hours_ago_is_taken_to_have_left(booth: Booth) -> None:
    capacity(booth.hall, "", 50)
    token = booth.enrol("CG1")
    booth.keep(gate_count(40))
    booth.hall.now += 4 * HOUR_MS
    assert [one["inside"] for one in told(booth, token)] == [0]


def test_a_hall_with_two_gates_names_the_one_it_has_not_heard(booth: Booth) -> None:
    hall = booth.hall
    with hall.database.writing() as connection:
        gates.change(
            connection, hall.fair_id, "G1", name="Cổng chính", hall="Nhà A", method="clicker", at=hall.now,
            by="hoa",
        )  # fmt: skip
        other = gates.add(
            connection, hall.fair_id, name="Cửa sau", hall="Nhà A", method="clicker", at=hall.now, by="hoa"
        )
        device = gates.add_device(connection, hall.fair_id, other, "gate", code="m" * 20, at=hall.now, by="h")
    capacity(hall, "Nhà A", 100)
    token = booth.enrol("CG1")
    booth.keep(gate_count(85))
    found = told(booth, token)
    assert found == [{"hall": "Nhà A", "inside": 85, "capacity": 100, "fill": "near", "without": ["Cửa sau"]}]
    booth.keep(gate_count(20, till=device, gate=other))
    assert [(one["inside"], one["fill"], one["without"]) for one in told(booth, token)] == [(105, "full", [])]


def test_a_till_that_sells_is_told_of_no_hall(booth: Booth) -> None:
    capacity(booth.hall, "", 50)
    token = booth.enrol("M1")
    booth.keep(gate_count(40))
    assert told(booth, token) == []


def test_gates_hear_what_is_said_to_everybody_and_tills_what_is_said_to_them(booth: Booth) -> None:
    hall = booth.hall
    with hall.database.writing() as connection:
        for id_, zone in (("TB1", None), ("TB2", "foreign")):
            said = Notice(
                id=id_, text="Mưa to", text_en="", from_at=hall.now, until_at=hall.now + HOUR_MS, zone=zone
            )
            notices.put_up(connection, hall.fair_id, said, at=hall.now, by="hoa")
    heard = {}
    for till in ("CG1", "M1"):
        with booth.client(booth.enrol(till)) as client:
            heard[till] = [one["id"] for one in client.get("/till/book").json()["notices"]]
    assert heard == {"CG1": ["TB1"], "M1": ["TB1"]}
