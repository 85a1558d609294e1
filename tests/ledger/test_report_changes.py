"""The closing report says what drove the change and who came, and its paper and workbook say the same."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from fairpos.core.business_day import DAY_MS, Calendar, FairDay
from fairpos.core.fair import Booth, Edition, Exhibitor
from fairpos.core.money import Language
from fairpos.core.report import Chart, Report, Table, shown
from fairpos.ledger import fairs, seasons
from fairpos.ledger.reports import build
from fairpos.ledger.reports.book import Book
from fairpos.ledger.seasons import StatedFigure
from fairpos.web import report_paper, report_workbook
from fixtures.small import DAYS, small_fair
from tests.documents import DAY, HONEY, SHIFT, TEA, gate_count, line, opening, sale
from tests.hall import Hall

LANGUAGES: tuple[Language, ...] = ("vi", "en")


def before() -> Edition:
    """The edition before: two open days, DV1 alone at B1, and a potter who did not come again."""
    potter = Exhibitor(
        id="DV9", name="Gốm Đông Triều", kind="household", district=None, province="Quảng Ninh", country="VN"
    )
    setup = small_fair("thu-nho-2025")
    return replace(
        setup,
        fair=replace(setup.fair, season="2025", calendar=Calendar((FairDay(DAYS[0]), FairDay(DAYS[1])))),
        exhibitors=(*setup.exhibitors, potter),
        booths=(
            Booth(id="A1", name="A1", zone="in-province", exhibitors=("DV9",)),
            Booth(id="B1", name="B1", zone="in-province", exhibitors=("DV1",)),
            Booth(id="C1", name="C1", zone="foreign", exhibitors=("DV4",)),
        ),
    )


@pytest.fixture
def closed(hall: Hall) -> Hall:
    """Three days of 630.000 đ and 30 visits in all, against two days of 360.000 đ and 40 visits."""
    last = Hall(hall.database, before())
    hall.journal().send(
        opening(id=SHIFT), sale(line()), sale(TEA), gate_count(20), gate_count(10, day=DAYS[1])
    )
    last.journal("tram-cu").send(opening(id=SHIFT), sale(line()), sale(line()), gate_count(40))
    hall.now += 5 * DAY_MS
    return hall


def closing(hall: Hall) -> Report:
    with hall.database.reading() as connection:
        fair = fairs.by_id(connection, hall.fair_id)
        book = Book.read(connection, replace(fair, prior="thu-nho-2025", status="closed"), at=hall.now)
        return build(connection, book, "closing", "")


def table(found: Report, key: str) -> Table:
    (one,) = [table for section in found.sections for table in section.tables if table.key == key]
    return one


def amounts(one: Table) -> list[int]:
    return [int(str(row[1])) for row in one.rows]


def charts(found: Report) -> dict[str, Chart]:
    return {chart.key: chart for section in found.sections for chart in section.charts}


def test_what_drove_the_change_adds_up_to_the_dong_per_day_and_in_total(closed: Hall) -> None:
    found = closing(closed)
    # Per open day: from 180.000 to 210.000; half the visits take 90.000 away, more sales a visit and a dearer
    # basket bring the rest.
    per_day, whole = (table(found, f"drivers-{basis}") for basis in ("per-day", "total"))
    assert amounts(per_day) == [180_000, -90_000, 30_000, 0, 90_000]
    for one, end in ((per_day, 210_000), (whole, 630_000)):
        assert one.total is not None
        assert sum(amounts(one)) == one.total[1] == end
    assert [shown(row[0], "text", "en") for row in whole.rows][:2] == ["Edition 2025", "Number of open days"]


def test_figures_that_are_estimates_or_without_their_days_make_estimates_and_say_so(hall: Hall) -> None:
    """As published of Spring 2020: an estimate and a floor, against two means whose days nobody stated."""
    last = Hall(hall.database, before())
    takings = StatedFigure(
        metric="takings", scope="in-province", source="Báo", basis="total", value=6_056_500_000,
        qualifier="estimated", days=6, chosen=True,
    )  # fmt: skip
    visits = replace(takings, metric="visits", scope="all", value=72_300, qualifier="over")
    mean: Any = {"basis": "per-day", "days": None, "qualifier": "exact"}
    with hall.database.writing() as connection:
        for figure in (takings, visits):
            seasons.state(connection, hall.fair_id, figure)
        for figure in (replace(takings, value=925_560_000, **mean), replace(visits, value=10_800, **mean)):
            seasons.state(connection, last.fair_id, figure)
    one = table(closing(hall), "drivers-per-day")
    assert amounts(one) == [925_560_000, 107_125_000, -23_268_333]
    assert one.basis.en.startswith(
        "Takings, in-province zone, per open day, 6 days against number of days not stated. "
    )
    assert one.basis.en.endswith("sources' figures are estimates or bounds, and so are the parts.")


def test_the_steps_of_the_drawing_are_the_rows_of_the_table(closed: Hall) -> None:
    found = closing(closed)
    drawn = charts(found)["drivers-per-day-chart"]
    effects = [bar.value if bar.prior is None else (bar.value or 0) - bar.prior for bar in drawn.bars]
    assert effects == [*(row[1] for row in table(found, "drivers-per-day").rows), 210_000]
    assert drawn.shape == "steps"


def test_new_lost_and_moved_exhibitors_stand_with_their_booths(closed: Hall) -> None:
    found = closing(closed)
    assert {key: table(found, f"moves-{key}").rows for key in ("new", "lost", "moved")} == {
        "new": (("Công ty Chè Tân Cương Xanh", "B1", 0), ("Hộ nuôi ong Đồng Sơn", "A1", 0)),
        "lost": (("Gốm Đông Triều", "A1", 0),),
        "moved": (("HTX Dược liệu Ba Chẽ", "B1 → A1", 630_000, 360_000),),
    }


def test_without_a_fair_before_nothing_is_said_of_what_drove_it(hall: Hall) -> None:
    hall.journal().send(opening(id=SHIFT), sale(HONEY, day=DAY))
    hall.now += DAY_MS
    with hall.database.reading() as connection:
        fair = fairs.by_id(connection, hall.fair_id)
        found = build(connection, Book.read(connection, fair, at=hall.now), "closing", "")
    assert not {section.key for section in found.sections} & {"drivers", "moves"}


def plain(text: str) -> str:
    return "".join(text.split()).replace("\N{NO-BREAK SPACE}", "").replace("\N{ZERO WIDTH SPACE}", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_every_part_of_the_change(closed: Hall, language: Language) -> None:
    found = closing(closed)
    read = PdfReader(io.BytesIO(report_paper.pdf(found, language)))
    said = plain("".join(page.extract_text() for page in read.pages))
    for key in ("drivers-per-day", "drivers-total", "moves-new", "moves-lost", "moves-moved"):
        one = table(found, key)
        for row in one.rows:
            printed = "".join(
                plain(shown(cell, column.kind, language))
                for cell, column in zip(row, one.columns, strict=True)
            )
            assert printed in said, (key, printed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_holds_the_parts_as_numbers_and_draws_them_itself(
    closed: Hall, language: Language
) -> None:
    found = closing(closed)
    book = openpyxl.load_workbook(io.BytesIO(report_workbook.xlsx(found, language)))
    titles = {section.key: section.title.text(language) for section in found.sections}
    page: Any = book[titles["drivers"][:31]]
    numbers = [cell.value for cell in page["B"] if isinstance(cell.value, int)]
    assert numbers[:6] == [180_000, -90_000, 30_000, 0, 90_000, 210_000]
    per_day, whole = page._charts
    assert [len(chart.series) for chart in (per_day, whole)] == [4, 4]
    assert per_day.grouping == "stacked"
    against: Any = book[titles["against"][:31]]
    (zones,) = against._charts
    assert len(zones.series) == 2
    people = [cell.value for row in book[titles["moves"][:31]].iter_rows() for cell in row if cell.value]
    assert {"Gốm Đông Triều", "B1 → A1", 630_000, 360_000} <= set(people)
