"""Reports as JSON: the bytes a person signs. One report has one form, so that its hash can be told again.

Keys are sorted and nothing stands between them; a fraction is "numerator/denominator"; a text in both
languages is an object of two.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from fairpos.core.report import (
    NOTHING,
    Bar,
    Chart,
    Column,
    Figure,
    Kind,
    Report,
    Section,
    Table,
    Value,
    Words,
)

FORM = 2
"""The edition of this form; a reader that does not know it says so."""

READ = (1, FORM)
"""What was signed in an earlier edition stays readable. The first knew upright bars only."""


class UnknownForm(ValueError):
    """These bytes were written in a form this program does not know."""


def write(report: Report) -> bytes:
    """The canonical bytes."""
    data = {"form": FORM, **_data(report)}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(body: bytes) -> str:
    """The SHA-256 of a report's bytes, in hex."""
    return sha256(body).hexdigest()


def read(body: bytes) -> Report:
    """The report of canonical bytes. Raises UnknownForm."""
    data = json.loads(body)
    if data.get("form") not in READ:
        raise UnknownForm(str(data.get("form")))
    return Report(
        kind=data["kind"],
        subject=data["subject"],
        title=_words(data["title"]),
        subtitle=_words(data["subtitle"]),
        fair=_words(data["fair"]),
        at=data["at"],
        sections=tuple(map(_section, data["sections"])),
        notes=tuple(map(_words, data["notes"])),
        due=data["due"],
    )


def _data(value: Any) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if is_dataclass(value):
        return {field.name: _data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_data(one) for one in value]
    return value


def _words(data: Any) -> Words:
    return Words(data["vi"], data["en"])


def _value(data: Any, kind: Kind) -> Value:
    if isinstance(data, dict):
        return _words(data)
    if isinstance(data, str) and kind not in ("text", "day"):
        return Fraction(data)
    value: Value = data
    return value


def _section(data: Any) -> Section:
    return Section(
        key=data["key"],
        title=_words(data["title"]),
        figures=tuple(map(_figure, data["figures"])),
        charts=tuple(map(_chart, data["charts"])),
        tables=tuple(map(_table, data["tables"])),
        notes=tuple(map(_words, data["notes"])),
    )


def _figure(data: Any) -> Figure:
    return Figure(
        key=data["key"],
        label=_words(data["label"]),
        kind=data["kind"],
        value=_value(data["value"], data["kind"]),
        basis=_words(data["basis"]),
        scope=_words(data["scope"]),
        coverage=_words(data["coverage"]),
    )


def _chart(data: Any) -> Chart:
    return Chart(
        key=data["key"],
        title=_words(data["title"]),
        description=_words(data["description"]),
        kind=data["kind"],
        bars=tuple(map(_bar, data["bars"])),
        series=_words(data["series"]),
        prior_series=_words(data["prior_series"]),
        shape=data.get("shape", "columns"),
    )


def _bar(data: Any) -> Bar:
    group, said = (_words(data[name]) if name in data else NOTHING for name in ("group", "said"))
    return Bar(_words(data["label"]), data["value"], data["prior"], group, said)


def _table(data: Any) -> Table:
    columns = tuple(
        Column(
            key=column["key"],
            title=_words(column["title"]),
            kind=column["kind"],
            basis=_words(column["basis"]),
        )
        for column in data["columns"]
    )

    def row(cells: Any) -> tuple[Value, ...]:
        return tuple(_value(cell, column.kind) for cell, column in zip(cells, columns, strict=True))

    return Table(
        key=data["key"],
        title=_words(data["title"]),
        basis=_words(data["basis"]),
        columns=columns,
        rows=tuple(map(row, data["rows"])),
        total=None if data["total"] is None else row(data["total"]),
    )
