"""Two hundred drawn fairs with all their faults: nothing lost, doubled, changed or made up."""

from __future__ import annotations

import pytest

from tests.simulation.fair import run
from tests.simulation.plan import draw

SEEDS, TOGETHER = 200, 10


@pytest.mark.parametrize("start", range(0, SEEDS, TOGETHER))
def test_every_document_arrives_exactly_once_whatever_happens(start: int) -> None:
    for seed in range(start, start + TOGETHER):
        try:
            run(seed)
        except AssertionError as broken:
            broken.add_note(f"python -m tests.simulation --start {seed} --seeds 1\n{draw(seed)}")
            raise
