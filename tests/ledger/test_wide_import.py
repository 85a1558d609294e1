"""The published figures of fifty fairs come in from their wide table too, and none of them gets lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from fairpos.core.measure_words import Metric, Scope
from fairpos.ledger import results, season_import
from fairpos.ledger.season_import import Preview
from tests.hall import Hall

DATA = Path(__file__).parents[2] / "fixtures" / "data"
WIDE, LONG = DATA / "published_fairs_wide.csv", DATA / "published_fairs.csv"
COLUMNS: dict[str, tuple[Metric, Scope, int]] = {
    "booths_total": ("booths", "all", 1),
    "booths_foreign": ("booths", "foreign", 1),
    "provinces_taking_part": ("provinces", "all", 1),
    "products_total": ("products", "all", 1),
    "products_in_province": ("products", "in-province", 1),
    "products_other_province": ("products", "other-province", 1),
    "products_foreign": ("products", "foreign", 1),
    "visits_total": ("visits", "all", 1),
    "revenue_other_province_mvnd": ("takings", "other-province", 1_000_000),
    "revenue_in_province_mvnd": ("takings", "in-province", 1_000_000),
}


def preview(hall: Hall, path: Path) -> Preview:
    with hall.database.reading() as connection:
        return season_import.preview(connection, path.name, path.read_bytes(), at=hall.now)


def facts() -> set[tuple[str, str, str, int, str]]:
    """Every plain number of the wide table: whose row, of what, how many, and who says so."""
    found: set[tuple[str, str, str, int, str]] = set()
    with WIDE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for key, (metric, scope, unit) in COLUMNS.items():
                of_areas = "khu gian hàng" in row["booth_unit_note"] and key == "booths_foreign"
                if row[key]:
                    value = int(float(row[key]) * unit)
                    source = f"{row['source_title']} – {row['source_site']}"
                    found.add((row["row_id"], "areas" if of_areas else metric, scope, value, source))
    return found


@pytest.mark.parametrize("path", [WIDE, LONG], ids=["wide", "long"])
def test_every_number_is_kept_with_its_scope_and_its_source(hall: Hall, path: Path) -> None:
    found = preview(hall, path)
    assert found.faults == ()
    kept = {
        (row.figure.note[:4], row.figure.metric, row.figure.scope, row.figure.value, row.figure.source)
        for row in found.rows
    }
    assert facts() - kept == set()
    assert len(facts()) > 70


def test_every_qualifier_column_is_kept_as_a_mark(hall: Hall) -> None:
    marks = {(row.figure.note[:4], row.figure.metric): row.figure for row in preview(hall, WIDE).rows}
    said = {key: (one.qualifier, one.also) for key, one in marks.items()}
    assert said["F013", "visits"] == ("nearly", "exact")
    assert said["F014", "visits"] == ("over", "exact")
    assert said["F016", "takings"] == ("estimated", "exact")
    assert said["F022", "visits"] == ("nearly", "exact")
    assert said["F038", "takings"] == ("over", "exact")
    assert said["F047", "visits"] == ("over", "estimated")
    assert (marks["F019", "visits"].extent, marks["F019", "visits"].days) == ("partial", 3)


def test_it_is_kept_only_after_somebody_looked_and_then_speaks_as_published(hall: Hall) -> None:
    found = preview(hall, WIDE)
    with hall.database.writing() as connection:
        with pytest.raises(season_import.NotKept):
            season_import.keep(connection, found, at=hall.now, by="hoa")
        season_import.keep(connection, found, at=hall.now, by="hoa", looked=True)
    with hall.database.reading() as connection:
        result = results.result(
            connection, "qn-2020-xuan", metric="takings", scope="in-province", at=hall.now
        )
    measure = result.whole().measure
    assert measure.per_day().printed("vi").figure.replace("\xa0", " ") == "ước 1.009,42 triệu đồng/ngày"
    assert measure.printed("vi").figure.replace("\xa0", " ") == "ước 6.056,5 triệu đồng trong 6 ngày"
