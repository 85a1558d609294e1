"""Who may do what at the centre: roles of people, and the abilities that screens ask for.

A screen names the one ability it needs; a role is a set of them. Nobody is above a rule because of a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Role = Literal["administrator", "organiser", "finance", "gate", "inspector", "exhibitor", "viewer"]
ROLES: tuple[Role, ...] = get_args(Role)

Ability = Literal["enter", "see", "arrange", "money", "gates", "inspect", "people", "own"]
"""enter: sign in and look after one's own sessions. see: a fair's figures and lists. arrange: its set-up,
plan, exhibitors, allocation, prices, tills and notices. money: returns, bank accounts, statements, signing
off. gates: counts at gates. inspect: inspections and findings. people: accounts and the record of changes.
own: one's own booths and nothing else."""

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
