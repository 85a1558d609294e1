"""Stakes of a person as conditions of a statement: an exhibitor's rows, at all of its booths or at some."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Table, and_, false, or_

from fairpos.core.rights import Stake


def held(table: Table, stakes: Collection[Stake]) -> ColumnElement[bool]:
    """Rows of a table with columns `exhibitor` and `booth` that belong to one of these stakes."""
    whole = [stake.exhibitor for stake in stakes if not stake.booths]
    return or_(
        table.c.exhibitor.in_(whole) if whole else false(),
        *(
            and_(table.c.exhibitor == stake.exhibitor, table.c.booth.in_(stake.booths))
            for stake in stakes
            if stake.booths
        ),
    )


def exhibitors(stakes: Collection[Stake]) -> tuple[str, ...]:
    """Whose they are, by id."""
    return tuple(stake.exhibitor for stake in stakes)
