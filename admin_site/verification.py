"""What the code on a signed paper leads to: what was signed, by whom, and whether a newer revision exists."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import site_of
from fairpos.core.document import is_name
from fairpos.ledger.reports import kept
from fairpos.web.pages import page
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen
from fairpos.wire import reports as wire


@screen(PUBLIC)
def verification(request: Request) -> Response:
    """Open to everybody who holds the paper; eighty random bits are not guessed."""
    code = str(request.path_params["code"]).upper()
    if not is_name(code):
        raise HTTPException(404)
    with site_of(request).database.reading() as connection:
        try:
            fair, one, body = kept.by_code(connection, code)
        except kept.NoSuchReport as unknown:
            raise HTTPException(404) from unknown
        newer = tuple(
            other
            for other in kept.listed(connection, fair.id)
            if (other.kind, other.subject) == (one.kind, one.subject) and other.revision > one.revision
        )
    return page(
        request,
        "public/verification.html",
        fair=fair,
        kept=one,
        report=wire.read(body),
        whole=wire.hash_of(body) == one.hash,
        newer=newer,
    )
