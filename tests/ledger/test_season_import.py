"""Files of past seasons: understood out loud, refused whole, and the published figures without loss."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Connection, func, select

from fairpos.ledger import audit, fairs, season_import, seasons, tables
from fairpos.ledger.season_import import NotKept, Preview
from fairpos.ledger.seasons import StatedFigure
from fairpos.wire.cells import BadSheet
from fixtures.small import CLOSED, DAYS, small_fair

AT = 1_795_000_000_000
PUBLISHED = Path(__file__).parents[2] / "fixtures" / "data" / "published_fairs.csv"
NEW = {"fair": "qn-2019-he", "name": "Hè 2019", "series": "he", "season": "2019", "province": "Quảng Ninh"}


def file(*rows: dict[str, str]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def row(value: str, metric: str = "visits", source: str = "Báo tỉnh", **more: str) -> dict[str, str]:
    return {**NEW, "metric": metric, "value": value, "source": source, **more}


def look(connection: Connection, *rows: dict[str, str]) -> Preview:
    return season_import.preview(connection, "so-lieu.csv", file(*rows), at=AT)


def faults(connection: Connection, *rows: dict[str, str]) -> list[tuple[str, str]]:
    found = look(connection, *rows)
    with pytest.raises(NotKept):
        season_import.keep(connection, found, at=AT, by="hoa", looked=True)
    for table in (tables.fair, tables.stated):
        assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
    return [(fault.address, fault.code) for fault in found.faults]


def figures(connection: Connection, slug: str) -> tuple[StatedFigure, ...]:
    fair = fairs.by_slug(connection, slug)
    assert fair is not None
    return seasons.every(connection, fair.id)


def test_a_row_is_kept_as_it_was_understood(connection: Connection) -> None:
    found = look(
        connection,
        row("gần 110.000", days="5", first_day="26/4/2019", last_day="30/4/2019", note="hai cách tính ngày"),
        row("10.200 triệu đồng", "Doanh thu", days="6"),
        row("760", "Doanh thu", zone="trong tỉnh", part="huyện", place="Đông Triều", unit="triệu đồng"),
    )
    assert [fault.code for fault in found.questions] == []
    assert season_import.keep(connection, found, at=AT, by="hoa") == {"qn-2019-he": 3}
    takings, district, visits = figures(connection, "qn-2019-he")
    assert (takings.value, takings.days, takings.chosen, takings.written) == (
        10_200_000_000,
        6,
        True,
        "10.200 triệu đồng",
    )
    assert (visits.value, visits.qualifier, visits.days, visits.note) == (
        110_000,
        "nearly",
        5,
        "hai cách tính ngày",
    )
    assert (district.part, district.place, district.value) == ("district", "Đông Triều", 760_000_000)
    fair = fairs.by_slug(connection, "qn-2019-he")
    assert fair is not None
    assert len(fairs.calendar(connection, fair.id).open_days()) == 5
    assert [change.act for change in audit.listed(connection, fair.id)] == ["imported", "imported"]


def test_what_can_be_read_in_two_ways_asks_unless_the_file_decides(connection: Connection) -> None:
    assert faults(connection, row("1.009 triệu", "takings")) == [("G2", "ambiguous")]
    decided = look(connection, row("1.009 triệu", "takings"), row("17,4 triệu", "takings", zone="foreign"))
    assert [(one.figure.value, one.line.figure.decided) for one in decided.rows] == [
        (1_009_000_000, "file"),
        (17_400_000, "one-reading"),
    ]
    assert decided.style == "vi"


def test_two_ways_of_writing_numbers_in_one_file_are_named(connection: Connection) -> None:
    assert faults(
        connection,
        row("1.009,42 triệu", "takings", zone="foreign"),
        row("1,009.42 triệu", "takings", zone="in-province"),
        row("1.009 triệu", "takings", zone="other-province"),
    ) == [("G3", "two-styles"), ("G4", "mixed")]


BAD: tuple[tuple[dict[str, str], str], ...] = (
    ({"value": "khá đông"}, "figure-number"),
    ({"value": "72,5"}, "figure-not-whole"),
    ({"value": "17 tỷ đồng"}, "money-for-things"),
    ({"value": "6056", "metric": "takings"}, "unit-missing"),
    ({"metric": "khách"}, "metric"),
    ({"zone": "bắc cực"}, "zone"),
    ({"zone": "trong tỉnh"}, "visits-by-zone"),
    ({"source": ""}, "source-missing"),
    ({"fair": "Hè 2019"}, "fair"),
    ({"series": ""}, "fair-lacks"),
    ({"part": "huyện"}, "part-and-place"),
    ({"days": "0"}, "out-of-range"),
    ({"day": "mai"}, "not-a-day"),
    ({"day": "2019-05-01"}, "not-an-open-day"),
    ({"day": "2019-04-28"}, "not-an-open-day"),
    ({"counted_to": "2019-05-09"}, "counted-outside"),
    ({"extent": "những ngày đầu"}, "partial-days"),
    ({"metric": "booths", "basis": "ngày"}, "size-by-day"),
    ({"last_day": "2019-04-01"}, "fair-days"),
    ({"closed_days": "2019-06-01"}, "closed-outside"),
    ({"basis": "giờ"}, "basis"),
    ({"unit": "cân"}, "unit"),
    ({"qualifier": "vài"}, "qualifier"),
    ({"chosen": "đôi khi"}, "not-yes-or-no"),
    ({"note": "x" * 1001}, "long"),
)


def test_a_bad_row_is_named_with_its_cell_and_nothing_is_kept(connection: Connection) -> None:
    days = {"first_day": "2019-04-26", "last_day": "2019-04-30", "closed_days": "2019-04-28"}
    found = [[code for _, code in faults(connection, {**row("110.000"), **days, **more})] for more, _ in BAD]
    assert found == [[code] for _, code in BAD]


def test_every_fault_of_a_file_is_named_at_once(connection: Connection) -> None:
    first = row("đông", zone="xa", day="")
    assert faults(connection, first, row("5", "?", source=""), row("8.000 lượt", fair="x y")) == [
        ("G2", "figure-number"),
        ("I2", "zone"),
        ("F3", "metric"),
        ("G3", "source-missing"),
        ("A4", "fair"),
    ]


def test_two_rows_for_one_cell_are_named_with_both_addresses(connection: Connection) -> None:
    found = look(connection, row("100.000"), row("5", "booths"), row("110.000"))
    assert [(fault.address, fault.code, fault.detail) for fault in found.faults] == [("G4", "twice", "G2")]


def test_a_total_that_its_parts_exceed_needs_a_note(connection: Connection) -> None:
    parts = [
        row("50.000"),
        row("8.700", "takings", unit="triệu đồng", zone="in-province"),
        row("7.500", "takings", unit="triệu đồng", zone="other-province"),
    ]
    bad = look(connection, row("16.000", "takings", unit="triệu đồng", zone=""), *parts)
    assert [(fault.address, fault.code, fault.detail) for fault in bad.faults] == [
        ("G2", "below-parts", "G4, G5")
    ]
    total = row("16.000", "takings", unit="triệu đồng", zone="", note="bài báo ghi vậy")
    noted = look(connection, total, *parts)
    assert noted.faults == ()
    assert [(question.address, question.code) for question in noted.questions] == [("G2", "contradiction")]
    with pytest.raises(NotKept):
        season_import.keep(connection, noted, at=AT, by="hoa")
    season_import.keep(connection, noted, at=AT, by="hoa", looked=True)
    assert len(figures(connection, "qn-2019-he")) == 4


def test_takings_per_visit_out_of_the_usual_are_asked_about(connection: Connection) -> None:
    found = look(connection, row("100.000"), row("2 tỷ", "takings"))
    assert [(asked.address, asked.code, asked.detail) for asked in found.questions] == [
        ("G3", "per-visit", "20000 (G2)")
    ]
    assert look(connection, row("100.000"), row("8 tỷ", "takings")).questions == ()


def test_rows_that_tell_different_stories_of_one_fair_are_refused(connection: Connection) -> None:
    found = look(connection, row("100.000"), row("5", "booths", name="Hè 2020"))
    assert [(fault.address, fault.code, fault.detail) for fault in found.faults] == [
        ("B3", "fair-differs", "B2")
    ]


def test_a_file_of_one_fair_may_not_speak_of_another(connection: Connection) -> None:
    found = season_import.preview(connection, "x", file(row("5", "booths")), at=AT, only="khac")
    assert [(fault.address, fault.code) for fault in found.faults] == [("A2", "another-fair")]


def test_a_fair_that_is_here_keeps_its_own_name_days_and_booths(connection: Connection) -> None:
    fair_id = fairs.load(connection, small_fair(), at=AT)
    here = {"fair": "thu-nho-2026", "metric": "takings", "source": "Sổ tay", "value": "5 triệu"}
    found = look(
        connection,
        {**here, "day": DAYS[0], "part": "booth", "place": "A1"},
        {**here, "day": DAYS[1], "part": "booth", "place": "Z9"},
        {**here, "day": CLOSED, "part": "", "place": ""},
    )
    assert [(fault.address, fault.code) for fault in found.faults] == [
        ("G3", "booth"),
        ("E4", "not-an-open-day"),
    ]
    season_import.keep(connection, look(connection, {**here, "day": DAYS[0]}), at=AT, by="hoa")
    assert [(one.day, one.value) for one in seasons.every(connection, fair_id)] == [(DAYS[0], 5_000_000)]


def test_of_several_sources_none_is_used_until_somebody_says_which(connection: Connection) -> None:
    rows = [row("460", "booths", source="VietnamPlus"), row("hơn 200", "booths", source="tỉnh")]
    assert [one.figure.chosen for one in look(connection, *rows).rows] == [False, False]
    said = [rows[0], {**rows[1], "chosen": "x"}]
    assert [one.figure.chosen for one in look(connection, *said).rows] == [False, True]
    plan = [row("80", "booths", source="kế hoạch", qualifier="kế hoạch"), row("63", "booths", source="báo")]
    assert [one.figure.chosen for one in look(connection, *plan).rows] == [False, True]


def test_bringing_a_file_again_changes_nothing(connection: Connection) -> None:
    for _ in range(2):
        season_import.keep(connection, look(connection, row("100.000")), at=AT, by="hoa")
    assert [(one.value, one.chosen) for one in figures(connection, "qn-2019-he")] == [(100_000, True)]


def workbook(*rows: list[str | float], merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Số liệu"
    names = ["fair", "name", "series", "season", "province", "metric", "source", "value", "unit"]
    page.append(names)
    for values in rows:
        page.append(values)
    if merge:
        page.merge_cells(merge)
    book.create_sheet("Trống")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_formulas_and_merged_cells_of_a_workbook_are_named_with_sheet_row_and_column(
    connection: Connection,
) -> None:
    values = list(NEW.values())
    body = workbook(
        [*values, "visits", "Báo", "=1+1"],
        [*values, "booths", "Báo", 200],
        [*values, "products", "Báo", 200],
        merge="G3:G4",
    )
    found = season_import.preview(connection, "a.xlsx", body, at=AT)
    assert [(fault.address, fault.code) for fault in found.faults] == [
        ("Số liệu!H2", "formula"),
        ("Số liệu!G4", "merged"),
    ]
    assert found.empty == ("Trống",)


def test_a_number_of_a_workbook_is_what_it_is(connection: Connection) -> None:
    values = list(NEW.values())
    body = workbook(
        [*values, "takings", "Báo", 12.345, "triệu đồng"],
        [*values, "visits", "Báo", "1.009,42 nghìn"],
    )
    found = season_import.preview(connection, "a.xlsx", body, at=AT)
    assert found.faults == ()
    assert [one.figure.value for one in found.rows] == [12_345_000, 1_009_420]


NO_FILES = (
    (b"", "empty"),
    (b"fair,metric,value,source\n", "empty"),
    (b"x" * (10 * 1024 * 1024 + 1), "too-large"),
    (b"a,b\n1,2\n", "no-heading"),
    (b"PK\x03\x04 broken", "not-a-workbook"),
)


def test_a_file_that_is_none_is_refused_by_name(connection: Connection) -> None:
    for body, code in NO_FILES:
        with pytest.raises(BadSheet) as refused:
            season_import.preview(connection, "tệp", body, at=AT)
        assert refused.value.code == code


def test_the_published_figures_come_in_without_loss_of_meaning(connection: Connection) -> None:
    body = PUBLISHED.read_bytes()
    found = season_import.preview(connection, PUBLISHED.name, body, at=AT)
    assert found.faults == ()
    kept = season_import.keep(connection, found, at=AT, by="hoa", looked=True)
    assert (sum(kept.values()), len(kept)) == (142, 50)

    def said(slug: str, metric: str, scope: str = "all", place: str = "") -> list[tuple[object, ...]]:
        return [
            (one.value, one.qualifier, one.also, one.basis, one.days, one.extent, one.chosen)
            for one in figures(connection, slug)
            if (one.metric, one.scope, one.place) == (metric, scope, place)
        ]

    assert said("qn-2020-xuan", "takings", "in-province") == [
        (6_056_500_000, "estimated", "exact", "total", 6, "full", True),
        (1_009_420_000, "estimated", "exact", "per-day", 6, "full", False),
    ]
    assert said("qn-2020-xuan", "takings") == [], "the scope travels with the figure"
    assert said("qn-2022-he", "takings") == [
        (16_000_000_000, "nearly", "estimated", "total", None, "full", True)
    ]
    assert said("qn-2020-he", "visits") == [(17_000, "exact", "exact", "total", 3, "partial", True)]
    assert said("qn-2020-he", "booths", "in-province") == [], "areas are never counted as booths"
    assert said("qn-2020-he", "areas", "foreign") == [(7, "exact", "exact", "total", None, "full", True)]
    assert said("qn-2020-he", "products", "foreign") == [(30, "over", "exact", "total", None, "full", True)]
    assert said("qn-2021-dong", "products") == [(1_200, "planned", "nearly", "total", None, "full", False)]
    assert [row[:2] for row in said("qn-2019-xuan-hn", "booths")] == [(63, "exact"), (80, "planned")]
    assert said("qn-2019-he", "takings", "in-province", "Cô Tô")[0][0] == 422_000_000
    sites = fairs.by_slug(connection, "qn-2026-amthuc")
    assert sites is not None
    assert len(fairs.calendar(connection, sites.id).open_days()) == 15, "closed days are not open days"


def test_every_row_of_the_collection_is_there(connection: Connection) -> None:
    found = season_import.preview(connection, PUBLISHED.name, PUBLISHED.read_bytes(), at=AT)
    rows = {one.figure.note.partition(".")[0] for one in found.rows}
    missing = {"F001", "F007", "F008", "F009", "F010", *(f"F{n:03}" for n in range(11, 69))} - rows
    assert missing == {"F024", "F025", *(f"F{n:03}" for n in range(30, 35))}
