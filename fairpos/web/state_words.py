"""The words of a fair's set-up: its states and what each forbids, its legal basis, and what falls due."""

from __future__ import annotations

from fairpos.web.i18n import mark as _

WORDS: dict[str, dict[str, str]] = {
    "state_means": {
        "draft": _("Only organisers see it. Set it up, then announce it."),
        "published": _("Announced: the public map and its pages are open, and tills may enrol."),
        "open": _("Selling. Plan, prices and tills may still change, each change on record."),
        "closed": _("Selling has ended. Late sales of tills still come in; figures can be put right."),
        "archived": _("Kept as it was. It is the base of the next edition."),
    },
    "state_forbids": {
        "public": _("Nothing of it is shown to the public."),
        "sales": _("Sales are not expected: one that arrives is kept, counted, and listed under To look at."),
        "identity": _("Series, season and province stay as they are: other seasons are compared by them."),
        "details": _("Names, legal basis, sites and targets stay as they are."),
        "days": _("The calendar stays as it is: every figure per day is divided by it."),
        "plan": _("The plan stays as it is: sales were counted by its booths."),
        "allocation": _("Who stood where stays as it is."),
        "prices": _("Prices and products stay as they are."),
        "tills": _("No new till may enrol."),
        "figures": _("Figures are not put right any more."),
    },
    "state_step": {
        "published": _("Announce the fair"),
        "open": _("Open the fair for selling"),
        "closed": _("Close the fair"),
        "archived": _("Archive the fair"),
    },
    "state_back": {
        "draft": _("Back to a draft"),
        "published": _("Back to announced, selling has not begun"),
        "open": _("Open it again"),
        "closed": _("Take it out of the archive"),
    },
    "legal_basis": {
        "": _("Not said yet"),
        "registered": _("Registered with the department of industry and trade"),
        "by-decision": _("By decision of the province, free of registration"),
    },
    "duty": {
        "basis": _("Say on which legal basis the fair is held"),
        "registration": _("Register the fair with the department of industry and trade"),
        "decision": _("Have the decision of the People's Committee, with number and date"),
        "change": _("Last day to report changes of name, theme, time, place or size"),
        "re-export": _("Take foreign goods out of the country again, or pay their duty"),
        "report": _("Send the report of results to the department"),
    },
    "duty_state": {
        "done": _("Done"),
        "late": _("Overdue"),
        "soon": _("Due soon"),
        "to-come": _("Not due yet"),
    },
    "setup_done": {
        "made": _("The fair has been made, as a draft. Nobody else sees it yet."),
        "saved": _("Saved."),
        "state": _("The fair's state has changed."),
    },
    "setup_problem": {
        "forbidden": _("Nothing was changed: the state of the fair forbids it."),
        "exists": _("There is a fair of this series and season already."),
        "sold": _("Nothing was changed: something was sold or counted on these days:"),
        "reason": _("A step back needs a reason."),
        "no-way": _("Nothing was changed: the fair is in another state by now."),
        "no-basis": _("Say the legal basis first, with number and date: a fair opens on it."),
    },
}
