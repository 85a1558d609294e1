"""Which of what the gates counted are visits, and how full the halls are."""

from __future__ import annotations

from fairpos.core import occupancy
from fairpos.core.business_day import moment
from fairpos.core.gate import OFFICE, Counting, Counts
from fairpos.core.occupancy import Hall
from fairpos.ledger import fairs, gates, results, visits
from fixtures.small import DAYS
from tests.documents import AT, gate_count
from tests.hall import Hall as Centre

DAY = DAYS[0]


def read(hall: Centre) -> Counts:
    with hall.database.reading() as connection:
        return visits.read(connection, hall.fair_id)


def by_hour(hall: Centre) -> dict[tuple[str, int], int]:
    with hall.database.reading() as connection:
        return visits.visits_by_hour(connection, hall.fair_id)


def test_visits_are_entries_of_visitors_by_one_method(hall: Centre) -> None:
    hall.journal().send(
        gate_count(40),
        gate_count(15, direction="out"),
        gate_count(3, category="press"),
        gate_count(44, method="sensor"),
    )
    assert by_hour(hall) == {(DAY, 10): 40}
    counts = read(hall)
    assert counts.decisions == {("G1", DAY): Counting("clicker", ("sensor",))}
    assert counts.doubled() == (("G1", DAY, Counting("clicker", ("sensor",))),)
    with hall.database.reading() as connection:
        found = results.result(
            connection, "thu-nho-2026", metric="visits", scope="all", at=moment(DAYS[1], 600)
        )
    assert dict(found.by_day) == {1: 40}


def test_what_a_person_named_for_the_day_stands_and_is_written_down(hall: Centre) -> None:
    hall.journal().send(gate_count(40), gate_count(44, method="sensor"))
    before = hall.version()
    with hall.database.writing() as connection:
        gates.name_method(connection, hall.fair_id, "G1", DAY, "sensor", at=AT, by="hoa")
    assert by_hour(hall) == {(DAY, 10): 44}
    assert read(hall).doubled() == ()
    assert hall.version() == before + 1
    assert hall.rows("change", "kind", "subject", "act", "by") == [("gate", "G1", "method", "hoa")]


def test_what_was_typed_is_told_with_who_when_and_why(hall: Centre) -> None:
    office = hall.journal("office-1")
    passed = moment(DAY, 9 * 60 + 59)
    typed = gate_count(120, till=OFFICE, by="hoa", method="manual", passed_at=passed, reason="sổ giấy", n=1)
    office.send(typed)
    hall.journal("tram-1").send(gate_count(7))
    with hall.database.reading() as connection:
        (found,) = visits.typed_in(connection, hall.fair_id, DAY)
        assert visits.typed_in(connection, hall.fair_id, DAYS[1]) == ()
    assert (found.at, found.by, found.hour, found.count, found.reason) == (AT, "hoa", 9, 120, "sổ giấy")


def full(hall: Centre, hour: int) -> tuple[Hall, ...]:
    with hall.database.reading() as connection:
        return occupancy.halls(
            visits.read(connection, hall.fair_id),
            fairs.calendar(connection, hall.fair_id),
            gates.halls_of(connection, hall.fair_id),
            gates.capacities(connection, hall.fair_id),
            day=DAY,
            hour=hour,
        )


def test_a_hall_is_full_of_everybody_who_came_and_did_not_leave(hall: Centre) -> None:
    with hall.database.writing() as connection:
        gates.set_capacity(connection, hall.fair_id, "", 50, at=AT, by="hoa")
    hall.journal().send(
        gate_count(40),
        gate_count(3, category="staff"),
        gate_count(2, direction="out"),
        gate_count(500, method="manual"),
    )
    (whole,) = full(hall, 10)
    assert (whole.hall, whole.inside.count, whole.capacity, whole.fill) == ("", 41, 50, "near")
    assert full(hall, 14)[0].inside.count == 0


def test_a_sensor_has_seen_the_staff_already(hall: Centre) -> None:
    hall.journal().send(gate_count(40, method="sensor"), gate_count(3, category="staff"))
    assert full(hall, 10)[0].inside.count == 40


def test_halls_with_gates_of_their_own_stand_beside_the_whole(hall: Centre) -> None:
    with hall.database.writing() as connection:
        made = gates.add(
            connection, hall.fair_id, name="Cửa nhà B", hall="B", method="clicker", at=AT, by="hoa"
        )
        device = gates.add_device(connection, hall.fair_id, made, "gate", code="m" * 20, at=AT, by="hoa")
    hall.journal().send(gate_count(40), gate_count(9, till=device, gate=made))
    assert [(one.hall, one.counted, one.inside.count) for one in full(hall, 10)] == [
        ("", True, 40),
        ("B", True, 9),
    ]
    assert hall.open_findings() == []
