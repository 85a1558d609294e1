"""Everything that goes wrong with machines, at random moments of a session."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from booth_terminal.identity import Identity
from fairpos.core.journal import Head
from fairpos.core.sync import Push
from fairpos.ledger import tables
from fairpos.server.sync import ENTRIES
from fairpos.wire import messages
from tests.simulation.cashier import Cashier
from tests.simulation.disk import Copy, Disk, Moment
from tests.simulation.network import Line, NoAnswer

if TYPE_CHECKING:
    from tests.simulation.fair import World

MOMENTS: tuple[Moment, ...] = ("inside", "before", "after")
Backup = tuple[Copy, frozenset[bytes]]


def schedule(world: World, session: int) -> None:
    """Spread the plan's accidents over this session: the first session has its share, and so has the last."""
    plan = world.plan
    for accident, times in (
        (kill_centre, plan.centre_kills),
        (kill_terminal, plan.terminal_kills),
        (fill_centre, plan.centre_full),
        (fill_terminal, plan.terminal_full),
        (restore_centre, plan.centre_restores),
        (restore_terminal, plan.terminal_restores),
        (wipe_terminal, plan.terminal_wipes),
        (lose_tablet, plan.tablet_losses),
        (reload_tablet, plan.tablet_reloads),
        (move_tablet, plan.moves),
        (disturb_clock, plan.clock_faults),
        (forge, plan.forgeries),
        (replay, plan.replays),
        (cut_booth, plan.booth.cuts),
        (cut_hall, plan.hall.cuts),
    ):
        for _ in range(_share(times, session, plan.sessions)):
            _at_random(world, accident)


def _share(times: int, session: int, sessions: int) -> int:
    return times * (session + 1) // sessions - times * session // sessions


def _at_random(world: World, accident: Callable[[World], None], within: int | None = None) -> None:
    world.agenda.after(
        world.rng.randrange(within or world.plan.session_ms),
        lambda: None if world.healed else accident(world),
    )


# --- processes and disks -----------------------------------------------------------------------------


def kill_centre(world: World) -> None:
    _condemn(world.rng, world.centre.disk)


def kill_terminal(world: World) -> None:
    _condemn(world.rng, world.rng.choice(world.terminals).disk)


def _condemn(rng: Random, disk: Disk) -> None:
    disk.condemn(rng.choice(MOMENTS), rng.randint(1, 25))


def fill_centre(world: World) -> None:
    world.counts["disks full"] += 1
    _fill(world, world.centre.disk)


def fill_terminal(world: World) -> None:
    world.counts["disks full"] += 1
    _fill(world, world.rng.choice(world.terminals).disk)


def _fill(world: World, disk: Disk) -> None:
    disk.fill(True)
    world.agenda.after(world.rng.randint(2_000, 40_000), lambda: disk.fill(False))


def restore_centre(world: World) -> None:
    """A backup is made now and put back later in the session."""
    backup = world.centre.copy()

    def put_back(world: World) -> None:
        world.counts["centre restores"] += 1
        _quiet(world.centre.disk)
        world.centre.put_back(backup)
        enrol_again(world)

    _at_random(world, put_back)


def restore_terminal(world: World) -> None:
    terminal = world.rng.choice(world.terminals)
    backup = terminal.copy()

    def put_back(world: World) -> None:
        if terminal in world.terminals:
            silently = world.rng.random() < 0.7
            world.counts["terminal restores"] += 1
            world.counts["terminal restores nobody announced"] += silently
            _quiet(terminal.disk)
            if world.rng.random() < 0.6:
                # It is up before its line is. Until then its journal grows again without being compared.
                _cut(world, terminal.line, 60_000)
            terminal.put_back(backup, silently=silently)

    _at_random(world, put_back)


def wipe_terminal(world: World) -> None:
    """The machine is gone. A new one enrols under a new name, and the tablets talk to that."""
    world.counts["terminal wipes"] += 1
    old = world.rng.choice(world.terminals)
    old.lose()
    _quiet(world.centre.disk)
    world.centre.start()
    new = world.new_terminal()
    world.terminals[world.terminals.index(old)] = new
    world.gone.append(old)
    for booth in world.booths:
        if booth.terminal is old:
            booth.terminal = new


