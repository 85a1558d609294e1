from hashlib import sha256

import pytest

from fairpos.core.photo import is_photo_key, photo_key


def test_a_picture_is_known_by_half_the_hash_of_its_bytes() -> None:
    assert photo_key(b"RIFF") == sha256(b"RIFF").hexdigest()[:32]
    assert is_photo_key(photo_key(b""))


@pytest.mark.parametrize("text", ["", "ab" * 15, "ab" * 17, "AB" * 16, "../" * 10 + "ab", "\u0661" * 32])
def test_nothing_else_is_a_key(text: str) -> None:
    assert not is_photo_key(text)
