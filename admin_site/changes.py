"""The record of changes: who changed what and when, and how it was before. Of one fair, or of the house."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import fair_reading, site_of
from fairpos.core.money import number
from fairpos.ledger import audit, fairs, people
from fairpos.ledger.audit import Change, Known
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.web.filters import moment
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.web.words import WORDS

A_PAGE = 50
_KEYS = {"role": "role", "status": "status", "zone": "zone"}
"""Fields whose values are keys that have words."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a change. None: it was not there, or is not there any more."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One change in words. `who` is the person's name, `where` the fair's, "" where it belongs to none."""

    at: int
    who: str
    login: str
    kind: str
    subject: str
    act: str
    reason: str
    where: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the list is narrowed to, and to what it can be; `older` is where the next page begins."""

    kind: str | None
    by: str | None
    known: Known
    older: int | None


@screen(may("arrange"))
def changes(request: Request) -> Response:
    """The changes of one fair."""
    kind, by, before = _asked(request)
    with fair_reading(request) as (connection, fair):
        found = audit.listed(connection, fair.id, kind=kind, by=by, before=before, limit=A_PAGE + 1)
        known = audit.known(connection, fair.id)
        return _page(request, connection, fair, found, Filter(kind=kind, by=by, known=known, older=None))


@screen(may("people"))
def everywhere(request: Request) -> Response:
    """The changes of every fair and of what belongs to none."""
    kind, by, before = _asked(request)
    with site_of(request).database.reading() as connection:
        found = audit.everywhere(connection, kind=kind, by=by, before=before, limit=A_PAGE + 1)
        known = audit.known(connection, None, everywhere=True)
        return _page(request, connection, None, found, Filter(kind=kind, by=by, known=known, older=None))


def _asked(request: Request) -> tuple[str | None, str | None, int | None]:
    asked = request.query_params
    kind, by, before = asked.get("kind", ""), asked.get("by", ""), asked.get("before", "")
    plain = before.isascii() and before.isdigit() and len(before) < 10
    return (
        kind if kind and kind.isprintable() else None,
        by if by and by.isprintable() else None,
        int(before) if plain else None,
    )


def _page(
    request: Request,
    connection: Connection,
    fair: FairRow | None,
    found: Sequence[Change],
    narrowed: Filter,
) -> Response:
    names = {one.login: one.name for one in people.accounts(connection)}
    places = {one.id: one.name for one in fairs.every(connection)}
    listed = found[:A_PAGE]
    narrowed = Filter(
        kind=narrowed.kind,
        by=narrowed.by,
        known=narrowed.known,
        older=listed[-1].id if len(found) > A_PAGE else None,
    )
    shown = tuple(
        Shown(
            at=one.at,
            who=names.get(one.by, one.by),
            login=one.by,
            kind=one.kind,
            subject=one.subject,
            act=one.act,
            reason=one.reason,
            where="" if fair else places.get(one.fair_id or 0, ""),
            fields=_fields(request, one),
        )
        for one in listed
    )
    by_name = tuple((login, names.get(login, login)) for login in narrowed.known.people)
    return page(
        request,
        "site/changes.html",
        tab="changes",
        fair=fair,
        changes=shown,
        narrowed=narrowed,
        people=by_name,
        address=f"/fairs/{fair.slug}/changes" if fair else "/changes",
    )


def _fields(request: Request, change: Change) -> tuple[Field, ...]:
    before, after = change.before or {}, change.after or {}
    # Of what was added or removed, only what it had.
    one_sided = change.before is None or change.after is None
    names = [
        name for name in sorted({*before, *after}) if not one_sided or (before | after)[name] is not None
    ]
    return tuple(
        Field(
            name,
            _said(request, name, before[name]) if name in before else None,
            _said(request, name, after[name]) if name in after else None,
        )
        for name in names
    )


def _said(request: Request, name: str, value: object) -> str:
    """A kept value as people read it."""
    say = translator("site", language_of(request)).gettext
    match value:
        case None | "" | []:
            return "–"
        case bool():
            return say(_("yes")) if value else say(_("no"))
        case int() if name.endswith("_at") or name == "at":
            return moment(value)
        case int():
            return number(value, language_of(request))
        case str():
            return say(WORDS[_KEYS[name]].get(value, value)) if name in _KEYS else value
        case list() if all(isinstance(one, str | int) for one in value):
            return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)
