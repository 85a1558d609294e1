"""VAT by rate and by the seller's method: what each exhibitor declares, and what the fair says of it."""

from __future__ import annotations

from collections import defaultdict

from fairpos.core.report import Column, Report, Section, Table, Value, Words
from fairpos.core.tax import seller_method
from fairpos.ledger.reports import drawings
from fairpos.ledger.reports.book import Book
from fairpos.ledger.reports.statements import period
from fairpos.ledger.reports.vocabulary import (
    SELLER_WORDS,
    TOTAL,
    dong,
    lacks,
    rate,
    text,
    word,
)

RECEIPTS = Words(
    "thuế tính trên từng biên lai theo thuế suất, rồi cộng lại; đã trừ hủy và trả hàng",
    "rounded receipt by receipt and rate, then added up; less voids and refunds",
)
UNKNOWN = "unknown"


def vat(book: Book) -> Report:
    """Of the whole fair as far as it has come."""
    methods = _methods(book)
    return Report(
        kind="vat",
        subject="",
        title=Words("Thuế GTGT theo thuế suất", "VAT by rate"),
        subtitle=period(book),
        fair=Words(book.fair.name, book.fair.name_en),
        at=book.at,
        sections=(
            Section(
                key="methods",
                title=Words("Theo thuế suất và phương pháp của người bán", "By rate and seller's method"),
                charts=drawings.charts(methods, "gross", named=2),
                tables=(methods, _days(book)),
                notes=(
                    Words(
                        "Phương pháp theo hồ sơ của đơn vị; nơi chưa ghi thì theo loại hình: hộ kinh doanh "
                        "và tổ hợp tác nộp theo tỷ lệ trên doanh thu (hoặc không phải nộp) nên biên lai "
                        "không ghi thuế; đơn vị khác khấu trừ.",
                        "The method is what the exhibitor's record says; where it says none, households and "
                        "cooperative groups pay a share of their takings, or nothing, and state no VAT on "
                        "receipts, and others deduct.",
                    ),
                    *lacks(book.completeness, book.suspense),
                ),
            ),
            Section(
                key="exhibitors",
                title=Words("Từng đơn vị", "By exhibitor"),
                tables=(_exhibitors(book),),
            ),
        ),
    )


def method_of(book: Book, exhibitor: str) -> Words:
    who = book.exhibitors.get(exhibitor)
    if who is None:
        return Words("Chưa rõ đơn vị", "Exhibitor not known")
    details = book.details.get(exhibitor)
    stated = details.tax_method if details else ""
    return word(SELLER_WORDS, seller_method(who.kind, who.country, stated))


def _methods(book: Book) -> Table:
    sums: defaultdict[tuple[int, Words], list[int]] = defaultdict(lambda: [0, 0])
    for (_, _, who, taxed), (gross, tax) in book.vat.items():
        sums[taxed, method_of(book, who)][0] += gross
        sums[taxed, method_of(book, who)][1] += tax
    ordered = sorted(sums.items(), key=lambda one: (one[0][0], one[0][1].en))
    return _table(
        "methods",
        Words("Thuế suất và phương pháp", "Rate and method"),
        (text("method", "Phương pháp của người bán", "Seller's method"),),
        [(taxed, (method,), gross, tax) for (taxed, method), (gross, tax) in ordered],
    )


def _days(book: Book) -> Table:
    sums: defaultdict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for (day, _, _, taxed), (gross, tax) in book.vat.items():
        sums[day, taxed][0] += gross
        sums[day, taxed][1] += tax
    return _table(
        "days",
        Words("Từng ngày", "By day"),
        (Column(key="day", title=Words("Ngày", "Day"), kind="day"),),
        [(taxed, (day,), gross, tax) for (day, taxed), (gross, tax) in sorted(sums.items())],
    )


def _exhibitors(book: Book) -> Table:
    sums: defaultdict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for (_, _, who, taxed), (gross, tax) in book.vat.items():
        sums[who, taxed][0] += gross
        sums[who, taxed][1] += tax
    return _table(
        "exhibitors",
        Words("Từng đơn vị", "By exhibitor"),
        (text("exhibitor", "Đơn vị", "Exhibitor"), text("method", "Phương pháp", "Method")),
        [
            (taxed, (book.exhibitor_name(who), method_of(book, who)), gross, tax)
            for (who, taxed), (gross, tax) in sorted(sums.items())
        ],
    )


def _table(
    key: str,
    title: Words,
    first: tuple[Column, ...],
    rows: list[tuple[int, tuple[Value, ...], int, int]],
) -> Table:
    """Where no VAT is stated there is nothing to take out: net and VAT are left open, not zero."""
    return Table(
        key=key,
        title=title,
        basis=RECEIPTS,
        columns=(
            *first,
            text("rate", "Thuế suất", "Rate"),
            dong("gross", "Doanh thu", "Takings"),
            dong("net", "Chưa thuế", "Without VAT"),
            dong("vat", "Thuế GTGT", "VAT"),
        ),
        rows=tuple(
            (*head, rate(taxed), gross, gross - tax if taxed >= 0 else None, tax if taxed >= 0 else None)
            for taxed, head, gross, tax in rows
        ),
        total=(
            TOTAL, *(None for _ in first[1:]), None, sum(row[2] for row in rows),
            sum(gross - tax for taxed, _, gross, tax in rows if taxed >= 0),
            sum(tax for _, _, _, tax in rows),
        ),
    )  # fmt: skip
