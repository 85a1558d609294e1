"""What was agreed with an applicant, and what the organiser says for it: written, with who noted it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from fairpos.core.participation import Merits, Terms
from fairpos.ledger import applications, audit, fairs, states
from fairpos.ledger.applications import KIND, Filed

Part = Literal["contract", "fee", "deposit"]


@dataclass(frozen=True, slots=True)
class Owed:
    """Applications that are not over and owe something, with their sum in đồng; some of it overdue."""

    applications: int
    amount: int
    overdue: int


def set_terms(
    connection: Connection, fair_id: int, id_: str, terms: Terms, priority: int, *, at: int, by: str
) -> None:
    """Note contract, fee and deposit, and the organiser's priority. Who noted each is `by` where it changes.

    Raises UnknownApplication.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    before = applications.one(connection, fair_id, id_)
    noted = replace(
        terms,
        contract_by=_noted_by(before.terms, terms, "contract", by),
        fee_by=_noted_by(before.terms, terms, "fee", by),
        deposit_by=_noted_by(before.terms, terms, "deposit", by),
    )
    after = asdict(noted) | {"priority": priority}
    days = {"contract_on", "fee_due", "fee_on", "deposit_due", "deposit_on"}
    applications.put(
        connection,
        fair_id,
        id_,
        {key: value or None if key in days else value for key, value in after.items()},
    )
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="terms",
        before=_said(before.terms, before.priority), after=_said(terms, priority), at=at, by=by,
    )  # fmt: skip


def set_merits(connection: Connection, fair_id: int, id_: str, merits: Merits, *, at: int, by: str) -> None:
    """Say what speaks for an applicant. Raises UnknownApplication."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    before = applications.one(connection, fair_id, id_)
    after = _columns(merits)
    applications.put(connection, fair_id, id_, after)
    audit.note(
        connection, fair_id, kind=KIND, subject=id_, act="change",
        before=_columns(before.merits), after=after, at=at, by=by,
    )  # fmt: skip


def owed(filed: tuple[Filed, ...], today: str) -> Owed:
    """What those who take part, or wait, still owe."""
    owing = [one for one in filed if is_owing(one)]
    return Owed(
        applications=len(owing),
        amount=sum(one.terms.owed for one in owing),
        overdue=sum(bool(one.terms.overdue(today)) for one in owing),
    )


def is_owing(filed: Filed) -> bool:
    """Whether something is asked of it and not settled; nothing is asked of those who are out."""
    return filed.state in ("accepted", "waiting") and bool(filed.terms.owing())


def _noted_by(before: Terms, after: Terms, part: Part, by: str) -> str:
    own = [name for name in Terms.__slots__ if name.partition("_")[0] == part and not name.endswith("_by")]
    same = all(getattr(before, name) == getattr(after, name) for name in own)
    return str(getattr(before, f"{part}_by")) if same else by


def _said(terms: Terms, priority: int) -> dict[str, object]:
    said: dict[str, object] = {
        name: value for name, value in asdict(terms).items() if not name.endswith("_by")
    }
    return said | {"priority": priority}


def _columns(merits: Merits) -> dict[str, object]:
    return {
        "promised": merits.promised,
        "takings_before": merits.takings,
        "takings_source": merits.takings_source,
    }
