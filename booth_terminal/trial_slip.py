"""Slips that show whether a printer can be relied on: the test page, and the first slip of a new till."""

from __future__ import annotations

from booth_terminal.lettering import LETTERS
from booth_terminal.receipt_slip import Names, moment
from booth_terminal.slip import Code, Pair, Row, Rule, Ruler, Slip, Space, Text
from fairpos.core.money import Language
from fairpos.web.i18n import translator

SCALES = (3, 4, 5, 6)
_ALIKE = "ặ ẵ ẫ ậ ễ ệ ỗ ộ ỡ ợ ữ ự ỹ ỵ Ặ Ẵ Ẫ Ậ Ễ Ệ Ỗ Ộ Ỡ Ợ Ữ Ự Ỹ Ỵ"


def trial_page(printer: str, at: int, width: int, language: Language = "vi") -> Slip:
    """Everything that can come out wrong, and what to look for. `width` is what the printer is set to."""
    say = translator("slip", language).gettext
    rows: list[Row] = [
        Text(say("PRINTER TEST"), "title", "centre"),
        Pair(printer, moment(at)),
        Pair(say("Width"), say("{dots} dots").format(dots=width)),
        Space(),
        Text(say("1. The ruler must begin and end with a line at the edge. If one is cut off, set a smaller "
                 "width."), "small"),
        Ruler(),
        Space(),
        Text(say("2. All 134 letters must be there, each with its marks."), "small"),
        Text(" ".join(LETTERS[:67])),
        Text(" ".join(LETTERS[67:])),
        Text(" ".join(LETTERS[:67]), "small"),
        Space(),
        Text(say("3. Scan each code with a phone. The smallest it reads says how fine the printer is."),
             "small"),
    ]  # fmt: skip
    for scale in SCALES:
        rows += [
            Code(f"FAIRPOS {scale}", say("Code at scale {scale}").format(scale=scale), scale),
            Text(str(scale), "small", "centre"),
        ]
    rows += [Rule(), Text(say("4. The slip must be cut behind this line."), "small")]
    return Slip(say("Printer test {name}").format(name=printer), language, tuple(rows))


def enrolment_slip(till: str, names: Names, at: int, language: Language = "vi") -> Slip:
    """The first slip of a till: that it is enrolled, where, and that its printer writes Vietnamese."""
    say = translator("slip", language).gettext
    rows: list[Row] = []
    if names.fair:
        rows.append(Text(names.fair, "title", "centre"))
    rows += [
        Text(names.booth, "strong", "centre"),
        Rule(),
        Text(say("This till is enrolled"), "strong", "centre"),
        Text(till, "big", "centre"),
        Text(moment(at), "small", "centre"),
        Rule(),
        Text(say("If every mark below can be read, receipts will come out right."), "small"),
        Text(_ALIKE, "body", "centre"),
        Code(f"FAIRPOS {till}", say("Code to try a scanner on")),
        Text(say("Scan this code to try the scanner."), "small", "centre"),
    ]
    return Slip(say("Enrolment {name}").format(name=till), language, tuple(rows))
