"""Booths by what people call them: the code on the plan, which may change, or the id, which never does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from fairpos.ledger import tables


def ids(connection: Connection, fair_id: int) -> dict[str, str]:
    """Ids by code and by id, in lower case. Where a code is another booth's id, the code is what is meant,
    for that is what stands on the plan. A booth that was merged into another is known as that one."""
    booth, stand = tables.booth, tables.stand
    rows = list(
        connection.execute(
            select(booth.c.id, stand.c.code, stand.c.gone_at, stand.c.merged_into)
            .select_from(
                booth.outerjoin(stand, (stand.c.fair_id == booth.c.fair_id) & (stand.c.id == booth.c.id))
            )
            .where(booth.c.fair_id == fair_id)
        )
    )
    found = {row.id.casefold(): row.merged_into or row.id for row in rows}
    found |= {row.code.casefold(): row.merged_into for row in rows if row.code and row.merged_into}
    found |= {row.code.casefold(): row.id for row in rows if row.code and row.gone_at is None}
    return found


def codes(connection: Connection, fair_id: int) -> dict[str, str]:
    """What people call each booth, by id: its code on the plan, or its id where it has none."""
    booth, stand = tables.booth, tables.stand
    rows = connection.execute(
        select(booth.c.id, stand.c.code)
        .select_from(
            booth.outerjoin(stand, (stand.c.fair_id == booth.c.fair_id) & (stand.c.id == booth.c.id))
        )
        .where(booth.c.fair_id == fair_id)
    )
    return {row.id: row.code or row.id for row in rows}


def known(codes: Iterable[str], by_code: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of those codes that are booths, each once, in their order."""
    return tuple(dict.fromkeys(by_code[code.casefold()] for code in codes if code.casefold() in by_code))
