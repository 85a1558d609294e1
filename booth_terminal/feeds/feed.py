"""What every feed can do, and what can go wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from booth_terminal.payments import Told


class FeedTrouble(Exception):
    """The provider could not be asked, or answered something else. Nothing is known about new credits."""


class NotSigned(PermissionError):
    """A notice whose signature is missing, wrong or too old: nobody knows who sent it."""


class BadNotice(ValueError):
    """A well-signed notice that says nothing this program understands."""


class PaymentFeed(Protocol):
    """One provider's view of one or more accounts. `name` is what its settings call it.

    `live` says that it learns of money within moments, so that a seller may wait for it.
    """

    name: str
    provider: str
    live: bool

    def events(self, since: int) -> list[Told]:
        """The credits since a moment (Unix ms), and perhaps older ones again. Raises FeedTrouble."""
        ...


@runtime_checkable
class Notified(Protocol):
    """A feed whose provider posts notices."""

    name: str

    def hear(self, headers: Mapping[str, str], body: bytes, *, now: int) -> list[Told]:
        """The credits of a notice. `now` is Unix ms. Raises NotSigned, BadNotice."""
        ...
