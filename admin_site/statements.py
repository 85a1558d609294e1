"""An exhibitor's own statements as they were signed, and a closed fair's archive: files, without a page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from admin_site.reports import seal_of
from admin_site.site import fair_reading, site_of
from fairpos.core.rights import own_exhibitors
from fairpos.ledger.archive.writing import write
from fairpos.ledger.reports import kept
from fairpos.web import report_paper
from fairpos.web.downloads import download
from fairpos.web.i18n import language_of
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.web.session import session_of
from fairpos.wire import reports as wire

IN_MEMORY = 16 * 1024 * 1024
_BLOCK = 1024 * 1024


@screen(may("own"))
def statement(request: Request) -> Response:
    """The newest signed statement of an exhibitor of this person's; any other is not there."""
    session = session_of(request)
    assert session is not None, "the policy let only signed-in people in"
    with fair_reading(request) as (connection, fair):
        exhibitor = str(request.path_params["exhibitor"])
        if exhibitor not in own_exhibitors(session.grants, fair.slug):
            raise HTTPException(404)
        one = kept.newest_signed(connection, fair.id, "exhibitor", exhibitor)
        if one is None:
            raise HTTPException(404)
        _, body = kept.find(connection, fair.id, one.no)
    paper = report_paper.pdf(wire.read(body), language_of(request), seal_of(request, one))
    return download(f"{fair.slug}-{exhibitor}-{one.revision}", "pdf", paper)


@screen(may("money"))
def archive(request: Request) -> Response:
    """Everything kept of a fair that is over. It is written to the end before its first byte leaves, so that
    what arrives is whole."""
    with fair_reading(request) as (connection, fair):
        if fair.status not in ("closed", "archived"):
            raise HTTPException(404)
        # Closed when it was sent.
        out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        write(connection, fair.id, out, at=site_of(request).clock())
    size = out.tell()
    out.seek(0)
    headers = {
        "Content-Disposition": f'attachment; filename="{fair.slug}.fairpos.zip"',
        "Content-Length": str(size),
    }
    return StreamingResponse(_blocks(out), media_type="application/zip", headers=headers)


def _blocks(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        while block := out.read(_BLOCK):
            yield block
