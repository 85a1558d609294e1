"""The words of accounts and passwords."""

from __future__ import annotations

from fairpos.web.i18n import mark as _

WORDS: dict[str, dict[str, str]] = {
    "role_may": {
        "administrator": _("Everything at every fair, and the accounts of people"),
        "organiser": _("Sets the fair up and runs it"),
        "finance": _("Sees the figures, signs them off, looks after bank accounts"),
        "gate": _("Counts visitors at the gates"),
        "inspector": _("Sees the figures, inspects booths, settles what to look at"),
        "exhibitor": _("Sees what its own booths sell, and nothing else"),
        "viewer": _("Looks at everything and changes nothing"),
    },
    "account_fault": {
        "name": _("Please give a name of at most 200 characters."),
        "login": _("Please give a login without spaces, of at most 100 characters."),
        "taken": _("Somebody has this login already. Choose another one."),
        "role": _("Please choose what this person may do."),
        "fair": _("This fair is not there. Please choose one from the list."),
        "which-fair": _("Please choose the fair at which this exhibitor stands."),
        "exhibitor": _("Please choose the exhibitor whose booths this person may see."),
        "booths": _("This exhibitor does not stand at all of these booths. Please choose again."),
        "everywhere": _("An administrator is one for all fairs. Please choose “All fairs”."),
        "given": _("This person has this role there already."),
        "last": _("Nothing was changed: without this administrator nobody could let people in any more."),
        "shut": _("No link was made: this account is shut. Let the person in again first."),
    },
    "password_fault": {
        "short": _("Too short. Please take at least 12 characters; a few words in a row are good."),
        "long": _("Too long. Please take at most 1,000 characters."),
        "simple": _("Too easy to guess: it repeats a few characters, or holds your login."),
        "again": _("The two are not the same. Please type the new password twice."),
        "wrong": _("This is not your password of now."),
        "wait": _("Too many tries. Please wait five minutes; you stay signed in."),
        "crowded": _("Many people are signing in at this moment. Please try once more."),
    },
    "how": {
        "password": _("by password"),
        "link": _("by a one-time link"),
        "passkey": _("by passkey"),
    },
}
