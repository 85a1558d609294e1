"""Who may speak as which till: one code, one device, one till."""

import pytest

from booth_terminal.tills import CodeUsed, NotEnrolled, Revoked, UnknownCode
from tests.booth import Booth


def who(booth: Booth, token: str | None) -> str:
    return booth.terminal.tills.who(token).id


def test_a_device_is_enrolled_by_the_code_that_came_with_the_settings(booth: Booth) -> None:
    token = booth.enrol("M1")
    assert who(booth, token) == "M1"
    assert who(booth, booth.enrol("CG1")) == "CG1"
    assert who(booth, token) == "M1"


@pytest.mark.parametrize("token", [None, "", "bí-mật", "M1"])
def test_nobody_else_is_a_till(booth: Booth, token: str | None) -> None:
    booth.enrol("M1")
    with pytest.raises(NotEnrolled):
        who(booth, token)


def test_a_code_works_once_and_a_second_device_gets_nothing(booth: Booth) -> None:
    booth.publish_code("M1", "mã")
    _, token = booth.terminal.enrol("mã")
    with pytest.raises(CodeUsed):
        booth.terminal.enrol("mã")
    assert who(booth, token) == "M1"


@pytest.mark.parametrize("code", ["", "mã-khác"])
def test_a_code_nobody_gave_out_enrols_nothing(booth: Booth, code: str) -> None:
    booth.publish_code("M1", "mã")
    with pytest.raises(UnknownCode):
        booth.terminal.enrol(code)


def test_before_any_settings_no_code_is_known(booth: Booth) -> None:
    with pytest.raises(UnknownCode):
        booth.terminal.enrol("mã")


def test_a_code_is_void_once_another_was_given_out(booth: Booth) -> None:
    booth.publish_code("M1", "mã-1")
    booth.publish_code("M1", "mã-2")
    with pytest.raises(UnknownCode):
        booth.terminal.enrol("mã-1")
    assert booth.terminal.enrol("mã-2")[0].id == "M1"


def test_a_second_device_fences_the_first(booth: Booth) -> None:
    first = booth.enrol("M1")
    booth.publish_code("M1", "mã-2")
    # Only the second device itself does that: a code that nobody has used shuts nobody out.
    assert who(booth, first) == "M1"
    _, second = booth.terminal.enrol("mã-2")
    assert who(booth, second) == "M1"
    with pytest.raises(NotEnrolled):
        who(booth, first)


def test_a_revoked_till_is_shut_out_by_the_next_edition(booth: Booth) -> None:
    token, other = booth.enrol("M1"), booth.enrol("M2")
    booth.revoke("M1")
    with pytest.raises(Revoked):
        who(booth, token)
    assert who(booth, other) == "M2"


def test_a_revoked_tills_code_enrols_nobody(booth: Booth) -> None:
    booth.publish_code("M1", "mã")
    booth.revoke("M1")
    with pytest.raises(UnknownCode):
        booth.terminal.enrol("mã")


@pytest.mark.parametrize("restarted", [False, True])
def test_a_stolen_device_is_not_let_in_again_with_the_one_that_replaces_it(
    booth: Booth, restarted: bool
) -> None:
    stolen = booth.enrol("M1")
    booth.revoke("M1")
    booth.publish_code("M1", "mã-mới")
    if restarted:
        booth.terminal.stop()
        booth.open()
    with pytest.raises(NotEnrolled):
        who(booth, stolen)
    _, replacement = booth.terminal.enrol("mã-mới")
    assert who(booth, replacement) == "M1"
    with pytest.raises(NotEnrolled):
        who(booth, stolen)


def test_a_terminal_knows_its_tills_again_after_a_power_cut(booth: Booth) -> None:
    token = booth.enrol("M1")
    booth.terminal.stop()
    booth.open()
    assert who(booth, token) == "M1"


def test_of_a_token_only_the_hash_is_on_the_disk(booth: Booth) -> None:
    token = booth.enrol("M1")
    booth.terminal.stop()
    written = b"".join(path.read_bytes() for path in booth.path.parent.glob("terminal.sqlite3*"))
    booth.open()
    assert token.encode() not in written
    assert "mã-M1".encode() not in written


def test_a_book_holds_what_a_till_sells_and_nothing_of_another_booth(booth: Booth) -> None:
    booth.enrol("M1")
    tills = booth.terminal.tills
    assert tills.edition is not None
    (seller,) = (till for till in tills.edition.tills if till.id == "M1")
    book = tills.book(seller)
    assert book.booth is not None
    assert (book.booth.id, book.gate) == ("A1", None)
    assert [article.id for article in book.articles] == ["SP3", "SP1", "SP2"]
    assert {exhibitor.id for exhibitor in book.exhibitors} == {"DV1", "DV2"}


def test_a_gates_book_holds_its_gate_and_no_goods(booth: Booth) -> None:
    booth.enrol("CG1")
    tills = booth.terminal.tills
    assert tills.edition is not None
    (counter,) = (till for till in tills.edition.tills if till.id == "CG1")
    book = tills.book(counter)
    assert book.gate is not None
    assert (book.gate.id, book.booth, book.articles, book.exhibitors) == ("G1", None, (), ())


def test_an_older_edition_never_replaces_a_newer_one(booth: Booth) -> None:
    booth.enrol("M1")
    newest = booth.terminal.tills.edition
    assert newest is not None
    assert newest.number == 2
    booth.publish_code("M2", "mã")
    booth.terminal.tills.settings_changed(newest)
    assert booth.terminal.tills.edition is not None
    assert booth.terminal.tills.edition.number == 3


def test_it_is_news_when_a_till_begins_or_ceases_to_hold_something(booth: Booth) -> None:
    tills = booth.terminal.tills
    tills.spoke("M1", at=1, pending=0, oldest_at=None)
    assert tills.news() is False
    tills.spoke("M1", at=2, pending=3, oldest_at=2)
    assert tills.news() is True
    tills.states()
    assert tills.news() is False
    tills.spoke("M1", at=3, pending=5, oldest_at=2)
    assert tills.news() is False
    tills.spoke("M1", at=4, pending=0, oldest_at=None)
    assert tills.news() is True
    tills.spoke("M1", at=5, pending=1, oldest_at=5)
    assert tills.news() is False
