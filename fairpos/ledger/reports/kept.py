"""Reports as they are kept: drafted again and again until a person signs, and never changed after that.

What is signed is bytes and their hash. A document that arrives later makes the next revision, a draft that
stands beside the signed one with every difference told, until a person signs that as well.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from fairpos.core.report import Difference, Report, ReportKind, differences
from fairpos.ledger import audit, fairs, tables
from fairpos.ledger.fairs import FairRow
from fairpos.wire import reports as wire

State = Literal["draft", "signed", "revised"]
"""revised: signed, and a later revision is signed too."""


class NoSuchReport(LookupError):
    """The fair has no report of this number, or nothing was signed under this code."""


class AlreadySigned(ValueError):
    """This report is signed; what changes now is a revision of it."""


class OtherFigures(ValueError):
    """The draft is no longer the one the person has seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A report without its contents. `newest` is the number of the newest revision of the same thing."""

    no: int
    kind: ReportKind
    subject: str
    revision: int
    state: State
    hash: str
    drafted_at: int
    drafted_by: str
    version: int
    signed_at: int | None
    signed_by: str | None
    signer: str | None
    code: str | None
    newest: int


def draft(connection: Connection, fair_id: int, report: Report, *, version: int, by: str) -> int:
    """Keep a report as a draft and return its number.

    It takes the place of an earlier draft. Beside a signed report it becomes the next revision if any figure
    differs; if none does, the signed one stands and its number is returned. `version` is the fair's, of which
    the report was made.
    """
    table = tables.report
    body = wire.write(report)
    values = {"body": body, "hash": wire.hash_of(body), "drafted_at": report.at, "drafted_by": by}
    here = (table.c.fair_id == fair_id) & (table.c.kind == report.kind) & (table.c.subject == report.subject)
    rows = connection.execute(select(table).where(here).order_by(table.c.revision.desc()).limit(2)).all()
    open_ = rows[0] if rows and rows[0].signed_at is None else None
    signed = next((row for row in rows if row.signed_at is not None), None)
    if signed is not None and not differences(wire.read(bytes(signed.body)), report):
        if open_ is not None:
            connection.execute(delete(table).where(table.c.fair_id == fair_id, table.c.no == open_.no))
        return int(signed.no)
    if open_ is not None:
        changed = update(table).where(table.c.fair_id == fair_id, table.c.no == open_.no)
        same = open_.body is not None and not differences(wire.read(bytes(open_.body)), report)
        connection.execute(changed.values(version=version, **({} if same else values)))
        return int(open_.no)
    newest = select(func.coalesce(func.max(table.c.no), 0)).where(table.c.fair_id == fair_id)
    no = int(connection.execute(newest).scalar_one()) + 1
    connection.execute(
        insert(table).values(
            fair_id=fair_id,
            no=no,
            kind=report.kind,
            subject=report.subject,
            revision=1 if signed is None else signed.revision + 1,
            version=version,
            **values,
        )
    )
    return no


def sign(
    connection: Connection,
    fair_id: int,
    seen: Iterable[tuple[int, str]],
    *,
    token: Callable[[], str],
    at: int,
    by: str,
    signer: str,
) -> None:
    """Sign drafts, each by its number and the hash of the figures the person has seen.

    `by` is the login, `signer` the name as it stands on the paper, `token` gives random text for the codes.
    Raises NoSuchReport, AlreadySigned and OtherFigures; then nothing is signed.
    """
    table = tables.report
    hold(connection, fair_id)
    for no, hash_ in seen:
        row = _row(connection, fair_id, no)
        if row.signed_at is not None:
            raise AlreadySigned(str(no))
        if row.hash != hash_ or wire.hash_of(bytes(row.body)) != hash_:
            raise OtherFigures(str(no))
        signature = {"signed_at": at, "signed_by": by, "signer": signer, "code": code_of(token())}
        connection.execute(
            update(table).where(table.c.fair_id == fair_id, table.c.no == no).values(**signature)
        )
        audit.note(
            connection,
            fair_id,
            kind="report",
            subject=f"{row.kind} {row.subject}".strip(),
            act="signature",
            before={"signed": None},
            after={"signed": hash_, "revision": row.revision},
            at=at,
            by=by,
        )


def hold(connection: Connection, fair_id: int) -> None:
    """Hold the fair's row until the transaction ends: whoever drafts or signs does so alone. Its version
    stays, for no figure has changed."""
    connection.execute(select(tables.fair.c.id).where(tables.fair.c.id == fair_id).with_for_update())


def code_of(token: str) -> str:
    """A code that a person can type from paper, with eighty bits of the token's: ABCD-EFGH-JKLM-NPQR."""
    text = b32encode(sha256(b"fairpos/report/1\0" + token.encode()).digest()).decode()[:16]
    return "-".join(text[n : n + 4] for n in range(0, 16, 4))


