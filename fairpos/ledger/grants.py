"""Who holds which role where. Giving and taking a role is on record, and one administrator always remains."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select

from fairpos.core.rights import EVERYWHERE, ROLES, Grant, Grants
from fairpos.ledger import audit, tables


class BadGrant(ValueError):
    """A role that cannot be given so. `code` says why: "role", "fair", "exhibitor", "booths" (the exhibitor
    does not stand there), "everywhere" (a role that no single fair can have) or "given" (it is held)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoSuchGrant(LookupError):
    """This account holds no grant of this id."""


class LastAdministrator(ValueError):
    """Without this one, nobody could let anybody in any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    """A grant as it is kept, with the names that say in words what it is for."""

    id: int
    account: str
    grant: Grant
    fair_name: str
    exhibitor_name: str
    booth_names: tuple[str, ...] = ()


def of_account(connection: Connection, account: str) -> tuple[GrantRow, ...]:
    """What one person holds, in the order in which it was given."""
    return _read(connection, _rows().where(tables.grant.c.account == account))


def by_account(connection: Connection) -> Mapping[str, tuple[GrantRow, ...]]:
    """What everybody holds, by the account's id."""
    found: dict[str, tuple[GrantRow, ...]] = {}
    for row in _read(connection, _rows()):
        found[row.account] = (*found.get(row.account, ()), row)
    return found


def held(connection: Connection, account: str) -> Grants:
    return tuple(row.grant for row in of_account(connection, account))


def give(connection: Connection, account: str, grant: Grant, *, at: int, by: str) -> None:
    """Let an account hold a role from its next request on. Raises BadGrant."""
    fair_id = put(connection, account, grant)
    _note(connection, account, grant, fair_id, given=True, at=at, by=by)


def put(connection: Connection, account: str, grant: Grant) -> int | None:
    """As `give`, without a record: for an account that is only being made. Returns the fair's id."""
    fair_id = check(connection, grant)
    if grant in held(connection, account):
        raise BadGrant("given")
    connection.execute(
        insert(tables.grant).values(
            account=account,
            role=grant.role,
            fair_id=fair_id,
            exhibitor=grant.exhibitor,
            booths=" ".join(grant.booths),
        )
    )
    return fair_id


def take(connection: Connection, account: str, id_: int, *, at: int, by: str) -> None:
    """Take a role away, from the next request on. Raises NoSuchGrant, LastAdministrator."""
    row = next((one for one in of_account(connection, account) if one.id == id_), None)
    if row is None:
        raise NoSuchGrant(str(id_))
    if row.grant.role == "administrator":
        keep_an_administrator(connection, without=account)
    fair_id = connection.execute(
        delete(tables.grant).where(tables.grant.c.id == id_).returning(tables.grant.c.fair_id)
    ).scalar_one()
    _note(connection, account, row.grant, fair_id, given=False, at=at, by=by)


def keep_an_administrator(connection: Connection, *, without: str) -> None:
    """Raises LastAdministrator when no account that may sign in would be one, without this one."""
    grant, account = tables.grant, tables.account
    # Held until the transaction ends: two administrators may not remove each other at the same moment.
    found = connection.execute(
        select(grant.c.account)
        .join(account, account.c.id == grant.c.account)
        .where(grant.c.role == "administrator", account.c.disabled_at.is_(None))
        .order_by(grant.c.id)
        .with_for_update()
    )
    if set(found.scalars()) <= {without}:
        raise LastAdministrator(without)


def check(connection: Connection, grant: Grant) -> int | None:
    """The id of a grant's fair, when such a grant can be given to anybody. Raises BadGrant."""
    if grant.role not in ROLES:
        raise BadGrant("role")
    if grant.role in EVERYWHERE and grant.fair is not None:
        raise BadGrant("everywhere")
    fair_id: int | None = None
    if grant.fair is not None:
        asked = select(tables.fair.c.id).where(tables.fair.c.slug == grant.fair)
        fair_id = connection.execute(asked).scalar_one_or_none()
        if fair_id is None:
            raise BadGrant("fair")
    if (grant.role == "exhibitor") != (grant.exhibitor is not None):
        raise BadGrant("exhibitor")
    if grant.exhibitor is not None:
        who = tables.exhibitor
        known = select(who.c.id).where(who.c.fair_id == fair_id, who.c.id == grant.exhibitor)
        if fair_id is None or connection.execute(known).first() is None:
            raise BadGrant("exhibitor")
    if not set(grant.booths) <= _stands_at(connection, fair_id, grant.exhibitor):
        raise BadGrant("booths")
    return fair_id


def _stands_at(connection: Connection, fair_id: int | None, exhibitor: str | None) -> set[str]:
    where = tables.allocation.c
    asked = select(where.booth).where(where.fair_id == fair_id, where.exhibitor == exhibitor)
    return set(connection.execute(asked).scalars())


def _note(
    connection: Connection, account: str, grant: Grant, fair_id: int | None, *, given: bool, at: int, by: str
) -> None:
    login = select(tables.account.c.login).where(tables.account.c.id == account)
    fields = {"role": grant.role, "fair": grant.fair, "exhibitor": grant.exhibitor}
    if grant.booths:
        fields["booths"] = " ".join(grant.booths)
    audit.note(
        connection,
        fair_id,
        kind="grant",
        subject=str(connection.execute(login).scalar_one()),
        act="creation" if given else "removal",
        before=None if given else fields,
        after=fields if given else None,
        at=at,
        by=by,
    )


def _rows() -> Select[Any]:
    grant, fair, exhibitor = tables.grant, tables.fair, tables.exhibitor
    return (
        select(
            grant.c.id,
            grant.c.account,
            grant.c.role,
            fair.c.slug,
            fair.c.name.label("fair_name"),
            grant.c.exhibitor,
            exhibitor.c.name.label("exhibitor_name"),
            grant.c.fair_id,
            grant.c.booths,
        )
        .select_from(
            grant.outerjoin(fair, fair.c.id == grant.c.fair_id).outerjoin(
                exhibitor,
                (exhibitor.c.fair_id == grant.c.fair_id) & (exhibitor.c.id == grant.c.exhibitor),
            )
        )
        .order_by(grant.c.id)
    )


def _read(connection: Connection, asked: Select[Any]) -> tuple[GrantRow, ...]:
    rows = connection.execute(asked).all()
    names = _booth_names(connection, {row.fair_id for row in rows if row.booths})
    return tuple(
        GrantRow(
            id=row.id,
            account=row.account,
            grant=Grant(row.role, row.slug, row.exhibitor, tuple(row.booths.split())),
            fair_name=row.fair_name or "",
            exhibitor_name=row.exhibitor_name or "",
            booth_names=tuple(names.get((row.fair_id, one), one) for one in row.booths.split()),
        )
        for row in rows
    )


def _booth_names(connection: Connection, fair_ids: Collection[int]) -> dict[tuple[int, str], str]:
    if not fair_ids:
        return {}
    booth = tables.booth.c
    asked = select(booth.fair_id, booth.id, booth.name).where(booth.fair_id.in_(fair_ids))
    return {(row.fair_id, row.id): row.name for row in connection.execute(asked)}
