from __future__ import annotations

from dataclasses import replace

import pytest

from fairpos.core.application import Application, Paper
from fairpos.core.exhibitor import Details
from fairpos.core.participation import Terms
from fairpos.ledger import application_terms, applications, audit, exhibitors, papers
from fairpos.ledger.applications import (
    AlreadyApplied,
    Filed,
    ReasonMissing,
    UnknownApplication,
    WrongState,
)
from fairpos.wire.application_forms import Wanted
from tests.documents import AT
from tests.hall import Hall

WANTED = Wanted(
    details=Details(
        name="HTX Trà hoa vàng Đạp Thanh", kind="cooperative", district="Ba Chẽ", province="Quảng Ninh"
    ),
    group="Đồ uống",
    products="Trà hoa vàng, cao hoa vàng",
    least=1,
    most=2,
    facilities=frozenset({"water", "power"}),
    traits=frozenset({"delicate"}),
    wishes=("A1", "B1"),
    rivals=("ho nuoi ong Dong Son", "Hộ không có"),
    neighbours=("DV1",),
)


def file(
    hall: Hall, wanted: Wanted = WANTED, *, at: int = AT, exhibitor: str = "", late: bool = False
) -> str:
    with hall.database.writing() as connection:
        return applications.file(
            connection,
            hall.fair_id,
            wanted,
            source="public",
            late=late,
            exhibitor=exhibitor,
            at=at,
            by="public",
        )


def decide(hall: Hall, id_: str, state: applications.State, reason: str = "") -> str:
    with hall.database.writing() as connection:
        return applications.decide(
            connection,
            hall.fair_id,
            id_,
            state,
            reason=reason,
            at=AT,
            by="hoa",
        )


def one(hall: Hall, id_: str) -> Filed:
    with hall.database.reading() as connection:
        return applications.one(connection, hall.fair_id, id_)


def waiting(hall: Hall) -> list[tuple[str, int | None]]:
    with hall.database.reading() as connection:
        found = applications.wait_list(applications.listed(connection, hall.fair_id))
    return [(filed.id, filed.wait_order) for filed in found]


def for_allocation(hall: Hall, *, waiting: bool = False) -> tuple[Application, ...]:
    with hall.database.reading() as connection:
        return applications.for_allocation(connection, hall.fair_id, waiting=waiting)


def test_an_application_is_kept_as_it_was_made_and_makes_no_exhibitor(hall: Hall) -> None:
    id_ = file(hall, late=True)
    kept = one(hall, id_)
    assert (kept.id, kept.state, kept.wanted, kept.late, kept.exhibitor) == (
        "DK-0001",
        "received",
        WANTED,
        True,
        "",
    )
    assert hall.count("exhibitor") == 4
    assert for_allocation(hall) == ()


def test_an_accepted_one_becomes_an_exhibitor_and_what_the_allocation_needs(hall: Hall) -> None:
    id_ = file(hall)
    who = decide(hall, id_, "accepted")
    assert (who, one(hall, id_).exhibitor, one(hall, id_).decided_by) == ("DV-0001", "DV-0001", "hoa")
    with hall.database.writing() as connection:
        application_terms.set_terms(
            connection, hall.fair_id, id_,
            Terms(deposit=2_000_000, contract="sent", contract_on="2026-11-01"), 7, at=AT, by="hoa",
        )  # fmt: skip
        papers.add(
            connection, hall.fair_id, who, kind="business", number="", issuer="", issued="", valid_to="",
            copy=None, at=AT, by="hoa",
        )  # fmt: skip
        papers.add(
            connection, hall.fair_id, who, kind="food-safety", number="", issuer="", issued="",
            valid_to="2026-11-22", copy=None, at=AT, by="hoa",
        )  # fmt: skip
    assert for_allocation(hall) == (
        Application(
            exhibitor="DV-0001",
            zone="in-province",
            unit="Ba Chẽ",
            group="Đồ uống",
            least=1,
            most=2,
            facilities=WANTED.facilities,
            traits=WANTED.traits,
            wishes=("A1", "B1"),
            rivals=("DV2",),
            neighbours=("DV1",),
            papers=(Paper("food-safety", "2026-11-22"), Paper("business", None)),
            papers_missing=("food-safety",),
            paid=False,
            priority=7,
            received_at=AT,
        ),
    )
    with hall.database.reading() as connection:
        ids = exhibitors.by_any_name(exhibitors.listed(connection, hall.fair_id))
    assert applications.unresolved(one(hall, id_), ids) == ("Hộ không có",)
    with hall.database.writing() as connection:
        terms = replace(one(hall, id_).terms, deposit_state="paid", deposit_on="2026-11-02")
        application_terms.set_terms(connection, hall.fair_id, id_, terms, 7, at=AT, by="hoa")
    assert for_allocation(hall)[0].paid
    assert one(hall, id_).terms.contract_on == "2026-11-01"


