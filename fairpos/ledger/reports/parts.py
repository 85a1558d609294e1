"""What more than one report has: the headline figures, the days, the zones, the payments, the goods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from fairpos.core.fair import ZONES
from fairpos.core.money import half_up
from fairpos.core.report import NOTHING, Bar, Chart, Column, Figure, Kind, Table, Value, Words
from fairpos.ledger.counted import UNKNOWN_ZONE, Sums
from fairpos.ledger.reports.book import Book, Pair, total
from fairpos.ledger.reports.vocabulary import (
    TENDER_WORDS,
    TOTAL,
    VAT_INCLUDED,
    WHOLE_FAIR,
    ZONE_WORDS,
    count,
    day,
    dong,
    part_of,
    same,
    share,
    text,
    word,
)

IN_TOTAL = Words("tổng cộng", "in total")
DAY = Column(key="day", title=Words("Ngày", "Day"), kind="day")


def headline(
    sums: Sums, *, coverage: Words, scope: Words = WHOLE_FAIR, visits: int | None = None
) -> tuple[Figure, ...]:
    """Takings, sales, mean sale and what was given back; visits and takings a visit where they are known."""

    def figure(key: str, label: Words, kind: Kind, value: Value, basis: Words, of: Words = scope) -> Figure:
        return Figure(key=key, label=label, kind=kind, value=value, basis=basis, scope=of, coverage=coverage)

    returned = Words(
        f"{sums.voids} đơn hủy, {sums.refunds} lần trả hàng",
        f"{_counted(sums.voids, 'void')}, {_counted(sums.refunds, 'refund')}",
    )
    found = [
        figure("takings", Words("Doanh thu", "Takings"), "dong", sums.takings, VAT_INCLUDED),
        figure("sales", Words("Đơn bán", "Sales"), "count", sums.sales, IN_TOTAL),
        figure("given-back", Words("Đã trả lại khách", "Given back"), "dong", sums.given_back, returned),
    ]
    if sums.sales > sums.voids:
        basis = Words("doanh thu chia cho đơn không hủy", "takings over sales that were not voided")
        mean = half_up(sums.takings, sums.sales - sums.voids)
        found.append(figure("mean-sale", Words("Bình quân một đơn", "Mean sale"), "dong", mean, basis))
    if visits is not None:
        gates = Words("mọi cổng", "all gates")
        entries = Words("lượt vào cổng, không phải số người", "entries at the gates, not persons")
        found.append(figure("visits", Words("Lượt khách", "Visits"), "count", visits, entries, gates))
    if visits:
        basis = Words("doanh thu chia cho lượt khách", "takings over visits")
        each = half_up(sums.takings, visits)
        label = Words("Doanh thu một lượt khách", "Takings a visit")
        found.append(figure("per-visit", label, "dong", each, basis))
    return tuple(found)


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def days_table(book: Book, days: tuple[str, ...]) -> Table:
    """Each of these days with its takings, sales and visits."""
    rows: list[tuple[Value, ...]] = []
    for one in days:
        sums, visits = book.sums(day=one), book.visits_of(one)
        place = book.calendar.ordinal(one)
        rows.append((one, place, sums.takings, sums.sales, sums.given_back, visits, _each(sums, visits)))
    whole = total(book.sums(day=one) for one in days)
    visits = sum(map(book.visits_of, days))
    return Table(
        key="days",
        title=Words("Từng ngày", "By day"),
        basis=VAT_INCLUDED,
        columns=(
            DAY,
            count("place", "Ngày mở cửa thứ", "Open day"),
            dong("takings", "Doanh thu", "Takings"),
            count("sales", "Đơn bán", "Sales"),
            dong("given-back", "Đã trả lại", "Given back"),
            count("visits", "Lượt khách", "Visits"),
            dong("per-visit", "Doanh thu/lượt", "Takings a visit"),
        ),
        rows=tuple(rows),
        total=(
            TOTAL, None, whole.takings, whole.sales, whole.given_back, visits, _each(whole, visits)
        ),
    )  # fmt: skip


def days_chart(book: Book, priors: Callable[[int], int | None], prior_name: Words) -> Chart:
    """Takings by day; `priors` gives the previous edition's of the open day in a place, where known."""
    bars = []
    for one in book.days():
        place = book.calendar.ordinal(one)
        prior = priors(place) if place else None
        bars.append(Bar(same(day(one)[:5]), max(0, book.sums(day=one).takings), prior))
    return takings_chart(
        "days-chart", Words("Doanh thu từng ngày", "Takings by day"), tuple(bars), prior_name
    )


