"""The journal: appended once, sealed, chained, re-issued whole."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from booth_terminal import journal, tables
from booth_terminal.journal import Posted, Stream
from booth_terminal.terminal import MIGRATIONS
from fairpos.core.journal import Head, follow, genesis
from fairpos.db.database import Database
from fairpos.db.migrate import migrate

KEY = b"k" * 32
FIRST, SECOND, THIRD = (Posted(f"{n:032x}", b'{"n":%d}' % n) for n in (1, 2, 3))


@pytest.fixture
def connection(sqlite_url: str) -> Iterator[Connection]:
    database = Database(sqlite_url)
    migrate(database, tables.metadata, MIGRATIONS)
    with database.writing() as connection:
        yield connection
    database.close()


@pytest.fixture
def stream(connection: Connection) -> Stream:
    return journal.begin(connection, terminal="tram-1", public_key=KEY, id="s1", at=1)


def bodies(connection: Connection, stream: Stream) -> list[bytes]:
    return journal.after(connection, stream, 0, 1_000)


def test_before_the_first_stream_there_is_none(connection: Connection) -> None:
    assert journal.current(connection) is None


def test_a_stream_begins_at_its_own_genesis(connection: Connection, stream: Stream) -> None:
    first = genesis("s1", "tram-1", KEY)
    assert stream == Stream(1, "s1", None, first)
    assert journal.current(connection) == stream
    assert journal.head(connection, stream) == Head(0, first)
    assert journal.hash_at(connection, stream, 0) == first
    assert journal.chain_fault(connection, stream) is None


def test_what_is_appended_is_sealed_to_what_was_there(connection: Connection, stream: Stream) -> None:
    assert journal.append(connection, stream, [FIRST, SECOND], at=5) == 2
    assert journal.append(connection, stream, [THIRD], at=6) == 1
    chain = follow(Head(0, stream.genesis), [FIRST.body, SECOND.body, THIRD.body])
    assert journal.head(connection, stream) == chain[-1]
    assert [journal.hash_at(connection, stream, head.seq) for head in chain] == [h.hash for h in chain]
    assert journal.hash_at(connection, stream, 4) is None
    assert journal.chain_fault(connection, stream) is None


def test_the_same_document_again_changes_nothing(connection: Connection, stream: Stream) -> None:
    journal.append(connection, stream, [FIRST, SECOND], at=5)
    head = journal.head(connection, stream)
    assert journal.append(connection, stream, [SECOND, FIRST], at=9) == 0
    assert journal.head(connection, stream) == head
    assert journal.oldest_after(connection, stream, 0) == 5


def test_twice_in_one_post_is_once(connection: Connection, stream: Stream) -> None:
    assert journal.append(connection, stream, [FIRST, FIRST, SECOND], at=5) == 2
    assert bodies(connection, stream) == [FIRST.body, SECOND.body]


def test_the_same_id_with_other_bytes_is_kept_too_and_once(connection: Connection, stream: Stream) -> None:
    other = Posted(FIRST.id, b'{"other":1}')
    assert journal.append(connection, stream, [FIRST, other], at=5) == 2
    assert journal.append(connection, stream, [other, FIRST], at=6) == 0
    assert bodies(connection, stream) == [FIRST.body, other.body]


def test_bytes_that_were_made_here_are_a_repeat_when_they_say_the_same(
    connection: Connection, stream: Stream
) -> None:
    journal.append(connection, stream, [FIRST], at=5)
    again = Posted(FIRST.id, b'{"n":1,"offset":9}', lambda kept: kept.startswith(b'{"n":1'))
    other = Posted(FIRST.id, b'{"n":2,"offset":9}', lambda kept: kept.startswith(b'{"n":2'))
    assert journal.append(connection, stream, [again], at=6) == 0
    assert journal.append(connection, stream, [other], at=6) == 1
    assert bodies(connection, stream) == [FIRST.body, other.body]


def test_a_thousand_known_ids_are_looked_up(connection: Connection, stream: Stream) -> None:
    many = [Posted(f"{n:032x}", b"%d" % n) for n in range(1_200)]
    assert journal.append(connection, stream, many, at=5) == 1_200
    assert journal.append(connection, stream, many, at=6) == 0


def test_an_entry_is_one_line(connection: Connection, stream: Stream) -> None:
    with pytest.raises(AssertionError):
        journal.append(connection, stream, [Posted(FIRST.id, b"{\n}")], at=5)


def test_what_comes_after_a_number_is_given_in_order_and_bounded(
    connection: Connection, stream: Stream
) -> None:
    journal.append(connection, stream, [FIRST, SECOND, THIRD], at=5)
    assert journal.after(connection, stream, 1, 10) == [SECOND.body, THIRD.body]
    assert journal.after(connection, stream, 0, 2) == [FIRST.body, SECOND.body]
    assert journal.after(connection, stream, 3, 10) == []


def test_the_age_of_what_is_held_is_that_of_its_oldest_entry(connection: Connection, stream: Stream) -> None:
    journal.append(connection, stream, [FIRST], at=5)
    journal.append(connection, stream, [SECOND], at=7)
    assert [journal.oldest_after(connection, stream, seq) for seq in (0, 1, 2)] == [5, 7, None]


def test_a_new_stream_re_issues_everything_the_old_one_held(connection: Connection, stream: Stream) -> None:
    other = Posted(FIRST.id, b'{"other":1}')
    journal.append(connection, stream, [FIRST, SECOND, other], at=5)
    second = journal.begin(connection, terminal="tram-1", public_key=KEY, id="s2", at=9)
    assert second == Stream(2, "s2", "s1", genesis("s2", "tram-1", KEY))
    assert journal.current(connection) == second
    assert bodies(connection, second) == bodies(connection, stream) == [FIRST.body, SECOND.body, other.body]
    assert journal.chain_fault(connection, second) is None
    # A repeat of what was posted to the old stream is still a repeat.
    assert journal.append(connection, second, [SECOND], at=10) == 0


@pytest.mark.parametrize(
    ("deed", "entry"),
    [
        ("UPDATE entry SET body = X'7B7D' WHERE seq = 2", 2),
        ("UPDATE entry SET hash = zeroblob(32) WHERE seq = 1", 1),
        ("DELETE FROM entry WHERE seq = 2", 2),
        ("DELETE FROM entry WHERE seq = 1", 1),
    ],
)
def test_a_journal_that_was_meddled_with_is_noticed(
    connection: Connection, stream: Stream, deed: str, entry: int
) -> None:
    journal.append(connection, stream, [FIRST, SECOND, THIRD], at=5)
    for trigger in ("entry_no_update", "entry_no_delete"):
        connection.execute(text(f"DROP TRIGGER {trigger}"))
    connection.execute(text(deed))
    assert journal.chain_fault(connection, stream) == entry
