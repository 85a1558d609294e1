"""Statistics by the rules fairs are audited by (UFI, FKM, CENTREX): exhibitors, space and visits.

Direct exhibitors only, the main one of a booth and those beside it; home and foreign by the seat of the
exhibitor; visits are entries at the gates and never called visitors.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from fairpos.core.fair import ZONES, Exhibitor
from fairpos.core.report import Report, Section, Table, Value, Words
from fairpos.ledger.reports.book import Book
from fairpos.ledger.reports.parts import DAY
from fairpos.ledger.reports.statements import period
from fairpos.ledger.reports.vocabulary import (
    KIND_WORDS,
    METHOD_WORDS,
    TOTAL,
    ZONE_WORDS,
    count,
    lacks,
    part_of,
    share,
    text,
    word,
)


def statistics(book: Book) -> Report:
    return Report(
        kind="statistics",
        subject="",
        title=Words("Thống kê theo chuẩn kiểm toán hội chợ", "Statistics by fair audit rules"),
        subtitle=period(book),
        fair=Words(book.fair.name, book.fair.name_en),
        at=book.at,
        sections=(
            Section(
                key="exhibitors",
                title=Words("Đơn vị trưng bày", "Exhibitors"),
                tables=(_exhibitors(book), _kinds(book), _origins(book)),
                notes=(
                    Words(
                        "Đơn vị chính đứng tên gian hàng; đơn vị cùng gian có hàng và người bán riêng. "
                        "Mỗi đơn vị tính một lần. Trong nước, nước ngoài theo trụ sở của đơn vị.",
                        "A main exhibitor holds the booth; a co-exhibitor stands there with goods and staff "
                        "of its own. Each is counted once. Home and foreign go by the exhibitor's seat.",
                    ),
                ),
            ),
            Section(key="space", title=Words("Diện tích", "Space"), tables=(_space(book),)),
            Section(
                key="visits",
                title=Words("Lượt khách", "Visits"),
                tables=(_visits(book), _methods(book)),
                notes=(
                    Words(
                        "Lượt khách là lượt vào cổng. Số người khác nhau không được đếm nên không nêu.",
                        "Visits are entries. Different persons were not counted, so none are claimed.",
                    ),
                    *lacks(book.completeness, book.suspense),
                ),
            ),
        ),
    )


def roles(book: Book) -> dict[str, str]:
    """Who stands at the fair: "main" where it holds a booth, "co" where it only stands beside others."""
    found: dict[str, str] = {}
    for booth in book.booths.values():
        for position, who in enumerate(booth.exhibitors):
            if position == 0:
                found[who] = "main"
            else:
                found.setdefault(who, "co")
    return found


def _here(book: Book) -> list[tuple[Exhibitor, str]]:
    return [
        (book.exhibitors[who], role) for who, role in sorted(roles(book).items()) if who in book.exhibitors
    ]


def _exhibitors(book: Book) -> Table:
    counted = Counter((role, one.country == "VN") for one, role in _here(book))
    rows: list[tuple[Words, int, int, int]] = []
    for role, name in (("main", Words("Chính", "Main")), ("co", Words("Cùng gian", "Co-exhibitors"))):
        home, foreign = counted[role, True], counted[role, False]
        rows.append((name, home, foreign, home + foreign))
    return Table(
        key="exhibitors",
        title=Words("Đơn vị chính và đơn vị cùng gian", "Main and co-exhibitors"),
        basis=Words("mỗi đơn vị tính một lần, theo phân bổ gian hàng", "each once, as booths are allocated"),
        columns=(
            text("role", "Vai trò", "Role"),
            count("home", "Trong nước", "Home"),
            count("foreign", "Nước ngoài", "Foreign"),
            count("all", "Tổng", "All"),
        ),
        rows=tuple(rows),
        total=(TOTAL, *(sum(row) for row in zip(*(row[1:] for row in rows), strict=True))),
    )


def _kinds(book: Book) -> Table:
    counted = Counter(one.kind for one, _ in _here(book))
    whole = sum(counted.values())
    of = Words("trên số đơn vị của bảng này", "of the exhibitors of this table")
    return Table(
        key="kinds",
        title=Words("Loại hình", "Kinds"),
        basis=Words("mỗi đơn vị tính một lần", "each exhibitor once"),
        columns=(
            text("kind", "Loại hình", "Kind"),
            count("exhibitors", "Đơn vị", "Exhibitors"),
            share("share", "Tỷ trọng", "Share", of),
        ),
        rows=tuple(
            (word(KIND_WORDS, kind), n, part_of(n, whole))
            for kind, n in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        ),
        total=(TOTAL, whole, part_of(whole, whole)),
    )


def _origins(book: Book) -> Table:
    counted = Counter(
        (one.country, (one.province or "") if one.country == "VN" else "") for one, _ in _here(book)
    )
    ordered = sorted(counted.items(), key=lambda one: (one[0][0] != "VN", -one[1], one[0]))
    return Table(
        key="origins",
        title=Words("Tỉnh, thành phố và nước", "Provinces and countries"),
        basis=Words("theo trụ sở của đơn vị, mỗi đơn vị một lần", "by the exhibitor's seat, each once"),
        columns=(
            text("country", "Nước", "Country"),
            text("province", "Tỉnh, thành phố", "Province"),
            count("exhibitors", "Đơn vị", "Exhibitors"),
        ),
        rows=tuple((country, province or None, n) for (country, province), n in ordered),
        total=(TOTAL, None, sum(counted.values())),
    )


def _space(book: Book) -> Table:
    rows: list[tuple[Value, ...]] = []
    taken = [booth for booth in book.booths.values() if booth.exhibitors]
    for zone in ZONES:
        rows.append(
            (
                word(ZONE_WORDS, zone),
                sum(booth.zone == zone for booth in book.booths.values()),
                sum(booth.zone == zone for booth in taken),
            )
        )
    return Table(
        key="space",
        title=Words("Gian hàng theo khu", "Booths by zone"),
        basis=Words("gian hàng có đơn vị đứng là gian được phân bổ", "occupied: allotted, paid or not"),
        columns=(
            text("zone", "Khu", "Zone"),
            count("booths", "Gian hàng", "Booths"),
            count("occupied", "Có đơn vị đứng", "Occupied"),
        ),
        rows=tuple(rows),
        total=(TOTAL, len(book.booths), len(taken)),
    )


def _visits(book: Book) -> Table:
    return Table(
        key="visits",
        title=Words("Lượt khách từng ngày", "Visits by day"),
        basis=Words("lượt vào, mọi cổng", "entries, all gates"),
        columns=(
            DAY,
            count("place", "Ngày mở cửa thứ", "Open day"),
            count("visits", "Lượt khách", "Visits"),
        ),
        rows=tuple((one, book.calendar.ordinal(one), book.visits_of(one)) for one in book.days()),
        total=(TOTAL, None, book.visits_of()),
    )


def _methods(book: Book) -> Table:
    by_method: defaultdict[str, int] = defaultdict(int)
    gates: defaultdict[str, set[str]] = defaultdict(set)
    for (_, gate, method), entries in book.visits.items():
        by_method[method] += entries
        gates[method].add(gate)
    ordered = sorted(by_method.items(), key=lambda one: (-one[1], one[0]))
    return Table(
        key="methods",
        title=Words("Cách đếm", "Methods"),
        basis=Words("mọi lượt vào đã ghi, theo cách đếm", "every entry recorded, by how it was counted"),
        columns=(
            text("method", "Cách đếm", "Method"),
            count("gates", "Cổng", "Gates"),
            count("entries", "Lượt vào", "Entries"),
        ),
        rows=tuple((word(METHOD_WORDS, method), len(gates[method]), n) for method, n in ordered),
        total=(TOTAL, len(set().union(*gates.values())), sum(by_method.values())),
    )
