"""The table of banks that ships with the program: BIN, short name, name.

It is data for people to edit (banks rename themselves), and nothing is refused for not being in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fairpos.core.vietqr import Bank, read_banks


@cache
def banks() -> Mapping[str, Bank]:
    """Every bank known, by its BIN."""
    return read_banks(Path(__file__).with_name("banks.csv").read_text("utf-8").splitlines())


def short_name(bin_: str) -> str:
    """What a bank is called on a screen; its BIN when it is not in the table."""
    bank = banks().get(bin_)
    return bank.short_name if bank else bin_
