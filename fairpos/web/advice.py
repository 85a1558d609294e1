"""What a finding means and what to do about it, in sentences, by its code.

A code that is not here is told of as what it is: something this program has no words for. A test compares
this list with the words for findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairpos.web.i18n import mark as _


@dataclass(frozen=True, slots=True)
class Advice:
    """Two messages to be translated, and whether counting the ledger again may be what is to do."""

    means: str
    to_do: str
    recount: bool = False


_SUSPENSE = _(
    "Its money is in no total until a person decides. Compare it with the booth's receipt or the tablet, and"
    " write down what was agreed. If the program was mended, a recount counts it by itself."
)
_UPDATE = _("Update the centre, then recount. Until then its money is in no total.")
_DIFFERS = _(
    "Run a recount. The ledger itself is whole; the figures on the pages are worked out again from it."
)
_TABLET = _(
    "Ask the booth to update the tablet (reload the page) and look whether more of the same comes in."
)
_CLOCK = _(
    "Set the clock of the tablet or terminal right. Nothing was lost: it is counted under the right day."
)
_PLACE = _(
    "Look at the till's card and the booth it stands at. If the tablet was moved,"
    " enrol it anew there; the sales"
    " stay with the place they name."
)
_BACK = _(
    "Compare with the paper receipt and ask who gave the money back. It closes by"
    " itself when the missing sale"
    " arrives."
)
_STRANGER = _("Find out who sent it. If it is nobody of the fair, shut the till or terminal out.")
_OFF = _(
    "Nothing was stopped. Write the inspection again on the inspector's phone, with"
    " the right booth and product."
)
_PROGRAM = _("Tell whoever looks after FairPOS, with the code and the text below. The document is kept.")

_MEANS: Mapping[str, tuple[str, str]] = {
    "amount-range": (_("An amount is negative or larger than anything a fair sells."), _SUSPENSE),
    "change": (_("Cash given less change is not what was to pay."), _SUSPENSE),
    "count-range": (_("More people were counted at once than can pass a gate, or none."), _TABLET),
    "discount": (_("More was taken off than there was to pay."), _SUSPENSE),
    "fair-day": (_("The tablet booked it under another day than its corrected time says."), _CLOCK),
    "fold-error": (_("The program failed on this document. It is kept and waits."), _PROGRAM),
    "fork": (
        _("Two different entries have one number: a terminal was restored from a copy, or cloned."),
        _(
            "Nothing is lost: the terminal has begun a new stream and sent all"
            " again, each sale counted once. Find"
            " out whether two machines run with one terminal's data."
        ),
    ),
    "future": (_("The time on it lies ahead of the centre's."), _CLOCK),
    "given-back-twice": (_("More was given back of a sale than was paid for it."), _BACK),
    "id": (_("It has no proper id, so it could not be told from another."), _SUSPENSE),
    "id-reused": (
        _("A second document came with the id of a counted one and says something else."),
        _SUSPENSE,
    ),
    "ledger-differs": (
        _("The nightly proof found that the sums are not what the ledger says."),
        _DIFFERS,
    ),
    "line-count": (_("A sale without goods, or with more lines than a receipt holds."), _SUSPENSE),
    "name": (_("A till, booth or product in it is named as none can be."), _SUSPENSE),
    "no-article": (_("An inspection takes goods off the shelf and does not say which."), _OFF),
    "not-an-inspector": (
        _("A device that is no inspector's phone asked to stop a product. It was not."),
        _STRANGER,
    ),
    "not-json": (_("The bytes that came are no document at all."), _PROGRAM),
    "nothing-to-stop": (
        _("The booth is not there, or does not sell that product. Nothing was stopped."),
        _OFF,
    ),
    "number-range": (_("A number in it is larger or smaller than can be."), _SUSPENSE),
    "outside-fair": (
        _("It was sold or counted on a day on which the fair is closed. It is counted all the same."),
        _("If the fair was open that day, correct the calendar. If not, ask the booth who sold."),
    ),
    "picture": (_("The picture of an inspection cannot be read or is too large."), _OFF),
    "ref": (_("It takes back something without saying what, or the other way round."), _SUSPENSE),
    "sale-unknown": (_("Money was given back for a sale that has not arrived here."), _BACK),
    "shape": (_("A field is missing or of the wrong kind."), _PROGRAM),
    "shift": (_("The figures of a shift's opening or closing cannot be."), _TABLET),
    "shift-differs": (
        _("The till closed its shift with other sums than those that arrived here."),
        _(
            "Wait until the till has sent everything; then it closes by itself. If"
            " it stays, compare the shift's"
            " slip with the list of its sales."
        ),
    ),
    "tender-count": (_("A sale without a payment, or with more than a receipt holds."), _SUSPENSE),
    "tenders": (_("The payments add up to another sum than the total."), _SUSPENSE),
    "text-length": (_("A text in it is longer than is allowed."), _SUSPENSE),
    "time-range": (_("It says a time before 1970 or thousands of years ahead."), _CLOCK),
    "totals": (_("The centre adds the same lines up to another total than the till did."), _SUSPENSE),
    "unknown-edition": (
        _("It was written by a newer program than runs here."),
        _UPDATE,
    ),
    "unknown-till": (
        _("It came from a till that is not in the fair's list. It is counted all the same."),
        _STRANGER,
    ),
    "unknown-type": (
        _("It is a kind of document this program does not know."),
        _UPDATE,
    ),
    "vat-rate": (_("A VAT rate in it was not in force on that day."), _SUSPENSE),
    "wrong-place": (
        _("The till belongs to another booth or gate than it names. It is counted there."),
        _PLACE,
    ),
}

_NOTHING = Advice(_("This program has no words for this code."), _PROGRAM)


def advice(code: str) -> Advice:
    found = _MEANS.get(code)
    return Advice(*found, recount=found[1] in (_SUSPENSE, _UPDATE, _DIFFERS)) if found else _NOTHING


def explained() -> frozenset[str]:
    """The codes there are words for."""
    return frozenset(_MEANS)
