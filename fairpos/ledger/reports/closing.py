"""The closing report: what the fair achieved, against the previous edition of its series, and where it came
from."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection

from fairpos.core.report import NOTHING, Report, Section, Table, Value, Words
from fairpos.ledger.past import past_of
from fairpos.ledger.reports.against import against
from fairpos.ledger.reports.book import Book
from fairpos.ledger.reports.flash import booths_table
from fairpos.ledger.reports.parts import (
    articles_table,
    days_chart,
    days_table,
    headline,
    tenders_table,
    zones_table,
)
from fairpos.ledger.reports.statements import period
from fairpos.ledger.reports.vocabulary import (
    KIND_WORDS,
    TOTAL,
    VAT_INCLUDED,
    count,
    dong,
    lacks,
    over_days,
    part_of,
    share,
    text,
    word,
)

ARTICLES = 100


def closing(connection: Connection, book: Book) -> Report:
    past = past_of(connection, book.fair)
    done = sum(one in book.open_days for one in book.days())
    coverage = over_days(done, len(book.open_days))
    prior = Words(past.fair.name, past.fair.name_en) if past else NOTHING

    def prior_day(place: int) -> int | None:
        value = past.day_value("takings", "all", place) if past else None
        return None if value is None else int(value.value)

    return Report(
        kind="closing",
        subject="",
        title=Words("Báo cáo tổng kết", "Closing report"),
        subtitle=period(book),
        fair=Words(book.fair.name, book.fair.name_en),
        at=book.at,
        sections=(
            Section(
                key="result",
                title=Words("Kết quả chung", "Result"),
                figures=headline(book.sums(), visits=book.visits_of(), coverage=coverage),
                notes=lacks(book.completeness, book.suspense),
            ),
            *against(connection, book, past),
            Section(
                key="days",
                title=Words("Từng ngày", "By day"),
                charts=(days_chart(book, prior_day, prior),),
                tables=(days_table(book, book.days()),),
            ),
            Section(
                key="parts",
                title=Words("Khu và thanh toán", "Zones and payments"),
                tables=(zones_table(book), tenders_table(book.tenders)),
            ),
            Section(
                key="groups",
                title=Words("Nhóm hàng và hạng sao", "Product groups and stars"),
                tables=(_groups(book), _stars(book)),
            ),
            Section(
                key="exhibitors", title=Words("Đơn vị tham gia", "Exhibitors"), tables=(_exhibitors(book),)
            ),
            Section(key="booths", title=Words("Gian hàng", "Booths"), tables=(booths_table(book),)),
            Section(
                key="articles",
                title=Words("Mặt hàng", "Products"),
                tables=(articles_table(book, book.sold, most=ARTICLES),),
            ),
        ),
    )


def _groups(book: Book) -> Table:
    sums: Counter[str] = Counter()
    sold: dict[str, set[str]] = {}
    for (_, _, _, article), (_, takings) in book.sold.items():
        known = book.articles.get(article)
        group = known.group if known else "–"
        sums[group] += takings
        sold.setdefault(group, set()).add(article)
    whole = sum(sums.values())
    of = Words("trên doanh thu của bảng này", "of the takings of this table")
    ordered = sorted(sums.items(), key=lambda one: (-one[1], one[0]))
    return Table(
        key="groups",
        title=Words("Nhóm hàng", "Product groups"),
        basis=VAT_INCLUDED,
        columns=(
            text("group", "Nhóm hàng", "Product group"),
            count("articles", "Mặt hàng đã bán", "Products sold"),
            dong("takings", "Doanh thu", "Takings"),
            share("share", "Tỷ trọng", "Share", of),
        ),
        rows=tuple((group, len(sold[group]), takings, part_of(takings, whole)) for group, takings in ordered),
        total=(TOTAL, sum(map(len, sold.values())), whole, part_of(whole, whole)),
    )


def _stars(book: Book) -> Table:
    sums: Counter[int] = Counter()
    sold: dict[int, set[str]] = {}
    for (_, _, _, article), (_, takings) in book.sold.items():
        known = book.articles.get(article)
        stars = (known.stars or 0) if known else 0
        sums[stars] += takings
        sold.setdefault(stars, set()).add(article)
    whole = sum(sums.values())
    of = Words("trên doanh thu của bảng này", "of the takings of this table")
    return Table(
        key="stars",
        title=Words("Hạng sao OCOP", "OCOP stars"),
        basis=VAT_INCLUDED,
        columns=(
            text("stars", "Hạng", "Rank"),
            count("articles", "Mặt hàng đã bán", "Products sold"),
            dong("takings", "Doanh thu", "Takings"),
            share("share", "Tỷ trọng", "Share", of),
        ),
        rows=tuple(
            (_rank(stars), len(sold[stars]), sums[stars], part_of(sums[stars], whole))
            for stars in sorted(sums, reverse=True)
        ),
        total=(TOTAL, sum(map(len, sold.values())), whole, part_of(whole, whole)),
    )


def _rank(stars: int) -> Words:
    return Words(f"{stars} sao", f"{stars} stars") if stars else Words("Không có sao", "No stars")


def _exhibitors(book: Book) -> Table:
    takings = book.by_exhibitor()
    known = sorted({*takings, *book.exhibitors}, key=lambda who: (-takings[who], who))
    whole = sum(takings.values())
    of = Words("trên doanh thu của bảng này", "of the takings of this table")
    rows: list[tuple[Value, ...]] = []
    for who in known:
        one = book.exhibitors.get(who)
        standing = ", ".join(booth.id for booth in book.booths_of(who))
        rows.append(
            (
                book.exhibitor_name(who),
                word(KIND_WORDS, one.kind) if one else None,
                standing or None,
                takings[who],
                part_of(takings[who], whole),
            )
        )
    return Table(
        key="exhibitors",
        title=Words("Đơn vị tham gia", "Exhibitors"),
        basis=VAT_INCLUDED,
        columns=(
            text("exhibitor", "Đơn vị", "Exhibitor"),
            text("kind", "Loại hình", "Kind"),
            text("booths", "Gian", "Booths"),
            dong("takings", "Doanh thu", "Takings"),
            share("share", "Tỷ trọng", "Share", of),
        ),
        rows=tuple(rows),
        total=(TOTAL, None, None, whole, part_of(whole, whole)),
    )
