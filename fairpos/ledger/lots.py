"""The draw of lots as it is kept: committed with hashes, drawn with a public number, open to everyone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from fairpos.core import lots
from fairpos.core.lots import Commitment, Fault
from fairpos.ledger import audit, fairs, states, tables


class NoSuchDraw(LookupError):
    """No draw of this number belongs to the fair."""


class DrawnAlready(ValueError):
    """A draw is made once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One draw. `secret` is "" until it is drawn; `order` holds exhibitors, the first lot first."""

    number: int
    commitment: Commitment
    names: tuple[str, ...]
    secret: str
    public_number: str
    order: tuple[str, ...]
    committed_at: int
    drawn_at: int | None
    by: str

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What does not hold of it; () before the draw as well."""
        if self.drawn_at is None:
            return ()
        return lots.faults(
            self.commitment,
            secret=self.secret,
            public_number=self.public_number,
            names=self.names,
            order=self.order,
        )


def commit(
    connection: Connection, fair_id: int, names: Sequence[str], *, secret: str, at: int, by: str
) -> int:
    """Promise a draw among these exhibitors, and return its number. Raises lots.WeakSecret, lots.NamedTwice,
    fair_state.Forbidden."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    promised = lots.commitment(secret, names)
    table = tables.lot_draw
    newest = select(func.max(table.c.number)).where(table.c.fair_id == fair_id)
    number = (connection.execute(newest).scalar_one() or 0) + 1
    connection.execute(
        insert(table).values(
            fair_id=fair_id,
            number=number,
            secret=secret,
            seed_hash=promised.seed_hash,
            list_hash=promised.list_hash,
            names=json.dumps(sorted(names), ensure_ascii=False),
            committed_at=at,
            by=by,
        )
    )
    audit.note(
        connection, fair_id, kind="lots", subject=str(number), act="creation", before=None,
        after={"names": len(names), "seed": promised.seed_hash, "list": promised.list_hash}, at=at, by=by,
    )  # fmt: skip
    return number


def draw(connection: Connection, fair_id: int, number: int, *, public_number: str, at: int, by: str) -> None:
    """Draw with a number nobody could know before. Raises NoSuchDraw, DrawnAlready, fair_state.Forbidden."""
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "allocation")
    row = _row(connection, fair_id, number)
    if row.drawn_at is not None:
        raise DrawnAlready(str(number))
    order = lots.draw(row.secret, public_number, json.loads(row.names))
    table = tables.lot_draw
    connection.execute(
        update(table)
        .where(table.c.fair_id == fair_id, table.c.number == number)
        .values(drawn=json.dumps(order, ensure_ascii=False), public_number=public_number, drawn_at=at)
    )
    audit.note(
        connection, fair_id, kind="lots", subject=str(number), act="change", before={"public_number": ""},
        after={"public_number": public_number}, at=at, by=by,
    )  # fmt: skip


def listed(connection: Connection, fair_id: int) -> tuple[Draw, ...]:
    """The newest first."""
    table = tables.lot_draw
    rows = connection.execute(select(table).where(table.c.fair_id == fair_id).order_by(table.c.number.desc()))
    return tuple(map(_draw, rows))


def numbers(connection: Connection, fair_id: int) -> dict[str, int]:
    """The lot of each exhibitor in the newest draw that was made; empty before."""
    made = next((one for one in listed(connection, fair_id) if one.drawn_at is not None), None)
    return {} if made is None else lots.numbers(made.order)


def _row(connection: Connection, fair_id: int, number: int) -> Any:
    table = tables.lot_draw
    row = connection.execute(
        select(table).where(table.c.fair_id == fair_id, table.c.number == number)
    ).one_or_none()
    if row is None:
        raise NoSuchDraw(str(number))
    return row


def _draw(row: Any) -> Draw:
    made = row.drawn_at is not None
    return Draw(
        number=row.number,
        commitment=Commitment(seed_hash=row.seed_hash, list_hash=row.list_hash),
        names=tuple(json.loads(row.names)),
        secret=row.secret if made else "",
        public_number=row.public_number,
        order=tuple(json.loads(row.drawn)) if made else (),
        committed_at=row.committed_at,
        drawn_at=row.drawn_at,
        by=row.by,
    )
