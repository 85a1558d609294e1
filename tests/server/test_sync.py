"""The sync API: who may speak, what may be said, and that bad input is never a fault of ours."""

import json
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from sqlalchemy import Connection

from fairpos.core.sync import PUSH_BYTES_MAX
from fairpos.ledger import fairs, photos, terminals
from fairpos.server.sync import BACKLOG_MAX, EDITIONS, ENTRIES, HELLO, KNOWN_MS, PHOTOS, InProcess
from fairpos.wire import editions, messages
from fixtures.small import small_fair
from tests.desk import FAIR, Desk, Signer
from tests.documents import gate_count, sale


def refused(response: Any, status: int, code: str) -> bool:
    return (response.status_code, response.json()["code"]) == (status, code)


def nothing_happened(desk: Desk) -> bool:
    return desk.hall.count("entry") == 0 and desk.hall.count("stream") == 0


# --- who may speak ---------------------------------------------------------------------------------


def test_an_enrolled_terminal_is_heard(desk: Desk) -> None:
    hello = messages.read_answer(desk.signer.hello().content)
    assert (hello.status, hello.head, hello.edition) == ("ok", desk.signer.journal.genesis, 1)
    push = messages.read_answer(desk.signer.push(sale(), gate_count()).content)
    assert (push.status, push.head) == ("ok", desk.signer.journal.chain[2])
    assert desk.hall.sales() == 1


Spoil = Callable[[Signer, str, bytes], dict[str, str]]

FORGERIES: dict[str, tuple[Spoil, str]] = {
    "nothing signed": (lambda s, p, b: {}, "not-signed"),
    "a name alone": (lambda s, p, b: {"FairPOS-Terminal": f"{FAIR}/tram-1"}, "not-signed"),
    "a signature alone": (
        lambda s, p, b: {"FairPOS-Signature": s.headers(p, b)["FairPOS-Signature"]},
        "not-signed",
    ),
    "no base64": (lambda s, p, b: s.headers(p, b) | {"FairPOS-Signature": "!!!"}, "refused"),
    "an empty signature": (lambda s, p, b: s.headers(p, b) | {"FairPOS-Signature": ""}, "refused"),
    "zeros": (lambda s, p, b: s.headers(p, b) | {"FairPOS-Signature": "A" * 86 + "=="}, "refused"),
    "of other bytes": (lambda s, p, b: s.headers(p, b + b" "), "refused"),
    "of another path": (lambda s, p, b: s.headers(p + "x", b), "refused"),
    "an unknown terminal": (
        lambda s, p, b: s.headers(p, b) | {"FairPOS-Terminal": f"{FAIR}/tram-9"},
        "refused",
    ),
    "an unknown fair": (lambda s, p, b: s.headers(p, b) | {"FairPOS-Terminal": "xuan/tram-1"}, "refused"),
    "no fair": (lambda s, p, b: s.headers(p, b) | {"FairPOS-Terminal": "tram-1"}, "refused"),
    "an empty name": (lambda s, p, b: s.headers(p, b) | {"FairPOS-Terminal": ""}, "not-signed"),
    "a hostile name": (lambda s, p, b: s.headers(p, b) | {"FairPOS-Terminal": "' OR 1=1 --/x"}, "refused"),
    "a control character": (lambda s, p, b: s.headers(p, b) | {"FairPOS-Terminal": "a\x00/b"}, "refused"),
}


def test_a_forgery_is_refused_and_nothing_is_stored(desk: Desk) -> None:
    signer = desk.signer
    for name, (spoil, code) in FORGERIES.items():
        for path, body in ((HELLO, signer.hello_body()), (ENTRIES, signer.push_body(1, [b"{}"]))):
            response = desk.client.post(path, content=body, headers=spoil(signer, path, body))
            assert refused(response, 401, code), name
        edition = f"{EDITIONS}/1"
        assert refused(desk.client.get(edition, headers=spoil(signer, edition, b"")), 401, code), name
        photo = f"{PHOTOS}/{'ab' * 16}"
        assert refused(desk.client.get(photo, headers=spoil(signer, photo, b"")), 401, code), name
    assert nothing_happened(desk)


def test_a_terminal_signs_for_itself_alone(desk: Desk) -> None:
    thief = Signer(desk, "tram-2")
    desk.signer.hello()
    # With its own key in the other's name, and in its own name about the other.
    body = desk.signer.hello_body()
    forged = thief.headers(HELLO, body) | {"FairPOS-Terminal": f"{FAIR}/tram-1"}
    assert refused(desk.client.post(HELLO, content=body, headers=forged), 401, "refused")
    assert refused(thief.say(HELLO, body), 401, "refused")
    assert refused(thief.say(ENTRIES, desk.signer.push_body(1, [b"{}"])), 401, "refused")
    # Nor does it speak of the other's stream as its own.
    stolen = thief.push_body(
        1, [b"{}"], stream=desk.signer.journal.stream, prev=desk.signer.journal.genesis.hash
    )
    assert refused(thief.say(ENTRIES, stolen), 401, "refused")
    assert refused(thief.hello(stream=desk.signer.journal.stream), 401, "refused")
    assert desk.hall.count("entry") == 0
    assert desk.hall.rows("stream", "terminal") == [("tram-1",)]


