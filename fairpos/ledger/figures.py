"""Takings at any grain: some days, one zone or district, one booth or article, cut along one axis.

Everything is read from rollups, so it costs the same whatever the number of sales. Each rollup holds one kind
of detail beside day and booth (the hour, the goods, the way of paying): what would need two of them at once
is refused in words, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Table, func, select

from fairpos.core.business_day import Calendar
from fairpos.core.measures import Coverage, Qualifier
from fairpos.ledger import completeness as lacks
from fairpos.ledger import fairs, returns, tables
from fairpos.ledger.counted import UNKNOWN_ZONE, hours_in_order, zones_of
from fairpos.ledger.fairs import FairRow

Axis = Literal["day", "hour", "zone", "district", "group", "exhibitor", "booth", "article", "tender"]
AXES: tuple[Axis, ...] = get_args(Axis)

Detail = Literal["hour", "goods", "tender"]
_DETAILS: Mapping[str, Detail] = {
    "hour": "hour",
    "district": "goods",
    "group": "goods",
    "exhibitor": "goods",
    "article": "goods",
    "tender": "tender",
}
_RETURNED: frozenset[Axis] = frozenset({"day", "zone", "booth"})
"""What a return is known by."""


class CannotCombine(ValueError):
    """No rollup holds both `details`; with `returns`, returns are not known in this detail."""

    def __init__(self, *details: Detail, returns: bool = False) -> None:
        super().__init__(" and ".join(details) or "returns")
        self.details = details
        self.returns = returns


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked for: days from `first` to `last` (None: from the beginning, to the end), each filter or
    None, the axis it is cut along, and whether returns of paper booths are added."""

    first: str | None = None
    last: str | None = None
    zone: str | None = None
    district: str | None = None
    group: str | None = None
    exhibitor: str | None = None
    booth: str | None = None
    article: str | None = None
    tender: str | None = None
    hour: int | None = None
    by: Axis = "day"
    returns: bool = False

    @property
    def detail(self) -> Detail | None:
        """The rollup's detail this needs. Raises CannotCombine."""
        asked = {field.name for field in fields(self) if getattr(self, field.name) is not None}
        named = [_DETAILS[name] for name in _DETAILS if name in asked or name == self.by]
        details = tuple(dict.fromkeys(named))
        if len(details) > 1:
            raise CannotCombine(*details)
        if self.returns and (details or self.by not in _RETURNED):
            raise CannotCombine(*details, returns=True)
        return details[0] if details else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part: `count` are its sales, payments or pieces (None where it is not known), `returned` what paper
    booths stated, `share` its part of the whole, None where there is no whole to be a part of."""

    key: str
    name: str
    of: str
    takings: int
    count: int | None
    returned: int
    share: Fraction | None

    @property
    def together(self) -> int:
        return self.takings + self.returned


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The answer, the largest first, or in the order of days and hours. `coverage` says what it is of."""

    ask: Ask
    rows: tuple[Row, ...]
    takings: int
    returned: int
    qualifier: Qualifier
    coverage: Coverage
    counts: Literal["sales", "payments", "pieces"]
    outside: bool

    @property
    def together(self) -> int:
        return self.takings + self.returned

    @property
    def highest(self) -> int:
        return max((row.together for row in self.rows), default=0)


def figures(connection: Connection, fair: FairRow, ask: Ask, *, now: int) -> Figures:
    """Raises CannotCombine."""
    calendar = fairs.calendar(connection, fair.id)
    detail = ask.detail
    found = _sums(connection, fair.id, ask, detail)
    returned = _returned(connection, fair.id, ask) if ask.returns else {}
    stated = [one for rows in returned.values() for one in rows]
    keys = [*found, *(key for key in returned if key not in found)]
    sums = {key: found.get(key, (0, 0))[0] + _amount(returned.get(key, ())) for key in keys}
    whole = sum(sums.values())
    names = _names(connection, fair.id, ask.by)
    rows = [
        Row(
            key=key,
            name=names.get(key, (key, ""))[0],
            of=names.get(key, ("", ""))[1],
            takings=found.get(key, (0, 0))[0],
            count=found[key][1] if key in found else None,
            returned=_amount(returned.get(key, ())),
            share=Fraction(sums[key], whole) if whole > 0 and sums[key] >= 0 else None,
        )
        for key in _in_order(ask.by, sums, calendar)
    ]
    return Figures(
        ask=ask,
        rows=tuple(rows),
        takings=sum(row.takings for row in rows),
        returned=sum(row.returned for row in rows),
        qualifier=returns.added(stated).qualifier if stated else "exact",
        coverage=_coverage(connection, fair, ask, calendar, now),
        counts="payments" if detail == "tender" else "pieces" if detail == "goods" else "sales",
        outside=bool(_closed_days(connection, fair.id, ask, calendar)),
    )


