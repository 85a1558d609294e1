"""The checker notices every hard rule that a hand may break, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from fairpos.core.allocation import Case, Frozen, Placing, Quota, broken
from fairpos.core.application import Application, Paper
from fairpos.core.floor import Gap, Stand
from tests.allocating import case, firm, stands


def put(name: str, *where: str, with_others: tuple[str, ...] = ()) -> Placing:
    return Placing(exhibitor=name, stands=where, with_others=with_others)


def rules(of: Case, *placings: Placing) -> list[str]:
    return [fault.rule for fault in broken(of, placings)]


ROW = stands("R", 10)
HELD = Frozen(placing=put("A", "R1"), why="contracted")


@pytest.mark.parametrize(
    ("rule", "firms", "placings", "extra"),
    [
        ("H1", [firm("A"), firm("B")], [put("A", "R1"), put("B", "R1")], {}),
        ("H2", [firm("A")], [put("A", "R1"), put("A", "R5")], {}),
        ("H3", [firm("A", least=2, most=2)], [put("A", "R1")], {}),
        ("H4", [firm("A", most=2)], [put("A", "R1", "R3")], {}),
        ("H4", [firm("A")], [put("A", "no such stand")], {}),
        ("H5", [firm("A", zone="foreign")], [put("A", "R1")], {}),
        ("H6", [firm("A", most=2)], [put("A", "R1", "R2")], {"quotas": {"HL": Quota(most=1)}}),
        ("H6", [firm("A"), firm("B")], [put("A", "R1")], {"quotas": {"HL": Quota(least=2)}}),
        ("H7", [firm("A", most=2)], [put("A", "R1", "R2")], {"group_most": {"tea": 1}}),
        ("H8", [firm("A", facilities=frozenset({"gas"}))], [put("A", "R1")], {}),
        ("H9", [firm("A", traits=frozenset({"open-fire"}))], [put("A", "R1")], {}),
        (
            "H10",
            [firm("A", traits=frozenset({"live-animals"})), firm("B", traits=frozenset({"delicate"}))],
            [put("A", "R1"), put("B", "R2")],
            {},
        ),
        ("H11", [firm("A", rivals=("B",)), firm("B")], [put("A", "R1"), put("B", "R3")], {}),
        ("H12", [firm("A", neighbours=("B",)), firm("B")], [put("A", "R1"), put("B", "R3")], {}),
        (
            "H12",
            [firm("A"), firm("B"), firm("C", unit="VD")],
            [put("A", "R1"), put("B", "R3"), put("C", "R2")],
            {"blocks": frozenset({"HL"})},
        ),
        (
            "H13",
            [firm("A")],
            [put("A", "R2")],
            {"frozen": (HELD,)},
        ),
        ("H15", [firm("A", papers_missing=("label",))], [put("A", "R1")], {}),
        ("H15", [firm("A", papers=(Paper("ocop", "2026-09-05"),))], [put("A", "R1")], {}),
        ("H17", [firm("A", paid=False)], [put("A", "R1")], {"deposit_overdue": True}),
        ("H18", [firm("A", most=3)], [put("A", "R1", "R2", "R3")], {"booths_most": 2}),
        ("H20", [firm("A")], [put("A", "R1")], {"reserve_percent": 100}),
        ("H21", [firm("A")], [put("A", "R1")], {"pavilions": {"R1": "VD"}}),
    ],
)
def test_each_rule_is_noticed_alone(
    rule: str, firms: Sequence[Application], placings: Sequence[Placing], extra: dict[str, Any]
) -> None:
    assert rules(case(ROW, firms, **extra), *placings) == [rule]


def test_closed_and_promised_stands_and_areas_are_noticed() -> None:
    for state, rule in (("blocked", "H14"), ("reserve", "H14"), ("fixed", "H13")):
        floor = stands("R", 1, state=state)
        assert rules(case(floor, [firm("A")]), put("A", "R1")) == [rule]
    assert rules(case(stands("R", 1, kind="area"), [firm("A")]), put("A", "R1")) == ["H14"]


def test_a_column_a_hole_and_a_swallowed_aisle_are_noticed() -> None:
    two = [firm("A", most=2)]
    assert rules(case(ROW, two, [Gap("H1", "R", 1)]), put("A", "R1", "R2")) == ["H4"]
    wide = [
        Stand(id=f"R{n}", zone="in-province", hall="H1", row="R", position=n, x=n * 700, y=0) for n in (1, 2)
    ]
    assert rules(case(wide, two), put("A", "R1", "R2")) == ["H19"]


def test_a_foreign_exhibitor_without_its_goods_list_breaks_two_rules() -> None:
    floor = stands("R", 2, "foreign")
    of = case(floor, [firm("A", zone="foreign", papers_missing=("goods-list",))])
    assert rules(of, put("A", "R1")) == ["H15", "H16"]


def test_those_who_share_a_booth_answer_for_themselves() -> None:
    firms = [firm("A"), firm("B", papers_missing=("label",), facilities=frozenset({"gas"}))]
    assert rules(case(ROW, firms), put("A", "R1", with_others=("B",))) == ["H8", "H15"]


def test_what_was_agreed_before_is_not_held_against_a_plan() -> None:
    firms = [firm("A", rivals=("B",), papers_missing=("label",)), firm("B")]
    held = tuple(Frozen(placing=put(name, at), why="contracted") for name, at in (("A", "R1"), ("B", "R2")))
    of = case(ROW, firms, frozen=held)
    assert rules(of, put("A", "R1"), put("B", "R2")) == []


def test_facts_of_a_fault_name_who_and_where() -> None:
    of = case(ROW, [firm("A", rivals=("B",)), firm("B")])
    (fault,) = broken(of, [put("A", "R4"), put("B", "R5")])
    assert (fault.rule, fault.exhibitors, fault.stands, fault.what) == (
        "H11",
        ("A", "B"),
        ("R4", "R5"),
        ("1",),
    )
