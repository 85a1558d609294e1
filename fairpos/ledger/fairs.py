"""Fairs and how they are set up: days, exhibitors, booths, who stands where, articles, gates, tills.

What is set up here reaches the tills only as a numbered settings edition (see `editions`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from fairpos.core.business_day import Calendar, FairDay
from fairpos.core.fair import (
    Article,
    BankAccount,
    Booth,
    Capacity,
    Edition,
    Exhibitor,
    Fair,
    FairStatus,
    Gate,
    Till,
)
from fairpos.core.staff import Staff
from fairpos.ledger import tables


class FairExists(ValueError):
    """A fair of this slug is already here."""


class NoSuchFair(LookupError):
    """No fair has this slug or id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FairRow:
    """A fair as it is kept. `version` goes up whenever a page of it would show something else."""

    id: int
    version: int
    slug: str
    name: str
    name_en: str
    series: str
    season: str
    province: str
    status: FairStatus
    prior: str | None
    cut_off_minute: int


def _fair_row(row: Any) -> FairRow:
    return FairRow(
        id=row.id,
        version=row.version,
        slug=row.slug,
        name=row.name,
        name_en=row.name_en,
        series=row.series,
        season=row.season,
        province=row.province,
        status=row.status,
        prior=row.prior_slug,
        cut_off_minute=row.cut_off_minute,
    )


def by_slug(connection: Connection, slug: str) -> FairRow | None:
    row = connection.execute(select(tables.fair).where(tables.fair.c.slug == slug)).one_or_none()
    return None if row is None else _fair_row(row)


def by_id(connection: Connection, fair_id: int) -> FairRow:
    """Raises NoSuchFair."""
    row = connection.execute(select(tables.fair).where(tables.fair.c.id == fair_id)).one_or_none()
    if row is None:
        raise NoSuchFair(str(fair_id))
    return _fair_row(row)


def every(connection: Connection) -> tuple[FairRow, ...]:
    """All fairs, the newest season first."""
    rows = [_fair_row(row) for row in connection.execute(select(tables.fair))]
    return tuple(sorted(rows, key=lambda fair: (fair.season, fair.id), reverse=True))


def bump(connection: Connection, fair_id: int) -> int:
    """Raise the version of what this fair's pages show, and return it.

    It also holds the fair's row until the transaction ends: whoever bumps first changes the set-up alone.
    Raises NoSuchFair.
    """
    fair = tables.fair
    raised = update(fair).where(fair.c.id == fair_id).values(version=fair.c.version + 1)
    version = connection.execute(raised.returning(fair.c.version)).scalar_one_or_none()
    if version is None:
        raise NoSuchFair(str(fair_id))
    return int(version)


def create(connection: Connection, fair: Fair) -> int:
    """A fair with its calendar and nothing else yet: enough for an edition known only as totals.

    Raises FairExists.
    """
    if by_slug(connection, fair.slug) is not None:
        raise FairExists(fair.slug)
    made = insert(tables.fair).values(
        slug=fair.slug,
        name=fair.name,
        name_en=fair.name_en,
        series=fair.series,
        season=fair.season,
        province=fair.province,
        status=fair.status,
        prior_slug=fair.prior,
        cut_off_minute=fair.calendar.cut_off_minute,
        version=1,
    )
    fair_id = int(connection.execute(made.returning(tables.fair.c.id)).scalar_one())
    _insert(
        connection,
        tables.fair_day,
        fair_id,
        (
            {
                "day": day.day,
                "opens_minute": day.opens_minute,
                "closes_minute": day.closes_minute,
                "is_open": day.is_open,
            }
            for day in fair.calendar.days
        ),
    )
    return fair_id


def load(connection: Connection, setup: Edition, *, at: int) -> int:
    """Create a fair and all of its set-up, as a fixture or an import holds it. Returns its id.

    The number of `setup` means nothing here: publishing gives editions their numbers. `at` dates the tills
    that come in revoked. Raises FairExists.
    """
    fair_id = create(connection, setup.fair)
    _insert(
        connection,
        tables.exhibitor,
        fair_id,
        (
            {
                "id": who.id,
                "name": who.name,
                "kind": who.kind,
                "district": who.district,
                "province": who.province,
                "country": who.country,
                "account_bin": who.account and who.account.bin,
                "account_number": who.account and who.account.number,
                "account_holder": who.account and who.account.holder,
            }
            for who in setup.exhibitors
        ),
    )
    _insert(
        connection,
        tables.booth,
        fair_id,
        ({"id": booth.id, "name": booth.name, "zone": booth.zone} for booth in setup.booths),
    )
    _insert(
        connection,
        tables.allocation,
        fair_id,
        (
            {"booth": booth.id, "exhibitor": who, "position": position}
            for booth in setup.booths
            for position, who in enumerate(booth.exhibitors)
        ),
    )
    _insert(
        connection,
        tables.article,
        fair_id,
        (
            {
                "id": article.id,
                "exhibitor": article.exhibitor,
                "name": article.name,
                "product_group": article.group,
                "unit": article.unit,
                "price": article.price,
                "weighed": article.weighed,
                "tax_class": article.tax_class,
                "stars": article.stars,
                "barcode": article.barcode,
                "photo": article.photo,
                "open_price": article.open_price,
                "low_stock": article.low_stock,
            }
            for article in setup.articles
        ),
    )
    _insert(
        connection,
        tables.favourite,
        fair_id,
        (
            {"booth": booth.id, "article": article, "position": position}
            for booth in setup.booths
            for position, article in enumerate(booth.favourites)
        ),
    )
    _insert(
        connection,
        tables.staff,
        fair_id,
        (
            {
                "id": one.id,
                "name": one.name,
                "role": one.role,
                "pin_salt": one.pin_salt,
                "pin_hash": one.pin_hash,
            }
            for one in setup.staff
        ),
    )
    _insert(
        connection,
        tables.staff_booth,
        fair_id,
        (
            {"staff": one.id, "booth": booth, "position": position}
            for one in setup.staff
            for position, booth in enumerate(one.booths)
        ),
    )
    _insert(connection, tables.gate, fair_id, map(asdict, setup.gates))
    _insert(connection, tables.capacity, fair_id, map(asdict, setup.capacities))
    _insert(
        connection,
        tables.till,
        fair_id,
        (
            {
                "id": till.id,
                "kind": till.kind,
                "place": till.place,
                "code_hash": till.code_hash,
                "revoked_at": at if till.revoked else None,
            }
            for till in setup.devices
        ),
    )
    return fair_id


