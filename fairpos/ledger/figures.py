"""Takings at any grain: some days, one zone or district, one booth or article, cut along one axis.

Everything is read from rollups, so it costs the same whatever the number of sales. Each rollup holds one kind
of detail beside day and booth (the hour, the goods, the way of paying): what would need two of them at once
is refused in words, never guessed. Only whose a booth's sales were can be told without the goods, by the days
on which one alone sold there; what several sold at one booth stays together and is said to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Select, Subquery, Table, case, func, select

from fairpos.core.business_day import Calendar
from fairpos.core.measures import Coverage, Qualifier
from fairpos.ledger import completeness as lacks
from fairpos.ledger import fairs, returns, tables
from fairpos.ledger.counted import UNKNOWN_ZONE, hours_in_order, zones_of
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.figure_names import names_of, place

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
DETAILS: Mapping[Detail, tuple[str, ...]] = {
    "hour": ("hour",),
    "goods": ("group", "article"),
    "tender": ("tender",),
}
"""What asks for each detail and for nothing that goes with another."""

_OWNERS = frozenset({"district", "exhibitor"})
"""What a booth's sales of a day have in common where one exhibitor, or those of one district, sold there."""

SHARED = "*"
"""The key of what booths sold that several share, where it cannot be told apart."""

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
        names = self._detailed
        if {"hour", "tender"} & names and not {"group", "article"} & names:
            names -= _OWNERS
        details = tuple(dict.fromkeys(_DETAILS[name] for name in _DETAILS if name in names))
        if len(details) > 1:
            raise CannotCombine(*details)
        if self.returns and (details or self.by not in _RETURNED):
            raise CannotCombine(*details, returns=True)
        return details[0] if details else None

    @property
    def has_answer(self) -> bool:
        try:
            _ = self.detail
        except CannotCombine:
            return False
        return True

    @property
    def owners(self) -> tuple[str, ...]:
        """What is asked for of whose sales they were, where the goods are not looked at."""
        return () if self.detail == "goods" else tuple(sorted(self._detailed & _OWNERS))

    @property
    def _detailed(self) -> set[str]:
        asked = {field.name for field in fields(self) if getattr(self, field.name) is not None}
        return {name for name in _DETAILS if name in asked or name == self.by}


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
    """The answer, the largest first, or in the order of days and hours. `coverage` says what it is of,
    `untold` how much more was sold at booths that others share, of which nobody knows whose it was."""

    ask: Ask
    rows: tuple[Row, ...]
    takings: int
    returned: int
    qualifier: Qualifier
    coverage: Coverage
    counts: Literal["sales", "payments", "pieces"]
    outside: bool
    untold: int = 0

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
    names = names_of(connection, fair.id, ask.by)
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
        untold=_untold(connection, fair.id, ask, detail),
    )


def _sums(
    connection: Connection, fair_id: int, ask: Ask, detail: Detail | None
) -> dict[str, tuple[int, int]]:
    """Takings and counts by key of the axis."""
    table, takings, count = _rollup(detail)
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
            columns["district"] = place(exhibitor)
        if ask.group or ask.by == "group":
            here = (article.c.fair_id == table.c.fair_id) & (article.c.id == table.c.article)
            joined = joined.outerjoin(article, here)
            columns["group"] = func.coalesce(article.c.product_group, "")
    elif detail == "hour":
        columns["hour"] = table.c.hour
    elif detail == "tender":
        columns["tender"] = table.c.kind
    for name in ask.owners:
        owner = _owners(fair_id, name, ask)
        joined = joined.outerjoin(owner, (owner.c.day == table.c.day) & (owner.c.booth == table.c.booth))
        columns[name] = case((owner.c.least == owner.c.most, owner.c.least), else_=SHARED)
    asked = select(columns[ask.by], func.sum(takings), func.sum(count)).select_from(joined)
    asked = _narrowed(asked, table, columns, fair_id, ask)
    rows = connection.execute(asked.group_by(columns[ask.by]))
    # PostgreSQL sums BIGINT as NUMERIC, so every sum is made an int again.
    sums = {str(row[0]): (int(row[1]), int(row[2])) for row in rows}
    return _by_zone(connection, fair_id, sums) if ask.by == "zone" else sums


