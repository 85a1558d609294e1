"""The authority and the machine's certificate: as a client of Python's sees them over real TLS."""

from __future__ import annotations

import os
import socket
import ssl
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from fairpos.web import certificates, lan
from fairpos.web.certificates import AUTHORITY_DAYS, EARLY_DAYS, LEAF_DAYS, Pair, Unusable
from fairpos.web.lan import Place

DAY = 86_400_000
HOST = "quay-hang"
PLACE = Place((HOST, f"{HOST}.local", "localhost"), (ip_address("192.168.7.5"), *lan.LOOPBACK))


@pytest.fixture
def now() -> int:
    """The machine's own clock, because TLS clients look at no other."""
    return time.time_ns() // 1_000_000


@pytest.fixture
def signer(tmp_path: Path, now: int) -> Pair:
    return certificates.authority(tmp_path, host=HOST, now=now)


@contextmanager
def serving(context: ssl.SSLContext) -> Iterator[int]:
    """A server that greets everybody who trusts it, and says a word."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as greeted:
                    greeted.sendall(b"xin chao")
            except OSError:
                plain.close()  # it did not trust us

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        # Closing alone does not wake a thread that waits in accept().
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def greet(port: int, name: str, trusted: bytes | None) -> bytes:
    """What the server says to a client that knows it by this name."""
    context = ssl.create_default_context(cadata=trusted) if trusted else ssl.create_default_context()
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=name) as greeted,
    ):
        return greeted.recv(100)


@pytest.mark.parametrize("name", [HOST, f"{HOST}.local", "localhost", "127.0.0.1", "::1", "192.168.7.5"])
def test_who_trusts_the_authority_trusts_the_machine_by_each_of_its_names(
    tmp_path: Path, signer: Pair, now: int, name: str
) -> None:
    leaf = certificates.leaf(tmp_path, signer, PLACE, now=now)
    with serving(certificates.context(leaf.path)) as port:
        assert greet(port, name, signer.der) == b"xin chao"


def test_another_name_and_an_unknown_authority_are_refused(tmp_path: Path, signer: Pair, now: int) -> None:
    leaf = certificates.leaf(tmp_path, signer, PLACE, now=now)
    other = certificates.authority(tmp_path / "other", host=HOST, now=now)
    with serving(certificates.context(leaf.path)) as port:
        for name in ("other.local", "192.168.7.6"):
            with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
                greet(port, name, signer.der)
        for trusted in (None, other.der):
            with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
                greet(port, HOST, trusted)


@pytest.mark.parametrize(
    "place",
    [Place(("vietcombank.com.vn",), ()), Place((), (ip_address("8.8.8.8"),))],
    ids=["name", "address"],
)
def test_a_stolen_authority_cannot_pretend_to_be_a_bank(
    tmp_path: Path, signer: Pair, now: int, place: Place
) -> None:
    forged = certificates._make_leaf(tmp_path / "forged.pem", signer, place, now)
    name = place.names[0] if place.names else str(place.addresses[0])
    with (
        serving(certificates.context(forged.path)) as port,
        pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"),
    ):
        greet(port, name, signer.der)


def test_what_the_authority_may_not_sign_is_left_out(tmp_path: Path, signer: Pair, now: int) -> None:
    place = replace(PLACE, names=("vietcombank.com.vn", "ban-hang.lan", "may-khac", *PLACE.names))
    leaf = certificates.leaf(tmp_path, signer, place, now=now)
    assert certificates.place_of(leaf.certificate).names == ("ban-hang.lan", *PLACE.names)


def test_keys_are_readable_by_their_owner_alone_in_a_folder_of_their_owner(tmp_path: Path, now: int) -> None:
    folder = tmp_path / "https"
    before = os.umask(0)
    try:
        signer = certificates.authority(folder, host=HOST, now=now)
        certificates.leaf(folder, signer, PLACE, now=now)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert modes == {"https": 0o700, "authority.pem": 0o600, "machine.pem": 0o600}


def test_certificates_last_as_long_as_devices_accept_and_begin_before_slow_clocks(
    tmp_path: Path, signer: Pair, now: int
) -> None:
    leaf = certificates.leaf(tmp_path, signer, PLACE, now=now)
    for pair, days in ((signer, AUTHORITY_DAYS), (leaf, LEAF_DAYS)):
        found = pair.certificate
        assert (found.not_valid_after_utc - found.not_valid_before_utc).days == days
        assert (certificates._time(now) - found.not_valid_before_utc).days == EARLY_DAYS
    assert LEAF_DAYS <= 397


def test_the_same_place_keeps_its_certificate_and_the_authority_stays_for_years(
    tmp_path: Path, signer: Pair, now: int
) -> None:
    leaf = certificates.leaf(tmp_path, signer, PLACE, now=now)
    later = now + 300 * DAY
    assert certificates.authority(tmp_path, host="another", now=later).der == signer.der
    assert certificates.leaf(tmp_path, signer, PLACE, now=later).der == leaf.der
    less = Place(PLACE.names[1:], PLACE.addresses[1:])
    assert certificates.leaf(tmp_path, signer, less, now=now).der == leaf.der


def test_a_new_address_and_a_near_end_renew_the_certificate_under_the_same_authority(
    tmp_path: Path, signer: Pair, now: int
) -> None:
    leaf = certificates.leaf(tmp_path, signer, PLACE, now=now)
    moved = replace(PLACE, addresses=(ip_address("10.1.2.3"), *PLACE.addresses))
    second = certificates.leaf(tmp_path, signer, moved, now=now)
    assert second.der != leaf.der
    assert certificates.place_of(second.certificate) == moved
    near = now + (LEAF_DAYS - 2 * EARLY_DAYS + 1) * DAY
    third = certificates.leaf(tmp_path, signer, moved, now=near)
    assert third.der != second.der
    third.certificate.verify_directly_issued_by(signer.certificate)


def test_a_clock_that_woke_in_1970_does_no_lasting_harm(tmp_path: Path, now: int) -> None:
    early = certificates.authority(tmp_path, host=HOST, now=40 * DAY)
    certificates.leaf(tmp_path, early, PLACE, now=40 * DAY)
    signer = certificates.authority(tmp_path, host=HOST, now=now)
    leaf = certificates.leaf(tmp_path, signer, PLACE, now=now)
    with serving(certificates.context(leaf.path)) as port:
        assert greet(port, HOST, signer.der) == b"xin chao"


@pytest.mark.parametrize("harm", ["cut", "empty", "another key"])
def test_a_damaged_authority_is_told_of_and_never_replaced(
    tmp_path: Path, signer: Pair, now: int, harm: str
) -> None:
    path = tmp_path / "authority.pem"
    other = certificates.authority(tmp_path / "other", host=HOST, now=now)
    body = {
        "cut": path.read_bytes()[:200],
        "empty": b"",
        "another key": other.path.read_bytes().partition(b"-----BEGIN CERT")[0] + signer.pem,
    }[harm]
    path.write_bytes(body)
    with pytest.raises(
        Unusable, match=r"authority\.pem cannot be read: .* No sale is touched\. Put the file"
    ):
        certificates.authority(tmp_path, host=HOST, now=now)
    assert path.read_bytes() == body


def test_a_damaged_certificate_of_the_machine_is_simply_made_anew(
    tmp_path: Path, signer: Pair, now: int
) -> None:
    (tmp_path / "machine.pem").write_bytes(b"half of it")
    leaf = certificates.leaf(tmp_path, signer, PLACE, now=now)
    assert certificates.place_of(leaf.certificate) == PLACE


def test_a_certificate_of_another_authority_is_made_anew(tmp_path: Path, signer: Pair, now: int) -> None:
    leaf = certificates.leaf(tmp_path, signer, PLACE, now=now)
    (tmp_path / "authority.pem").unlink()
    fresh = certificates.authority(tmp_path, host=HOST, now=now)
    assert certificates.leaf(tmp_path, fresh, PLACE, now=now).der != leaf.der


# --- a certificate that is brought ----------------------------------------------------------------


def bring(folder: Path, signer: Pair, now: int, place: Place = PLACE) -> tuple[Path, Path]:
    """A certificate and its key in two files, as an organiser gets them."""
    made = certificates._make_leaf(folder / "both.pem", signer, place, now)
    key = made.path.read_bytes().partition(b"-----BEGIN CERT")[0]
    (folder / "cert.pem").write_bytes(made.pem)
    (folder / "key.pem").write_bytes(key)
    return folder / "cert.pem", folder / "key.pem"


def test_a_brought_certificate_is_served(tmp_path: Path, signer: Pair, now: int) -> None:
    cert, key = bring(tmp_path, signer, now)
    assert certificates.place_of(certificates.brought(cert, key, now=now)) == PLACE
    with serving(certificates.context(cert, key)) as port:
        assert greet(port, HOST, signer.der) == b"xin chao"


def test_a_brought_certificate_that_cannot_serve_says_why(tmp_path: Path, signer: Pair, now: int) -> None:
    cert, key = bring(tmp_path, signer, now)
    locked = tmp_path / "locked.pem"
    locked.write_bytes(
        rsa.generate_private_key(65537, 2048).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    broken = tmp_path / "broken.pem"
    broken.write_bytes(b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")

    def told(cert: Path, key: Path, at: int = now) -> str:
        with pytest.raises(Unusable) as error:
            certificates.brought(cert, key, now=at)
        return str(error.value)

    cannot = f"The certificate {cert} cannot be served: "
    assert told(tmp_path / "none.pem", key).startswith(f"The certificate {tmp_path / 'none.pem'} cannot be")
    assert told(cert, tmp_path / "none.pem").startswith(cannot)
    assert told(cert, locked).startswith(cannot)
    assert told(cert, signer.path).startswith(cannot)
    assert told(broken, key).startswith(f"The certificate {broken} cannot be served: ")
    assert told(cert, key, now + 500 * DAY).startswith(f"The certificate {cert} ended on ")
    assert told(cert, key, now - 60 * DAY).endswith(": is it right?")


def test_a_brought_certificate_without_a_host_says_so(tmp_path: Path, now: int) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shop.example.vn")])
    made = certificates._builder(name, name, key.public_key(), now, 90).sign(key, hashes.SHA256())
    both = certificates._write(tmp_path / "both.pem", made, key).path
    with pytest.raises(Unusable, match=r"names no host, so no browser accepts it\.$"):
        certificates.brought(both, both, now=now)
