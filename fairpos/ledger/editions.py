"""Settings editions: a fair's whole set-up, numbered, immutable, as the bytes its terminals receive."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, bindparam, func, insert, select

from fairpos.core.business_day import day_of
from fairpos.core.fair import Edition, Fair
from fairpos.ledger import assortment, fairs, notices, shelf, tables
from fairpos.wire import editions as wire

_NEWEST_NUMBER = select(func.max(tables.edition.c.number)).where(
    tables.edition.c.fair_id == bindparam("fair_id")
)


def build(connection: Connection, fair_id: int, number: int, *, at: int | None = None) -> Edition:
    """The set-up as it stands now, as edition `number`. Nothing is kept. Raises fairs.NoSuchFair.

    Goods that may not be sold (see `assortment`) at the moment `at`, or else on the fair's first day, are
    left out of it.
    """
    row = fairs.by_id(connection, fair_id)
    devices = fairs.tills(connection, fair_id)
    day = None if at is None else day_of(at, row.cut_off_minute)
    articles = assortment.for_tills(connection, fair_id, day)
    sold = {article.id for article in articles}
    return Edition(
        number=number,
        fair=Fair(
            slug=row.slug,
            name=row.name,
            name_en=row.name_en,
            series=row.series,
            season=row.season,
            province=row.province,
            status=row.status,
            prior=row.prior,
            calendar=fairs.calendar(connection, fair_id),
        ),
        exhibitors=fairs.exhibitors(connection, fair_id),
        booths=tuple(
            replace(booth, favourites=tuple(one for one in booth.favourites if one in sold))
            for booth in fairs.booths(connection, fair_id)
        ),
        articles=articles,
        gates=fairs.gates(connection, fair_id),
        tills=tuple(one for one in devices if one.kind != "inspector"),
        staff=fairs.staff(connection, fair_id),
        inspectors=tuple(one for one in devices if one.kind == "inspector"),
        stops=shelf.standing(connection, fair_id),
        notices=notices.standing(connection, fair_id),
        capacities=fairs.capacities(connection, fair_id),
    )


def publish(connection: Connection, fair_id: int, *, at: int, by: str) -> int:
    """Keep the set-up as it stands now as the next edition, and return its number. Raises fairs.NoSuchFair.

    The fair's row is held first, so two who publish at once get two numbers and neither sees half of a
    change of set-up.
    """
    fairs.bump(connection, fair_id)
    number = newest_number(connection, fair_id) + 1
    body = wire.write(build(connection, fair_id, number, at=at))
    connection.execute(
        insert(tables.edition).values(fair_id=fair_id, number=number, body=body, made_at=at, made_by=by)
    )
    return number


def publish_changed(connection: Connection, fair_id: int, *, at: int, by: str) -> int | None:
    """As `publish`, if tills would learn anything from it: None where the newest edition says it all, and
    before the first, which is published when the fair is."""
    found = newest(connection, fair_id)
    if found is None or wire.write(build(connection, fair_id, found[0], at=at)) == found[1]:
        return None
    return publish(connection, fair_id, at=at, by=by)


def newest(connection: Connection, fair_id: int) -> tuple[int, bytes] | None:
    """The number and bytes of the newest edition; None before the first."""
    edition = tables.edition
    row = connection.execute(
        select(edition.c.number, edition.c.body)
        .where(edition.c.fair_id == fair_id)
        .order_by(edition.c.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.number, bytes(row.body))


def newest_number(connection: Connection, fair_id: int) -> int:
    """The number of the newest edition, without its bytes; 0 before the first."""
    return connection.execute(_NEWEST_NUMBER, {"fair_id": fair_id}).scalar_one() or 0


def one(connection: Connection, fair_id: int, number: int) -> bytes | None:
    """The bytes of one edition, exactly as published; None when there is none of this number."""
    edition = tables.edition
    body = connection.execute(
        select(edition.c.body).where(edition.c.fair_id == fair_id, edition.c.number == number)
    ).scalar_one_or_none()
    return None if body is None else bytes(body)
