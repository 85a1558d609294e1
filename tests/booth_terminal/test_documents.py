"""What a till asks of its terminal over HTTP: keep these, what do I sell."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from booth_terminal.posts import DOCUMENTS_MAX, POST_BYTES_MAX
from fairpos.core.document import Document
from fairpos.wire import documents
from tests.booth import Booth
from tests.documents import AT, TEA, gate_count, line, sale

HOSTILE = "<script>alert(1)</script>'; DROP TABLE entry; -- =cmd|'/C calc'!A0 \x1b@\x1dV\0 {{7*7}} \u202e"


def post(client: TestClient, *made: Document | bytes, **changes: Any) -> Any:
    bodies = [one if isinstance(one, bytes) else documents.write(one) for one in made]
    head = {"till": "M1", "pending": len(bodies), "at": AT} | changes
    return client.post("/till/documents", content=b"\n".join((json.dumps(head).encode(), *bodies)))


def states(booth: Booth) -> dict[str, tuple[int, int | None]]:
    return {state.till: (state.pending, state.oldest_at) for state in booth.terminal.tills.states()}


def test_what_is_flushed_is_named_and_only_that(booth: Booth) -> None:
    token = booth.enrol("M1")
    first, second = sale(), sale(TEA)
    with booth.client(token) as client:
        response = post(client, first, b"poison", second)
    assert response.status_code == 200
    answer = response.json()
    assert answer == {
        "mark": answer["mark"],
        "again": False,
        "at": booth.terminal.now(),
        "edition": 2,
        "kept": [first.id, second.id],
        "refused": [{"line": 2, "code": "not-json"}],
        "held": 2,
        "held_oldest_at": booth.terminal.now(),
    }
    assert booth.bodies() == [documents.write(first), documents.write(second)]


def test_a_mark_stands_for_all_the_journal_holds_and_a_journal_without_it_asks_for_everything(
    booth: Booth,
) -> None:
    token = booth.enrol("M1")
    with booth.client(token) as client:
        first = post(client, sale()).json()["mark"]
        second = post(client, sale(TEA), mark=first).json()
        assert (second["again"], second["mark"] == first) == (False, False)
        assert post(client, mark=second["mark"]).json()["again"] is False
        stream, _, _ = second["mark"].split(".")
        for lost in (
            f"{stream}.2.{'0' * 64}",
            f"{stream}.3.{'0' * 64}",
            f"{'f' * 32}.1.00",
            "",
            "x",
            "..",
            f"{stream}.-1.",
        ):
            told = post(client, mark=lost).json()
            assert (told["again"], told["mark"]) == (True, second["mark"])


def test_a_post_that_comes_again_is_answered_the_same_and_keeps_nothing_more(booth: Booth) -> None:
    token = booth.enrol("M1")
    sold = sale()
    with booth.client(token) as client:
        first, again = post(client, sold), post(client, sold)
    assert first.json()["kept"] == again.json()["kept"] == [sold.id]
    assert len(booth.bodies()) == 1


def test_an_empty_post_is_a_heartbeat(booth: Booth) -> None:
    token = booth.enrol("M1")
    with booth.client(token) as client:
        response = post(client, pending=3, oldest_at=AT - 9)
    assert (response.status_code, response.json()["kept"]) == (200, [])
    assert states(booth)["M1"] == (3, AT - 9)
    assert booth.bodies() == []


def test_a_till_holds_what_it_said_less_what_was_kept(booth: Booth) -> None:
    token = booth.enrol("M1")
    with booth.client(token) as client:
        post(client, sale(), pending=3, oldest_at=AT - 9)
        assert states(booth)["M1"] == (2, AT - 9)
        post(client, sale(), sale(), pending=2, oldest_at=AT - 9)
    assert states(booth)["M1"] == (0, None)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad-envelope"),
        (b"<html>", 400, "bad-envelope"),
        (b"\xff\xfe", 400, "bad-envelope"),
        (b'{"till":"M1"}', 400, "bad-envelope"),
        (b'{"till":"M1","pending":-1,"at":1}', 400, "bad-envelope"),
        (b'{"till":"M1","pending":0,"at":1}' + b"\n{}" * (DOCUMENTS_MAX + 1), 400, "bad-envelope"),
        (b"x" * (POST_BYTES_MAX + 1), 413, "too-large"),
    ],
)
def test_a_malformed_or_oversized_envelope_gets_a_code_and_keeps_nothing(
    booth: Booth, body: bytes, status: int, code: str
) -> None:
    token = booth.enrol("M1")
    with booth.client(token) as client:
        response = client.post("/till/documents", content=body)
    assert (response.status_code, response.json()) == (status, {"code": code})
    assert booth.bodies() == []


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "not-enrolled"),
        ({"Authorization": "Bearer wrong"}, 401, "not-enrolled"),
        ({"Authorization": "Basic TTE6TTE="}, 401, "not-enrolled"),
        ({"Authorization": "Bearer"}, 401, "not-enrolled"),
        ({"Authorization": "\xff"}, 401, "not-enrolled"),
        ({"Cookie": "fairpos_till=wrong"}, 401, "not-enrolled"),
        ({"Sec-Fetch-Site": "cross-site"}, 403, "other-origin"),
        ({"Sec-Fetch-Site": "same-site"}, 403, "other-origin"),
        ({"Origin": "https://evil.example"}, 403, "other-origin"),
        ({"Origin": "null"}, 403, "other-origin"),
    ],
)
def test_a_stranger_or_a_foreign_page_keeps_nothing(
    booth: Booth, headers: dict[str, str], status: int, code: str
) -> None:
    token = booth.enrol("M1")
    if code == "other-origin":
        headers = headers | {"Authorization": f"Bearer {token}"}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    with booth.client() as client:
        response = client.post(
            "/till/documents", content=b'{"till":"M1","pending":0,"at":1}\n{}', headers=raw
        )
    assert (response.status_code, response.json()) == (status, {"code": code})
    assert booth.bodies() == []


def test_a_revoked_till_is_told_so_and_keeps_its_documents_to_itself(booth: Booth) -> None:
    token = booth.enrol("M1")
    booth.revoke("M1")
    with booth.client(token) as client:
        response = post(client, sale())
    assert (response.status_code, response.json()) == (401, {"code": "revoked"})
    assert booth.bodies() == []


def test_a_page_carries_its_token_in_a_cookie_that_no_script_can_read(booth: Booth) -> None:
    booth.publish_code("M1", "ma-1")
    with booth.client() as client:
        opened = client.post("/till/enrolment/ma-1", follow_redirects=False)
        assert (opened.status_code, opened.headers["location"]) == (303, "/till/")
        cookie = opened.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "path=/till" in cookie
        assert post(client, sale()).status_code == 200


# --- a full disk -----------------------------------------------------------------------------------


def test_on_a_full_disk_nothing_is_named_what_is_kept_stays_readable_and_later_it_works(booth: Booth) -> None:
    token = booth.enrol("M1")
    sold = sale()
    big = [sale(*[line(name="Rượu ba kích " * 15)] * 100) for _ in range(20)]
    with booth.client(token) as client:
        assert post(client, sold).status_code == 200
        with booth.terminal.database.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        full = post(client, *big, pending=20)
        assert (full.status_code, full.json()) == (503, {"code": "cannot-keep"})
        assert full.headers["retry-after"] == "5"
        # The till still holds all of them, and that is what the organisers are told.
        assert states(booth)["M1"][0] == 20
        assert booth.bodies() == [documents.write(sold)]
        assert client.get("/till/book").status_code == 200
        with booth.terminal.database.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert post(client, *big).json()["kept"] == [one.id for one in big]
    assert len(booth.bodies()) == 21
    booth.later()
    booth.deliver()
    assert booth.hall.sales() == 21
    assert booth.hall.verify().faults == ()


# --- hostile text ----------------------------------------------------------------------------------


def test_hostile_names_are_text_in_every_answer_and_kept_to_the_byte(booth: Booth) -> None:
    token = booth.enrol("M1")
    made = [sale(line(name=HOSTILE[:200], unit=HOSTILE[:50])), gate_count(by=HOSTILE)]
    with booth.client(token) as client:
        response = post(client, *made, till=HOSTILE)
    assert response.json()["kept"] == [one.id for one in made]
    assert response.headers["content-type"] == "application/json"
    assert booth.bodies() == [documents.write(one) for one in made]
    booth.later()
    booth.deliver()
    assert (booth.hall.sales(), booth.hall.open_findings()) == (1, [("name", "1/2")])
