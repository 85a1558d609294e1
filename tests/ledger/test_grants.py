"""Who holds which role where: given, taken, on record, and never without an administrator."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, insert

from fairpos.core.fair import Exhibitor
from fairpos.core.rights import Grant
from fairpos.ledger import audit, fairs, grants, people, sessions, tables
from tests.hall import Hall

BY: dict[str, Any] = {"at": 7, "by": "hoa"}


def slug(hall: Hall) -> str:
    with hall.database.reading() as connection:
        return fairs.by_id(connection, hall.fair_id).slug


def exhibitor(hall: Hall) -> Exhibitor:
    with hall.database.reading() as connection:
        return fairs.exhibitors(connection, hall.fair_id)[0]


def add(hall: Hall, login: str) -> None:
    with hall.database.writing() as connection:
        people.add_account(connection, id=f"A-{login}", login=login, name=login)


def test_a_role_is_given_and_taken_with_the_next_request_and_on_record(hall: Hall) -> None:
    add(hall, "lan")
    grant = Grant("exhibitor", slug(hall), exhibitor(hall).id)
    with hall.database.writing() as connection:
        account = people.find_account(connection, "lan")
        assert account is not None
        sessions.begin(connection, account=account, token="t", csrf_token="c", now=1)
        grants.give(connection, "A-lan", grant, **BY)
        grants.give(connection, "A-lan", Grant("viewer"), **BY)
        (kept, everywhere) = grants.of_account(connection, "A-lan")
        session = sessions.find(connection, token="t", now=2)
    assert (kept.grant, kept.exhibitor_name) == (grant, exhibitor(hall).name)
    assert (everywhere.grant, everywhere.fair_name) == (Grant("viewer"), "")
    assert session is not None
    assert session.grants == (grant, Grant("viewer"))
    with hall.database.writing() as connection:
        grants.take(connection, "A-lan", kept.id, **BY)
        left = sessions.find(connection, token="t", now=2)
        record = audit.listed(connection, hall.fair_id)
    assert left is not None
    assert left.grants == (Grant("viewer"),)
    fields = {"role": "exhibitor", "fair": slug(hall), "exhibitor": grant.exhibitor}
    assert [(one.kind, one.subject, one.act, one.before, one.after, one.by) for one in record] == [
        ("grant", "lan", "removal", fields, None, "hoa"),
        ("grant", "lan", "creation", None, fields, "hoa"),
    ]


@pytest.mark.parametrize(
    ("role", "where", "who", "code"),
    [
        ("emperor", None, None, "role"),
        ("administrator", "here", None, "everywhere"),
        ("viewer", "nowhere", None, "fair"),
        ("exhibitor", "here", None, "exhibitor"),
        ("exhibitor", None, "them", "exhibitor"),
        ("exhibitor", "here", "nobody", "exhibitor"),
        ("viewer", "here", "them", "exhibitor"),
        ("gate", "here", None, "given"),
    ],
)
def test_a_role_that_makes_no_sense_is_not_given(
    hall: Hall, role: str, where: str | None, who: str | None, code: str
) -> None:
    add(hall, "lan")
    fair = slug(hall) if where == "here" else where
    grant = Grant(role, fair, exhibitor(hall).id if who == "them" else who)  # type: ignore[arg-type]
    with hall.database.writing() as connection:
        grants.give(connection, "A-lan", Grant("gate", slug(hall)), **BY)
    with pytest.raises(grants.BadGrant) as refused, hall.database.writing() as connection:
        grants.give(connection, "A-lan", grant, **BY)
    assert refused.value.code == code
    with hall.database.reading() as connection:
        assert grants.held(connection, "A-lan") == (Grant("gate", slug(hall)),)


def test_the_last_administrator_who_can_sign_in_stays_one(hall: Hall) -> None:
    for login in ("mot", "hai"):
        add(hall, login)
        with hall.database.writing() as connection:
            grants.give(connection, f"A-{login}", Grant("administrator"), **BY)
    with hall.database.writing() as connection:
        people.disable(connection, "A-hai", at=1)
        (row,) = grants.of_account(connection, "A-mot")
        with pytest.raises(grants.LastAdministrator):
            grants.take(connection, "A-mot", row.id, **BY)
        assert grants.held(connection, "A-mot") == (Grant("administrator"),)
        with pytest.raises(grants.NoSuchGrant):
            grants.take(connection, "A-hai", row.id, **BY)


def test_an_exhibitor_that_goes_takes_its_peoples_way_in_along(hall: Hall) -> None:
    add(hall, "lan")
    with hall.database.writing() as connection:
        stranger = {"id": "DV-moi", "name": "Đơn vị mới", "kind": "household", "country": "VN"}
        connection.execute(insert(tables.exhibitor).values(fair_id=hall.fair_id, **stranger))
        grants.give(connection, "A-lan", Grant("exhibitor", slug(hall), "DV-moi"), **BY)
        connection.execute(tables.exhibitor.delete().where(tables.exhibitor.c.id == "DV-moi"))
        assert grants.held(connection, "A-lan") == ()


def test_a_role_may_be_for_some_booths_of_an_exhibitor_and_stays_so(hall: Hall) -> None:
    add(hall, "lan")
    fair, who = slug(hall), exhibitor(hall).id
    with hall.database.writing() as connection:
        stands = tuple(one.id for one in fairs.booths(connection, hall.fair_id) if who in one.exhibitors)
        limited = Grant("exhibitor", fair, who, stands[:1])
        grants.give(connection, "A-lan", limited, **BY)
        (kept,) = grants.of_account(connection, "A-lan")
        for booths in (("nowhere",), (stands[0], "nowhere")):
            with pytest.raises(grants.BadGrant) as refused:
                grants.give(connection, "A-lan", Grant("exhibitor", fair, who, booths), **BY)
            assert refused.value.code == "booths"
        (noted,) = audit.listed(connection, hall.fair_id)
    assert kept.grant == limited
    assert len(kept.booth_names) == 1
    assert noted.after == {"role": "exhibitor", "fair": fair, "exhibitor": who, "booths": stands[0]}
    with hall.database.writing() as connection:
        # Whoever stands there no longer sees nothing more, and the role can be taken all the same.
        connection.execute(delete(tables.allocation).where(tables.allocation.c.exhibitor == who))
        (still,) = grants.of_account(connection, "A-lan")
        grants.take(connection, "A-lan", still.id, **BY)
        assert grants.of_account(connection, "A-lan") == ()
    assert still.grant == limited
