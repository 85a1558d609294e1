"""`/setup`: how a tablet comes to trust this server. Plain http, because it cannot be https yet.

The page shows the authority's fingerprint to compare, hands out its certificate in the forms that devices
take, and tries from the device itself whether https is trusted: first from here, and then, over https, by
registering a worker, which browsers refuse on a page whose warning somebody has only clicked away.
"""

from __future__ import annotations

import plistlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote, urlsplit

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from fairpos.web.application import application
from fairpos.web.certificates import Pair, fingerprint
from fairpos.web.headers import CONTENT_SECURITY_POLICY
from fairpos.web.lan import Place
from fairpos.web.machine import as_json, problem
from fairpos.web.pages import environment, page
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen
from fairpos.web.toolkit import Toolkit, toolkit_of

WORKER = b"// Only asks whether the browser lets a page of this server have a worker. It does nothing.\n"
_MYSELF = ("localhost", "127.0.0.1", "::1")
_PROFILE = uuid.UUID("5b1f2f5e-6c1e-4b7e-9a44-0e6f3f9f6d10")


@dataclass(slots=True)
class Door:
    """The secure door of a running program. It changes when the certificate is renewed.

    `authority` is None when the organiser brought a certificate, `http_port` when there is no plain door.
    """

    place: Place
    certificate: x509.Certificate
    authority: Pair | None
    port: int
    http_port: int | None

    def secure_origin(self, host: str) -> str:
        return f"https://{host}" if self.port == 443 else f"https://{host}:{self.port}"

    def plain_origin(self, host: str) -> str:
        return f"http://{host}" if self.http_port == 80 else f"http://{host}:{self.http_port}"

    def host(self, asked: str) -> str:
        """The host a browser used, if it is one of ours; else the likeliest."""
        hosts = self.place.hosts
        return asked if asked in hosts else hosts[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows. `addresses` are all https addresses, `pairs` the fingerprint in rows of eight."""

    address: str
    secure: str
    addresses: tuple[str, ...]
    pairs: tuple[str, ...]
    thumbprint: str
    name: str
    picture: Markup


def door_of(request: Request) -> Door | None:
    """The secure door of this program, None when it has none."""
    return cast("Door | None", getattr(request.app.state, "door", None))


def for_others(door: Door | None, origin: str) -> str:
    """This origin as another device can open it: "localhost" leads each device to itself."""
    if door is None or urlsplit(origin).hostname not in _MYSELF:
        return origin
    return door.secure_origin(door.place.hosts[0])


def receipt_address(base: str, door: Door | None, sale: str) -> str:
    """Where a buyer finds a sale's receipt: at the address that was set, else at the secure door in the hall.

    "" where there is neither: a code that leads nowhere is worse than the sale's own id.
    """
    base = base or (door.secure_origin(door.place.hosts[0]) if door else "")
    return f"{base.rstrip('/')}/receipts/{sale}" if base else ""


def asked_host(request: Request) -> str:
    """The host in the address this browser opened, without the port."""
    name = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    return f"[{name}]" if ":" in name else name


@screen(PUBLIC)
def setup(request: Request) -> Response:
    door = door_of(request)
    if door is None:
        return page(request, "shared/setup.html", shown=None, secure=request.url.scheme == "https")
    host = door.host(asked_host(request))
    response = page(
        request, "shared/setup.html", shown=_shown(door, host), secure=request.url.scheme == "https"
    )
    # The one page that asks another origin: its own server behind the other port.
    # A policy has no way to write an IPv6 address, so there any https has to do.
    reach = "https:" if host.startswith("[") else door.secure_origin(host)
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; connect-src 'self' {reach}"
    return response


@screen(PUBLIC)
def check(request: Request) -> Response:
    """What time it is here, and for which times the certificate is good. Any page may read it."""
    door = door_of(request)
    if door is None:
        raise HTTPException(404)
    content = {
        "now": toolkit_of(request).clock(),
        "begins": int(door.certificate.not_valid_before_utc.timestamp() * 1000),
        "ends": int(door.certificate.not_valid_after_utc.timestamp() * 1000),
    }
    return as_json(content, headers={"Access-Control-Allow-Origin": "*"})


@screen(PUBLIC)
def worker(_request: Request) -> Response:
    return Response(WORKER, media_type="text/javascript")


@screen(PUBLIC)
def der(request: Request) -> Response:
    # Android, Windows and Chromium OS all take this type for an authority's certificate.
    return _file(_authority(request).der, "application/x-x509-ca-cert", "fairpos.crt")


@screen(PUBLIC)
def pem(request: Request) -> Response:
    return _file(_authority(request).pem, "application/x-pem-file", "fairpos.pem")


@screen(PUBLIC)
def profile(request: Request) -> Response:
    """The authority as a configuration profile, which iPadOS, iOS and macOS install."""
    return _file(
        mobile_config(_authority(request)), "application/x-apple-aspen-config", "fairpos.mobileconfig"
    )


def mobile_config(authority: Pair) -> bytes:
    """Ids are made of the certificate: installed twice, the profile replaces itself."""
    name = _common_name(authority.certificate)

    def identity(role: str) -> dict[str, object]:
        id_ = uuid.uuid5(_PROFILE, f"{role} {fingerprint(authority.certificate)}")
        return {
            "PayloadVersion": 1,
            "PayloadUUID": str(id_).upper(),
            "PayloadIdentifier": f"fairpos.{role}.{id_}",
            "PayloadDisplayName": name,
        }

    root = identity("authority") | {
        "PayloadType": "com.apple.security.root",
        "PayloadCertificateFileName": "fairpos.cer",
        "PayloadContent": authority.der,
    }
    whole = identity("profile") | {
        "PayloadType": "Configuration",
        "PayloadDescription": "FairPOS",
        "PayloadContent": [root],
    }
    return plistlib.dumps(whole)


class ToSecure:
    """Where every other address of the plain door leads: the same address over https."""

    def __init__(self, door: Door) -> None:
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method in ("GET", "HEAD"):
            origin = self.door.secure_origin(self.door.host(asked_host(request)))
            # As it was sent: a decoded path may hold what would begin a query.
            path = bytes(scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1")
            query = f"?{request.url.query}" if request.url.query else ""
            response: Response = RedirectResponse(f"{origin}{path}{query}", status_code=307)
        else:
            # What was sent here went over the air for all to read: it is not sent on as if nothing were.
            response = problem(403, "https-needed")
        await response(scope, receive, send)


def routes() -> list[Route]:
    return [
        Route("/setup", setup, methods=["GET"]),
        Route("/setup/check", check, methods=["GET"]),
        Route("/setup/worker.js", worker, methods=["GET"]),
        Route("/setup/fairpos.crt", der, methods=["GET"]),
        Route("/setup/fairpos.pem", pem, methods=["GET"]),
        Route("/setup/fairpos.mobileconfig", profile, methods=["GET"]),
    ]


def plain_app(door: Door, clock: Callable[[], int]) -> Starlette:
    """The plain port: the set-up page and what it is drawn with. All else leads to https."""
    app = application(routes(), Toolkit(environment=environment(), clock=clock))
    app.router.default = ToSecure(door)
    app.state.door = door
    return app


def _authority(request: Request) -> Pair:
    door = door_of(request)
    if door is None or door.authority is None:
        raise HTTPException(404)
    return door.authority


def _file(body: bytes, media_type: str, name: str) -> Response:
    kind = "inline" if name.endswith("mobileconfig") else "attachment"  # Safari installs what it opens
    headers = {"Content-Disposition": f'{kind}; filename="{name}"'}
    return Response(body, media_type=media_type, headers=headers)


def _shown(door: Door, host: str) -> Shown:
    # A code made on the server's own screen must lead tablets to the server, not to themselves.
    reachable = door.place.hosts[0] if host.strip("[]") in _MYSELF else host
    plain = door.http_port is not None
    address = f"{door.plain_origin(reachable) if plain else door.secure_origin(reachable)}/setup"
    own = door.authority.certificate if door.authority else None
    pairs = fingerprint(own).split(" ") if own else []
    return Shown(
        address=address,
        secure=door.secure_origin(host),
        addresses=tuple(door.secure_origin(name) for name in door.place.hosts),
        pairs=tuple(" ".join(pairs[at : at + 8]) for at in range(0, len(pairs), 8)),
        thumbprint=fingerprint(own, hashes.SHA1()) if own else "",  # noqa: S303 - what Windows shows
        name=_common_name(own) if own else "",
        picture=_qr(address),
    )


def _common_name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)


def _qr(text: str) -> Markup:
    drawn = segno.make_qr(text, error="m").svg_inline(
        scale=6, border=4, dark="#000000", light="#ffffff", svgclass="qr", lineclass=None, omitsize=True
    )
    return Markup(drawn)  # noqa: S704 - drawn by segno from modules, the text itself is not in it
