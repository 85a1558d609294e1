"""Who stands where: quotas come before it (`core.quotas`), lots beside it (`core.lots`).

plan = allocate(Case(stands=..., gaps=..., applications=..., rules=Rules(...)), seed="...")
broken(case, plan.placings)   # () for every plan of a run; hand edits are checked by it, too
"""

from fairpos.core.allocation.allocator import STEPS, allocate
from fairpos.core.allocation.checking import Fault, broken
from fairpos.core.allocation.levels import levels
from fairpos.core.allocation.terms import (
    Case,
    Code,
    Frozen,
    Level,
    Placing,
    Plan,
    Quota,
    Reason,
    Result,
    Rules,
)

__all__ = [
    "STEPS",
    "Case",
    "Code",
    "Fault",
    "Frozen",
    "Level",
    "Placing",
    "Plan",
    "Quota",
    "Reason",
    "Result",
    "Rules",
    "allocate",
    "broken",
    "levels",
]