def _sums(
    connection: Connection, fair_id: int, ask: Ask, detail: Detail | None
) -> dict[str, tuple[int, int]]:
    """Takings and counts by key of the axis."""
    table, takings, count = {
        "tender": (tables.takings_by_tender, "amount", "count"),
        "goods": (tables.takings_by_article, "takings", "quantity"),
    }.get(detail or "", (tables.takings_by_hour, "takings", "sales"))
    exhibitor, article = tables.exhibitor, tables.article
    joined: Any = table
    # Zones are looked up for some hundred sums of booths, and not for each of their hours.
    columns: dict[str, ColumnElement[Any]] = dict.fromkeys(("booth", "zone"), table.c.booth)
    columns["day"] = table.c.day
    if detail == "goods":
        columns |= {"exhibitor": table.c.exhibitor, "article": table.c.article}
        if ask.district or ask.by == "district":
            here = (exhibitor.c.fair_id == table.c.fair_id) & (exhibitor.c.id == table.c.exhibitor)
            joined = joined.outerjoin(exhibitor, here)
            columns["district"] = _place(exhibitor)
        if ask.group or ask.by == "group":
            here = (article.c.fair_id == table.c.fair_id) & (article.c.id == table.c.article)
            joined = joined.outerjoin(article, here)
            columns["group"] = func.coalesce(article.c.product_group, "")
    elif detail == "hour":
        columns["hour"] = table.c.hour
    elif detail == "tender":
        columns["tender"] = table.c.kind
    asked = select(columns[ask.by], func.sum(table.c[takings]), func.sum(table.c[count])).select_from(joined)
    asked = asked.where(table.c.fair_id == fair_id, *_days(table, ask))
    if ask.zone is not None:
        asked = asked.where(_stands_in(table.c.booth, fair_id, ask.zone))
    for name in ("district", "group", "exhibitor", "booth", "article", "tender", "hour"):
        wanted = getattr(ask, name)
        if wanted is not None:
            asked = asked.where(columns[name] == wanted)
    rows = connection.execute(asked.group_by(columns[ask.by]))
    # PostgreSQL sums BIGINT as NUMERIC, so every sum is made an int again.
    sums = {str(row[0]): (int(row[1]), int(row[2])) for row in rows}
    return _by_zone(connection, fair_id, sums) if ask.by == "zone" else sums


def _stands_in(booth_id: ColumnElement[str], fair_id: int, zone: str) -> ColumnElement[bool]:
    booth = tables.booth.c
    there = select(booth.id).where(booth.fair_id == fair_id)
    if zone == UNKNOWN_ZONE:
        return booth_id.not_in(there)
    return booth_id.in_(there.where(booth.zone == zone))