def test_a_refusal_and_a_question_need_words(hall: Hall) -> None:
    id_ = file(hall)
    questions: tuple[applications.State, ...] = ("refused", "asked-back")
    for state in questions:
        with pytest.raises(ReasonMissing):
            decide(hall, id_, state)
    decide(hall, id_, "asked-back", "thiếu giấy an toàn thực phẩm")
    decide(hall, id_, "refused", "hàng không rõ nguồn gốc")
    assert (one(hall, id_).state, one(hall, id_).reason) == ("refused", "hàng không rõ nguồn gốc")
    with pytest.raises(WrongState):
        decide(hall, id_, "accepted")
    decide(hall, id_, "received")
    assert hall.count("exhibitor") == 4
    with hall.database.reading() as connection:
        told = [
            (change.act, change.reason)
            for change in audit.listed(connection, hall.fair_id, kind="application", subject=id_)
        ]
    assert told == [
        ("decision", ""),
        ("decision", "hàng không rõ nguồn gốc"),
        ("decision", "thiếu giấy an toàn thực phẩm"),
        ("creation", ""),
    ]


def test_the_wait_list_has_an_order_that_can_be_changed_and_closes_its_ranks(hall: Hall) -> None:
    ids = [file(hall, replace(WANTED, details=replace(WANTED.details, name=f"Hộ {n}"))) for n in range(3)]
    for id_ in ids:
        decide(hall, id_, "waiting")
    assert waiting(hall) == [("DK-0001", 1), ("DK-0002", 2), ("DK-0003", 3)]
    with hall.database.writing() as connection:
        applications.move_on_wait_list(connection, hall.fair_id, "DK-0003", -1, at=AT, by="hoa")
        applications.move_on_wait_list(connection, hall.fair_id, "DK-0003", -9, at=AT, by="hoa")
        with pytest.raises(UnknownApplication):
            applications.move_on_wait_list(connection, hall.fair_id, "DK-9999", 1, at=AT, by="hoa")
    assert waiting(hall) == [("DK-0003", 1), ("DK-0001", 2), ("DK-0002", 3)]
    decide(hall, "DK-0001", "accepted")
    assert waiting(hall) == [("DK-0003", 1), ("DK-0002", 2)]
    assert [found.exhibitor for found in for_allocation(hall)] == ["DV-0001"]
    assert [found.exhibitor for found in for_allocation(hall, waiting=True)] == [
        "DV-0001",
        "DV-0002",
        "DV-0003",
    ]


def test_an_exhibitor_has_one_application_that_is_not_over(hall: Hall) -> None:
    id_ = file(hall, exhibitor="DV3")
    with pytest.raises(AlreadyApplied):
        file(hall, exhibitor="DV3")
    decide(hall, id_, "withdrawn")
    again = file(hall, exhibitor="DV3")
    assert decide(hall, again, "accepted") == "DV3"
    with pytest.raises(AlreadyApplied):
        decide(hall, id_, "received")
    # Its quota is that of the exhibitor's own place, whatever the form said.
    assert [(found.zone, found.unit) for found in for_allocation(hall)] == [("other-province", "Thái Nguyên")]


def test_what_is_asked_for_can_be_stated_anew(hall: Hall) -> None:
    id_ = file(hall)
    with hall.database.writing() as connection:
        applications.change(
            connection, hall.fair_id, id_, replace(WANTED, most=3, wishes=()), at=AT, by="hoa"
        )
    assert one(hall, id_).wanted == replace(WANTED, most=3, wishes=())
