"""The words of the plan: kinds, states and facilities of booths, what is wrong, what was done."""

from __future__ import annotations

from fairpos.web.i18n import mark as _

WORDS: dict[str, dict[str, str]] = {
    "stand_kind": {
        "booth": _("Booth"),
        "area": _("Area"),
    },
    "stand_state": {
        "free": _("Free"),
        "fixed": _("Promised"),
        "reserve": _("Kept in reserve"),
        "blocked": _("Closed off"),
    },
    "facility": {
        "power": _("Power"),
        "power-3-phase": _("Three-phase power"),
        "water": _("Water"),
        "drain": _("Drain"),
        "cold-store": _("Cold store"),
        "gas": _("Gas"),
        "chimney": _("Chimney"),
    },
    "gap": {
        "aisle": _("Aisle"),
        "column": _("Column"),
        "door": _("Door"),
    },
    "landmark": {
        "entrance": _("Entrance"),
        "exit": _("Exit"),
        "stage": _("Stage"),
        "toilet": _("Toilets"),
        "hydrant": _("Hydrant"),
        "column": _("Column"),
        "power": _("Power cabinet"),
        "information": _("Information"),
        "first-aid": _("First aid"),
        "parking": _("Parking"),
    },
    "plan_fault": {
        "code-twice": _("One code on several booths"),
        "position-twice": _("One place in the row for several booths"),
        "overlap": _("Booths lie on each other"),
        "outside-hall": _("Reaches out of the hall"),
        "no-hall": _("Stands in no hall"),
        "on-landmark": _("Stands on something that must stay free"),
        "apart": _("Neighbours by number that do not touch: note the aisle or column between them"),
        "area-differs": _("The area is not what the sides enclose"),
        "no-exit": _("No entrance or exit is drawn"),
    },
    "plan_refusal": {
        "code-taken": _("Already on the plan:"),
        "hall-unknown": _("This hall is no longer there."),
        "hall-not-empty": _("Booths still stand in this hall; take them away first:"),
        "stand-unknown": _("This booth is no longer on the plan:"),
        "row-unknown": _("There is no such row in this hall:"),
        "not-joined": _("Only neighbours of one row can be merged, never across an aisle:"),
        "one-alone": _("Choose at least two booths."),
        "mixed": _("Only booths of one zone and one kind can be merged:"),
        "too-many": _("A plan holds no more booths than"),
        "too-small": _("It cannot be split into so many parts; each must be a metre wide at least:"),
        "gap-nowhere": _("No booth has this place in the row:"),
        "in-use": _("Still in use; first move or shut out:"),
    },
    "plan_done": {
        "hall-added": _("The hall has been added."),
        "row-added": _("The row has been added."),
        "saved": _("Saved."),
        "removed": _("Taken off the plan."),
        "renumbered": _("The row has new numbers. Sales stay with their booths."),
        "split": _("The booth has been split."),
        "merged": _("The booths are one now. What each sold before stays where it was counted."),
        "copied": _("Last edition's plan has been copied."),
        "published": _("The plan has been published."),
    },
    "plan_problem": {
        "state-forbids": _(
            "Nothing was changed: a fair that is closed or archived keeps its plan as it was."
        ),
        "no-copy": _("Nothing was copied: this fair has a plan already, or the last edition has none."),
        "not-whole": _('Nothing was published. What stands under "must be put right" comes first.'),
    },
}
