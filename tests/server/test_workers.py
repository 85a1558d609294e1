"""Long work beside the requests: it ends, fails or stops, and its row says which."""

from collections.abc import Callable, Iterator

import pytest

from fairpos.db.database import Database
from fairpos.ledger import work
from fairpos.server.workers import Job, Refused, Task, Workers
from tests.hall import Hall


@pytest.fixture
def hall(sqlite_ledger_url: str) -> Iterator[Hall]:
    database = Database(sqlite_ledger_url, synchronous="OFF")
    yield Hall(database)
    database.close()


def run(hall: Hall, job: Job) -> work.Work:
    workers = Workers(hall.database, lambda: hall.now, {"import": job}, spawn=lambda run: run())
    return found(hall, workers.start(hall.fair_id, "import", {"rows": 3}, by="hoa"))


def found(hall: Hall, number: int) -> work.Work:
    with hall.database.reading() as connection:
        return work.find(connection, hall.fair_id, number, now=hall.now)


def test_work_that_ends_says_where_its_outcome_is(hall: Hall) -> None:
    def job(task: Task) -> str:
        task.progress(task.input["rows"], 3)
        return "/fairs/x/exhibitors"

    ended = run(hall, job)
    assert (ended.state, ended.result, ended.done, ended.total, ended.ended_at) == (
        "done",
        "/fairs/x/exhibitors",
        3,
        3,
        hall.now,
    )


def test_work_that_is_asked_to_stop_stops_at_its_next_step(hall: Hall) -> None:
    steps: list[int] = []

    def job(task: Task) -> str:
        for step in range(5):
            if step == 2:
                with hall.database.writing() as connection:
                    work.ask_to_stop(connection, hall.fair_id, task.number)
            task.progress(step, 5, bookmark=str(step))
            steps.append(step)
        return "never"

    ended = run(hall, job)
    assert (ended.state, ended.result, ended.bookmark, steps) == ("cancelled", "", "2", [0, 1])


@pytest.mark.parametrize(("error", "message"), [(Refused("too late"), "too late"), (ZeroDivisionError(), "")])
def test_work_that_cannot_be_done_is_failed_and_says_only_what_is_meant_for_people(
    hall: Hall, error: Exception, message: str
) -> None:
    def job(_task: Task) -> str:
        raise error

    ended = run(hall, job)
    assert (ended.state, ended.message) == ("failed", message)


def test_interrupted_work_is_done_again_from_its_bookmark(hall: Hall) -> None:
    lost: list[Callable[[], None]] = []
    begun: list[str] = []

    def job(task: Task) -> str:
        begun.append(task.bookmark)
        return ""

    workers = Workers(hall.database, lambda: hall.now, {"import": job}, spawn=lost.append)
    number = workers.start(hall.fair_id, "import", {}, by="hoa")
    with hall.database.writing() as connection:
        work.hear(connection, hall.fair_id, number, at=hall.now, bookmark="row 40")
    hall.now += work.SILENT_MS + 1
    Workers(hall.database, lambda: hall.now, {"import": job}, spawn=lambda run: run()).take_up(
        hall.fair_id, number
    )
    assert (found(hall, number).state, begun) == ("done", ["row 40"])
