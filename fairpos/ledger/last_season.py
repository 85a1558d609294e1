"""What each exhibitor took at the edition before, as far as it is known: by tills, or stated on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from fairpos.core.search import search_key
from fairpos.ledger import exhibitors, fairs, returns, tables
from fairpos.ledger.exhibitors import Known


@dataclass(frozen=True, slots=True)
class Takings:
    """Đồng, VAT included. `returned` is the part that booths without a till stated on paper."""

    amount: int
    returned: int


def takings(connection: Connection, fair_id: int) -> dict[str, Takings]:
    """By the exhibitor's id at this fair. Somebody is known again by tax code, else by name; an id alone may
    be another's. What a booth stated counts for its main exhibitor, and only where no till sold that day."""
    fair = fairs.by_id(connection, fair_id)
    prior = fairs.by_slug(connection, fair.prior) if fair.prior else None
    if prior is None:
        return {}
    found = _then(connection, prior.id)
    then = _by_name(exhibitors.listed(connection, prior.id))
    now = exhibitors.listed(connection, fair_id)
    return {
        who.id: found[before]
        for who in now
        for before in (then.get(who.details.tax_code) or then.get(search_key(who.details.name)),)
        if before in found
    }


def _then(connection: Connection, prior_id: int) -> dict[str, Takings]:
    sold, by_hour = tables.takings_by_article, tables.takings_by_hour
    rows = connection.execute(
        select(sold.c.exhibitor, func.sum(sold.c.takings).label("takings"))
        .where(sold.c.fair_id == prior_id)
        .group_by(sold.c.exhibitor)
    )
    counted = {row.exhibitor: int(row.takings) for row in rows}
    tilled = {
        (row.day, row.booth)
        for row in connection.execute(
            select(by_hour.c.day, by_hour.c.booth).where(by_hour.c.fair_id == prior_id).distinct()
        )
    }
    main = {booth.id: booth.exhibitors[0] for booth in fairs.booths(connection, prior_id) if booth.exhibitors}
    stated: dict[str, int] = {}
    for one in returns.standing(connection, prior_id):
        if (one.day, one.booth) not in tilled and one.booth in main:
            stated[main[one.booth]] = stated.get(main[one.booth], 0) + (one.amount or 0)
    return {
        who: Takings(counted.get(who, 0) + stated.get(who, 0), stated.get(who, 0))
        for who in counted.keys() | stated.keys()
    }


def _by_name(known: tuple[Known, ...]) -> Mapping[str, str]:
    """Ids by tax code and by name; what two share is nobody's."""
    found: dict[str, set[str]] = {}
    for who in known:
        for name in filter(None, (who.details.tax_code, search_key(who.details.name))):
            found.setdefault(name, set()).add(who.id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}