def _rollup(detail: Detail | None) -> tuple[Table, ColumnElement[int], ColumnElement[int]]:
    """The rollup that holds a detail, its takings and what it counts."""
    if detail == "tender":
        return tables.takings_by_tender, tables.takings_by_tender.c.amount, tables.takings_by_tender.c.count
    if detail == "goods":
        goods = tables.takings_by_article
        return goods, goods.c.takings, goods.c.quantity
    return tables.takings_by_hour, tables.takings_by_hour.c.takings, tables.takings_by_hour.c.sales


def _narrowed(
    asked: Select[Any], table: Table, columns: Mapping[str, ColumnElement[Any]], fair_id: int, ask: Ask
) -> Select[Any]:
    """Only the fair's rows that the filters let through, of those filters whose column is here."""
    asked = asked.where(table.c.fair_id == fair_id, *_days(table, ask))
    if ask.zone is not None:
        asked = asked.where(_stands_in(table.c.booth, fair_id, ask.zone))
    for name in ("district", "group", "exhibitor", "booth", "article", "tender", "hour"):
        wanted = getattr(ask, name)
        if wanted is not None and name in columns:
            asked = asked.where(columns[name] == wanted)
    return asked


def _owners(fair_id: int, name: str, ask: Ask) -> Subquery:
    """By day and booth the first and the last of those who sold there, the same where one alone did; `theirs`
    is 1 where those who are asked for did."""
    goods, exhibitor = tables.takings_by_article, tables.exhibitor
    joined: Any = goods
    column: ColumnElement[str] = goods.c.exhibitor
    if name == "district":
        here = (exhibitor.c.fair_id == goods.c.fair_id) & (exhibitor.c.id == goods.c.exhibitor)
        joined, column = goods.outerjoin(exhibitor, here), place(exhibitor)
    theirs = case((column == (getattr(ask, name) or ""), 1), else_=0)
    return (
        select(
            goods.c.day,
            goods.c.booth,
            func.min(column).label("least"),
            func.max(column).label("most"),
            func.max(theirs).label("theirs"),
        )
        .select_from(joined)
        .where(goods.c.fair_id == fair_id, *_days(goods, ask))
        .group_by(goods.c.day, goods.c.booth)
        .subquery()
    )


def _untold(connection: Connection, fair_id: int, ask: Ask, detail: Detail | None) -> int:
    """What was sold at booths where those who are asked for sold, and others on the same day, too."""
    wanted = [name for name in ask.owners if getattr(ask, name) is not None]
    if not wanted:
        return 0
    table, takings, _count = _rollup(detail)
    # The last is the exhibitor, where both are asked for: it has one district.
    owner = _owners(fair_id, wanted[-1], ask)
    columns: dict[str, ColumnElement[Any]] = {"booth": table.c.booth}
    if detail == "hour":
        columns["hour"] = table.c.hour
    if detail == "tender":
        columns["tender"] = table.c.kind
    here = (owner.c.day == table.c.day) & (owner.c.booth == table.c.booth)
    asked = select(func.coalesce(func.sum(takings), 0)).select_from(table.join(owner, here))
    asked = _narrowed(asked, table, columns, fair_id, ask)
    shared = (owner.c.least != owner.c.most) & (owner.c.theirs == 1)
    return int(connection.execute(asked.where(shared)).scalar_one())


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


def _in_order(by: Axis, sums: Mapping[str, int], calendar: Calendar) -> list[str]:
    if by == "day":
        return sorted(sums)
    if by == "hour":
        return [str(hour) for hour in hours_in_order(calendar) if str(hour) in sums]
    return sorted(sums, key=lambda key: (key == SHARED, -sums[key], key))


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
