"""The statutory report of results to the Department of Industry and Trade (Decree 81/2018, form 14).

The deadline is a setting of the fair, thirty calendar days after the last open day unless it says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection

from fairpos.core.fair import ZONES
from fairpos.core.money import dong as in_dong
from fairpos.core.money import number
from fairpos.core.report import Report, Section, Table, Words
from fairpos.ledger.reports import layout
from fairpos.ledger.reports.book import Book
from fairpos.ledger.reports.parts import headline, zones_table
from fairpos.ledger.reports.statements import period
from fairpos.ledger.reports.vocabulary import (
    ZONE_WORDS,
    count,
    lacks,
    over_days,
    same,
    text,
    word,
)

REPORT_DAYS = 30
GROUPS = 8


def result(connection: Connection, book: Book) -> Report:
    fields = layout.layout(connection, book.fair.id)
    answered = layout.answers(connection, book.fair.id)
    rows = []
    for number_, field in enumerate(fields, 1):
        filled = FILLED[field.source](book) if field.source in FILLED else None
        said = answered.get(field.field, "")
        content = _together(filled, said)
        rows.append((number_, Words(field.label, field.label_en or field.label), content))
    done = sum(one in book.open_days for one in book.days())
    open_ = [field for field in fields if field.source not in FILLED and not answered.get(field.field)]
    notes = list(lacks(book.completeness, book.suspense))
    if open_:
        names = "; ".join(field.label for field in open_)
        names_en = "; ".join(field.label_en or field.label for field in open_)
        notes.insert(0, Words(f"Chưa điền: {names}.", f"Not answered yet: {names_en}."))
    return Report(
        kind="result",
        subject="",
        title=Words("Báo cáo kết quả tổ chức hội chợ", "Report of the results of the fair"),
        subtitle=period(book),
        fair=Words(book.fair.name, book.fair.name_en),
        at=book.at,
        due=due(book.open_days, REPORT_DAYS),
        sections=(
            Section(
                key="form",
                title=Words("Nội dung báo cáo", "Contents"),
                tables=(
                    Table(
                        key="fields",
                        title=Words("Nội dung báo cáo", "Contents"),
                        basis=Words(
                            "theo Nghị định 81/2018/NĐ-CP; đối chiếu với mẫu đang có hiệu lực trước khi nộp",
                            "after Decree 81/2018/NĐ-CP; check against the form in force before handing in",
                        ),
                        columns=(
                            count("no", "STT", "No."),
                            text("field", "Nội dung", "Field"),
                            text("content", "Ghi nhận", "As recorded"),
                        ),
                        rows=tuple(rows),
                    ),
                ),
                notes=tuple(notes),
            ),
            Section(
                key="figures",
                title=Words("Số liệu kèm theo", "Figures"),
                figures=headline(
                    book.sums(), visits=book.visits_of(), coverage=over_days(done, len(book.open_days))
                ),
                tables=(zones_table(book),),
            ),
        ),
    )


def due(open_days: tuple[str, ...], days: int) -> str | None:
    """The last day for handing it in: so many calendar days after the last open day."""
    if not open_days:
        return None
    return (date.fromisoformat(open_days[-1]) + timedelta(days)).isoformat()


def _together(filled: Words | None, said: str) -> Words | None:
    """What the fair knows by itself, and below it what a person adds."""
    if filled is None:
        return same(said) if said else None
    if not said:
        return filled
    return Words(f"{filled.vi}\n{said}", f"{filled.en}\n{said}")


def _name(book: Book) -> Words:
    return Words(book.fair.name, book.fair.name_en)


def _dates(book: Book) -> Words:
    held = period(book)
    return Words(f"Thực tế: {held.vi}", f"Actual: {held.en}")


def _size(book: Book) -> Words:
    booths = len(book.booths)
    return Words(f"{number(booths, 'vi')} gian hàng", f"{number(booths, 'en')} booths")


def _zones(book: Book) -> Words:
    standing = Counter(booth.zone for booth in book.booths.values())
    parts = [(word(ZONE_WORDS, zone), standing[zone]) for zone in ZONES]
    return Words(
        "; ".join(f"{zone.vi}: {number(n, 'vi')}" for zone, n in parts),
        "; ".join(f"{zone.en}: {number(n, 'en')}" for zone, n in parts),
    )


def _exhibitors(book: Book) -> Words:
    here = {who for booth in book.booths.values() for who in booth.exhibitors}
    who = [one for one in book.exhibitors.values() if one.id in here]
    home = sum(one.country == "VN" for one in who)
    provinces = len({one.province for one in who if one.country == "VN" and one.province})
    countries = sorted({one.country for one in who} - {"VN"})
    foreign = f" ({', '.join(countries)})" if countries else ""
    return Words(
        f"{number(len(who), 'vi')} đơn vị: trong nước {number(home, 'vi')} (từ {provinces} tỉnh, thành phố), "
        f"nước ngoài {number(len(who) - home, 'vi')}{foreign}",
        f"{number(len(who), 'en')}: home {number(home, 'en')} (from {provinces} provinces), "
        f"foreign {number(len(who) - home, 'en')}{foreign}",
    )


def _goods(book: Book) -> Words:
    groups = Counter(article.group for article in book.articles.values())
    most = [group for group, _ in sorted(groups.items(), key=lambda one: (-one[1], one[0]))[:GROUPS]]
    n = len(book.articles)
    listed = ", ".join(most)
    return Words(
        f"{number(n, 'vi')} mặt hàng; {listed}" if most else f"{n} mặt hàng",
        f"{number(n, 'en')} products; {listed}" if most else f"{n} products",
    )


def _visits(book: Book) -> Words:
    n, days = book.visits_of(), len(book.open_days)
    return Words(
        f"{number(n, 'vi')} lượt khách trong {days} ngày mở cửa, đếm ở cổng",
        f"{number(n, 'en')} visits in {days} open days, counted at the gates",
    )


def _takings(book: Book) -> Words:
    takings, days = book.sums().takings, len(book.open_days)
    return Words(
        f"{in_dong(takings, 'vi')} trong {days} ngày mở cửa, đã gồm thuế GTGT, đã trừ hủy và trả hàng",
        f"{in_dong(takings, 'en')} in {days} open days, VAT included, less voids and refunds",
    )


FILLED: Mapping[str, Callable[[Book], Words]] = {
    "name": _name,
    "dates": _dates,
    "size": _size,
    "zones": _zones,
    "exhibitors": _exhibitors,
    "goods": _goods,
    "visits": _visits,
    "takings": _takings,
}