def listed(connection: Connection, fair_id: int) -> tuple[Kept, ...]:
    """Every report of a fair, without contents: by kind and subject, the newest revision first."""
    table = tables.report
    columns = [column for column in table.columns if column.name != "body"]
    rows = connection.execute(
        select(*columns)
        .where(table.c.fair_id == fair_id)
        .order_by(table.c.kind, table.c.subject, table.c.revision.desc())
    ).all()
    newest: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows:
        no, signed = newest.get((row.kind, row.subject), (row.no, 0))
        newest[row.kind, row.subject] = no, signed or (row.revision if row.signed_at else 0)
    return tuple(_kept(row, *newest[row.kind, row.subject]) for row in rows)


def newest_signed(connection: Connection, fair_id: int, kind: ReportKind, subject: str) -> Kept | None:
    """The last word on a thing: its newest signed revision; None where nothing of it is signed."""
    of_it = (one for one in listed(connection, fair_id) if (one.kind, one.subject) == (kind, subject))
    return next((one for one in of_it if one.state == "signed"), None)


def find(connection: Connection, fair_id: int, no: int) -> tuple[Kept, bytes]:
    """A report and its bytes. Raises NoSuchReport."""
    row = _row(connection, fair_id, no)
    kept = next(one for one in listed(connection, fair_id) if one.no == no)
    return kept, bytes(row.body)


def revised(connection: Connection, fair_id: int, no: int) -> tuple[Difference, ...]:
    """What a report says otherwise than the revision that was signed before it. Raises NoSuchReport."""
    table = tables.report
    row = _row(connection, fair_id, no)
    before = connection.execute(
        select(table.c.body)
        .where(
            table.c.fair_id == fair_id,
            table.c.kind == row.kind,
            table.c.subject == row.subject,
            table.c.revision == row.revision - 1,
        )
        .limit(1)
    ).scalar_one_or_none()
    if before is None:
        return ()
    return differences(wire.read(bytes(before)), wire.read(bytes(row.body)))


def by_code(connection: Connection, code: str) -> tuple[FairRow, Kept, bytes]:
    """The fair and the signed report of a code on paper. Raises NoSuchReport."""
    table = tables.report
    found = connection.execute(select(table.c.fair_id, table.c.no).where(table.c.code == code)).one_or_none()
    if found is None:
        raise NoSuchReport(code)
    return fairs.by_id(connection, found.fair_id), *find(connection, found.fair_id, found.no)


def _row(connection: Connection, fair_id: int, no: int) -> Any:
    table = tables.report
    row = connection.execute(select(table).where(table.c.fair_id == fair_id, table.c.no == no)).one_or_none()
    if row is None:
        raise NoSuchReport(str(no))
    return row


def _kept(row: Any, newest: int, signed: int) -> Kept:
    state: State = "draft"
    if row.signed_at is not None:
        state = "revised" if row.revision < signed else "signed"
    return Kept(
        no=row.no,
        kind=row.kind,
        subject=row.subject,
        revision=row.revision,
        state=state,
        hash=row.hash,
        drafted_at=row.drafted_at,
        drafted_by=row.drafted_by,
        version=row.version,
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        signer=row.signer,
        code=row.code,
        newest=newest,
    )
