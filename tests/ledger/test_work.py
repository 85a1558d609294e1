"""Long work says how far it is, may be stopped, and is known as interrupted when its program ends."""

import pytest

from fairpos.ledger import work
from tests.hall import Hall


def begin(hall: Hall, kind: str = "allocation") -> int:
    with hall.database.writing() as connection:
        return work.begin(connection, hall.fair_id, kind=kind, input={"seed": "x"}, at=hall.now, by="hoa")


def find(hall: Hall, number: int) -> work.Work:
    with hall.database.reading() as connection:
        return work.find(connection, hall.fair_id, number, now=hall.now)


def test_work_that_falls_silent_was_interrupted_and_goes_on_from_its_bookmark(hall: Hall) -> None:
    number = begin(hall)
    with hall.database.writing() as connection:
        stop = work.hear(
            connection,
            hall.fair_id,
            number,
            turn=1,
            at=hall.now,
            done=3,
            total=9,
            message="",
            bookmark="row 3",
        )
    assert stop is False
    assert find(hall, number).state == "running"
    hall.now += work.SILENT_MS + 1
    found = find(hall, number)
    assert (found.state, found.done, found.total, found.bookmark) == ("interrupted", 3, 9, "row 3")
    with hall.database.writing() as connection:
        again = work.take_up(connection, hall.fair_id, number, at=hall.now)
    assert (again.state, again.bookmark, again.input) == ("running", "row 3", {"seed": "x"})


def test_two_of_a_kind_do_not_run_at_once_but_two_kinds_do(hall: Hall) -> None:
    number = begin(hall)
    with pytest.raises(work.AlreadyAtWork) as refusal:
        begin(hall)
    assert refusal.value.number == number
    assert begin(hall, "import") == number + 1
    with hall.database.writing() as connection:
        work.end(connection, hall.fair_id, number, turn=1, state="done", at=hall.now, result="/x")
    assert begin(hall) == number + 2


def test_only_interrupted_work_is_taken_up_again(hall: Hall) -> None:
    number = begin(hall)
    for state in ("running", "done"):
        with pytest.raises(work.NotInterrupted), hall.database.writing() as connection:
            work.take_up(connection, hall.fair_id, number, at=hall.now)
        if state == "running":
            with hall.database.writing() as connection:
                work.end(connection, hall.fair_id, number, turn=1, state="done", at=hall.now)
            hall.now += work.SILENT_MS + 1
    with pytest.raises(work.NoSuchWork), hall.database.writing() as connection:
        work.ask_to_stop(connection, hall.fair_id, 99, now=hall.now)
