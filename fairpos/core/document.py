"""What every document carries, and the limits it must keep.

A document is made at a till, sealed into a journal by its terminal and kept unchanged in the ledger. It is
never edited: a correction is a new document that points at the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fairpos.core.ids import is_id
from fairpos.core.money import DONG_MAX

EDITION = 1
"""The edition of the documents and of the totals rule that this program writes."""

TEXT_MAX = 200
NAME_MAX = 64
COUNT_MAX = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The head of every document.

    `n` is the till's own gapless count of documents, `at` its clock in Unix milliseconds, `offset` what that
    clock lacked against the centre when it was last measured (None: never measured), `day` the fair day the
    till booked it under, `by` the acting person, `edition` the edition of settings and prices it used.
    """

    v: int
    type: str
    id: str
    till: str
    n: int
    at: int
    offset: int | None
    day: str
    by: str
    edition: int

    @property
    def corrected_at(self) -> int:
        """The till's time with its measured clock offset: the time a document counts under."""
        return self.at + (self.offset or 0)


TIME_MAX = 1 << 47


def head_faults(document: Document) -> list[str]:
    """Codes of everything wrong with a document's head; an empty list when it is sound."""
    faults = []
    if not is_id(document.id):
        faults.append("id")
    if not 1 <= document.n <= COUNT_MAX or not 0 <= document.edition <= COUNT_MAX:
        faults.append("number-range")
    if not is_name(document.till) or (document.by and not is_name(document.by)):
        faults.append("name")
    if not 0 < document.at < TIME_MAX or not 0 < document.at + (document.offset or 0) < TIME_MAX:
        faults.append("time-range")
    return faults


_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


# The same few thousand tills, booths and articles are asked about a million times.
@lru_cache(maxsize=16_384)
def is_name(text: str) -> bool:
    """Whether this is a short key such as a till, booth, exhibitor or article is known by."""
    return 0 < len(text) <= NAME_MAX and _NAME.issuperset(text)


def is_amount(value: int) -> bool:
    """Whether this is an amount a document may carry: 0 to 10^12 đồng."""
    return 0 <= value <= DONG_MAX
