"""The set-up page and the plain door beside https: what they hand out, and where everything else leads."""

from __future__ import annotations

import plistlib
import socket
import ssl
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fairpos.web import certificates, lan, setup
from fairpos.web.application import application
from fairpos.web.lan import Place
from fairpos.web.pages import environment
from fairpos.web.setup import Door, mobile_config, plain_app
from fairpos.web.toolkit import Toolkit

NOW = 1_795_000_000_000
PLACE = Place(
    ("quay-hang.local", "localhost"), (ip_address("192.168.7.5"), ip_address("fd00::5"), *lan.LOOPBACK)
)


@pytest.fixture
def door(tmp_path: Path) -> Door:
    authority = certificates.authority(tmp_path, host="quay-hang", now=NOW)
    leaf = certificates.leaf(tmp_path, authority, PLACE, now=NOW)
    return Door(PLACE, leaf.certificate, authority, 8443, 8000)


def client(door: Door, host: str = "192.168.7.5:8000") -> TestClient:
    return TestClient(plain_app(door, lambda: NOW), base_url=f"http://{host}", follow_redirects=False)


def test_the_page_shows_the_address_the_fingerprint_and_both_languages(door: Door) -> None:
    page = client(door).get("/setup")
    assert page.status_code == 200
    assert '<strong class="address">http://192.168.7.5:8000/setup</strong>' in page.text
    assert door.authority is not None
    pairs = certificates.fingerprint(door.authority.certificate)
    assert len(pairs.split(" ")) == 32
    assert all(f"<code>{pairs[at : at + 23]}</code>" in page.text for at in range(0, 96, 24))
    assert "Cài đặt thiết bị này" in page.text
    english = client(door).get("/setup", headers={"cookie": "language=en"})
    assert "Set up this device" in english.text


def test_the_fingerprint_is_the_hash_of_what_devices_install(door: Door) -> None:
    assert door.authority is not None
    shown = certificates.fingerprint(door.authority.certificate)
    assert bytes.fromhex(shown) == sha256(door.authority.der).digest()


def test_every_kind_of_device_gets_the_authority_in_its_own_form(door: Door) -> None:
    assert door.authority is not None
    der, pem, profile = (
        client(door).get(f"/setup/{name}") for name in ("fairpos.crt", "fairpos.pem", "fairpos.mobileconfig")
    )
    assert der.headers["content-type"] == "application/x-x509-ca-cert"
    assert der.headers["content-disposition"] == 'attachment; filename="fairpos.crt"'
    assert ssl.DER_cert_to_PEM_cert(der.content).encode() == pem.content
    assert profile.headers["content-type"] == "application/x-apple-aspen-config"
    (payload,) = plistlib.loads(profile.content)["PayloadContent"]
    assert (payload["PayloadType"], payload["PayloadContent"]) == ("com.apple.security.root", der.content)
    assert profile.content == mobile_config(door.authority)


def test_no_key_leaves_the_server(door: Door) -> None:
    assert door.authority is not None
    secret = door.authority.path.read_bytes().partition(b"-----BEGIN CERT")[0].splitlines()[1]
    for route in setup.routes():
        answer = client(door).get(route.path)
        assert answer.status_code == 200
        assert b"PRIVATE" not in answer.content
        assert secret not in answer.content


def test_any_page_may_ask_what_time_it_is_and_how_long_the_certificate_is_good(door: Door) -> None:
    answer = client(door).get("/setup/check")
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    assert told["now"] == NOW
    assert told["begins"] < NOW - 29 * 86_400_000
    assert told["ends"] > NOW + 360 * 86_400_000


@pytest.mark.parametrize(
    ("host", "path", "target"),
    [
        ("192.168.7.5:8000", "/", "https://192.168.7.5:8443/"),
        (
            "quay-hang.local:8000",
            "/till/enrolment/a%3Fb?x=1&y=%20",
            "https://quay-hang.local:8443/till/enrolment/a%3Fb?x=1&y=%20",
        ),
        ("[fd00::5]:8000", "/till/", "https://[fd00::5]:8443/till/"),
        ("evil.example", "/fairs", "https://192.168.7.5:8443/fairs"),
        ("192.168.7.5:8000", "//evil.example/x", "https://192.168.7.5:8443//evil.example/x"),
    ],
)
def test_every_other_address_leads_to_https_on_the_same_host(
    door: Door, host: str, path: str, target: str
) -> None:
    answer = client(door).request("GET", f"http://192.168.7.5:8000{path}", headers={"host": host})
    assert (answer.status_code, answer.headers["location"]) == (307, target)