def test_a_revoked_terminal_is_refused_within_a_second_and_its_entries_stay_with_it(desk: Desk) -> None:
    desk.signer.hello()
    with desk.hall.database.writing() as connection:
        terminals.revoke(connection, desk.hall.fair_id, "tram-1", at=desk.hall.now, by="hoa")
    desk.hall.now += KNOWN_MS + 1
    assert refused(desk.signer.push(sale()), 401, "refused")
    assert refused(desk.signer.hello(), 401, "refused")
    assert refused(desk.signer.get(f"{EDITIONS}/1"), 401, "refused")
    assert desk.hall.count("entry") == 0


def test_a_page_of_another_origin_is_refused_whatever_it_signed(desk: Desk) -> None:
    foreign = (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    )
    for path in (HELLO, ENTRIES, "/sync/v1/enrolment"):
        for headers in foreign:
            response = desk.signer.say(path, desk.signer.hello_body(), **headers)
            assert refused(response, 403, "other-origin"), (path, headers)
    assert nothing_happened(desk)


# --- what may be said ------------------------------------------------------------------------------

RUBBISH: list[bytes] = [
    b"",
    b"\n",
    b"null",
    b"[]",
    b"{}",
    b"{}\n{}",
    b"<html>",
    b"\xff\xfe",
    b"\x00" * 100,
    b'{"x":' + b"[" * 50_000,
    b'{"terminal":"tram-1","stream":1e400}',
]


def test_rubbish_that_is_honestly_signed_is_told_as_such(desk: Desk) -> None:
    for path in (HELLO, ENTRIES):
        for body in RUBBISH:
            assert refused(desk.signer.say(path, body), 400, "bad-message"), (path, body[:20])
    assert nothing_happened(desk)


BEYOND: list[dict[str, Any]] = [
    {"top": 1 << 65},
    {"held": 1 << 40},
    {"at": -1},
    {"offset": 1 << 65},
    {"version": "1\0"},
    {"stream": "\0"},
    {"edition": 1 << 40},
    {"oldest_at": 1 << 64},
]


def test_a_hello_beyond_the_limits_never_reaches_the_database(desk: Desk) -> None:
    for changes in BEYOND:
        assert refused(desk.signer.hello(**changes), 400, "bad-message"), changes
    assert nothing_happened(desk)


def test_a_message_beyond_its_size_is_not_read_to_its_end(desk: Desk) -> None:
    response = desk.signer.say(HELLO, b" " * (messages.HELLO_BYTES_MAX + 1))
    assert refused(response, 413, "too-large")
    assert response.headers["connection"] == "close"
    assert refused(desk.signer.say(ENTRIES, b" " * (PUSH_BYTES_MAX + 5_000)), 413, "too-large")
    assert refused(desk.signer.say("/sync/v1/enrolment", b" " * 1_025), 413, "too-large")


def test_a_poisonous_entry_is_an_answer_like_any_other(desk: Desk) -> None:
    desk.signer.hello()
    response = desk.signer.push(sale(), b"\xff\x00poison", sale())
    assert messages.read_answer(response.content).head.seq == 3
    assert (desk.hall.sales(), desk.hall.open_findings()) == (2, [("not-json", "1/2")])


def test_a_gap_a_repeat_and_a_fork_are_answers_and_no_errors(desk: Desk) -> None:
    signer = desk.signer
    signer.hello()
    signer.push(sale())
    again = signer.say(ENTRIES, signer.push_body(1, signer.journal.bodies))
    signer.journal.bodies += [b"{}", b"{}"]
    gap = signer.say(ENTRIES, signer.push_body(3, [b"{}"]))
    fork = signer.say(ENTRIES, signer.push_body(2, [b"{}"], prev=b"x" * 32))
    found = [messages.read_answer(response.content) for response in (again, gap, fork)]
    assert [(answer.status, answer.head.seq) for answer in found] == [("ok", 1), ("again", 1), ("fork", 1)]
    assert desk.hall.count("entry") == 1


