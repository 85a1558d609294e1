import pytest
from sqlalchemy.exc import IntegrityError

from fairpos.core.secret import hash_secret
from fairpos.ledger import terminals
from fairpos.ledger.terminals import EnrolmentUsed, Terminal
from tests.documents import AT
from tests.hall import Hall

KEY, OTHER = b"k" * 32, b"o" * 32


def expect(hall: Hall, code: str = "mã-một-lần") -> None:
    with hall.database.writing() as connection:
        terminals.expect(connection, hall.fair_id, id="tram-1", name="Sảnh A", code=code)


def enrol(hall: Hall, code: str = "mã-một-lần", key: bytes = KEY) -> Terminal:
    with hall.database.writing() as connection:
        return terminals.enrol(connection, code=code, public_key=key, at=AT)


def find(hall: Hall, slug: str = "thu-nho-2026", id_: str = "tram-1") -> Terminal | None:
    with hall.database.reading() as connection:
        return terminals.find(connection, slug, id_)


def test_a_terminal_enrols_with_its_code_and_is_known_by_its_key(hall: Hall) -> None:
    expect(hall)
    enrolled = enrol(hall)
    assert enrolled == Terminal(hall.fair_id, "tram-1", KEY, revoked=False)
    assert find(hall) == enrolled
    with hall.database.reading() as connection:
        assert terminals.fair_of(connection, enrolled) == "thu-nho-2026"


def test_a_code_is_kept_as_its_hash_alone(hall: Hall) -> None:
    expect(hall)
    assert hall.rows("terminal", "code_hash") == [(hash_secret("mã-một-lần"),)]


def test_a_code_works_once(hall: Hall) -> None:
    expect(hall)
    enrol(hall)
    with pytest.raises(EnrolmentUsed):
        enrol(hall, key=OTHER)
    found = find(hall)
    assert found is not None
    assert found.public_key == KEY


@pytest.mark.parametrize("code", ["", "another", "mã-một-lần "])
def test_another_code_enrols_nobody(hall: Hall, code: str) -> None:
    expect(hall)
    with pytest.raises(EnrolmentUsed):
        enrol(hall, code)
    assert find(hall) is None


@pytest.mark.parametrize("key", [b"", KEY[:-1], KEY + b"k"])
def test_a_key_of_another_length_is_no_key_and_leaves_the_code_open(hall: Hall, key: bytes) -> None:
    expect(hall)
    with pytest.raises(EnrolmentUsed):
        enrol(hall, key=key)
    enrol(hall)


def test_who_has_not_enrolled_is_nobody(hall: Hall) -> None:
    expect(hall)
    assert find(hall) is None
    enrol(hall)
    assert find(hall, slug="another-fair") is None
    assert find(hall, id_="tram-2") is None


def test_a_revoked_terminal_is_known_as_such_and_its_code_is_void(hall: Hall) -> None:
    expect(hall)
    enrol(hall)
    with hall.database.writing() as connection:
        terminals.revoke(connection, hall.fair_id, "tram-1", at=AT, by="hoa")
    found = find(hall)
    assert found is not None
    assert found.revoked
    assert hall.rows("change", "kind", "subject", "act", "by") == [
        ("terminal", "tram-1", "revocation", "hoa")
    ]


def test_a_terminal_revoked_before_it_enrolled_cannot_enrol_any_more(hall: Hall) -> None:
    expect(hall)
    with hall.database.writing() as connection:
        terminals.revoke(connection, hall.fair_id, "tram-1", at=AT, by="hoa")
    with pytest.raises(EnrolmentUsed):
        enrol(hall)


def test_one_id_is_one_terminal(hall: Hall) -> None:
    expect(hall)
    with pytest.raises(IntegrityError):
        expect(hall, code="another")
