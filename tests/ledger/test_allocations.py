"""Runs are kept dry, changed by hand with a reason, accepted once; what is contracted stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from fairpos.core.allocation import Fault, Plan, Result, allocate
from fairpos.core.exhibitor import Details
from fairpos.core.floor import Floor, Hall, Stand
from fairpos.core.participation import Terms
from fairpos.ledger import (
    allocation_cases,
    allocations,
    application_terms,
    applications,
    audit,
    editions,
    floor,
    lots,
    overrides,
    quotas,
    tables,
)
from fairpos.ledger.allocations import Accepted, BreaksRules, NoSuchRun, ReasonMissing
from fairpos.wire.application_forms import Wanted
from tests.hall import Hall as Centre

FIRMS = ("Trà Ba Chẽ", "Mật ong Đông Sơn", "Miến dong Bình Liêu")


def draw(hall: Centre, count: int = 6) -> None:
    stands = tuple(
        Stand(id=f"P{n}", zone="in-province", hall="N1", row="P", position=n, x=300 * n)
        for n in range(1, count + 1)
    )
    with hall.database.writing() as connection:
        floor.fill(connection, hall.fair_id, Floor(halls=(Hall(id="N1", name="Nhà 1"),), stands=stands))


def apply(hall: Centre, name: str, **wanted: Any) -> str:
    """File and accept an application; returns the exhibitor's id."""
    asked = Wanted(
        details=Details(name=name, kind="household", district="Ba Chẽ", province="Quảng Ninh"), group="Trà"
    )
    with hall.database.writing() as connection:
        filed = applications.file(
            connection,
            hall.fair_id,
            replace(asked, **wanted),
            source="organiser",
            at=hall.now,
            by="hoa",
        )
        return applications.decide(connection, hall.fair_id, filed, "accepted", at=hall.now, by="hoa")


