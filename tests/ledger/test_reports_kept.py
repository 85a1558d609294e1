"""A report is drafted until a person signs it; then it never changes, and what comes later is a revision."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fairpos.core.business_day import DAY_MS
from fairpos.ledger import audit, fairs
from fairpos.ledger.reports import drafting, kept
from fairpos.ledger.reports.kept import Kept
from fairpos.wire import reports as wire
from tests.documents import DAY, TEA, line, opening, sale
from tests.hall import Hall, Journal


@pytest.fixture
def evening(hall: Hall) -> tuple[Hall, Journal]:
    journal = hall.journal()
    journal.send(opening(), sale(line()))
    hall.now += DAY_MS
    return hall, journal


def draft(hall: Hall) -> list[int]:
    with hall.database.writing() as connection:
        fair = fairs.by_id(connection, hall.fair_id)
        made = drafting.make(connection, fair, drafting.due_now(fair), at=hall.now)
        return drafting.keep(connection, fair, made, by=drafting.BY_CLOCK)


def sign(hall: Hall, *numbers: int, hash_: str | None = None) -> None:
    found = {one.no: one for one in listed(hall)}
    seen = [(no, hash_ or found[no].hash) for no in numbers]
    tokens = iter(f"token {n} of {seen}" for n in range(len(seen)))
    with hall.database.writing() as connection:
        kept.sign(connection, hall.fair_id, seen, token=tokens.__next__, at=hall.now, by="hoa", signer="Hoa")


def listed(hall: Hall) -> tuple[Kept, ...]:
    with hall.database.reading() as connection:
        return kept.listed(connection, hall.fair_id)


def body(hall: Hall, no: int) -> bytes:
    with hall.database.reading() as connection:
        return kept.find(connection, hall.fair_id, no)[1]


def test_the_morning_after_there_are_drafts_of_the_evening(evening: tuple[Hall, Journal]) -> None:
    hall, _ = evening
    assert draft(hall) == [1, 2]
    assert [(one.kind, one.subject, one.revision, one.state) for one in listed(hall)] == [
        ("flash", DAY, 1, "draft"),
        ("z", DAY, 1, "draft"),
    ]


def test_a_draft_is_drafted_anew_in_its_place(evening: tuple[Hall, Journal]) -> None:
    hall, journal = evening
    draft(hall)
    before = body(hall, 1)
    assert draft(hall) == [1, 2]
    assert body(hall, 1) == before
    journal.send(sale(TEA))
    assert draft(hall) == [1, 2]
    assert body(hall, 1) != before


def test_what_is_signed_is_locked_with_its_author_time_and_code(evening: tuple[Hall, Journal]) -> None:
    hall, _ = evening
    draft(hall)
    sign(hall, 1)
    one = next(one for one in listed(hall) if one.no == 1)
    assert (one.state, one.signed_by, one.signer, one.signed_at) == ("signed", "hoa", "Hoa", hall.now)
    assert one.hash == wire.hash_of(body(hall, 1))
    with hall.database.reading() as connection:
        fair, found, signed = kept.by_code(connection, one.code or "")
        (noted,) = audit.listed(connection, hall.fair_id, kind="report")
    assert (fair.id, found, signed) == (hall.fair_id, one, body(hall, 1))
    assert (noted.act, noted.by, noted.subject) == ("signature", "hoa", f"flash {DAY}")
    assert noted.after == {"signed": one.hash, "revision": 1}


@pytest.mark.parametrize("deed", ["UPDATE report SET hash = 'x'", "DELETE FROM report"])
def test_the_database_itself_refuses_to_change_what_is_signed(
    evening: tuple[Hall, Journal], deed: str
) -> None:
    hall, _ = evening
    draft(hall)
    sign(hall, 1)
    before = body(hall, 1)
    with pytest.raises(DBAPIError, match="never changed"), hall.database.writing() as connection:
        connection.execute(text(f"{deed} WHERE no = 1"))
    assert body(hall, 1) == before


def test_a_late_sale_makes_a_revision_beside_it_with_the_difference(evening: tuple[Hall, Journal]) -> None:
    hall, journal = evening
    draft(hall)
    sign(hall, 1)
    before = body(hall, 1)
    journal.send(sale(TEA))
    assert draft(hall) == [3, 2]
    assert body(hall, 1) == before
    with hall.database.reading() as connection:
        told = kept.revised(connection, hall.fair_id, 3)
        assert kept.revised(connection, hall.fair_id, 1) == ()
    assert ("Takings", 180_000, 630_000) in [(one.what.en, one.before, one.after) for one in told]
    one, three = (next(one for one in listed(hall) if one.no == no) for no in (1, 3))
    assert (one.state, one.newest, three.state, three.revision) == ("signed", 3, "draft", 2)
    sign(hall, 3, hash_=three.hash)
    assert next(one for one in listed(hall) if one.no == 1).state == "revised"


def test_nothing_new_makes_no_revision(evening: tuple[Hall, Journal]) -> None:
    hall, _ = evening
    draft(hall)
    sign(hall, 1)
    hall.now += DAY_MS // 24
    assert draft(hall) == [1, 2]
    assert [one.no for one in listed(hall)] == [1, 2]


def test_a_revision_that_is_no_longer_one_goes_away(evening: tuple[Hall, Journal]) -> None:
    hall, journal = evening
    draft(hall)
    sign(hall, 1)
    signed = wire.read(body(hall, 1))
    journal.send(sale(TEA))
    draft(hall)
    with hall.database.writing() as connection:
        assert kept.draft(connection, hall.fair_id, replace(signed, at=9), version=1, by="hoa") == 1
    assert [one.no for one in listed(hall)] == [1, 2]


def test_nobody_signs_figures_they_have_not_seen(evening: tuple[Hall, Journal]) -> None:
    hall, journal = evening
    draft(hall)
    seen = listed(hall)[0].hash
    journal.send(sale(TEA))
    draft(hall)
    with pytest.raises(kept.OtherFigures):
        sign(hall, 1, hash_=seen)
    assert {one.state for one in listed(hall)} == {"draft"}


def test_nothing_is_signed_twice_and_nothing_by_halves(evening: tuple[Hall, Journal]) -> None:
    hall, _ = evening
    draft(hall)
    sign(hall, 1)
    with pytest.raises(kept.AlreadySigned):
        sign(hall, 2, 1)
    assert [one.state for one in listed(hall)] == ["signed", "draft"]
    with pytest.raises(kept.NoSuchReport), hall.database.reading() as connection:
        kept.find(connection, hall.fair_id, 9)


def test_a_closed_fair_has_every_report(evening: tuple[Hall, Journal]) -> None:
    hall, _ = evening
    with hall.database.writing() as connection:
        fairs.set_status(connection, hall.fair_id, "closed")
    draft(hall)
    found = {(one.kind, one.subject) for one in listed(hall)}
    assert {kind for kind, _ in found} == {*drafting.EVENING, *drafting.CLOSING}
    assert {subject for kind, subject in found if kind == "exhibitor"} == {"DV1", "DV2", "DV3", "DV4"}
    assert {subject for kind, subject in found if kind == "booth"} == {"A1", "B1", "C1"}


def test_drafts_are_stale_when_the_fair_moved_or_an_evening_came(evening: tuple[Hall, Journal]) -> None:
    hall, journal = evening

    def stale(at: int) -> bool:
        with hall.database.reading() as connection:
            return drafting.stale(connection, fairs.by_id(connection, hall.fair_id), at=at)

    assert stale(hall.now)
    draft(hall)
    assert not stale(hall.now)
    sign(hall, 1)
    assert not stale(hall.now)
    assert stale(hall.now + DAY_MS)
    journal.send(sale(TEA))
    assert stale(hall.now)
    draft(hall)
    assert not stale(hall.now)


def test_a_code_is_short_and_of_letters_nobody_mistakes() -> None:
    code = kept.code_of("t" * 43)
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567-")
    assert code != kept.code_of("u" * 43)
