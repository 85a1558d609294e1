"""What tills ask about transfers, and what providers of bank feeds tell.

Nothing at a till waits for an answer of these: a seller can always look at a phone and say "received".
"""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from booth_terminal.doors import TILL, terminal_of, till_of
from booth_terminal.feeds import BadNotice, FeedTrouble, NotSigned
from booth_terminal.feeds.manual import Manual
from booth_terminal.feeds.watch import Watch
from booth_terminal.payments import Wanted
from fairpos.core.document import NAME_MAX
from fairpos.core.fair import Booth
from fairpos.core.money import DONG_MAX
from fairpos.core.payment import CONTENT_MAX, Expected
from fairpos.core.payment_code import is_code
from fairpos.core.vietqr import account_name
from fairpos.web.machine import as_json, machine, problem
from fairpos.web.policy import PUBLIC

log = logging.getLogger(__name__)

ROWS_MAX = 300
UNSEEN_MAX = 100
ENTRY_BYTES_MAX = 8 * 1024
NOTICE_BYTES_MAX = 256 * 1024


class Entered(BaseModel):
    """A credit that a person saw. `id` is made by the page and makes a repeat harmless."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    amount: Annotated[int, Field(ge=1, le=DONG_MAX)]
    account: Annotated[str, Field(max_length=NAME_MAX)] = ""
    content: Annotated[str, Field(max_length=CONTENT_MAX)] = ""


def watch_in(request: Request) -> Watch | None:
    """The watch of this program's feeds; None where nobody set it going."""
    return cast("Watch | None", getattr(request.app.state, "watch", None))


def _watched(request: Request) -> bool:
    watch = watch_in(request)
    return watch is not None and watch.fresh()


@machine(TILL, body_max=0)
async def get_payment(request: Request, _body: bytes) -> Response:
    """What has come for the code a till shows. `amount` and `account` are what it shows with it."""
    terminal, till = terminal_of(request), till_of(request)
    code, amount = request.path_params["code"], request.query_params.get("amount", "")
    account = request.query_params.get("account", "")
    if not is_code(code) or not (amount.isascii() and amount.isdigit() and len(amount) <= 12):
        return problem(404, "no-code")
    wanted = Wanted(Expected(code, account[:NAME_MAX], int(amount)), till.place)
    standing = await asyncio.to_thread(terminal.payments.ask, wanted, now=terminal.now())
    content = {"code": code, "state": standing.state, "received": standing.received}
    return as_json({**content, "watched": _watched(request)}, headers={"Cache-Control": "no-store"})


@machine(TILL, body_max=0)
async def get_payments(request: Request, _body: bytes) -> Response:
    """Every credit that is about this till's booth, and the sales whose transfer no bank has told of."""
    terminal, till = terminal_of(request), till_of(request)
    edition = terminal.tills.edition
    booth = edition.booth(till.place) if edition else None
    accounts = _accounts(terminal.tills.book(till).booth, request)
    rows, unseen = await asyncio.to_thread(
        lambda: (
            terminal.payments.rows(till.place, accounts, now=terminal.now()),
            terminal.payments.unseen(till.place, limit=UNSEEN_MAX),
        )
    )
    content = {
        "booth": booth.id if booth else till.place,
        "watched": _watched(request),
        "rows": rows[:ROWS_MAX],
        "unseen": [
            {
                "receipt": one.receipt,
                "code": one.expected.code,
                "amount": one.expected.amount,
                "at": one.at,
            }
            for one in unseen
        ],
    }
    return as_json(content, headers={"Cache-Control": "no-store"})


def _accounts(booth: Booth | None, request: Request) -> list[str]:
    """The accounts of those who stand at a booth."""
    edition = terminal_of(request).tills.edition
    here = set(booth.exhibitors) if booth else set()
    who = [one for one in edition.exhibitors if one.id in here] if edition else []
    return [account_name(one.account) for one in who if one.account is not None]


@machine(TILL, body_max=ENTRY_BYTES_MAX)
async def post_payment(request: Request, body: bytes) -> Response:
    """Enter a credit by hand: money on the account that nothing else has told of."""
    terminal, till, watch = terminal_of(request), till_of(request), watch_in(request)
    manual = next((one.feed for one in watch.feeds if isinstance(one.feed, Manual)), None) if watch else None
    if watch is None or manual is None:
        return problem(409, "no-feed")
    try:
        entered = Entered.model_validate_json(body)
    except ValidationError as error:
        faults = [{"where": list(fault["loc"]), "code": fault["type"]} for fault in error.errors()]
        return as_json({"code": "invalid", "faults": faults}, 422)
    accounts = _accounts(terminal.tills.book(till).booth, request)
    account = entered.account or (accounts[0] if accounts else "")
    told = manual.enter(
        entered.id, account=account, amount=entered.amount, content=entered.content, at=terminal.now()
    )
    try:
        await asyncio.to_thread(watch.heard, [told])
    except FeedTrouble:
        return problem(409, "no-feed")
    except Exception:
        log.exception("an entered credit could not be kept")
        return problem(503, "cannot-keep", {"Retry-After": "5"})
    return as_json({"kept": [entered.id]})


@machine(PUBLIC, body_max=NOTICE_BYTES_MAX)
async def post_notice(request: Request, body: bytes) -> Response:
    """A provider tells of credits. Its signature is what lets it in; what it told before changes nothing."""
    watch = watch_in(request)
    feed = watch.notified(request.path_params["feed"]) if watch else None
    if watch is None or feed is None:
        return problem(404, "no-feed")
    try:
        told = feed.hear(request.headers, body, now=terminal_of(request).now())
        await asyncio.to_thread(watch.heard, told)
    except NotSigned:
        log.warning("a notice for the feed %s was not signed by its provider", feed.name)
        return problem(401, "not-signed")
    except BadNotice as error:
        log.warning("a notice for the feed %s could not be read: %s", feed.name, error)
        return problem(422, "not-readable")
    except Exception:
        # Not kept, so not thanked for: the provider sends it again.
        log.exception("a notice for the feed %s could not be kept", feed.name)
        return problem(503, "cannot-keep", {"Retry-After": "30"})
    return as_json({"success": True})
