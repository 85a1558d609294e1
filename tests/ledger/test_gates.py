"""Gates as they are set up."""

from __future__ import annotations

import pytest

from fairpos.ledger import audit, editions, fairs, fleet, gates
from fairpos.wire import editions as wire
from tests.documents import AT
from tests.hall import Hall


def listed(hall: Hall) -> list[tuple[str, str, str, str, bool]]:
    with hall.database.reading() as connection:
        rows = gates.listed(connection, hall.fair_id)
    return [(row.id, row.name, row.hall, row.method, row.closed_at is not None) for row in rows]


def add(hall: Hall, name: str = "Cổng phụ", where: str = "B") -> str:
    with hall.database.writing() as connection:
        return gates.add(connection, hall.fair_id, name=name, hall=where, method="sensor", at=AT, by="hoa")


def test_a_new_gate_reaches_the_terminals_and_the_record(hall: Hall) -> None:
    assert add(hall) == "C1"
    assert listed(hall) == [
        ("C1", "Cổng phụ", "B", "sensor", False),
        ("G1", "Cổng chính", "", "clicker", False),
    ]
    with hall.database.reading() as connection:
        newest = editions.newest(connection, hall.fair_id)
        assert newest is not None
        assert [gate.name for gate in wire.read(newest[1]).gates] == ["Cổng phụ", "Cổng chính"]
        (change,) = audit.listed(connection, hall.fair_id)
    assert (change.act, change.before, change.after) == (
        "creation",
        None,
        {"hall": "B", "method": "sensor", "name": "Cổng phụ"},
    )


def test_two_open_gates_never_have_one_name(hall: Hall) -> None:
    with pytest.raises(gates.NameTaken):
        add(hall, name="cổng CHÍNH")
    assert [row[0] for row in listed(hall)] == ["G1"]
    assert hall.count("change") == 0


def test_a_change_keeps_the_id_and_says_what_was_before(hall: Hall) -> None:
    with hall.database.writing() as connection:
        for _ in range(2):
            gates.change(
                connection, hall.fair_id, "G1", name="Cổng lớn", hall="", method="clicker", at=AT, by="hoa"
            )
        (change,) = audit.listed(connection, hall.fair_id, kind="gate")
        with pytest.raises(gates.UnknownGate):
            gates.change(connection, hall.fair_id, "G9", name="x", hall="", method="clicker", at=AT, by="hoa")
    assert listed(hall) == [("G1", "Cổng lớn", "", "clicker", False)]
    assert (change.before, change.after) == ({"name": "Cổng chính"}, {"name": "Cổng lớn"})


def test_a_gate_that_may_still_count_is_not_closed(hall: Hall) -> None:
    with hall.database.writing() as connection:
        with pytest.raises(gates.StillCounting):
            gates.close(connection, hall.fair_id, "G1", at=AT, by="hoa")
        for device in gates.one(connection, hall.fair_id, "G1").devices:
            fleet.revoke_till(connection, hall.fair_id, device.id, at=AT, by="hoa")
        gates.close(connection, hall.fair_id, "G1", at=AT, by="hoa")
        assert gates.halls_of(connection, hall.fair_id) == {}
        with pytest.raises(gates.UnknownGate):
            gates.add_device(connection, hall.fair_id, "G1", "gate", code="m" * 20, at=AT, by="hoa")
        gates.reopen(connection, hall.fair_id, "G1", at=AT, by="hoa")
        assert gates.halls_of(connection, hall.fair_id) == {"G1": ""}


def test_devices_of_a_gate_are_tills_of_its_own(hall: Hall) -> None:
    add(hall)
    with hall.database.writing() as connection:
        kinds: tuple[gates.DeviceKind, ...] = ("gate", "gate", "sensor")
        made = [
            gates.add_device(connection, hall.fair_id, "C1", kind, code=f"{n}" * 20, at=AT, by="hoa")
            for n, kind in enumerate(kinds)
        ]
        tills = {till.id: (till.kind, till.place) for till in fairs.tills(connection, hall.fair_id)}
    assert made == ["G-C1", "G-C1-2", "S-C1"]
    assert [tills[id_] for id_ in made] == [("gate", "C1"), ("gate", "C1"), ("sensor", "C1")]


def test_a_capacity_is_stated_changed_and_taken_back(hall: Hall) -> None:
    with hall.database.writing() as connection:
        for people in (3_000, 3_500, None):
            gates.set_capacity(connection, hall.fair_id, "B", people, at=AT, by="hoa")
        assert gates.capacities(connection, hall.fair_id) == {}
        changes = audit.listed(connection, hall.fair_id, kind="capacity")
    assert [change.after for change in reversed(changes)] == [
        {"people": 3_000},
        {"people": 3_500},
        {"people": None},
    ]
