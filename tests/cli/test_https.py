"""`--https` as it is served: through real TLS, renewed while it runs, and told of in sentences."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import click
import httpx2
import pytest
from click.testing import CliRunner
from cryptography import x509
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from fairpos.cli import https, main
from fairpos.cli.https import Served, look_again
from fairpos.server.settings import Settings
from fairpos.web import certificates, lan, setup
from fairpos.web.application import application
from fairpos.web.certificates import Unusable
from fairpos.web.lan import Place
from fairpos.web.pages import environment
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen
from fairpos.web.toolkit import Toolkit
from tests.cli.secure import now, standing, wish

ROOT = Path(__file__).parents[2]
START_SECONDS = 120


@screen(PUBLIC)
def scheme(request: Request) -> Response:
    return PlainTextResponse(request.url.scheme)


def program() -> Starlette:
    kit = Toolkit(environment=environment(), clock=now)
    return application([Route("/scheme", scheme, methods=["GET"]), *setup.routes()], kit)


def trusting(pem: bytes) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=pem.decode())


def test_pages_are_served_over_https_and_the_plain_port_leads_there(tmp_path: Path) -> None:
    with standing(program(), tmp_path) as hall:
        assert hall.served.door.authority is not None
        trust = trusting(httpx2.get(f"{hall.plain}/setup/fairpos.pem").content)
        assert httpx2.get(f"{hall.secure}/scheme", verify=trust).text == "https"
        moved = httpx2.get(f"{hall.plain}/scheme?a=b")
        assert (moved.status_code, moved.headers["location"]) == (307, f"{hall.secure}/scheme?a=b")
        with pytest.raises(httpx2.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx2.get(f"{hall.secure}/scheme")


def test_a_moved_machine_serves_a_new_certificate_without_a_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = lan.here()
    with standing(program(), tmp_path, host=None) as hall:
        assert hall.served.door.authority is not None
        trust = trusting(hall.served.door.authority.pem)
        with httpx2.Client(base_url=hall.secure, verify=trust) as seller:
            assert seller.get("/scheme").text == "https"
            assert hall.served.look() is False
            before = hall.served.door.certificate
            moved = replace(place, addresses=(ip_address("10.9.8.7"), *place.addresses))
            monkeypatch.setattr(lan, "here", lambda _names=(): moved)
            assert hall.served.look() is True
            assert seller.get("/scheme").text == "https"
        assert hall.served.door.place == moved
        for name in ("localhost", "127.0.0.1"):  # with and without a name in the greeting
            assert presented(name, hall.port, trust) == hall.served.door.certificate
        assert hall.served.door.certificate != before


def presented(name: str, port: int, trust: ssl.SSLContext) -> x509.Certificate:
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
        trust.wrap_socket(plain, server_hostname=name) as greeted,
    ):
        der = greeted.getpeercert(binary_form=True)
        assert der is not None
        return x509.load_der_x509_certificate(der)


def test_a_renewal_that_fails_is_logged_and_the_old_certificate_serves_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    served = Served(Settings(data=tmp_path), wish(), 8443, now)
    before = served.door.certificate
    (tmp_path / "https" / "authority.pem").write_bytes(b"a disk that rots")
    with caplog.at_level(logging.WARNING):
        look_again(served)
    assert [record.getMessage()[:32] for record in caplog.records] == ["the certificate stays as it is: "]
    assert served.door.certificate == before


def test_a_brought_certificate_is_served_and_taken_anew_when_its_file_changes(tmp_path: Path) -> None:
    cert, key, signer = bring(tmp_path / "brought", ("localhost", "shop.local"))
    with standing(program(), tmp_path, cert=cert, key=key) as hall:
        assert hall.served.door.place.names == ("localhost", "shop.local")
        assert hall.served.door.authority is None
        assert httpx2.get(f"{hall.secure}/scheme", verify=trusting(signer)).text == "https"
        assert hall.served.look() is False
        _, _, signer = bring(tmp_path / "brought", ("localhost",))
        assert hall.served.look() is True
        assert httpx2.get(f"{hall.secure}/scheme", verify=trusting(signer)).text == "https"
    assert not (tmp_path / "https").exists()


def bring(folder: Path, names: tuple[str, ...]) -> tuple[Path, Path, bytes]:
    (folder / "authority.pem").unlink(missing_ok=True)
    signer = certificates.authority(folder, host="ca", now=now())
    made = certificates._make_leaf(folder / "both.pem", signer, Place(names, ()), now())
    (folder / "cert.pem").write_bytes(made.pem)
    return folder / "cert.pem", made.path, signer.pem


def test_a_wildcard_needs_the_name_to_tell_tablets(tmp_path: Path) -> None:
    cert, key, _ = bring(tmp_path, ("*.hoi-cho.local",))
    with pytest.raises(
        Unusable, match=r"^The certificate is for \*\.hoi-cho\.local: say which name with --name"
    ):
        Served(Settings(data=tmp_path), wish(cert=cert, key=key), 8443, now)
    served = Served(
        Settings(data=tmp_path), wish(cert=cert, key=key, names=("quay.hoi-cho.local", "other.vn")), 8443, now
    )
    assert served.door.place.names == ("quay.hoi-cho.local",)


@pytest.mark.parametrize("name", ["hoi-cho.vn", "x y", "", "*.local"])
def test_a_name_that_cannot_be_certified_here_says_what_can(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unusable, match=r"only names that end in \.local, \.lan, .* bring a certificate"):
        Served(Settings(data=tmp_path), wish(names=(name,)), 8443, now)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--cert", "a.pem"], "--cert, --key and --name belong to --https."),
        (["--https", "--cert", "a.pem"], "--cert and --key belong together."),
        (["--https", "--cert", "a.pem", "--key", "b.pem"], "The certificate a.pem cannot be served: "),
    ],
)
def test_wrong_options_are_told_before_anything_is_served(
    tmp_path: Path, options: list[str], sentence: str
) -> None:
    CliRunner().invoke(main, ["--data", str(tmp_path), "load", "spring-2020", "--status", "open"])
    done = CliRunner().invoke(main, ["--data", str(tmp_path), "serve", *options])
    assert done.exit_code != 0
    assert sentence in done.output


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with standing(program(), tmp_path) as hall, pytest.raises(click.ClickException) as error:
        https.run(program(), Settings(data=tmp_path), wish(port=hall.port), now, ports=(8000, 8443))
    assert error.value.message.startswith(f"Cannot listen on port {hall.port} of 127.0.0.1: ")


# --- the commands themselves -----------------------------------------------------------------------

FINGERPRINT = re.compile(r"SHA-256\):\n  [0-9A-F ]{95}\n")
Start = Callable[..., tuple[subprocess.Popen[bytes], str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a command, and wait until it has told its fingerprint. Gives its process and what it told."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(data: str, *words: str) -> tuple[subprocess.Popen[bytes], str]:
        command = [sys.executable, "-m", "fairpos", "--data", str(tmp_path / data), *words]
        out = tmp_path / f"{data}.txt"
        with out.open("wb") as told:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdout=told,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        processes.append(process)
        end = time.monotonic() + START_SECONDS
        while not FINGERPRINT.search(out.read_text()):
            assert process.poll() is None, out.read_text()
            assert time.monotonic() < end, out.read_text()
            time.sleep(0.05)
        return process, out.read_text()

    yield start
    for process in processes:
        process.kill()
        process.wait()


def get_when_up(address: str, trust: ssl.SSLContext | bool = True) -> httpx2.Response:
    """What a program answers that has told where it will be, and may take a moment to be there."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            return httpx2.get(address, verify=trust)
        except httpx2.ConnectError:
            assert time.monotonic() < end, address
            time.sleep(0.05)


