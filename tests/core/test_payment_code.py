"""Payment codes: found in any noise, and never taken for another."""

from __future__ import annotations

import random
import unicodedata

import pytest

from fairpos.core.ids import uuid7
from fairpos.core.payment_code import ALPHABET, LENGTH, PREFIX, find_codes, is_code, payment_code
from fairpos.core.vietqr import PURPOSE_MAX

SALE = "019a9f3c5d8e7b21a4c6d0e9f8b7a6c5"
CODE = payment_code(SALE)


def test_a_code_is_the_same_every_time_and_fits_into_a_purpose() -> None:
    assert CODE == "FP9HPGX7WBF9P5Y"
    assert len(CODE) == LENGTH <= PURPOSE_MAX
    assert is_code(CODE)


def test_the_parts_of_one_basket_have_codes_of_their_own() -> None:
    codes = [payment_code(SALE, part) for part in range(20)]
    assert len(set(codes)) == 20
    assert all(is_code(code) for code in codes)
    assert is_code(payment_code("f" * 32, 1))


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        "MBVCB.1234567.{}.CT tu 0011000000001 NGUYEN VAN A toi 0123456789",
        "IBFT {} GD 123456-112126",
        "chuyen tien {}FT26325998877",
        "FPFP{}FP",
    ],
)
def test_a_code_is_found_whatever_a_bank_makes_of_the_message(content: str) -> None:
    for written in (CODE, CODE.lower(), " ".join(CODE), f"{CODE[:4]}.{CODE[4:9]}-{CODE[9:]}"):
        assert find_codes(content.format(written)) == (CODE,)


def test_words_without_a_code_hold_none() -> None:
    assert find_codes("") == ()
    assert find_codes("chuyen tien mua mat ong") == ()
    assert find_codes(unicodedata.normalize("NFD", "Chuyển tiền phở")) == ()
    assert find_codes(CODE[:-1]) == ()


def test_two_codes_are_found_in_their_order_and_each_once() -> None:
    other = payment_code(SALE, 1)
    assert find_codes(f"{other} {CODE} {other}") == (other, CODE)


def test_every_single_slip_and_every_swap_of_two_characters_is_noticed() -> None:
    chance = random.Random(38)
    for _ in range(50):
        code = payment_code(uuid7(1_790_000_000_000, chance.getrandbits(74)))
        body = code[len(PREFIX) :]
        for place, letter in enumerate(body):
            for wrong in ALPHABET.replace(letter, ""):
                slip = PREFIX + body[:place] + wrong + body[place + 1 :]
                assert not is_code(slip)
        for one in range(len(body)):
            for two in range(one):
                if body[one] != body[two]:
                    letters = list(body)
                    letters[one], letters[two] = letters[two], letters[one]
                    assert not is_code(PREFIX + "".join(letters))


def test_a_hundred_thousand_baskets_of_one_millisecond_have_codes_of_their_own() -> None:
    chance = random.Random(38)
    codes = {payment_code(uuid7(1_790_000_000_000, chance.getrandbits(74))) for _ in range(100_000)}
    assert len(codes) == 100_000


@pytest.mark.parametrize("text", ["", CODE + "0", CODE.lower(), f" {CODE}", CODE.replace("FP", "FQ")])
def test_only_the_code_itself_is_a_code(text: str) -> None:
    assert not is_code(text)
