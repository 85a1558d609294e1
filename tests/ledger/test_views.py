"""Whoever asks the database or reads the Parquet files finds the figures that the pages show."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import text

from fairpos import resources
from fairpos.db import migrate
from fairpos.ledger import fairs, parquet, tables, views
from tests.documents import DAY, HONEY, TEA, gate_count, line, refund, sale
from tests.hall import Hall


@pytest.fixture
def sold(hall: Hall) -> Hall:
    first = sale(line(), HONEY)
    journal = hall.journal()
    journal.send(first, sale(TEA), refund(first, HONEY), gate_count(30))
    journal.send(sale(line(5_000, article="SP9"), booth="Z9", till="M9"))
    return hall


def asked(hall: Hall, question: str) -> list[tuple[object, ...]]:
    with hall.database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def test_days_have_what_was_sold_and_counted_and_closed_days_are_there(sold: Hall) -> None:
    found = asked(
        sold,
        "SELECT day, open, sales, refunds, takings_dong, given_back_dong, entries FROM v_days "
        "WHERE fair = 'thu-nho-2026' ORDER BY day",
    )
    assert found == [
        (DAY, 1, 3, 1, 635_000, 150_000, 30),
        ("2026-11-21", 1, 0, 0, 0, 0, 0),
        ("2026-11-22", 0, 0, 0, 0, 0, 0),
        ("2026-11-23", 1, 0, 0, 0, 0, 0),
    ]


def test_booths_nobody_set_up_are_in_the_sum(sold: Hall) -> None:
    found = asked(sold, "SELECT booth, zone, takings_dong FROM v_booths ORDER BY booth")
    assert found == [("A1", "in-province", 630_000), ("Z9", "unknown", 5_000)]


def test_articles_name_their_seller_and_its_place(sold: Hall) -> None:
    found = asked(
        sold,
        "SELECT article, stars, exhibitor_name, province, quantity_thousandths, takings_dong "
        "FROM v_articles ORDER BY takings_dong DESC LIMIT 2",
    )
    assert found == [
        ("SP2", 5, "HTX Dược liệu Ba Chẽ", "Quảng Ninh", 1_000, 450_000),
        ("SP1", 4, "HTX Dược liệu Ba Chẽ", "Quảng Ninh", 1_000, 180_000),
    ]


def test_sales_add_up_to_the_takings_with_what_was_given_back_below_zero(sold: Hall) -> None:
    assert asked(sold, "SELECT SUM(total_dong), COUNT(*), MIN(total_dong) FROM v_sales") == [
        (635_000, 4, -150_000)
    ]
    assert asked(sold, "SELECT COUNT(*) FROM v_sales WHERE takes_back IS NOT NULL AND type = 'refund'") == [
        (1,)
    ]


def test_the_files_hold_what_the_views_say(sold: Hall, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    with sold.database.reading() as connection:
        written = parquet.export(connection, fairs.by_id(connection, sold.fair_id), folder)
    assert written == {"days": 4, "booths": 2, "articles": 4, "sales": 4}
    assert sorted(file.name for file in folder.iterdir()) == [
        "README.txt", "articles.parquet", "booths.parquet", "days.parquet", "sales.parquet"
    ]  # fmt: skip
    for view in views.VIEWS:
        found = pq.read_table(folder / f"{view.name.removeprefix('v_')}.parquet")
        names = [column.name for column in view.columns]
        assert found.schema.names == names
        rows = asked(sold, f"SELECT {', '.join(names)} FROM {view.name}")
        said = [tuple(row[name] for name in names) for row in found.to_pylist()]
        assert sorted(said, key=repr) == sorted(rows, key=repr), view.name
        assert found.schema.field(names[1]).metadata[b"description"].decode() == view.columns[1].words


def test_every_column_is_described(sold: Hall) -> None:
    told = views.described()
    for view in views.VIEWS:
        assert all(column.words for column in view.columns)
        assert f"{view.name}:" in told


def test_the_example_of_the_readme_runs(sold: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sold.database.reading() as connection:
        parquet.export(connection, fairs.by_id(connection, sold.fair_id), tmp_path)
    readme = (resources.templates().parent / "README.md").read_text("utf-8")
    example = re.search(r"```python\n(.*?)```", readme, re.S)
    assert example is not None
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(example[1], "README.md", "exec"), {})
    assert out.getvalue().splitlines() == ["2026-11-20 635000 21166", "HTX Dược liệu Ba Chẽ 635000"]


def test_views_that_are_gone_come_back_and_a_table_may_change_beneath_them(hall: Hall) -> None:
    with hall.database.writing() as connection:
        connection.execute(text("DROP VIEW v_days"))
    migrate.migrate(hall.database, tables.metadata)
    assert asked(hall, "SELECT COUNT(*) FROM v_days") == [(4,)]
