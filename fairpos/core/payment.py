"""Money a bank says it has put to an account, as a feed brings it.

A credit is a fact like a sale and travels the same road. Whether it pays for a sale is a view of the two
together, never a change of either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from fairpos.core.document import NAME_MAX, TIME_MAX, Document, is_amount, is_name
from fairpos.core.payment_code import find_codes

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


State = Literal["exact", "short", "over", "duplicate", "late", "unknown"]


@dataclass(frozen=True, slots=True)
class Expected:
    """A transfer that a till waits for, or that a sale says it had.

    `closed_at` is when the basket was left without payment or its sale was voided, None while neither.
    """

    code: str
    account: str
    amount: int
    closed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """What a credit is to the fair's sales. `code` is the payment code found in it, empty without one.

    exact: with it, everything due has come. short: something is still missing. over: more than was due.
    duplicate: everything had come before. late: nothing waits for this code, its basket was left or its sale
    voided. unknown: no code of ours, or another account than the code was shown for.
    """

    credit: BankCredit
    state: State
    code: str


def match(expected: Iterable[Expected], credits: Iterable[BankCredit]) -> tuple[Matched, ...]:
    """Hold credits against what is expected, in the order the money came. Every credit gets a state.

    Parts of a payment add up, so that what was short can be made good. A transfer that two providers tell of
    is one transfer: the second telling gets the state of the first.
    """
    waiting = {one.code: one for one in expected}
    came: Counter[str] = Counter()
    told: Counter[tuple[str, str, int]] = Counter()
    states: dict[tuple[str, int, int], State] = {}
    found = []
    for credit in sorted(credits, key=lambda one: (one.credited_at, one.provider, one.ref)):
        codes = find_codes(credit.content)
        code = next((code for code in codes if code in waiting), codes[0] if codes else "")
        told[code, credit.provider, credit.amount] += 1
        telling = (code, credit.amount, told[code, credit.provider, credit.amount])
        state = _state(waiting.get(code), credit, came[code]) if code else "unknown"
        if state in ("exact", "short", "over", "duplicate"):
            if telling in states:
                state = states[telling]
            else:
                states[telling] = state
                came[code] += credit.amount
        found.append(Matched(credit, state, code))
    return tuple(found)


def _state(wanted: Expected | None, credit: BankCredit, came: int) -> State:
    if wanted is None:
        return "late"
    if not same_account(wanted.account, credit.account):
        return "unknown"
    if wanted.closed_at is not None and credit.credited_at > wanted.closed_at:
        return "late"
    if came >= wanted.amount:
        return "duplicate"
    came += credit.amount
    return "short" if came < wanted.amount else "exact" if came == wanted.amount else "over"


def same_account(one: str, other: str) -> bool:
    """Whether two names mean one account.

    Many providers name the number without its bank, and a spreadsheet drops the noughts it begins with.
    """
    one_bank, _, one_number = one.rpartition("-")
    other_bank, _, other_number = other.rpartition("-")
    numbers = one_number.upper().lstrip("0"), other_number.upper().lstrip("0")
    return numbers[0] == numbers[1] != "" and (not one_bank or not other_bank or one_bank == other_bank)


def received(code: str, matched: Iterable[Matched]) -> int:
    """The đồng that came for a code, each transfer once, whoever told of it."""
    sums: dict[tuple[int, int], int] = {}
    told: Counter[tuple[str, int]] = Counter()
    for one in matched:
        if one.code == code and one.state not in ("late", "unknown"):
            told[one.credit.provider, one.credit.amount] += 1
            sums[one.credit.amount, told[one.credit.provider, one.credit.amount]] = one.credit.amount
    return sum(sums.values())
