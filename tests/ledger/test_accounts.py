"""What is done to accounts works with the next request, and is on record without a secret."""

from __future__ import annotations

from typing import Any

import pytest

from fairpos.core.rights import Grant
from fairpos.ledger import accounts, audit, browsers, grants, people, sessions
from fairpos.ledger.people import Account
from tests.hall import Hall

BY: dict[str, Any] = {"at": 7, "by": "hoa"}


@pytest.fixture
def lan(hall: Hall) -> Account:
    with hall.database.writing() as connection:
        return accounts.open_account(connection, id="A-lan", login="Lan", name="Lan", **BY)


def acts(hall: Hall) -> list[tuple[str, object, object]]:
    with hall.database.reading() as connection:
        record = audit.listed(connection, None, kind="person", subject="lan")
    return [(one.act, one.before, one.after) for one in reversed(record)]


def test_every_act_is_on_record_and_no_secret_is(hall: Hall, lan: Account) -> None:
    with hall.database.writing() as connection:
        accounts.rename(connection, lan, "Vũ Thị Lan", **BY)
        accounts.open_link(connection, lan, code="SECRET", **BY)
        accounts.set_password(connection, lan, "SECRET", keep="", **BY)
        accounts.shut(connection, lan, **BY)
        accounts.reopen(connection, accounts.find(connection, lan.id), **BY)
    assert acts(hall) == [
        ("creation", None, {"name": "Lan"}),
        ("change", {"name": "Lan"}, {"name": "Vũ Thị Lan"}),
        ("link", None, {}),
        ("password", None, {}),
        ("shutting", {"open": True}, {"open": False}),
        ("reopening", {"open": False}, {"open": True}),
    ]
    assert "SECRET" not in repr(acts(hall))


def test_a_new_link_makes_the_one_before_void(hall: Hall, lan: Account) -> None:
    with hall.database.writing() as connection:
        for code in ("one", "two"):
            accounts.open_link(connection, lan, code=code, **BY)
        assert people.link_account(connection, code="one", now=8) is None
        assert people.link_account(connection, code="two", now=8) == lan
        assert people.link_account(connection, code="two", now=7 + accounts.LINK_MS) is None


def test_a_new_password_ends_what_was_open_but_for_the_browser_that_set_it(hall: Hall, lan: Account) -> None:
    with hall.database.writing() as connection:
        here, there = (
            sessions.begin(connection, account=lan, token=token, csrf_token="c", now=1) for token in "ab"
        )
        browsers.remember(connection, account=lan.id, token="known", now=1)
        accounts.open_link(connection, lan, code="open", **BY)
        accounts.set_password(connection, lan, "hash", keep=here.key, **BY)
        assert [one.key for one in sessions.of_account(connection, lan.id, now=2)] == [here.key]
        assert not browsers.is_known(connection, account=lan.id, token="known", now=2)
        assert people.link_account(connection, code="open", now=8) is None
    assert there.key != here.key


def test_the_last_administrator_is_not_shut_out(hall: Hall, lan: Account) -> None:
    with hall.database.writing() as connection:
        grants.give(connection, lan.id, Grant("administrator"), **BY)
        with pytest.raises(grants.LastAdministrator):
            accounts.shut(connection, lan, **BY)
        assert accounts.find(connection, lan.id).disabled_at is None


def test_sessions_are_ended_by_their_key_and_never_those_of_another(hall: Hall, lan: Account) -> None:
    with hall.database.writing() as connection:
        minh = people.add_account(connection, id="A-minh", login="minh", name="Minh")
        foreign = sessions.begin(connection, account=minh, token="m", csrf_token="c", now=1)
        for token in "abc":
            own = sessions.begin(connection, account=lan, token=token, csrf_token="c", now=1)
        accounts.end_sessions(connection, lan, key=foreign.key, **BY)
        accounts.end_sessions(connection, lan, key=own.key, **BY)
        assert len(sessions.of_account(connection, lan.id, now=2)) == 2
        accounts.end_sessions(connection, lan, key=None, **BY)
        assert sessions.of_account(connection, lan.id, now=2) == ()
        assert len(sessions.of_account(connection, minh.id, now=2)) == 1
    assert acts(hall)[1:] == [("sign-out", None, {"sessions": 1}), ("sign-out", None, {"sessions": 2})]


def test_a_browser_is_known_for_half_a_year_and_to_its_own_people_alone(hall: Hall, lan: Account) -> None:
    with hall.database.writing() as connection:
        minh = people.add_account(connection, id="A-minh", login="minh", name="Minh")
        for account in (lan, minh):
            browsers.remember(connection, account=account.id, token="t", now=1)
        browsers.remember(connection, account=lan.id, token="t", now=2)
        last = 1 + browsers.KNOWN_MS
        asked = [(lan.id, "t", last), (minh.id, "t", last), (minh.id, "t", last - 1), (lan.id, "u", 2)]
        known = [
            browsers.is_known(connection, account=account, token=token, now=now)
            for account, token, now in asked
        ]
    assert known == [True, False, True, False]
