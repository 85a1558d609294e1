"""A report as a tagged PDF: the figures, the drawings and the tables of the page, and who signed it."""

from __future__ import annotations

import io

import segno

from fairpos.core.money import Language
from fairpos.core.report import PERCENT, Column, Report, Section, Table, Value, shown
from fairpos.web import typeset
from fairpos.web.report_charts import legend, paper_drawing
from fairpos.web.report_words import (
    CHECK,
    FOR_THE_ORGANISER,
    PLACE_AND_DAY,
    SIGN_HERE,
    Seal,
    handed_in,
    standing,
    taken,
)

WIDE = 8
"""A table of more columns than this is laid across the sheet."""

NARROW = 6
"""So many columns together are two tables that fit beside each other, if both have few rows."""
FEW = 15

SHORT = 16
"""Words of up to so many letters are not broken in their column."""


def pdf(report: Report, language: Language, seal: Seal | None = None) -> bytes:
    """One PDF. The same report, language and seal give the same bytes. A comparison is signed by nobody."""
    seal = seal or Seal()
    images = {
        chart.key: paper_drawing(chart, language) for section in report.sections for chart in section.charts
    }
    if seal.address:
        images["qr"] = _qr(seal.address)
    is_signable = report.kind != "comparison"
    tables = [table for section in report.sections for table in section.tables]
    data = {
        "title": report.title.text(language),
        "language": language,
        "fair": report.fair.text(language),
        "subtitle": report.subtitle.text(language),
        "taken": taken(report.at, language),
        "due": handed_in(report.due, language) if report.due else "",
        "standing": standing(seal, language) if is_signable else "",
        "signed": seal.signed_at is not None,
        "flipped": any(len(table.columns) > WIDE for table in tables),
        "sections": [_section(section, language) for section in report.sections],
        "notes": [note.text(language) for note in report.notes],
        "sign": _sign(seal, language) if is_signable else None,
    }
    return typeset.pdf("report.typ", data, images=images)


def _sign(seal: Seal, language: Language) -> dict[str, str]:
    return {
        "place": PLACE_AND_DAY.text(language),
        "by": FOR_THE_ORGANISER.text(language),
        "here": SIGN_HERE.text(language),
        "name": seal.signer,
        "check": CHECK.text(language),
        # The code stands on a line of its own, and nothing is long enough to be broken.
        "address": seal.address.removesuffix(seal.code),
        "code": seal.code,
        "hash": " ".join(seal.hash[n : n + 16] for n in range(0, len(seal.hash), 16)),
    }


def _section(section: Section, language: Language) -> dict[str, object]:
    return {
        "title": section.title.text(language),
        "figures": [
            {
                "label": figure.label.text(language),
                "value": shown(figure.value, figure.kind, language),
                "about": figure.about(language),
            }
            for figure in section.figures
        ],
        "charts": [
            {
                "key": chart.key,
                "title": chart.title.text(language),
                "alt": f"{chart.title.text(language)}. {chart.description.text(language)}",
                "legend": legend(chart, language),
                "upright": chart.shape == "columns",
            }
            for chart in section.charts
        ],
        "tables": _tables(section, language),
        "notes": [note.text(language) for note in section.notes],
    }


def _tables(section: Section, language: Language) -> list[dict[str, object]]:
    """The section's tables; two narrow ones that follow each other stand beside each other."""
    made = [_table(table, section, language) for table in section.tables]
    n = 0
    while n + 1 < len(made):
        pair = section.tables[n : n + 2]
        if all(_is_narrow(table, language) for table in pair):
            made[n]["beside"] = sum(len(table.columns) for table in pair) <= NARROW
        n += 2 if made[n]["beside"] else 1
    return made


def _is_narrow(table: Table, language: Language) -> bool:
    return len(table.rows) <= FEW and "long" not in _sizes(table, language)


def _table(table: Table, section: Section, language: Language) -> dict[str, object]:
    title = table.title.text(language)
    return {
        # A table that is its whole section needs no second heading of the same words.
        "title": "" if title == section.title.text(language) else title,
        "basis": table.basis.text(language),
        "beside": False,
        "head": [heading(column, language) for column in table.columns],
        "sizes": _sizes(table, language),
        "text": [column.kind == "text" for column in table.columns],
        "rows": [_row(row, table, language) for row in table.rows],
        "total": [] if table.total is None else _row(table.total, table, language),
    }


def _sizes(table: Table, language: Language) -> list[str]:
    """How wide each column is laid: by its words, a share of what is left, or a percentage's width."""
    found = []
    for place, column in enumerate(table.columns):
        longest = max((len(shown(row[place], column.kind, language)) for row in table.rows), default=0)
        long = column.kind == "text" and longest > SHORT
        found.append("part" if column.kind in PERCENT else "long" if long else "short")
    return found


def heading(column: Column, language: Language) -> str:
    """A column's title; of a percentage also what it is of."""
    title = column.title.text(language)
    return f"{title} ({column.basis.text(language)})" if column.kind in PERCENT else title


def _row(row: tuple[Value, ...], table: Table, language: Language) -> list[str]:
    return [shown(value, column.kind, language) for value, column in zip(row, table.columns, strict=True)]


def _qr(address: str) -> bytes:
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", scale=4, border=2, light="#ffffff")
    return out.getvalue()
