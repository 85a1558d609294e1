"""Gate counts: entries and exits (lượt khách), with the method that found them and whom they count.

A count is a visit, not a visitor: nobody is recognised. An undo is a new count with a negative number that
names the one it takes back; a correction is a new count that says why. Staff, exhibitors and the press fill a
hall like anybody and are no visits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from fairpos.core.document import TEXT_MAX, TIME_MAX, Document, is_name
from fairpos.core.ids import is_id

COUNT_MAX = 100_000
"""More than this in one document is no count anybody made."""

Direction = Literal["in", "out"]
Method = Literal["clicker", "sensor", "manual", "estimate"]
METHODS: tuple[Method, ...] = get_args(Method)
Category = Literal["visitor", "staff", "exhibitor", "press"]
CATEGORIES: tuple[Category, ...] = get_args(Category)

TRUST: tuple[Method, ...] = ("sensor", "clicker", "manual", "estimate")
"""Which method counts where several were used and nobody said which: the first of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCount(Document):
    """`count` persons through `gate`; negative only as an undo of the count `ref`, or with a `reason`.

    `passed_at` (Unix ms) is when they passed, where a person typed it in later; None means when the document
    was made. `category` is who they were: documents older than that field counted visitors.
    """

    gate: str
    direction: Direction
    count: int
    method: Method
    ref: str | None = None
    category: Category = "visitor"
    passed_at: int | None = None
    reason: str = ""

    @property
    def counted_at(self) -> int:
        """The time it counts under; a `passed_at` that is no time is a fault and counts under none."""
        passed = self.passed_at
        return passed if passed is not None and 0 < passed < TIME_MAX else self.at + (self.offset or 0)


OFFICE = "office"
"""The till of the organisers' own pages: what a person types there becomes documents like a till's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCount:
    """What a person at the centre says of a gate, before it is a document: see `GateCount` for its fields."""

    gate: str
    direction: Direction
    count: int
    method: Method
    category: Category
    passed_at: int
    reason: str


def faults(document: GateCount) -> list[str]:
    """Codes of everything wrong with a gate count; an empty list when it is sound."""
    codes = []
    if not is_name(document.gate):
        codes.append("name")
    if not 1 <= abs(document.count) <= COUNT_MAX:
        codes.append("count-range")
    if document.ref is not None:
        if document.count >= 0 or not is_id(document.ref):
            codes.append("ref")
    elif document.count < 0 and not document.reason:
        codes.append("ref")
    if document.passed_at is not None and not 0 < document.passed_at < TIME_MAX:
        codes.append("time-range")
    if len(document.reason) > TEXT_MAX:
        codes.append("text-length")
    return codes


@dataclass(frozen=True, slots=True)
class Counting:
    """Which method counts for one gate on one day. `doubled` are the others that were used there and are left
    out; `named` says that a person decided."""

    method: Method
    doubled: tuple[Method, ...] = ()
    named: bool = False


def counting(seen: Mapping[Method, int], *, named: Method | None, usual: Method) -> Counting:
    """Which of the methods that counted something at a gate on a day stands for its visits.

    Two methods at one gate count the same people twice, so they are never added up. What a person named for
    the day counts; else the only one used; else the gate's usual one; else the first of TRUST.
    """
    used = [method for method in TRUST if seen.get(method, 0)]
    if named is not None:
        chosen = named
    elif len(used) == 1:
        chosen = used[0]
    elif usual in used or not used:
        chosen = usual
    else:
        chosen = used[0]
    others = tuple(method for method in used if method != chosen)
    return Counting(chosen, others, named is not None)


@dataclass(frozen=True, slots=True)
class Passed:
    """One sum: who passed a gate in an hour of a day, in one direction, by one method."""

    day: str
    hour: int
    gate: str
    direction: Direction
    method: Method
    category: Category
    count: int


Decisions = Mapping[tuple[str, str], Counting]
"""By gate and day."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything the gates counted, and which method stands for each gate and day."""

    passed: tuple[Passed, ...]
    decisions: Decisions

    def visits(self) -> Iterable[Passed]:
        """The entries that are visits: of visitors, by the method that stands for their gate and day."""
        return (one for one in self.passed if one.direction == "in" and self.is_visit(one))

    def is_visit(self, one: Passed) -> bool:
        """Whether visitors of this sum count, coming or going."""
        return one.category == "visitor" and one.method == self.decisions[one.gate, one.day].method

    def doubled(self) -> tuple[tuple[str, str, Counting], ...]:
        """Gate, day and decision where several methods counted and nobody has said which stands."""
        found = [(gate, day, one) for (gate, day), one in self.decisions.items() if one.doubled]
        return tuple(sorted(one for one in found if not one[2].named))


def decided(
    passed: Iterable[Passed], *, named: Mapping[tuple[str, str], Method], usual: Mapping[str, Method]
) -> Decisions:
    """Which method stands for each gate and day: `named` are those a person chose, `usual` a gate's own."""
    seen: dict[tuple[str, str], dict[Method, int]] = {key: {} for key in named}
    for one in passed:
        if one.category == "visitor":
            methods = seen.setdefault((one.gate, one.day), {})
            methods[one.method] = methods.get(one.method, 0) + one.count
    return {
        key: counting(methods, named=named.get(key), usual=usual.get(key[0], "clicker"))
        for key, methods in seen.items()
    }
