"""Files that a till saved: taken in whole, twice without harm, and damaged without a guess."""

import json
from hashlib import sha256

import pytest
from starlette.testclient import TestClient

from booth_terminal import journal, saved_files
from booth_terminal.saved_files import NotSaved, OtherFair, Taken
from tests.booth import FAIR, Booth
from tests.documents import opening, sale
from tests.hall import body_of

MADE = [opening(), sale(), sale()]
BODIES = [body_of(document) for document in MADE]


def saved(*bodies: bytes, fair: str = FAIR) -> bytes:
    head = {
        "fairpos": "documents",
        "v": 1,
        "fair": fair,
        "till": "M1",
        "saved_at": 1,
        "hashes": [sha256(body).hexdigest() for body in bodies],
    }
    return b"\n".join([json.dumps(head).encode(), *bodies, b""])


def kept(booth: Booth) -> list[bytes]:
    with booth.terminal.database.reading() as connection:
        stream = journal.current(connection)
        assert stream is not None, "a running terminal has a stream"
        return journal.after(connection, stream, 0, 100)


def test_a_file_is_taken_in_byte_for_byte_and_a_second_time_changes_nothing(booth: Booth) -> None:
    booth.keep(MADE[1])
    assert saved_files.take_in(booth.terminal, saved(*BODIES)) == Taken("M1", 2, 1, ())
    assert saved_files.take_in(booth.terminal, saved(*BODIES)) == Taken("M1", 0, 3, ())
    assert sorted(kept(booth)) == sorted(BODIES)


def test_what_a_file_brings_goes_on_to_the_centre(booth: Booth) -> None:
    saved_files.take_in(booth.terminal, saved(*BODIES))
    booth.deliver()
    assert booth.courier.held() == (0, None)


def test_of_a_damaged_file_the_whole_documents_are_taken_and_the_others_named(booth: Booth) -> None:
    damaged = saved(*BODIES).replace(BODIES[1][40:60], b"x" * 20)
    assert saved_files.take_in(booth.terminal, damaged) == Taken("M1", 2, 0, (2,))
    cut = saved(*BODIES)[: -len(BODIES[2])]
    assert saved_files.take_in(booth.terminal, cut) == Taken("M1", 1, 1, (3,))
    assert len(kept(booth)) == 3


def test_a_file_that_went_through_a_windows_editor_is_the_same_file(booth: Booth) -> None:
    edited = saved(*BODIES).replace(b"\n", b"\r\n")
    assert saved_files.take_in(booth.terminal, edited) == Taken("M1", 3, 0, ())


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"\xff\xfe", b"[" * 10_000, b'{"fairpos":"other","v":1,"fair":"x","till":"M1","hashes":[]}'],
)
def test_any_other_file_is_none(booth: Booth, body: bytes) -> None:
    with pytest.raises(NotSaved):
        saved_files.take_in(booth.terminal, body)


def test_another_fairs_file_is_refused_whole(booth: Booth) -> None:
    with pytest.raises(OtherFair):
        saved_files.take_in(booth.terminal, saved(*BODIES, fair="khac"))
    assert kept(booth) == []


def test_what_is_no_document_is_not_kept_even_if_its_hash_is_right(booth: Booth) -> None:
    assert saved_files.take_in(booth.terminal, saved(b"{}", BODIES[0])) == Taken("M1", 1, 0, (1,))


def test_it_can_be_put_into_a_journal_whose_program_does_not_run(booth: Booth) -> None:
    with booth.terminal.database.writing() as connection:
        first = saved_files.put(connection, FAIR, saved(*BODIES), at=1)
        again = saved_files.put(connection, FAIR, saved(*BODIES), at=1)
    assert (first, again) == (Taken("M1", 3, 0, ()), Taken("M1", 0, 3, ()))


def test_the_page_says_what_was_taken_and_what_was_not(booth: Booth) -> None:
    app = booth.app()
    with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000)) as here:
        files = {"file": ("M1.fairpos.json", saved(*BODIES).replace(BODIES[1][40:60], b"x" * 20))}
        told = here.post("/terminal/imports", files=files)
        assert told.status_code == 200
        assert "Chứng từ mới nhận vào: 2" in told.text
        assert "theo thứ tự trong tệp: 2" in told.text
        assert here.post("/terminal/imports", files={"file": ("a", b"x")}).status_code == 400
        other = {"file": ("a", saved(*BODIES, fair="khac"))}
        assert here.post("/terminal/imports", files=other).status_code == 409
    with TestClient(app, base_url="http://localhost", client=("10.0.0.9", 50_000)) as stranger:
        assert stranger.post("/terminal/imports", files=files).status_code == 403
    assert len(kept(booth)) == 2
