from collections.abc import Sequence

import pytest

from fairpos.ledger import findings, tables
from fairpos.ledger.findings import Opening
from tests.documents import AT
from tests.hall import Hall

FIRST = Opening(code="fork", subject="1/7", detail="two histories", till="M1", suspense=5_000)


def opens(hall: Hall, *openings: Opening, now: int = AT) -> None:
    with hall.database.writing() as connection:
        findings.open_all(connection, hall.fair_id, openings, now=now)


def withdraw(hall: Hall, code: str, subjects: Sequence[str], now: int = AT) -> None:
    with hall.database.writing() as connection:
        findings.withdraw(connection, hall.fair_id, code, subjects, now=now)


def resolve(hall: Hall, by: str) -> None:
    with hall.database.writing() as connection:
        table = tables.finding
        connection.execute(table.update().values(resolved_at=AT + 1, resolved_by=by, note="đã xem"))


def test_nothing_opens_nothing(hall: Hall) -> None:
    opens(hall)
    assert hall.open_findings() == []


def test_a_finding_says_what_when_who_and_how_much(hall: Hall) -> None:
    opens(hall, FIRST)
    found = hall.finding("fork")
    assert found == findings.Finding(
        "fork", "1/7", AT, None, "M1", 5_000, "two histories", None, None, None, None
    )


def test_a_finding_that_is_open_stays_as_it_was_first_told(hall: Hall) -> None:
    opens(hall, FIRST)
    opens(hall, Opening(code="fork", subject="1/7", detail="again"), now=AT + 9)
    found = hall.finding("fork")
    assert (found.opened_at, found.detail, found.suspense) == (AT, "two histories", 5_000)


def test_one_that_became_untrue_opens_again_when_it_is_true_again(hall: Hall) -> None:
    opens(hall, FIRST)
    withdraw(hall, "fork", ["1/7"], now=AT + 5)
    assert hall.open_findings() == []
    assert hall.finding("fork").resolved_by == findings.BY_FAIRPOS
    opens(hall, FIRST, now=AT + 9)
    assert hall.open_findings() == [("fork", "1/7")]
    assert hall.finding("fork").opened_at == AT


def test_what_a_person_resolved_stays_resolved_by_that_person(hall: Hall) -> None:
    opens(hall, FIRST)
    resolve(hall, "chị Hoa")
    opens(hall, FIRST, now=AT + 9)
    withdraw(hall, "fork", ["1/7"], now=AT + 10)
    found = hall.finding("fork")
    assert (found.resolved_by, found.resolved_at, found.note) == ("chị Hoa", AT + 1, "đã xem")


def test_only_what_is_named_is_withdrawn(hall: Hall) -> None:
    opens(
        hall,
        FIRST,
        Opening(code="fork", subject="2/1", detail=""),
        Opening(code="id", subject="1/7", detail=""),
    )
    withdraw(hall, "fork", ["1/7", "9/9"])
    assert hall.open_findings() == [("fork", "2/1"), ("id", "1/7")]


def test_the_open_ones_come_first_and_the_newest_of_them_on_top(hall: Hall) -> None:
    for at, subject in ((AT, "1/1"), (AT + 2, "1/2"), (AT + 1, "1/3")):
        opens(hall, Opening(code="future", subject=subject, detail=""), now=at)
    withdraw(hall, "future", ["1/2"])
    with hall.database.reading() as connection:
        listed = findings.listed(connection, hall.fair_id)
        assert findings.listed(connection, hall.fair_id, code="fork") == ()
        assert findings.listed(connection, hall.fair_id + 1) == ()
    assert [one.subject for one in listed] == ["1/3", "1/1", "1/2"]


@pytest.mark.parametrize("text", ["\0", "a\nb", "\x1b[31m", "\u202eabc", "x" * 500])
def test_a_text_of_a_finding_has_no_control_characters_and_an_end(hall: Hall, text: str) -> None:
    opens(hall, Opening(code="name", subject="1/1", detail=text, till=text))
    found = hall.finding("name")
    for shown in (found.detail, found.till):
        assert shown is not None
        assert shown.isprintable()
        assert len(shown) <= 300
