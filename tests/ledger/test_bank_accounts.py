"""Another account needs a second person, and until then the old one stands."""

from __future__ import annotations

import pytest

from fairpos.core.fair import BankAccount
from fairpos.ledger import audit, bank_accounts, editions, exhibitors
from fairpos.ledger.bank_accounts import NoProposal, ProposalOpen, SamePerson
from fairpos.wire import editions as wire
from tests.documents import AT
from tests.hall import Hall

OLD = BankAccount(bin="970436", number="0011002233", holder="HTX BA CHE")
NEW = BankAccount(bin="970422", number="9990001112", holder="TRAN VAN LA")


def at_the_till(hall: Hall) -> BankAccount | None:
    with hall.database.reading() as connection:
        found = editions.newest(connection, hall.fair_id)
    assert found is not None
    return next(who.account for who in wire.read(found[1]).exhibitors if who.id == "DV1")


def propose(hall: Hall, account: BankAccount | None, by: str) -> str:
    with hall.database.writing() as connection:
        return bank_accounts.propose(connection, hall.fair_id, "DV1", account, at=AT, by=by)


def approve(hall: Hall, id_: str, by: str) -> None:
    with hall.database.writing() as connection:
        bank_accounts.approve(connection, hall.fair_id, id_, at=AT, by=by)


def test_the_old_account_stands_until_a_second_person_agrees(hall: Hall) -> None:
    approve(hall, propose(hall, OLD, "hoa"), "minh")
    assert at_the_till(hall) == OLD
    id_ = propose(hall, NEW, "hoa")
    assert at_the_till(hall) == OLD
    with pytest.raises(SamePerson):
        approve(hall, id_, "hoa")
    assert at_the_till(hall) == OLD
    with hall.database.reading() as connection:
        assert [one.account for one in bank_accounts.waiting(connection, hall.fair_id)] == [NEW]
    approve(hall, id_, "minh")
    assert at_the_till(hall) == NEW
    with hall.database.reading() as connection:
        told = [(one.act, one.by) for one in audit.listed(connection, hall.fair_id, kind="account")]
        assert bank_accounts.waiting(connection, hall.fair_id) == ()
    assert told == [("approval", "minh"), ("proposal", "hoa"), ("approval", "minh"), ("proposal", "hoa")]


def test_a_change_is_decided_once_and_only_one_waits(hall: Hall) -> None:
    id_ = propose(hall, NEW, "hoa")
    with pytest.raises(ProposalOpen):
        propose(hall, OLD, "minh")
    with hall.database.writing() as connection:
        bank_accounts.refuse(connection, hall.fair_id, id_, at=AT, by="hoa")
    with pytest.raises(NoProposal):
        approve(hall, id_, "minh")
    assert at_the_till(hall) is None


def test_an_account_can_be_taken_away_the_same_way(hall: Hall) -> None:
    approve(hall, propose(hall, OLD, "hoa"), "minh")
    id_ = propose(hall, None, "minh")
    assert at_the_till(hall) == OLD
    approve(hall, id_, "hoa")
    assert at_the_till(hall) is None
    with hall.database.reading() as connection:
        assert exhibitors.one(connection, hall.fair_id, "DV1").account is None
