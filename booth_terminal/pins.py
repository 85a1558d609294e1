"""Is this the PIN of that person? Asked only by a page that cannot work it out itself.

Browsers keep their cryptography from a page that came over plain HTTP. Such a page asks its terminal, which
is as near as the booth's own Wi-Fi; every other page checks the salted PIN in its price book.
"""

from __future__ import annotations

import hmac

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from booth_terminal.doors import TILL, terminal_of, till_of
from fairpos.core.staff import BadPin, Staff, hash_pin
from fairpos.web.machine import machine, problem
from fairpos.web.rate import PinLimit

PIN_BYTES_MAX = 256


class Pin(msgspec.Struct):
    """Who says so, and the PIN that was typed."""

    staff: str
    pin: str


_PIN = msgspec.json.Decoder(Pin)


def is_pin_of(one: Staff, pin: str) -> bool:
    """Whether this is the person's PIN; False for what cannot be a PIN at all."""
    try:
        return hmac.compare_digest(hash_pin(pin, bytes.fromhex(one.pin_salt)), one.pin_hash)
    except BadPin:
        return False


def route(limit: PinLimit) -> Route:
    """The address to ask at, with the count of tries of this program."""

    @machine(TILL, body_max=PIN_BYTES_MAX)
    async def post_pin(request: Request, body: bytes) -> Response:
        """204 when it is the PIN. Whether it was the PIN or the person that was wrong is not told."""
        try:
            asked = _PIN.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return problem(400, "bad-envelope")
        till = till_of(request)
        if not limit.allows(till.id, asked.staff):
            return problem(429, "too-many-tries", {"Retry-After": "60"})
        staff = terminal_of(request).tills.book(till).staff
        one = next((one for one in staff if one.id == asked.staff), None)
        # Off the event loop: the hash is slow on purpose, and a sale must not wait for it.
        if one is None or not await run_in_threadpool(is_pin_of, one, asked.pin):
            return problem(401, "wrong-pin")
        limit.forgive(till.id, asked.staff)
        return Response(status_code=204)

    return Route("/till/pin", post_pin, methods=["POST"])
