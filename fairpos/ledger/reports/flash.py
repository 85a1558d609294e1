"""The flash report of one evening: the day, the day against the same day of the previous edition, and all so
far."""

from __future__ import annotations

from sqlalchemy import Connection

from fairpos.core.measures import METRIC_WORDS, QUALIFIER_WORDS
from fairpos.core.money import half_up
from fairpos.core.report import Bar, Chart, Column, Report, Section, Table, Value, Words
from fairpos.ledger import live
from fairpos.ledger.against import Against
from fairpos.ledger.live import Dashboard
from fairpos.ledger.reports.book import Book, total
from fairpos.ledger.reports.parts import (
    articles_table,
    days_table,
    headline,
    takings_chart,
    tenders_table,
    zones_table,
)
from fairpos.ledger.reports.vocabulary import (
    NOTHING,
    TOTAL,
    VAT_INCLUDED,
    ZONE_WORDS,
    count,
    day,
    dong,
    joined,
    lacks,
    on_day,
    over_days,
    part_of,
    same,
    scope_words,
    share,
    text,
    word,
)

TOP = 10


def flash(connection: Connection, book: Book, subject: str) -> Report:
    """`subject` is the day. Drafted after its cut-off, so that the day is whole."""
    board = live.dashboard(connection, book.fair, now=book.at, day=subject)
    place = book.calendar.ordinal(subject)
    coverage = on_day(subject, place, len(book.open_days))
    sums, visits = book.sums(day=subject), book.visits_of(subject)
    # Until this evening: what the days after it brought is not in its report, whenever it is drafted again.
    until = tuple(one for one in book.days() if one <= subject)
    done = sum(one in book.open_days for one in until)
    return Report(
        kind="flash",
        subject=subject,
        title=Words("Báo cáo nhanh trong ngày", "Flash report of the day"),
        subtitle=coverage,
        fair=Words(book.fair.name, book.fair.name_en),
        at=book.at,
        sections=(
            Section(
                key="day",
                title=Words("Kết quả trong ngày", "The day"),
                figures=headline(sums, visits=visits, coverage=coverage),
                tables=_against(board),
                notes=_notes(board, book),
            ),
            Section(
                key="hours",
                title=Words("Theo giờ", "By hour"),
                charts=(_hours_chart(board),),
                tables=(_hours_table(board),),
            ),
            Section(
                key="parts",
                title=Words("Khu và thanh toán", "Zones and payments"),
                tables=(
                    zones_table(book, day=subject),
                    tenders_table({key: pair for key, pair in book.tenders.items() if key[0] == subject}),
                ),
            ),
            Section(
                key="most",
                title=Words("Bán nhiều nhất trong ngày", "Best sellers of the day"),
                tables=(
                    booths_table(book, day=subject, most=TOP),
                    articles_table(
                        book, {key: pair for key, pair in book.sold.items() if key[0] == subject}, most=TOP
                    ),
                ),
            ),
            Section(
                key="so-far",
                title=Words("Lũy kế từ khai mạc", "Since the opening"),
                figures=headline(
                    total(book.sums(day=one) for one in until),
                    visits=sum(map(book.visits_of, until)),
                    coverage=over_days(done, len(book.open_days)),
                ),
                tables=(days_table(book, until),),
            ),
        ),
    )


def booths_table(book: Book, *, day: str | None = None, most: int | None = None) -> Table:
    """Booths by what they took; `most` of them, then the rest in one row so that it adds up."""
    sold = sorted({booth for on, booth in book.takings if day in (None, on)})
    by_booth = {booth: book.sums(day=day, booth=booth) for booth in sold}
    ordered = sorted(by_booth.items(), key=lambda one: (-one[1].takings, one[0]))
    shown = ordered if most is None else ordered[:most]
    whole = book.sums(day=day)
    of = Words("trên doanh thu của bảng này", "of the takings of this table")
    rows: list[tuple[Value, ...]] = []
    for booth, sums in shown:
        zone = word(ZONE_WORDS, book.zone_of(booth))
        part = part_of(sums.takings, whole.takings)
        rows.append((booth, book.booth_name(booth), zone, sums.sales, sums.takings, part))
    rest = [sums for _, sums in ordered[len(shown) :]]
    if rest:
        others = Words(f"{len(rest)} gian khác", f"{len(rest)} other booths")
        takings = sum(sums.takings for sums in rest)
        sales = sum(sums.sales for sums in rest)
        rows.append((others, None, None, sales, takings, part_of(takings, whole.takings)))
    return Table(
        key="booths",
        title=Words("Gian hàng", "Booths"),
        basis=VAT_INCLUDED,
        columns=(
            text("booth", "Gian", "Booth"),
            text("name", "Tên", "Name"),
            text("zone", "Khu", "Zone"),
            count("sales", "Đơn bán", "Sales"),
            dong("takings", "Doanh thu", "Takings"),
            share("share", "Tỷ trọng", "Share", of),
        ),
        rows=tuple(rows),
        total=(TOTAL, None, None, whole.sales, whole.takings, part_of(whole.takings, whole.takings)),
    )