def free_ports(count: int) -> list[int]:
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def test_a_hall_s_terminal_enrols_at_a_centre_whose_own_authority_it_is_told(
    tmp_path: Path, start: Start
) -> None:
    data = tmp_path / "centre"
    CliRunner().invoke(main, ["--data", str(data), "load", "spring-2020", "--status", "open"])
    code = CliRunner().invoke(main, ["--data", str(data), "terminal-code", "qn-2020-xuan", "Hall B"])
    secure, plain, hall_secure, hall_plain = map(str, free_ports(4))
    host = ["--host", "127.0.0.1", "--https"]
    centre, told = start("centre", "serve", *host, "--port", secure, "--http-port", plain)
    pem = get_when_up(f"http://localhost:{plain}/setup/fairpos.pem").content
    (tmp_path / "centre.pem").write_bytes(pem)
    shown = certificates.fingerprint(x509.load_pem_x509_certificate(pem))
    assert shown in told
    get_when_up(f"https://localhost:{secure}/setup/check", trusting(pem))
    hall, told = start(
        "hall",
        "terminal",
        *host,
        "--port",
        hall_secure,
        "--http-port",
        hall_plain,
        "--centre",
        f"https://localhost:{secure}",
        "--centre-ca",
        str(tmp_path / "centre.pem"),
        "--code",
        code.output.strip(),
    )
    assert f":{hall_secure}/till/\n" in told
    trust = trusting(get_when_up(f"http://localhost:{hall_plain}/setup/fairpos.pem").content)
    page = get_when_up(f"https://localhost:{hall_secure}/till/", trust)
    assert (page.status_code, "strict-transport-security" in page.headers) == (200, False)
    for process in (hall, centre):
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM)


def test_every_address_is_told_as_one_that_a_browser_can_open(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place((), (ip_address("192.168.1.20"), ip_address("127.0.0.1")))
    monkeypatch.setattr(lan, "here", lambda: place)
    told = [("Open", "127.0.0.1"), ("From other devices:", "192.168.1.20")]
    assert https._plain_hosts("0.0.0.0") == told
    assert https._plain_hosts("::") == told
    assert https._plain_hosts("::1") == [("Open", "[::1]")]
