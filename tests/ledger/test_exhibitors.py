from __future__ import annotations

from dataclasses import replace

import pytest

from fairpos.core.exhibitor import Details
from fairpos.core.fair import Edition
from fairpos.ledger import audit, editions, exhibitors, papers
from fairpos.ledger.exhibitors import IdTaken, NotCoExhibitor, UnknownBooth, UnknownExhibitor
from fairpos.ledger.papers import BadCopy, UnknownPaper
from fairpos.wire import editions as wire
from tests.documents import AT
from tests.hall import Hall

NEW = Details(
    name="HTX Trà hoa vàng Đạp Thanh",
    kind="cooperative",
    district="Ba Chẽ",
    province="Quảng Ninh",
    tax_code="5700101234",
    tax_method="direct",
    phone="0912345678",
)


def newest(hall: Hall) -> Edition:
    with hall.database.reading() as connection:
        found = editions.newest(connection, hall.fair_id)
    assert found is not None
    return wire.read(found[1])


def add(hall: Hall, details: Details = NEW, id_: str = "") -> str:
    with hall.database.writing() as connection:
        made = exhibitors.add(connection, hall.fair_id, details, id_=id_, at=AT, by="hoa")
        editions.publish_changed(connection, hall.fair_id, at=AT, by="hoa")
    return made


def known(hall: Hall, id_: str) -> exhibitors.Known:
    with hall.database.reading() as connection:
        return exhibitors.one(connection, hall.fair_id, id_)


def test_one_that_is_added_gets_a_number_is_written_down_and_reaches_the_tills(hall: Hall) -> None:
    assert (add(hall), add(hall, replace(NEW, name="Hộ khác", tax_code="")), add(hall, id_="KHACH")) == (
        "DV-0001",
        "DV-0002",
        "KHACH",
    )
    assert known(hall, "DV-0001") == exhibitors.Known(
        id="DV-0001", details=NEW, standing="taking-part", account=None, booths=()
    )
    assert newest(hall).number == 4
    assert [who.id for who in newest(hall).exhibitors] == [
        "DV-0001", "DV-0002", "DV1", "DV2", "DV3", "DV4", "KHACH",
    ]  # fmt: skip
    with hall.database.reading() as connection:
        (change,) = audit.listed(connection, hall.fair_id, subject="DV-0001")
    assert (change.by, change.act, change.before) == ("hoa", "creation", None)
    assert change.after is not None
    assert change.after["tax_code"] == "5700101234"


def test_an_id_is_given_once(hall: Hall) -> None:
    with pytest.raises(IdTaken):
        add(hall, id_="DV1")
    assert newest(hall).number == 1


def test_one_that_came_with_the_set_up_can_be_stated_anew(hall: Hall) -> None:
    before = known(hall, "DV1")
    assert (before.details.name, before.details.phone, before.booths) == ("HTX Dược liệu Ba Chẽ", "", ("A1",))
    with hall.database.writing() as connection:
        stated = replace(before.details, phone="0912345678")
        exhibitors.change(connection, hall.fair_id, "DV1", stated, at=AT, by="hoa")
        # Its telephone is nothing tills know of.
        assert editions.publish_changed(connection, hall.fair_id, at=AT, by="hoa") is None
        exhibitors.change(
            connection, hall.fair_id, "DV1", replace(stated, name="HTX Ba Chẽ"), at=AT, by="hoa"
        )
        assert editions.publish_changed(connection, hall.fair_id, at=AT, by="hoa") == 2
    assert known(hall, "DV1").details == replace(stated, name="HTX Ba Chẽ")
    with hall.database.reading() as connection:
        told = [(one.before, one.after) for one in audit.listed(connection, hall.fair_id, subject="DV1")]
    assert told == [
        ({"name": "HTX Dược liệu Ba Chẽ"}, {"name": "HTX Ba Chẽ"}),
        ({"phone": ""}, {"phone": "0912345678"}),
    ]


def test_a_seller_on_the_direct_method_states_no_vat_at_the_till(hall: Hall) -> None:
    with hall.database.writing() as connection:
        stated = replace(exhibitors.one(connection, hall.fair_id, "DV3").details, tax_method="direct")
        exhibitors.change(connection, hall.fair_id, "DV3", stated, at=AT, by="hoa")
        editions.publish_changed(connection, hall.fair_id, at=AT, by="hoa")
    assert [(one.id, one.tax_class) for one in newest(hall).articles] == [
        ("SP1", "excise"), ("SP2", "standard"), ("SP3", "none"), ("SP4", "none"), ("SP5", "standard"),
    ]  # fmt: skip