def set_status(connection: Connection, fair_id: int, status: FairStatus) -> None:
    """Raises NoSuchFair."""
    bump(connection, fair_id)
    connection.execute(update(tables.fair).where(tables.fair.c.id == fair_id).values(status=status))


def calendar(connection: Connection, fair_id: int) -> Calendar:
    """Raises NoSuchFair."""
    cut_off = by_id(connection, fair_id).cut_off_minute
    days = _rows(connection, tables.fair_day, fair_id)
    return Calendar(
        tuple(
            FairDay(row.day, row.opens_minute, row.closes_minute, row.is_open)
            for row in sorted(days, key=lambda row: str(row.day))
        ),
        cut_off,
    )


def exhibitors(connection: Connection, fair_id: int) -> tuple[Exhibitor, ...]:
    return tuple(
        Exhibitor(
            id=row.id,
            name=row.name,
            kind=row.kind,
            district=row.district,
            province=row.province,
            country=row.country,
            account=None
            if row.account_number is None
            else BankAccount(bin=row.account_bin, number=row.account_number, holder=row.account_holder),
        )
        for row in _by_id(_rows(connection, tables.exhibitor, fair_id))
    )


def booths(connection: Connection, fair_id: int) -> tuple[Booth, ...]:
    """The booths with their allocation, the main exhibitor of each first."""
    standing = _in_order(_rows(connection, tables.allocation, fair_id), "booth", "exhibitor")
    favourites = _in_order(_rows(connection, tables.favourite, fair_id), "booth", "article")
    return tuple(
        Booth(
            id=row.id,
            name=row.name,
            zone=row.zone,
            exhibitors=standing.get(row.id, ()),
            favourites=favourites.get(row.id, ()),
        )
        for row in _by_id(_rows(connection, tables.booth, fair_id))
    )


def articles(connection: Connection, fair_id: int) -> tuple[Article, ...]:
    return tuple(
        Article(
            id=row.id,
            name=row.name,
            exhibitor=row.exhibitor,
            group=row.product_group,
            unit=row.unit,
            price=row.price,
            weighed=row.weighed,
            tax_class=row.tax_class,
            stars=row.stars,
            barcode=row.barcode,
            photo=row.photo,
            open_price=row.open_price,
            low_stock=row.low_stock,
        )
        for row in _by_id(_rows(connection, tables.article, fair_id))
    )


def gates(connection: Connection, fair_id: int) -> tuple[Gate, ...]:
    return tuple(
        Gate(id=row.id, name=row.name, hall=row.hall, method=row.method)
        for row in _by_id(_rows(connection, tables.gate, fair_id))
    )


def capacities(connection: Connection, fair_id: int) -> tuple[Capacity, ...]:
    """How many people may be in each hall, where somebody has said it; "" is the whole fair."""
    rows = _rows(connection, tables.capacity, fair_id)
    return tuple(Capacity(row.hall, row.people) for row in sorted(rows, key=lambda row: str(row.hall)))


def tills(connection: Connection, fair_id: int) -> tuple[Till, ...]:
    return tuple(
        Till(
            id=row.id,
            kind=row.kind,
            place=row.place,
            code_hash=row.code_hash,
            revoked=row.revoked_at is not None,
        )
        for row in _by_id(_rows(connection, tables.till, fair_id))
    )


def staff(connection: Connection, fair_id: int) -> tuple[Staff, ...]:
    booths_of = _in_order(_rows(connection, tables.staff_booth, fair_id), "staff", "booth")
    return tuple(
        Staff(
            id=row.id,
            name=row.name,
            role=row.role,
            booths=booths_of.get(row.id, ()),
            pin_salt=row.pin_salt,
            pin_hash=row.pin_hash,
        )
        for row in _by_id(_rows(connection, tables.staff, fair_id))
    )


def _in_order(rows: Iterable[Any], of: str, what: str) -> dict[str, tuple[str, ...]]:
    """Which `what` belong to each `of`, by their position."""
    found: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        found.setdefault(getattr(row, of), []).append((row.position, getattr(row, what)))
    return {owner: tuple(one for _, one in sorted(owned)) for owner, owned in found.items()}


def _insert(connection: Connection, table: Table, fair_id: int, rows: Iterable[Mapping[str, object]]) -> None:
    filled = [{"fair_id": fair_id, **row} for row in rows]
    if filled:
        connection.execute(insert(table), filled)


def _rows(connection: Connection, table: Table, fair_id: int) -> Iterable[Any]:
    return connection.execute(select(table).where(table.c.fair_id == fair_id))


def _by_id(rows: Iterable[Any]) -> list[Any]:
    # Sorted here, not in SQL: PostgreSQL orders text by its locale and SQLite by its bytes, and an edition
    # must have the same bytes from both.
    return sorted(rows, key=lambda row: str(row.id))
