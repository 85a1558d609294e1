"""VietQR: the text inside a bank's QR code, that opens a transfer with everything filled in.

A NAPAS profile of the EMVCo merchant code (version 1.0, September 2021): fields of a two-digit id, a
two-digit length and a value, closed by a checksum. It moves no money and confirms nothing; it only spares the
buyer the typing. The selling page has the same rule in JavaScript, proved equal by generated cases.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fairpos.core.fair import BankAccount

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
AMOUNT_MAX = 499_999_999
"""NAPAS moves less than 500 million đồng at once."""

PURPOSE_MAX = 25

_BIN = re.compile(r"\d{6}", re.ASCII)
_MARKS = re.compile("[\u0300-\u036f]")
_NUMBER = re.compile(r"[0-9A-Za-z]{1,19}", re.ASCII)


class BadAccount(ValueError):
    """No transfer can go to such an account: the BIN is not six digits, or the number not 1 to 19 letters."""


class BadAmount(ValueError):
    """Not an amount one transfer can carry: 1 to 499,999,999 đồng."""


class BadPurpose(ValueError):
    """A purpose that would reach the bank cut short or with letters it does not know."""


class BadPayload(ValueError):
    """Not the text of a VietQR. `code` says what is wrong with it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank, or a wallet that takes transfers like one."""

    bin: str
    short_name: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What a VietQR says. `service` is QRIBFTTA (to an account) or QRIBFTTC (to a card)."""

    bin: str
    number: str
    service: str = TO_ACCOUNT
    amount: int | None = None
    purpose: str = ""
    bill: str = ""
    dynamic: bool = True


def read_banks(lines: Iterable[str]) -> Mapping[str, Bank]:
    """The table of banks by BIN, out of lines of CSV. Not every BIN begins with 9704."""
    rows = csv.DictReader(lines)
    return {row["bin"]: Bank(row["bin"], row["short_name"], row["name"]) for row in rows}


def folded(text: str) -> str:
    """Vietnamese as a bank's message carries it: "Hội chợ Đông Triều" is "Hoi cho Dong Trieu"."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    return _MARKS.sub("", unicodedata.normalize("NFD", plain))


def account_name(account: BankAccount) -> str:
    """The account as a tender names it: BIN, hyphen, number."""
    return f"{account.bin}-{account.number}"


def payload(account: BankAccount, amount: int, purpose: str) -> str:
    """The text of a code for one payment. Raises BadAccount, BadAmount, BadPurpose."""
    plain = folded(purpose)
    # Cutting would lose the payment code at its end, and with it the only thread back to the sale.
    if not 1 <= len(plain) <= PURPOSE_MAX or not (plain.isascii() and plain.isprintable()):
        raise BadPurpose(purpose)
    if not 1 <= amount <= AMOUNT_MAX:
        raise BadAmount(amount)
    return write(Payload(bin=account.bin, number=account.number, amount=amount, purpose=plain))


def write(told: Payload) -> str:
    """The text of any VietQR whose texts are plain already. Raises BadAccount."""
    if not _BIN.fullmatch(told.bin) or not _NUMBER.fullmatch(told.number):
        raise BadAccount(f"{told.bin}-{told.number}")
    to = _field("00", told.bin) + _field("01", told.number)
    more = (_field("01", told.bill) if told.bill else "") + (
        _field("08", told.purpose) if told.purpose else ""
    )
    text = _field("00", "01") + _field("01", "12" if told.dynamic else "11")
    text += _field("38", _field("00", GUID) + _field("01", to) + _field("02", told.service))
    text += _field("53", "704")
    text += "" if told.amount is None else _field("54", str(told.amount))
    text += _field("58", "VN")
    text += (_field("62", more) if more else "") + "6304"
    return f"{text}{checksum(text):04X}"


def _field(id_: str, value: str) -> str:
    assert 1 <= len(value) <= 99, "a field says its length in two digits"
    return f"{id_}{len(value):02d}{value}"


def checksum(text: str) -> int:
    """CRC-16/CCITT-FALSE over everything up to and with the "6304" that announces it."""
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def read(text: str) -> Payload:
    """Read a VietQR strictly: a good checksum does not make up for a wrong length. Raises BadPayload.

    Fields may come in any order, except that the format leads and the checksum closes.
    """
    if not (text.isascii() and text.isprintable()):
        raise BadPayload("charset")
    if text[-8:-4] != "6304" or text[-4:] != f"{checksum(text[:-4]):04X}":
        raise BadPayload("checksum")
    fields = _fields(text[:-8])
    if not text.startswith("000201"):
        raise BadPayload("format")
    to = _fields(fields.get("38", ""))
    if to.get("00") != GUID:
        raise BadPayload("not-vietqr")
    account = _fields(to.get("01", ""))
    bin_, number, service = account.get("00", ""), account.get("01", ""), to.get("02", "")
    if not _BIN.fullmatch(bin_) or not _NUMBER.fullmatch(number):
        raise BadPayload("account")
    if fields.get("53") != "704" or fields.get("58") != "VN":
        raise BadPayload("currency")
    if fields.get("01") not in ("11", "12"):
        raise BadPayload("initiation")
    more = _fields(fields.get("62", ""))
    return Payload(
        bin=bin_,
        number=number,
        service=service,
        amount=_amount(fields.get("54")),
        purpose=more.get("08", ""),
        bill=more.get("01", ""),
        dynamic=fields["01"] == "12",
    )


def _amount(text: str | None) -> int | None:
    if text is None:
        return None
    # A decimal part is allowed by the format; đồng have none.
    found = re.fullmatch(r"(\d{1,13})(?:\.0*)?", text, re.ASCII)
    if found is None or len(text) > 13 or int(found[1]) == 0:
        raise BadPayload("amount")
    return int(found[1])


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    place = 0
    while place < len(text):
        id_, length = text[place : place + 2], text[place + 2 : place + 4]
        if not (id_.isdigit() and len(length) == 2 and length.isdigit()) or id_ in found:
            raise BadPayload("field")
        value = text[place + 4 : place + 4 + int(length)]
        if not value or len(value) != int(length):
            raise BadPayload("length")
        found[id_] = value
        place += 4 + int(length)
    return found
