"""How what a person types on these pages becomes a document: an interface, filled by the program's start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from fairpos.core.gate import TypedCount


class OfficeAway(RuntimeError):
    """What was typed could not be kept, and nothing of it was."""


class Office(Protocol):
    def keep(self, fair: str, counts: Sequence[TypedCount], *, by: str) -> None:
        """Keep counts as documents of the fair's office, by the person `by`. Raises OfficeAway."""
        ...


class NoOffice:
    """For a program without a journal: it shows, and keeps nothing."""

    def keep(self, fair: str, counts: Sequence[TypedCount], *, by: str) -> None:
        """Raises OfficeAway."""
        raise OfficeAway(fair)
