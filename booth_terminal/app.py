"""Every address of a terminal, in one list.

`routes()` is mounted into the central server's program, or served alone by `fairpos terminal`. The program
keeps its `Terminal` in `app.state.terminal`.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from booth_terminal import (
    books,
    documents,
    enrolments,
    imports,
    pages,
    pins,
    receipt_lookup,
    receipts,
    terminal_page,
    till_crowd,
    till_photos,
    till_prints,
    till_shifts,
    till_stock,
    transfers,
    visits,
)
from fairpos.web.rate import PinLimit


def routes() -> list[BaseRoute]:
    return [
        Route("/till/documents", documents.post_documents, methods=["POST"]),
        Route("/till/book", books.get_book),
        pins.route(PinLimit()),
        Route("/till/photos/{key}", till_photos.get_photo),
        Route("/till/enrolment", enrolments.create_for_program, methods=["POST"]),
        Route("/till/enrolment/{code}", enrolments.show),
        Route("/till/sign-out", enrolments.sign_out, methods=["POST"]),
        Route("/till/enrolment/{code}", enrolments.create, methods=["POST"]),
        Route("/till/prints", till_prints.get_prints),
        Route("/till/prints", till_prints.post_prints, methods=["POST"]),
        Route("/till/prints/{no:int}.png", till_prints.get_picture),
        Route("/till/drawer", till_prints.post_drawer, methods=["POST"]),
        Route("/till/shifts/{shift}", till_shifts.get_shift),
        Route("/till/drawers/{shift}", till_shifts.get_drawer),
        Route("/till/stock", till_stock.get_stock),
        Route("/till/crowd", till_crowd.get_crowd),
        Route("/till/receipts/{key}", receipt_lookup.get_receipt),
        Route("/api/v1/visits", visits.post_visits, methods=["POST"]),
        Route("/till/payments", transfers.get_payments),
        Route("/till/payments", transfers.post_payment, methods=["POST"]),
        Route("/till/payments/{code}", transfers.get_payment),
        Route("/hooks/payments/{feed}", transfers.post_notice, methods=["POST"]),
        *receipts.routes(),
        *terminal_page.routes(),
        *imports.routes(),
        *pages.routes(),
    ]
