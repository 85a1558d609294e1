from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from fairpos.core.business_day import Calendar, FairDay
from fairpos.ledger import areas, audit, fairs, series
from fairpos.ledger.areas import BadSuccessor, Successor
from fairpos.ledger.series import BadLink
from fixtures.small import small_fair

AT = 1_800_000_000_000


def fair(
    connection: Connection, slug: str, day: str | None, line: str = "xuan", prior: str | None = None
) -> fairs.FairRow:
    days = Calendar((FairDay(day),) if day else ())
    made = replace(
        small_fair(slug).fair, series=line, season=slug[-4:], prior=prior, calendar=days, status="archived"
    )
    return fairs.by_id(connection, fairs.create(connection, made))


def before(connection: Connection, one: fairs.FairRow) -> tuple[str, bool, tuple[int, ...]] | None:
    found = series.previous(connection, one)
    return None if found is None else (found.edition.fair.slug, found.by_hand, found.missing)


def test_spring_follows_spring_and_the_gap_is_shown(connection: Connection) -> None:
    fair(connection, "xuan-2017", "2017-02-01")
    fair(connection, "he-2019", "2019-05-01", "he")
    spring = fair(connection, "xuan-2020", "2020-01-10")
    assert before(connection, spring) == ("xuan-2017", False, (2018, 2019))
    assert [(e.fair.slug, e.missing) for e in series.editions(connection, "xuan")] == [
        ("xuan-2017", ()),
        ("xuan-2020", (2018, 2019)),
    ]


def test_an_edition_without_days_stands_by_its_season(connection: Connection) -> None:
    fair(connection, "xuan-2018", None)
    assert before(connection, fair(connection, "xuan-2019", "2019-02-01")) == ("xuan-2018", False, ())
    assert before(connection, fair(connection, "dau-2019", None, "dau")) is None


def test_two_editions_of_one_year_follow_each_other_by_their_days(connection: Connection) -> None:
    second = fair(connection, "xuan-2-2026", "2026-02-14")
    fair(connection, "xuan-1-2026", "2026-02-06")
    assert before(connection, second) == ("xuan-1-2026", False, ())


def test_a_link_set_by_hand_goes_first_and_is_written_down(connection: Connection) -> None:
    fair(connection, "xuan-2019", "2019-02-01")
    other = fair(connection, "oc-om-boc-2018", "2018-10-01", "oc-om-boc")
    spring = fair(connection, "xuan-2020", "2020-01-10")
    series.link(connection, spring, other.slug, at=AT, by="hoa", reason="đổi tên loạt")
    spring = fairs.by_id(connection, spring.id)
    assert before(connection, spring) == ("oc-om-boc-2018", True, (2019,))
    (change,) = audit.listed(connection, spring.id)
    assert (change.act, change.after, change.reason) == ("link", {"prior": other.slug}, "đổi tên loạt")
    series.link(connection, spring, None, at=AT, by="hoa")
    assert before(connection, fairs.by_id(connection, spring.id)) == ("xuan-2019", False, ())


@pytest.mark.parametrize(
    ("prior", "code"), [("xuan-2020", "itself"), ("khong-co", "no-such-fair"), ("\x00", "no-such-fair")]
)
def test_a_link_that_leads_nowhere_is_refused(connection: Connection, prior: str, code: str) -> None:
    spring = fair(connection, "xuan-2020", "2020-01-10")
    with pytest.raises(BadLink) as refused:
        series.link(connection, spring, prior, at=AT, by="hoa")
    assert refused.value.code == code
    assert audit.listed(connection, spring.id) == ()


def test_links_make_no_circle(connection: Connection) -> None:
    first = fair(connection, "xuan-2019", "2019-02-01")
    fair(connection, "xuan-2020", "2020-01-10", prior="xuan-2019")
    with pytest.raises(BadLink, match="circle"):
        series.link(connection, first, "xuan-2020", at=AT, by="hoa")


def test_a_district_that_merged_is_found_under_its_new_name(connection: Connection) -> None:
    for kind, old, new, day in (
        ("district", "Hoành Bồ", "Hạ Long", "2020-01-10"),
        ("province", "Sóc Trăng", "Cần Thơ", "2025-07-01"),
        ("province", "Cần Thơ", "Tây Đô", "2030-01-01"),
    ):
        successor = Successor(kind=kind, old_name=old, new_name=new, from_day=day)  # type: ignore[arg-type]
        areas.say(connection, successor, at=AT, by="hoa")
    known = areas.read(connection)
    assert known.now("district", "hoanh bo", of="2019-01-25") == "Hạ Long"
    assert known.now("district", "Hoành Bồ", of="2019-01-25", at="2019-12-31") == "Hoành Bồ"
    assert known.now("district", "Hoành Bồ", of="2021-01-01") == "Hoành Bồ", "a new place of the old name"
    assert known.now("province", "Sóc Trăng") == "Tây Đô"
    assert known.now("province", "Hoành Bồ") == "Hoành Bồ"
    assert known.merged("district", [("Hoành Bồ", "2019-01-25"), ("Hạ Long", "2019-01-25")]) == {
        "Hạ Long": ("Hoành Bồ",)
    }


def test_an_area_becomes_no_part_of_itself(connection: Connection) -> None:
    one = Successor(kind="district", old_name="A", new_name="B", from_day="2020-01-01")
    areas.say(connection, one, at=AT, by="hoa")
    for wrong, code in (
        (replace(one, new_name="a"), "itself"),
        (replace(one, new_name=" "), "name"),
        (Successor(kind="district", old_name="B", new_name="A", from_day="2019-01-01"), "circle"),
    ):
        with pytest.raises(BadSuccessor) as refused:
            areas.say(connection, wrong, at=AT, by="hoa")
        assert refused.value.code == code
    areas.take_back(connection, one, at=AT, by="hoa")
    assert areas.read(connection).successors == ()
    assert [change.act for change in audit.listed(connection, None)] == ["withdrawn", "successor"]