@pytest.fixture
def firms(hall: Centre, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr("fairpos.core.exhibitor.papers_missing", lambda *_: ())
    draw(hall)
    return [apply(hall, name, wishes=("P2",)) for name in FIRMS]


def run(hall: Centre, seed: str = "s") -> int:
    with hall.database.writing() as connection:
        case = allocation_cases.load(connection, hall.fair_id, now=hall.now).case
        plan = allocate(case, seed, steps=200)
        return allocations.keep(connection, hall.fair_id, case, plan, at=hall.now, by="hoa")


def results(hall: Centre, number: int) -> dict[str, Result]:
    with hall.database.reading() as connection:
        return {one.exhibitor: one for one in allocations.results(connection, hall.fair_id, number)}


def accept(hall: Centre, number: int) -> int:
    with hall.database.writing() as connection:
        return allocations.accept(connection, hall.fair_id, number, at=hall.now, by="hoa")


def move(hall: Centre, number: int, exhibitor: str, *stands: str) -> tuple[Fault, ...]:
    with hall.database.writing() as connection:
        return allocations.move(
            connection, hall.fair_id, number, exhibitor, stands, reason="tỉnh yêu cầu", at=hall.now, by="hoa"
        )


def standing(hall: Centre) -> dict[str, tuple[str, ...]]:
    with hall.database.reading() as connection:
        return allocation_cases.held(connection, hall.fair_id)


def test_a_run_is_kept_with_its_seed_input_and_reasons_and_moves_nobody(
    hall: Centre, firms: list[str]
) -> None:
    before = standing(hall)
    number = run(hall)
    found = results(hall, number)
    assert {len(found[one].stands) for one in firms} == {1}
    assert sorted(found[one].reasons[0].code for one in firms) == ["OK_AREA", "OK_AREA", "OK_CHOICE"]
    assert standing(hall) == before
    with hall.database.reading() as connection:
        (kept,) = allocations.listed(connection, hall.fair_id)
    assert (kept.number, kept.seed, kept.made_by, kept.accepted_at) == (1, "s", "hoa", None)
    assert len(kept.input_hash) == 64
    assert results(hall, run(hall)) == found


def test_accepting_writes_who_stands_where_publishes_an_edition_and_is_done_once(
    hall: Centre, firms: list[str]
) -> None:
    number = run(hall)
    with hall.database.reading() as connection:
        edition = editions.newest_number(connection, hall.fair_id)
    assert accept(hall, number) == edition + 1
    found = results(hall, number)
    assert {one: standing(hall)[one] for one in firms} == {one: found[one].stands for one in firms}
    with pytest.raises(Accepted):
        accept(hall, number)
    with hall.database.reading() as connection:
        (noted,) = audit.listed(connection, hall.fair_id, kind="allocation", subject=str(number))
    assert (noted.act, noted.by) == ("publication", "hoa")


def test_later_runs_leave_the_contracted_where_they_are(hall: Centre, firms: list[str]) -> None:
    accept(hall, run(hall))
    before = standing(hall)
    with hall.database.writing() as connection:
        for filed in applications.listed(connection, hall.fair_id):
            if filed.exhibitor in firms[:2]:
                terms = Terms(contract="signed", contract_on="2026-11-01")
                application_terms.set_terms(
                    connection, hall.fair_id, filed.id, terms, 0, at=hall.now, by="hoa"
                )
    late = [apply(hall, f"Đoàn {n}", wishes=before[firms[0]]) for n in range(3)]
    found = results(hall, run(hall, "khác"))
    for one in firms[:2]:
        assert (found[one].stands, found[one].reasons[0].code) == (before[one], "CONTRACTED")
    assert all(found[one].placed for one in late)


def test_a_change_by_hand_needs_a_reason_and_swaps_with_whoever_stands_there(
    hall: Centre, firms: list[str]
) -> None:
    number = run(hall)
    before = results(hall, number)
    one, other = firms[:2]
    with pytest.raises(ReasonMissing), hall.database.writing() as connection:
        allocations.move(
            connection, hall.fair_id, number, one, before[other].stands, reason=" ", at=hall.now, by="hoa"
        )
    with hall.database.writing() as connection:
        new = allocations.move(
            connection, hall.fair_id, number, one, before[other].stands, reason="theo đơn", at=1, by="hoa"
        )
    after = results(hall, number)
    assert new == ()
    assert (after[one].stands, after[other].stands) == (before[other].stands, before[one].stands)
    assert [reason.code for reason in after[one].reasons] == ["BY_HAND"]
    with hall.database.reading() as connection:
        (noted,) = overrides.listed(connection, hall.fair_id, number)
    assert (noted.exhibitor, noted.before, noted.after) == (one, before[one].stands, before[other].stands)
    assert (noted.reason, noted.breaks) == ("theo đơn", ())


def test_what_breaks_a_rule_is_told_kept_with_its_reason_and_may_then_be_accepted(
    hall: Centre, firms: list[str]
) -> None:
    number = run(hall)
    new = move(hall, number, firms[0], "P1", "P3")
    assert {fault.rule for fault in new} >= {"H3", "H4"}
    assert accept(hall, number) > 0
    assert standing(hall)[firms[0]] == ("P1", "P3")


def test_a_reason_answers_for_one_exhibitor_on_its_booths_and_for_nobody_who_breaks_the_same_rule_elsewhere(
    hall: Centre, firms: list[str]
) -> None:
    number = run(hall)
    move(hall, number, firms[0], "P1", "P3")
    # As if it had been there all along: the second breaks the same rules as the first, unspoken for.
    table = tables.allocation_result
    with hall.database.writing() as connection:
        connection.execute(
            update(table).where(table.c.run == number, table.c.exhibitor == firms[1]).values(stands="P4 P6")
        )
    with pytest.raises(BreaksRules) as refusal:
        accept(hall, number)
    assert {(fault.rule, fault.exhibitors) for fault in refusal.value.faults} == {
        ("H3", (firms[1],)),
        ("H4", (firms[1],)),
    }
    assert [one for one in firms if one in standing(hall)] == []
    answered = move(hall, number, firms[1], "P4", "P6")
    assert set(answered) == set(refusal.value.faults)
    assert accept(hall, number) > 0


def test_a_reason_no_longer_answers_once_its_exhibitor_stands_elsewhere(
    hall: Centre, firms: list[str]
) -> None:
    number = run(hall)
    with hall.database.writing() as connection:
        overdue = quotas.Settings(deposit_due="2020-01-01")
        quotas.set_settings(connection, hall.fair_id, overdue, at=hall.now, by="hoa")
        (filed,) = (one for one in applications.listed(connection, hall.fair_id) if one.exhibitor == firms[0])
        owing = Terms(deposit=2_000_000)
        application_terms.set_terms(connection, hall.fair_id, filed.id, owing, 0, at=hall.now, by="hoa")
    unpaid = Fault(rule="H17", exhibitors=(firms[0],))
    assert move(hall, number, firms[0], "P5") == (unpaid,)
    # Somebody else takes its place, and it gets another one: for that nobody has said why.
    assert move(hall, number, firms[1], "P5") == ()
    with pytest.raises(BreaksRules) as refusal:
        accept(hall, number)
    assert refusal.value.faults == (unpaid,)


def test_rules_that_came_to_be_broken_meanwhile_stop_the_acceptance(hall: Centre, firms: list[str]) -> None:
    number = run(hall)
    with hall.database.writing() as connection:
        settings = quotas.Settings(reserve_percent=90)
        quotas.set_settings(connection, hall.fair_id, settings, at=hall.now, by="hoa")
    with pytest.raises(BreaksRules) as refusal:
        accept(hall, number)
    assert {fault.rule for fault in refusal.value.faults} == {"H20"}
    assert [one for one in firms if one in standing(hall)] == []
    assert [
        fault.rule for fault in move(hall, number, firms[0], *results(hall, number)[firms[0]].stands)
    ] == ["H20"]
    assert accept(hall, number) > 0
    with pytest.raises(NoSuchRun):
        accept(hall, 99)


def test_quotas_are_shared_out_kept_and_bind_the_next_run(hall: Centre, firms: list[str]) -> None:
    rows = (quotas.QuotaRow(unit="Ba Chẽ", weight=3, most=2), quotas.QuotaRow(unit="Vân Đồn", weight=9))
    shared = quotas.share_out(rows, 6, seed="s")
    assert [(one.exact, one.why) for one in shared] == [(1500, "lot"), (4500, "lot")]
    assert sum(one.booths or 0 for one in shared) == 6
    with hall.database.writing() as connection:
        quotas.set_quotas(connection, hall.fair_id, shared, at=hall.now, by="hoa")
        quotas.set_caps(connection, hall.fair_id, {"Mật ong": 2}, at=hall.now, by="hoa")
    found = results(hall, run(hall))
    placed = [one for one in firms if found[one].placed]
    assert len(placed) == shared[0].booths
    with hall.database.reading() as connection:
        assert quotas.listed(connection, hall.fair_id) == shared
        assert quotas.caps(connection, hall.fair_id) == {"Mật ong": 2}


def test_lots_are_committed_drawn_once_and_bind_the_run(hall: Centre, firms: list[str]) -> None:
    with hall.database.writing() as connection:
        number = lots.commit(connection, hall.fair_id, firms, secret="k" * 43, at=1, by="hoa")
    with hall.database.reading() as connection:
        (promised,) = lots.listed(connection, hall.fair_id)
        assert lots.numbers(connection, hall.fair_id) == {}
    assert (promised.secret, promised.order, promised.faults) == ("", (), ())
    with hall.database.writing() as connection:
        lots.draw(connection, hall.fair_id, number, public_number="86420", at=2, by="hoa")
    with pytest.raises(lots.DrawnAlready), hall.database.writing() as connection:
        lots.draw(connection, hall.fair_id, number, public_number="1", at=2, by="hoa")
    with hall.database.reading() as connection:
        (made,) = lots.listed(connection, hall.fair_id)
        given = lots.numbers(connection, hall.fair_id)
    assert (made.secret, made.public_number, made.faults) == ("k" * 43, "86420", ())
    assert {name: given[name] for name in firms} == {name: made.order.index(name) + 1 for name in firms}
    found = results(hall, run(hall))
    assert {one: found[one].lot for one in firms} == given


def test_an_empty_fair_gives_an_empty_plan(hall: Centre) -> None:
    with hall.database.reading() as connection:
        case = allocation_cases.load(connection, hall.fair_id, now=hall.now).case
    plan: Plan = allocate(case, "s", steps=10)
    assert [
        one for one in plan.placings if one.exhibitor not in {f.placing.exhibitor for f in case.rules.frozen}
    ] == []
