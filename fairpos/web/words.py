"""The words for keys that come out of the database: zones, tenders, roles, findings.

A finding's code that is not here is shown as it is; a test compares this list with the codes that intake
writes.
"""

from __future__ import annotations

from fairpos.web.i18n import mark as _

WORDS: dict[str, dict[str, str]] = {
    "zone": {
        "in-province": _("In-province zone"),
        "other-province": _("Other provinces zone"),
        "foreign": _("Foreign zone"),
        "unknown": _("Zone not known"),
    },
    "scope": {
        "all": _("all zones"),
        "in-province": _("in-province zone only"),
        "other-province": _("other provinces zone only"),
        "foreign": _("foreign zone only"),
    },
    "tender": {
        "cash": _("Cash"),
        "vietqr": _("VietQR transfer"),
        "card": _("Card"),
        "voucher": _("Voucher"),
    },
    "role": {
        "viewer": _("Viewer"),
        "organiser": _("Organiser"),
        "administrator": _("Administrator"),
    },
    "status": {
        "draft": _("Draft"),
        "published": _("Announced"),
        "open": _("Open"),
        "closed": _("Closed"),
        "archived": _("Archived"),
    },
    "till_kind": {
        "till": _("Till"),
        "gate": _("Gate counter"),
        "sensor": _("Gate sensor"),
    },
    "qualifier": {
        "exact": "",
        "over": _("over"),
        "nearly": _("nearly"),
        "estimated": _("about"),
        "planned": _("planned"),
    },
}
