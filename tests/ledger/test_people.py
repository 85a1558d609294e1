from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator

import pytest

from fairpos.core.business_day import HOUR_MS
from fairpos.db.database import Database
from fairpos.ledger import people, sessions, tables
from fairpos.ledger.passwords import AT_ONCE, WAITING_MAX, Crowded, Passwords, cheap_passwords

NOW = 1_790_000_000_000
PASSWORDS = cheap_passwords()


@pytest.fixture
def database(ledger_url: str) -> Iterator[Database]:
    database = Database(ledger_url, synchronous="OFF")
    yield database
    database.close()


def hoa(database: Database, **values: str) -> people.Account:
    with database.writing() as connection:
        return people.add_account(
            connection,
            id="A1",
            login=values.get("login", "Hoa"),
            name="Nguyễn Thị Hoa",
            role="organiser",
            password_hash=PASSWORDS.hash("mùa xuân"),
        )


def sign_in(database: Database, login: str, password: str) -> people.Account | None:
    with database.reading() as connection:
        found = people.credentials(connection, login)
    return people.authenticate(PASSWORDS, found, password)


def test_a_password_lets_its_owner_in_however_the_login_is_written(database: Database) -> None:
    account = hoa(database)
    assert account.login == "hoa"
    for login in ("hoa", "Hoa", " HOA "):
        assert sign_in(database, login, "mùa xuân") == account


def test_a_password_may_be_typed_with_marks_put_together_or_apart(database: Database) -> None:
    account = hoa(database)
    apart = unicodedata.normalize("NFD", "mùa xuân")
    assert apart != "mùa xuân"
    assert sign_in(database, "hoa", apart) == account


def test_a_wrong_password_an_unknown_login_and_no_password_let_nobody_in(database: Database) -> None:
    hoa(database)
    with database.writing() as connection:
        people.add_account(connection, id="A2", login="lan", name="Lan", role="viewer")
    for login, password in (
        ("hoa", "mua xuan"),
        ("nam", "mùa xuân"),
        ("lan", ""),
        ("lan", "nobody"),
        ("", ""),
    ):
        assert sign_in(database, login, password) is None


def test_what_cannot_be_a_login_belongs_to_nobody(database: Database) -> None:
    for login in ("", " ", "a b", "a\x00b", "x" * 101, "\u202ehoa"):
        assert sign_in(database, login, "mùa xuân") is None


def test_a_login_is_given_once(database: Database) -> None:
    hoa(database)
    with pytest.raises(people.LoginTaken), database.writing() as connection:
        people.add_account(connection, id="A2", login="HOA", name="Khác", role="viewer")


def test_a_new_password_ends_every_session(database: Database) -> None:
    account = hoa(database)
    with database.writing() as connection:
        sessions.begin(connection, account=account, token="t", csrf_token="c", now=NOW)
        people.set_password(connection, account.id, PASSWORDS.hash("mùa thu"))
    with database.reading() as connection:
        assert sessions.find(connection, token="t", now=NOW) is None
    assert sign_in(database, "hoa", "mùa xuân") is None
    assert sign_in(database, "hoa", "mùa thu") == account


def test_a_disabled_account_is_out_at_once_and_stays_out(database: Database) -> None:
    account = hoa(database)
    with database.writing() as connection:
        sessions.begin(connection, account=account, token="t", csrf_token="c", now=NOW)
        people.open_link(connection, account=account.id, code="k", ends_at=NOW + 1000)
        people.disable(connection, account.id, at=NOW)
    with database.writing() as connection:
        assert sessions.find(connection, token="t", now=NOW) is None
        assert people.use_link(connection, code="k", now=NOW) is None
    assert sign_in(database, "hoa", "mùa xuân") is None


def test_a_link_is_used_once_and_not_after_its_end(database: Database) -> None:
    account = hoa(database)
    with database.writing() as connection:
        people.open_link(connection, account=account.id, code="once", ends_at=NOW + 1000)
        people.open_link(connection, account=account.id, code="late", ends_at=NOW)
    with database.writing() as connection:
        assert people.link_account(connection, code="once", now=NOW) == account
        assert people.use_link(connection, code="once", now=NOW) == account
        assert people.use_link(connection, code="once", now=NOW) is None
        assert people.use_link(connection, code="late", now=NOW) is None
        assert people.use_link(connection, code="other", now=NOW) is None


def test_no_secret_is_kept_as_it_is(database: Database) -> None:
    account = hoa(database)
    with database.writing() as connection:
        sessions.begin(connection, account=account, token="SECRET-TOKEN", csrf_token="c", now=NOW)
        people.open_link(connection, account=account.id, code="SECRET-CODE", ends_at=NOW + 1)
        kept = repr(
            [
                connection.execute(table.select()).all()
                for table in (tables.account, tables.session, tables.sign_in_link)
            ]
        )
    assert "SECRET" not in kept
    assert "mùa xuân" not in kept
    assert "$argon2id$" in kept


def test_a_session_lives_twelve_hours_however_it_is_used(database: Database) -> None:
    account = hoa(database)
    with database.writing() as connection:
        session = sessions.begin(connection, account=account, token="t", csrf_token="c", now=NOW)
        assert session.ends_at == NOW + 12 * HOUR_MS
        late = NOW + 12 * HOUR_MS - 1
        sessions.note_seen(connection, session, now=late)
        assert sessions.find(connection, token="t", now=late) is not None
        assert sessions.find(connection, token="t", now=late + 1) is None
        assert sessions.find(connection, token="other", now=NOW) is None


def test_being_seen_is_noted_only_every_five_minutes(database: Database) -> None:
    account = hoa(database)
    with database.writing() as connection:
        session = sessions.begin(connection, account=account, token="t", csrf_token="c", now=NOW)
    assert not sessions.is_stale(session, NOW + sessions.SEEN_MS - 1)
    assert sessions.is_stale(session, NOW + sessions.SEEN_MS)


def test_sessions_are_listed_newest_first_and_ended_one_by_one(database: Database) -> None:
    account = hoa(database)
    with database.writing() as connection:
        for place, token in enumerate(("one", "two")):
            sessions.begin(connection, account=account, token=token, csrf_token="c", now=NOW + place)
        listed = sessions.of_account(connection, account.id, now=NOW + 1)
        assert [session.made_at for session in listed] == [NOW + 1, NOW]
        sessions.revoke(connection, listed[0].key)
        assert sessions.find(connection, token="two", now=NOW + 1) is None
        assert sessions.find(connection, token="one", now=NOW + 1) is not None


def test_only_a_few_wait_for_a_password_and_the_rest_are_told_at_once() -> None:
    passwords = cheap_passwords()
    stored = passwords.hash("mùa xuân")
    gate, inside = threading.Event(), threading.Semaphore(0)

    class Slow:
        def verify(self, _stored: str, _password: str) -> None:
            inside.release()
            gate.wait(10)

    slow: Passwords = passwords
    slow._hasher = Slow()  # type: ignore[assignment]
    threads = [threading.Thread(target=slow.match, args=(stored, "x")) for _ in range(AT_ONCE + WAITING_MAX)]
    for thread in threads:
        thread.start()
    for _ in range(AT_ONCE):
        assert inside.acquire(timeout=10)
    while slow._places._value:
        pass
    assert not inside.acquire(blocking=False)
    with pytest.raises(Crowded):
        slow.match(stored, "x")
    gate.set()
    for thread in threads:
        thread.join()
