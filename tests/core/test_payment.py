from dataclasses import replace
from typing import Any

import pytest

from fairpos.core.business_day import DAY_MS, MINUTE_MS
from fairpos.core.payment import (
    CONTENT_MAX,
    RAW_MAX,
    BankCredit,
    Expected,
    Matched,
    State,
    faults,
    match,
    received,
    same_account,
)
from fairpos.core.payment_code import payment_code
from tests.documents import AT, bank_credit, new_id


def test_a_credit_is_sound_whatever_words_the_bank_put_around_it() -> None:
    assert faults(bank_credit()) == []
    assert faults(bank_credit(content="", raw="{}", account="")) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"provider": "Ngân hàng"}, ["name"]),
        ({"ref": ""}, ["name"]),
        ({"ref": "x" * 65}, ["name"]),
        ({"amount": -1}, ["amount-range"]),
        ({"amount": 1 << 65}, ["amount-range"]),
        ({"credited_at": 0}, ["time-range"]),
        ({"credited_at": 1 << 47}, ["time-range"]),
        ({"content": "x" * (CONTENT_MAX + 1)}, ["text-length"]),
        ({"raw": "x" * (RAW_MAX + 1)}, ["text-length"]),
        ({"account": "9" * 65}, ["text-length"]),
    ],
)
def test_every_fault_of_a_credit_has_its_code(changes: dict[str, Any], codes: list[str]) -> None:
    assert faults(replace(bank_credit(), **changes)) == codes


ACCOUNT = "970436-0123456789"
CODE, OTHER = payment_code(new_id()), payment_code(new_id())
HONEY = Expected(CODE, ACCOUNT, 150_000)


def credit(amount: int = 150_000, code: str = CODE, minute: int = 0, **changes: Any) -> BankCredit:
    fields = {
        "account": "0123456789",
        "content": f"MBVCB.99.{code.lower()}.CT tu 0011 NGUYEN VAN A",
        "ref": f"ref-{minute}",
        "credited_at": AT + minute * MINUTE_MS,
    }
    return bank_credit(amount, **(fields | changes))


def states(expected: Expected, *credits: BankCredit) -> list[State]:
    return [one.state for one in match([expected], credits)]


def test_account_amount_and_code_that_agree_are_exact() -> None:
    one = credit()
    assert match([HONEY], [one]) == (Matched(one, "exact", CODE),)
    assert received(CODE, match([HONEY], [one])) == 150_000


@pytest.mark.parametrize(("amount", "state"), [(149_999, "short"), (150_001, "over")])
def test_another_amount_is_short_or_over(amount: int, state: State) -> None:
    assert states(HONEY, credit(amount)) == [state]


def test_what_was_short_can_be_made_good() -> None:
    parts = credit(100_000), credit(50_000, minute=1), credit(1_000, minute=2)
    assert states(HONEY, *parts) == ["short", "exact", "duplicate"]
    assert received(CODE, match([HONEY], parts)) == 151_000


def test_a_second_payment_is_a_duplicate_and_nothing_of_it_is_dropped() -> None:
    both = credit(), credit(minute=1)
    assert states(HONEY, *both) == ["exact", "duplicate"]
    assert received(CODE, match([HONEY], both)) == 300_000


def test_credits_are_held_against_sales_in_the_order_the_money_came() -> None:
    early, late = credit(), credit(minute=5)
    assert [one.credit for one in match([HONEY], [late, early])] == [early, late]
    assert match([HONEY], [late, early]) == match([HONEY], [early, late])


def test_one_transfer_told_by_two_providers_is_one_transfer() -> None:
    told = credit(), credit(provider="csv_statement", ref="7", credited_at=AT + DAY_MS)
    assert states(HONEY, *told) == ["exact", "exact"]
    assert received(CODE, match([HONEY], told)) == 150_000
    twice = (*told, credit(minute=1), credit(minute=1, provider="csv_statement", ref="8"))
    assert sorted(states(HONEY, *twice)) == ["duplicate", "duplicate", "exact", "exact"]
    assert received(CODE, match([HONEY], twice)) == 300_000


def test_money_for_a_basket_that_was_left_or_a_sale_that_was_voided_is_late() -> None:
    closed = replace(HONEY, closed_at=AT + MINUTE_MS)
    assert states(closed, credit()) == ["exact"]
    assert states(closed, credit(minute=2)) == ["late"]
    assert received(CODE, match([closed], [credit(minute=2)])) == 0


def test_a_code_that_nothing_waits_for_is_late() -> None:
    assert match([HONEY], [credit(code=OTHER)])[0].state == "late"
    assert match([], [credit()])[0].state == "late"


def test_money_without_a_code_or_to_another_account_is_unknown() -> None:
    bare = credit(content="tien hang")
    assert match([HONEY], [bare]) == (Matched(bare, "unknown", ""),)
    assert states(HONEY, credit(account="999")) == ["unknown"]
    assert states(HONEY, credit(account="970422-0123456789")) == ["unknown"]


def test_the_code_that_is_waited_for_is_taken_among_several() -> None:
    assert match([HONEY], [credit(content=f"{OTHER} {CODE}")])[0].code == CODE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (ACCOUNT, ACCOUNT, True),
        (ACCOUNT, "0123456789", True),
        (ACCOUNT, "123456789", True),
        (ACCOUNT, "970422-0123456789", False),
        (ACCOUNT, "", False),
        ("", "", False),
        ("970436-ab12", "AB12", True),
    ],
)
def test_accounts_are_compared_by_number_and_by_bank_where_both_name_it(
    one: str, other: str, same: bool
) -> None:
    assert same_account(one, other) is same
    assert same_account(other, one) is same
