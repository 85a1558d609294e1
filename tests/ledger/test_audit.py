"""Every change to the set-up is on record: who, when, before, after."""

from fairpos.ledger import audit
from tests.hall import Hall


def test_only_the_fields_that_differ_are_kept(hall: Hall) -> None:
    with hall.database.writing() as connection:
        for act, before, after in (
            ("creation", None, {"name": "Mật ong"}),
            ("change", {"name": "Mật ong", "price": 1}, {"name": "Mật ong", "price": 2}),
            ("change", {"price": 2}, {"price": 2}),
            ("removal", {"price": 2}, None),
        ):
            audit.note(
                connection,
                hall.fair_id,
                kind="article",
                subject="MO",
                act=act,
                before=before,
                after=after,
                at=5,
                by="hoa",
            )
    with hall.database.reading() as connection:
        found = audit.listed(connection, hall.fair_id)
        nowhere = audit.listed(connection, None)
    assert [(one.act, one.before, one.after) for one in found] == [
        ("removal", {"price": 2}, None),
        ("change", {"price": 1}, {"price": 2}),
        ("creation", None, {"name": "Mật ong"}),
    ]
    assert {(one.at, one.by, one.kind, one.subject) for one in found} == {(5, "hoa", "article", "MO")}
    assert nowhere == ()


def test_changes_are_found_by_what_they_are_of(hall: Hall) -> None:
    with hall.database.writing() as connection:
        for kind, subject in (("booth", "A1"), ("booth", "A2"), ("till", "A1")):
            audit.note(
                connection,
                None,
                kind=kind,
                subject=subject,
                act="creation",
                before=None,
                after={},
                at=1,
                by="hoa",
                reason="theo đơn",
            )
    with hall.database.reading() as connection:
        booths = audit.listed(connection, None, kind="booth")
        one = audit.listed(connection, None, kind="booth", subject="A1")
        newest = audit.listed(connection, None, limit=1)
    assert [change.subject for change in booths] == ["A2", "A1"]
    assert [(change.subject, change.reason) for change in one] == [("A1", "theo đơn")]
    assert [change.kind for change in newest] == ["till"]
