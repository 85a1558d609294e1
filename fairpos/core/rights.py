"""Who may do what at the centre: roles of people, and the abilities that screens ask for.

A screen names the one ability it needs; a role is a set of them. Nobody is above a rule because of a name.
A person holds roles by grants: one role each, at one fair or at all of them, and an exhibitor's for one
exhibitor alone, or for some of its booths.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["administrator", "organiser", "finance", "gate", "inspector", "exhibitor", "viewer"]
ROLES: tuple[Role, ...] = get_args(Role)

Ability = Literal["enter", "see", "arrange", "money", "gates", "inspect", "people", "own"]
"""enter: sign in and look after one's own sessions. see: a fair's figures and lists. arrange: its set-up,
plan, exhibitors, allocation, prices, tills and notices. money: returns, bank accounts, statements, signing
off. gates: counts at gates. inspect: inspections and findings. people: accounts and the record of changes.
own: what one's own exhibitor sold and holds, and nothing else."""

RIGHTS: Mapping[Role, frozenset[Ability]] = {
    "administrator": frozenset({"enter", "see", "arrange", "money", "gates", "inspect", "people"}),
    "organiser": frozenset({"enter", "see", "arrange", "money", "gates", "inspect"}),
    "finance": frozenset({"enter", "see", "money"}),
    "gate": frozenset({"enter", "gates"}),
    "inspector": frozenset({"enter", "see", "inspect"}),
    "exhibitor": frozenset({"enter", "own"}),
    "viewer": frozenset({"enter", "see"}),
}


def may(role: str, ability: Ability) -> bool:
    """Whether a role holds an ability; a role nobody knows holds none."""
    return any(role == known and ability in held for known, held in RIGHTS.items())


EVERYWHERE: frozenset[Role] = frozenset({"administrator"})
"""Roles that are given for all fairs or not at all: accounts and the record of changes belong to no fair."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role at one fair (its slug), or at every fair and for what belongs to none (None).

    `exhibitor` is the id of the one exhibitor that an exhibitor's role is for; other roles have none.
    `booths` are the ids of those of its booths the role is limited to, in order; () is all of them, now and
    later.
    """

    role: Role
    fair: str | None = None
    exhibitor: str | None = None
    booths: tuple[str, ...] = ()


Grants = tuple[Grant, ...]


def holds(grants: Iterable[Grant], ability: Ability, fair: str | None) -> bool:
    """Whether an ability is held at a fair; None asks for what belongs to no fair or to all of them."""
    return any(grant.fair in (None, fair) and may(grant.role, ability) for grant in grants)


def knows(grants: Iterable[Grant], fair: str) -> bool:
    """Whether a person has anything to do with a fair. To everybody else it does not exist."""
    return any(grant.fair in (None, fair) for grant in grants)


@dataclass(frozen=True, slots=True)
class Stake:
    """What a person may see of one exhibitor: what it does at these booths, or at all of them (())."""

    exhibitor: str
    booths: tuple[str, ...] = ()


def stakes(grants: Iterable[Grant], fair: str) -> tuple[Stake, ...]:
    """The exhibitors whose own pages a person may open at a fair, by id, each as far as it goes."""
    booths: dict[str, set[str]] = {}
    whole: set[str] = set()
    for grant in grants:
        if grant.fair == fair and grant.exhibitor is not None and may(grant.role, "own"):
            booths.setdefault(grant.exhibitor, set()).update(grant.booths)
            if not grant.booths:
                whole.add(grant.exhibitor)
    return tuple(
        Stake(one, () if one in whole else tuple(sorted(here))) for one, here in sorted(booths.items())
    )


def own_exhibitors(grants: Iterable[Grant], fair: str) -> tuple[str, ...]:
    """The exhibitors a person may see the whole of at a fair, by id: their statements name every booth."""
    return tuple(stake.exhibitor for stake in stakes(grants, fair) if not stake.booths)
