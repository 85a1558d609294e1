"""A fair begun from another: what it takes over, what it does not, and how its days and names may change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select

from fairpos.core.business_day import Calendar, FairDay
from fairpos.core.fair import Fair
from fairpos.core.fair_state import Forbidden
from fairpos.core.floor_changes import merge
from fairpos.db.database import Database
from fairpos.ledger import audit, beginnings, editions, fairs, floor, particulars, photos, states, tables
from fairpos.ledger.beginnings import DaySold, Identity
from fairpos.ledger.copying import Wanted
from fairpos.ledger.particulars import Particulars, Site
from fairpos.wire import editions as wire
from fixtures.small import full_fair
from tests.documents import AT, sale
from tests.hall import Hall
from tests.ledger.test_floor import DRAWN, change

NEXT = Fair(
    slug="thu-nho-2027",
    name="Hội chợ OCOP thu nhỏ 2027",
    name_en="",
    series="thu-nho",
    season="2027",
    province="Quảng Ninh",
    status="draft",
    prior="thu-nho-2026",
    calendar=Calendar((FairDay("2027-11-20"), FairDay("2027-11-21"))),
)
SAID = Particulars(
    basis="by-decision", basis_number="12/QĐ-UBND", basis_day="2026-01-05", basis_authority="UBND tỉnh",
    organiser_name="Ban xúc tiến", target_takings=1_000,
)  # fmt: skip


def begin(hall: Hall, source: str | None = "thu-nho-2026", **wanted: bool) -> int:
    with hall.database.writing() as connection:
        return beginnings.begin(connection, NEXT, source=source, wanted=Wanted(**wanted), at=AT, by="hoa")


def full(hall: Hall) -> None:
    """The small fair with everything on it, instead of the plain one."""
    with hall.database.writing() as connection:
        for picture in ("a", "b"):
            photos.keep(connection, hall.fair_id, picture.encode(), at=AT)
        floor.fill(connection, hall.fair_id, DRAWN)
        particulars.state(connection, hall.fair_id, SAID, at=AT, by="hoa")


def test_a_copy_has_plan_price_lists_people_and_gates_and_a_draft_s_state(ledger_url: str) -> None:
    hall = Hall(Database(ledger_url), full_fair())
    full(hall)
    new = begin(hall)
    with hall.database.reading() as connection:
        before, after = (editions.build(connection, id_, 1) for id_ in (hall.fair_id, new))
        assert after.fair == NEXT
        assert after.exhibitors == before.exhibitors
        assert after.articles == before.articles
        assert after.staff == before.staff
        assert after.gates == before.gates
        assert [booth.id for booth in after.booths] == ["A1", "B1", "C1"]
        assert {booth.exhibitors for booth in after.booths} == {()}, "who stands where is decided anew"
        assert [till.id for till in after.tills] == ["CG1", "M1", "M2"], "what was shut out stays out"
        assert {(till.code_hash, till.revoked) for till in after.tills} == {(None, False)}
        assert floor.load(connection, new) == DRAWN
        newest = editions.newest(connection, new)
        said = particulars.read(connection, new)
    assert newest is not None
    assert wire.read(newest[1]).fair.status == "draft"
    assert said == Particulars(
        basis="by-decision", basis_authority="UBND tỉnh", organiser_name="Ban xúc tiến",
        planned_first="2027-11-20", planned_last="2027-11-21",
    )  # fmt: skip
    hall.database.close()


def test_what_the_register_knows_of_goods_and_papers_comes_along(hall: Hall) -> None:
    """A product whose label failed must not reach the tills of the next fair because it was copied."""
    with hall.database.writing() as connection:
        for table, row in (
            (tables.product, {"article": "SP1", "label": "failed", "valid_to": "2026-12-31"}),
            (tables.exhibitor_details, {"exhibitor": "DV1", "standing": "withdrawn", "phone": "0203"}),
            (
                tables.paper,
                {"id": "P1", "exhibitor": "DV1", "kind": "business", "added_at": 1, "added_by": "hoa"},
            ),
        ):
            connection.execute(insert(table).values(fair_id=hall.fair_id, **row))
    new = begin(hall)
    with hall.database.reading() as connection:
        product, details, paper = (
            connection.execute(select(table).where(table.c.fair_id == new)).one()
            for table in (tables.product, tables.exhibitor_details, tables.paper)
        )
    assert (product.label, product.valid_to) == ("failed", "2026-12-31")
    assert (details.phone, details.standing) == ("0203", "taking-part")
    assert (paper.id, paper.exhibitor) == ("P1", "DV1")


def test_a_booth_that_left_the_plan_is_not_taken_over(hall: Hall) -> None:
    with hall.database.writing() as connection:
        connection.exec_driver_sql("UPDATE booth SET zone = 'in-province'")
    full(hall)
    change(hall, lambda plan, _: merge(plan, ["A1", "B1"]))
    new = begin(hall, allocation=True)
    with hall.database.reading() as connection:
        made = editions.build(connection, new, 1)
        assert [(booth.id, booth.exhibitors) for booth in made.booths] == [
            ("A1", ("DV2", "DV1", "DV3")), ("C1", ("DV4",)),
        ]  # fmt: skip
        assert [till.id for till in made.tills] == ["CG1", "M1"]
        assert [stand.id for stand in floor.stands(connection, new)] == ["A1", "C1"]


def test_who_stood_where_comes_along_when_it_is_wanted(hall: Hall) -> None:
    full(hall)
    new = begin(hall, allocation=True)
    with hall.database.reading() as connection:
        assert [b.exhibitors for b in fairs.booths(connection, new)] == [
            b.exhibitors for b in fairs.booths(connection, hall.fair_id)
        ]


def test_nothing_is_taken_over_that_is_not_wanted(hall: Hall) -> None:
    full(hall)
    new = begin(hall, plan=False, exhibitors=False, staff=False, gates=False, tills=False)
    with hall.database.reading() as connection:
        made = editions.build(connection, new, 1)
        assert (made.booths, made.exhibitors, made.articles, made.staff, made.gates, made.tills) == ((),) * 6


def test_a_fair_from_nothing_is_an_empty_draft_with_its_days(hall: Hall) -> None:
    new = begin(hall, None)
    with hall.database.reading() as connection:
        assert editions.build(connection, new, 1).fair == NEXT
        assert [one.act for one in audit.listed(connection, new, kind="fair")] == ["change", "creation"]


def test_the_same_fair_is_not_begun_twice_and_a_copy_of_nothing_leaves_nothing(hall: Hall) -> None:
    begin(hall, None)
    with pytest.raises(fairs.FairExists):
        begin(hall, None)
    other = replace(NEXT, slug="khac")
    with pytest.raises(fairs.NoSuchFair), hall.database.writing() as connection:
        beginnings.begin(connection, other, source="khong-co", wanted=Wanted(), at=AT, by="hoa")
    with hall.database.reading() as connection:
        assert fairs.by_slug(connection, "khac") is None


# --- days ---------------------------------------------------------------------------------------------


def days_of(hall: Hall) -> Calendar:
    with hall.database.reading() as connection:
        return fairs.calendar(connection, hall.fair_id)


def set_days(hall: Hall, wanted: Calendar) -> None:
    with hall.database.writing() as connection:
        beginnings.set_days(connection, hall.fair_id, wanted, at=AT, by="hoa")


def test_a_changed_calendar_reaches_the_tills_in_a_new_edition(hall: Hall) -> None:
    before = days_of(hall)
    longer = Calendar((*before.days, FairDay("2026-11-24", 9 * 60, 20 * 60)), before.cut_off_minute)
    set_days(hall, longer)
    with hall.database.reading() as connection:
        newest = editions.newest(connection, hall.fair_id)
    assert newest is not None
    assert (newest[0], wire.read(newest[1]).fair.calendar) == (2, longer)
    set_days(hall, longer)
    with hall.database.reading() as connection:
        assert editions.newest_number(connection, hall.fair_id) == 2, "the same days are no change"


def test_a_day_that_sold_neither_goes_nor_closes_nor_ends_at_another_hour(hall: Hall) -> None:
    hall.journal().send(sale())
    before = days_of(hall)
    sold = before.open_days()[0]
    gone = Calendar(tuple(day for day in before.days if day.day != sold), before.cut_off_minute)
    closed = Calendar(
        tuple(replace(day, is_open=day.is_open and day.day != sold) for day in before.days),
        before.cut_off_minute,
    )
    for wanted in (gone, closed, Calendar(before.days, before.cut_off_minute + 60)):
        with pytest.raises(DaySold) as caught:
            set_days(hall, wanted)
        assert caught.value.days == (sold,)
    assert days_of(hall) == before


# --- names and particulars ----------------------------------------------------------------------------


def rename(hall: Hall, **changes: Any) -> None:
    with hall.database.writing() as connection:
        row = fairs.by_id(connection, hall.fair_id)
        same = {name: getattr(row, name) for name in Identity.__dataclass_fields__}
        beginnings.rename(connection, hall.fair_id, Identity(**{**same, **changes}), at=AT, by="hoa")


def test_a_name_changes_while_the_fair_runs_and_its_season_does_not(hall: Hall) -> None:
    rename(hall, name="Hội chợ đổi tên")
    with pytest.raises(Forbidden):
        rename(hall, season="2030")
    with hall.database.reading() as connection:
        row = fairs.by_id(connection, hall.fair_id)
        assert (row.name, row.season) == ("Hội chợ đổi tên", "2026")


def test_an_archived_fair_takes_no_change_at_all(hall: Hall) -> None:
    with hall.database.writing() as connection:
        states.move(connection, hall.fair_id, "closed", at=AT, by="hoa")
        states.move(connection, hall.fair_id, "archived", at=AT, by="hoa")
    with pytest.raises(Forbidden):
        rename(hall, name="x")
    with pytest.raises(Forbidden):
        set_days(hall, Calendar((FairDay("2026-11-20"),)))
    with pytest.raises(Forbidden), hall.database.writing() as connection:
        particulars.state(connection, hall.fair_id, SAID, at=AT, by="hoa")
    with pytest.raises(Forbidden), hall.database.writing() as connection:
        particulars.set_sites(connection, hall.fair_id, (Site("Quảng trường"),), at=AT, by="hoa")


def test_a_fair_opens_on_a_legal_basis_only(hall: Hall) -> None:
    with hall.database.writing() as connection:
        states.move(connection, hall.fair_id, "published", reason="thử", at=AT, by="hoa")
    with pytest.raises(states.NoBasis), hall.database.writing() as connection:
        states.move(connection, hall.fair_id, "open", at=AT, by="hoa")
    with hall.database.writing() as connection:
        particulars.state(connection, hall.fair_id, SAID, at=AT, by="hoa")
        states.move(connection, hall.fair_id, "open", at=AT, by="hoa")
        particulars.set_sites(connection, hall.fair_id, (Site("Quảng trường", "Hạ Long"),), at=AT, by="hoa")
    with hall.database.reading() as connection:
        assert particulars.read(connection, hall.fair_id) == SAID
        assert particulars.sites(connection, hall.fair_id) == (Site("Quảng trường", "Hạ Long"),)
