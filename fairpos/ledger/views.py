"""Views for people who would rather ask the database themselves, and what every column of them means.

    SELECT day, takings_dong FROM v_days WHERE fair = 'qn-2020-xuan'

They are made anew whenever a database is brought to the newest schema, so a table underneath may change. The
exports write the same columns: there is one definition of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer"]


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """One column: its expression in SQL, and what it holds."""

    name: str
    type: Type
    sql: str
    words: str


@dataclass(frozen=True, slots=True)
class View:
    """`source` is what stands behind FROM; rows are in no order of their own."""

    name: str
    words: str
    columns: tuple[ViewColumn, ...]
    source: str
    keys: tuple[str, ...]

    def statement(self) -> str:
        chosen = ", ".join(f"{column.sql} AS {column.name}" for column in self.columns)
        return f"CREATE VIEW {self.name} AS SELECT {chosen} FROM {self.source}"  # noqa: S608 - our own text


def _column(name: str, type_: Type, sql: str, words: str) -> ViewColumn:
    # PostgreSQL sums BIGINT as NUMERIC; a cast makes both databases give a whole number.
    return ViewColumn(name, type_, f"CAST({sql} AS BIGINT)" if type_ == "integer" else sql, words)


_FAIR = _column("fair", "text", "f.slug", "the fair's short name, as in its address")

DAYS = View(
    "v_days",
    "one row for each day on which anything was sold or counted, and each day of the calendar",
    (
        _FAIR,
        _column("day", "text", "d.day", "the fair day (ISO date), from cut-off to cut-off"),
        _column("open", "integer", "d.open", "1 on an open day of the calendar, else 0"),
        _column("sales", "integer", "COALESCE(t.sales, 0)", "sale documents, voided ones among them"),
        _column("voids", "integer", "COALESCE(t.voids, 0)", "sales taken back in their own shift"),
        _column("refunds", "integer", "COALESCE(t.refunds, 0)", "times something was given back later"),
        _column("takings_dong", "integer", "COALESCE(t.takings, 0)", "sales less voids and refunds, VAT in"),
        _column("given_back_dong", "integer", "COALESCE(t.given_back, 0)", "voids and refunds"),
        _column("entries", "integer", "COALESCE(v.entries, 0)",
                "entries of visitors at the gates by every method; where one gate was counted in two ways "
                "the pages show one of them"),
    ),
    "(SELECT fair_id, day, MAX(open) AS open FROM ("
    "SELECT fair_id, day, CASE WHEN is_open THEN 1 ELSE 0 END AS open FROM fair_day "
    "UNION ALL SELECT fair_id, day, 0 FROM takings_by_hour "
    "UNION ALL SELECT fair_id, day, 0 FROM visits_by_hour) AS known GROUP BY fair_id, day) AS d "
    "JOIN fair AS f ON f.id = d.fair_id "
    "LEFT JOIN (SELECT fair_id, day, SUM(sales) AS sales, SUM(voids) AS voids, SUM(refunds) AS refunds, "
    "SUM(takings) AS takings, SUM(given_back) AS given_back FROM takings_by_hour GROUP BY fair_id, day) AS t "
    "ON t.fair_id = d.fair_id AND t.day = d.day "
    "LEFT JOIN (SELECT fair_id, day, SUM(\"count\") AS entries FROM visits_by_hour WHERE direction = 'in' "
    "GROUP BY fair_id, day) AS v ON v.fair_id = d.fair_id AND v.day = d.day",
    ("day",),
)  # fmt: skip

BOOTHS = View(
    "v_booths",
    "one row for each booth and day on which it sold, and booths without a set-up among them",
    (
        _FAIR,
        _column("booth", "text", "t.booth", "the booth's id"),
        _column("name", "text", "COALESCE(b.name, t.booth)", "its name"),
        _column("zone", "text", "COALESCE(b.zone, 'unknown')",
                "in-province, other-province, foreign, or unknown where nobody set it up"),
        _column("day", "text", "t.day", "the fair day"),
        _column("sales", "integer", "SUM(t.sales)", "sale documents, voided ones among them"),
        _column("takings_dong", "integer", "SUM(t.takings)", "sales less voids and refunds, VAT in"),
        _column("given_back_dong", "integer", "SUM(t.given_back)", "voids and refunds"),
    ),
    "takings_by_hour AS t JOIN fair AS f ON f.id = t.fair_id "
    "LEFT JOIN booth AS b ON b.fair_id = t.fair_id AND b.id = t.booth "
    "GROUP BY f.slug, t.booth, b.name, b.zone, t.day",
    ("booth", "day"),
)  # fmt: skip

ARTICLES = View(
    "v_articles",
    "one row for each article, the booth and the day it was sold at",
    (
        _FAIR,
        _column("article", "text", "t.article", "the article's id"),
        _column("name", "text", "COALESCE(a.name, t.article)", "its name"),
        _column("product_group", "text", "COALESCE(a.product_group, '')", "its group, '' where not set up"),
        _column("stars", "integer", "a.stars", "its OCOP rank, null without one"),
        _column("exhibitor", "text", "t.exhibitor", "the seller's id"),
        _column("exhibitor_name", "text", "COALESCE(e.name, t.exhibitor)", "the seller's name"),
        _column("province", "text", "e.province", "the seller's province, null where not stated"),
        _column("country", "text", "e.country", "the seller's country (ISO code)"),
        _column("booth", "text", "t.booth", "the booth it was sold at"),
        _column("day", "text", "t.day", "the fair day"),
        _column("quantity_thousandths", "integer", "t.quantity", "thousandths of its unit, net of returns"),
        _column("takings_dong", "integer", "t.takings", "its share of takings after every discount, VAT in"),
    ),
    "takings_by_article AS t JOIN fair AS f ON f.id = t.fair_id "
    "LEFT JOIN article AS a ON a.fair_id = t.fair_id AND a.id = t.article "
    "LEFT JOIN exhibitor AS e ON e.fair_id = t.fair_id AND e.id = t.exhibitor",
    ("article", "exhibitor", "booth", "day"),
)  # fmt: skip

SALES = View(
    "v_sales",
    "one row for each sale, void and refund, as it was counted",
    (
        _FAIR,
        _column("id", "text", "d.id", "the document's id"),
        _column("type", "text", "d.type", "sale, void or refund"),
        _column("till", "text", "d.till", "the till that made it"),
        _column("booth", "text", "COALESCE(t.place, '')", "where that till is set up, '' where unknown"),
        _column("day", "text", "d.day", "the fair day"),
        _column("at_ms", "integer", "d.at", "Unix milliseconds, corrected by the till's measured offset"),
        _column("receipt", "integer", "d.number", "its receipt number; null for training, in no total"),
        _column("total_dong", "integer", "d.total", "đồng, VAT in; below zero for what was given back"),
        _column("takes_back", "text", "d.ref", "the sale that a void or refund points at"),
    ),
    "document AS d JOIN fair AS f ON f.id = d.fair_id "
    "LEFT JOIN till AS t ON t.fair_id = d.fair_id AND t.id = d.till "
    "WHERE d.type IN ('sale', 'void', 'refund')",
    ("at_ms", "id"),
)  # fmt: skip

VIEWS = (DAYS, BOOTHS, ARTICLES, SALES)

STATEMENTS = {view.name: view.statement() for view in VIEWS}


def described() -> str:
    """The views and their columns as text: what the exports' README says."""
    parts = []
    for view in VIEWS:
        lines = [f"{view.name}: {view.words}"]
        lines += [f"    {column.name:<22}{column.type:<9}{column.words}" for column in view.columns]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
