"""Taking entries in: what is kept, what is answered, what is counted, and how often."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from fairpos.core.journal import Head
from fairpos.core.sync import TillState
from fairpos.ledger import rollups, tables
from fairpos.ledger.fold import Deltas
from fairpos.ledger.intake import NotItsStream
from fairpos.wire import documents
from tests.documents import AT, HONEY, TEA, gate_count, line, refund, sale, void
from tests.hall import Hall, Journal

# --- hello -----------------------------------------------------------------------------------------


def test_the_first_hello_opens_a_stream_at_its_genesis(hall: Hall) -> None:
    journal = Journal(hall, hall.terminal("tram-1"), "s1")
    answer = journal.hello()
    assert (answer.status, answer.head, answer.at, answer.edition) == ("ok", journal.genesis, AT, 1)
    assert hall.rows("stream", "no", "id", "terminal", "head_seq") == [(1, "s1", "tram-1", 0)]
    assert hall.count("entry") == 0


def test_a_second_hello_opens_nothing_more(hall: Hall) -> None:
    journal = hall.journal()
    journal.send(sale())
    assert journal.hello().head == journal.chain[1]
    assert hall.count("stream") == 1


def test_a_heartbeat_tells_of_the_terminal_and_of_its_tills(hall: Hall) -> None:
    journal = hall.journal()
    states = (
        TillState(till="M1", seen_at=AT - 5, pending=2, oldest_at=AT - 9),
        TillState(
            till="CG1",
            seen_at=AT - 7,
            pending=0,
            oldest_at=None,
            ahead=-40,
            persisted=True,
            version="9.9",
            edition=3,
            printer="paper-out",
        ),
    )
    hall.now = AT + 60_000
    journal.hello(top=7, held=7, oldest_at=AT - 30, offset=-250, version="9.9", edition=4, tills=states)
    assert hall.rows(
        "terminal", "id", "seen_at", "held", "oldest_at", "clock_offset", "version", "edition"
    ) == [("tram-1", AT + 60_000, 7, AT - 30, -250, "9.9", 4)]
    assert hall.rows("till_state") == [
        ("CG1", "tram-1", AT - 7, 0, None, -40, True, "9.9", 3, "paper-out"),
        # What a program of before does not say is not known.
        ("M1", "tram-1", AT - 5, 2, AT - 9, None, None, "", None, ""),
    ]
    # The centre now knows that seven entries are missing here.
    assert hall.rows("stream", "head_seq", "top") == [(0, 7)]
    journal.hello(top=7, held=0, tills=states[:1])
    assert hall.rows("till_state", "till", "pending") == [("CG1", 0), ("M1", 2)]


def test_a_hello_changes_no_page(hall: Hall) -> None:
    journal = hall.journal()
    version = hall.version()
    journal.hello(held=3)
    assert hall.version() == version


def test_a_terminal_cannot_speak_for_the_stream_of_another(hall: Hall) -> None:
    honest = hall.journal("tram-1")
    honest.send(sale())
    thief = Journal(hall, hall.terminal("tram-2", key=b"x" * 32), honest.stream, bodies=honest.bodies)
    with pytest.raises(NotItsStream):
        thief.hello()
    with pytest.raises(NotItsStream):
        thief.push(2, [documents.write(sale())], prev=honest.chain[1].hash)
    assert (hall.count("entry"), hall.sales(), hall.open_findings()) == (1, 1, [])
    assert honest.send(sale()).status == "ok"


# --- push ------------------------------------------------------------------------------------------


def test_what_is_pushed_is_kept_byte_by_byte_and_counted(hall: Hall) -> None:
    journal = hall.journal()
    answer = journal.send(sale(), sale(line(), TEA))
    assert (answer.status, answer.head, answer.edition) == ("ok", journal.chain[2], 1)
    kept = [
        (seq, bytes(hash_), bytes(body)) for seq, hash_, body in hall.rows("entry", "seq", "hash", "body")
    ]
    assert kept == [
        (head.seq, head.hash, body) for head, body in zip(journal.chain[1:], journal.bodies, strict=True)
    ]
    assert (hall.sales(), hall.takings()) == (2, 180_000 + 630_000)
    assert hall.open_findings() == []


def test_a_push_that_comes_again_changes_nothing(hall: Hall) -> None:
    journal = hall.journal()
    journal.send(sale(), sale())
    version = hall.version()
    answer = journal.push(1, journal.bodies)
    assert (answer.status, answer.head) == ("ok", journal.chain[2])
    assert (hall.count("entry"), hall.count("delivery"), hall.sales()) == (2, 1, 2)
    assert hall.version() == version


def test_of_an_overlap_only_what_is_new_is_kept(hall: Hall) -> None:
    journal = hall.journal()
    journal.send(sale(), sale())
    journal.bodies.append(documents.write(sale()))
    answer = journal.push(2, journal.bodies[1:])
    assert (answer.status, answer.head) == ("ok", journal.chain[3])
    assert (hall.count("entry"), hall.sales()) == (3, 3)
    assert hall.rows("delivery", "first_seq", "last_seq") == [(1, 2), (3, 3)]


def test_a_gap_stores_nothing_and_names_where_to_resume(hall: Hall) -> None:
    journal = hall.journal()
    journal.send(sale())
    journal.bodies += [documents.write(sale()), documents.write(sale())]
    answer = journal.push(3, journal.bodies[2:])
    assert (answer.status, answer.head) == ("again", journal.chain[1])
    assert (hall.count("entry"), hall.sales(), hall.open_findings()) == (1, 1, [])


def test_a_push_into_a_stream_nobody_opened_asks_for_a_hello(hall: Hall) -> None:
    journal = Journal(hall, hall.terminal("tram-1"), "unheard-of", bodies=[documents.write(sale())])
    answer = journal.push(1, journal.bodies)
    assert (answer.status, answer.head) == ("again", Head(0, bytes(32)))
    assert (hall.count("stream"), hall.count("entry")) == (0, 0)


@pytest.mark.parametrize("where", ["before the entries", "inside the overlap"])
def test_two_histories_are_a_fork_that_freezes_the_stream_and_tells_a_person(hall: Hall, where: str) -> None:
    journal = hall.journal()
    journal.send(sale(), sale())
    if where == "before the entries":
        answer = journal.push(3, [documents.write(sale())], prev=b"x" * 32)
    else:
        answer = journal.push(2, [documents.write(sale()), documents.write(sale())])
    assert (answer.status, answer.head) == ("fork", journal.chain[2])
    assert hall.open_findings() == [("fork", "1/2")]
    assert (hall.count("entry"), hall.sales()) == (2, 2)
    # Frozen: even what would have followed honestly has to come in a new stream.
    assert journal.send(sale()).status == "fork"
    assert journal.hello().status == "fork"
    assert (hall.count("entry"), hall.sales()) == (2, 2)


def test_a_journal_that_went_back_in_time_is_told_so(hall: Hall) -> None:
    journal = hall.journal()
    journal.send(sale(), sale())
    assert journal.hello(top=1).status == "fork"
    assert hall.count("entry") == 2


def test_after_a_fork_a_new_stream_tells_everything_again_and_nothing_is_counted_twice(hall: Hall) -> None:
    journal = hall.journal()
    here, lost = sale(), sale()
    journal.send(here)
    journal.push(1, [documents.write(lost)])
    again = Journal(hall, journal.terminal, "second", after=journal.stream)
    assert again.hello().status == "ok"
    assert again.send(here, lost).status == "ok"
    assert (hall.count("entry"), hall.count("document"), hall.sales()) == (3, 2, 2)
    assert [code for code, _ in hall.open_findings()] == ["fork"]
    assert hall.verify().faults == ()


# --- counted once ----------------------------------------------------------------------------------


def test_the_same_document_in_another_stream_is_counted_once_and_silently(hall: Hall) -> None:
    sold = sale()
    hall.journal("tram-1").send(sold)
    hall.journal("tram-2").send(sold, sale())
    assert (hall.count("entry"), hall.count("document"), hall.sales()) == (3, 2, 2)
    assert hall.open_findings() == []


def test_the_same_id_with_other_bytes_is_kept_shown_in_suspense_and_never_an_update(hall: Hall) -> None:
    sold = sale()
    journal = hall.journal()
    journal.send(sold)
    journal.send(sale(TEA, id=sold.id), sale(HONEY))
    assert (hall.count("entry"), hall.sales(), hall.takings()) == (3, 2, 180_000 + 150_000)
    assert hall.open_findings() == [("id-reused", "1/2")]
    finding = hall.finding("id-reused")
    assert (finding.document, finding.till, finding.suspense) == (sold.id, "M1", 450_000)


def test_twice_the_same_id_in_one_push_is_counted_once(hall: Hall) -> None:
    sold = sale()
    journal = hall.journal()
    journal.send(sold, sold, sale(TEA, id=sold.id), gate_count())
    assert (hall.count("entry"), hall.count("document"), hall.sales()) == (4, 2, 1)
    assert hall.open_findings() == [("id-reused", "1/3")]
    assert hall.rows("visits_by_hour", "count") == [(1,)]


def test_ids_are_of_one_fair_and_say_nothing_of_another(hall: Hall, ledger_url: str) -> None:
    sold = sale()
    hall.journal().send(sold)
    with hall.database.reading() as connection:
        ids = connection.execute(select(tables.document.c.fair_id, tables.document.c.id)).all()
    assert [tuple(row) for row in ids] == [(hall.fair_id, sold.id)]


# --- keep first, understand second -----------------------------------------------------------------

POISON = {
    "no JSON": (b"\x00\x01\x02", "not-json", 0),
    "no document": (b'{"total":5000}', "shape", 5_000),
    "an edition from the future": (
        documents.write(sale()).replace(b'"v":1', b'"v":99'),
        "unknown-edition",
        180_000,
    ),
    "an unknown type": (
        documents.write(sale()).replace(b'"type":"sale"', b'"type":"gift"'),
        "unknown-type",
        180_000,
    ),
    "a total that does not add up": (documents.write(replace(sale(), vat=())), "totals", 180_000),
    "a negative total": (documents.write(replace(sale(), total=-5)), "amount-range", 0),
    "a total of 65 bits": (documents.write(replace(sale(), total=1 << 65)), "amount-range", 0),
    "a number of 65 bits": (documents.write(sale(number=1 << 65)), "number-range", 180_000),
    "a time of 65 bits": (documents.write(sale(at=1 << 65)), "time-range", 180_000),
    "no id": (documents.write(sale(id="x")), "id", 180_000),
    "a hostile till": (documents.write(sale(till="M1\0<b>")), "name", 180_000),
    "a count nobody made": (documents.write(gate_count(100_001)), "count-range", 0),
}


@pytest.mark.parametrize(("body", "code", "suspense"), POISON.values(), ids=POISON)
def test_a_poisonous_entry_is_kept_with_its_money_in_suspense_and_its_neighbours_are_counted(
    hall: Hall, body: bytes, code: str, suspense: int
) -> None:
    journal = hall.journal()
    answer = journal.send(sale(), body, sale(TEA), gate_count(3))
    assert (answer.status, answer.head) == ("ok", journal.chain[4])
    assert (hall.count("entry"), hall.count("document")) == (4, 3)
    assert (hall.sales(), hall.takings()) == (2, 180_000 + 450_000)
    assert hall.rows("visits_by_hour", "count") == [(3,)]
    assert hall.open_findings() == [(code, "1/2")]
    assert hall.finding(code).suspense == suspense
    proof = hall.verify()
    assert (proof.faults, proof.suspense, proof.takings) == ((), suspense, 630_000)
    # And the stream goes on behind it.
    assert journal.send(sale()).head == journal.chain[5]
    assert hall.sales() == 3


def test_a_hostile_text_in_a_finding_is_text_that_any_database_takes(hall: Hall) -> None:
    body = documents.write(sale(till="<b>\0\x1b\u202e'; DROP TABLE finding; --"))
    hall.journal().send(body)
    finding = hall.finding("name")
    assert finding.till == "<b>\ufffd\ufffd\ufffd'; DROP TABLE finding; --"


def test_many_poisonous_entries_are_as_many_findings(hall: Hall) -> None:
    journal = hall.journal()
    journal.send(*[b"poison %d" % number for number in range(5)], sale())
    assert hall.open_findings() == [("not-json", f"1/{seq}") for seq in range(1, 6)]
    assert hall.sales() == 1


def test_poison_that_comes_again_in_a_new_stream_claims_its_money_once(hall: Hall) -> None:
    journal = hall.journal()
    poison = documents.write(replace(sale(), vat=()))
    sold = sale()
    journal.send(sold, poison)
    again = Journal(hall, journal.terminal, "second", after=journal.stream)
    again.hello()
    again.send(sold, poison)
    assert [code for code, _ in hall.open_findings()] == ["fork", "totals"]
    assert hall.verify().suspense == 180_000


# --- times and versions ----------------------------------------------------------------------------


def test_the_fairs_version_goes_up_once_a_transaction_whatever_is_in_it(hall: Hall) -> None:
    journal = hall.journal()
    version = hall.version()
    journal.send(sale(), sale(), gate_count(), b"poison")
    assert hall.version() == version + 1
    journal.send(sale())
    assert hall.version() == version + 2


def test_times_of_receipt_rise_even_when_the_clock_of_the_centre_goes_back(hall: Hall) -> None:
    journal = hall.journal()
    for step in (0, 0, -3_600_000, 5):
        hall.now += step
        journal.send(sale())
    received = [row[0] for row in hall.rows("delivery", "received_at")]
    assert received == [AT, AT + 1, AT + 2, AT + 3]
    assert hall.sales() == 4


def test_corrections_are_counted_beside_the_sale_and_never_instead_of_it(hall: Hall) -> None:
    sold, mistaken = sale(line(), HONEY), sale(TEA)
    hall.journal().send(sold, mistaken, void(mistaken), refund(sold, HONEY))
    assert hall.rows("takings_by_hour", "sales", "voids", "refunds", "takings", "given_back") == [
        (2, 1, 1, 180_000, 600_000)
    ]
    assert hall.rows("takings_by_article", "exhibitor", "article", "quantity", "takings") == [
        ("DV1", "SP1", 1_000, 180_000),
        ("DV1", "SP2", 0, 0),
        ("DV2", "SP3", 0, 0),
    ]
    assert hall.rows("takings_by_tender", "kind", "count", "amount") == [("cash", 4, 180_000)]
    assert hall.count("document") == 4
    assert hall.open_findings() == []


def test_a_fold_that_fails_for_a_reason_nobody_thought_of_is_a_finding_and_takes_no_neighbour(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlucky = sale(TEA)
    add = rollups.add

    def stumbles(connection: Connection, fair_id: int, deltas: Deltas) -> None:
        if any(key[3] == "SP2" for key in deltas.by_table["takings_by_article"]):
            raise ZeroDivisionError
        add(connection, fair_id, deltas)

    monkeypatch.setattr(rollups, "add", stumbles)
    journal = hall.journal()
    journal.send(sale(), unlucky, sale(HONEY))
    assert (hall.count("entry"), hall.sales()) == (3, 2)
    found = hall.finding("fold-error")
    assert (found.document, found.suspense) == (unlucky.id, unlucky.total)
    monkeypatch.undo()
    hall.recount()
    assert (hall.sales(), hall.open_findings()) == (3, [])
    assert hall.verify().faults == ()
