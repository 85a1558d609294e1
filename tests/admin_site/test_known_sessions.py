"""Whoever only looks at a page waits for nobody who writes."""

from __future__ import annotations

from collections.abc import Callable

from admin_site.known_sessions import KnownSessions
from fairpos.ledger import sessions
from tests.admin_site.conftest import World


def test_a_session_is_found_while_somebody_writes_and_noted_as_seen_afterwards(world: World) -> None:
    world.signed_in()
    later: list[Callable[[], None]] = []
    known = KnownSessions(world.database, world.clock, known_s=0, aside=later.append)
    world.clock.now += sessions.SEEN_MS
    with world.database.writing():
        found = known.find(world.token)
    assert found is not None
    assert (found.seen_at, len(later)) == (world.clock.now - sessions.SEEN_MS, 1)
    later[0]()
    seen = known.find(world.token)
    assert seen is not None
    assert (seen.seen_at, len(later)) == (world.clock.now, 1)
