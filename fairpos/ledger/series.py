"""The line an edition belongs to: the editions of its series in order, the previous one, and the gaps.

The previous edition is the previous of the same series, Spring with Spring. A link that a person set
(`fair.prior_slug`) goes before that, because series move, merge and change their name.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from fairpos.core.document import is_name
from fairpos.ledger import audit, fairs, tables
from fairpos.ledger.fairs import FairRow


class BadLink(ValueError):
    """This fair cannot be the previous one. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition in its line. `first_day` is None where its days are not known, `open_days` then 0.

    `missing` are the years between it and the one before it of which nothing is here.
    """

    fair: FairRow
    first_day: str | None
    open_days: int
    missing: tuple[int, ...] = ()

    @property
    def year(self) -> int | None:
        season = self.fair.season[:4]
        return int(season) if season.isascii() and season.isdigit() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The edition before, and how it is known: set by a person, or the nearest of the series."""

    edition: Edition
    by_hand: bool
    missing: tuple[int, ...]


def editions(connection: Connection, series: str) -> tuple[Edition, ...]:
    """The editions of a series, the oldest first, each with the gap before it."""
    found: list[Edition] = []
    for fair, first, days in _dated(connection):
        if fair.series == series:
            edition = Edition(fair=fair, first_day=first, open_days=days)
            gap = _between(found[-1], edition) if found else ()
            found.append(Edition(fair=fair, first_day=first, open_days=days, missing=gap))
    return tuple(found)


def previous(connection: Connection, fair: FairRow) -> Previous | None:
    """The edition a fair is held against unless somebody asks for another."""
    dated = {
        row.slug: Edition(fair=row, first_day=first, open_days=n) for row, first, n in _dated(connection)
    }
    here = dated[fair.slug]
    if fair.prior is not None and fair.prior in dated:
        edition = dated[fair.prior]
        return Previous(edition=edition, by_hand=True, missing=_between(edition, here))
    line = editions(connection, fair.series)
    place = next(place for place, edition in enumerate(line) if edition.fair.id == fair.id)
    if place == 0:
        return None
    return Previous(edition=line[place - 1], by_hand=False, missing=line[place].missing)


def link(
    connection: Connection, fair: FairRow, prior: str | None, *, at: int, by: str, reason: str = ""
) -> None:
    """Set the previous edition by hand, or leave it to the series again with None. Raises BadLink."""
    if prior is not None:
        other = fairs.by_slug(connection, prior) if is_name(prior) else None
        if other is None:
            raise BadLink("no-such-fair")
        if other.id == fair.id:
            raise BadLink("itself")
        seen = {fair.slug}
        while other is not None and other.prior is not None:
            if other.prior in seen:
                raise BadLink("circle")
            seen.add(other.slug)
            other = fairs.by_slug(connection, other.prior)
    fairs.bump(connection, fair.id)
    table = tables.fair
    connection.execute(update(table).where(table.c.id == fair.id).values(prior_slug=prior))
    audit.note(
        connection, fair.id, kind="fair", subject=fair.slug, act="link",
        before={"prior": fair.prior}, after={"prior": prior}, at=at, by=by, reason=reason,
    )  # fmt: skip


def _dated(connection: Connection) -> list[tuple[FairRow, str | None, int]]:
    """Every fair with its first day and how many days it trades, in the order in which they were held."""
    day = tables.fair_day.c
    counted = select(day.fair_id, func.min(day.day), func.count()).where(day.is_open).group_by(day.fair_id)
    days = {row[0]: (str(row[1]), int(row[2])) for row in connection.execute(counted)}
    rows = [(fair, *days.get(fair.id, (None, 0))) for fair in fairs.every(connection)]
    return sorted(rows, key=lambda row: (row[1] or row[0].season, row[0].season, row[0].id))


def _between(before: Edition, after: Edition) -> tuple[int, ...]:
    """The years without an edition; a series is held once a year unless it says otherwise by what is here."""
    if before.year is None or after.year is None:
        return ()
    return tuple(range(before.year + 1, after.year))
