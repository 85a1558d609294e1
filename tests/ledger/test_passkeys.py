"""Passkeys are kept with their owner's record; a challenge is asked of somebody, once and for minutes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fairpos.ledger import audit, passkeys, people
from fairpos.ledger.passkeys import Passkey
from fairpos.ledger.people import Account
from tests.hall import Hall

KEY = Passkey(
    id="abc",
    account="A-lan",
    host="fair.example",
    name="Điện thoại",
    public_key=b"SECRET",
    sign_count=0,
    made_at=5,
    used_at=None,
)


@pytest.fixture
def lan(hall: Hall) -> Account:
    with hall.database.writing() as connection:
        people.add_account(connection, id="A-minh", login="minh", name="Minh")
        return people.add_account(connection, id="A-lan", login="lan", name="Lan")


def test_a_challenge_is_answered_once_in_time_and_by_whom_it_was_asked_of(hall: Hall, lan: Account) -> None:
    with hall.database.writing() as connection:
        for challenge, account in (("own", lan.id), ("anybody", None), ("late", None)):
            passkeys.ask(connection, challenge=challenge, account=account, now=0)
        late = passkeys.CHALLENGE_MS
        asked = [
            ("own", None, 1), ("own", "A-minh", 1), ("anybody", lan.id, 1), ("unknown", None, 1),
            ("own", lan.id, 1), ("own", lan.id, 1), ("anybody", None, late - 1), ("late", None, late),
        ]  # fmt: skip
        answered = [
            passkeys.is_asked(connection, challenge=challenge, account=account, now=now)
            for challenge, account, now in asked
        ]
    assert answered == [False, False, False, False, True, False, True, False]


def test_a_passkey_is_kept_and_removed_by_its_owner_alone_and_on_record(hall: Hall, lan: Account) -> None:
    with hall.database.writing() as connection:
        minh = people.one(connection, "A-minh")
        assert minh is not None
        passkeys.add(connection, lan, KEY, by="lan")
        with pytest.raises(passkeys.PasskeyKnown):
            passkeys.add(connection, minh, replace(KEY, account=minh.id), by="minh")
        passkeys.note_used(connection, "abc", sign_count=7, now=9)
        assert passkeys.of_account(connection, lan.id) == (replace(KEY, sign_count=7, used_at=9),)
        with pytest.raises(passkeys.NoSuchPasskey):
            passkeys.remove(connection, minh, "abc", at=10, by="minh")
        passkeys.remove(connection, lan, "abc", at=10, by="lan")
        assert passkeys.find(connection, "abc") is None
        record = audit.listed(connection, None, kind="person")
    told = {"name": "Điện thoại", "host": "fair.example"}
    assert [(one.act, one.before, one.after) for one in record] == [
        ("passkey-removal", told, None),
        ("passkey", None, told),
    ]


def test_a_person_has_so_many_and_no_more(hall: Hall, lan: Account) -> None:
    with hall.database.writing() as connection:
        for n in range(passkeys.A_PERSON_MAX):
            passkeys.add(connection, lan, replace(KEY, id=str(n)), by="lan")
        with pytest.raises(passkeys.TooMany):
            passkeys.add(connection, lan, KEY, by="lan")
