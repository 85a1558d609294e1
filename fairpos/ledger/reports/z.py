"""The Z totals of one day: every booth with its payments, and every drawer with its difference."""

from __future__ import annotations

from fairpos.core.report import Figure, Report, Section, Table, Value, Words
from fairpos.ledger.reports import drawings
from fairpos.ledger.reports.book import Book
from fairpos.ledger.reports.parts import headline
from fairpos.ledger.reports.statements import shifts_table
from fairpos.ledger.reports.vocabulary import (
    TENDER_WORDS,
    TOTAL,
    VAT_INCLUDED,
    WHOLE_FAIR,
    count,
    dong,
    lacks,
    on_day,
    text,
    word,
)


def z(book: Book, subject: str) -> Report:
    """`subject` is the day."""
    coverage = on_day(subject, book.calendar.ordinal(subject), len(book.open_days))
    booths = _booths(book, subject)
    return Report(
        kind="z",
        subject=subject,
        title=Words("Tổng hợp Z và chênh lệch tiền mặt", "Z totals and cash differences"),
        subtitle=coverage,
        fair=Words(book.fair.name, book.fair.name_en),
        at=book.at,
        sections=(
            Section(
                key="sum",
                title=Words("Toàn hội chợ", "Whole fair"),
                figures=(
                    *headline(book.sums(day=subject), coverage=coverage),
                    *_cash(book, subject, coverage),
                ),
                notes=lacks(book.completeness, book.suspense),
            ),
            Section(
                key="booths",
                title=Words("Từng gian", "By booth"),
                charts=drawings.charts(booths, "takings"),
                tables=(booths,),
            ),
            Section(
                key="drawers",
                title=Words("Ca bán", "Shifts"),
                tables=(shifts_table(book, day=subject),),
            ),
        ),
    )


def _cash(book: Book, day: str, coverage: Words) -> tuple[Figure, ...]:
    here = [one for one in book.shifts if one.day == day]
    known = [one.difference for one in here if one.difference is not None]
    open_ = sum(one.closed_at is None for one in here)
    figures = (
        ("over", Words("Thừa tiền mặt", "Cash over"), sum(one for one in known if one > 0)),
        ("short", Words("Thiếu tiền mặt", "Cash short"), sum(one for one in known if one < 0)),
    )
    basis = Words(
        f"{len(known)} ca đã đếm trên {len(here)} ca, {open_} ca chưa đóng",
        f"{len(known)} of {len(here)} shifts counted, {open_} not closed",
    )
    return tuple(
        Figure(
            key=key, label=label, kind="dong", value=value, basis=basis, scope=WHOLE_FAIR, coverage=coverage
        )
        for key, label, value in figures
    )


def _booths(book: Book, day: str) -> Table:
    kinds = [*TENDER_WORDS, *sorted({kind for on, _, kind in book.tenders if on == day} - set(TENDER_WORDS))]
    rows: list[tuple[Value, ...]] = []
    for booth in sorted({booth for on, booth in book.takings if on == day}):
        sums = book.sums(day=day, booth=booth)
        paid = [book.tenders.get((day, booth, kind), (0, 0))[1] for kind in kinds]
        rows.append((booth, sums.sales, sums.voids, sums.refunds, sums.given_back, *paid, sums.takings))
    whole = book.sums(day=day)
    paid = [
        sum(pair[1] for (on, _, one), pair in book.tenders.items() if (on, one) == (day, kind))
        for kind in kinds
    ]
    return Table(
        key="booths",
        title=Words("Tổng Z từng gian", "Z totals by booth"),
        basis=VAT_INCLUDED,
        columns=(
            text("booth", "Gian", "Booth"),
            count("sales", "Đơn bán", "Sales"),
            count("voids", "Hủy", "Voids"),
            count("refunds", "Trả hàng", "Refunds"),
            dong("given-back", "Đã trả lại", "Given back"),
            *(dong(kind, word(TENDER_WORDS, kind).vi, word(TENDER_WORDS, kind).en) for kind in kinds),
            dong("takings", "Doanh thu", "Takings"),
        ),
        rows=tuple(rows),
        total=(TOTAL, whole.sales, whole.voids, whole.refunds, whole.given_back, *paid, whole.takings),
    )
