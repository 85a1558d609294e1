"""Passkeys as browsers and authenticators speak of them (WebAuthn): what is asked, and whether it was signed.

A passkey belongs to a host's name. An address of numbers has none, and a page that came over plain http (but
for this very machine's own name) is not trusted with one by any browser.
"""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from typing import Any

import webauthn
from starlette.requests import Request
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

TIMEOUT_MS = 120_000
_MYSELF = "localhost"


class NotSigned(ValueError):
    """What came is no answer to the challenge: not understood, of another host, or signed by another key."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey: its id as base64url, its public key (COSE), and how often it has signed."""

    id: str
    public_key: bytes
    sign_count: int


def host_of(request: Request) -> str | None:
    """The name a passkey of this page belongs to; None where the address is a number."""
    host = request.url.hostname or ""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host or None
    return None


def registration(
    *, host: str, account: str, login: str, name: str, challenge: bytes, known: tuple[str, ...]
) -> dict[str, Any]:
    """What a browser is asked in order to make a passkey that finds its owner by itself."""
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name="FairPOS",
        user_id=account.encode(),
        user_name=login,
        user_display_name=name,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(id_)) for id_ in known],
    )
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def sign_in(*, host: str, challenge: bytes) -> dict[str, Any]:
    """What a browser is asked in order to sign in with whichever passkey of this host it has."""
    options = webauthn.generate_authentication_options(
        rp_id=host,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def read(body: bytes) -> dict[str, Any]:
    """The object that a page has sent. Raises NotSigned."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotSigned from error
    if not isinstance(found, dict) or not isinstance(found.get("credential"), dict):
        raise NotSigned
    return found


def challenge_of(credential: dict[str, Any]) -> str:
    """The challenge a credential says it has signed; nothing is proved yet. Raises NotSigned."""
    try:
        client = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
        challenge = client["challenge"]
        base64url_to_bytes(challenge)
    except Exception as error:
        raise NotSigned from error
    return str(challenge)


def verify_made(credential: dict[str, Any], *, challenge: str, request: Request) -> Made:
    """Raises NotSigned."""
    host = host_of(request)
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host or "",
            expected_origin=_origins(request),
            require_user_verification=True,
        )
    except Exception as error:
        # The library raises nearly anything over bytes that lie about themselves.
        raise NotSigned from error
    return Made(bytes_to_base64url(made.credential_id), made.credential_public_key, made.sign_count)


def verify_signed(
    credential: dict[str, Any], *, challenge: str, request: Request, public_key: bytes, sign_count: int
) -> int:
    """How often the passkey has signed by now. Raises NotSigned."""
    try:
        signed = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host_of(request) or "",
            expected_origin=_origins(request),
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as error:
        raise NotSigned from error
    return signed.new_sign_count


def _origins(request: Request) -> list[str]:
    # Behind a proxy that ends TLS this side sees plain http; what the browser saw is https.
    secure = f"https://{request.url.netloc}"
    return [secure, f"http://{request.url.netloc}"] if request.url.hostname == _MYSELF else [secure]
