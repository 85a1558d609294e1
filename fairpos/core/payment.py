"""Money a bank says it has put to an account, as a feed brings it.

A credit is a fact like a sale and travels the same road. Whether it pays for a sale is a view of the two
together, never a change of either.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.document import NAME_MAX, TIME_MAX, Document, is_amount, is_name

CONTENT_MAX = 1_000
RAW_MAX = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class BankCredit(Document):
    """`amount` đồng put to `account` at `credited_at` (Unix ms), with the transfer's own words in `content`.

    `ref` is the provider's id of it, unique with `provider`; `raw` what the provider sent, as it came.
    """

    provider: str
    ref: str
    account: str
    amount: int
    content: str
    credited_at: int
    raw: str = ""


def faults(document: BankCredit) -> list[str]:
    """Codes of everything wrong with a credit; an empty list when it is sound."""
    codes = []
    if not is_name(document.provider) or not 0 < len(document.ref) <= NAME_MAX:
        codes.append("name")
    if not is_amount(document.amount):
        codes.append("amount-range")
    if not 0 < document.credited_at < TIME_MAX:
        codes.append("time-range")
    if (
        max(
            len(document.account) - NAME_MAX, len(document.content) - CONTENT_MAX, len(document.raw) - RAW_MAX
        )
        > 0
    ):
        codes.append("text-length")
    return codes
