"""Who may do what at the centre: roles of people, and the abilities that screens ask for.

A screen names the one ability it needs; a role is a set of them. Nobody is above a rule because of a name.
A person holds roles by grants: one role each, at one fair or at all of them, and an exhibitor's for one
exhibitor alone.
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
    """

    role: Role
    fair: str | None = None
    exhibitor: str | None = None


Grants = tuple[Grant, ...]


def holds(grants: Iterable[Grant], ability: Ability, fair: str | None) -> bool:
    """Whether an ability is held at a fair; None asks for what belongs to no fair or to all of them."""
    return any(grant.fair in (None, fair) and may(grant.role, ability) for grant in grants)


def knows(grants: Iterable[Grant], fair: str) -> bool:
    """Whether a person has anything to do with a fair. To everybody else it does not exist."""
    return any(grant.fair in (None, fair) for grant in grants)


def own_exhibitors(grants: Iterable[Grant], fair: str) -> tuple[str, ...]:
    """The exhibitors whose own pages a person may open at a fair, by id."""
    found = {grant.exhibitor for grant in grants if grant.fair == fair and may(grant.role, "own")}
    return tuple(sorted(one for one in found if one is not None))