def enrol_again(world: World) -> None:
    """What was enrolled after the backup was made is enrolled again, by hand, with the keys they have."""
    for terminal in world.terminals:
        world.centre.enrol(terminal.id, terminal.key.public_key().public_bytes_raw())


def _quiet(disk: Disk) -> None:
    """Nobody restores or enrols onto a full disk."""
    disk.doom = None
    disk.fill(False)


# --- tablets and clocks ------------------------------------------------------------------------------


def lose_tablet(world: World) -> None:
    world.counts["tablets lost"] += 1
    booth = world.rng.choice(world.booths)
    world.booths.remove(booth)
    world.truth.went_back(booth.till.disk)
    world.booths.append(world.new_booth(booth.terminal, booth.till))


def reload_tablet(world: World) -> None:
    world.rng.choice(world.booths).till.reload()


def move_tablet(world: World) -> None:
    booth = world.rng.choice(world.booths)
    booth.terminal = world.rng.choice(world.terminals)


def disturb_clock(world: World) -> None:
    """A tablet's or a terminal's clock is set, or forgets everything."""
    world.counts["clocks disturbed"] += 1
    booth = world.rng.choice(world.booths)
    clock = world.rng.choice((booth.till.clock, booth.till.clock, booth.terminal.clock))
    for other in world.booths:
        # What a till measured against a clock says nothing of it any more, until it measures again.
        if clock in (other.till.clock, other.terminal.clock):
            other.till.measured = other.terminal.told_time = False
    if world.rng.random() < 0.3:
        clock.to_1970()
    else:
        clock.step(world.rng.choice((-86_400_000, 86_400_000, -90_000, 90_000)))


# --- the line and those on it ------------------------------------------------------------------------


def cut_booth(world: World) -> None:
    _cut(world, world.rng.choice(world.booths).line, 60_000)


def cut_hall(world: World) -> None:
    _cut(world, world.rng.choice(world.terminals).line, 90_000)


def _cut(world: World, line: Line, most: int) -> None:
    world.counts["lines cut"] += 1
    line.cut_until = world.agenda.now + world.rng.randint(2_000, most)


def replay(world: World) -> None:
    """Somebody sends a captured message once more, as it was."""
    terminal = world.rng.choice(world.terminals)
    if terminal.captured:
        path, body, signature = world.rng.choice(terminal.captured)
        world.counts["messages replayed"] += 1
        world.centre.came_late((terminal.name, path, body, signature))


def forge(world: World) -> None:
    """Somebody who heard all sends a sale nobody made, with a key of his own or as another terminal."""
    if not world.centre.up:
        return
    world.counts["messages forged"] += 1
    victim = world.rng.choice(world.terminals)
    others = [terminal for terminal in world.terminals if terminal is not victim]
    found = _stream_of(world, victim.id)
    if found is None:
        return
    stream, head = found
    made = Cashier(world.rng, "M1", "A1", gate=False, shift="0" * 32)
    body = made.act(1, world.agenda.now, 0).body
    thief = Identity(victim.id, "", Ed25519PrivateKey.from_private_bytes(world.rng.randbytes(32)))
    if others and world.rng.random() < 0.5:
        other = world.rng.choice(others)
        thief = Identity(other.id, "", other.key)
    push = Push(
        terminal=thief.id, stream=stream, first=head.seq + 1, prev=head.hash, top=head.seq + 1, bodies=(body,)
    )
    message = messages.write_push(push)
    with suppress(NoAnswer):
        world.centre.ask((f"{world.centre.slug}/{thief.id}", ENTRIES, message, thief.sign(ENTRIES, message)))


def _stream_of(world: World, terminal: str) -> tuple[str, Head] | None:
    table = tables.stream
    with world.centre.database.reading() as connection:
        row = connection.execute(
            table.select().where(table.c.terminal == terminal).order_by(table.c.no.desc()).limit(1)
        ).one_or_none()
    return None if row is None else (row.id, Head(row.head_seq, bytes(row.head_hash)))
