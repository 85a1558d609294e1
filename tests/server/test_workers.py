"""Long work beside the requests: it ends, fails, stops or is interrupted, and its row says which.

What it did is there once or not at all, on both databases."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from fairpos.db.database import Database
from fairpos.ledger import work, work_files
from fairpos.server.workers import Job, Outcome, Refused, Task, Workers
from tests.hall import Hall


@pytest.fixture
def hall(ledger_url: str) -> Iterator[Hall]:
    database = Database(ledger_url, synchronous="OFF")
    yield Hall(database)
    database.close()


def run(hall: Hall, job: Job) -> work.Work:
    return found(hall, program(hall, job).start(hall.fair_id, "import", {"rows": 3}, by="hoa"))


def program(hall: Hall, job: Job) -> Workers:
    """One of the programs that serve this fair; it does its work before it answers."""
    return Workers(hall.database, lambda: hall.now, {"import": job}, spawn=lambda run: run())


def lose(hall: Hall) -> int:
    """Work whose program ended before it had done anything; everybody has heard of that by now."""
    lost: list[Callable[[], None]] = []
    workers = Workers(hall.database, lambda: hall.now, {"import": lambda _task: Outcome()}, spawn=lost.append)
    number = workers.start(hall.fair_id, "import", {}, by="hoa", upload=b"rows")
    hall.now += work.SILENT_MS + 1
    return number


def effects(hall: Hall) -> int:
    """How often `effect` was committed."""
    return hall.version() // 1_000


def effect(task: Task, outcome: Outcome) -> Outcome:
    """Something that must happen once, in one transaction with the end of the work."""
    with task.writing() as connection:
        connection.execute(text("UPDATE fair SET version = version + 1000"))
        task.progress(1, 2)
        return task.keep(connection, outcome)


def found(hall: Hall, number: int) -> work.Work:
    with hall.database.reading() as connection:
        return work.find(connection, hall.fair_id, number, now=hall.now)


def test_work_that_ends_says_where_its_outcome_is(hall: Hall) -> None:
    def job(task: Task) -> Outcome:
        task.progress(task.input["rows"], 3)
        return Outcome("/fairs/x/exhibitors")

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

    def job(task: Task) -> Outcome:
        for step in range(5):
            if step == 2:
                with hall.database.writing() as connection:
                    work.ask_to_stop(connection, hall.fair_id, task.number, now=hall.now)
            task.progress(step, 5, bookmark=str(step))
            steps.append(step)
        return Outcome("never")

    ended = run(hall, job)
    assert (ended.state, ended.result, ended.bookmark, steps) == ("cancelled", "", "2", [0, 1])


@pytest.mark.parametrize(("error", "message"), [(Refused("too late"), "too late"), (ZeroDivisionError(), "")])
def test_work_that_cannot_be_done_is_failed_and_says_only_what_is_meant_for_people(
    hall: Hall, error: Exception, message: str
) -> None:
    def job(_task: Task) -> Outcome:
        raise error

    ended = run(hall, job)
    assert (ended.state, ended.message) == ("failed", message)


def test_interrupted_work_is_done_again_from_its_bookmark(hall: Hall) -> None:
    lost: list[Callable[[], None]] = []
    begun: list[str] = []

    def job(task: Task) -> Outcome:
        begun.append(task.bookmark)
        return Outcome()

    workers = Workers(hall.database, lambda: hall.now, {"import": job}, spawn=lost.append)
    number = workers.start(hall.fair_id, "import", {}, by="hoa")
    with hall.database.writing() as connection:
        work.hear(connection, hall.fair_id, number, turn=1, at=hall.now, bookmark="row 40")
    hall.now += work.SILENT_MS + 1
    Workers(hall.database, lambda: hall.now, {"import": job}, spawn=lambda run: run()).take_up(
        hall.fair_id, number
    )
    assert (found(hall, number).state, begun) == ("done", ["row 40"])


def test_what_a_job_did_and_its_end_are_one_transaction(hall: Hall) -> None:
    def job(task: Task) -> Outcome:
        effect(task, Outcome("/x", {"rows": 3}))
        raise ZeroDivisionError

    ended = run(hall, job)
    assert (ended.state, ended.result, ended.told, effects(hall)) == ("done", "/x", {"rows": 3}, 1)


def test_work_is_seen_and_stopped_in_the_middle_of_its_own_transaction_and_nothing_is_kept(
    hall: Hall,
) -> None:
    seen: list[work.Work] = []

    def job(task: Task) -> Outcome:
        with task.writing() as connection:
            connection.execute(text("UPDATE fair SET version = version + 1000"))
            task.progress(1, 2, "Half")
            hall.now += work.SILENT_MS + 1
            seen.append(workers.seen(hall.fair_id, found(hall, task.number)))
            with pytest.raises(work.NotInterrupted):
                workers.take_up(hall.fair_id, task.number)
            workers.stop(hall.fair_id, task.number)
            seen.append(workers.seen(hall.fair_id, found(hall, task.number)))
            task.progress(2, 2)
            return task.keep(connection, Outcome())

    workers = program(hall, job)
    ended = found(hall, workers.start(hall.fair_id, "import", {}, by="hoa"))
    assert [(one.state, one.done, one.total, one.message, one.cancel_asked) for one in seen] == [
        ("running", 1, 2, "Half", False),
        ("running", 1, 2, "Half", True),
    ]
    assert (ended.state, effects(hall)) == ("cancelled", 0)


def test_another_program_stops_work_that_is_not_its_own(hall: Hall) -> None:
    def job(task: Task) -> Outcome:
        program(hall, job).stop(hall.fair_id, task.number)
        task.progress(1, 2)
        return effect(task, Outcome())

    ended = run(hall, job)
    assert (ended.state, effects(hall)) == ("cancelled", 0)


def test_of_two_programs_that_do_the_same_work_only_the_one_whose_turn_it_is_keeps_it(hall: Hall) -> None:
    def slow(task: Task) -> Outcome:
        # It fell asleep, and another program took the work up and did it.
        hall.now += work.SILENT_MS + 1
        program(hall, lambda again: effect(again, Outcome("/second"))).take_up(hall.fair_id, task.number)
        return effect(task, Outcome("/first"))

    ended = run(hall, slow)
    assert (ended.state, ended.result, ended.turn, effects(hall)) == ("done", "/second", 2, 1)


def test_interrupted_work_is_taken_up_by_one_program_alone(hall: Hall) -> None:
    number = lose(hall)
    begun: list[int] = []

    def job(task: Task) -> Outcome:
        begun.append(task.turn)
        with pytest.raises(work.NotInterrupted):
            program(hall, job).take_up(hall.fair_id, number)
        return effect(task, Outcome())

    program(hall, job).take_up(hall.fair_id, number)
    assert (begun, found(hall, number).state, effects(hall)) == ([2], "done", 1)


def test_interrupted_work_that_nobody_wants_is_over_at_once_and_leaves_no_file(hall: Hall) -> None:
    number = lose(hall)
    assert (found(hall, number).state, hall.count("work_part")) == ("interrupted", 1)
    program(hall, lambda _task: Outcome()).stop(hall.fair_id, number)
    assert (found(hall, number).state, hall.count("work_part")) == ("cancelled", 0)


@pytest.mark.parametrize("state", ["failed", "cancelled", "done"])
def test_only_work_that_is_done_leaves_a_file(hall: Hall, state: str) -> None:
    def job(task: Task) -> Outcome:
        with task.writing() as connection:
            work_files.put(connection, task.fair_id, task.number, 0, b"bytes")
        if state == "failed":
            raise OSError("no room")
        if state == "cancelled":
            workers.stop(task.fair_id, task.number)
            task.progress(1)
        with task.writing() as connection:
            work_files.keep(
                connection, task.fair_id, task.number, name="a.zip", media="application/zip", size=5,
                at=hall.now,
            )  # fmt: skip
            return task.keep(connection, Outcome())

    workers = program(hall, job)
    ended = found(hall, workers.start(hall.fair_id, "import", {}, by="hoa"))
    left = 1 if state == "done" else 0
    assert (ended.state, hall.count("work_part"), hall.count("work_file")) == (state, left, left)


def test_what_interrupted_work_left_behind_is_forgotten_after_a_day(hall: Hall) -> None:
    lose(hall)
    for wait, left in ((0, 1), (work_files.KEPT_MS, 0)):
        hall.now += wait
        with hall.database.writing() as connection:
            work_files.forget_ended(connection, now=hall.now)
        assert hall.count("work_part") == left
