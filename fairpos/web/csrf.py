"""A foreign page must not act through a person's browser. Two independent locks, both always shut:

every unsafe request must come from a page of this very origin (what the browser says of itself in
Sec-Fetch-Site, or Origin where that is not sent: Chromium leaves it out on plain http), and every unsafe
request of a signed-in person carries the token of that session. A program that is not a browser sends neither
header and no cookie; it is let through to its own policy.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER = "x-csrf-token"
FIELD = "csrf_token"


def same_origin(request: Request) -> bool:
    """Whether a request is safe, or was caused by a page of this origin or by no page at all."""
    if request.method in SAFE_METHODS:
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    # The scheme is left out of the comparison: behind a proxy that ends TLS this side sees plain http.
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def require_same_origin(request: Request) -> None:
    """Refuse an unsafe request that a page of another origin has caused."""
    if not same_origin(request):
        raise HTTPException(403)


def require_token(request: Request, token: str) -> None:
    """Refuse an unsafe request without this session's token, in its header or its hidden field."""
    if request.method in SAFE_METHODS:
        return
    form = getattr(request.state, "form", FormData())
    sent = request.headers.get(HEADER) or form.get(FIELD)
    if not isinstance(sent, str) or not secrets.compare_digest(sent.encode(), token.encode()):
        raise HTTPException(403)
