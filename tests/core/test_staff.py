import pytest

from fairpos.core.staff import DEEDS, BadPin, Deed, hash_pin, may

SALT = bytes(range(16))


def test_a_pin_is_known_by_a_hash_that_any_pbkdf2_gives() -> None:
    # The same from Python's hashlib, OpenSSL and a browser's WebCrypto.
    assert hash_pin("2468", SALT) == "6b27f7b5c0d56a1e644595b276cc3a6c9fffe1a44078e5a048e683b47fc1e4b8"
    assert hash_pin("2468", SALT) != hash_pin("2468", SALT[::-1])
    assert hash_pin("2468", SALT) != hash_pin("2469", SALT)


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４", "12 4", "-123"])
def test_what_is_no_pin_is_no_pin(pin: str) -> None:
    with pytest.raises(BadPin):
        hash_pin(pin, SALT)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_manager_may_and_a_seller_has_to_ask(deed: Deed) -> None:
    assert may("manager", deed)
    assert not may("seller", deed)
