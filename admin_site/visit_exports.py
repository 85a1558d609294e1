"""What the gates counted, as a file: every sum by day, hour, gate, direction, method and whom, and which of
them are visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import fair_reading
from fairpos.core.gate import Counts
from fairpos.ledger import gates, visits
from fairpos.web.downloads import download
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.web.words import WORDS
from fairpos.wire import exports
from fairpos.wire.exports import Table, Value

_HEADINGS = (
    _("Day"), _("Hour"), _("Gate"), _("Direction"), _("Counted by"), _("Whom"), _("Count"), _("A visit"),
)  # fmt: skip


@screen(may("see"))
def visits_csv(request: Request) -> Response:
    stem, table = _table(request)
    return download(stem, "csv", exports.csv_of(table))


@screen(may("see"))
def visits_xlsx(request: Request) -> Response:
    stem, table = _table(request)
    return download(stem, "xlsx", exports.xlsx_of([table]))


def _table(request: Request) -> tuple[str, Table]:
    say = translator("site", language_of(request)).gettext
    with fair_reading(request) as (connection, fair):
        counts = visits.read(connection, fair.id)
        names = {row.id: row.name for row in gates.listed(connection, fair.id)}
    rows = tuple(_rows(counts, names, say))
    return f"{fair.slug}-{say(_('Visits'))}", Table(say(_("Visits")), tuple(map(say, _HEADINGS)), rows)


def _rows(counts: Counts, names: dict[str, str], say: Callable[[str], str]) -> Iterator[tuple[Value, ...]]:
    """Entries of visitors are visits where their method stands for the gate and day; nothing else is."""
    for one in sorted(
        counts.passed, key=lambda one: (one.day, one.hour, one.gate, one.direction, one.category)
    ):
        stands = one.direction == "in" and counts.is_visit(one)
        yield (
            one.day,
            one.hour,
            names.get(one.gate, one.gate),
            say(WORDS["direction"][one.direction]),
            say(WORDS["gate_method"][one.method]),
            say(WORDS["gate_category"][one.category]),
            one.count,
            say(_("yes")) if stands else say(_("no")),
        )
