"""The terminal's own page: who may open it, what it shows, what can be set there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from booth_terminal import operators
from booth_terminal.app import routes
from booth_terminal.printers import Printer, Rule
from fairpos.core.rights import Grant
from fairpos.db.database import Database
from fairpos.ledger import sessions
from fairpos.web.application import application
from fairpos.web.pages import environment
from fairpos.web.toolkit import Toolkit
from tests.booth import Booth
from tests.documents import AT, sale
from tests.hall import Hall

LOOPBACK = ("127.0.0.1", 50_000)
AWAY = ("192.168.1.77", 50_000)
PAGE = {"Accept": "text/html"}
NEW = {
    "id": "",
    "name": "Máy in 1",
    "transport": "virtual",
    "address": "",
    "width": "576",
    "cut": "part",
    "drawer": "0",
    "left_offset": "0",
    "asks_status": "on",
}


@pytest.fixture
def booth(sqlite_ledger_url: str, tmp_path: Path) -> Iterator[Booth]:
    database = Database(sqlite_ledger_url)
    made = Booth(Hall(database), tmp_path / "terminal.sqlite3")
    made.terminal.printing.stop()  # steps are taken by the tests
    yield made
    made.stop()
    database.close()


@contextmanager
def browser(booth: Booth, address: tuple[str, int], host: str) -> Iterator[TestClient]:
    with TestClient(
        booth.app(),
        base_url=f"http://{host}",
        client=address,
        headers=PAGE,
        follow_redirects=False,
        raise_server_exceptions=True,
    ) as client:
        yield client


@pytest.fixture
def here(booth: Booth) -> Iterator[TestClient]:
    with browser(booth, LOOPBACK, "localhost") as client:
        yield client


@pytest.fixture
def away(booth: Booth) -> Iterator[TestClient]:
    with browser(booth, AWAY, "192.168.1.5") as client:
        yield client


def step(booth: Booth, printer: str = "p1") -> None:
    while not booth.terminal.printing.step(printer):
        pass


# --- who may ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8001", "[::1]:8001"])
def test_whoever_stands_at_the_machine_may_look(booth: Booth, host: str) -> None:
    with browser(booth, LOOPBACK, host) as client:
        assert client.get("/terminal").status_code == 200


@pytest.mark.parametrize(
    ("address", "host", "headers"),
    [
        (AWAY, "192.168.1.5", {}),
        (AWAY, "localhost", {}),
        # A foreign page that had its name point here, and a proxy that carries strangers in.
        (LOOPBACK, "evil.example", {}),
        (LOOPBACK, "localhost", {"X-Forwarded-For": "203.0.113.9"}),
        (LOOPBACK, "localhost", {"Forwarded": "for=203.0.113.9"}),
    ],
)
def test_nobody_else_may_look_or_set_anything(
    booth: Booth, address: tuple[str, int], host: str, headers: dict[str, str]
) -> None:
    with browser(booth, address, host) as client:
        for path in ("/terminal", "/terminal/state", "/terminal/printers/p1/slips", "/terminal/prints/1.png"):
            assert client.get(path, headers=headers).status_code == 403, path
        for path in ("printers", "printing", "links", "printers/p1/test", "prints/1/again"):
            assert client.post(f"/terminal/{path}", data=NEW, headers=headers).status_code == 403, path
    assert booth.terminal.printing.printers == ()


def test_a_page_of_another_origin_sets_nothing_through_this_machine_s_browser(
    booth: Booth, here: TestClient
) -> None:
    origin = {"Origin": "https://evil.example"}
    assert here.post("/terminal/printers", data=NEW, headers=origin).status_code == 403
    assert booth.terminal.printing.printers == ()


def link(here: TestClient) -> str:
    page = here.post("/terminal/links").text
    return page[page.index("/terminal/entry/") :].split("<")[0].split('"')[0]


def test_a_link_from_the_machine_lets_one_other_device_in(
    booth: Booth, here: TestClient, away: TestClient
) -> None:
    path = link(here)
    assert away.get(path).status_code == 200
    assert away.get("/terminal").status_code == 403
    entered = away.post(path)
    assert (entered.status_code, entered.headers["location"]) == (303, "/terminal")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert away.get("/terminal").status_code == 200
    with browser(booth, ("192.168.1.99", 50_000), "192.168.1.5") as second:
        assert second.post(path).status_code == 410
        assert second.get("/terminal").status_code == 403


def test_a_link_and_a_device_s_access_end_by_themselves(
    booth: Booth, here: TestClient, away: TestClient
) -> None:
    path, later = link(here), link(here)
    booth.hall.now += operators.LINK_MS + 1
    assert away.post(path).status_code == 410
    assert away.post(later).status_code == 410
    away.post(link(here))
    booth.hall.now += operators.DEVICE_MS + 1
    assert away.get("/terminal").status_code == 403


# --- what it shows --------------------------------------------------------------------------------------


def test_it_shows_the_tills_that_are_here_and_what_they_hold(booth: Booth, here: TestClient) -> None:
    token = booth.enrol("M1")
    head = '{"till":"M1","pending":7,"oldest_at":%d,"at":%d,"persisted":false,"version":"0.1.0"}'
    with booth.client(token) as till:
        slow = booth.now() - 120_000
        assert till.post("/till/documents", content=head % (AT, slow)).status_code == 200
    page = here.get("/terminal").text
    row = page[page.index('<th scope="row">M1</th>') :].split("</tr>")[0]
    assert '<span class="state here">Đang liên lạc</span>' in row
    assert "<span>7 " in row
    assert "<strong>lệch -120 s</strong>" in row.replace("−", "-")
    assert "<strong>chưa bảo đảm</strong>" in row
    assert '<th scope="row">M3</th>' not in page


def test_an_old_till_that_says_less_is_served_all_the_same(booth: Booth, here: TestClient) -> None:
    with booth.client(booth.enrol("M1")) as till:
        plain = f'{{"till":"M1","pending":0,"at":{AT}}}'
        assert till.post("/till/documents", content=plain).status_code == 200
    assert '<td data-label="Lưu trữ">–</td>' in here.get("/terminal").text


def test_it_says_nothing_of_money(booth: Booth, here: TestClient) -> None:
    booth.keep(sale())
    assert "180.000" not in here.get("/terminal").text


def test_its_state_alone_is_what_the_page_renews(here: TestClient) -> None:
    state = here.get("/terminal/state").text.strip()
    assert state.startswith('<div id="state"')
    assert "<form" not in state
    assert "<html" not in state


def test_it_speaks_english_too(here: TestClient) -> None:
    here.cookies.set("language", "en")
    assert "No printer is set up." in here.get("/terminal").text


# --- what can be set --------------------------------------------------------------------------------------


def test_a_printer_is_added_changed_tried_and_taken_away(booth: Booth, here: TestClient) -> None:
    printing = booth.terminal.printing
    assert here.post("/terminal/printers", data=NEW).status_code == 303
    first = Printer(id="p1", name="Máy in 1", transport="virtual")
    assert [one.printer for one in printing.printers] == [first]

    here.post("/terminal/printers", data=NEW | {"id": "p1", "width": "384", "asks_status": ""})
    assert [one.printer.width for one in printing.printers] == [384]
    assert [one.printer.asks_status for one in printing.printers] == [False]

    here.post("/terminal/printers/p1/test")
    step(booth)
    assert "Trang thử in ra thế nào?" in here.get("/terminal").text
    here.post("/terminal/printers/p1/answer", data={"answer": "bad"})
    page = here.get("/terminal").text
    assert "trang thử in chưa đúng" in page
    assert "Trang thử in ra thế nào?" not in page

    assert here.post("/terminal/printers/p1/removal").status_code == 303
    assert printing.printers == ()
    assert here.post("/terminal/printers/p1/test").status_code == 404


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": ""}, "Tên"),
        ({"transport": "network", "address": "http://x"}, "Địa chỉ"),
        ({"left_offset": "-1"}, "Số điểm chừa bên trái"),
        ({"width": "9" * 50}, "width"),
        ({"transport": "fax"}, "transport"),
    ],
)
def test_a_printer_that_cannot_be_is_told_and_not_kept(
    booth: Booth, here: TestClient, changes: dict[str, str], fault: str
) -> None:
    answer = here.post("/terminal/printers", data=NEW | changes)
    assert answer.status_code == 422
    assert fault in answer.text.split('role="alert">')[1].split("</p>")[0]
    assert booth.terminal.printing.printers == ()


def test_a_till_is_told_where_to_print(booth: Booth, here: TestClient) -> None:
    printing = booth.terminal.printing
    booth.deliver()
    here.post("/terminal/printers", data=NEW)
    asked: dict[str, Any] = {"till": "M1", "printer": "p1", "receipts": "always", "drawer": "on"}
    assert here.post("/terminal/printing", data=asked).status_code == 303
    assert printing.rules["M1"] == Rule(till="M1", printer="p1", receipts="always", drawer=True)
    for wrong in ({"printer": "p9"}, {"receipts": "often"}):
        assert here.post("/terminal/printing", data=asked | wrong).status_code == 400
    assert here.post("/terminal/printing", data=asked | {"till": "M99"}).status_code == 404
    here.post("/terminal/printing", data={"till": "M1", "printer": ""})
    assert "M1" not in printing.rules


def test_the_virtual_printer_shows_its_slips_the_newest_first(booth: Booth, here: TestClient) -> None:
    here.post("/terminal/printers", data=NEW)
    booth.terminal.printing.set_rule(Rule(till="", printer="p1", receipts="always", drawer=False))
    booth.keep(sale(number=1), sale(number=2))
    step(booth)
    page = here.get("/terminal/printers/p1/slips").text
    assert page.index("M1-2") < page.index("M1-1")
    picture = here.get("/terminal/prints/1.png")
    assert Image.open(BytesIO(picture.content)).width == 576
    assert here.get("/terminal/printers/p9/slips").status_code == 404


def test_a_slip_in_trouble_is_printed_again_from_here(booth: Booth, here: TestClient) -> None:
    here.post("/terminal/printers", data=NEW)
    booth.terminal.printing.set_rule(Rule(till="", printer="p1", receipts="always", drawer=False))
    booth.keep(sale(number=1))
    booth.hall.now += 16 * 60_000
    step(booth)
    assert "Không in: chờ quá lâu" in here.get("/terminal").text
    assert here.post("/terminal/prints/1/again").status_code == 303
    step(booth)
    assert "Không in: chờ quá lâu" not in here.get("/terminal").text
    assert here.post("/terminal/prints/9/again").status_code == 404


@pytest.mark.parametrize(
    ("grant", "status"),
    [
        (Grant("organiser"), 200),
        (Grant("organiser", "thu-nho-2026"), 200),
        (Grant("organiser", "another-fair"), 403),
        (Grant("viewer", "thu-nho-2026"), 403),
    ],
)
def test_inside_the_central_server_organisers_of_this_very_fair_are_let_in(
    booth: Booth, grant: Grant, status: int
) -> None:
    someone = sessions.Session(
        key="k", account="A", login="hoa", name="Hoa", grants=(grant,), csrf_token="c", how="password",
        made_at=0, seen_at=0, ends_at=10**15,
    )  # fmt: skip
    app = booth.app()
    kit = Toolkit(environment=environment(), clock=booth.now, find_session=lambda _token: someone)
    inside = application(routes(), kit)
    inside.state.terminal = app.state.terminal
    with TestClient(inside, client=AWAY, base_url="http://hall.example", headers=PAGE) as client:
        client.cookies.set("session", "t")
        assert client.get("/terminal").status_code == status
