"""The plan as it is kept: changes written down, sales that stay where they were, published versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, text
from sqlalchemy.exc import DBAPIError

from fairpos.core.fair import ZONES
from fairpos.core.fair_state import Forbidden, NoWay
from fairpos.core.floor import Floor, Gap, Hall, Landmark, Stand
from fairpos.core.floor_changes import Changed, Refused, add_gap, add_row, merge, remove, renumber, split
from fairpos.core.floor_changes import change as change_stand
from fairpos.ledger import audit, editions, fairs, fleet, floor, plans, prices, states, tables
from fairpos.ledger.floor import Make, StandInUse
from fairpos.wire import editions as wire
from tests.documents import AT, sale
from tests.hall import Hall as Centre

PLACE = Stand(id="", zone="in-province", hall="H1", row="A", position=1, x=300, y=300)
DRAWN = Floor(
    halls=(Hall(id="H1", name="Nhà A"),),
    stands=tuple(
        replace(PLACE, id=id_, code=id_, zone=zone, position=n, x=300 * n)
        for n, (id_, zone) in enumerate(zip(("A1", "B1", "C1"), ZONES, strict=True), 1)
    ),
    landmarks=(Landmark(id="L1", hall="H1", kind="exit", y=3_000),),
)


@pytest.fixture
def drawn(hall: Centre) -> Centre:
    """The small fair with its three booths on a plan."""
    with hall.database.writing() as connection:
        floor.fill(connection, hall.fair_id, DRAWN)
    return hall


def change(hall: Centre, make: Make, reason: str = "") -> Changed:
    with hall.database.writing() as connection:
        return floor.change(connection, hall.fair_id, make, at=AT, by="hoa", reason=reason)


def load(hall: Centre) -> Floor:
    with hall.database.reading() as connection:
        return floor.load(connection, hall.fair_id)


def booths(hall: Centre) -> dict[str, tuple[str, tuple[str, ...]]]:
    with hall.database.reading() as connection:
        return {one.id: (one.name, one.exhibitors) for one in fairs.booths(connection, hall.fair_id)}


def changes(hall: Centre, kind: str) -> list[tuple[str, str, Any, Any]]:
    with hall.database.reading() as connection:
        found = audit.listed(connection, hall.fair_id, kind=kind)
    return [(one.subject, one.act, one.before, one.after) for one in reversed(found)]


def publish(hall: Centre, note: str = "") -> int:
    with hall.database.writing() as connection:
        return plans.publish(connection, hall.fair_id, note=note, at=AT, by="hoa")


def row(letter: str, count: int = 2, **like: Any) -> Callable[[Floor, Any], Changed]:
    stand = replace(PLACE, row=letter, y=900, **like)
    return lambda plan, free: add_row(plan, stand, count=count, first=1, prefix=letter, free_id=free)


def test_a_plan_comes_back_as_it_was_drawn(drawn: Centre) -> None:
    with_gap = change(drawn, lambda plan, _: add_gap(plan, Gap("H1", "A", 1, "column"))).floor
    assert load(drawn) == with_gap == replace(DRAWN, gaps=(Gap("H1", "A", 1, "column"),))
    assert changes(drawn, "gap") == [
        ("H1 A 1", "creation", None, {"hall": "H1", "row": "A", "after": 1, "kind": "column"})
    ]


def test_a_fair_without_a_plan_has_an_empty_one(hall: Centre) -> None:
    assert load(hall) == Floor()


def test_new_stands_are_booths_under_ids_no_booth_ever_had(drawn: Centre) -> None:
    made = change(drawn, row("Đ", facilities=frozenset({"water", "power"}))).made
    assert made == ("D01", "D02")
    assert booths(drawn)["D01"] == ("Đ01", ())
    assert load(drawn).stand("D01") == replace(
        PLACE, id="D01", code="Đ01", row="Đ", y=900, open_sides=2, facilities=frozenset({"power", "water"})
    )
    assert change(drawn, row("D")).made == ("D01-2", "D02-2")


def test_a_change_that_is_refused_changes_nothing(drawn: Centre) -> None:
    before, version = load(drawn), drawn.version()
    with pytest.raises(Refused):
        change(drawn, lambda plan, _: merge(plan, ["A1", "B1"]))
    assert (load(drawn), drawn.version(), changes(drawn, "booth")) == (before, version, [])


def test_a_renumbered_booth_keeps_its_id_its_sales_and_what_it_is_called_follows(drawn: Centre) -> None:
    drawn.journal().send(sale())
    before = drawn.rows("takings_by_hour")
    with drawn.database.writing() as connection:
        connection.execute(text("UPDATE booth SET name = 'Gian A1' WHERE id = 'A1'"))
    change(drawn, lambda plan, _: renumber(plan, "H1", "A", prefix="K", first=1))
    assert {id_: name for id_, (name, _) in booths(drawn).items()} == {
        "A1": "Gian K01",
        "B1": "K02",
        "C1": "K03",
    }
    assert drawn.rows("takings_by_hour") == before
    assert changes(drawn, "booth")[0] == ("A1", "change", {"code": "A1"}, {"code": "K01"})
    assert drawn.verify().faults == ()


def test_what_one_booth_sold_before_a_merge_stays_with_it_and_the_fair_adds_up(drawn: Centre) -> None:
    with drawn.database.writing() as connection:
        connection.execute(text("UPDATE booth SET zone = 'in-province'"))
    journal = drawn.journal()
    journal.send(sale(till="M2", booth="B1", n=1))
    before, total = drawn.rows("takings_by_hour"), drawn.takings()
    made = change(drawn, lambda plan, _: merge(plan, ["A1", "B1"]))
    assert made.merged == {"B1": "A1"}
    assert drawn.rows("takings_by_hour") == before
    assert booths(drawn)["A1"] == ("A1", ("DV2", "DV1", "DV3")), "who stood there stands at the joint booth"
    assert booths(drawn)["B1"] == ("B1", ("DV3",)), "a till at B1 still sells what it sold"
    journal.send(sale(till="M2", booth="B1", n=2))
    assert (drawn.takings(), drawn.open_findings()) == (2 * total, [])
    assert [stand.id for stand in load(drawn).stands] == ["A1", "C1"]
    with drawn.database.reading() as connection:
        assert floor.merged(connection, drawn.fair_id) == {"B1": "A1"}
    assert changes(drawn, "booth")[-1][:2] == ("B1", "merging")
    assert drawn.verify().faults == ()


def test_a_split_makes_a_new_booth_where_nobody_stands(drawn: Centre) -> None:
    change(drawn, lambda plan, free: split(plan, "A1", 2, free_id=free))
    found = load(drawn)
    assert [(stand.id, stand.shown, stand.position) for stand in found.in_row("H1", "A")] == [
        ("A1", "A1", 1), ("A1B", "A1b", 2), ("B1", "B1", 3), ("C1", "C1", 4),
    ]  # fmt: skip
    assert booths(drawn)["A1B"] == ("A1b", ())


def test_a_booth_somebody_uses_is_not_taken_away(drawn: Centre) -> None:
    with pytest.raises(StandInUse) as caught:
        change(drawn, lambda plan, _: remove(plan, "B1"))
    assert caught.value.names == ("Công ty Chè Tân Cương Xanh", "M2")
    assert len(load(drawn).stands) == 3


def test_an_empty_booth_goes_for_good_and_one_that_sold_stays_in_the_books(drawn: Centre) -> None:
    drawn.journal().send(sale(till="M2", booth="B1"))
    change(drawn, row("D", 1))
    with drawn.database.writing() as connection:
        for table in (tables.till, tables.allocation):
            connection.execute(delete(table).where(table.c.fair_id == drawn.fair_id))
    change(drawn, lambda plan, _: remove(plan, "B1"))
    change(drawn, lambda plan, _: remove(plan, "D01"))
    assert [stand.id for stand in load(drawn).stands] == ["A1", "C1"]
    assert sorted(booths(drawn)) == ["A1", "B1", "C1"]


def test_a_zone_that_changes_is_the_booths_zone(drawn: Centre) -> None:
    stand = DRAWN.stands[0]
    change(drawn, lambda plan, _: change_stand(plan, replace(stand, zone="foreign", area=1_200, width=400)))
    with drawn.database.reading() as connection:
        assert {one.id: one.zone for one in fairs.booths(connection, drawn.fair_id)}["A1"] == "foreign"
    assert changes(drawn, "booth") == [
        (
            "A1",
            "change",
            {"area": 900, "width": 300, "zone": "in-province"},
            {"area": 1_200, "width": 400, "zone": "foreign"},
        )
    ]


# --- published versions ------------------------------------------------------------------------------


def test_a_published_plan_is_numbered_and_never_changes(drawn: Centre) -> None:
    assert publish(drawn, "bản gửi các huyện") == 1
    change(drawn, row("D"))
    assert publish(drawn) == 2
    with drawn.database.reading() as connection:
        first = plans.one(connection, drawn.fair_id, 1)
        assert first is not None
        assert (first[0].note, first[1]) == ("bản gửi các huyện", DRAWN)
        assert [version.number for version in plans.listed(connection, drawn.fair_id)] == [2, 1]
        assert plans.one(connection, drawn.fair_id, 3) is None
        edition = editions.newest(connection, drawn.fair_id)
    assert edition is not None
    assert [booth.id for booth in wire.read(edition[1]).booths] == ["A1", "B1", "C1", "D01", "D02"]
    for statement in ("UPDATE plan_version SET note = 'x'", "DELETE FROM plan_version"):
        with pytest.raises(DBAPIError, match="never changed"), drawn.database.writing() as connection:
            connection.execute(text(statement))


def test_a_plan_with_a_serious_fault_or_with_nothing_on_it_is_not_published(drawn: Centre) -> None:
    change(drawn, row("D", 1, x=350))
    change(drawn, lambda plan, _: change_stand(plan, replace(plan.stands[3], y=300)))
    with pytest.raises(plans.NotWhole) as caught:
        publish(drawn)
    assert [fault.code for fault in caught.value.faults] == ["overlap", "overlap"]
    with drawn.database.reading() as connection:
        assert plans.newest(connection, drawn.fair_id) is None


def test_nothing_is_published_of_an_empty_plan(hall: Centre) -> None:
    with pytest.raises(plans.NotWhole):
        publish(hall)


# --- the state of the fair ----------------------------------------------------------------------------


def move(hall: Centre, *ways: Any, reason: str = "") -> None:
    with hall.database.writing() as connection:
        for to in ways:
            states.move(connection, hall.fair_id, to, reason=reason, at=AT, by="hoa")


def test_a_closed_fair_keeps_its_plan_and_still_takes_in_what_tills_held(drawn: Centre) -> None:
    journal = drawn.journal()
    journal.send(sale(n=1))
    taken = drawn.takings()
    move(drawn, "closed")
    with pytest.raises(Forbidden):
        change(drawn, row("D"))
    with pytest.raises(Forbidden):
        publish(drawn)
    journal.send(sale(n=2))
    assert (drawn.takings(), drawn.open_findings()) == (2 * taken, [])
    assert changes(drawn, "fair") == [("status", "change", {"status": "open"}, {"status": "closed"})]


def test_a_step_back_needs_a_reason_and_a_leap_is_no_way(drawn: Centre) -> None:
    move(drawn, "closed")
    with pytest.raises(states.NoReason):
        move(drawn, "open", reason="  ")
    with pytest.raises(NoWay):
        move(drawn, "draft", reason="nhầm")
    move(drawn, "open", reason="Kéo dài thêm một ngày")
    with drawn.database.reading() as connection:
        assert fairs.by_id(connection, drawn.fair_id).status == "open"
        assert audit.listed(connection, drawn.fair_id, kind="fair")[0].reason == "Kéo dài thêm một ngày"


def test_money_taken_while_the_fair_is_a_draft_is_kept_and_is_a_finding(drawn: Centre) -> None:
    move(drawn, "published", "draft", reason="chưa công bố")
    drawn.journal().send(sale())
    assert drawn.takings() > 0
    assert [code for code, _ in drawn.open_findings()] == ["outside-fair"]
    assert drawn.verify().faults == ()


def test_a_closed_fair_takes_no_new_price_and_no_new_till(drawn: Centre) -> None:
    move(drawn, "closed")
    with pytest.raises(Forbidden), drawn.database.writing() as connection:
        prices.change(connection, drawn.fair_id, {"SP1": 1}, at=AT, by="hoa")
    with pytest.raises(Forbidden), drawn.database.writing() as connection:
        fleet.open_enrolment(connection, drawn.fair_id, "M1", code="mã", at=AT, by="hoa")
    with pytest.raises(Forbidden), drawn.database.writing() as connection:
        fleet.add_till(connection, drawn.fair_id, "A1", code="mã", at=AT, by="hoa")
    with drawn.database.writing() as connection:
        fleet.revoke_till(connection, drawn.fair_id, "M1", at=AT, by="hoa")
