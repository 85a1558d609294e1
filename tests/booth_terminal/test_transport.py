"""The courier's HTTP, and its thread: what comes back that is no answer, and what must never end it."""

import time
from base64 import b64decode
from collections.abc import Callable
from functools import partial

import httpx2
import pytest

from booth_terminal.courier import EDITIONS, HELLO, PUSH, HttpTransport, Unreached
from booth_terminal.identity import Identity
from fairpos.wire.messages import signed_bytes
from tests.booth import FAIR, KEY, NAME, PORTAL, Booth
from tests.documents import sale

Handler = Callable[[httpx2.Request], httpx2.Response]


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Callable[[Handler], HttpTransport]:
    """A transport whose line ends in a function."""

    def made(handler: Handler) -> HttpTransport:
        client = partial(httpx2.Client, transport=httpx2.MockTransport(handler))
        monkeypatch.setattr("booth_terminal.courier.httpx2.Client", client)
        return HttpTransport("https://centre.example", Identity(NAME, FAIR, KEY))

    return made


def test_a_message_is_posted_under_its_name_and_signature(
    connect: Callable[[Handler], HttpTransport],
) -> None:
    seen: list[httpx2.Request] = []

    def centre(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, content=b"answer")

    transport = connect(centre)
    signature = Identity(NAME, FAIR, KEY).sign(PUSH, b"body")
    assert transport.send(PUSH, b"body", signature) == b"answer"
    assert transport.send(f"{EDITIONS}/7", b"", "s") == b"answer"
    transport.close()
    posted, got = seen
    assert (posted.method, posted.url.path, posted.content) == ("POST", PUSH, b"body")
    assert posted.headers["fairpos-terminal"] == f"{FAIR}/{NAME}"
    assert posted.headers["fairpos-signature"] == signature
    assert (got.method, got.url.path, got.content) == ("GET", f"{EDITIONS}/7", b"")


def test_a_signature_is_over_the_path_and_the_body() -> None:
    identity = Identity(NAME, FAIR, KEY)
    KEY.public_key().verify(b64decode(identity.sign(HELLO, b"body")), signed_bytes(HELLO, b"body"))


@pytest.mark.parametrize("status", [204, 301, 302, 400, 401, 403, 404, 413, 429, 500, 502, 503])
def test_anything_but_200_is_no_answer(connect: Callable[[Handler], HttpTransport], status: int) -> None:
    transport = connect(lambda _request: httpx2.Response(status, content=PORTAL))
    with pytest.raises(Unreached, match=str(status)):
        transport.send(HELLO, b"{}", "s")
    transport.close()


@pytest.mark.parametrize(
    "error",
    [
        httpx2.ConnectError("refused"),
        httpx2.ConnectTimeout("no route"),
        httpx2.ReadTimeout("half dead"),
        httpx2.RemoteProtocolError("cut in the middle"),
        httpx2.ReadError("reset"),
        httpx2.DecodingError("a portal's broken gzip"),
    ],
)
def test_a_line_that_fails_is_no_answer(
    connect: Callable[[Handler], HttpTransport], error: Exception
) -> None:
    def fail(_request: httpx2.Request) -> httpx2.Response:
        raise error

    transport = connect(fail)
    with pytest.raises(Unreached):
        transport.send(HELLO, b"{}", "s")
    transport.close()


# --- the thread ------------------------------------------------------------------------------------


def within(seconds: float, happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.01)
    return happened()


def test_a_sale_is_carried_on_without_anybody_asking(booth: Booth) -> None:
    booth.courier.start()
    booth.keep(sale())
    assert within(20, lambda: booth.hall.sales() == 1)
    assert within(20, lambda: booth.courier.held()[0] == 0)


def test_no_failure_whatever_ends_the_courier(booth: Booth) -> None:
    failures: list[str] = []

    def broken(path: str, answer: bytes) -> bytes:
        failures.append(path)
        if len(failures) < 3:
            # The pause after a failure is by the clock of this test, which stands still.
            booth.hall.now += 60_000
            raise ZeroDivisionError("a bug of ours")
        return answer

    booth.line.meddle = broken
    booth.courier.start()
    booth.keep(sale())
    for _ in range(5):
        if within(4, lambda: booth.courier.position == booth.head()):
            break
        booth.later()
        booth.courier.nudge()
    assert len(failures) >= 3
    assert booth.hall.sales() == 1


def test_a_courier_that_is_told_to_stop_stops(booth: Booth) -> None:
    booth.courier.start()
    before = time.monotonic()
    booth.courier.stop()
    assert time.monotonic() - before < 5
    booth.keep(sale())
    assert booth.courier.held()[0] >= 1
