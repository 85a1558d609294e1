"""The states of a fair, the ways between them, and what each forbids.

Money is never refused in any state: what a till took is kept, and where it should not have been taken it is
a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from fairpos.core.fair import FairStatus

Act = Literal[
    "identity", "details", "days", "plan", "allocation", "prices", "tills", "figures", "public", "sales"
]
ACTS: tuple[Act, ...] = get_args(Act)
"""identity: series, season and province, by which fairs are compared. details: names, legal basis, sites,
targets. days: the calendar. plan: halls and booths. allocation: who stands where. prices: exhibitors and
articles. tills: new tills and cards. figures: returns, corrections, notes on findings. public: what
everybody may see. sales: selling without a finding."""

FORBIDS: Mapping[FairStatus, frozenset[Act]] = {
    "draft": frozenset({"public", "sales"}),
    "published": frozenset({"identity"}),
    "open": frozenset({"identity"}),
    "closed": frozenset({"identity", "days", "plan", "allocation", "prices", "tills"}),
    "archived": frozenset(ACTS) - {"public", "sales"},
}

WAYS: Mapping[FairStatus, tuple[FairStatus, ...]] = {
    "draft": ("published",),
    "published": ("open", "draft"),
    "open": ("closed", "published"),
    "closed": ("archived", "open"),
    "archived": ("closed",),
}
"""Where a fair may go from each state: on first, back second."""


class Forbidden(ValueError):
    """The fair's state forbids this."""

    def __init__(self, act: Act, status: FairStatus) -> None:
        super().__init__(f"a fair that is {status} forbids {act}")
        self.act: Act = act
        self.status: FairStatus = status


class NoWay(ValueError):
    """A fair does not go from this state to that."""


def allows(status: FairStatus, act: Act) -> bool:
    return act not in FORBIDS[status]


def require(status: FairStatus, act: Act) -> None:
    """Raises Forbidden."""
    if not allows(status, act):
        raise Forbidden(act, status)


def is_back(status: FairStatus, to: FairStatus) -> bool:
    """Whether this is a step back, for which a person has to give a reason. Raises NoWay."""
    if to not in WAYS[status]:
        raise NoWay(f"{status} to {to}")
    order = get_args(FairStatus)
    return order.index(to) < order.index(status)