def test_when_the_ledger_cannot_keep_anything_the_terminal_is_told_to_come_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.signer.hello()

    def fail(*_arguments: object, **_more: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("fairpos.server.sync.intake.push_all", fail)
        response = desk.signer.push(sale())
        assert refused(response, 503, "cannot-keep")
        assert response.headers["retry-after"] == "5"
    assert desk.hall.count("entry") == 0
    bodies = desk.signer.journal.bodies
    assert desk.signer.say(ENTRIES, desk.signer.push_body(1, bodies)).status_code == 200
    assert desk.hall.sales() == 1


def test_a_centre_with_too_much_waiting_says_when_to_come_back_and_answers_again_afterwards(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.signer.hello()
    held: list[Future[Any]] = []

    def queue(*_arguments: object, **_more: object) -> Future[Any]:
        held.append(Future())
        return held[-1]

    name = f"{FAIR}/tram-1"
    body = desk.signer.push_body(1, [b"{}"] * 500)
    signature = desk.signer.headers(ENTRIES, body)["FairPOS-Signature"]
    with monkeypatch.context() as slow:
        slow.setattr(desk.writer, "submit_to", queue)
        for _ in range(BACKLOG_MAX // 500 + 1):
            desk.centre.push(name, signature, body)
        answer = desk.centre.push(name, signature, body).result(1)
        assert (answer.status, answer.retry_ms) == ("busy", 2_000)
        for future in held:
            future.set_result(None)
    assert messages.read_answer(desk.signer.push(sale()).content).status == "ok"


# --- settings and enrolment ------------------------------------------------------------------------


def test_an_edition_is_given_as_it_was_published(desk: Desk) -> None:
    response = desk.signer.get(f"{EDITIONS}/1")
    assert response.status_code == 200
    assert editions.read(response.content).booths == small_fair().booths


def test_an_edition_that_does_not_exist_is_not_found(desk: Desk) -> None:
    for number in ("0", "2", "999999999", "1" * 5_000, "-1", "1.5", "x", "%00", "٣", "1e3"):
        assert refused(desk.signer.get(f"{EDITIONS}/{number}"), 404, "no-such-edition"), number


def test_a_picture_is_given_under_its_key_to_the_terminals_of_its_fair(desk: Desk) -> None:
    with desk.hall.database.writing() as connection:
        key = photos.keep(connection, desk.hall.fair_id, b"RIFF", at=desk.hall.now)
        elsewhere = fairs.load(connection, small_fair("khac"), at=desk.hall.now)
        other = photos.keep(connection, elsewhere, b"WEBP", at=desk.hall.now)
    response = desk.signer.get(f"{PHOTOS}/{key}")
    assert (response.status_code, response.content) == (200, b"RIFF")
    assert response.headers["content-type"] == "image/webp"
    for absent in (other, "ab" * 16, "AB" * 16, "x", "9" * 5_000):
        assert refused(desk.signer.get(f"{PHOTOS}/{absent}"), 404, "no-such-photo"), absent


def expect(desk: Desk, code: str) -> None:
    def work(connection: Connection) -> None:
        terminals.expect(connection, desk.hall.fair_id, id="tram-3", name="Sảnh C", code=code)

    desk.writer.do(work)


def test_a_terminal_enrols_once_by_its_code(desk: Desk) -> None:
    expect(desk, "mã-3")
    wanted = {"code": "mã-3", "public_key": "ab" * 32}
    response = desk.client.post("/sync/v1/enrolment", json=wanted)
    assert (response.status_code, response.json()) == (200, {"terminal": "tram-3", "fair": FAIR})
    assert refused(desk.client.post("/sync/v1/enrolment", json=wanted), 410, "code-used")


NO_ENROLMENT = [
    (b"", 400, "bad-message"),
    (b"{}", 400, "bad-message"),
    (b"\xff", 400, "bad-message"),
    (b'{"code":"m","public_key":"zz"}', 400, "bad-message"),
    (b'{"code":"m","public_key":7}', 400, "bad-message"),
    (b'{"x":' + b"[" * 1_000, 400, "bad-message"),
    (b'{"code":"m","public_key":"ab"}', 410, "code-used"),
    (json.dumps({"code": "nobody's", "public_key": "ab" * 32}).encode(), 410, "code-used"),
    (json.dumps({"code": "\0", "public_key": "ab" * 32}).encode(), 410, "code-used"),
]


def test_anything_else_enrols_nobody(desk: Desk) -> None:
    expect(desk, "mã-3")
    for body, status, code in NO_ENROLMENT:
        assert refused(desk.client.post("/sync/v1/enrolment", content=body), status, code), body
    with desk.hall.database.reading() as connection:
        assert terminals.find(connection, FAIR, "tram-3") is None


# --- inside the same process -----------------------------------------------------------------------


def test_a_terminal_in_the_same_process_says_the_same_bytes_with_the_same_signature(desk: Desk) -> None:
    signer = desk.signer
    inside = InProcess(desk.centre, f"{FAIR}/tram-1")
    for path, body in (
        (HELLO, signer.hello_body()),
        (ENTRIES, signer.push_body(1, [b"{}"])),
        (f"{EDITIONS}/1", b""),
    ):
        signature = signer.headers(path, body)["FairPOS-Signature"]
        answer = inside.send(path, body, signature)
        outside = signer.say(path, body) if body else signer.get(path)
        assert answer == outside.content
        with pytest.raises(PermissionError):
            inside.send(path, body, "A" * 88)


def test_another_method_is_no_way_in(desk: Desk) -> None:
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        response = desk.client.request(method, HELLO, headers={"Accept": "application/json"})
        assert response.status_code == 405