def test_what_is_posted_to_the_plain_port_is_refused_not_passed_on(door: Door) -> None:
    for path in ("/till/documents", "/api/v1/visits", "/sign-in"):
        answer = client(door).post(path, content=b"{}")
        assert (answer.status_code, answer.json()) == (403, {"code": "https-needed"})


def test_usual_ports_are_not_written(door: Door) -> None:
    door.port, door.http_port = 443, 80
    page = client(door, "192.168.7.5").get("/setup")
    assert '<strong class="address">http://192.168.7.5/setup</strong>' in page.text
    assert 'data-secure="https://192.168.7.5"' in page.text


def test_a_page_opened_on_the_server_itself_shows_an_address_for_others(door: Door) -> None:
    page = client(door, "localhost:8000").get("/setup")
    assert '<strong class="address">http://192.168.7.5:8000/setup</strong>' in page.text
    assert 'data-secure="https://localhost:8443"' in page.text


@pytest.mark.parametrize("host", ["localhost:8443", "127.0.0.1:8443", "[::1]:8443"])
def test_a_link_made_on_the_server_itself_is_one_that_others_can_open(door: Door, host: str) -> None:
    assert setup.for_others(door, f"https://{host}") == "https://192.168.7.5:8443"
    assert setup.for_others(None, f"http://{host}") == f"http://{host}"
    for origin in ("https://quay-hang.local:8443", "https://192.168.7.5:8443"):
        assert setup.for_others(door, origin) == origin


def test_a_slip_leads_to_the_address_for_buyers_or_into_the_hall_or_nowhere(door: Door) -> None:
    assert (
        setup.receipt_address("https://hoicho.example/", door, "ab12")
        == "https://hoicho.example/receipts/ab12"
    )
    assert setup.receipt_address("", door, "ab12") == "https://192.168.7.5:8443/receipts/ab12"
    assert setup.receipt_address("", None, "ab12") == ""


def test_the_page_may_ask_its_own_server_behind_the_other_port_and_nobody_else(door: Door) -> None:
    policy = client(door).get("/setup").headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert policy.endswith("; connect-src 'self' https://192.168.7.5:8443")
    assert "unsafe" not in policy


def test_a_brought_certificate_needs_nothing_installed(door: Door) -> None:
    door.authority = None
    page = client(door).get("/setup")
    assert "Không cần cài gì" in page.text
    assert "fairpos.crt" not in page.text
    for name in ("fairpos.crt", "fairpos.pem", "fairpos.mobileconfig"):
        assert client(door).get(f"/setup/{name}").status_code == 404


def test_a_server_without_https_says_what_is_missing_and_that_sales_are_kept() -> None:
    app = application(setup.routes(), Toolkit(environment=environment(), clock=lambda: NOW))
    page = TestClient(app).get("/setup", headers={"cookie": "language=en"})
    assert page.status_code == 200
    assert "Selling works and sales are saved on the device" in page.text
    assert TestClient(app).get("/setup/check").status_code == 404


# --- where the machine stands ----------------------------------------------------------------------


def test_the_place_names_the_machine_and_only_private_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ["203.0.113.9", "fd00::7", "192.168.1.20", "127.0.1.1", "fe80::1", "192.168.1.20"]
    monkeypatch.setattr(lan, "_found", lambda: map(ip_address, found))
    monkeypatch.setattr(socket, "gethostname", lambda: "Quay-Hang.example.vn")
    place = lan.here(["ban-hang.lan"])
    assert place.names == ("ban-hang.lan", "quay-hang", "quay-hang.local", "localhost")
    assert list(map(str, place.addresses)) == ["192.168.1.20", "fd00::7", "127.0.0.1", "::1"]
    assert place.hosts[:2] == ("192.168.1.20", "[fd00::7]")
    assert place.hosts[-2:] == ("127.0.0.1", "[::1]")


@pytest.mark.parametrize("name", ["", "máy-chủ", "my_pc", "-a", "127", "a" * 64])
def test_a_machine_without_a_usable_name_is_called_fairpos(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    assert lan.host_name() == "fairpos"


def test_this_machine_finds_itself() -> None:
    place = lan.here()
    assert set(lan.LOOPBACK) <= set(place.addresses)
    assert "localhost" in place.names
