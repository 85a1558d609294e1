"""The code to pay by transfer, on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from booth_terminal.slip import Code, Text
from booth_terminal.slips import names_of, transfer_slip
from booth_terminal.transfer_slip import NotPayable, Request, read, transfer_of
from fairpos.core import vietqr
from fairpos.core.fair import BankAccount
from fixtures.small import small_fair
from tests.documents import AT

FAIR = small_fair()
ACCOUNT = BankAccount("970403", "0011012345678", "HO NUOI ONG DONG SON")
SET_UP = replace(
    FAIR,
    exhibitors=tuple(replace(e, account=ACCOUNT) if e.id == "DV2" else e for e in FAIR.exhibitors),
)
ASKED = Request("DV2", 87_000, "FPM1000123X")


def test_the_code_pays_the_exhibitor_the_amount_with_the_code_of_the_basket() -> None:
    transfer = transfer_of(SET_UP, "A1", ASKED)
    told = vietqr.read(transfer.payload)
    assert (told.bin, told.number, told.amount, told.purpose) == (
        "970403",
        "0011012345678",
        87_000,
        "FPM1000123X",
    )
    assert transfer.holder == "HO NUOI ONG DONG SON"


def test_the_slip_shows_the_code_the_holder_and_the_amount_and_says_that_it_is_no_receipt() -> None:
    slip = transfer_slip(transfer_of(SET_UP, "A1", ASKED), names_of(SET_UP, "A1", "vi"), AT)
    assert [row.payload for row in slip.rows if isinstance(row, Code)] == [
        transfer_of(SET_UP, "A1", ASKED).payload
    ]
    texts = [row.text for row in slip.rows if isinstance(row, Text)]
    assert "87.000\N{NO-BREAK SPACE}đ" in texts
    assert "HO NUOI ONG DONG SON" in texts
    assert any(text.startswith("Đây chưa phải biên lai") for text in texts)


@pytest.mark.parametrize(
    ("booth", "asked"),
    [
        ("A1", Request("DV1", 87_000, "FPM1000123X")),  # no account
        ("B1", ASKED),  # stands at another booth
        ("A1", Request("DV9", 87_000, "FPM1000123X")),
        ("A1", Request("DV2", 0, "FPM1000123X")),
        ("A1", Request("DV2", 500_000_000, "FPM1000123X")),
        ("A1", Request("DV2", 87_000, "")),
        ("A1", Request("DV2", 87_000, "x" * 26)),
    ],
)
def test_nobody_is_asked_to_pay_what_cannot_be_paid_or_somebody_else(booth: str, asked: Request) -> None:
    with pytest.raises(NotPayable):
        transfer_of(SET_UP, booth, asked)


def test_what_is_written_down_is_read_again_and_nothing_else() -> None:
    assert read(ASKED.subject()) == ASKED
    with pytest.raises(NotPayable):
        read('{"exhibitor": 7}')
