"""A whole fair in one process: tablets, terminals, a centre, and everything that goes wrong between them.

First the faults, with checks along the way; then everything heals and must drain in bounded time.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from unittest import mock

from booth_terminal import courier
from fairpos.core import sync
from fairpos.core.business_day import moment
from tests.simulation import accidents, invariants, templates
from tests.simulation.centre import CentreMachine
from tests.simulation.clock import Agenda, Clock
from tests.simulation.network import Line, NoAnswer
from tests.simulation.plan import Plan, draw
from tests.simulation.terminal import TerminalMachine
from tests.simulation.till import Till
from tests.simulation.truth import Truth

DAYS = ("2026-11-20", "2026-11-21", "2026-11-23")
PLACES = (("M1", "A1"), ("M2", "B1"), ("M3", "C1"), ("CG1", "G1"))
HEARTBEAT_MS = 30_000
DRAIN_MS = 10 * 60_000
"""After the faults stop, everything has to be at the centre within this time."""


class NotDrained(AssertionError):
    """Everything works again, and still something did not arrive."""


@dataclass(slots=True)
class Booth:
    """A tablet, the terminal it talks to, and the line between them."""

    till: Till
    terminal: TerminalMachine
    line: Line


class World:
    """One drawn fair."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.folder = folder
        self.rng = Random(f"fair {plan.seed}")
        self.agenda = Agenda(moment(DAYS[0], 9 * 60))
        self.truth = Truth()
        self.counts: Counter[str] = Counter()
        self.gone: list[TerminalMachine] = []
        self.healed = False
        self._names = 0
        self.centre = CentreMachine(
            folder / "centre.sqlite3",
            templates.centre(),
            self.agenda,
            self.rng,
            Clock(self.agenda, self.rng.randint(-2_000, 2_000)),
            self.truth,
            self.counts,
        )
        self.terminals = [self.new_terminal() for _ in range(plan.terminals)]
        self.booths = [self.new_booth(terminal) for terminal in self.terminals for _ in range(plan.tills)]

    # --- who is there ----------------------------------------------------------------------------

    def new_terminal(self) -> TerminalMachine:
        id_ = self._name("T")
        return TerminalMachine(
            self.folder / f"{id_}.sqlite3",
            templates.terminal(),
            self.agenda,
            self.rng,
            self._clock(),
            Line(self.agenda, self.rng, self.plan.hall, self.counts),
            id=id_,
            centre=self.centre,
            truth=self.truth,
            counts=self.counts,
        )

    def new_booth(self, terminal: TerminalMachine, like: Till | None = None) -> Booth:
        """A tablet for a booth; `like` another one means in its place."""
        id_, place = (like.id, like.cashier.place) if like else self.rng.choice(PLACES)
        disk = self._name("tablet")
        till = Till(self.rng, self.truth, self._clock(), id=id_, place=place, gate=place == "G1", disk=disk)
        booth = Booth(till, terminal, Line(self.agenda, self.rng, self.plan.booth, self.counts))
        if like is not None:
            till.cashier.number = like.cashier.number + 1_000
        self.agenda.after(self.rng.randint(0, 5_000), lambda: self._send(booth))
        return booth

    def _name(self, kind: str) -> str:
        self._names += 1
        return f"{kind}{self._names}"

    def _clock(self) -> Clock:
        wrong = 0
        if self.plan.wrong_clocks:
            wrong = self.rng.choice((0, 40_000, -700_000, 86_400_000, -86_400_000))
        return Clock(self.agenda, wrong + self.rng.randint(-3_000, 3_000))

    # --- what tablets do -------------------------------------------------------------------------

    def _act(self, booth: Booth) -> None:
        if booth not in self.booths:
            return
        if not self.healed:
            deed = booth.till.work(self.plan.poison)
            self.counts["documents"] += 1
            self.counts["sales"] += deed.kind == "sale" and deed.fate == "counted"
            self.counts["poison"] += deed.poison is not None
            invariants.check_time(booth.till, deed, self.centre.clock())
        if booth.till.failures == 0:
            self._post(booth)

    def _send(self, booth: Booth) -> None:
        """The tablet's own loop: more at once, again after a failure, or a heartbeat."""
        if booth not in self.booths:
            return
        self._post(booth)
        if booth.till.failures:
            wait = min(15_000, 1_000 << min(booth.till.failures, 10))
            wait = int(wait * self.rng.uniform(0.5, 1))
        else:
            wait = 20 if booth.till.pending else HEARTBEAT_MS
        self.agenda.after(wait, lambda: self._send(booth))

    def _post(self, booth: Booth) -> None:
        till, request = booth.till, booth.till.request()
        others = self._rush(booth)

        def deliver() -> bytes:
            bodies = [other.till.request().body for other in others]
            answer = booth.terminal.receive_together([*bodies, request.body])[-1]
            if answer is None:
                raise NoAnswer("the terminal is down or cannot keep it")
            return answer

        try:
            answer = booth.line.ask(deliver, lambda: self._late_post(booth.terminal, request.body))
        except NoAnswer:
            till.failures += 1
            return
        before = till.bookmark
        if till.heard(request, answer):
            till.measured = booth.terminal.told_time
            moved = till.bookmark != before or not request.records
            till.failures = 0 if moved else till.failures + 1
        else:
            till.failures += 1

    def _rush(self, booth: Booth) -> list[Booth]:
        """Other tablets whose posts reach the terminal at the same moment, and whose answers are lost."""
        if self.healed or self.rng.random() >= self.plan.rush:
            return []
        return [b for b in self.booths if b is not booth and b.terminal is booth.terminal and b.till.pending]

    def _late_post(self, terminal: TerminalMachine, body: bytes) -> None:
        self.counts["requests delivered late"] += 1
        terminal.receive_together([body])

    # --- the story -------------------------------------------------------------------------------

    def play(self) -> None:
        plan = self.plan
        for session in range(plan.sessions):
            begins = self.agenda.now
            for booth in list(self.booths):
                for _ in range(plan.documents // plan.sessions + 1):
                    self._later(lambda booth=booth: self._act(booth))
            accidents.schedule(self, session)
            self.agenda.run(begins + plan.session_ms)
            invariants.check_on_the_way(self)
            if session + 1 < plan.sessions:
                self.agenda.sleep(moment(DAYS[session + 1], 9 * 60) - self.agenda.now)
        self.heal()
        self.drain()
        invariants.check_at_the_end(self)

    def _later(self, deed: object) -> None:
        assert callable(deed)
        self.agenda.after(self.rng.randrange(self.plan.session_ms), deed)

    def heal(self) -> None:
        """Every line works, every machine runs, every disk has room."""
        self.healed = True
        machines: list[CentreMachine | TerminalMachine] = [self.centre, *self.terminals]
        for machine in machines:
            machine.disk.doom = None
            machine.disk.fill(False)
            machine.start()
        for line in (*(t.line for t in self.terminals), *(b.line for b in self.booths)):
            line.calm = True
        accidents.enrol_again(self)

    def drain(self) -> None:
        ends = self.agenda.now + DRAIN_MS
        while self.agenda.now < ends:
            self.agenda.run(self.agenda.now + 20_000)
            if not self._waiting():
                return
        raise NotDrained(", ".join(self._waiting()))

    def _waiting(self) -> list[str]:
        terminals = [f"{t.id} is not settled" for t in self.terminals if not t.settled()]
        return terminals or [
            f"{b.till.disk} holds {b.till.pending}"
            for b in self.booths
            if b.till.pending or (b.till.mark and not b.terminal.knows(b.till.mark))
        ]

    def close(self) -> None:
        self.centre.stop()
        for terminal in self.terminals:
            terminal.stop()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A seed that held: a hash over every row of every ledger table and every journal, and what happened."""

    hash: str
    counts: Counter[str]


@cache
def _room() -> Path:
    """A folder of this process, in memory where there is such a place, gone when the process is."""
    shared = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(prefix="fair-", dir=shared if shared.is_dir() else None))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def run(seed: int) -> Outcome:
    """Play one seed. Raises AssertionError with what was broken."""
    # The same path for every seed: what is compiled for its engines serves them all.
    folder = _room() / "fair"
    folder.mkdir()
    plan = draw(seed)
    world = None
    try:
        with (
            mock.patch.object(sync, "PUSH_ENTRIES_MAX", plan.batch),
            mock.patch.object(courier, "PUSH_ENTRIES_MAX", plan.batch),
        ):
            world = World(plan, folder)
            world.play()
            return Outcome(invariants.hash_of(world), world.counts)
    finally:
        if world is not None:
            world.close()
        shutil.rmtree(folder)
