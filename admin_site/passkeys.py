"""Passkeys: signing in with a fingerprint, a face or a device's PIN instead of a password."""

from __future__ import annotations

import secrets
import unicodedata
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from webauthn.helpers import bytes_to_base64url

from admin_site.sign_in import FORM_BYTES_MAX, let_in
from admin_site.site import site_of
from fairpos.ledger import accounts, passkeys, people
from fairpos.ledger.passkeys import NAME_MAX, Passkey
from fairpos.ledger.sessions import Session
from fairpos.web import passkeys as webauthn
from fairpos.web.language import own_path
from fairpos.web.pages import page
from fairpos.web.passkeys import NotSigned
from fairpos.web.policy import PUBLIC, may
from fairpos.web.screen import body, screen
from fairpos.web.session import session_of

ID_MAX = 1400


@screen(may("enter"))
def listed(request: Request) -> Response:
    with site_of(request).database.reading() as connection:
        found = passkeys.of_account(connection, _own(request).account)
    return page(request, "site/passkeys.html", passkeys=found, host=webauthn.host_of(request))


@screen(may("enter"))
def challenge(request: Request) -> Response:
    """What this person's browser is asked in order to make a passkey."""
    site, own, host = site_of(request), _own(request), _host(request)
    asked = secrets.token_bytes(32)
    with site.database.writing() as connection:
        known = tuple(one.id for one in passkeys.of_account(connection, own.account))
        key = bytes_to_base64url(asked)
        passkeys.ask(connection, challenge=key, account=own.account, now=site.clock())
    return JSONResponse(
        webauthn.registration(
            host=host, account=own.account, login=own.login, name=own.name, challenge=asked, known=known
        )
    )


@screen(may("enter"), body_max=FORM_BYTES_MAX)
def add(request: Request) -> Response:
    """Keep the passkey that a browser has just made, when it signed what it was asked."""
    site, own, host = site_of(request), _own(request), _host(request)
    try:
        sent = webauthn.read(body(request))
        signed = webauthn.challenge_of(sent["credential"])
        made = webauthn.verify_made(sent["credential"], challenge=signed, request=request)
    except NotSigned:
        return _refused()
    now = site.clock()
    with site.database.writing() as connection:
        if not passkeys.is_asked(connection, challenge=signed, account=own.account, now=now):
            return _refused()
        passkey = Passkey(
            id=made.id,
            account=own.account,
            host=host,
            name=_name(sent.get("name")),
            public_key=made.public_key,
            sign_count=made.sign_count,
            made_at=now,
            used_at=None,
        )
        try:
            passkeys.add(connection, accounts.find(connection, own.account), passkey, by=own.login)
        except (passkeys.PasskeyKnown, passkeys.TooMany):
            return _refused()
    return JSONResponse({"to": "/passkeys"})


@screen(may("enter"))
def removal(request: Request) -> Response:
    """Only one's own: anybody else's is not there."""
    site, own = site_of(request), _own(request)
    key = str(request.path_params["key"])
    if len(key) > ID_MAX or not key.isascii() or not key.isprintable():
        raise HTTPException(404)
    with site.database.writing() as connection:
        account = accounts.find(connection, own.account)
        try:
            passkeys.remove(connection, account, key, at=site.clock(), by=own.login)
        except passkeys.NoSuchPasskey as gone:
            raise HTTPException(404) from gone
    return RedirectResponse("/passkeys", status_code=303)


@screen(PUBLIC, body_max=FORM_BYTES_MAX)
def sign_in_challenge(request: Request) -> Response:
    """What a browser is asked in order to sign in. Nobody has said yet who they are."""
    site, host = site_of(request), _host(request)
    if not site.limit.allows_stranger(request.client.host if request.client else ""):
        raise HTTPException(429)
    asked = secrets.token_bytes(32)
    with site.database.writing() as connection:
        passkeys.ask(connection, challenge=bytes_to_base64url(asked), account=None, now=site.clock())
    return JSONResponse(webauthn.sign_in(host=host, challenge=asked))


@screen(PUBLIC, body_max=FORM_BYTES_MAX)
def sign_in(request: Request) -> Response:
    """Sign in whoever the passkey belongs to, when it signed a challenge of ours, for this host, just now."""
    site, now = site_of(request), site_of(request).clock()
    try:
        sent = webauthn.read(body(request))
        credential = sent["credential"]
        signed = webauthn.challenge_of(credential)
        with site.database.writing() as connection:
            asked = passkeys.is_asked(connection, challenge=signed, account=None, now=now)
            id_ = credential.get("id")
            known = isinstance(id_, str) and len(id_) <= ID_MAX and id_.isascii() and id_.isprintable()
            passkey = passkeys.find(connection, id_) if asked and known else None
            account = people.one(connection, passkey.account) if passkey else None
        if passkey is None or account is None or account.disabled_at is not None:
            return _refused()
        count = webauthn.verify_signed(
            credential,
            challenge=signed,
            request=request,
            public_key=passkey.public_key,
            sign_count=passkey.sign_count,
        )
    except NotSigned:
        return _refused()
    with site.database.writing() as connection:
        passkeys.note_used(connection, passkey.id, sign_count=count, now=now)
    back = sent.get("next")
    response = JSONResponse({"to": own_path(back if isinstance(back, str) else "/")})
    return let_in(request, account, response, how="passkey")


def _own(request: Request) -> Session:
    return cast("Session", session_of(request))


def _host(request: Request) -> str:
    """The host's name; where there is none, the page offers no passkey and nothing may ask for one."""
    host = webauthn.host_of(request)
    if host is None:
        raise HTTPException(400)
    return host


def _name(text: object) -> str:
    name = unicodedata.normalize("NFC", text.strip())[:NAME_MAX] if isinstance(text, str) else ""
    return name if name.isprintable() else ""


def _refused() -> Response:
    return JSONResponse({"error": "not-signed"}, status_code=422)
