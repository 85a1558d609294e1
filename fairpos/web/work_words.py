"""The words for long work: its kinds, its states, and what a proof of the ledger looks at."""

from __future__ import annotations

from fairpos.web.i18n import mark as _

WORDS: dict[str, dict[str, str]] = {
    "work": {
        "allocation": _("Allocation of booths"),
        "reading": _("Reading a list"),
        "list": _("Writing a list"),
        "seasons": _("Keeping figures of past seasons"),
        "photos": _("Taking pictures in"),
        "proof": _("Checking the ledger"),
        "recount": _("Counting everything again"),
        "archive": _("Archive of the fair"),
        "parquet": _("Figures for analysis"),
    },
    "work_state": {
        "running": _("Running"),
        "done": _("Done"),
        "failed": _("Failed"),
        "cancelled": _("Stopped"),
        "interrupted": _("Interrupted"),
    },
    "rollup": {
        "document": _("List of counted documents"),
        "documents_by_till": _("Documents of each till"),
        "inspection": _("Inspections at booths"),
        "others_by_hour": _("Visits of staff, exhibitors and press"),
        "takings_by_article": _("Takings by article"),
        "takings_by_hour": _("Takings by hour and booth"),
        "takings_by_shift": _("Takings by shift"),
        "takings_by_tender": _("Takings by payment method"),
        "takings_by_vat": _("VAT by rate"),
        "visits_by_hour": _("Visits by hour and gate"),
    },
}
