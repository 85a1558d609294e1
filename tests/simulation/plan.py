"""What one seed draws: the size of the fair and the mix of faults.

Swarm testing: most seeds have no fault of most kinds, because a fault that is always there hides what only
shows without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """A network: how often a message meets each fate, how many times the line is cut, and its latency."""

    lose_request: float
    lose_answer: float
    late: float
    double: float
    portal: float
    truncate: float
    cuts: int
    latency_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One drawn fair. Faults are numbers of occurrences, `documents` what one tablet makes, `poison` a share
    of them, `batch` the entries in a push, which is small so that there are many pushes."""

    seed: int
    terminals: int
    tills: int
    sessions: int
    session_ms: int
    documents: int
    batch: int
    rush: float
    poison: float
    booth: Weather
    hall: Weather
    centre_kills: int
    terminal_kills: int
    centre_full: int
    terminal_full: int
    centre_restores: int
    terminal_restores: int
    terminal_wipes: int
    tablet_losses: int
    tablet_reloads: int
    moves: int
    clock_faults: int
    wrong_clocks: bool
    forgeries: int
    replays: int


def draw(seed: int) -> Plan:
    """The plan of a seed. The same seed draws the same plan for ever."""
    rng = Random(f"plan {seed}")

    def some(chance: float, most: int) -> int:
        return rng.randint(1, most) if rng.random() < chance else 0

    def rate(chance: float, most: float) -> float:
        return round(rng.uniform(0.02, most), 3) if rng.random() < chance else 0.0

    def weather() -> Weather:
        return Weather(
            lose_request=rate(0.5, 0.3),
            lose_answer=rate(0.5, 0.3),
            late=rate(0.4, 0.6),
            double=rate(0.4, 0.2),
            portal=rate(0.25, 0.15),
            truncate=rate(0.25, 0.1),
            cuts=some(0.4, 3),
            latency_ms=rng.choice((2, 20, 120, 600)),
        )

    large = rng.random() < 0.03
    return Plan(
        seed=seed,
        terminals=rng.choice((1, 2, 2, 3)) + large,
        tills=rng.choice((1, 2, 2, 3)) + large,
        sessions=rng.choice((1, 1, 2, 3)),
        session_ms=rng.choice((30_000, 45_000, 60_000)) * (1 + large),
        documents=rng.choice((4, 8, 12, 16)) * (1 + large),
        batch=rng.choice((2, 5, 500)),
        rush=rate(0.5, 0.5),
        poison=rate(0.4, 0.15),
        booth=weather(),
        hall=weather(),
        centre_kills=some(0.4, 3),
        terminal_kills=some(0.4, 4),
        centre_full=some(0.2, 2),
        terminal_full=some(0.25, 2),
        centre_restores=some(0.35, 2),
        terminal_restores=some(0.4, 2),
        terminal_wipes=some(0.2, 2),
        tablet_losses=some(0.2, 2),
        tablet_reloads=some(0.3, 3),
        moves=some(0.2, 2),
        clock_faults=some(0.3, 3),
        wrong_clocks=rng.random() < 0.5,
        forgeries=some(0.4, 4),
        replays=some(0.4, 6),
    )
