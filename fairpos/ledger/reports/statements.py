"""The statements of one booth and of one exhibitor: that it took part, and what it sold.

An exhibitor shows its statement where a star rating asks for proof of promotion, so it must say what was
counted and what is the exhibitor's own alone: a booth that two share states both of them.
"""

from __future__ import annotations

from collections import defaultdict

from fairpos.core.report import Column, Figure, Report, Section, Table, Value, Words
from fairpos.ledger.reports import drawings
from fairpos.ledger.reports.book import Book
from fairpos.ledger.reports.parts import DAY, articles_table, headline, tenders_table
from fairpos.ledger.reports.vocabulary import (
    KIND_WORDS,
    TOTAL,
    VAT_INCLUDED,
    ZONE_WORDS,
    count,
    day,
    dong,
    joined,
    lacks,
    over_days,
    rate,
    same,
    text,
    word,
)


def booth(book: Book, subject: str) -> Report:
    """All tills of one booth, by day, payment and product."""
    stand = book.booths.get(subject)
    zone = word(ZONE_WORDS, book.zone_of(subject))
    scope = joined(Words(f"gian {subject}", f"booth {subject}"), zone)
    coverage = over_days(_done(book), len(book.open_days))
    sums = book.sums(booth=subject)
    days = _booth_days(book, subject)
    who = ", ".join(map(book.exhibitor_name, stand.exhibitors)) if stand else ""
    sections = (
        Section(
            key="sum",
            title=Words("Kết quả", "Result"),
            figures=headline(sums, coverage=coverage, scope=scope),
            notes=(
                Words(f"Đơn vị tại gian: {who or '–'}.", f"Standing here: {who or '–'}."),
                *lacks(book.completeness, book.suspense),
            ),
        ),
        Section(
            key="days",
            title=Words("Từng ngày và thanh toán", "By day and payment"),
            charts=drawings.charts(days, "takings"),
            tables=(
                days,
                tenders_table(book.tenders_by_booth.get(subject, {})),
            ),
        ),
        Section(
            key="articles",
            title=Words("Mặt hàng", "Products"),
            tables=(articles_table(book, book.sold_by_booth.get(subject, {})),),
        ),
        Section(key="drawers", title=Words("Ca bán", "Shifts"), tables=(shifts_table(book, booth=subject),)),
    )
    return Report(
        kind="booth",
        subject=subject,
        title=Words("Bảng kê gian hàng", "Booth statement"),
        subtitle=joined(same(book.booth_name(subject)), zone),
        fair=Words(book.fair.name, book.fair.name_en),
        at=book.at,
        sections=sections,
    )


def exhibitor(book: Book, subject: str) -> Report:
    """That an exhibitor took part, where, on which days, and what of its goods was sold at every booth."""
    who, details = book.exhibitors.get(subject), book.details.get(subject)
    sold = book.sold_by_exhibitor.get(subject, {})
    takings = sum(amount for _, amount in sold.values())
    standing = book.booths_of(subject)
    trading = sorted({key[0] for key in sold})
    coverage = over_days(_done(book), len(book.open_days))
    own = Words("hàng của riêng đơn vị này", "this exhibitor's own goods")
    figures = (
        Figure(
            key="takings",
            label=Words("Doanh thu", "Takings"),
            kind="dong",
            value=takings,
            basis=VAT_INCLUDED,
            scope=own,
            coverage=coverage,
        ),
        Figure(
            key="days",
            label=Words("Số ngày có bán hàng", "Days with sales"),
            kind="count",
            value=len(trading),
            basis=Words("ngày có ít nhất một dòng hàng", "days with at least one line sold"),
            scope=own,
            coverage=coverage,
        ),
        Figure(
            key="articles",
            label=Words("Mặt hàng đã bán", "Products sold"),
            kind="count",
            value=len({key[3] for key in sold}),
            basis=Words("số mặt hàng khác nhau", "different products"),
            scope=own,
            coverage=coverage,
        ),
    )
    facts: list[tuple[Value, ...]] = [
        (Words("Đơn vị", "Exhibitor"), book.exhibitor_name(subject)),
        (Words("Loại hình", "Kind"), word(KIND_WORDS, who.kind) if who else None),
        (Words("Địa bàn", "Place"), _place(book, subject)),
        (Words("Mã số thuế", "Tax code"), details.tax_code if details else None),
        (Words("Gian hàng", "Booths"), ", ".join(f"{one.id} ({one.name})" for one in standing) or None),
        (Words("Khu", "Zone"), word(ZONE_WORDS, standing[0].zone) if standing else None),
    ]
    part = Table(
        key="facts",
        title=Words("Thông tin tham gia", "Participation"),
        basis=Words("theo thiết lập của hội chợ", "as the fair is set up"),
        columns=(text("what", "Nội dung", "What"), text("is", "Ghi nhận", "As recorded")),
        rows=tuple(facts),
    )
    return Report(
        kind="exhibitor",
        subject=subject,
        title=Words("Xác nhận tham gia và doanh số", "Participation and sales statement"),
        subtitle=same(book.exhibitor_name(subject)),
        fair=Words(book.fair.name, book.fair.name_en),
        at=book.at,
        sections=(
            Section(
                key="part",
                title=Words("Thông tin tham gia", "Participation"),
                tables=(part,),
                notes=(_said(book, subject),),
            ),
            Section(
                key="sum",
                title=Words("Doanh số", "Sales"),
                figures=figures,
                tables=(
                    _exhibitor_days(book, subject),
                    _exhibitor_vat(book, subject),
                    articles_table(book, sold, sellers=False),
                ),
                notes=lacks(book.completeness, book.suspense),
            ),
        ),
        notes=(
            Words(
                "Doanh số do các máy bán hàng của hội chợ ghi nhận. Tiền bán hàng thuộc về đơn vị; "
                "bảng này không thay cho hóa đơn.",
                "Sales as the tills of the fair recorded them. The money is the exhibitor's; this statement "
                "is no invoice.",
            ),
        ),
    )


