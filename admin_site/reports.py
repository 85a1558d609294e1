"""A fair's reports: what is drafted and what is signed; one of them in full, to read, to keep, to sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_reading, site_of
from admin_site.tills import qr
from fairpos.core.report import Report, ReportKind
from fairpos.core.rights import holds
from fairpos.ledger import fairs, particulars
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.reports import drafting, kept, result
from fairpos.ledger.reports.kept import Kept
from fairpos.web import report_paper, report_workbook
from fairpos.web.downloads import download
from fairpos.web.i18n import language_of
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.report_charts import drawing, legend
from fairpos.web.report_words import Seal
from fairpos.web.screen import field, screen
from fairpos.web.session import session_of
from fairpos.wire import reports as wire

STATEMENTS: tuple[ReportKind, ...] = ("booth", "exhibitor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One report in a list. `name` is what it is of: a day, a booth or an exhibitor by its name."""

    report: Kept
    name: str
    due: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """All statements of one kind: how many there are, how many are signed and how many wait."""

    kind: str
    every: int
    signed: int
    drafts: int


@screen(may("see"))
def reports(request: Request) -> Response:
    """`?kind=` shows the statements of one kind; without it they are one line a kind."""
    chosen = request.query_params.get("kind", "")
    with fair_reading(request) as (connection, fair):
        every = kept.listed(connection, fair.id)
        names = _names(connection, fair)
        days = particulars.read(connection, fair.id).report_days
        due = result.due(fairs.calendar(connection, fair.id).open_days(), days)
    # Of each thing the newest revision, and every one that was ever signed.
    shown = [
        Listed(
            report=one,
            name=names.get((one.kind, one.subject), one.subject),
            due=due if one.kind == "result" else None,
        )
        for one in every
        if (one.kind == chosen if chosen in STATEMENTS else one.kind not in STATEMENTS)
    ]
    shown.sort(key=lambda one: one.report.subject, reverse=chosen not in STATEMENTS)
    shown.sort(key=lambda one: _rank(one.report))
    drafts = [one.report for one in shown if one.report.state == "draft"]
    return page(
        request,
        "site/reports.html",
        tab="reports",
        fair=fair,
        reports=tuple(shown),
        piles=_piles(every),
        chosen=chosen if chosen in STATEMENTS else "",
        seen=_seen(drafts) if chosen in STATEMENTS else "",
        drafts=len(drafts),
        may_sign=_may_sign(request, fair),
        has_begun=bool(drafting.due_now(fair)),
        is_over=fair.status in ("closed", "archived"),
    )


def _rank(one: Kept) -> int:
    """The whole fair's reports first, then the evenings."""
    return drafting.WHOLE.index(one.kind) if one.kind in drafting.WHOLE else len(drafting.WHOLE)


def _piles(every: Sequence[Kept]) -> tuple[Pile, ...]:
    newest = [one for one in every if one.no == one.newest]
    counted = Counter((one.kind, one.state) for one in newest)
    return tuple(
        Pile(
            kind=kind,
            every=sum(n for (of, _), n in counted.items() if of == kind),
            signed=counted[kind, "signed"],
            drafts=counted[kind, "draft"],
        )
        for kind in STATEMENTS
    )


def _names(connection: Connection, fair: FairRow) -> dict[tuple[str, str], str]:
    names = {("booth", one.id): f"{one.id} – {one.name}" for one in fairs.booths(connection, fair.id)}
    return names | {("exhibitor", one.id): one.name for one in fairs.exhibitors(connection, fair.id)}


@screen(may("money"))
def draft(request: Request) -> Response:
    """Draft again whatever the fair should have by now. The reading is long and holds nobody up."""
    site = site_of(request)
    with fair_reading(request) as (connection, fair):
        made = drafting.make(connection, fair, drafting.due_now(fair), at=site.clock())
    with site.database.writing() as connection:
        drafting.keep(connection, fair, made, by=actor(request))
    return RedirectResponse(f"/fairs/{fair.slug}/reports", status_code=303)


@screen(may("see"))
def report(request: Request) -> Response:
    return _page(request)


