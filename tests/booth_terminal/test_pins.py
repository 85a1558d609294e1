"""PINs asked of the terminal, by a page that has no cryptography of its own."""

import pytest
from starlette.testclient import TestClient

from fairpos.web.rate import PIN_TRIES, TILL_TRIES
from tests.booth import Booth


def ask(client: TestClient, staff: str, pin: str) -> tuple[int, str]:
    response = client.post("/till/pin", json={"staff": staff, "pin": pin})
    return response.status_code, response.json()["code"] if response.content else ""


RIGHT = (204, "")
WRONG = (401, "wrong-pin")
SLOWED = (429, "too-many-tries")


def test_the_right_pin_is_right_and_every_other_is_wrong(full_booth: Booth) -> None:
    with full_booth.client(full_booth.enrol("M1")) as client:
        assert ask(client, "lan", "1111") == RIGHT
        assert ask(client, "hoa", "9999") == RIGHT
        assert ask(client, "lan", "9999") == WRONG
        assert ask(client, "nobody", "1111") == WRONG


@pytest.mark.parametrize("pin", ["", "1", "abcd", "123456789", "\u0661\u0661\u0661\u0661", "1111\u0000"])
def test_what_cannot_be_a_pin_is_a_wrong_one(full_booth: Booth, pin: str) -> None:
    with full_booth.client(full_booth.enrol("M1")) as client:
        assert ask(client, "lan", pin) == WRONG


def test_people_of_another_booth_have_no_pin_here(full_booth: Booth) -> None:
    with full_booth.client(full_booth.enrol("M3")) as client:
        assert ask(client, "lan", "1111") == WRONG
    with full_booth.client(full_booth.enrol("CG1")) as gate:
        assert ask(gate, "lan", "1111") == WRONG


def test_guessing_is_slowed_for_that_person_at_that_till_alone(full_booth: Booth) -> None:
    tokens = [full_booth.enrol(till) for till in ("M1", "M2")]
    with full_booth.client(tokens[0]) as client:
        assert [ask(client, "lan", f"000{n}") for n in range(PIN_TRIES)] == [WRONG] * PIN_TRIES
        assert ask(client, "lan", "1111") == SLOWED
        assert ask(client, "hoa", "9999") == RIGHT
        client.headers["Authorization"] = f"Bearer {tokens[1]}"
        assert ask(client, "lan", "1111") == RIGHT


def test_the_right_pin_wipes_the_count(full_booth: Booth) -> None:
    with full_booth.client(full_booth.enrol("M1")) as client:
        for _ in range(2):
            assert [ask(client, "lan", "0000") for _ in range(PIN_TRIES - 1)] == [WRONG] * (PIN_TRIES - 1)
            assert ask(client, "lan", "1111") == RIGHT


def test_a_till_that_guesses_at_many_people_is_slowed_too(full_booth: Booth) -> None:
    with full_booth.client(full_booth.enrol("M1")) as client:
        assert [ask(client, f"nobody-{n}", "0000") for n in range(TILL_TRIES)] == [WRONG] * TILL_TRIES
        assert ask(client, "lan", "1111") == SLOWED


def test_a_stranger_is_told_nothing(full_booth: Booth) -> None:
    full_booth.enrol("M1")
    with full_booth.client() as client:
        assert ask(client, "lan", "1111") == (401, "not-enrolled")


@pytest.mark.parametrize("body", [b"", b"[]", b'{"staff":"lan"}', b'{"staff":1,"pin":1111}', b"\xff"])
def test_rubbish_is_no_question(full_booth: Booth, body: bytes) -> None:
    with full_booth.client(full_booth.enrol("M1")) as client:
        response = client.post("/till/pin", content=body)
    assert (response.status_code, response.json()) == (400, {"code": "bad-envelope"})
