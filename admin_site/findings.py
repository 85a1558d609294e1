"""Cần xem xét: what was accepted and somebody must look at. The fact is never edited; looking into it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.business_day import local
from fairpos.core.document import TEXT_MAX, is_name
from fairpos.core.rights import holds
from fairpos.ledger import audit, fairs, grants, lookings, people
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.findings import Finding, Key
from fairpos.ledger.lookings import TOGETHER_MAX, Wanted
from fairpos.web.advice import advice
from fairpos.web.downloads import download
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.web.words import WORDS
from fairpos.wire import exports

Say = Callable[[str], str]
Get = Callable[[str, str], object]

A_PAGE = 50
KEY_MAX = 300
HEADINGS = (
    _("Found at"), _("Finding"), _("Code"), _("About"), _("Till"), _("Held in suspense (đồng)"), _("Detail"),
    _("Looked into by"), _("Settled at"), _("Settled by"), _("Note"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingShown:
    """A finding in a list: its key as one text, and where its own page is."""

    finding: Finding
    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was changed ("nothing-chosen", "no-note", "nobody"), and what was typed."""

    why: str
    note: str
    assignee: str
    keys: frozenset[str]


@screen(may("see"))
def findings(request: Request) -> Response:
    return _list(request, _wanted(request.query_params.get), None)


