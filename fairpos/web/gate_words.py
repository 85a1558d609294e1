"""The words for gates and who passes them, for returns, for how figures are cut, and for what waits."""

from __future__ import annotations

from fairpos.web import state_words
from fairpos.web.i18n import mark as _

WORDS: dict[str, dict[str, str]] = {
    "figure_axis": {
        "day": _("Day"),
        "hour": _("Hour"),
        "zone": _("Zone"),
        "district": _("District or province"),
        "group": _("Product group"),
        "exhibitor": _("Exhibitor"),
        "booth": _("Booth"),
        "article": _("Product"),
        "tender": _("Way of paying"),
        "first": _("From"),
        "last": _("To"),
    },
    "figure_count": {
        "sales": _("Sales"),
        "payments": _("Payments"),
        "pieces": _("Pieces or kilograms"),
    },
    "waiting": {
        "silent-tills": _("Tills that have gone silent"),
        "sales-missing": _("Sales that have not arrived yet"),
        "findings": _("Findings nobody has settled"),
        "counted-twice": _("Gates counted by two methods on a day"),
        "returns": _("Booths with neither till nor return"),
        "applications": _("Applications to look through"),
        "handed-in": _("Applicants whose papers nobody has looked at"),
        "fees": _("Fees and deposits that should have been paid"),
        "accounts": _("Bank accounts that wait for a second person"),
        "papers": _("Exhibitors with a paper that ends before the fair does"),
        "certificates": _("Star certificates that do not hold for the whole fair"),
        "labels": _("Products whose label nobody has checked"),
        "reports": _("Reports nobody has signed"),
        "works": _("Long works that failed"),
        **{f"duty-{key}": message for key, message in state_words.WORDS["duty"].items()},
    },
    "return_qualifier": {
        "exact": _("exact"),
        "over": _("over"),
        "nearly": _("nearly"),
        "estimated": _("about"),
    },
    "gate_method": {
        "clicker": _("Hand counter"),
        "sensor": _("Sensor"),
        "manual": _("Paper book"),
        "estimate": _("Estimate"),
    },
    "gate_category": {
        "visitor": _("Visitors"),
        "staff": _("Organisers and staff"),
        "exhibitor": _("Exhibitors' people"),
        "press": _("Press"),
    },
    "direction": {
        "in": _("in"),
        "out": _("out"),
    },
    "fill": {
        "unknown": "",
        "room": _("There is room"),
        "near": _("Nearly full"),
        "full": _("Full: let people wait"),
    },
}