def _by_zone(
    connection: Connection, fair_id: int, booths: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    zones = zones_of(connection, fair_id)
    sums: dict[str, tuple[int, int]] = {}
    for booth, (takings, count) in booths.items():
        before = sums.get(zone := zones.get(booth, UNKNOWN_ZONE), (0, 0))
        sums[zone] = before[0] + takings, before[1] + count
    return sums


def _place(exhibitor: Table) -> ColumnElement[str]:
    """The district inside the province, the province or the country elsewhere."""
    return func.coalesce(exhibitor.c.district, exhibitor.c.province, exhibitor.c.country, "")


def _days(table: Table, ask: Ask) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if ask.first is not None:
        found.append(table.c.day >= ask.first)
    if ask.last is not None:
        found.append(table.c.day <= ask.last)
    return found


def _returned(connection: Connection, fair_id: int, ask: Ask) -> dict[str, tuple[returns.Return, ...]]:
    """The returns that are asked for, by key of the axis."""
    zones = {booth.id: booth.zone for booth in fairs.booths(connection, fair_id)}
    found: dict[str, list[returns.Return]] = {}
    for one in returns.standing(connection, fair_id):
        zone = zones.get(one.booth, UNKNOWN_ZONE)
        wanted = (ask.first or "") <= one.day <= (ask.last or "9")
        if wanted and ask.zone in (None, zone) and ask.booth in (None, one.booth):
            key = {"day": one.day, "zone": zone, "booth": one.booth}[ask.by]
            found.setdefault(key, []).append(one)
    return {key: tuple(rows) for key, rows in found.items()}


def _amount(rows: tuple[returns.Return, ...]) -> int:
    return sum(one.amount or 0 for one in rows)


def _names(connection: Connection, fair_id: int, by: Axis) -> dict[str, tuple[str, str]]:
    """The name of each key of an axis, and where it belongs: a booth's zone, an article's exhibitor."""
    if by == "booth":
        booth = tables.booth.c
        rows = connection.execute(select(booth.id, booth.name, booth.zone).where(booth.fair_id == fair_id))
        return {row.id: (row.name, row.zone) for row in rows}
    if by == "exhibitor":
        table = tables.exhibitor
        place = _place(table).label("place")
        rows = connection.execute(select(table.c.id, table.c.name, place).where(table.c.fair_id == fair_id))
        return {row.id: (row.name, row.place) for row in rows}
    if by == "article":
        article, exhibitor = tables.article, tables.exhibitor
        here = (exhibitor.c.fair_id == article.c.fair_id) & (exhibitor.c.id == article.c.exhibitor)
        rows = connection.execute(
            select(article.c.id, article.c.name, exhibitor.c.name)
            .select_from(article.join(exhibitor, here))
            .where(article.c.fair_id == fair_id)
        )
        return {row[0]: (row[1], row[2]) for row in rows}
    return {}


def _in_order(by: Axis, sums: Mapping[str, int], calendar: Calendar) -> list[str]:
    if by == "day":
        return sorted(sums)
    if by == "hour":
        return [str(hour) for hour in hours_in_order(calendar) if str(hour) in sums]
    return sorted(sums, key=lambda key: (-sums[key], key))


def _coverage(connection: Connection, fair: FairRow, ask: Ask, calendar: Calendar, now: int) -> Coverage:
    today = calendar.day_of(now)
    closed = fair.status in ("closed", "archived")
    days = calendar.open_days()
    covered = tuple(
        place
        for place, day in enumerate(days, 1)
        if (closed or day <= today) and (ask.first or "") <= day <= (ask.last or "9")
    )
    lacking = lacks.completeness(connection, fair, now=now)
    return Coverage(
        days=covered,
        of=len(days),
        running=not closed and today in days and (ask.first or "") <= today <= (ask.last or "9"),
        tills=len(lacking.silent),
        held=lacking.missing,
    )


def _closed_days(connection: Connection, fair_id: int, ask: Ask, calendar: Calendar) -> set[str]:
    """Days on which the fair does not trade and something was sold all the same."""
    table = tables.takings_by_hour
    asked = select(table.c.day).where(table.c.fair_id == fair_id, *_days(table, ask)).distinct()
    return set(connection.execute(asked).scalars()) - set(calendar.open_days())


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be chosen from at a fair."""

    days: tuple[str, ...]
    districts: tuple[str, ...]
    groups: tuple[str, ...]


def choices(connection: Connection, fair_id: int) -> Choices:
    exhibitor, article = tables.exhibitor, tables.article
    places = connection.execute(
        select(_place(exhibitor)).where(exhibitor.c.fair_id == fair_id).distinct()
    ).scalars()
    groups = connection.execute(
        select(article.c.product_group).where(article.c.fair_id == fair_id).distinct()
    ).scalars()
    days = [entry.day for entry in fairs.calendar(connection, fair_id).days]
    return Choices(
        days=tuple(days),
        districts=tuple(sorted(place for place in places if place)),
        groups=tuple(sorted(group for group in groups if group)),
    )


def name_of(connection: Connection, fair_id: int, by: Axis, key: str) -> str:
    """The name of a booth, exhibitor or article, or its key where nobody has set it up."""
    return _names(connection, fair_id, by).get(key, (key, ""))[0]
