"""Statistics by the rules fairs are audited by (UFI, FKM, CENTREX): exhibitors, space and visits.

Direct exhibitors only, the main one of a booth and those beside it; home and foreign by the seat of the
exhibitor; visits are entries at the gates and never called visitors.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from fairpos.core.fair import ZONES, Exhibitor
from fairpos.core.floor import STANDARD_AREA
from fairpos.core.money import half_up
from fairpos.core.report import Column, Report, Section, Table, Value, Words
from fairpos.ledger.reports import drawings
from fairpos.ledger.reports.book import Book
from fairpos.ledger.reports.parts import DAY
from fairpos.ledger.reports.statements import period
from fairpos.ledger.reports.vocabulary import (
    CATEGORY_WORDS,
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

STANDARD = Words("Quy ra gian tiêu chuẩn 9 m²", "In standard booths of 9 m²")


def statistics(book: Book) -> Report:
    visits = _visits(book)
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
                charts=drawings.charts(visits, "visits"),
                tables=(visits, _methods(book)),
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
    """Net space is what allotted stands take up, paid or not; an area given as a whole has square metres and
    is no booth. A booth nobody has drawn has no size and says so by its dash."""
    stands = {stand.id: stand for stand in book.stands}
    taken = {booth.id for booth in book.booths.values() if booth.exhibitors}
    rows: list[tuple[Value, ...]] = []
    for zone in (*ZONES, None):
        here = [booth.id for booth in book.booths.values() if zone in (None, booth.zone)]
        drawn = [stands[id_] for id_ in here if id_ in stands]
        booths = [id_ for id_ in here if id_ not in stands or stands[id_].kind == "booth"]
        gross = sum(stand.area for stand in drawn)
        gross_booths = sum(stand.area for stand in drawn if stand.kind == "booth")
        net = sum(stand.area for stand in drawn if stand.id in taken)
        rows.append(
            (
                word(ZONE_WORDS, zone) if zone else TOTAL,
                len(booths),
                len(taken & set(booths)),
                half_up(1000 * gross_booths, STANDARD_AREA) if drawn else None,
                net if drawn else None,
                gross if drawn else None,
            )
        )
    return Table(
        key="space",
        title=Words("Gian hàng và diện tích theo khu", "Booths and space by zone"),
        basis=Words(
            "diện tích tịnh của gian đã phân bổ, không kể lối đi, sân khấu, văn phòng",
            "net space of allotted stands, without aisles, stage and offices",
        ),
        columns=(
            text("zone", "Khu", "Zone"),
            count("booths", "Gian hàng", "Booths"),
            count("occupied", "Có đơn vị đứng", "Occupied"),
            Column(key="standard", title=STANDARD, kind="quantity"),
            Column(key="net", title=Words("Diện tích tịnh", "Total net"), kind="area"),
            Column(key="drawn", title=Words("Tổng các ô trên sơ đồ", "All stands drawn"), kind="area"),
        ),
        rows=tuple(rows[:-1]),
        total=rows[-1],
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
    """Everything recorded by how it was counted, and which of it stands as visits: where one gate was counted
    in two ways on a day, one of them stands."""
    recorded: defaultdict[tuple[str, str], int] = defaultdict(int)
    standing: defaultdict[tuple[str, str], int] = defaultdict(int)
    for one in book.gates.passed:
        if one.direction == "in":
            recorded[one.category, one.method] += one.count
            if book.gates.is_visit(one):
                standing[one.category, one.method] += one.count
    ordered = sorted(recorded.items(), key=lambda one: (one[0][0] != "visitor", -one[1], one[0]))
    return Table(
        key="methods",
        title=Words("Cách đếm", "Methods"),
        basis=Words(
            "mọi lượt vào đã ghi; nhân viên, đơn vị, báo chí không tính là lượt khách",
            "every entry recorded; staff, exhibitors and the press are no visits",
        ),
        columns=(
            text("method", "Cách đếm", "Method"),
            text("category", "Ai", "Who"),
            count("entries", "Lượt vào đã ghi", "Entries recorded"),
            count("visits", "Tính là lượt khách", "Counted as visits"),
        ),
        rows=tuple(
            (word(METHOD_WORDS, method), word(CATEGORY_WORDS, category), n, standing[category, method])
            for (category, method), n in ordered
        ),
        total=(TOTAL, None, sum(recorded.values()), sum(standing.values())),
    )
