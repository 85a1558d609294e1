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
        "exhibitor": _("Exhibitor"),
        "inspector": _("Inspector"),
        "gate": _("Gate keeper"),
        "finance": _("Finance"),
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
    "photo": {
        "too-large": _("larger than 20 MB"),
        "too-many-pixels": _("larger than 50 megapixels"),
        "not-a-picture": _("not a JPEG, PNG or WebP that can be read"),
        "no-article": _("no product has this barcode or number"),
    },
    "qualifier": {
        "exact": "",
        "over": _("over"),
        "nearly": _("nearly"),
        "estimated": _("about"),
        "planned": _("planned"),
    },
    "metric": {
        "takings": _("Takings"),
        "visits": _("Visits"),
    },
    "basis": {
        "per-day": _("per open day"),
        "total": _("in total"),
    },
    "till_state": {
        "here": _("Speaking"),
        "silent": _("Silent"),
        "waiting": _("Link open, not used yet"),
        "never": _("Never heard"),
        "revoked": _("Shut out"),
    },
    "work": {
        "allocation": _("Allocation of booths"),
    },
    "work_state": {
        "running": _("Running"),
        "done": _("Done"),
        "failed": _("Failed"),
        "cancelled": _("Stopped"),
        "interrupted": _("Interrupted"),
    },
    "finding": {
        "amount-range": _("An amount is out of range"),
        "change": _("The change does not fit the cash given"),
        "count-range": _("A count is out of range"),
        "discount": _("A discount is larger than what it is on"),
        "fair-day": _("Booked under another fair day than its time"),
        "fold-error": _("FairPOS could not work this out"),
        "fork": _("A terminal tells two stories"),
        "future": _("Dated in the future"),
        "given-back-twice": _("Given back twice"),
        "id": _("A document without a proper id"),
        "id-reused": _("Two documents under one id"),
        "ledger-differs": _("The ledger and its sums differ"),
        "line-count": _("Too few or too many lines"),
        "name": _("A name that is no proper key"),
        "not-json": _("Not readable at all"),
        "number-range": _("A number is out of range"),
        "outside-fair": _("Sold or counted on a day the fair is closed"),
        "ref": _("Points at nothing, or wrongly"),
        "sale-unknown": _("Gives back a sale that is not here"),
        "shape": _("Not in the shape of a document"),
        "shift": _("A shift's figures are out of range"),
        "shift-differs": _("The till and the centre count a shift differently"),
        "tender-count": _("Too few or too many payments"),
        "tenders": _("Payments do not add up to the total"),
        "text-length": _("A text is too long"),
        "time-range": _("A time that cannot be"),
        "totals": _("The till added up differently"),
        "unknown-edition": _("Written by a newer program than this"),
        "unknown-till": _("From a till nobody set up"),
        "unknown-type": _("A kind of document this program does not know"),
        "vat-rate": _("A VAT rate that did not apply"),
        "wrong-place": _("From a till of another booth or gate"),
    },
}
