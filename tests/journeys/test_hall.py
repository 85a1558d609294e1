"""A terminal on a machine of its own: it enrols, fetches its settings, sells on without the centre."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from fairpos.core.business_day import day_of
from fairpos.core.ids import uuid7
from fairpos.core.sale import Line, Sale, Tender, add_up
from fairpos.core.shift import ShiftOpening
from fairpos.wire import documents
from tests.journeys.central import SLUG, Central, _free_port

LINES = (
    Line(article="SP3", name="Mật ong rừng", exhibitor="DV2", unit="chai", price=150_000, quantity=2_000),
)


class Hall:
    """`fairpos terminal` as its own process."""

    def __init__(self, folder: Path, central: Central) -> None:
        self.folder, self.central, self.port = folder, central, _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        command = [sys.executable, "-m", "fairpos", "terminal", "--centre", self.central.url]
        variables = {**os.environ, "FAIRPOS_DATA": str(self.folder)}
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--port", str(self.port), *options],
                env=variables,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx2.get(f"{self.url}/till/", timeout=1)
                return
            except httpx2.TransportError:
                assert self._process.poll() is None, (self.folder / "log.txt").read_text()
                assert time.monotonic() < deadline, "the terminal did not come up"
                time.sleep(0.05)

    def kill(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path / "central")
    try:
        made.start()
        yield made
    finally:
        made.kill()


@pytest.fixture
def hall(tmp_path: Path, central: Central) -> Iterator[Hall]:
    (tmp_path / "hall").mkdir()
    made = Hall(tmp_path / "hall", central)
    try:
        yield made
    finally:
        made.kill()


def _code(central: Central) -> str:
    command = [sys.executable, "-m", "fairpos", "terminal-code", SLUG, "Nhà A"]
    variables = {**os.environ, "FAIRPOS_DATA": str(central.settings.data)}
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout.strip()


def _token(hall: Hall) -> str:
    """Enrol till M1 at the hall's terminal, as soon as its settings have come from the centre."""
    deadline = time.monotonic() + 30
    while True:
        answer = httpx2.post(f"{hall.url}/till/enrolment", json={"code": "code-M1"})
        if answer.status_code == 200:
            token: str = answer.json()["token"]
            return token
        assert answer.json() == {"code": "unknown-code"}
        assert time.monotonic() < deadline, "the settings did not come"
        time.sleep(0.05)


def _post(hall: Hall, token: str, *bodies: bytes) -> list[str]:
    head = b'{"till":"M1","pending":%d,"oldest_at":null,"at":0}' % len(bodies)
    answer = httpx2.post(
        f"{hall.url}/till/documents",
        content=b"\n".join([head, *bodies]),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"},
    )
    assert answer.status_code == 200, answer.text
    kept: list[str] = answer.json()["kept"]
    return kept


def _opening(at: int) -> ShiftOpening:
    return ShiftOpening(
        v=1,
        type="shift_opening",
        id=uuid7(at, 1),
        till="M1",
        n=1,
        at=at,
        offset=0,
        day=day_of(at, 240),
        by="",
        edition=1,
        booth="A1",
        float=0,
    )


def _sale(at: int, n: int, shift: str) -> Sale:
    totals = add_up(LINES)
    return Sale(
        v=1,
        type="sale",
        id=uuid7(at, n),
        till="M1",
        n=n,
        at=at,
        offset=0,
        day=day_of(at, 240),
        by="",
        edition=1,
        number=n - 1,
        booth="A1",
        shift=shift,
        lines=LINES,
        discount=0,
        tenders=(Tender(kind="cash", amount=totals.total, given=totals.total),),
        total=totals.total,
        vat=totals.vat,
    )


def test_a_hall_sells_on_without_the_centre_and_without_itself_and_everything_arrives_once(
    central: Central, hall: Hall
) -> None:
    code = _code(central)
    hall.start("--code", code)
    token = _token(hall)
    at = time.time_ns() // 1_000_000
    opening = _opening(at)
    sales = [_sale(at + n, n, opening.id) for n in range(2, 8)]
    assert _post(hall, token, documents.write(opening), documents.write(sales[0])) == [
        opening.id,
        sales[0].id,
    ]

    central.kill()
    assert _post(hall, token, *map(documents.write, sales[1:3])) == [sales[1].id, sales[2].id]
    hall.kill()
    hall.start()  # It knows who it is: no code, and no centre to ask.
    assert _post(hall, token, *map(documents.write, sales[2:])) == [sale.id for sale in sales[2:]]

    central.start()
    deadline = time.monotonic() + 60
    while sum(central.sales().values()) < len(sales):
        assert time.monotonic() < deadline, "not everything arrived"
        time.sleep(0.1)
    assert central.sales() == {sale.id: 1 for sale in sales}
    proof = central.proof()
    assert (proof.sales, proof.takings, proof.suspense) == (6, 6 * 300_000, 0)
    assert proof.faults == ()


def test_a_code_enrols_one_terminal_and_no_second(central: Central, hall: Hall) -> None:
    code = _code(central)
    body = {"code": code, "public_key": "ab" * 32}
    assert httpx2.post(f"{central.url}/sync/v1/enrolment", json=body).status_code == 200
    again = httpx2.post(f"{central.url}/sync/v1/enrolment", json=body)
    assert (again.status_code, again.json()) == (410, {"code": "code-used"})
