"""The code to pay by transfer, on paper: for a buyer who would rather scan a slip than the tablet.

It is no receipt and says so: nothing has been paid yet when it is printed.
"""

from __future__ import annotations

import msgspec

from booth_terminal.receipt_slip import Names, Transfer, moment, transfer_rows
from booth_terminal.slip import Row, Rule, Slip, Text
from fairpos.core import vietqr
from fairpos.core.fair import BankAccount, Edition
from fairpos.core.money import Language, dong
from fairpos.web.i18n import mark as _
from fairpos.web.i18n import translator
from fairpos.wire.banks import short_name

TITLE = _("Please pay by transfer")


class Request(msgspec.Struct, frozen=True):
    """What is to be paid: to which exhibitor of the booth, how many đồng, and the code of the basket."""

    exhibitor: str
    amount: int
    code: str

    def subject(self) -> str:
        return msgspec.json.encode(self).decode()


class NotPayable(ValueError):
    """There is no such account at this booth, or no code can be made for such an amount."""


def read(subject: str) -> Request:
    """What `Request.subject` wrote. Raises NotPayable."""
    try:
        return msgspec.json.decode(subject, type=Request)
    except msgspec.MsgspecError as error:
        raise NotPayable(str(error)) from error


def transfer_of(edition: Edition | None, booth: str, asked: Request) -> Transfer:
    """The code to be paid, to an account out of the settings and to no other. Raises NotPayable."""
    account = _account(edition, booth, asked.exhibitor)
    if account is None:
        raise NotPayable(asked.exhibitor)
    try:
        payload = vietqr.payload(account, asked.amount, asked.code)
    except (vietqr.BadAccount, vietqr.BadAmount, vietqr.BadPurpose) as error:
        raise NotPayable(str(error)) from error
    return Transfer(
        payload=payload,
        bank=short_name(account.bin),
        number=account.number,
        holder=account.holder,
        amount=asked.amount,
        purpose=asked.code,
    )


def _account(edition: Edition | None, booth: str, exhibitor: str) -> BankAccount | None:
    stand = edition.booth(booth) if edition else None
    if edition is None or stand is None or exhibitor not in stand.exhibitors:
        return None
    return next((one.account for one in edition.exhibitors if one.id == exhibitor), None)


def transfer_slip(transfer: Transfer, names: Names, at: int, language: Language = "vi") -> Slip:
    """A request to pay, and no receipt."""
    say = translator("slip", language).gettext
    rows: list[Row] = [Text(names.fair, "title", "centre")] if names.fair else []
    rows += [
        Text(names.booth, "strong", "centre"),
        Rule(),
        Text(say(TITLE), "strong", "centre"),
        Text(dong(transfer.amount, language), "big", "centre"),
        *transfer_rows(transfer, language, say),
        Rule(),
        Text(
            say("This is no receipt. The seller looks at the account before handing over the goods."), "small"
        ),
        Text(moment(at), "small", "centre"),
    ]
    return Slip(f"{say(TITLE)} · {dong(transfer.amount, language)}", language, tuple(rows))
