"""What was agreed with somebody who takes part: contract, fee and deposit, and what speaks for its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Contract = Literal["none", "sent", "signed"]
FeeState = Literal["due", "paid", "waived"]
DepositState = Literal["due", "paid", "waived", "returned"]

Owing = Literal["fee", "deposit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Contract, fee and deposit. Amounts in đồng, days ISO text, "" where there is none: `fee_due` is the day
    by which it is due, `fee_on` the day it was paid (or waived), `fee_by` who noted its state."""

    contract: Contract = "none"
    contract_on: str = ""
    contract_by: str = ""
    fee: int = 0
    fee_state: FeeState = "due"
    fee_due: str = ""
    fee_on: str = ""
    fee_by: str = ""
    deposit: int = 0
    deposit_state: DepositState = "due"
    deposit_due: str = ""
    deposit_on: str = ""
    deposit_by: str = ""

    @property
    def owed(self) -> int:
        """Đồng that are asked and neither paid nor waived."""
        return sum(self.amount(part) for part in self.owing())

    def owing(self) -> tuple[Owing, ...]:
        """What is asked and not settled."""
        found: list[Owing] = []
        if self.fee and self.fee_state == "due":
            found.append("fee")
        if self.deposit and self.deposit_state == "due":
            found.append("deposit")
        return tuple(found)

    def due(self, today: str) -> tuple[Owing, ...]:
        """What is owed and whose day, where it was given one, is over."""
        due = {"fee": self.fee_due, "deposit": self.deposit_due}
        return tuple(part for part in self.owing() if due[part] < today)

    def overdue(self, today: str) -> tuple[Owing, ...]:
        """What is owed and should have been paid before this ISO day; what has no day is never overdue."""
        due = {"fee": self.fee_due, "deposit": self.deposit_due}
        return tuple(part for part in self.owing() if "" < due[part] < today)

    def amount(self, part: Owing) -> int:
        return self.fee if part == "fee" else self.deposit


@dataclass(frozen=True, slots=True, kw_only=True)
class Merits:
    """What the organiser says for an applicant. `promised` ones are placed first. `takings` are those of last
    season (đồng) with who says so; None leaves them to what FairPOS counted itself."""

    promised: bool = False
    takings: int | None = None
    takings_source: str = ""