def _against(board: Dashboard) -> tuple[Table, ...]:
    """The day against the same open day of the previous edition, where that is known."""
    held = [board.takings_against, board.visits_against, *(zone.against for zone in board.zones)]
    rows: list[tuple[Value, ...]] = []
    seen = set()
    for one in held:
        if one is None or one.change is None or (one.metric, one.scope) in seen:
            continue
        seen.add((one.metric, one.scope))
        rows.append(_against_row(one))
    if not rows:
        return ()
    basis = Words(
        "cả ngày, so với cùng thứ tự ngày mở cửa của kỳ trước; tiền là đồng, khách là lượt",
        "whole day, against the same open day of the previous edition; money in đồng, visits in entries",
    )
    return (
        Table(
            key="against",
            title=Words("So với kỳ trước", "Against the previous edition"),
            basis=basis,
            columns=(
                text("metric", "Chỉ tiêu", "Metric"),
                text("scope", "Phạm vi", "Scope"),
                count("now", "Ngày này", "This day"),
                count("then", "Kỳ trước", "Previous edition"),
                text("what", "Ngày đối chiếu", "Held against"),
                Column(
                    key="change",
                    title=Words("Thay đổi", "Change"),
                    kind="change",
                    basis=Words("so với ngày đối chiếu", "against the day it is held against"),
                ),
            ),
            rows=tuple(rows),
        ),
    )


def _against_row(one: Against) -> tuple[Value, ...]:
    metric = METRIC_WORDS[one.metric]
    if one.prior_day is None:
        what = Words("bình quân ngày mở cửa của kỳ trước", "the previous edition's mean per open day")
    else:
        what = same(day(one.prior_day))
    mark = QUALIFIER_WORDS[one.qualifier]
    what = joined(what, Words(mark["vi"], mark["en"]))
    scope = scope_words(one.scope)
    prior = half_up(one.prior.numerator, one.prior.denominator)
    return Words(metric["vi"], metric["en"]), scope, one.value, prior, what, one.change


def _notes(board: Dashboard, book: Book) -> tuple[Words, ...]:
    notes = list(lacks(board.completeness, board.suspense))
    if board.shown.state == "running":
        notes.insert(0, Words("Ngày chưa kết thúc.", "The day is not over."))
    if board.fair.prior is None:
        notes.append(Words("Chưa có kỳ trước để so.", "There is no previous edition to hold it against."))
    return tuple(notes)


def _hours_chart(board: Dashboard) -> Chart:
    bars = tuple(
        Bar(same(f"{hour.hour:02d}"), max(0, hour.takings), hour.prior_takings) for hour in board.hours
    )
    prior = NOTHING
    if board.prior_name:
        prior = Words(board.prior_name, board.prior_name_en or board.prior_name)
    return takings_chart("hours-chart", Words("Doanh thu theo giờ", "Takings by hour"), bars, prior)


def _hours_table(board: Dashboard) -> Table:
    hours = board.hours
    return Table(
        key="hours",
        title=Words("Theo giờ", "By hour"),
        basis=VAT_INCLUDED,
        columns=(
            text("hour", "Từ giờ", "From"),
            dong("takings", "Doanh thu", "Takings"),
            count("sales", "Đơn bán", "Sales"),
            count("visits", "Lượt khách", "Visits"),
        ),
        rows=tuple((f"{hour.hour:02d}:00", hour.takings, hour.sales, hour.visits) for hour in hours),
        total=(
            TOTAL,
            sum(hour.takings for hour in hours),
            sum(hour.sales for hour in hours),
            sum(hour.visits for hour in hours),
        ),
    )
