"""What a till may ask of its printer, over the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from booth_terminal.printers import Printer, Rule
from fairpos.db.database import Database
from fixtures.small import full_fair, small_fair
from tests.booth import Booth
from tests.documents import AT, closing, gate_count, new_id, opening, sale
from tests.fake_printer import FakePrinter
from tests.hall import Hall

VIRTUAL = Printer(id="p1", name="Máy in ảo", transport="virtual")
Ask = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def booth(sqlite_ledger_url: str, tmp_path: Path) -> Iterator[Booth]:
    database = Database(sqlite_ledger_url)
    made = Booth(Hall(database), tmp_path / "terminal.sqlite3")
    made.terminal.printing.stop()  # steps are taken by the tests
    yield made
    made.stop()
    database.close()


@pytest.fixture
def till(booth: Booth) -> Iterator[TestClient]:
    token = booth.enrol("M1")
    with booth.client(token) as client:
        yield client


@pytest.fixture
def printing(booth: Booth) -> Booth:
    booth.terminal.printing.set_printer(VIRTUAL)
    return booth


def ask(till: TestClient, **asked: Any) -> tuple[int, dict[str, Any]]:
    answer = till.post("/till/prints", json=asked)
    return answer.status_code, answer.json()


def jobs(till: TestClient, *names: str) -> list[tuple[Any, ...]]:
    """What the till is told of its slips, without the one it got when it enrolled."""
    told = till.get("/till/prints").json()["jobs"]
    return [tuple(job[name] for name in names) for job in told if job["kind"] != "enrolment"]


def run(booth: Booth) -> None:
    while not booth.terminal.printing.step("p1"):
        pass


def test_a_till_without_a_printer_is_told_so(booth: Booth, till: TestClient) -> None:
    assert till.get("/till/prints").json() == {
        "printer": None,
        "receipts": "never",
        "drawer": False,
        "at": booth.now(),
        "waiting": 0,
        "jobs": [],
    }
    assert ask(till, kind="test", ref=new_id()) == (409, {"code": "no-printer"})


def test_a_slip_is_asked_for_printed_and_told_of(printing: Booth, till: TestClient) -> None:
    sold = sale(number=12)
    printing.keep(sold)
    status, answer = ask(till, document=sold.id, copy=1)
    assert (status, answer["job"]["state"], answer["job"]["label"]) == (200, "waiting", "M1-12")
    run(printing)
    told = till.get("/till/prints").json()
    assert told["printer"]["state"] == "ok"
    assert jobs(till, "label", "copy", "state") == [("M1-12", 1, "printed")]


def test_the_same_copy_asked_for_twice_comes_out_once(printing: Booth, till: TestClient) -> None:
    sold = sale()
    printing.keep(sold)
    first, second = ask(till, document=sold.id, copy=1), ask(till, document=sold.id, copy=1)
    assert first == second
    run(printing)
    copy = ask(till, document=sold.id)[1]["job"]
    assert (copy["copy"], copy["state"]) == (2, "waiting")
    assert ask(till, document=sold.id)[1]["job"]["no"] == copy["no"]


def test_only_what_the_journal_holds_is_printed(printing: Booth, till: TestClient) -> None:
    counted = gate_count(till="M1")
    printing.keep(counted)
    assert ask(till, document=new_id()) == (404, {"code": "not-kept"})
    assert ask(till, document=counted.id) == (422, {"code": "no-slip"})


def test_a_till_prints_its_own_booth_s_slips_and_no_other_s(printing: Booth, till: TestClient) -> None:
    theirs = sale(till="M3", booth="B7")
    printing.keep(theirs)
    assert ask(till, document=theirs.id) == (403, {"code": "other-booth"})


def test_reports_of_a_shift_are_slips_like_any_other(printing: Booth, till: TestClient) -> None:
    shift = opening()
    counted = closing(0, 0, shift=shift.id, counted=500_000)
    printing.keep(shift, counted)
    ref = new_id()
    first = ask(till, kind="shift", document=shift.id, ref=ref)
    assert first == ask(till, kind="shift", document=shift.id, ref=ref)
    assert first[1]["job"]["label"] == "X M1"
    assert ask(till, document=counted.id, copy=1)[1]["job"]["label"] == "Z M1"
    assert ask(till, document=shift.id) == (422, {"code": "no-slip"})
    run(printing)
    assert jobs(till, "label", "state") == [("Z M1", "printed"), ("X M1", "printed")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"kind":"fax"}',
        b'{"kind":"test"}',
        b'{"kind":"test","ref":"x"}',
        b'{"copy":"1"}',
        b"\xff",
        b'{"document":' + b"[" * 3_000,
    ],
)
def test_a_wish_that_is_none_is_refused(printing: Booth, till: TestClient, body: bytes) -> None:
    answer = till.post("/till/prints", content=body)
    assert (answer.status_code, answer.json()) == (400, {"code": "bad-envelope"})


@pytest.mark.parametrize("copy", [0, -1, 100])
def test_a_copy_has_a_number_a_person_would_say(printing: Booth, till: TestClient, copy: int) -> None:
    sold = sale()
    printing.keep(sold)
    assert ask(till, document=sold.id, copy=copy) == (400, {"code": "bad-envelope"})


def test_a_slip_can_be_seen_by_its_till_alone(printing: Booth, till: TestClient) -> None:
    printing.keep(sold := sale())
    no = ask(till, document=sold.id, copy=1)[1]["job"]["no"]
    picture = till.get(f"/till/prints/{no}.png")
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(picture.content)).width == 576
    with printing.client(printing.enrol("M3")) as other:
        assert other.get(f"/till/prints/{no}.png").status_code == 404
    assert till.get("/till/prints/999.png").status_code == 404


def test_a_drawer_opens_with_a_reason_and_only_where_there_is_one(booth: Booth, till: TestClient) -> None:
    asked = {"ref": new_id(), "reason": "đổi tiền lẻ", "by": "lan"}
    assert till.post("/till/drawer", json=asked).json() == {"code": "no-printer"}
    with FakePrinter() as fake:
        wired = Printer(id="p1", name="x", transport="network", address=fake.address)
        booth.terminal.printing.set_printer(wired)
        assert till.post("/till/drawer", json=asked).json() == {"code": "no-drawer"}
        with_drawer = Printer(id="p1", name="x", transport="network", address=fake.address, drawer=5)
        booth.terminal.printing.set_printer(with_drawer)
        for reason in ("", "  ", "a\x1bb", "x" * 201):
            answer = till.post("/till/drawer", json=asked | {"reason": reason})
            assert (answer.status_code, answer.json()) == (422, {"code": "reason-needed"})
        job = till.post("/till/drawer", json=asked).json()["job"]
        assert (job["kind"], job["label"]) == ("drawer", "lan: đổi tiền lẻ")
        run(booth)
        assert b"\x1bp\x01\x19\xfa" in [fake.next_job(), fake.next_job()]


def test_a_stranger_prints_nothing(printing: Booth) -> None:
    with printing.client() as stranger:
        for method, path in [("GET", "/till/prints"), ("POST", "/till/prints"), ("POST", "/till/drawer")]:
            assert stranger.request(method, path).json() == {"code": "not-enrolled"}
        assert stranger.get("/till/prints/1.png").status_code == 401


def test_a_till_that_enrols_gets_its_first_slip(printing: Booth) -> None:
    printing.terminal.printing.set_rule(Rule(till="M3", printer="p1", receipts="never", drawer=False))
    with printing.client(printing.enrol("M1")) as till:
        assert [job["kind"] for job in till.get("/till/prints").json()["jobs"]] == ["enrolment"]
    with printing.client(printing.enrol("M3")) as till:
        assert till.get("/till/prints").json()["jobs"] == []


def test_a_post_has_its_slip_queued_before_its_answer(printing: Booth, till: TestClient) -> None:
    printing.terminal.printing.set_rule(Rule(till="", printer="p1", receipts="always", drawer=True))
    sold = sale(number=5, at=AT + 5)
    printing.hall.now = AT + 1_000
    printing.keep(sold, sold)
    assert jobs(till, "label", "state") == [("M1-5", "waiting")]
    assert till.get("/till/prints").json()["waiting"] == 2


def test_a_code_to_pay_by_transfer_is_printed_for_an_account_of_the_booth_and_no_other(
    printing: Booth, till: TestClient
) -> None:
    wish = {"kind": "transfer", "exhibitor": "DV1", "amount": 87_000, "code": "FPM1000123X"}
    status, answer = ask(till, ref=new_id(), **wish)
    assert (status, answer["code"]) == (422, "no-account")
    assert jobs(till, "kind") == []
    rich = replace(small_fair(), number=1_000, exhibitors=full_fair().exhibitors)
    printing.terminal.tills.settings_changed(rich)
    ref = new_id()
    for _ in range(2):  # a double tap
        assert ask(till, ref=ref, **wish)[0] == 200
    run(printing)
    assert jobs(till, "kind", "label", "state") == [("transfer", "FPM1000123X", "printed")]
