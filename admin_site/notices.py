"""Notices: what the organisers say to booths and visitors, to whom and for how long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.business_day import HOUR_MS, local, moment
from fairpos.core.fair import ZONES
from fairpos.core.ids import is_id, uuid7
from fairpos.core.notice import NOTICE_TEXT_MAX, Notice, problems
from fairpos.ledger import editions, fairs, notices
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.notices import NoticeRow
from fairpos.web.pages import page
from fairpos.web.policy import PUBLIC, may
from fairpos.web.screen import field, screen

FIRST_HOURS = 12
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(:\d\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is typed, as it was typed."""

    text: str = ""
    text_en: str = ""
    from_at: str = ""
    until_at: str = ""
    zone: str = ""
    district: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeShown:
    """`state` is "standing", "coming", "over" or "withdrawn"."""

    row: NoticeRow
    state: str


@screen(may("see"))
def listed(request: Request) -> Response:
    now = site_of(request).clock()
    return _page(request, Form(from_at=_typed(now), until_at=_typed(now + FIRST_HOURS * HOUR_MS)), {})


def _typed(at: int) -> str:
    """A moment as a field of date and time holds it."""
    return local(at).strftime("%Y-%m-%dT%H:%M")


def _page(request: Request, form: Form, wrong: Mapping[str, str]) -> Response:
    """`wrong` says what keeps the form from being put up, by field."""
    now = site_of(request).clock()
    with fair_reading(request) as (connection, fair):
        rows = notices.listed(connection, fair.id)
        districts, groups = _whom(connection, fair)
    shown = tuple(NoticeShown(row=row, state=_state(row, now)) for row in rows)
    order = ("standing", "coming", "over", "withdrawn")
    return page(
        request,
        "site/notices.html",
        status=422 if wrong else 200,
        tab="notices",
        fair=fair,
        notices=sorted(shown, key=lambda one: order.index(one.state)),
        form=form,
        wrong=wrong,
        zones=ZONES,
        districts=districts,
        groups=groups,
        most=NOTICE_TEXT_MAX,
    )


def _whom(connection: Connection, fair: FairRow) -> tuple[list[str], list[str]]:
    """The districts and product groups of this fair, which a notice may be narrowed down to."""
    districts = {who.district for who in fairs.exhibitors(connection, fair.id) if who.district}
    groups = {article.group for article in fairs.articles(connection, fair.id) if article.group}
    return sorted(districts), sorted(groups)


def _state(row: NoticeRow, now: int) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.notice.stands_at(now):
        return "standing"
    return "coming" if now < row.notice.from_at else "over"


@screen(may("arrange"))
def create(request: Request) -> Response:
    """Put a notice up. It reaches tills with a new edition."""
    site = site_of(request)
    form = Form(**{name: field(request, name) for name in Form.__slots__})
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        notice, wrong = _read(form, *_whom(connection, fair), now=site.clock(), token=site.token())
        if not wrong:
            at, by = site.clock(), actor(request)
            notices.put_up(connection, fair.id, notice, at=at, by=by)
            editions.publish(connection, fair.id, at=at, by=by)
    if wrong:
        return _page(request, form, wrong)
    return RedirectResponse(f"/fairs/{fair.slug}/notices", status_code=303)


def _read(
    form: Form, districts: list[str], groups: list[str], *, now: int, token: str
) -> tuple[Notice, dict[str, str]]:
    """The notice that was typed, and what is wrong with it, by field."""
    from_at, until_at = _moment(form.from_at), _moment(form.until_at)
    notice = Notice(
        id=uuid7(now, int.from_bytes(token.encode()[:9], "big")),
        text=_line(form.text),
        text_en=_line(form.text_en),
        from_at=from_at or 0,
        until_at=until_at or 0,
        zone=form.zone or None,
        district=form.district or None,
        group=form.group or None,
    )
    wrong: dict[str, str] = {_FIELDS[code]: code for code in reversed(problems(notice, now=now))}
    for name, at in (("from_at", from_at), ("until_at", until_at)):
        if at is None:
            wrong[name] = "not-a-moment"
    for name, value, known in (
        ("zone", form.zone, ZONES), ("district", form.district, districts), ("group", form.group, groups),
    ):  # fmt: skip
        if value and value not in known:
            wrong[name] = "not-there"
    return notice, wrong


_FIELDS = {
    "no-text": "text",
    "too-long": "text",
    "not-printable": "text",
    "ends-before-it-begins": "until_at",
    "over": "until_at",
}


def _line(text: str) -> str:
    """On one line, as a till shows it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _moment(text: str) -> int | None:
    found = _MOMENT.fullmatch(text)
    if not found or not found[0].isascii():
        return None
    try:
        year = date.fromisoformat(found[1]).year
    except ValueError:
        return None
    hour, minute = int(found[2]), int(found[3])
    return moment(found[1], 60 * hour + minute) if 2000 < year < 3000 and hour < 24 and minute < 60 else None


@screen(may("arrange"))
def withdrawal(request: Request) -> Response:
    """Take a notice down before its time."""
    site, id_ = site_of(request), str(request.path_params["notice"])
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        if not is_id(id_):
            raise HTTPException(404)
        try:
            notices.withdraw(connection, fair.id, id_, at=site.clock(), by=actor(request))
        except notices.NoSuchNotice as missing:
            raise HTTPException(404) from missing
        editions.publish(connection, fair.id, at=site.clock(), by=actor(request))
    return RedirectResponse(f"/fairs/{fair.slug}/notices", status_code=303)


@screen(PUBLIC)
def public(request: Request) -> Response:
    """What stands now, for anybody. A draft is nobody's business yet."""
    now = site_of(request).clock()
    with fair_reading(request) as (connection, fair):
        if fair.status == "draft":
            raise HTTPException(404)
        found = [one for one in notices.standing(connection, fair.id) if one.stands_at(now)]
    return page(request, "public/notices.html", fair=fair, notices=found[::-1])
