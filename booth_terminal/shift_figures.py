"""The figures of one shift, as an X or Z report states them."""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.sale import TenderKind
from fairpos.core.shift import Notes


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and how many đồng together."""

    count: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class TenderFigures:
    """What was taken in one way, and what was given back in it."""

    kind: TenderKind
    taken: int
    given_back: int = 0

    @property
    def net(self) -> int:
        return self.taken - self.given_back


@dataclass(frozen=True, slots=True)
class Movement:
    """Cash put in (positive) or taken out (negative), and why."""

    at: int
    amount: int
    reason: str


@dataclass(frozen=True, slots=True)
class Late:
    """A document that reached its shift after the count: its receipt number, and đồng with their sign."""

    receipt: str
    at: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFigures:
    """One shift until `at`. Facts are stored, sums are worked out: nothing here can disagree with itself.

    `counted` is None before the count, and where it is counted with another till's shift. `expected_then` is
    what the till reckoned at the count; it differs from `expected` when documents came late. `revision` is 0
    for the first Z and goes up by one with every later one.
    """

    shift: str
    till: str
    booth: str
    by: str
    at: int
    opened_at: int
    closed_at: int | None = None
    float: int
    float_notes: Notes = ()
    sales: Tally = Tally()
    voids: Tally = Tally()
    refunds: Tally = Tally()
    tenders: tuple[TenderFigures, ...] = ()
    movements: tuple[Movement, ...] = ()
    counted: int | None = None
    notes: Notes = ()
    expected_then: int | None = None
    reason: str = ""
    first: str = ""
    last: str = ""
    revision: int = 0
    late: tuple[Late, ...] = ()
    training: int = 0

    @property
    def takings(self) -> int:
        return self.sales.amount - self.voids.amount - self.refunds.amount

    @property
    def cash(self) -> int:
        """What the sales, voids and refunds together brought into the drawer."""
        return sum(tender.net for tender in self.tenders if tender.kind == "cash")

    @property
    def expected(self) -> int:
        """What should lie in the drawer."""
        return self.float + self.cash + sum(movement.amount for movement in self.movements)

    @property
    def difference(self) -> int | None:
        """What was found beyond the expected, negative when cash is missing; None before the count."""
        return None if self.counted is None else self.counted - self.expected
