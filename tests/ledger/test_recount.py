"""Recounting gives what intake gave, and verifying finds whoever was at the database with a screwdriver."""

import threading

import pytest
from sqlalchemy import text

from fairpos.ledger import recount, rollups
from fairpos.wire import documents
from tests.documents import AT, HONEY, SHIFT, TEA, closing, gate_count, line, opening, refund, sale, void
from tests.hall import Hall, Journal


def busy(hall: Hall) -> Journal:
    """A morning with everything in it: two terminals, corrections, poison, repeats, practice, visits."""
    journal, other = hall.journal("tram-1"), hall.journal("tram-2")
    sold, mistaken = sale(line(), HONEY, discount=10_000), sale(TEA)
    journal.send(opening(id=SHIFT), sold, mistaken)
    hall.now += 1_000
    journal.send(void(mistaken), b"poison", refund(sold, HONEY), sale(training=True))
    hall.now += 1_000
    other.send(
        sold, sale(till="M2", booth="B1"), sale(TEA, id=mistaken.id), gate_count(7), gate_count(till="CG9")
    )
    journal.send(refund(sale()), closing(9, 9), sale(at=AT + 86_400_000, day="2026-11-21"))
    return journal


def state(hall: Hall) -> object:
    with hall.database.reading() as connection:
        return rollups.stored(connection, hall.fair_id), hall.open_findings()


def test_a_recount_gives_what_intake_gave(hall: Hall) -> None:
    busy(hall)
    before = state(hall)
    assert [code for code, _ in hall.open_findings()] == [
        "future",
        "id-reused",
        "not-json",
        "sale-unknown",
        "shift-differs",
        "unknown-till",
    ]
    hall.now += 86_400_000
    assert hall.recount() == hall.count("entry") == 15
    assert state(hall) == before
    assert hall.verify().faults == ()


def test_a_recount_of_nothing_is_nothing(hall: Hall) -> None:
    assert hall.recount() == 0
    proof = hall.verify()
    assert (proof.entries, proof.documents, proof.takings, proof.faults) == (0, 0, 0, ())


def test_a_recount_puts_right_whatever_was_written_into_a_rollup(hall: Hall) -> None:
    busy(hall)
    before = state(hall)
    with hall.database.writing() as connection:
        connection.execute(text("UPDATE takings_by_hour SET takings = takings + 1"))
        connection.execute(text("DELETE FROM takings_by_article"))
        connection.execute(text("DELETE FROM document"))
    hall.recount()
    assert state(hall) == before


def test_a_recount_changes_no_entry_and_tells_the_pages(hall: Hall) -> None:
    busy(hall)
    entries, version = hall.rows("entry"), hall.version()
    hall.recount()
    assert hall.rows("entry") == entries
    assert hall.version() == version + 1


def test_what_a_person_resolved_survives_a_recount(hall: Hall) -> None:
    busy(hall)
    with hall.database.writing() as connection:
        connection.execute(
            text(
                "UPDATE finding SET resolved_at = 1, resolved_by = 'hoa', note = 'xem' WHERE code LIKE 'not%'"
            )
        )
    before = hall.open_findings()
    hall.recount()
    assert hall.open_findings() == before
    found = hall.finding("not-json")
    assert (found.resolved_by, found.note) == ("hoa", "xem")


def test_a_fork_is_not_forgotten_by_a_recount(hall: Hall) -> None:
    journal = hall.journal()
    journal.send(sale())
    journal.push(1, [documents.write(sale())])
    hall.recount()
    assert hall.open_findings() == [("fork", "1/1")]