def test_a_co_exhibitor_stands_behind_those_who_are_there_and_may_leave(hall: Hall) -> None:
    id_ = add(hall)
    with hall.database.writing() as connection:
        for _again in range(2):
            exhibitors.join_booth(connection, hall.fair_id, id_, "A1", at=AT, by="hoa")
        editions.publish_changed(connection, hall.fair_id, at=AT, by="hoa")
    booth = newest(hall).booth("A1")
    assert booth is not None
    assert booth.exhibitors == ("DV2", "DV1", id_)
    with hall.database.writing() as connection:
        exhibitors.leave_booth(connection, hall.fair_id, id_, "A1", at=AT, by="hoa")
        for main in ("DV2", id_):
            with pytest.raises(NotCoExhibitor):
                exhibitors.leave_booth(connection, hall.fair_id, main, "A1", at=AT, by="hoa")
        with pytest.raises(UnknownBooth):
            exhibitors.join_booth(connection, hall.fair_id, id_, "Z9", at=AT, by="hoa")
    assert known(hall, id_).booths == ()


def test_who_withdraws_stays_in_the_books(hall: Hall) -> None:
    with hall.database.writing() as connection:
        exhibitors.set_standing(
            connection, hall.fair_id, "DV4", "withdrawn", reason="không sang được", at=AT, by="hoa"
        )
    assert (known(hall, "DV4").standing, known(hall, "DV4").booths) == ("withdrawn", ("C1",))
    with hall.database.reading() as connection:
        (change,) = audit.listed(connection, hall.fair_id, subject="DV4")
    assert (change.after, change.reason) == ({"standing": "withdrawn"}, "không sang được")


def test_somebody_is_found_by_code_tax_code_or_name_but_not_by_a_name_two_share(hall: Hall) -> None:
    add(hall)
    add(hall, Details(name="Hộ nuôi ong Đồng Sơn"))
    with hall.database.reading() as connection:
        ids = exhibitors.by_any_name(exhibitors.listed(connection, hall.fair_id))
    names = ("dv-0001", "5700101234", "htx tra hoa vang dap thanh", "Hộ nuôi ong Đồng Sơn", "ai đó")
    assert [exhibitors.called(name, ids) for name in names] == ["DV-0001", "DV-0001", "DV-0001", None, None]


def test_nobody_knows_an_exhibitor_of_another_fair(hall: Hall) -> None:
    with hall.database.writing() as connection, pytest.raises(UnknownExhibitor):
        exhibitors.change(connection, hall.fair_id, "DV9", NEW, at=AT, by="hoa")


# --- papers ----------------------------------------------------------------------------------------


def test_a_paper_is_kept_with_its_copy_and_goes_with_a_record(hall: Hall) -> None:
    scan = papers.copy_of("gcn.pdf", b"%PDF-1.7 ...")
    with hall.database.writing() as connection:
        id_ = papers.add(
            connection, hall.fair_id, "DV1", kind="food-safety", number="12/2025", issuer="Sở Y tế",
            issued="2025-01-02", valid_to="2028-01-02", copy=scan, at=AT, by="hoa",
        )  # fmt: skip
    with hall.database.writing() as connection:
        (kept,) = papers.listed(connection, hall.fair_id, "DV1")
        assert (kept.id, kept.kind, kept.valid_to, kept.file_name) == (
            "GT-0001", "food-safety", "2028-01-02", "gcn.pdf",
        )  # fmt: skip
        assert papers.copy(connection, hall.fair_id, "DV1", id_) == scan
        # Not by way of another exhibitor's page.
        with pytest.raises(UnknownPaper):
            papers.copy(connection, hall.fair_id, "DV2", id_)
        with pytest.raises(UnknownPaper):
            papers.remove(connection, hall.fair_id, "DV2", id_, at=AT, by="hoa")
        papers.remove(connection, hall.fair_id, "DV1", id_, at=AT, by="hoa")
        assert papers.listed(connection, hall.fair_id) == ()
        acts = [one.act for one in audit.listed(connection, hall.fair_id, kind="paper")]
    assert acts == ["removal", "creation"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<script>", "not-a-copy"),
        (b"", "not-a-copy"),
        (b"%PDF-" + bytes(papers.FILE_BYTES_MAX), "too-large"),
    ],
)
def test_what_is_no_scan_or_too_large_is_not_kept(body: bytes, code: str) -> None:
    with pytest.raises(BadCopy) as refused:
        papers.copy_of("a.pdf", body)
    assert refused.value.code == code
