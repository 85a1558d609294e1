"""The statutory report of results to the Department of Industry and Trade (Decree 81/2018, form 14).

The deadline is a setting of the fair, thirty calendar days after the last open day unless it says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import Connection

from fairpos.core.fair import ZONES
from fairpos.core.floor import STANDARD_AREA
from fairpos.core.money import dong as in_dong
from fairpos.core.money import number
from fairpos.core.report import Report, Section, Table, Value, Words, shown
from fairpos.ledger.reports import layout
from fairpos.ledger.reports.book import Book, booth_count
from fairpos.ledger.reports.parts import headline, zones_table
from fairpos.ledger.reports.statements import period
from fairpos.ledger.reports.vocabulary import (
    ZONE_WORDS,
    count,
    day,
    lacks,
    over_days,
    part_of,
    same,
    share,
    text,
    word,
)

GROUPS = 8


def result(connection: Connection, book: Book) -> Report:
    fields = layout.layout(connection, book.fair.id)
    answered = layout.answers(connection, book.fair.id)
    rows = []
    open_ = []
    for number_, field in enumerate(fields, 1):
        filled = FILLED[field.source](book) if field.source in FILLED else None
        content = _together(filled, answered.get(field.field, ""))
        if content is None:
            open_.append(field)
        rows.append((number_, Words(field.label, field.label_en or field.label), content))
    done = sum(one in book.open_days for one in book.days())
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
        due=due(book.open_days, book.particulars.report_days),
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
                tables=(zones_table(book), *_targets(book)),
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


def _targets(book: Book) -> tuple[Table, ...]:
    """What was planned beside what came of it; neither takes the other's place."""
    known = book.particulars
    rows: list[tuple[Value, ...]] = []
    for label, target, actual in (
        (Words("Doanh thu (đồng)", "Takings (đồng)"), known.target_takings, book.sums().takings),
        (Words("Lượt khách", "Visits"), known.target_visits, book.visits_of()),
        (Words("Gian hàng", "Booths"), known.target_booths, booth_count(book)),
    ):
        if target is not None:
            rows.append((label, target, actual, part_of(actual, target)))
    if not rows:
        return ()
    return (
        Table(
            key="targets",
            title=Words("Kế hoạch và thực hiện", "Planned and actual"),
            basis=Words("cả hội chợ, các ngày mở cửa", "the whole fair, its open days"),
            columns=(
                text("what", "Chỉ tiêu", "Figure"),
                count("planned", "Kế hoạch", "Planned"),
                count("actual", "Thực hiện", "Actual"),
                share("reached", "Đạt", "Reached", Words("so với kế hoạch", "of what was planned")),
            ),
            rows=tuple(rows),
        ),
    )


def _organiser(book: Book) -> Words | None:
    known = book.particulars
    tax = f"MST {known.organiser_tax_code}" if known.organiser_tax_code else ""
    parts = (known.organiser_name, known.organiser_address, known.organiser_contact, tax)
    return same("; ".join(part for part in parts if part)) if known.organiser_name else None


def _legal_basis(book: Book) -> Words | None:
    known = book.particulars
    if not known.basis:
        return None
    vi, en = (
        ("Xác nhận đăng ký", "Registered") if known.basis == "registered" else ("Quyết định", "By decision")
    )
    number_ = (f" số {known.basis_number}", f" no. {known.basis_number}") if known.basis_number else ("", "")
    on = (f" ngày {day(known.basis_day)}", f" of {day(known.basis_day)}") if known.basis_day else ("", "")
    by = f", {known.basis_authority}" if known.basis_authority else ""
    return Words(f"{vi}{number_[0]}{on[0]}{by}", f"{en}{number_[1]}{on[1]}{by}")


def _place(book: Book) -> Words | None:
    named = "; ".join(", ".join(part for part in (site.name, site.address) if part) for site in book.sites)
    return same(named) if named else None


def _name(book: Book) -> Words:
    theme = book.particulars.theme
    if not theme:
        return Words(book.fair.name, book.fair.name_en)
    return Words(f"{book.fair.name}; chủ đề: {theme}", f"{book.fair.name_en}; theme: {theme}")


def _dates(book: Book) -> Words:
    held, known = period(book), book.particulars
    if not (known.planned_first and known.planned_last):
        return Words(f"Thực tế: {held.vi}", f"Actual: {held.en}")
    first, last = day(known.planned_first), day(known.planned_last)
    return Words(
        f"Kế hoạch: {first} đến {last}. Thực tế: {held.vi}", f"Planned: {first} to {last}. Actual: {held.en}"
    )


def _size(book: Book) -> Words:
    booths = booth_count(book)
    vi, en = f"{number(booths, 'vi')} gian hàng", f"{number(booths, 'en')} booths"
    area = sum(stand.area for stand in book.stands if stand.kind == "booth")
    if not area:
        return Words(vi, en)
    standard, net = Fraction(area, STANDARD_AREA), sum(stand.area for stand in book.stands)
    return Words(
        f"{vi}, quy ra {number(standard, 'vi', digits=1)} gian tiêu chuẩn 9 m²; "
        f"diện tích các ô {shown(net, 'area', 'vi')}",
        f"{en}, {number(standard, 'en', digits=1)} standard booths of 9 m²; "
        f"stands {shown(net, 'area', 'en')}",
    )


def _zones(book: Book) -> Words:
    areas = {stand.id for stand in book.stands if stand.kind == "area"}
    standing = Counter(booth.zone for booth in book.booths.values() if booth.id not in areas)
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


FILLED: Mapping[str, Callable[[Book], Words | None]] = {
    "organiser": _organiser,
    "legal-basis": _legal_basis,
    "place": _place,
    "name": _name,
    "dates": _dates,
    "size": _size,
    "zones": _zones,
    "exhibitors": _exhibitors,
    "goods": _goods,
    "visits": _visits,
    "takings": _takings,
}
