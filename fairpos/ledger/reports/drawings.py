"""A column of a report's table as a chart beside it: the same figures, so that the two cannot differ."""

from __future__ import annotations

from fairpos.core.money import Language
from fairpos.core.report import Bar, Chart, Column, Table, Value, Words, shown, whole

_LANGUAGES: tuple[Language, ...] = ("vi", "en")

BARS_MAX = 8
"""So many parts are drawn, the greatest; all of them stand in the table."""


def charts(table: Table, of: str, *, named: int = 1) -> tuple[Chart, ...]:
    """Upright bars where the rows are days, else lying ones of the greatest rows; nothing of an empty table.

    `of` is the column that is drawn, and the first `named` columns together name a row.
    """
    return (_chart(table, of, named),) if table.rows else ()


def _chart(table: Table, of: str, named: int) -> Chart:
    place = next(n for n, column in enumerate(table.columns) if column.key == of)
    column, days = table.columns[place], table.columns[0].kind == "day"
    rows = [(row, _number(row[place])) for row in table.rows]
    if not days:
        rows = sorted(rows, key=lambda one: -one[1])[:BARS_MAX]
    bars = []
    for row, value in rows:
        name = _name(row, table.columns[:named])
        said = Words(*(shown(row[place], column.kind, language) for language in _LANGUAGES))
        short = Words(name.vi[:5], name.en[:5])  # a day without its year
        bars.append(
            Bar(short, value, said=said) if days else Bar(Words("", ""), value, group=name, said=said)
        )
    count = len(table.rows) - len(rows)
    more = Words(f" Còn {count} dòng nữa trong bảng.", f" {count} more rows stand in the table.")
    return Chart(
        key=f"{table.key}-chart",
        title=Words(f"{column.title.vi}: {table.title.vi}", f"{column.title.en}: {table.title.en}"),
        description=Words(
            f"Số liệu như trong bảng kèm theo.{more.vi if count else ''}",
            f"The figures stand in the table.{more.en if count else ''}",
        ),
        kind=column.kind,
        bars=tuple(bars),
        series=column.title,
        shape="columns" if days else "bars",
    )


def _number(value: Value) -> int:
    """What is drawn: less than nothing (more given back than sold) is drawn as nothing."""
    return max(0, whole(value)) if isinstance(value, int) else 0


def _name(row: tuple[Value, ...], columns: tuple[Column, ...]) -> Words:
    """The first column as it is, the others after what they are called."""
    both: list[str] = []
    for language in _LANGUAGES:
        first, *others = (
            (column.title.text(language).lower(), shown(cell, column.kind, language))
            for cell, column in zip(row, columns, strict=False)
        )
        both.append(", ".join([first[1], *(" ".join(other) for other in others)]))
    return Words(*both)
