from __future__ import annotations

import threading

import pytest

from admin_site.boards import Boards
from fairpos.core.business_day import MINUTE_MS
from fairpos.ledger import live
from tests.admin_site import believable
from tests.admin_site.conftest import World


class Watch:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The versions of the dashboards that were worked out, in order."""
    versions: list[int] = []
    real = live.dashboard

    def counting(*args: object, **options: object) -> live.Dashboard:
        board = real(*args, **options)  # type: ignore[arg-type]
        versions.append(board.fair.version)
        return board

    monkeypatch.setattr(live, "dashboard", counting)
    return versions


def bump(world: World) -> None:
    with world.database.writing() as connection:
        believable.bump(connection, world.fair_id)


def test_a_board_is_worked_out_once_until_the_fair_moves(world: World, made: list[int]) -> None:
    boards = Boards(world.database, pause_s=0)
    for _ in range(3):
        boards.get(believable.SLUG, now=believable.NOW)
    bump(world)
    board = boards.get(believable.SLUG, now=believable.NOW)
    assert made == [1, 2]
    assert board is not None
    assert board.fair.version == 2


def test_silence_is_looked_at_again_every_minute(world: World, made: list[int]) -> None:
    boards = Boards(world.database)
    boards.get(believable.SLUG, now=believable.NOW)
    boards.get(believable.SLUG, now=believable.NOW + MINUTE_MS)
    assert made == [1, 1]


def test_a_fair_that_moves_all_the_time_is_worked_out_with_pauses(world: World, made: list[int]) -> None:
    watch = Watch()
    boards = Boards(world.database, stopwatch=watch)
    for tenth in range(20):
        watch.seconds = tenth / 10
        boards.get(believable.SLUG, now=believable.NOW)
        bump(world)
    assert made == [1, 9, 17]


def test_each_day_has_its_own_board_and_no_fair_has_none(world: World) -> None:
    boards = Boards(world.database)
    first = boards.get(believable.SLUG, now=believable.NOW, day=believable.DAYS[0])
    today = boards.get(believable.SLUG, now=believable.NOW)
    assert first is not None
    assert today is not None
    assert (first.shown.day, today.shown.day) == (believable.DAYS[0], believable.DAYS[2])
    assert boards.get("khong-co", now=believable.NOW) is None


def test_many_who_ask_at_once_share_one(world: World, made: list[int]) -> None:
    boards = Boards(world.database)
    threads = [
        threading.Thread(target=boards.get, args=(believable.SLUG,), kwargs={"now": believable.NOW})
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_asking_for_days_that_are_none_fills_no_memory(world: World) -> None:
    boards = Boards(world.database)
    for n in range(230):
        boards._place(believable.SLUG, f"day {n}")
    assert len(boards._places) <= 200
