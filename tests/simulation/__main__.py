"""Play many seeds: python -m tests.simulation --seeds 10000 [--start N] [--jobs N] [--mutant NAME]

A seed that fails is printed with its configuration and what was broken, and the program exits with 1. With
--mutant a bug is planted first, and it is the seeds that do not notice it that are of interest.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict

from tests.simulation.fair import run
from tests.simulation.mutants import MUTANTS, planted
from tests.simulation.plan import draw

CHUNK = 20
Result = tuple[Counter[str], list[tuple[int, str]]]


def play(start: int, seeds: int, mutant: str | None) -> Result:
    """Play some seeds: what happened in those that held, and the seeds that did not with what was broken."""
    logging.disable(logging.CRITICAL)
    counts: Counter[str] = Counter()
    broken: list[tuple[int, str]] = []
    with planted(mutant):
        for seed in range(start, start + seeds):
            try:
                counts += run(seed).counts
                counts["seeds"] += 1
            except Exception as error:
                broken.append((seed, f"{type(error).__name__}: {error}"))
    return counts, broken


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def show(seed: int, what: str) -> None:
    say(f"\nseed {seed}: {what}")
    for name, value in asdict(draw(seed)).items():
        say(f"    {name} = {value}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--mutant", choices=sorted(MUTANTS), help="plant this bug first")
    chosen = parser.parse_args()
    end = chosen.start + chosen.seeds
    starts = range(chosen.start, end, CHUNK)
    counts: Counter[str] = Counter()
    broken: list[tuple[int, str]] = []
    began = time.monotonic()
    with ProcessPoolExecutor(chosen.jobs) as pool:
        waiting = [pool.submit(play, s, min(CHUNK, end - s), chosen.mutant) for s in starts]
        for done, future in enumerate(waiting, 1):
            found, failed = future.result()
            counts += found
            broken += failed
            if not chosen.mutant:
                for seed, what in failed:
                    show(seed, what)
            if done % 10 == 0 or done == len(waiting):
                seconds = time.monotonic() - began
                say(f"{min(done * CHUNK, chosen.seeds)} seeds, {len(broken)} broken, {seconds:.0f} s")
    say()
    for what, number in sorted(counts.items()):
        say(f"{number:>12,} {what}")
    if chosen.mutant:
        first = broken[0][0] - chosen.start + 1 if broken else None
        say(f"\n{chosen.mutant}: noticed in {len(broken)} of {chosen.seeds}, first by seed number {first}")
        for why, number in Counter(what.partition(" ")[0] for _, what in broken).most_common():
            say(f"{number:>12,} {why}")
        return 0
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
