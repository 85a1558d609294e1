"""The X report of a running shift and the Z report of a closed one, as slips."""

from __future__ import annotations

from booth_terminal.receipt_slip import Names, Say, moment, tender_name
from booth_terminal.shift_figures import ShiftFigures
from booth_terminal.slip import Banner, Pair, Row, Rule, Slip, Space, Text
from fairpos.core.money import MINUS, Language, dong, number
from fairpos.core.shift import Notes
from fairpos.web.i18n import translator


def x_report(
    figures: ShiftFigures, names: Names, language: Language = "vi", *, blind: bool = False, copy: bool = False
) -> Slip:
    """How the shift stands. It closes nothing and may be printed at any time.

    `blind` leaves out what should lie in the drawer, so that whoever counts it later really counts.
    """
    say = translator("slip", language).gettext
    rows = [
        *_head(figures, names, language, say, say("X REPORT"), copy=copy),
        *_takings(figures, language, say, blind=blind),
    ]
    if not blind:
        rows += [Rule(), *_drawer(figures, language, say)]
    rows += [Rule(), Text(say("The shift goes on. This report closes nothing."), "small", "centre")]
    return Slip(say("X report {name}").format(name=figures.till), language, tuple(rows))


def z_report(figures: ShiftFigures, names: Names, language: Language = "vi", *, copy: bool = False) -> Slip:
    """The end of a shift: takings, the drawer note by note, and a difference with its reason."""
    say = translator("slip", language).gettext
    title = say("Z REPORT")
    if figures.revision:
        title += " · " + say("revision {n}").format(n=figures.revision)
    rows = [
        *_head(figures, names, language, say, title, copy=copy),
        *_takings(figures, language, say, blind=False),
        Rule(),
        *_drawer(figures, language, say),
        *_count(figures, language, say),
        *_late(figures, language, say),
        Space(),
        Pair(say("Cashier"), say("Received by")),
        *[Space()] * 6,
        Pair("................................", "................................", "small"),
    ]
    return Slip(say("Z report {name}").format(name=figures.till), language, tuple(rows))


def _head(
    figures: ShiftFigures, names: Names, language: Language, say: Say, title: str, *, copy: bool
) -> list[Row]:
    rows: list[Row] = [Banner(say("REPRINT"))] if copy else []
    if names.fair:
        rows.append(Text(names.fair, "strong", "centre"))
    rows += [
        Text(names.booth or figures.booth, "small", "centre"),
        Text(title, "title", "centre"),
        Pair(say("Till"), figures.till),
        Pair(say("Cashier"), names.staff.get(figures.by, figures.by)),
        Pair(say("Opened"), moment(figures.opened_at)),
    ]
    if figures.closed_at is not None:
        rows.append(Pair(say("Closed"), moment(figures.closed_at)))
    rows += [Pair(say("Printed"), moment(figures.at)), Rule()]
    return rows


def _takings(figures: ShiftFigures, language: Language, say: Say, *, blind: bool) -> list[Row]:
    rows: list[Row] = []
    if figures.first:
        rows.append(Pair(say("Receipts"), f"{figures.first} – {figures.last}"))
    for name, tally, sign in (
        (say("Sales"), figures.sales, 1),
        (say("Voids"), figures.voids, -1),
        (say("Refunds"), figures.refunds, -1),
    ):
        rows.append(Pair(f"{name} ({number(tally.count, language)})", _signed(sign * tally.amount, language)))
    rows.append(Pair(say("TAKINGS"), dong(figures.takings, language), "title"))
    for tender in figures.tenders:
        if blind and tender.kind == "cash":
            continue
        rows.append(Pair(tender_name(tender.kind, say), dong(tender.net, language), inset=True))
        if tender.given_back:
            rows.append(
                Pair(say("of it given back"), _signed(-tender.given_back, language), "small", inset=True)
            )
    if figures.training:
        told = say("Training receipts, in no figure: {n}").format(n=number(figures.training, language))
        rows.append(Text(told, "small"))
    return rows


def _drawer(figures: ShiftFigures, language: Language, say: Say) -> list[Row]:
    rows: list[Row] = [
        Text(say("CASH DRAWER"), "strong"),
        Pair(say("Opening float"), dong(figures.float, language)),
        *_notes(figures.float_notes, language),
        Pair(say("Cash takings"), _plus(figures.cash, language)),
    ]
    for movement in figures.movements:
        name = say("Cash in") if movement.amount >= 0 else say("Cash out")
        rows.append(Pair(f"{name} {moment(movement.at)[-5:]}", _plus(movement.amount, language)))
        if movement.reason:
            rows.append(Pair(movement.reason, "", "small", inset=True))
    rows.append(Pair(say("Should be in the drawer"), dong(figures.expected, language), "strong"))
    return rows


def _count(figures: ShiftFigures, language: Language, say: Say) -> list[Row]:
    difference = figures.difference
    if figures.counted is None or difference is None:
        return [Text(say("The drawer was not counted with this shift."), "strong")]
    rows: list[Row] = [
        Pair(say("Counted"), dong(figures.counted, language), "strong"),
        *_notes(figures.notes, language),
    ]
    if difference == 0:
        rows.append(Pair(say("DIFFERENCE: none"), dong(0, language), "title"))
    else:
        name = say("OVER") if difference > 0 else say("MISSING")
        rows.append(Pair(name, _plus(difference, language), "title"))
    if figures.reason:
        rows.append(Text(say("Reason: {reason}").format(reason=figures.reason)))
    return rows


def _late(figures: ShiftFigures, language: Language, say: Say) -> list[Row]:
    if not figures.late:
        return []
    rows: list[Row] = [Rule(), Text(say("Came after the count, and is in these figures"), "strong")]
    for late in figures.late:
        rows.append(Pair(f"{late.receipt} · {moment(late.at)}", _plus(late.amount, language), "small"))
    if figures.expected_then is not None and figures.expected_then != figures.expected:
        rows.append(Pair(say("Expected at the count"), dong(figures.expected_then, language), "small"))
    return rows


def _notes(notes: Notes, language: Language) -> list[Row]:
    return [
        Pair(
            f"{number(note, language)} × {number(pieces, language)}",
            number(note * pieces, language),
            "small",
            inset=True,
        )
        for note, pieces in notes
        if pieces
    ]


def _signed(amount: int, language: Language) -> str:
    return dong(amount, language)


def _plus(amount: int, language: Language) -> str:
    """With its sign, whichever it is: in a drawer both directions are ordinary."""
    return f"{'+' if amount > 0 else MINUS if amount < 0 else ''}{dong(abs(amount), language)}"