def _said(book: Book, subject: str) -> Words:
    """What the organiser puts its name to."""
    name, held = book.exhibitor_name(subject), period(book)
    return Words(
        f"Ban tổ chức xác nhận {name} đã tham gia {book.fair.name}, {held.vi}, với doanh số nêu dưới đây.",
        f"The organiser states: {name} took part in {book.fair.name_en}, {held.en}, with the sales below.",
    )


def shifts_table(book: Book, *, booth: str | None = None, day: str | None = None) -> Table:
    """Every shift with what should be in its drawer, what was counted and the difference."""
    found = [one for one in book.shifts if booth in (None, one.booth) and day in (None, one.day)]
    differences = [one.difference for one in found if one.difference is not None]
    return Table(
        key="shifts",
        title=Words("Ca bán và chênh lệch tiền mặt", "Shifts and cash differences"),
        basis=Words(
            "chênh lệch là tiền đếm được trừ tiền phải có; – là chưa đóng ca hoặc đếm chung ngăn kéo",
            "a difference is cash counted less cash expected; – is a shift not closed, or a shared drawer",
        ),
        columns=(
            text("booth", "Gian", "Booth"),
            text("till", "Máy", "Till"),
            DAY,
            count("sales", "Đơn bán", "Sales"),
            dong("takings", "Doanh thu", "Takings"),
            dong("float", "Tiền đầu ca", "Float"),
            dong("moved", "Thu, chi", "In and out"),
            dong("expected", "Phải có", "Expected"),
            dong("counted", "Đếm được", "Counted"),
            dong("difference", "Chênh lệch", "Difference"),
            text("reason", "Lý do", "Reason"),
        ),
        rows=tuple(
            (
                one.booth, one.till, one.day, one.sales, one.takings, one.float, one.moved, one.expected,
                one.counted, one.difference, one.reason or None,
            )
            for one in found
        ),
        total=(
            TOTAL, None, None, sum(one.sales for one in found), sum(one.takings for one in found), None,
            sum(one.moved for one in found), None, None, sum(differences), None,
        ),
    )  # fmt: skip


def period(book: Book) -> Words:
    """From the first to the last open day."""
    days = book.open_days
    if not days:
        return Words("chưa có ngày mở cửa", "no open days")
    return Words(
        f"{day(days[0])} đến {day(days[-1])}, {len(days)} ngày mở cửa",
        f"{day(days[0])} to {day(days[-1])}, {len(days)} open days",
    )


def _done(book: Book) -> int:
    return sum(one in book.open_days for one in book.days())


def _place(book: Book, exhibitor: str) -> str | None:
    who = book.exhibitors.get(exhibitor)
    if who is None:
        return None
    country = "" if who.country == "VN" else who.country
    return ", ".join(part for part in (who.district, who.province, country) if part) or None


def _booth_days(book: Book, subject: str) -> Table:
    rows = []
    for one in book.days():
        sums = book.sums(day=one, booth=subject)
        row = (one, sums.sales, sums.voids, sums.refunds, sums.given_back, sums.takings)
        rows.append(row)
    whole = book.sums(booth=subject)
    return Table(
        key="days",
        title=Words("Từng ngày", "By day"),
        basis=VAT_INCLUDED,
        columns=(
            DAY,
            count("sales", "Đơn bán", "Sales"),
            count("voids", "Hủy", "Voids"),
            count("refunds", "Trả hàng", "Refunds"),
            dong("given-back", "Đã trả lại", "Given back"),
            dong("takings", "Doanh thu", "Takings"),
        ),
        rows=tuple(rows),
        total=(TOTAL, whole.sales, whole.voids, whole.refunds, whole.given_back, whole.takings),
    )


def _exhibitor_days(book: Book, subject: str) -> Table:
    sums: defaultdict[str, int] = defaultdict(int)
    for (on, _, _, _), (_, takings) in book.sold_by_exhibitor.get(subject, {}).items():
        sums[on] += takings
    return Table(
        key="days",
        title=Words("Từng ngày", "By day"),
        basis=VAT_INCLUDED,
        columns=(DAY, dong("takings", "Doanh thu", "Takings")),
        rows=tuple((one, sums.get(one, 0)) for one in book.days()),
        total=(TOTAL, sum(sums.values())),
    )


def _exhibitor_vat(book: Book, subject: str) -> Table:
    by_rate: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (_, _, _, taxed), (gross, vat) in book.vat_by_exhibitor.get(subject, {}).items():
        by_rate[taxed][0] += gross
        by_rate[taxed][1] += vat
    ordered = sorted(by_rate.items())
    return Table(
        key="vat",
        title=Words("Thuế GTGT theo thuế suất", "VAT by rate"),
        basis=Words("thuế tính trên từng biên lai rồi cộng lại", "rounded receipt by receipt, then added up"),
        columns=(
            Column(key="rate", title=Words("Thuế suất", "Rate")),
            dong("gross", "Doanh thu", "Takings"),
            dong("net", "Chưa thuế", "Without VAT"),
            dong("vat", "Thuế GTGT", "VAT"),
        ),
        rows=tuple(
            (rate(taxed), gross, gross - vat if taxed >= 0 else None, vat if taxed >= 0 else None)
            for taxed, (gross, vat) in ordered
        ),
        total=(
            TOTAL, sum(gross for _, (gross, _) in ordered), None, sum(vat for _, (_, vat) in ordered)
        ),
    )  # fmt: skip
