"""Where transfers to an exhibitor go. A change is proposed by one person and takes effect by another's word:
a swapped account is the oldest fraud there is, and until then the old account stays in force."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from fairpos.core.fair import BankAccount
from fairpos.core.vietqr import account_name
from fairpos.ledger import audit, editions, exhibitors, fairs, states, tables
from fairpos.ledger.numbering import next_id

KIND = "account"


class ProposalOpen(ValueError):
    """A change of this account already waits for a second person."""


class NoProposal(LookupError):
    """There is no change of this id that waits."""


class SamePerson(ValueError):
    """Who proposed a change cannot be the one who approves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change that waits. `account` is None where the exhibitor shall have none any more."""

    id: str
    exhibitor: str
    account: BankAccount | None
    proposed_at: int
    proposed_by: str


def waiting(connection: Connection, fair_id: int, exhibitor: str | None = None) -> tuple[Proposal, ...]:
    """The changes that wait for a second person, the oldest first."""
    table = tables.account_proposal
    asked = select(table).where(table.c.fair_id == fair_id, table.c.decided_at.is_(None))
    if exhibitor is not None:
        asked = asked.where(table.c.exhibitor == exhibitor)
    return tuple(
        Proposal(
            id=row.id,
            exhibitor=row.exhibitor,
            account=None
            if row.account_number is None
            else BankAccount(bin=row.account_bin, number=row.account_number, holder=row.account_holder),
            proposed_at=row.proposed_at,
            proposed_by=row.proposed_by,
        )
        for row in connection.execute(asked.order_by(table.c.proposed_at, table.c.id))
    )


def propose(
    connection: Connection, fair_id: int, exhibitor: str, account: BankAccount | None, *, at: int, by: str
) -> str:
    """Ask for another account, and return the proposal's id. Raises UnknownExhibitor, ProposalOpen."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    before = exhibitors.one(connection, fair_id, exhibitor)
    if waiting(connection, fair_id, exhibitor):
        raise ProposalOpen(exhibitor)
    table = tables.account_proposal
    taken = connection.execute(select(table.c.id).where(table.c.fair_id == fair_id)).scalars()
    id_ = next_id("TK", taken)
    connection.execute(
        insert(table).values(
            fair_id=fair_id, id=id_, exhibitor=exhibitor, proposed_at=at, proposed_by=by, **_columns(account)
        )
    )
    _note(connection, fair_id, exhibitor, "proposal", before.account, account, at=at, by=by)
    return id_


def approve(connection: Connection, fair_id: int, id_: str, *, at: int, by: str) -> None:
    """Put a proposed account in force, and tell the tills. Raises NoProposal, SamePerson."""
    proposal = _decide(connection, fair_id, id_, approved=True, at=at, by=by)
    before = exhibitors.one(connection, fair_id, proposal.exhibitor)
    who = tables.exhibitor
    connection.execute(
        update(who)
        .where(who.c.fair_id == fair_id, who.c.id == proposal.exhibitor)
        .values(**_columns(proposal.account))
    )
    _note(connection, fair_id, proposal.exhibitor, "approval", before.account, proposal.account, at=at, by=by)
    editions.publish_changed(connection, fair_id, at=at, by=by)


def refuse(connection: Connection, fair_id: int, id_: str, *, at: int, by: str) -> None:
    """Let the old account stand; who proposed may do so as well. Raises NoProposal."""
    proposal = _decide(connection, fair_id, id_, approved=False, at=at, by=by)
    account = exhibitors.one(connection, fair_id, proposal.exhibitor).account
    _note(connection, fair_id, proposal.exhibitor, "refusal", proposal.account, account, at=at, by=by)


def _decide(connection: Connection, fair_id: int, id_: str, *, approved: bool, at: int, by: str) -> Proposal:
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "prices")
    proposal = next((one for one in waiting(connection, fair_id) if one.id == id_), None)
    if proposal is None:
        raise NoProposal(id_)
    if approved and proposal.proposed_by == by:
        raise SamePerson(by)
    table = tables.account_proposal
    connection.execute(
        update(table)
        .where(table.c.fair_id == fair_id, table.c.id == id_)
        .values(decided_at=at, decided_by=by, approved=approved)
    )
    return proposal


def _note(
    connection: Connection,
    fair_id: int,
    exhibitor: str,
    act: str,
    before: BankAccount | None,
    after: BankAccount | None,
    *,
    at: int,
    by: str,
) -> None:
    audit.note(
        connection, fair_id, kind=KIND, subject=exhibitor, act=act,
        before=_told(before), after=_told(after), at=at, by=by,
    )  # fmt: skip


def _told(account: BankAccount | None) -> dict[str, object]:
    return {"account": account and account_name(account), "holder": account and account.holder}


def _columns(account: BankAccount | None) -> dict[str, object]:
    return {
        "account_bin": account and account.bin,
        "account_number": account and account.number,
        "account_holder": account and account.holder,
    }
