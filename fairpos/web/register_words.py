"""The words for the keys of the register: exhibitors, their papers, applications, products."""

from __future__ import annotations

from fairpos.web.i18n import mark as _

WORDS: dict[str, dict[str, str]] = {
    "list": {
        "booths": _("Bring a list of booths"),
        "exhibitors": _("Bring a list of exhibitors"),
        "products": _("Bring a list of products"),
    },
    "list_home": {
        "booths": _("Floor plan"),
        "exhibitors": _("Exhibitors"),
        "products": _("Products"),
    },
    "list_next": {
        "booths": _("To the plan"),
        "exhibitors": _("To the exhibitors"),
        "products": _("To the products"),
    },
    "exhibitor_kind": {
        "enterprise": _("Enterprise"),
        "cooperative": _("Cooperative"),
        "cooperative-group": _("Cooperative group"),
        "household": _("Household business"),
        "delegation": _("Delegation"),
    },
    "tax_method": {
        "": _("Not asked yet"),
        "deduction": _("Deduction: VAT stands on receipts"),
        "direct": _("Direct: no VAT line on receipts"),
    },
    "paper": {
        "business": _("Business registration"),
        "food-safety": _("Food safety certificate"),
        "star-decision": _("Star decision"),
        "goods-list": _("List of goods brought in"),
        "other": _("Another paper"),
    },
    "copy": {
        "too-large": _("The copy is larger than 5 MB."),
        "not-a-copy": _("The copy is not a PDF, JPEG or PNG."),
        "no-file": _("Choose a file: a photo or a scan of the paper."),
        "too-many": _("As many papers wait to be looked at as may wait. Please ask the organisers."),
        "too-often": _("Too many papers came from here. Please try again in an hour."),
        "application-over": _("This application is over, so no papers are taken for it."),
    },
    "standing": {
        "taking-part": _("Takes part"),
        "withdrawn": _("Withdrawn"),
    },
    "label": {
        "unchecked": _("Not checked yet"),
        "passed": _("Right"),
        "failed": _("Wrong or missing"),
    },
    "hindrance": {
        "label-unchecked": _("its label has not been checked"),
        "label-failed": _("its label is wrong or missing"),
        "expired": _("its last day has passed"),
    },
    "certificate_state": {
        "valid": _("Valid for the whole fair"),
        "ends-during": _("Ends during the fair: stars are not shown"),
        "ended": _("Has ended: stars are not shown"),
        "not-yet": _("Begins after the fair opens: stars are not shown"),
        "undated": _("Without a date: stars are not shown"),
    },
    "tax_class": {
        "standard": _("Usual rate"),
        "reduced": _("Reduced (5 %)"),
        "excise": _("Spirits and beer (10 %)"),
        "none": _("No VAT"),
    },
    "application_state": {
        "received": _("To be reviewed"),
        "asked-back": _("Asked back"),
        "accepted": _("Accepted"),
        "waiting": _("On the wait-list"),
        "refused": _("Refused"),
        "withdrawn": _("Withdrawn"),
    },
    "applicant_state": {
        "received": _("Received: the organisers will look at it and answer."),
        "asked-back": _("The organisers need something more from you."),
        "accepted": _("Accepted: you take part."),
        "waiting": _("On the wait-list: you get a place if one becomes free."),
        "refused": _("Refused."),
        "withdrawn": _("Withdrawn."),
    },
    "application_act": {
        "accepted": _("Accept"),
        "waiting": _("Put on the wait-list"),
        "asked-back": _("Ask back"),
        "refused": _("Refuse"),
        "withdrawn": _("Note that it was withdrawn"),
        "received": _("Review again"),
    },
    "source": {
        "public": _("by the public form"),
        "organiser": _("by the organiser"),
    },
    "contract": {
        "none": _("Not sent"),
        "sent": _("Sent"),
        "signed": _("Signed"),
    },
    "payment_state": {
        "due": _("Due"),
        "paid": _("Paid"),
        "waived": _("Waived"),
        "returned": _("Returned"),
    },
    "trait": {
        "open-fire": _("Cooking on open fire"),
        "live-animals": _("Live animals or fresh meat"),
        "strong-smell": _("Strong smell: fish sauce, dried fish"),
        "delicate": _("Takes up smells: tea, cosmetics, clothes"),
    },
    "place_wish": {
        "corner": _("On a corner, with two open sides"),
        "near-entrance": _("Near an entrance"),
        "near-stage": _("Near the stage"),
        "near-information": _("Near the information desk"),
        "far-toilet": _("Away from toilets"),
        "far-stage": _("Away from the stage and its noise"),
    },
    "line_act": {
        "new": _("Will be added"),
        "change": _("Will change"),
        "same": _("As it is"),
        "bad": _("Bad"),
    },
    "refusal": {
        "same-person": _("You proposed this change yourself; somebody else must agree."),
        "proposal-open": _("A change of this account already waits for a second person."),
        "gone": _("This has been decided by somebody else in the meantime."),
        "not-co-exhibitor": _("It is this booth's main exhibitor; the allocation moves it."),
        "no-such-booth": _("There is no booth of this code."),
        "wrong-state": _("This application has been decided by somebody else in the meantime."),
        "reason-missing": _("Write in a sentence why; the applicant must be told."),
        "already-applied": _("This exhibitor has another application that is not over."),
        "lines-bad": _(
            "Some lines are bad. Tick that they shall be left out, or mend the file. Nothing was written."
        ),
        "another-list": _(
            "Another large list is being written just now. Nothing of this one was written; write it when "
            "that is done."
        ),
        "not-an-exhibitor": _("Accept the application first: then its papers have a place in the register."),
        "too-often": _(
            "Too many applications came from here. Nothing was sent; please try again in an hour."
        ),
    },
}
