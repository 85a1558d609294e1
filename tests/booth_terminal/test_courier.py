"""The courier, a real journal and a real centre, over a line that does what lines do."""

import pytest

from booth_terminal import editions, journal
from booth_terminal.courier import EDITIONS, HELLO, PUSH
from booth_terminal.terminal import JournalBroken, NotYetEnrolled, prepare, start
from fairpos.core.sync import HEARTBEAT_MS, PUSH_ENTRIES_MAX, Push
from fairpos.wire import documents, messages
from tests.booth import NAME, Booth
from tests.documents import gate_count, sale


def test_the_first_talk_is_hello_settings_and_then_what_is_held(booth: Booth) -> None:
    booth.keep(sale(), sale())
    booth.deliver()
    assert booth.line.sent == [HELLO, f"{EDITIONS}/1", PUSH]
    assert (booth.hall.sales(), booth.hall.count("entry")) == (2, 2)
    assert booth.courier.position == booth.head()
    assert booth.courier.held() == (0, None)
    assert booth.courier.trouble is None


def test_with_nothing_new_nothing_is_said_until_the_heartbeat(booth: Booth) -> None:
    booth.deliver()
    booth.line.sent.clear()
    booth.later(HEARTBEAT_MS - 1)
    booth.deliver()
    assert booth.line.sent == []
    booth.later(1)
    booth.deliver()
    assert booth.line.sent == [HELLO]


def test_what_the_centre_keeps_is_what_the_journal_holds(booth: Booth) -> None:
    booth.keep(sale(), b"poison from a till", gate_count(4))
    booth.deliver()
    assert [bytes(body) for _, body in booth.hall.rows("entry", "seq", "body")] == booth.bodies()
    assert booth.hall.open_findings() == [("not-json", "1/2")]


@pytest.mark.parametrize("trouble", ["dead", "portal", "503"])
def test_without_an_answer_everything_is_still_here_and_arrives_later_once(
    booth: Booth, trouble: str
) -> None:
    booth.deliver()
    booth.line.trouble = trouble
    booth.keep(sale(), sale())
    booth.deliver()
    assert booth.courier.trouble is not None
    assert booth.courier.held()[0] == 2
    assert booth.hall.sales() == 0
    booth.line.trouble = None
    booth.later()
    booth.deliver()
    assert (booth.hall.sales(), booth.hall.count("entry")) == (2, 2)
    assert booth.courier.held() == (0, None)
    assert booth.hall.open_findings() == []


def test_a_page_of_a_captive_portal_moves_no_position(booth: Booth) -> None:
    booth.keep(sale())
    booth.line.trouble = "portal"
    booth.deliver()
    assert booth.courier.position is None
    assert booth.courier.reached_at is None


def test_an_answer_that_was_lost_after_the_commit_doubles_nothing(booth: Booth) -> None:
    booth.deliver()
    booth.keep(sale(), sale())
    booth.line.trouble = "answer lost"
    booth.deliver()
    assert booth.hall.sales() == 2
    assert booth.courier.position is None
    booth.line.trouble = None
    booth.later()
    booth.deliver()
    assert (booth.hall.sales(), booth.hall.count("entry"), booth.hall.count("delivery")) == (2, 2, 1)
    assert booth.courier.held() == (0, None)


def test_while_a_line_is_dead_the_pauses_grow(booth: Booth) -> None:
    booth.line.trouble = "dead"
    pauses = []
    for _ in range(8):
        booth.deliver()
        asked = len(booth.line.sent)
        # Whatever is sold meanwhile, nobody is asked before the pause is over.
        booth.keep(sale())
        booth.deliver()
        began = booth.hall.now
        while len(booth.line.sent) == asked:
            booth.later(250)
            booth.deliver()
        pauses.append(booth.hall.now - began)
    assert pauses == [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]


def test_a_backlog_goes_in_pushes_of_a_bounded_size(booth: Booth) -> None:
    booth.keep(*[gate_count() for _ in range(PUSH_ENTRIES_MAX + 10)])
    booth.deliver()
    assert booth.line.sent.count(PUSH) == 2
    assert [row[0] for row in booth.hall.rows("visits_by_hour", "count")] == [PUSH_ENTRIES_MAX + 10]


def test_a_heartbeat_tells_how_much_is_held_and_since_when(booth: Booth) -> None:
    booth.deliver()
    booth.line.trouble = "dead"
    since = booth.terminal.now()
    booth.keep(sale())
    booth.later(HEARTBEAT_MS)
    booth.keep(sale())
    booth.line.trouble = None
    assert booth.courier.held() == (2, since)
    booth.deliver()
    assert booth.hall.rows("terminal", "held", "oldest_at") == [(2, since)]
    assert booth.hall.rows("stream", "head_seq", "top") == [(2, 2)]


def test_the_clock_of_a_terminal_is_measured_against_the_centres(booth: Booth) -> None:
    def ahead(path: str, answer: bytes) -> bytes:
        return answer.replace(str(booth.hall.now).encode(), str(booth.hall.now + 90_000).encode())

    booth.line.meddle = ahead
    booth.deliver()
    assert booth.courier.clock_offset == 90_000
    assert booth.terminal.now() == booth.hall.now + 90_000


# --- settings --------------------------------------------------------------------------------------


