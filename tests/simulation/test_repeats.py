"""A failure is a number: the same seed plays the same fair to the last byte, in any process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.fair import run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seed", [3, 24])
def test_the_same_seed_ends_in_the_same_bytes_whatever_the_hash_seed(seed: int) -> None:
    first = run(seed)
    assert run(seed) == first
    program = f"from tests.simulation.fair import run; print(run({seed}).hash)"
    for hash_seed in ("0", "4711"):
        answer = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert answer.stdout.strip() == first.hash


def test_another_seed_ends_otherwise() -> None:
    assert run(1).hash != run(2).hash
