"""Payment codes: the short word in a transfer's message that leads from the bank back to one basket.

A code is made of the basket's sale id, so it needs no counter and no network, survives a reload, and two
tills do not meet: it is sixty of the id's random bits, and among a million codes the chance of any two alike
is one in two million. (A credit must agree in account and amount, too.) All have one length, so that none
begins another, and the last character checks the rest: any one wrong character and any two swapped ones are
noticed. There is no I, L, O or U in them. The selling page makes the same codes; generated cases prove the
two equal.
"""

from __future__ import annotations

import re

from fairpos.core.ids import is_id

PREFIX = "FP"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PLACES = 12
LENGTH = len(PREFIX) + PLACES + 1

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
# Looking ahead without eating, so that a false beginning in front of a code does not hide it.
_ANYWHERE = re.compile(f"(?={PREFIX}([{ALPHABET}]{{{PLACES + 1}}}))")
_NOISE = re.compile("[^0-9A-Z]")


def payment_code(sale: str, part: int = 0) -> str:
    """The code of a basket, or of the `part`th transfer where one basket is paid with several."""
    assert is_id(sale), "a payment code is made of a sale's id"
    assert part >= 0, "parts are counted from 0"
    bits = (int(sale[-15:], 16) + part) % (1 << 5 * PLACES)
    values = [bits >> 5 * place & 31 for place in reversed(range(PLACES))]
    return PREFIX + "".join(ALPHABET[value] for value in [*values, _check(values)])


def is_code(text: str) -> bool:
    """Whether this is a payment code, whole and without a slip."""
    return len(text) == LENGTH and find_codes(text) == (text,)


def find_codes(content: str) -> tuple[str, ...]:
    """The codes in a transfer's message, in their order, each once.

    Banks put words before and behind, drop or insert spaces and dots, and change case; letters and figures
    stay.
    """
    squeezed = _NOISE.sub("", content.upper())
    found = (match[1] for match in _ANYWHERE.finditer(squeezed))
    good = (PREFIX + body for body in found if _check([_VALUES[c] for c in body[:-1]]) == _VALUES[body[-1]])
    return tuple(dict.fromkeys(good))


def _check(values: list[int]) -> int:
    """A weighted sum in the field of 32 elements, each place with a weight of its own."""
    total = 1
    for value in values:
        total = _doubled(total) ^ value
    return _doubled(total)


def _doubled(value: int) -> int:
    return value << 1 ^ (0b100101 if value & 16 else 0)
