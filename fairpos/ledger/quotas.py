"""The organiser's rules of an allocation, and the quotas of units and product groups."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from fairpos.core import quotas
from fairpos.core.application import BOOTHS_MAX
from fairpos.ledger import audit, fairs, states, tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Days are ISO text, "" where nothing is set. `blocks` are units that stand together, `pools` units
    whose producers may share booths, `weak` those to be helped to better places than last season, `opened`
    zones others may have too, `food_rows` rows as "hall/row"."""

    closes_on: str = ""
    deposit_due: str = ""
    reserve_percent: int = 0
    reserve_until: str = ""
    rival_distance: int = 3
    booths_most: int = BOOTHS_MAX
    corner_percent: int = 100
    groups_together: bool = True
    blocks: tuple[str, ...] = ()
    pools: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    food_rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRow:
    """One unit's quota. `booths` and `exact` (thousandths) are None before anything was shared out."""

    unit: str
    weight: int = 0
    least: int = 0
    most: int | None = None
    booths: int | None = None
    exact: int | None = None
    why: str = ""


def settings(connection: Connection, fair_id: int) -> Settings:
    table = tables.allocation_rules
    body = connection.execute(select(table.c.body).where(table.c.fair_id == fair_id)).scalar_one_or_none()
    if body is None:
        return Settings()
    kept: dict[str, Any] = json.loads(body)
    known: dict[str, Any] = {
        name: tuple(kept[name]) if isinstance(kept[name], list) else kept[name]
        for name in Settings.__slots__
        if name in kept
    }
    return Settings(**known)


def set_settings(connection: Connection, fair_id: int, new: Settings, *, at: int, by: str) -> None:
    """Raises fair_state.Forbidden, fairs.NoSuchFair."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    before = settings(connection, fair_id)
    table = tables.allocation_rules
    connection.execute(delete(table).where(table.c.fair_id == fair_id))
    body = json.dumps(asdict(new), ensure_ascii=False, sort_keys=True)
    connection.execute(insert(table).values(fair_id=fair_id, body=body))
    audit.note(
        connection, fair_id, kind="allocation", subject="rules", act="change",
        before=_listed(before), after=_listed(new), at=at, by=by,
    )  # fmt: skip


def _listed(one: Settings) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(one).items()}


def listed(connection: Connection, fair_id: int) -> tuple[QuotaRow, ...]:
    """Every unit's quota, by unit."""
    table = tables.quota
    rows = connection.execute(select(table).where(table.c.fair_id == fair_id))
    found = (QuotaRow(**{name: getattr(row, name) for name in QuotaRow.__slots__}) for row in rows)
    return tuple(sorted(found, key=lambda one: one.unit))


def caps(connection: Connection, fair_id: int) -> dict[str, int]:
    """The most booths of each product group that has a limit."""
    table = tables.group_cap
    rows = connection.execute(select(table).where(table.c.fair_id == fair_id))
    return {row.product_group: row.most for row in sorted(rows, key=lambda row: str(row.product_group))}


def set_caps(connection: Connection, fair_id: int, new: Mapping[str, int], *, at: int, by: str) -> None:
    """Raises fair_state.Forbidden, fairs.NoSuchFair."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    before = caps(connection, fair_id)
    table = tables.group_cap
    connection.execute(delete(table).where(table.c.fair_id == fair_id))
    if new:
        connection.execute(
            insert(table),
            [{"fair_id": fair_id, "product_group": group, "most": most} for group, most in new.items()],
        )
    audit.note(
        connection, fair_id, kind="allocation", subject="groups", act="change", before=before,
        after=dict(new), at=at, by=by,
    )  # fmt: skip


def set_quotas(
    connection: Connection,
    fair_id: int,
    new: Sequence[QuotaRow],
    *,
    reason: str = "",
    at: int,
    by: str,
) -> None:
    """Keep these quotas in place of those before. Raises fair_state.Forbidden, fairs.NoSuchFair."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    before = {one.unit: _said(one) for one in listed(connection, fair_id)}
    table = tables.quota
    connection.execute(delete(table).where(table.c.fair_id == fair_id))
    if new:
        connection.execute(insert(table), [{"fair_id": fair_id, **asdict(one)} for one in new])
    audit.note(
        connection, fair_id, kind="allocation", subject="quotas", act="change", before=before,
        after={one.unit: _said(one) for one in new}, at=at, by=by, reason=reason,
    )  # fmt: skip


def _said(one: QuotaRow) -> str:
    most = "" if one.most is None else one.most
    return f"{one.booths if one.booths is not None else '–'} ({one.weight}; {one.least}–{most})"


def as_given(row: QuotaRow, booths: int) -> QuotaRow:
    """The quota of a unit that was given its booths as a whole: those, and no share of the rest."""
    return replace(row, least=min(row.least, booths), booths=booths, exact=1000 * booths, why="pavilion")


def share_out(rows: Sequence[QuotaRow], booths: int, *, seed: str) -> tuple[QuotaRow, ...]:
    """Booths for every unit by largest remainder. Raises quotas.QuotasDoNotFit."""
    claims = [quotas.Claim(unit=one.unit, weight=one.weight, least=one.least, most=one.most) for one in rows]
    found = {share.unit: share for share in quotas.shares(booths, claims, seed=seed)}
    return tuple(
        replace(
            one,
            booths=found[one.unit].booths,
            exact=round(1000 * found[one.unit].exact),
            why=found[one.unit].why,
        )
        for one in rows
    )
