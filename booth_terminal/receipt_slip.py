"""The receipt of a sale, a void or a refund, as a slip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from booth_terminal.slip import Banner, Code, Pair, Row, Rule, Slip, Space, Text
from fairpos.core.business_day import local
from fairpos.core.fair import Edition
from fairpos.core.money import MINUS, NBSP, Language, dong, number
from fairpos.core.sale import Line, Refund, Sale, Tender, TenderKind, Void
from fairpos.web.i18n import mark as _
from fairpos.web.i18n import translator
from fairpos.web.words import WORDS

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind the keys of a document. What has none is printed as its key."""

    fair: str = ""
    booth: str = ""
    exhibitors: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    staff: Mapping[str, str] = field(default_factory=dict)


def names_of(edition: Edition | None, booth: str, language: Language) -> Names:
    """The names at a booth, out of the newest settings."""
    if edition is None:
        return Names(booth=booth)
    fair = edition.fair
    stand = edition.booth(booth)
    return Names(
        fair=(fair.name_en or fair.name) if language == "en" else fair.name,
        booth=stand.name if stand else booth,
        exhibitors={exhibitor.id: exhibitor.name for exhibitor in edition.exhibitors},
        places={
            exhibitor.id: ", ".join(filter(None, (exhibitor.district, exhibitor.province)))
            for exhibitor in edition.exhibitors
        },
        staff={person.id: person.name for person in edition.staff},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A VietQR code to be paid: its payload, and in words what a buyer compares with the bank's screen."""

    payload: str
    bank: str
    number: str
    holder: str
    amount: int
    purpose: str


def receipt_number(sale: Sale) -> str:
    """ "M1-12", or "M1-T12" in training."""
    return f"{sale.till}-{'T' if sale.training else ''}{sale.number}"


def moment(at_ms: int) -> str:
    """Vietnamese time, whatever the machine's own is."""
    return local(at_ms).strftime("%d/%m/%Y %H:%M")


def tender_name(kind: TenderKind, say: Say) -> str:
    names = WORDS["tender"]
    return say(names[kind])


def amount_of(quantity: int, language: Language) -> str:
    """Thousandths as a person writes them: "2", "0,35"."""
    text = number(Fraction(quantity, 1000), language, digits=3)
    return text.rstrip("0").rstrip(".,")


_TITLES = {
    "sale": _("SALES RECEIPT"),
    "void": _("VOID"),
    "refund": _("REFUND"),
}


def receipt(
    sale: Sale,
    names: Names,
    language: Language = "vi",
    *,
    of: str = "",
    transfer: Transfer | None = None,
    link: str = "",
    copy: bool = False,
) -> Slip:
    """The receipt of a sale, or of a void or refund of the receipt numbered `of`.

    `link` is where the same receipt stands as a page; without one its code carries the sale's id alone, so
    that a refund can begin with a scan. `copy` marks every printing after the first.
    """
    say = translator("slip", language).gettext
    rows: list[Row] = []
    if sale.training:
        rows.append(Banner(say("TRAINING – NO VALUE")))
    if copy:
        rows.append(Banner(say("REPRINT")))
    rows += _head(sale, names, say, of=of)
    rows += [Rule(), *_lines(sale, names, language, say)]
    rows += [Rule(), *_sums(sale, language, say), Rule(), *_tenders(sale, language, say)]
    if transfer is not None:
        rows += [Rule(), *transfer_rows(transfer, language, say)]
    rows += [
        Rule(),
        Text(
            say("This receipt on your phone") if link else say("For a refund or a reprint"), "small", "centre"
        ),
        Code(link or sale.id, say("Code of this receipt")),
    ]
    if link:
        rows.append(Text(link, "small", "centre"))
    if sale.type == "sale":
        rows += [Space(), Text(say("Thank you, and see you again!"), "body", "centre")]
    if sale.training:
        rows.append(Banner(say("TRAINING – NO VALUE")))
    return Slip(say("Receipt {name}").format(name=receipt_number(sale)), language, tuple(rows))


def sellers(sale: Sale) -> list[str]:
    """Whose goods these are, each once, in the order of the lines."""
    return list(dict.fromkeys(line.exhibitor for line in sale.lines))


def _seller(key: str, names: Names) -> list[Row]:
    rows: list[Row] = [Text(names.exhibitors.get(key, key), "strong", "centre")]
    if names.places.get(key):
        rows.append(Text(names.places[key], "small", "centre"))
    return rows


def _head(sale: Sale, names: Names, say: Say, *, of: str) -> list[Row]:
    rows: list[Row] = []
    if names.fair:
        rows.append(Text(names.fair, "title", "centre"))
    rows.append(Text(names.booth or sale.booth, "small", "centre"))
    if len(sellers(sale)) == 1:
        rows += _seller(sellers(sale)[0], names)
    title = say(_TITLES.get(sale.type, "SALES RECEIPT"))
    rows += [Space(), Text(title, "title", "centre")]
    rows.append(Pair(say("No. {number}").format(number=receipt_number(sale)), moment(sale.corrected_at)))
    if sale.by:
        rows.append(Text(say("Cashier: {name}").format(name=_person(sale.by, names)), "small"))
    if isinstance(sale, Void | Refund):
        if of:
            rows.append(Text(say("For receipt {number}").format(number=of), "strong"))
        if sale.reason:
            rows.append(Text(say("Reason: {reason}").format(reason=sale.reason)))
    if sale.approved_by:
        rows.append(Text(say("Approved by: {name}").format(name=_person(sale.approved_by, names)), "small"))
    return rows


def _person(key: str, names: Names) -> str:
    return names.staff.get(key, key)


def _lines(sale: Sale, names: Names, language: Language, say: Say) -> list[Row]:
    groups = sellers(sale)
    rows: list[Row] = []
    for place, seller in enumerate(groups):
        if len(groups) > 1:
            rows += [*([Rule()] if place else []), *_seller(seller, names)]
        for line in sale.lines:
            if line.exhibitor == seller:
                rows += _line(line, language, say)
        if len(groups) > 1:
            own = sum(line.total for line in sale.lines if line.exhibitor == seller)
            rows.append(Pair(say("Of this seller"), number(own, language), "strong"))
    return rows


def _line(line: Line, language: Language, say: Say) -> list[Row]:
    quantity = f"{amount_of(line.quantity, language)} {line.unit}".strip()
    gross = line.total + line.discount
    rows: list[Row] = [
        Text(line.name),
        Pair(f"{quantity} × {number(line.price, language)}", number(gross, language), inset=True),
    ]
    if line.book_price is not None and line.book_price != line.price:
        listed = say("List price {price}").format(price=number(line.book_price, language))
        rows.append(Pair(listed, "", "small", inset=True))
    if line.discount:
        rows.append(Pair(say("Discount"), f"{MINUS}{number(line.discount, language)}", inset=True))
    if line.note:
        rows.append(Pair(say("Note: {note}").format(note=line.note), "", "small", inset=True))
    return rows


def _sums(sale: Sale, language: Language, say: Say) -> list[Row]:
    rows: list[Row] = []
    if sale.discount:
        rows += [
            Pair(say("Sum"), number(sum(line.total for line in sale.lines), language)),
            Pair(say("Discount on the whole"), f"{MINUS}{number(sale.discount, language)}"),
        ]
    title = say("TOTAL") if sale.type == "sale" else say("GIVEN BACK")
    rows.append(Pair(title, dong(sale.total, language), "big"))
    for vat in sale.vat:
        # Only sellers under the VAT method state it; for a household such a line would be untrue.
        rate = f"{amount_of(vat.rate * 10, language)}{NBSP}%"
        rows.append(Pair(say("VAT {rate} included").format(rate=rate), dong(vat.vat, language), "small"))
    return rows


def _tenders(sale: Sale, language: Language, say: Say) -> list[Row]:
    rows: list[Row] = []
    for tender in sale.tenders:
        rows += _tender(tender, language, say)
    return rows


def _tender(tender: Tender, language: Language, say: Say) -> list[Row]:
    rows: list[Row] = [Pair(tender_name(tender.kind, say), dong(tender.amount, language))]
    if tender.given is not None and (tender.change or tender.given != tender.amount):
        rows += [
            Pair(say("Received"), dong(tender.given, language), inset=True),
            Pair(say("Change"), dong(tender.change, language), inset=True),
        ]
    if tender.ref:
        rows.append(Pair(say("Reference"), tender.ref, "small", inset=True))
    return rows


def transfer_rows(transfer: Transfer, language: Language, say: Say) -> list[Row]:
    """A code to scan, and what the buyer compares with the bank's screen."""
    return [
        Text(say("Scan with your bank's app to pay"), "strong", "centre"),
        Code(transfer.payload, say("VietQR code of {amount}").format(amount=dong(transfer.amount, language))),
        Text(transfer.holder, "strong", "centre"),
        Text(f"{transfer.bank} · {transfer.number}", "body", "centre"),
        Pair(say("Amount"), dong(transfer.amount, language), "strong"),
        Pair(say("Transfer message"), transfer.purpose, "strong"),
    ]
