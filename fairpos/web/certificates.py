"""Certificates for a hall's network, where no public authority can give one.

A tablet keeps a page for the time without a network only if it came over https it trusts. So the program
makes an authority of its own on first use, which each tablet is told to trust once, and signs with it a
certificate for what the machine is called. The authority is constrained to names and addresses that mean
nothing outside a house: whoever steals its key cannot pretend to be a bank to a seller's tablet.
"""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fairpos.web import lan
from fairpos.web.lan import Place

AUTHORITY_DAYS = 3652
LEAF_DAYS = 397
EARLY_DAYS = 30
"""Certificates begin this long before they were made: a tablet's clock may be slow by weeks. They are renewed
this long before they end, for clocks that are fast."""


class Unusable(RuntimeError):
    """A certificate or key that cannot be served. The message is a sentence for whoever runs the program."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and the file it lies in together with its key."""

    path: Path
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def fingerprint(certificate: x509.Certificate, algorithm: hashes.HashAlgorithm | None = None) -> str:
    """As devices show it: pairs of hexadecimal digits, SHA-256 unless told otherwise."""
    return certificate.fingerprint(algorithm or hashes.SHA256()).hex(" ").upper()


def place_of(certificate: x509.Certificate) -> Place:
    """What a certificate is for."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return Place((), ())
    addresses = names.get_values_for_type(x509.IPAddress)
    hosts = tuple(one for one in addresses if isinstance(one, IPv4Address | IPv6Address))
    return Place(tuple(names.get_values_for_type(x509.DNSName)), hosts)


def context(certificate: Path, key: Path | None = None) -> ssl.SSLContext:
    """TLS 1.2 or newer with this certificate. Raises Unusable."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_alpn_protocols(["http/1.1"])
    try:
        # An empty password, so that a locked key is refused here instead of asked about on the console.
        made.load_cert_chain(certificate, key, "")
    except (OSError, ValueError) as error:
        raise Unusable(f"The certificate {certificate} cannot be served: {error}.") from error
    return made


def authority(folder: Path, *, host: str, now: int) -> Pair:
    """The authority kept in this folder, made on first use or when the old one nears its end.

    Raises Unusable for a damaged file instead of replacing it, because every tablet that trusts the old one
    would have to be set up again.
    """
    path = folder / "authority.pem"
    try:
        kept = _read(path)
    except ValueError as error:
        raise Unusable(
            f"The certificate authority in {path} cannot be read: {error}. No sale is touched. Put the file "
            "back from a backup; or remove it, and set up every tablet anew."
        ) from error
    if kept is not None and _days_left(kept.certificate, now) >= EARLY_DAYS:
        return kept
    return _make_authority(path, host, now)


def leaf(folder: Path, signer: Pair, place: Place, *, now: int) -> Pair:
    """This machine's certificate, signed anew when the place has changed or the old one nears its end."""
    path = folder / "machine.pem"
    # A machine that was renamed goes by its `.local` name.
    allowed = Place(tuple(name for name in place.names if permits(signer, name)), place.addresses)
    try:
        kept = _read(path)
    except ValueError:
        kept = None  # nobody trusts this file for itself
    if kept is not None and _serves(kept, signer, allowed, now):
        return kept
    return _make_leaf(path, signer, allowed, now)


def permits(signer: Pair, name: str) -> bool:
    """Whether the authority may sign this name."""
    inside = signer.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    subtrees = inside.permitted_subtrees or []
    permitted = [tree.value for tree in subtrees if isinstance(tree, x509.DNSName)]
    return any(name == tree or name.endswith(f".{tree}") for tree in permitted)


def brought(certificate: Path, key: Path, *, now: int) -> x509.Certificate:
    """A certificate the organiser brings, looked at before it is served. Raises Unusable."""
    context(certificate, key)
    found = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    at = _time(now)
    if at > found.not_valid_after_utc:
        raise Unusable(f"The certificate {certificate} ended on {found.not_valid_after_utc:%Y-%m-%d}.")
    if at < found.not_valid_before_utc:
        raise Unusable(
            f"The certificate {certificate} begins only on {found.not_valid_before_utc:%Y-%m-%d}. "
            f"This machine's clock says {at:%Y-%m-%d}: is it right?"
        )
    if place_of(found) == Place((), ()):
        raise Unusable(f"The certificate {certificate} names no host, so no browser accepts it.")
    return found


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _days_left(certificate: x509.Certificate, now: int) -> int:
    at = _time(now)
    return (certificate.not_valid_after_utc - at).days if at >= certificate.not_valid_before_utc else -1


def _read(path: Path) -> Pair | None:
    """The pair in a file, None when there is none. Raises ValueError saying what is wrong with it."""
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError(error.strerror) from error
    try:
        certificate = x509.load_pem_x509_certificate(body)
        key = serialization.load_pem_private_key(body, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("it is damaged") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError("its key is another one's")
    return Pair(path, certificate, key)


def _write(path: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Pair:
    """Both in one file, put in place in one step, readable by this account alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret + certificate.public_bytes(serialization.Encoding.PEM))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return Pair(path, certificate, key)


def _make_authority(path: Path, host: str, now: int) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"FairPOS {host} {_time(now):%Y-%m-%d}")
    inside: list[x509.GeneralName] = [x509.DNSName(suffix) for suffix in (*lan.SUFFIXES, host)]
    inside += [x509.IPAddress(network) for network in lan.PRIVATE]
    made = (
        _builder(name, name, key.public_key(), now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(inside, None), critical=True)
        # Windows trusts a root for everything it does not exclude, programs to install among them.
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    return _write(path, made.sign(key, hashes.SHA256()), key)


def _make_leaf(path: Path, signer: Pair, place: Place, now: int) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    names: list[x509.GeneralName] = [x509.DNSName(name) for name in place.names]
    names += [x509.IPAddress(address) for address in place.addresses]
    of = signer.key.public_key()
    made = (
        _builder(_name("FairPOS"), signer.certificate.subject, key.public_key(), now, LEAF_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(of), critical=False)
    )
    return _write(path, made.sign(signer.key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: int, days: int
) -> x509.CertificateBuilder:
    begins = _time(now).replace(microsecond=0) - timedelta(days=EARLY_DAYS)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _serves(kept: Pair, signer: Pair, place: Place, now: int) -> bool:
    try:
        kept.certificate.verify_directly_issued_by(signer.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return place_of(kept.certificate).covers(place) and _days_left(kept.certificate, now) >= EARLY_DAYS
