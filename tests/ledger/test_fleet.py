from dataclasses import replace

import pytest

from fairpos.core.fair import Till
from fairpos.core.secret import hash_secret
from fairpos.core.sync import TillState
from fairpos.ledger import editions, fleet, tables
from fairpos.ledger.fleet import TerminalState, TillRow, UnknownBooth, UnknownTill
from fairpos.wire import editions as wire
from tests.documents import AT, gate_count, sale
from tests.hall import Hall


def published(hall: Hall, till: str) -> tuple[int, Till]:
    """The newest edition's number, and how a till stands in it."""
    with hall.database.reading() as connection:
        newest = editions.newest(connection, hall.fair_id)
    assert newest is not None
    found = wire.read(newest[1]).till(till)
    assert found is not None
    return newest[0], found


def open_enrolment(hall: Hall, till: str, code: str) -> None:
    with hall.database.writing() as connection:
        fleet.open_enrolment(connection, hall.fair_id, till, code=code, at=AT, by="hoa")


def revoke(hall: Hall, till: str) -> None:
    with hall.database.writing() as connection:
        fleet.revoke_till(connection, hall.fair_id, till, at=AT, by="hoa")


def tills(hall: Hall) -> dict[str, TillRow]:
    with hall.database.reading() as connection:
        return {row.id: row for row in fleet.tills(connection, hall.fair_id)}


def test_an_open_enrolment_travels_in_a_new_edition_as_a_hash(hall: Hall) -> None:
    open_enrolment(hall, "M1", "mã-1")
    expected = Till(id="M1", kind="till", place="A1", code_hash=hash_secret("mã-1"), revoked=False)
    assert published(hall, "M1") == (2, expected)
    assert tills(hall)["M1"].enrolment_open


def test_a_second_code_makes_the_first_void(hall: Hall) -> None:
    open_enrolment(hall, "M1", "mã-1")
    open_enrolment(hall, "M1", "mã-2")
    number, till = published(hall, "M1")
    assert (number, till.code_hash) == (3, hash_secret("mã-2"))


def test_a_revoked_till_is_shut_out_by_an_edition_and_its_code_is_void(hall: Hall) -> None:
    open_enrolment(hall, "M1", "mã-1")
    revoke(hall, "M1")
    number, till = published(hall, "M1")
    assert (number, till.revoked, till.code_hash) == (3, True, None)
    assert not tills(hall)["M1"].enrolment_open
    assert tills(hall)["M1"].revoked_at == AT
    # No other till is touched.
    assert published(hall, "M2")[1] == Till(id="M2", kind="till", place="B1", code_hash=None, revoked=False)


def test_a_revoked_till_may_be_opened_again(hall: Hall) -> None:
    assert published(hall, "M3")[1].revoked
    open_enrolment(hall, "M3", "mã-3")
    assert not published(hall, "M3")[1].revoked


@pytest.mark.parametrize("change", [revoke, lambda hall, till: open_enrolment(hall, till, "mã")])
def test_a_till_nobody_knows_is_told_and_no_edition_is_published(hall: Hall, change: object) -> None:
    with pytest.raises(UnknownTill):
        change(hall, "M9")  # type: ignore[operator]
    assert published(hall, "M1")[0] == 1


def test_every_terminal_is_listed_with_what_it_last_said(hall: Hall) -> None:
    hall.journal("tram-2").hello(top=4, held=4, oldest_at=AT - 9, offset=-3, version="0.2", edition=1)
    with hall.database.writing() as connection:
        fleet_before = fleet.terminals(connection, hall.fair_id)
    assert fleet_before == (TerminalState("tram-2", "tram-2", AT, None, AT, 4, AT - 9, -3, "0.2", 1),)


def test_a_silent_till_is_listed_too_and_holds_nothing_that_is_known_of(hall: Hall) -> None:
    found = tills(hall)
    assert list(found) == ["CG1", "M1", "M2", "M3"]
    assert found["M1"] == TillRow("M1", "till", "A1", False, None, None, 0, None, 0, 0)


def test_holes_in_a_tills_numbers_are_documents_that_are_missing(hall: Hall) -> None:
    journal = hall.journal()
    journal.send(sale(n=1), sale(n=2), sale(n=5), gate_count(n=1))
    journal.hello(tills=(TillState(till="M1", seen_at=AT, pending=1, oldest_at=AT - 1),))
    found = tills(hall)
    assert found["M1"] == TillRow("M1", "till", "A1", False, None, AT, 1, AT - 1, 3, 2)
    assert found["CG1"].missing == 0
    journal.send(sale(n=3), sale(n=4))
    assert tills(hall)["M1"] == replace(found["M1"], documents=5, missing=0)


# --- one more till at a booth ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "taken", "free"),
    [
        ("M-A01-1", (), "M-A01-1"),
        ("M-A01-1", ("M-A01-1",), "M-A01-2"),
        ("M-A01-1", ("M-A01-1", "M-A01-2"), "M-A01-3"),
        ("M12", ("M12",), "M12b"),
        ("M12", ("M12", "M12b", "M12c"), "M12d"),
        ("M-HL01", ("M-HL01",), "M-HL01b"),
        ("-1", ("-1",), "-1b"),
    ],
)
def test_the_next_till_of_a_booth_is_named_after_its_first(
    first: str, taken: tuple[str, ...], free: str
) -> None:
    assert fleet.free_till_id(first, taken) == free


def test_there_is_always_one_more_name() -> None:
    taken = {"M1", *(f"M1{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")}
    assert fleet.free_till_id("M1", taken) == "M1b2"


def add_till(hall: Hall, booth: str, code: str) -> str:
    with hall.database.writing() as connection:
        return fleet.add_till(connection, hall.fair_id, booth, code=code, at=AT, by="hoa")


def test_another_till_of_a_booth_travels_in_a_new_edition_with_its_code(hall: Hall) -> None:
    before = published(hall, "M1")
    assert add_till(hall, "A1", "mã-1b") == "M1b"
    expected = Till(id="M1b", kind="till", place="A1", code_hash=hash_secret("mã-1b"), revoked=False)
    assert published(hall, "M1b") == (2, expected)
    assert published(hall, "M1") == (2, before[1]), "the first till of the booth goes on as it was"
    assert add_till(hall, "A1", "mã-1c") == "M1c"


def test_a_booth_without_a_till_gets_its_first(hall: Hall) -> None:
    with hall.database.writing() as connection:
        connection.execute(tables.till.delete().where(tables.till.c.place == "C1"))
    assert add_till(hall, "C1", "mã") == "M-C1-1"
    assert add_till(hall, "C1", "mã-2") == "M-C1-2"


@pytest.mark.parametrize("booth", ["", "Z9", "G1"])
def test_a_booth_nobody_knows_gets_no_till(hall: Hall, booth: str) -> None:
    with pytest.raises(UnknownBooth):
        add_till(hall, booth, "mã")
    assert published(hall, "M1")[0] == 1
