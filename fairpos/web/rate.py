"""How often somebody may try to sign in, or try a PIN.

Tries are counted per address and login together, so that a stranger who guesses at a login elsewhere cannot
lock its owner out; a wide second limit per address slows one that guesses at many logins. A whole fair office
may sit behind one address, therefore wide. A success wipes the narrow count. A browser in which this person
has signed in before counts for itself: what strangers do behind the same address does not touch it.
"""

from __future__ import annotations

import ipaddress
from hashlib import sha256

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

LOGIN_TRIES = 5
BROWSER_TRIES = 10
ADDRESS_TRIES = 100
MINUTES = 5


class SignInLimit:
    """One counter for one process; several workers multiply the numbers above by their own."""

    def __init__(self, *, login_tries: int = LOGIN_TRIES, address_tries: int = ADDRESS_TRIES) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._login = RateLimitItemPerMinute(login_tries, MINUTES, namespace="login")
        self._browser = RateLimitItemPerMinute(BROWSER_TRIES, MINUTES, namespace="browser")
        self._address = RateLimitItemPerMinute(address_tries, MINUTES, namespace="address")

    def allows(self, address: str, login: str, *, browser: str | None = None) -> bool:
        """Count one try, and say whether it may be made. `browser` is a token this login is known by."""
        if browser is not None:
            return self._limiter.hit(self._browser, _short(browser), _short(login))
        who = neighbourhood(address)
        within = self._limiter.hit(self._address, who)
        return self._limiter.hit(self._login, who, _short(login)) and within

    def allows_stranger(self, address: str) -> bool:
        """Count one try in which nobody has said yet who they are."""
        return self._limiter.hit(self._address, neighbourhood(address))

    def forgive(self, address: str, login: str, *, browser: str | None = None) -> None:
        """The right password was given: what came before was a slip of the finger."""
        self._limiter.clear(self._login, neighbourhood(address), _short(login))
        if browser is not None:
            self._limiter.clear(self._browser, _short(browser), _short(login))


PIN_TRIES = 5
TILL_TRIES = 20


class PinLimit:
    """Tries of PINs, per till and person and, more widely, per till: four digits are soon guessed."""

    def __init__(self, *, pin_tries: int = PIN_TRIES, till_tries: int = TILL_TRIES) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._pin = RateLimitItemPerMinute(pin_tries, namespace="pin")
        self._till = RateLimitItemPerMinute(till_tries, namespace="till")

    def allows(self, till: str, staff: str) -> bool:
        """Count one try, and say whether it may be made."""
        within = self._limiter.hit(self._till, till)
        return self._limiter.hit(self._pin, till, _short(staff)) and within

    def forgive(self, till: str, staff: str) -> None:
        """The right PIN was given."""
        self._limiter.clear(self._pin, till, _short(staff))


FORMS_SENT = 5
PAPERS_SENT = 30
"""An office may hand in the papers of several producers in one hour."""


class FormLimit:
    """Forms that strangers send, per address: a family sends one or two in an hour, a program many."""

    def __init__(self, *, sent: int = FORMS_SENT) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._form = RateLimitItemPerHour(sent, namespace="form")

    def allows(self, address: str) -> bool:
        """Count one form, and say whether it may be sent."""
        return self._limiter.hit(self._form, neighbourhood(address))


def neighbourhood(address: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 address: one household has that many addresses to spend."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def _short(login: str) -> str:
    return sha256(login.encode()).hexdigest()