def _page(request: Request, *, status: int = 200, refused: str = "") -> Response:
    with fair_reading(request) as (connection, fair):
        one, body = _find(connection, fair, request)
        differences = kept.revised(connection, fair.id, one.no)
        siblings = tuple(
            other
            for other in kept.listed(connection, fair.id)
            if (other.kind, other.subject) == (one.kind, one.subject) and other.no != one.no
        )
    found = wire.read(body)
    language = language_of(request)
    seal = seal_of(request, one)
    return page(
        request,
        "site/report.html",
        status=status,
        tab="reports",
        fair=fair,
        kept=one,
        report=found,
        drawings={
            chart.key: (drawing(chart, language), legend(chart, language))
            for section in found.sections
            for chart in section.charts
        },
        differences=differences,
        siblings=siblings,
        address=seal.address,
        picture=qr(seal.address) if seal.address else "",
        refused=refused,
        may_sign=_may_sign(request, fair),
    )


@screen(may("see"))
def pdf(request: Request) -> Response:
    one, found = _whole(request)
    return download(_stem(one), "pdf", report_paper.pdf(found, language_of(request), seal_of(request, one)))


@screen(may("see"))
def xlsx(request: Request) -> Response:
    one, found = _whole(request)
    return download(
        _stem(one), "xlsx", report_workbook.xlsx(found, language_of(request), seal_of(request, one))
    )


@screen(may("see"))
def json(request: Request) -> Response:
    """The bytes that were signed, as they are: their SHA-256 is the hash on paper."""
    with fair_reading(request) as (connection, fair):
        one, body = _find(connection, fair, request)
    return download(_stem(one), "json", body)


@screen(may("money"))
def signature(request: Request) -> Response:
    """Sign the figures this person has seen; if the draft has moved on meanwhile, show it instead."""
    with fair_reading(request) as (connection, fair):
        one, _ = _find(connection, fair, request)
    try:
        _sign(request, fair, [(one.no, field(request, "hash"))])
    except kept.OtherFigures:
        return _page(request, status=409, refused="figures")
    except kept.AlreadySigned:
        return _page(request, status=409, refused="signed")
    return RedirectResponse(f"/fairs/{fair.slug}/reports/{one.no}", status_code=303)


@screen(may("money"))
def signatures(request: Request) -> Response:
    """Sign a pile of statements as they were listed: all of them or none."""
    with fair_reading(request) as (_, fair):
        pass
    seen = [part.partition(":") for part in field(request, "seen").split()]
    if not seen or any(not _is_number(no) for no, _, _ in seen):
        raise HTTPException(400)
    kind = field(request, "kind") if field(request, "kind") in STATEMENTS else ""
    refused = ""
    try:
        _sign(request, fair, [(int(no), hash_) for no, _, hash_ in seen])
    except (kept.OtherFigures, kept.AlreadySigned, kept.NoSuchReport):
        refused = "&refused=1"
    return RedirectResponse(f"/fairs/{fair.slug}/reports?kind={kind}{refused}", status_code=303)


def _sign(request: Request, fair: FairRow, seen: list[tuple[int, str]]) -> None:
    site, session = site_of(request), session_of(request)
    assert session is not None, "only a person signs"
    with site.database.writing() as connection:
        kept.sign(
            connection,
            fair.id,
            seen,
            token=site.token,
            at=site.clock(),
            by=session.login,
            signer=session.name,
        )


def _seen(drafts: Sequence[Kept]) -> str:
    return " ".join(f"{one.no}:{one.hash}" for one in drafts)


def seal_of(request: Request, one: Kept) -> Seal:
    """What a showing says of a report's standing, with the address its code leads to."""
    address = ""
    if one.code:
        origin = site_of(request).origin_for_others(f"{request.url.scheme}://{request.url.netloc}")
        address = f"{origin}/verify/{one.code}"
    return Seal(
        revision=one.revision,
        hash=one.hash,
        signer=one.signer or "",
        signed_at=one.signed_at,
        code=one.code or "",
        address=address,
    )


def _whole(request: Request) -> tuple[Kept, Report]:
    with fair_reading(request) as (connection, fair):
        one, body = _find(connection, fair, request)
    return one, wire.read(body)


def _find(connection: Connection, fair: FairRow, request: Request) -> tuple[Kept, bytes]:
    text = str(request.path_params["no"])
    if not _is_number(text):
        raise HTTPException(404)
    try:
        return kept.find(connection, fair.id, int(text))
    except kept.NoSuchReport as unknown:
        raise HTTPException(404) from unknown


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9


def _stem(one: Kept) -> str:
    return "-".join(part for part in (one.kind, one.subject, str(one.revision)) if part)


def _may_sign(request: Request, fair: FairRow) -> bool:
    session = session_of(request)
    return session is not None and holds(session.grants, "money", fair.slug)