def test_a_new_edition_is_fetched_once_and_kept(booth: Booth) -> None:
    booth.publish_code("M1", "mã")
    assert booth.line.sent.count(f"{EDITIONS}/2") == 1
    booth.later()
    booth.deliver()
    assert booth.line.sent.count(f"{EDITIONS}/2") == 1
    with booth.terminal.database.reading() as connection:
        assert editions.number(connection) == 2


@pytest.mark.parametrize("rubbish", [b"<html>", b"{}", b"", b"\xff"])
def test_settings_that_cannot_be_read_hold_up_no_sale(booth: Booth, rubbish: bytes) -> None:
    booth.line.meddle = lambda path, answer: rubbish if path.startswith(EDITIONS) else answer
    booth.keep(sale())
    booth.deliver()
    assert booth.hall.sales() == 1
    assert booth.terminal.tills.edition is None
    # And once they can be read, they are.
    booth.line.meddle = None
    booth.later()
    booth.deliver()
    assert booth.terminal.tills.edition is not None


# --- restores and forks, end to end ----------------------------------------------------------------


def everything(booth: Booth) -> None:
    """Let it all arrive, and hold the two ends against each other."""
    for _ in range(4):
        booth.later()
        booth.deliver()
    assert booth.hall.verify().faults == ()


def test_a_fork_opens_a_new_stream_and_every_sale_of_both_branches_counts_once(booth: Booth) -> None:
    ours = sale()
    booth.keep(ours, sale())
    booth.deliver()
    # A clone of this terminal's disk has sold something else under number 3.
    with booth.terminal.database.reading() as connection:
        stream = journal.current(connection)
    assert stream is not None
    sold = (documents.write(sale()),)
    push = messages.write_push(
        Push(terminal=NAME, stream=stream.id, first=3, prev=booth.head().hash, top=3, bodies=sold)
    )
    booth.line.send(PUSH, push, booth.terminal.identity.sign(PUSH, push))
    assert booth.hall.sales() == 3
    booth.keep(sale())
    everything(booth)
    assert [after for _, after in booth.streams()] == [None, stream.id]
    # Two before the fork, the clone's and ours after it: each once, though ours were sent twice.
    assert (booth.hall.sales(), booth.hall.count("document")) == (4, 4)
    assert booth.hall.count("entry") == 3 + 3
    assert "fork" in [code for code, _ in booth.hall.open_findings()]
    assert booth.courier.held() == (0, None)


def test_a_terminal_whose_disk_went_back_in_time_begins_again_and_loses_nothing(booth: Booth) -> None:
    booth.keep(sale())
    booth.deliver()
    booth.terminal.stop()
    copy = booth.path.read_bytes()
    booth.open()
    booth.keep(sale(), sale())
    booth.deliver()
    assert booth.hall.sales() == 3
    booth.terminal.stop()
    for path in booth.path.parent.glob("terminal.sqlite3-*"):
        path.unlink()
    booth.path.write_bytes(copy)
    booth.open()
    booth.keep(sale())
    everything(booth)
    assert len(booth.streams()) == 2
    assert (booth.hall.sales(), booth.hall.count("document")) == (4, 4)
    assert [code for code, _ in booth.hall.open_findings()] == ["fork"]


def test_a_centre_restored_from_an_older_copy_is_sent_everything_again(booth: Booth) -> None:
    booth.keep(sale())
    booth.deliver()
    with booth.hall.database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE stream_copy AS SELECT * FROM stream")
    booth.keep(sale(), sale())
    booth.deliver()
    assert booth.hall.sales() == 3
    with booth.hall.database.writing() as connection:
        # What a restore does, in place: the ledger is again what it was after the first sale.
        for trigger in ("entry_no_delete", "delivery_no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.exec_driver_sql("DELETE FROM entry WHERE seq > 1")
        connection.exec_driver_sql("DELETE FROM delivery WHERE first_seq > 1")
        connection.exec_driver_sql(
            "UPDATE stream SET head_seq = c.head_seq, head_hash = c.head_hash, top = c.top"
            " FROM stream_copy AS c WHERE c.no = stream.no"
        )
    booth.hall.recount()
    assert booth.hall.sales() == 1
    everything(booth)
    assert (booth.hall.sales(), booth.hall.count("entry")) == (3, 3)
    assert len(booth.streams()) == 1
    assert booth.hall.open_findings() == []


# --- starting --------------------------------------------------------------------------------------


def test_a_terminal_starts_where_it_stopped(booth: Booth) -> None:
    booth.keep(sale())
    head = booth.head()
    booth.terminal.stop()
    booth.open()
    assert booth.head() == head
    everything(booth)
    assert booth.hall.sales() == 1


def test_a_terminal_that_never_enrolled_does_not_start(booth: Booth) -> None:
    database = prepare(f"sqlite:///{booth.path.with_name('other.sqlite3')}")
    with pytest.raises(NotYetEnrolled):
        start(
            database,
            lambda _identity: booth.line,
            clock=booth.now,
            new_id=lambda: "x",
            new_secret=lambda: "x",
        )
    database.close()


def test_a_broken_journal_is_not_written_on(booth: Booth) -> None:
    booth.keep(sale(), sale(), sale())
    with booth.terminal.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER entry_no_update")
        connection.exec_driver_sql("UPDATE entry SET body = X'7B7D' WHERE seq = 2")
    booth.terminal.stop()
    with pytest.raises(JournalBroken, match="entry 2"):
        booth.open()
