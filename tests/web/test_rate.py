from __future__ import annotations

import pytest

from fairpos.web.rate import PinLimit, SignInLimit, neighbourhood


def test_tries_are_counted_for_an_address_and_a_login_together() -> None:
    limit = SignInLimit(login_tries=2)
    assert [limit.allows("192.0.2.1", "hoa") for _ in range(3)] == [True, True, False]
    assert limit.allows("192.0.2.1", "lan")
    assert limit.allows("192.0.2.2", "hoa")


def test_one_address_that_guesses_at_many_logins_is_slowed() -> None:
    limit = SignInLimit(login_tries=2, address_tries=4)
    assert [limit.allows("192.0.2.1", f"login{n}") for n in range(5)] == [True] * 4 + [False]
    assert limit.allows("192.0.2.2", "login9")


def test_the_right_password_wipes_the_count() -> None:
    limit = SignInLimit(login_tries=1)
    assert limit.allows("192.0.2.1", "hoa")
    limit.forgive("192.0.2.1", "hoa")
    assert limit.allows("192.0.2.1", "hoa")
    assert not limit.allows("192.0.2.1", "hoa")


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_a_household_s_many_ipv6_addresses_count_as_one(address: str, counted_as: str) -> None:
    assert neighbourhood(address) == counted_as


def test_pins_are_counted_by_till_and_person_and_by_till() -> None:
    limit = PinLimit(pin_tries=2, till_tries=4)
    assert [limit.allows("M1", "lan") for _ in range(3)] == [True, True, False]
    assert limit.allows("M1", "hoa")
    assert not limit.allows("M1", "minh")
    assert limit.allows("M2", "lan")


def test_the_right_pin_wipes_the_persons_count() -> None:
    limit = PinLimit(pin_tries=1)
    assert limit.allows("M1", "lan")
    limit.forgive("M1", "lan")
    assert [limit.allows("M1", "lan") for _ in range(2)] == [True, False]