def _list(request: Request, asked: Wanted, refused: Refused | None) -> Response:
    number = request.query_params.get("page", "1")
    at_page = min(int(number), 10_000) if number.isascii() and number.isdigit() and number != "0" else 1
    with fair_reading(request) as (connection, fair):
        count, held, found = lookings.listed(
            connection, fair.id, asked, cut_off_minute=fair.cut_off_minute, offset=(at_page - 1) * A_PAGE,
            limit=A_PAGE,
        )  # fmt: skip
        counts = lookings.counts(connection, fair.id)
        days = fairs.calendar(connection, fair.id).open_days()
        lookers = _lookers(connection, fair)
    return page(
        request,
        "site/findings.html",
        status=200 if refused is None else 422,
        tab="findings",
        fair=fair,
        findings=tuple(_shown(fair, one) for one in found),
        counts=counts,
        wanted=asked,
        query=urlencode(_asked(asked)),
        count=count,
        held=held,
        at_page=at_page,
        pages=-(-count // A_PAGE),
        days=days,
        lookers=lookers,
        together=min(count, TOGETHER_MAX),
        refused=refused,
    )


def _shown(fair: FairRow, finding: Finding) -> FindingShown:
    code, subject = finding.key
    path = f"/fairs/{fair.slug}/findings/{quote(code)}/{quote(subject, safe='/')}"
    return FindingShown(finding=finding, key=f"{code} {subject}", url=path)


def _asked(asked: Wanted) -> dict[str, str]:
    """The parts of a URL that ask for this, without what is asked for anyway."""
    plain = Wanted()
    return {
        name: getattr(asked, name)
        for name in Wanted.__slots__
        if getattr(asked, name) != getattr(plain, name)
    }


def _wanted(get: Get) -> Wanted:
    """What a URL or a form asks for. What cannot be is not asked for."""
    told = {name: str(get(name, "") or "") for name in Wanted.__slots__}
    state = told["state"]
    return Wanted(
        code=told["code"] if is_name(told["code"]) else "",
        state="settled" if state == "settled" else "all" if state == "all" else "open",
        assignee=told["assignee"] if told["assignee"].isprintable() else "",
        place=told["place"] if is_name(told["place"]) else "",
        day=told["day"] if _is_day(told["day"]) else "",
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text and 1970 < int(text[:4]) < 3000
    except ValueError:
        return False


def _lookers(connection: Connection, fair: FairRow) -> dict[str, str]:
    """Who may look into findings here: names by login."""
    held = grants.by_account(connection)
    return {
        one.login: one.name
        for one in people.accounts(connection)
        if one.disabled_at is None
        and holds((row.grant for row in held.get(one.id, ())), "inspect", fair.slug)
    }


@screen(may("see"))
def finding(request: Request) -> Response:
    return _one(request, None)


def _one(request: Request, refused: Refused | None) -> Response:
    key = _key(request)
    with fair_reading(request) as (connection, fair):
        found = lookings.one(connection, fair.id, key)
        if found is None:
            raise HTTPException(404)
        body = lookings.body(connection, fair.id, found)
        shown = _shown(fair, found)
        history = audit.listed(connection, fair.id, kind="finding", subject=shown.key)
        lookers = _lookers(connection, fair)
    return page(
        request,
        "site/finding.html",
        status=200 if refused is None else 422,
        tab="findings",
        fair=fair,
        shown=shown,
        advice=advice(found.code),
        document=_readable(body),
        history=history,
        lookers=lookers,
        refused=refused,
    )


def _key(request: Request) -> Key:
    code, subject = str(request.path_params["code"]), str(request.path_params["subject"])
    if not is_name(code) or not subject.isprintable() or not 1 <= len(subject) <= KEY_MAX:
        raise HTTPException(404)
    return code, subject


def _readable(body: bytes | None) -> str:
    """A document for a person's eyes, long texts cut; "" where there is none."""
    if body is None:
        return ""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return body[:4_000].decode(errors="replace")
    return json.dumps(_short(told), ensure_ascii=False, indent=1)[:20_000]


def _short(told: object) -> object:
    if isinstance(told, dict):
        return {key: _short(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_short(value) for value in told]
    return told[:TEXT_MAX] + "…" if isinstance(told, str) and len(told) > TEXT_MAX else told


@screen(may("see"))
def export(request: Request) -> Response:
    """Everything that is as wanted, as CSV or as a workbook by the end of the address."""
    say = translator("site", language_of(request)).gettext
    with fair_reading(request) as (connection, fair):
        asked = _wanted(request.query_params.get)
        _count, _held, found = lookings.listed(
            connection, fair.id, asked, cut_off_minute=fair.cut_off_minute, limit=100_000
        )
    table = exports.Table(say(_("To look at")), tuple(map(say, HEADINGS)), _rows(found, say))
    stem = f"{fair.slug}-{say(_('findings'))}"
    if request.url.path.endswith(".xlsx"):
        return download(stem, "xlsx", exports.xlsx_of([table]))
    return download(stem, "csv", exports.csv_of(table))


def _rows(found: tuple[Finding, ...], say: Say) -> Iterator[tuple[exports.Value, ...]]:
    for one in found:
        yield (
            _time(one.opened_at),
            say(WORDS["finding"].get(one.code, one.code)),
            one.code,
            one.subject,
            one.till or "",
            one.suspense,
            one.detail,
            one.assignee or "",
            _time(one.resolved_at),
            one.resolved_by or "",
            one.note or "",
        )


def _time(at: int | None) -> str:
    return "" if at is None else local(at).strftime("%d/%m/%Y %H:%M")


@screen(may("inspect"))
def assignment(request: Request) -> Response:
    """Give the chosen findings to somebody, or back to nobody."""
    return _change(request, "assignment")


@screen(may("inspect"))
def settling(request: Request) -> Response:
    """Say of the chosen findings that they were looked into, and what came of it."""
    return _change(request, "settling")


@screen(may("inspect"))
def reopening(request: Request) -> Response:
    """Look into the chosen findings again."""
    return _change(request, "reopening")


def _change(request: Request, deed: str) -> Response:
    site, by, form = site_of(request), actor(request), getattr(request.state, "form", FormData())
    asked = _wanted(form.get)
    note, assignee = " ".join(field(request, "note").split()), field(request, "assignee")
    chosen = frozenset(str(key) for key in form.getlist("key") if isinstance(key, str))
    refused = Refused("", note[: 2 * TEXT_MAX], assignee, chosen)
    if deed == "settling" and not (1 <= len(note) <= TEXT_MAX and note.isprintable()):
        return _again(request, asked, replace(refused, why="no-note"))
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        keys = _keys(connection, fair, request, asked, chosen)
        if deed == "assignment" and assignee and assignee not in _lookers(connection, fair):
            why = "nobody"
        else:
            why = "" if keys else "nothing-chosen"
        if not why:
            at = site.clock()
            if deed == "assignment":
                lookings.assign(connection, fair.id, keys, assignee or None, at=at, by=by)
            elif deed == "settling":
                lookings.settle(connection, fair.id, keys, note, at=at, by=by)
            else:
                lookings.reopen(connection, fair.id, keys, at=at, by=by)
            fairs.bump(connection, fair.id)
    if why:
        return _again(request, asked, replace(refused, why=why))
    query = urlencode(_asked(asked))
    back = f"/fairs/{fair.slug}/findings{'?' if query else ''}{query}"
    if field(request, "alone"):
        ((code, subject),) = keys
        back = f"/fairs/{fair.slug}/findings/{quote(code)}/{quote(subject, safe='/')}"
    return RedirectResponse(back, status_code=303)


def _again(request: Request, asked: Wanted, refused: Refused) -> Response:
    """The page the form stood on, with what was typed and why nothing was done."""
    if field(request, "alone") and len(refused.keys) == 1:
        code, _blank, subject = next(iter(refused.keys)).partition(" ")
        request.path_params.update(code=code, subject=subject)
        return _one(request, refused)
    return _list(request, asked, refused)


def _keys(
    connection: Connection, fair: FairRow, request: Request, asked: Wanted, chosen: frozenset[str]
) -> list[Key]:
    if field(request, "all"):
        _count, _held, found = lookings.listed(
            connection, fair.id, asked, cut_off_minute=fair.cut_off_minute, limit=TOGETHER_MAX
        )
        return [one.key for one in found]
    parts = [key.partition(" ") for key in chosen if key.isprintable() and len(key) <= 2 * KEY_MAX]
    return sorted((code, subject) for code, blank, subject in parts if blank and is_name(code))[:TOGETHER_MAX]
