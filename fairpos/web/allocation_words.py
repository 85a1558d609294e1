"""The words of an allocation: rules, levels, reasons and what would change them."""

from __future__ import annotations

from fairpos.web.i18n import mark as _

WORDS: dict[str, dict[str, str]] = {
    "hard_rule": {
        "H1": _("Two stand on one booth"),
        "H2": _("Somebody is placed twice"),
        "H3": _("Fewer or more booths than asked for"),
        "H4": _("The booths are not side by side in one row"),
        "H5": _("A booth of another zone"),
        "H6": _("The quota of a unit is not kept"),
        "H7": _("Too many booths with one product group"),
        "H8": _("A facility is missing there"),
        "H9": _("Open fire outside the food rows or too near an exit"),
        "H10": _("Strong smell or live animals beside what is delicate"),
        "H11": _("Rivals stand too near each other"),
        "H12": _("Those who belong together do not stand together"),
        "H13": _("A fixed or contracted place was changed"),
        "H14": _("The booth is closed or kept as a reserve"),
        "H15": _("Papers are missing or end before the fair does"),
        "H16": _("The goods list of a foreign exhibitor is missing"),
        "H17": _("The deposit is not paid"),
        "H18": _("More booths than one exhibitor may have"),
        "H19": _("Joining the booths would close an aisle"),
        "H20": _("Fewer booths kept in reserve than set"),
        "H21": _("Booths given to a unit as a whole are for it alone, and it stands nowhere else"),
    },
    "allocation_level": {
        "firsts": _("Exhibitors placed"),
        "seconds": _("Further booths"),
        "quota-distance": _("Distance from the exact shares (thousandths of a booth)"),
        "complaints": _("Justified complaints"),
        "wishes": _("Points for wishes"),
        "pairs": _("Neighbours of one product group"),
        "stars": _("Four and five stars where many pass"),
        "corners": _("Corners beyond a unit's share"),
        "dead-rows": _("Rows without a best seller"),
        "fresh-start": _("Better places for last season's weak"),
        "fees": _("Fees (đồng)"),
        "moved": _("Moved from where they stood"),
    },
    "quota_why": {
        "share": _("by its share"),
        "remainder": _("by the larger remainder"),
        "lot": _("by lot among equals"),
        "most": _("at its maximum"),
        "hand": _("changed by hand"),
        "pavilion": _("given as a whole"),
    },
    "draw_fault": {
        "list": _("The list of names is not the one that was promised."),
        "seed": _("The seed is not the one that was promised."),
        "order": _("The order does not come out of this seed and number."),
    },
}

REASONS: dict[str, str] = {
    "OK_CHOICE": _("Got the place of wish %(number)s."),
    "OK_AREA": _("Placed in its zone."),
    "OK_PLACE": _("As it wished: %(what)s."),
    "OK_LOT": _("Lot %(number)s decided among equals."),
    "FIXED": _("Fixed before the allocation."),
    "CONTRACTED": _("Signed or paid: stays where it is."),
    "BY_HAND": _("Changed by hand; the reason stands below."),
    "SMALLER_THAN_ASKED": _("Fewer booths than asked for (up to %(number)s)."),
    "ZONE_FULL": _("No more room in the zone. Ahead: %(names)s (%(number)s in all)."),
    "UNIT_QUOTA_FULL": _("The quota of %(what)s is used up. Ahead: %(names)s (%(number)s in all)."),
    "PAVILION_FULL": _(
        "The booths given to %(what)s as a whole are taken. Ahead: %(names)s (%(number)s in all)."
    ),
    "GROUP_FULL": _("No more booths with %(what)s are allowed. Ahead: %(names)s (%(number)s in all)."),
    "MIN_SIZE_NOT_AVAILABLE": _("Nowhere are enough booths free side by side."),
    "NO_FACILITY": _("No free booth has what it needs: %(what)s."),
    "NO_FITTING_PLACE": _("No free booth fits its goods: %(what)s."),
    "RIVAL_TOO_NEAR": _("Every free booth is too near %(names)s."),
    "NEIGHBOUR_APART": _("No free booths side by side with %(names)s."),
    "DOCUMENT_MISSING": _("Papers are missing: %(what)s."),
    "DOCUMENT_EXPIRES_DURING_FAIR": _("Ends before the fair does: %(what)s."),
    "UNPAID": _("The deposit is not paid."),
    "LATE": _("The file came after the closing day."),
    "LOT_LOST": _("Lot %(number)s lost among equals."),
}

REMEDIES: dict[str, str] = {
    "ZONE_FULL": _("A withdrawal, the reserve, or another zone opened to others would help."),
    "UNIT_QUOTA_FULL": _("A larger quota, or a withdrawal in the same unit, would help."),
    "PAVILION_FULL": _("Giving its unit more booths, or sharing one, would help."),
    "GROUP_FULL": _("A higher limit of the product group, or a withdrawal there, would help."),
    "MIN_SIZE_NOT_AVAILABLE": _("Being content with fewer joined booths would help."),
    "NO_FACILITY": _("Laying it on, or doing without it, would help."),
    "NO_FITTING_PLACE": _("A food row, or a free booth away from delicate goods, would help."),
    "RIVAL_TOO_NEAR": _("Asking for less distance from its rival would help."),
    "NEIGHBOUR_APART": _("Giving up the wish to stand together would help."),
    "DOCUMENT_MISSING": _("Handing them in would help."),
    "DOCUMENT_EXPIRES_DURING_FAIR": _("Handing in a renewed one would help."),
    "UNPAID": _("Paying it would help."),
}