def test_a_finding_that_a_fix_of_the_fold_makes_untrue_is_closed_and_the_money_leaves_suspense(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("fairpos.ledger.fold.head_faults", lambda _document: ["name"])
        hall.journal().send(sale())
    assert (hall.sales(), hall.verify().suspense) == (0, 180_000)
    hall.recount()
    assert hall.open_findings() == []
    proof = hall.verify()
    assert (proof.sales, proof.takings, proof.suspense, proof.faults) == (1, 180_000, 0, ())


def test_a_proof_states_what_was_proved(hall: Hall) -> None:
    busy(hall)
    proof = hall.verify()
    assert (proof.entries, proof.documents, proof.sales, proof.visits) == (15, 12, 4, 8)
    assert proof.takings == sum(
        # sold, its refund, the other booth's sale, the refund of a sale unknown, tomorrow's sale; the voided
        # one takes itself back.
        [320_000, -150_000, 180_000, -180_000, 180_000]
    )
    # What the reused id claims. The poison claims nothing.
    assert proof.suspense == 450_000


class _Stopped(Exception):
    """Somebody has seen enough."""


def test_a_recount_that_is_stopped_leaves_everything_as_it_was(hall: Hall) -> None:
    busy(hall)
    with hall.database.writing() as connection:
        connection.execute(text("UPDATE takings_by_hour SET takings = takings + 1"))
    before, version = state(hall), hall.version()
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))
        if done == of:
            raise _Stopped

    with pytest.raises(_Stopped), hall.database.writing() as connection:
        recount.recount(connection, hall.fair_id, now=hall.now, progress=progress)
    assert (told[0][0] < told[-1][0], told[-1]) == (True, (30, 30))
    assert (state(hall), hall.version()) == (before, version)


def test_what_arrives_while_everything_is_counted_again_is_counted_once(hall: Hall) -> None:
    journal = busy(hall)
    late = threading.Thread(target=lambda: journal.send(sale(TEA), sale(HONEY)))

    def progress(done: int, _of: int) -> None:
        if done and not late.ident:
            late.start()

    sales = hall.sales()
    with hall.database.writing() as connection:
        recount.recount(connection, hall.fair_id, now=hall.now, progress=progress)
    late.join()
    assert hall.sales() == sales + 2
    assert hall.verify().faults == ()


SPOILT = (
    (),
    ("UPDATE takings_by_hour SET takings = takings + 1",),
    ("DELETE FROM document WHERE type <> 'sale'", "UPDATE takings_by_shift SET sales = 0"),
    ("UPDATE document SET total = 1", "DELETE FROM takings_by_article", "DELETE FROM finding"),
)


@pytest.mark.parametrize("deeds", SPOILT)
def test_what_arrives_between_looking_and_putting_right_is_counted_once(
    hall: Hall, deeds: tuple[str, ...]
) -> None:
    """Late sales, a void, the same id again, poison; and again what had been thrown out of the list."""
    journal, late = busy(hall), sale(TEA)
    with hall.database.writing() as connection:
        for deed in deeds:
            assert connection.execute(text(deed)).rowcount > 0
    with hall.database.reading() as connection:
        found = recount.look(connection, hall.fair_id)
    hall.now += 1_000
    journal.send(late, void(late), sale(HONEY, id=late.id), b"more poison")
    journal.send(documents.read(journal.bodies[3]), sale(till="M2", booth="B1"))
    with hall.database.writing() as connection:
        assert recount.put_right(connection, hall.fair_id, found, now=hall.now) == hall.count("entry")
    assert hall.verify().faults == ()
    put_right = state(hall)
    with hall.database.writing() as connection:
        recount._one_by_one(connection, hall.fair_id, now=hall.now, progress=lambda *_: None)
    assert state(hall) == put_right


def test_a_calendar_that_changes_between_looking_and_putting_right_is_the_one_that_counts(hall: Hall) -> None:
    busy(hall)
    with hall.database.reading() as connection:
        found = recount.look(connection, hall.fair_id)
    with hall.database.writing() as connection:
        connection.execute(text("UPDATE fair_day SET is_open = :no WHERE day = '2026-11-20'"), {"no": False})
        recount.put_right(connection, hall.fair_id, found, now=hall.now)
    assert hall.verify().faults == ()
    assert "outside-fair" in {code for code, _ in hall.open_findings()}


