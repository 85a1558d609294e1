"""A buyer's receipt as a page and as a PDF: what the code at the foot of the paper leads to.

Nobody signs in for it. The address holds the sale's id with 74 random bits, which only the paper knows, and
the page shows what stands on the paper.
"""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from booth_terminal import codes, drawing, slip_pdf
from booth_terminal.doors import terminal_of
from booth_terminal.slip import Slip
from booth_terminal.slips import names_of, receipt, receipt_number
from booth_terminal.spool import CannotDraw
from fairpos.core.ids import is_id
from fairpos.core.sale import Refund, Sale, Void
from fairpos.web.i18n import language_of
from fairpos.web.pages import page
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen


class NoReceipt(LookupError):
    """This terminal keeps no sale, void or refund under such an id."""


@screen(PUBLIC)
def show(request: Request) -> Response:
    try:
        _, slip = found(request)
    except NoReceipt:
        return _not_here(request)
    rows = [(type(row).__name__.lower(), row) for row in slip.rows]
    address = request.url.path
    return _unlisted(
        page(request, "shared/receipt.html", slip=slip, rows=rows, svg_path=codes.svg_path, address=address)
    )


@screen(PUBLIC)
def download(request: Request) -> Response:
    try:
        sale, slip = found(request)
    except NoReceipt:
        return _not_here(request)
    name = f"FairPOS-{receipt_number(sale)}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return _unlisted(Response(slip_pdf.pdf(slip), media_type="application/pdf", headers=headers))


def found(request: Request) -> tuple[Sale, Slip]:
    """The sale that the address names, and its receipt in the reader's language. Raises NoReceipt."""
    id_ = request.path_params["id"]
    terminal = terminal_of(request)
    if not is_id(id_):
        raise NoReceipt(id_)
    with terminal.database.reading() as connection:
        sale = _sale(connection, id_)
        of = ""
        if isinstance(sale, Void | Refund):
            try:
                of = receipt_number(_sale(connection, sale.ref))
            except NoReceipt:
                of = ""  # another terminal keeps what this one takes back
    language = language_of(request)
    names = names_of(terminal.tills.edition, sale.booth, language)
    here = f"{request.url.scheme}://{request.url.netloc}/receipts/{id_}"
    return sale, receipt(sale, names, language, of=of, link=here)


def _sale(connection: Connection, id_: str) -> Sale:
    try:
        document = drawing.kept(connection, id_)
    except CannotDraw as error:
        raise NoReceipt(id_) from error
    if not isinstance(document, Sale):
        raise NoReceipt(id_)
    return document


def _not_here(request: Request) -> Response:
    return _unlisted(page(request, "shared/receipt.html", status=404, slip=None, rows=(), address=""))


def _unlisted(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def routes() -> list[BaseRoute]:
    return [
        Route("/receipts/{id}.pdf", download, methods=["GET"]),
        Route("/receipts/{id}", show, methods=["GET"]),
    ]
