"""The fleet: every terminal and till with what is known of it, and who may enrol.

A till's one-time code reaches its terminal inside a settings edition, as a hash, so a tablet can be enrolled
in a hall whose line to the centre is down. Each change here is therefore a new edition.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from itertools import chain, count
from string import ascii_lowercase

from sqlalchemy import Connection, insert, select, update

from fairpos.core.secret import hash_secret
from fairpos.ledger import audit, editions, fairs, states, tables


class UnknownTill(LookupError):
    """No till of this id belongs to the fair."""


class UnknownBooth(LookupError):
    """No booth of this id belongs to the fair."""


@dataclass(frozen=True, slots=True)
class TerminalState:
    """A terminal: when it was last heard, what it said it holds, and how far its streams are known here."""

    id: str
    name: str
    enrolled_at: int | None
    revoked_at: int | None
    seen_at: int | None
    held: int
    oldest_at: int | None
    clock_offset: int | None
    version: str | None
    edition: int | None


@dataclass(frozen=True, slots=True)
class TillRow:
    """A till: its place, whether its code is still open, and what it last said it holds."""

    id: str
    kind: str
    place: str
    enrolment_open: bool
    revoked_at: int | None
    seen_at: int | None
    pending: int
    oldest_at: int | None
    documents: int
    missing: int


def open_enrolments(
    connection: Connection, fair_id: int, codes: Mapping[str, str], *, at: int, by: str
) -> None:
    """Let devices enrol as these tills, each once with its code, in one edition. Raises UnknownTill.

    An earlier code that was not used is void. Raises fair_state.Forbidden too.
    """
    states.require(connection, fair_id, "tills")
    for till_id, code in codes.items():
        _set(connection, fair_id, till_id, {"code_hash": hash_secret(code), "revoked_at": None})
        _note(
            connection, fair_id, till_id, "enrolment", before=None, after={"enrolment": "open"}, at=at, by=by
        )
    editions.publish(connection, fair_id, at=at, by=by)


def open_enrolment(
    connection: Connection, fair_id: int, till_id: str, *, code: str, at: int, by: str
) -> None:
    """As `open_enrolments`, for one till."""
    open_enrolments(connection, fair_id, {till_id: code}, at=at, by=by)


def add_till(connection: Connection, fair_id: int, booth: str, *, code: str, at: int, by: str) -> str:
    """Give a booth one more till, to be enrolled with `code`, and return its id. Raises UnknownBooth,
    fair_state.Forbidden.

    It is a till of its own: its receipts are numbered in a series of their own, and the others go on.
    """
    # Held first, so that two who add a till at once do not find the same id free.
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "tills")
    if not any(one.id == booth for one in fairs.booths(connection, fair_id)):
        raise UnknownBooth(booth)
    every = fairs.tills(connection, fair_id)
    here = [till.id for till in every if till.kind == "till" and till.place == booth]
    id_ = free_till_id(min(here, default=f"M-{booth}-1"), {till.id for till in every})
    connection.execute(
        insert(tables.till).values(
            fair_id=fair_id, id=id_, kind="till", place=booth, code_hash=hash_secret(code)
        )
    )
    _note(
        connection,
        fair_id,
        id_,
        "creation",
        before=None,
        after={"kind": "till", "place": booth},
        at=at,
        by=by,
    )
    editions.publish(connection, fair_id, at=at, by=by)
    return id_


def add_inspector(connection: Connection, fair_id: int, *, code: str, at: int, by: str) -> str:
    """Let one more phone enrol as an inspector's, with `code`, and return its id."""
    fairs.bump(connection, fair_id)
    taken = {till.id for till in fairs.tills(connection, fair_id)}
    id_ = next(id_ for n in count(1) if (id_ := f"KT-{n}") not in taken)
    connection.execute(
        insert(tables.till).values(
            fair_id=fair_id, id=id_, kind="inspector", place="", code_hash=hash_secret(code)
        )
    )
    _note(connection, fair_id, id_, "creation", before=None, after={"kind": "inspector"}, at=at, by=by)
    editions.publish(connection, fair_id, at=at, by=by)
    return id_


def _note(
    connection: Connection,
    fair_id: int,
    till: str,
    act: str,
    *,
    before: audit.Fields | None,
    after: audit.Fields,
    at: int,
    by: str,
) -> None:
    audit.note(
        connection, fair_id, kind="till", subject=till, act=act, before=before, after=after, at=at, by=by
    )


def free_till_id(first: str, taken: Container[str]) -> str:
    """The first free id after the pattern of a booth's first till: M-A01-1 gives M-A01-2, and M12 gives M12b.

    Receipts are numbered "<till>-<number>", so M12 must not have a neighbour M12-2.
    """
    if first not in taken:
        return first
    stem, dash, number = first.rpartition("-")
    if dash and stem and number.isascii() and number.isdigit():
        return next(id_ for n in count(int(number) + 1) if (id_ := f"{stem}-{n}") not in taken)
    letters = (f"{first}{letter}" for letter in ascii_lowercase[1:])
    many = (f"{first}b{n}" for n in count(2))
    return next(id_ for id_ in chain(letters, many) if id_ not in taken)


def revoke_till(connection: Connection, fair_id: int, till_id: str, *, at: int, by: str) -> None:
    """Shut a till out from the next edition on. Raises UnknownTill."""
    _set(connection, fair_id, till_id, {"code_hash": None, "revoked_at": at})
    _note(connection, fair_id, till_id, "revocation", before=None, after={"revoked_at": at}, at=at, by=by)
    editions.publish(connection, fair_id, at=at, by=by)


def _set(connection: Connection, fair_id: int, till_id: str, values: dict[str, object]) -> None:
    table = tables.till
    changed = connection.execute(
        update(table).where(table.c.fair_id == fair_id, table.c.id == till_id).values(**values)
    )
    if changed.rowcount != 1:
        raise UnknownTill(till_id)


def terminals(connection: Connection, fair_id: int) -> tuple[TerminalState, ...]:
    """Every terminal of a fair, by id."""
    table = tables.terminal
    columns = [table.c[name] for name in TerminalState.__slots__]
    rows = connection.execute(select(*columns).where(table.c.fair_id == fair_id).order_by(table.c.id))
    return tuple(TerminalState(*row) for row in rows)


def tills(connection: Connection, fair_id: int) -> tuple[TillRow, ...]:
    """Every till, counter and sensor of a fair, by id. `missing` counts holes in its numbered documents."""
    till, state, known = tables.till, tables.till_state, tables.documents_by_till
    rows = connection.execute(
        select(
            till.c.id,
            till.c.kind,
            till.c.place,
            till.c.code_hash,
            till.c.revoked_at,
            state.c.seen_at,
            state.c.pending,
            state.c.oldest_at,
            known.c.documents,
            known.c.n_max,
        )
        .select_from(
            till.outerjoin(
                state, (state.c.fair_id == till.c.fair_id) & (state.c.till == till.c.id)
            ).outerjoin(known, (known.c.fair_id == till.c.fair_id) & (known.c.till == till.c.id))
        )
        .where(till.c.fair_id == fair_id)
        .order_by(till.c.id)
    )
    return tuple(
        TillRow(
            row.id,
            row.kind,
            row.place,
            row.code_hash is not None,
            row.revoked_at,
            row.seen_at,
            row.pending or 0,
            row.oldest_at,
            row.documents or 0,
            max(0, (row.n_max or 0) - (row.documents or 0)),
        )
        for row in rows
    )