def test_a_document_that_the_database_refuses_takes_no_other_with_it(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy(hall)
    before = state(hall)
    with hall.database.writing() as connection:
        connection.execute(text("DELETE FROM document"))
    monkeypatch.setattr("fairpos.ledger.recount.insert_rows", refused)
    hall.recount()
    assert state(hall) == before


def refused(*_: object) -> None:
    raise ArithmeticError("no such number")


def test_a_proof_says_how_far_it_is_and_may_be_stopped(hall: Hall) -> None:
    busy(hall)
    told: list[tuple[int, int]] = []
    with hall.database.reading() as connection:
        recount.verify(connection, hall.fair_id, lambda done, of: told.append((done, of)))
    assert (told == sorted(told), told[-1]) == (True, (30, 30))


# --- with a screwdriver ----------------------------------------------------------------------------


def tamper(hall: Hall, *deeds: str) -> None:
    """Change the ledger as somebody would who can take its triggers off."""
    with hall.database.writing() as connection:
        if hall.database.is_sqlite:
            for table in ("entry", "delivery"):
                connection.execute(text(f"DROP TRIGGER {table}_no_update"))
                connection.execute(text(f"DROP TRIGGER {table}_no_delete"))
        else:
            connection.execute(text("ALTER TABLE entry DISABLE TRIGGER USER"))
            connection.execute(text("ALTER TABLE delivery DISABLE TRIGGER USER"))
        for deed in deeds:
            assert connection.execute(text(deed)).rowcount > 0


@pytest.fixture
def sold(hall: Hall) -> Hall:
    journal = hall.journal()
    journal.send(sale(), sale(), sale())
    journal.send(sale(), gate_count(3))
    assert hall.verify().faults == ()
    return hall


def test_a_changed_body_is_found(sold: Hall) -> None:
    other = documents.write(sale(TEA)).hex()
    literal = f"X'{other}'" if sold.database.is_sqlite else f"'\\x{other}'::bytea"
    tamper(sold, f"UPDATE entry SET body = {literal} WHERE seq = 2")
    faults = sold.verify().faults
    assert "stream 1: the chain breaks at entry 2" in faults
    assert any(fault.startswith("document:") for fault in faults)
    assert any(fault.startswith("takings_by_hour:") for fault in faults)


def test_a_changed_hash_is_found(sold: Hall) -> None:
    literal = "zeroblob(32)" if sold.database.is_sqlite else "decode(repeat('00', 32), 'hex')"
    tamper(sold, f"UPDATE entry SET hash = {literal} WHERE seq = 3")
    assert "stream 1: the chain breaks at entry 3" in sold.verify().faults


def test_an_entry_taken_out_of_the_middle_is_found(sold: Hall) -> None:
    tamper(sold, "DELETE FROM entry WHERE seq = 3")
    faults = sold.verify().faults
    assert "stream 1: the chain breaks at entry 4" in faults
    assert any(fault.startswith("document:") for fault in faults)


def test_an_entry_that_was_given_another_number_is_found(sold: Hall) -> None:
    # Its hash still follows from the one before it.
    tamper(sold, "UPDATE entry SET seq = 9 WHERE seq = 5")
    assert "stream 1: the chain breaks at entry 9" in sold.verify().faults


def test_entries_cut_off_at_the_end_are_found(sold: Hall) -> None:
    tamper(sold, "DELETE FROM entry WHERE seq >= 4")
    assert "stream 1: the head says 5, the entries end at 3" in sold.verify().faults


def test_a_whole_stream_that_is_gone_is_found(sold: Hall) -> None:
    tamper(sold, "DELETE FROM entry")
    assert "stream 1: the head says 5, the entries end at 0" in sold.verify().faults


def test_entries_without_their_delivery_are_found(sold: Hall) -> None:
    tamper(sold, "DELETE FROM delivery WHERE first_seq = 1")
    assert any(fault.startswith("document:") for fault in sold.verify().faults)


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE takings_by_hour SET takings = takings + 1",
        "UPDATE takings_by_article SET quantity = 0",
        "UPDATE takings_by_tender SET kind = 'card'",
        "UPDATE takings_by_shift SET cash = cash - 1",
        "UPDATE visits_by_hour SET count = 300",
        "UPDATE documents_by_till SET n_max = 99 WHERE till = 'M1'",
        "DELETE FROM takings_by_hour",
        "DELETE FROM document WHERE seq = 2",
        "UPDATE document SET total = 1 WHERE seq = 2",
        "INSERT INTO takings_by_tender VALUES (1, '2026-11-20', 'A1', 'voucher', 1, 5)",
    ],
)
def test_a_tampered_rollup_is_found_and_put_right(sold: Hall, deed: str) -> None:
    with sold.database.writing() as connection:
        assert connection.execute(text(deed)).rowcount > 0
    table = deed.replace("INSERT INTO ", "").replace("DELETE FROM ", "").replace("UPDATE ", "").split()[0]
    (fault,) = sold.verify().faults
    assert fault.startswith(f"{table}: ")
    sold.recount()
    assert sold.verify().faults == ()
