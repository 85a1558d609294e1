"""Inspections at the centre: kept, listed, and the goods they take off the shelf of one booth."""

from __future__ import annotations

from typing import Any

import pytest

from fairpos.ledger import editions, fleet, inspections, shelf
from fairpos.ledger.inspections import Wanted
from fairpos.wire import editions as wire
from tests.documents import AT, inspection, sale
from tests.hall import Hall


@pytest.fixture(autouse=True)
def phone(hall: Hall) -> str:
    with hall.database.writing() as connection:
        return fleet.add_inspector(connection, hall.fair_id, code="mã", at=AT, by="hoa")


def off(**changes: Any) -> Any:
    fields = {"till": "KT-1", "article": "SP3", "action": "off-shelf", "fault": "expired-certificate"}
    return inspection(**(fields | changes))


def books(hall: Hall) -> dict[str, list[str]]:
    """What each booth sells by the newest edition, as a terminal reads it."""
    with hall.database.reading() as connection:
        newest = editions.newest(connection, hall.fair_id)
    assert newest is not None
    edition = wire.read(newest[1])
    return {booth.id: [article.id for article in edition.price_book(booth)] for booth in edition.booths}


def audits(hall: Hall) -> list[tuple[Any, ...]]:
    return [row for row in hall.rows("change", "kind", "subject", "act", "by") if row[0] == "shelf_stop"]


def test_an_article_off_the_shelf_is_in_no_price_book_of_that_booth_and_in_the_others(hall: Hall) -> None:
    before = books(hall)
    hall.journal().send(off())
    after = books(hall)
    assert before["A1"] == ["SP3", "SP1", "SP2"]
    assert after == before | {"A1": ["SP1", "SP2"]}
    assert audits(hall) == [("shelf_stop", "A1/SP3", "creation", "KT-1")]
    assert hall.open_findings() == []


def test_money_taken_before_and_after_is_counted_all_the_same(hall: Hall) -> None:
    journal = hall.journal()
    journal.send(sale(), off(article="SP1"), sale())
    assert (hall.sales(), hall.takings()) == (2, 360_000)
    assert hall.verify().faults == ()


def test_a_reminder_and_a_report_stop_nothing(hall: Hall) -> None:
    before = hall.count("edition")
    hall.journal().send(inspection(till="KT-1"), inspection(till="KT-1", article="SP3", action="report"))
    assert (hall.count("edition"), hall.count("shelf_stop"), hall.count("inspection")) == (before, 0, 2)


def test_sent_again_or_counted_again_it_stops_once(hall: Hall) -> None:
    made = off()
    hall.journal("tram-1").send(made)
    hall.journal("tram-2").send(made)
    published = hall.count("edition")
    hall.recount()
    assert (hall.count("shelf_stop"), hall.count("edition"), hall.count("inspection")) == (1, published, 1)
    assert hall.verify().faults == ()


def test_nobody_but_an_inspector_s_phone_stops_goods(hall: Hall) -> None:
    made = off(till="M1")
    hall.journal().send(made)
    assert books(hall)["A1"] == ["SP3", "SP1", "SP2"]
    assert hall.open_findings() == [("not-an-inspector", made.id)]
    assert hall.count("inspection") == 1


@pytest.mark.parametrize("changes", [{"booth": "Z9"}, {"article": "SP9"}, {"booth": "B1"}])
def test_a_booth_or_an_article_that_is_not_there_is_a_finding_and_stops_nothing(
    hall: Hall, changes: dict[str, str]
) -> None:
    made = off(**changes)
    hall.journal().send(made)
    assert hall.open_findings() == [("nothing-to-stop", made.id)]
    assert hall.count("shelf_stop") == 0


def test_an_inspection_that_is_none_is_a_finding_and_not_listed(hall: Hall) -> None:
    hall.journal().send(off(article=""), off(picture="không phải ảnh"))
    assert [code for code, _ in hall.open_findings()] == ["no-article", "picture"]
    assert (hall.count("inspection"), hall.count("shelf_stop")) == (0, 0)


def test_a_lifted_stop_lets_the_booth_sell_again_and_a_recount_does_not_stop_it_anew(hall: Hall) -> None:
    made, again = off(), off(fault="label")
    hall.journal().send(made, again)
    with hall.database.writing() as connection:
        lifted = shelf.lift(connection, hall.fair_id, made.id, why="Đã có giấy mới", at=AT + 9, by="hoa")
        editions.publish(connection, hall.fair_id, at=AT + 9, by="hoa")
    assert (lifted.booth, lifted.article, lifted.fault) == ("A1", "SP3", "expired-certificate")
    hall.recount()
    assert books(hall)["A1"] == ["SP3", "SP1", "SP2"]
    assert hall.rows("shelf_stop", "lifted_at", "lifted_by", "lifted_why") == 2 * [
        (AT + 9, "hoa", "Đã có giấy mới")
    ]
    with hall.database.writing() as connection, pytest.raises(shelf.NoSuchStop):
        shelf.lift(connection, hall.fair_id, made.id, why="", at=AT + 10, by="hoa")


def test_the_list_is_narrowed_and_paged_and_the_numbers_are_by_kind(hall: Hall) -> None:
    made = [
        inspection(till="KT-1", at=AT + 1, note="<b>bẩn</b>", fault="hygiene"),
        off(at=AT + 2),
        inspection(till="KT-1", at=AT + 3, booth="B1", picture="/9j/2Q=="),
    ]
    hall.journal().send(*made)
    with hall.database.reading() as connection:
        count, found = inspections.listed(connection, hall.fair_id, Wanted(), limit=2)
        at_a1, _ = inspections.listed(connection, hall.fair_id, Wanted(booth="A1"))
        _, hygiene = inspections.listed(connection, hall.fair_id, Wanted(fault="hygiene"))
        numbers = inspections.numbers(connection, hall.fair_id)
        picture = inspections.picture(connection, hall.fair_id, made[2].id)
        assert inspections.picture(connection, hall.fair_id, made[0].id) is None
        assert inspections.picture(connection, hall.fair_id, "0" * 32) is None
    assert (count, [one.id for one in found]) == (3, [made[2].id, made[1].id])
    assert (at_a1, [one.note for one in hygiene]) == (2, ["<b>bẩn</b>"])
    assert [one.pictured for one in found] == [True, False]
    assert numbers == {
        ("hygiene", "reminder"): 1,
        ("expired-certificate", "off-shelf"): 1,
        ("no-certificate", "reminder"): 1,
    }
    assert picture is not None
    assert (picture.media_type, picture.body) == ("image/jpeg", b"\xff\xd8\xff\xd9")
