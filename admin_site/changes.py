"""The record of changes: who changed what and when, and how it was before. Of one fair, or of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from admin_site.change_telling import Field, Shown, Telling
from admin_site.site import fair_reading, site_of
from fairpos.ledger import audit
from fairpos.ledger.audit import Change, Known
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.web.downloads import download
from fairpos.web.filters import moment
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.web.words import WORDS
from fairpos.wire import exports

A_PAGE = 50
FILE_MAX = 50_000
"""Changes in one file, the newest of them."""

_HEADINGS = (
    _("When"), _("Who"), _("Login"), _("What"), _("Which one"), _("What was done"), _("Field"),
    _("Before"), _("After"), _("Reason"),
)  # fmt: skip


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


@screen(may("arrange"))
def export(request: Request) -> Response:
    """The same changes as a table, a row for each field, CSV or a workbook by the end of the address."""
    kind, by, _before = _asked(request)
    say = translator("site", language_of(request)).gettext
    with fair_reading(request) as (connection, fair):
        found = audit.listed(connection, fair.id, kind=kind, by=by, limit=FILE_MAX)
        telling = Telling(request, connection)
        rows = [row for one in found for row in _rows(telling.told(one, with_fair=False), say)]
    table = exports.Table(say(_("Changes")), tuple(map(say, _HEADINGS)), rows)
    stem = f"{fair.slug}-{say(_('Changes'))}"
    if request.url.path.endswith(".xlsx"):
        return download(stem, "xlsx", exports.xlsx_of([table]))
    return download(stem, "csv", exports.csv_of(table))


def _rows(one: Shown, say: Callable[[str], str]) -> Iterator[tuple[exports.Value, ...]]:
    what = say(WORDS["change_kind"].get(one.kind, one.kind))
    act = say(WORDS["change_act"].get(one.act, one.act))
    head = (moment(one.at), one.who, one.login, what, one.subject, act)
    for field in one.fields or (Field("", None, None),):
        yield (*head, field.name, field.before or "", field.after or "", one.reason)


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
    telling = Telling(request, connection)
    listed = found[:A_PAGE]
    narrowed = Filter(
        kind=narrowed.kind,
        by=narrowed.by,
        known=narrowed.known,
        older=listed[-1].id if len(found) > A_PAGE else None,
    )
    return page(
        request,
        "site/changes.html",
        tab="changes",
        fair=fair,
        changes=tuple(telling.told(one, with_fair=fair is None) for one in listed),
        narrowed=narrowed,
        people=tuple((login, telling.people.get(login, login)) for login in narrowed.known.people),
        address=f"/fairs/{fair.slug}/changes" if fair else "/changes",
    )
