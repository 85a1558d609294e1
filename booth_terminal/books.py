"""The price book: what a till sells or counts and who stands there, out of the newest settings edition.

A tablet keeps it, so everything it needs with the network dead is in it: the salted PINs of its own booth's
people too. They are nobody else's, and the page asks for them with its till's credential.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from booth_terminal.doors import TILL, terminal_of, till_of
from booth_terminal.tills import Book
from fairpos.core.fair import Booth, Exhibitor, ShelfStop
from fairpos.core.staff import DEEDS, Staff
from fairpos.web.machine import as_json, machine
from fairpos.wire.banks import short_name


@machine(TILL, body_max=0)
async def get_book(request: Request, _body: bytes) -> Response:
    """The book of this till, or 304 while it would be the same."""
    terminal = terminal_of(request)
    content = content_of(terminal.tills.book(till_of(request)))
    # Of the content, not of the edition's number: a newer program may say more about the same edition.
    tag = f'"{sha256(msgspec.json.encode(content)).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return as_json({"at": terminal.now(), **content}, headers=headers)


def content_of(book: Book) -> dict[str, Any]:
    """A book as it is sent, without the time it was asked for."""
    calendar = book.fair.calendar
    return {
        "edition": book.edition,
        "till": {
            "id": book.till.id,
            "kind": book.till.kind,
            "place": book.till.place,
            "begin": book.begin,
        },
        "fair": {
            "slug": book.fair.slug,
            "name": book.fair.name,
            "name_en": book.fair.name_en,
            "cut_off_minute": calendar.cut_off_minute,
            "days": calendar.days,
        },
        "booth": _booth(book.booth) if book.booth else None,
        "gate": book.gate,
        "exhibitors": [_exhibitor(who) for who in book.exhibitors],
        "articles": book.articles,
        "rates": book.rates,
        "staff": [_staff(one) for one in book.staff],
        "deeds": DEEDS,
        "booths": [{"id": one.id, "name": one.name, "exhibitors": one.exhibitors} for one in book.booths],
        "stops": [_stop(stop, book.stopped) for stop in book.stops],
        "notices": book.notices,
    }


def _booth(booth: Booth) -> dict[str, object]:
    return {"id": booth.id, "name": booth.name, "zone": booth.zone, "favourites": booth.favourites}


def _stop(stop: ShelfStop, names: Mapping[str, str]) -> dict[str, object]:
    name = names.get(stop.article, stop.article)
    return {"booth": stop.booth, "article": stop.article, "name": name, "at": stop.at, "fault": stop.fault}


def _exhibitor(who: Exhibitor) -> dict[str, object]:
    account = who.account and {
        "bin": who.account.bin,
        "number": who.account.number,
        "holder": who.account.holder,
        "bank": short_name(who.account.bin),
    }
    return {"id": who.id, "name": who.name, "account": account}


def _staff(one: Staff) -> dict[str, str]:
    return {
        "id": one.id,
        "name": one.name,
        "role": one.role,
        "pin_salt": one.pin_salt,
        "pin_hash": one.pin_hash,
    }
