from fairpos.core.secret import hash_secret


def test_what_is_kept_of_a_secret_is_its_sha_256() -> None:
    assert hash_secret("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert hash_secret("mã-một-lần") != hash_secret("mã-một-lần ")
