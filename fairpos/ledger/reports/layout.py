"""The layout of the result report as data, and what people answer in it.

The official form may change before the program does: its fields, their order and their wording are rows. A
fair without rows of its own uses the list that comes with FairPOS.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from fairpos.ledger import audit, fairs, tables

FILE = Path(__file__).parent / "result_fields.json"

LABEL_MAX = 300
ANSWER_MAX = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One numbered field. `source` names what fills it by itself, "" where only a person can."""

    field: str
    label: str
    label_en: str
    source: str = ""


class BadLayout(ValueError):
    """These fields are no layout: one stands twice, or has no label. `field` says which."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{code}: {field}")
        self.code = code
        self.field = field


@cache
def standard() -> tuple[Field, ...]:
    """The layout that comes with FairPOS."""
    return tuple(Field(**row) for row in json.loads(FILE.read_text("utf-8")))


def layout(connection: Connection, fair_id: int) -> tuple[Field, ...]:
    """The fields of a fair's result report, in order."""
    table = tables.report_field
    rows = connection.execute(select(table).where(table.c.fair_id == fair_id).order_by(table.c.position))
    own = tuple(
        Field(field=row.field, label=row.label, label_en=row.label_en, source=row.source) for row in rows
    )
    return own or standard()


def set_layout(connection: Connection, fair_id: int, fields: Sequence[Field], *, at: int, by: str) -> None:
    """Give a fair its own layout; none of them takes it back to the standard one. Raises BadLayout."""
    seen: set[str] = set()
    for one in fields:
        if not one.field or one.field in seen:
            raise BadLayout("field-twice", one.field)
        if not one.label.strip() or len(one.label) > LABEL_MAX or len(one.label_en) > LABEL_MAX:
            raise BadLayout("label", one.field)
        seen.add(one.field)
    fairs.bump(connection, fair_id)
    before = layout(connection, fair_id)
    table = tables.report_field
    connection.execute(delete(table).where(table.c.fair_id == fair_id))
    if fields:
        rows = [{"fair_id": fair_id, "position": n, **asdict(one)} for n, one in enumerate(fields)]
        connection.execute(insert(table), rows)
    audit.note(
        connection,
        fair_id,
        kind="report layout",
        subject="result",
        act="change",
        before={"fields": [asdict(one) for one in before]},
        after={"fields": [asdict(one) for one in fields or standard()]},
        at=at,
        by=by,
    )


def answers(connection: Connection, fair_id: int) -> dict[str, str]:
    """What people have answered, by field."""
    table = tables.report_answer
    rows = connection.execute(select(table.c.field, table.c.answer).where(table.c.fair_id == fair_id))
    return {row.field: row.answer for row in rows}


def answer(connection: Connection, fair_id: int, given: Mapping[str, str], *, at: int, by: str) -> None:
    """Keep answers; an empty one takes an answer back. Fields that are not of the layout are left alone."""
    fairs.bump(connection, fair_id)
    before = answers(connection, fair_id)
    known = {one.field for one in layout(connection, fair_id)}
    table = tables.report_answer
    for field, text in given.items():
        if field not in known or text == before.get(field, ""):
            continue
        connection.execute(delete(table).where(table.c.fair_id == fair_id, table.c.field == field))
        if text:
            connection.execute(
                insert(table).values(
                    fair_id=fair_id, field=field, answer=text, answered_at=at, answered_by=by
                )
            )
    audit.note(
        connection,
        fair_id,
        kind="report answers",
        subject="result",
        act="change",
        before=before,
        after=answers(connection, fair_id),
        at=at,
        by=by,
    )
