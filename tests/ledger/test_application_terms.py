"""Money and promises of an application: who noted them, what is owed, what the allocation makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fairpos.core.participation import Merits, Terms
from fairpos.ledger import (
    allocation_cases,
    application_terms,
    applications,
    audit,
    fairs,
    last_season,
    quotas,
    returns,
    waiting,
)
from fairpos.ledger.last_season import Takings
from fixtures.small import DAYS
from tests.documents import sale
from tests.hall import Hall
from tests.ledger.test_allocations import apply, draw


@pytest.fixture
def who(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("fairpos.core.exhibitor.papers_missing", lambda *_: ())
    draw(hall)
    return apply(hall, "Trà Ba Chẽ", places=frozenset({"corner", "far-toilet"}))


def terms(hall: Hall, stated: Terms, by: str) -> Terms:
    with hall.database.writing() as connection:
        (filed,) = applications.listed(connection, hall.fair_id)
        application_terms.set_terms(connection, hall.fair_id, filed.id, stated, 0, at=hall.now, by=by)
        return applications.one(connection, hall.fair_id, filed.id).terms


def test_who_noted_each_part_is_kept_and_stays_while_another_part_changes(hall: Hall, who: str) -> None:
    one = terms(hall, Terms(fee=9_600_000, fee_due="2026-11-01"), "hoa")
    assert (one.contract_by, one.fee_by, one.deposit_by) == ("", "hoa", "")
    two = terms(hall, replace(one, contract="signed", contract_on="2026-10-02", deposit=1), "minh")
    assert (two.contract_by, two.fee_by, two.deposit_by) == ("minh", "hoa", "minh")
    with hall.database.reading() as connection:
        newest = audit.listed(connection, hall.fair_id, kind="application", subject="DK-0001")[0]
    assert (newest.act, newest.after) == (
        "terms", {"contract": "signed", "contract_on": "2026-10-02", "deposit": 1},
    )  # fmt: skip


def test_what_should_have_been_paid_waits_on_the_desk_and_nobody_unpaid_is_placed(
    hall: Hall, who: str
) -> None:
    def at(now: int) -> tuple[int, bool]:
        with hall.database.reading() as connection:
            fair = fairs.by_id(connection, hall.fair_id)
            found = {one.code: one for one in waiting.waiting(connection, fair, now=now)}
            case = allocation_cases.load(connection, hall.fair_id, now=now).case
        (application,) = case.applications
        unpaid = case.rules.deposit_overdue and not application.paid
        return found["fees"].count if "fees" in found else 0, unpaid

    assert at(hall.now) == (0, False)
    due = Terms(deposit=2_000_000, deposit_due="2999-01-01")
    terms(hall, due, "hoa")
    assert at(hall.now) == (0, False)
    with hall.database.writing() as connection:
        general = quotas.Settings(deposit_due="2000-01-01")
        quotas.set_settings(connection, hall.fair_id, general, at=hall.now, by="hoa")
    # A day of its own goes before the day of all.
    assert at(hall.now) == (0, False)
    terms(hall, replace(due, deposit_due="2000-01-01"), "hoa")
    assert at(hall.now) == (1, True)
    terms(hall, replace(due, deposit_due="", deposit_state="waived"), "hoa")
    assert at(hall.now) == (0, False)


def test_what_is_promised_and_wished_reaches_the_allocation(hall: Hall, who: str) -> None:
    with hall.database.writing() as connection:
        merits = Merits(promised=True, takings=5_000_000, takings_source="Báo cáo xã")
        application_terms.set_merits(connection, hall.fair_id, "DK-0001", merits, at=hall.now, by="hoa")
        assert applications.one(connection, hall.fair_id, "DK-0001").merits == merits
        case = allocation_cases.load(connection, hall.fair_id, now=hall.now).case
    (one,) = case.applications
    assert (one.places, one.takings_before) == (frozenset({"corner", "far-toilet"}), 5_000_000)
    assert case.rules.promised == frozenset({who})
    assert set(case.rules.around) == {"entrance", "stage", "information", "toilet"}


def test_takings_of_last_season_come_from_its_ledger_and_its_returns(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.journal().send(sale())
    with hall.database.writing() as connection:
        sold = {row.exhibitors[0]: row.id for row in fairs.booths(connection, hall.fair_id) if row.exhibitors}
        stated = [returns.Stated(booth="C1", amount=700_000, qualifier="exact", after=0)]
        returns.keep(connection, hall.fair_id, DAYS[0], stated, reason="", at=hall.now, by="hoa")
        fair = fairs.by_id(connection, hall.fair_id)
        # The fair as its own edition before: everybody is known again by name.
        monkeypatch.setattr(fairs, "by_slug", lambda *_: fair)
        monkeypatch.setattr(fairs, "by_id", lambda *_: replace(fair, prior=fair.slug))
        found = last_season.takings(connection, hall.fair_id)
    main = next(who for who, booth in sold.items() if booth == "C1")
    assert found.pop(main) == Takings(700_000, 700_000)
    assert [one.returned for one in found.values()] == [0]
    assert all(one.amount > 0 for one in found.values())
