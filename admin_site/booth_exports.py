"""The plan as a file: its booths, under the headings that an import reads again."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import fair_reading
from fairpos.core.floor import FACILITIES, Stand
from fairpos.ledger import floor
from fairpos.web.downloads import Kind, download
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.wire import exports
from fairpos.wire.booth_lists import COLUMNS, FACILITY_NAMES, KINDS, STATES, ZONES
from fairpos.wire.exports import Table, Value


@screen(may("see"))
def xlsx(request: Request) -> Response:
    return _booths(request, "xlsx")


@screen(may("see"))
def csv(request: Request) -> Response:
    return _booths(request, "csv")


def _booths(request: Request, kind: Kind) -> Response:
    with fair_reading(request) as (connection, fair):
        plan = floor.load(connection, fair.id)
    halls = {hall.id: hall.name for hall in plan.halls}
    stands = sorted(plan.stands, key=lambda one: (one.hall, one.row, one.position))
    headings = tuple(column.names[0] for column in COLUMNS)
    table = Table("Gian hàng", headings, [_row(stand, halls) for stand in stands])
    body = exports.csv_of(table) if kind == "csv" else exports.xlsx_of([table])
    return download(f"{fair.slug}-gian-hang", kind, body)


def _row(stand: Stand, halls: Mapping[str, str]) -> list[Value]:
    texts: dict[str, Value] = {
        "codes": stand.shown,
        "zone": ZONES[stand.zone][0],
        "hall": halls.get(stand.hall, ""),
        "row": stand.row,
        "width": _metres(stand.width),
        "depth": _metres(stand.height),
        "open_sides": stand.open_sides,
        "facilities": ", ".join(FACILITY_NAMES[one][0] for one in FACILITIES if one in stand.facilities),
        "kind": KINDS[stand.kind][0],
        "state": STATES[stand.state][0],
    }
    return [texts[column.key] for column in COLUMNS]


def _metres(side: int) -> str:
    """Centimetres as people write metres: 3, 3,5."""
    return f"{side // 100},{side % 100:02}".rstrip("0").rstrip(",")
