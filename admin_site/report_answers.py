"""What only a person can say in the result report, and the layout of its fields."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.ledger.reports import layout, result
from fairpos.ledger.reports.layout import ANSWER_MAX, BadLayout, Field
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen

FIELDS_MAX = 60


@screen(may("money"))
def answers(request: Request) -> Response:
    return _page(request)


def _page(
    request: Request,
    *,
    status: int = 200,
    typed: dict[str, str] | None = None,
    fields: tuple[Field, ...] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    with fair_reading(request) as (connection, fair):
        known = layout.layout(connection, fair.id)
        answered = layout.answers(connection, fair.id)
    return page(
        request,
        "site/report_answers.html",
        status=status,
        tab="reports",
        fair=fair,
        fields=known,
        laid=fields or known,
        answers=answered if typed is None else typed,
        filled=result.FILLED,
        errors=errors or {},
        answer_max=ANSWER_MAX,
    )


@screen(may("money"))
def answer(request: Request) -> Response:
    site = site_of(request)
    with fair_reading(request) as (connection, fair):
        known = layout.layout(connection, fair.id)
    typed = {one.field: _clean(field(request, f"answer-{one.field}")) for one in known}
    errors = {key: "too-long" for key, text in typed.items() if len(text) > ANSWER_MAX}
    if errors:
        return _page(request, status=422, typed=typed, errors=errors)
    with site.database.writing() as connection:
        layout.answer(connection, fair.id, typed, at=site.clock(), by=actor(request))
    return RedirectResponse(f"/fairs/{fair.slug}/reports/answers", status_code=303)


@screen(may("money"))
def relayout(request: Request) -> Response:
    """A field a row: its position, its words, and "" as position for one that is left out."""
    site = site_of(request)
    if field(request, "standard"):
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            layout.set_layout(connection, fair.id, (), at=site.clock(), by=actor(request))
        return RedirectResponse(f"/fairs/{fair.slug}/reports/answers#layout", status_code=303)
    rows: list[tuple[int, Field]] = []
    for n in range(FIELDS_MAX):
        key, label = field(request, f"field-{n}"), _clean(field(request, f"label-{n}"))
        position = field(request, f"position-{n}").strip()
        if not position.isdigit() or len(position) > 4 or not (key or label):
            continue
        key = key or _key({one.field for _, one in rows})
        source = field(request, f"source-{n}")
        english = _clean(field(request, f"label_en-{n}"))
        known = source if source in result.FILLED else ""
        rows.append((int(position), Field(field=key[:64], label=label, label_en=english, source=known)))
    laid = tuple(one for _, one in sorted(rows, key=lambda row: row[0]))
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            layout.set_layout(connection, fair.id, laid, at=site.clock(), by=actor(request))
    except BadLayout as bad:
        return _page(request, status=422, fields=laid, errors={f"layout-{bad.field}": bad.code})
    return RedirectResponse(f"/fairs/{fair.slug}/reports/answers#layout", status_code=303)


def _key(taken: set[str]) -> str:
    """A key for a field that a person added: it only has to be its own."""
    return next(key for n in range(1, FIELDS_MAX + 1) if (key := f"own-{n}") not in taken)


def _clean(text: str) -> str:
    """Lines without the signs that are no letters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", "", text).strip()
