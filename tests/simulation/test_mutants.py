"""A checker that cannot fail proves nothing: each planted bug is noticed within its number of seeds."""

from __future__ import annotations

import pytest

from tests.simulation.fair import run
from tests.simulation.mutants import BOUND, MUTANTS, planted


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_bug_is_noticed(name: str) -> None:
    assert _noticed_after(name) <= BOUND[name]


def _noticed_after(name: str) -> int:
    with planted(name):
        for seed in range(BOUND[name]):
            try:
                run(seed)
            except AssertionError as noticed:
                # A mutant that no longer fits the code it replaces would be "noticed" for that alone.
                if isinstance(noticed.__cause__, TypeError | AttributeError | NameError):
                    raise
                return seed + 1
    return BOUND[name] + 1