def takings_chart(key: str, title: Words, bars: tuple[Bar, ...], prior_name: Words = NOTHING) -> Chart:
    highest = max(bars, key=lambda bar: bar.value or 0, default=None)
    known = prior_name if any(bar.prior is not None for bar in bars) else NOTHING
    told = NOTHING
    if highest is not None:
        told = Words(
            f"{len(bars)} cột; cao nhất là {highest.label.vi}. Số liệu ở bảng kèm theo.",
            f"{len(bars)} bars; the highest is {highest.label.en}. The figures stand in the table.",
        )
    return Chart(
        key=key,
        title=title,
        description=told,
        kind="dong",
        bars=bars,
        series=Words("Kỳ này", "This edition"),
        prior_series=known,
    )


def zones_table(book: Book, *, day: str | None = None, basis: Words = VAT_INCLUDED) -> Table:
    """Each zone's takings with its share of their sum. Shares come from the rows, so that they add up."""
    whole = book.sums(day=day)
    of = Words("trên doanh thu của bảng này", "of the takings of this table")
    rows: list[tuple[Value, ...]] = []
    for zone in (*ZONES, UNKNOWN_ZONE):
        sums = book.sums(day=day, zone=zone)
        standing = sum(booth.zone == zone for booth in book.booths.values())
        if zone == UNKNOWN_ZONE and sums == Sums():
            continue
        rows.append(
            (word(ZONE_WORDS, zone), standing, sums.sales, sums.takings, part_of(sums.takings, whole.takings))
        )
    return Table(
        key="zones",
        title=Words("Theo khu", "By zone"),
        basis=basis,
        columns=(
            text("zone", "Khu", "Zone"),
            count("booths", "Gian hàng", "Booths"),
            count("sales", "Đơn bán", "Sales"),
            dong("takings", "Doanh thu", "Takings"),
            share("share", "Tỷ trọng", "Share", of),
        ),
        rows=tuple(rows),
        total=(TOTAL, len(book.booths), whole.sales, whole.takings, part_of(whole.takings, whole.takings)),
    )


def tenders_table(tenders: Mapping[tuple[str, str, str], Pair], *, basis: Words = VAT_INCLUDED) -> Table:
    """How it was paid. Amounts are net of what was given back in that way."""
    by_kind: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (_, _, kind), (times, amount) in tenders.items():
        by_kind[kind][0] += times
        by_kind[kind][1] += amount
    whole = sum(amount for _, amount in by_kind.values())
    of = Words("trên tổng đã thanh toán của bảng này", "of the payments of this table")
    ordered = sorted(by_kind.items(), key=lambda one: (-one[1][1], one[0]))
    return Table(
        key="tenders",
        title=Words("Hình thức thanh toán", "Payments"),
        basis=basis,
        columns=(
            text("tender", "Hình thức", "Way"),
            count("count", "Số lần", "Times"),
            dong("amount", "Số tiền", "Amount"),
            share("share", "Tỷ trọng", "Share", of),
        ),
        rows=tuple(
            (word(TENDER_WORDS, kind), times, amount, part_of(amount, whole))
            for kind, (times, amount) in ordered
        ),
        total=(TOTAL, sum(times for times, _ in by_kind.values()), whole, part_of(whole, whole)),
    )


def articles_table(
    book: Book,
    sold: Mapping[tuple[str, str, str, str], Pair],
    *,
    most: int | None = None,
    sellers: bool = True,
) -> Table:
    """What was sold, the most takings first; `most` rows, and then the rest in one row so that it adds up.

    Without `sellers` nobody is named: the table is of one exhibitor alone.
    """
    by_article: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for (_, _, exhibitor, article), (quantity, takings) in sold.items():
        by_article[exhibitor, article][0] += quantity
        by_article[exhibitor, article][1] += takings
    ordered = sorted(by_article.items(), key=lambda one: (-one[1][1], one[0]))
    shown = ordered if most is None else ordered[:most]
    named = (text("exhibitor", "Đơn vị bán", "Exhibitor"),) if sellers else ()
    blank = (None,) * (2 + len(named))
    rows: list[tuple[Value, ...]] = []
    for (exhibitor, article), (quantity, takings) in shown:
        known = book.articles.get(article)
        unit = known.unit if known else ""
        who = (book.exhibitor_name(exhibitor),) if sellers else ()
        rows.append((book.article_name(article), *who, quantity, unit, takings))
    rest = ordered[len(shown) :]
    if rest:
        others = Words(f"{len(rest)} mặt hàng khác", f"{len(rest)} other products")
        rows.append((others, *blank, sum(takings for _, (_, takings) in rest)))
    return Table(
        key="articles",
        title=Words("Mặt hàng", "Products"),
        basis=VAT_INCLUDED,
        columns=(
            text("article", "Mặt hàng", "Product"),
            *named,
            Column(key="quantity", title=Words("Số lượng", "Quantity"), kind="quantity"),
            text("unit", "Đơn vị tính", "Unit"),
            dong("takings", "Doanh thu", "Takings"),
        ),
        rows=tuple(rows),
        total=(TOTAL, *blank, sum(takings for _, (_, takings) in ordered)),
    )


def _each(sums: Sums, visits: int) -> int | None:
    return half_up(sums.takings, visits) if visits > 0 else None
