"""What changed between editions, as parts of a report: a bar an edition for each part of the fair, what drove
the change of takings, and who is new, did not come again or stands elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fairpos.core.drivers import DriverKey
from fairpos.core.measure_words import BASIS_WORDS, MONEY
from fairpos.core.money import half_up, number
from fairpos.core.report import Bar, Chart, Section, Table, Value, Words
from fairpos.ledger.breakdowns import Breakdown, Cell
from fairpos.ledger.driving import Driving
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.moves import Moves, Standing
from fairpos.ledger.reports.vocabulary import dong, same, scope_words, text

LINES_MAX = 36
"""So many lines a drawing has, so that it fits on a sheet; further parts stand in the table alone."""

DRIVERS = Words("Điều gì làm nên thay đổi", "What drove the change")
MOVES = Words("Đơn vị mới, không trở lại, chuyển gian", "Exhibitors new, lost and moved")

DRIVER_WORDS: Mapping[DriverKey, Words] = {
    "days": Words("Số ngày mở cửa", "Number of open days"),
    "traffic": Words("Lượt khách mỗi ngày", "Visits a day"),
    "per-visit": Words("Doanh thu mỗi lượt khách", "Takings per visit"),
    "buyers": Words("Đơn bán mỗi lượt khách", "Sales a visit"),
    "mix": Words("Cơ cấu khu", "Mix of zones"),
    "basket": Words("Giá trị bình quân đơn bán", "Basket size"),
}
_LISTS = (
    ("new", Words("Mới", "New"), Words("Gian kỳ này", "Booths")),
    ("lost", Words("Không trở lại", "Did not come again"), Words("Gian kỳ trước", "Booths before")),
    (
        "moved",
        Words("Chuyển gian", "Moved to other booths"),
        Words("Gian: trước → nay", "Booths: before → now"),
    ),
)


def named(fair: FairRow) -> Words:
    return Words(fair.name, fair.name_en)


def parts_chart(broken: Breakdown, editions: Sequence[FairRow], title: Words) -> Chart:
    """A group of bars for each of the first parts, one bar an edition, in the order of the editions."""
    most = max(1, LINES_MAX // (len(editions) + 2))  # a line a bar, one for the name, one of air
    bars = [
        _bar(cell, edition, Words(row.name.vi, row.name.en))
        for row in broken.rows[:most]
        for cell, edition in zip(row.cells, editions, strict=True)
    ]
    return Chart(
        key="parts-chart",
        title=title,
        description=Words("Số liệu như trong bảng bên dưới.", "The same figures stand in the table below."),
        kind="dong" if broken.metric in MONEY else "count",
        shape="bars",
        bars=tuple(bars),
        series=named(editions[0]),
    )


def _bar(cell: Cell, edition: FairRow, group: Words) -> Bar:
    if cell.measure is None:
        return Bar(same(edition.season), None, group=group, said=same("–"))
    value = cell.measure.value
    said = Words(cell.measure.amount("vi"), cell.measure.amount("en"))
    return Bar(same(edition.season), half_up(value.numerator, value.denominator), group=group, said=said)


def drivers(driven: Driving, now: FairRow, then: FairRow) -> tuple[Chart, Table]:
    """From what the earlier edition took to what this one did: a drawing, and rows that add up to the end."""
    fall, key = driven.waterfall, f"drivers-{driven.basis}"
    basis = BASIS_WORDS[driven.basis]
    before, after = (Words(f"Kỳ {one.season}", f"Edition {one.season}") for one in (then, now))
    bars = [Bar(before, fall.start)]
    rows: list[tuple[Value, ...]] = [(before, fall.start)]
    for one in fall.drivers:
        bars.append(Bar(DRIVER_WORDS[one.key], one.after, one.after - one.effect))
        rows.append((DRIVER_WORDS[one.key], one.effect))
    title = Words(f"{DRIVERS.vi}, {basis['vi']}", f"{DRIVERS.en}, {basis['en']}")
    chart = Chart(
        key=f"{key}-chart",
        title=title,
        description=Words(
            "Từ doanh thu kỳ trước đến kỳ này, từng phần một; số ghi cạnh thanh.",
            "From the earlier edition's takings to this one's, part by part, with figures beside the bars.",
        ),
        kind="dong",
        shape="steps",
        bars=(*bars, Bar(after, fall.end)),
        series=named(now),
    )
    table = Table(
        key=key,
        title=Words(f"Từng phần, {basis['vi']}", f"Part by part, {basis['en']}"),
        basis=_worked_out(driven),
        columns=(text("part", "Phần", "Part"), dong("amount", "Số tiền", "Amount")),
        rows=tuple(rows),
        total=(after, fall.end),
    )
    return chart, table


def _worked_out(driven: Driving) -> Words:
    """Of what the parts are, over which days, and how they come about."""
    scope, basis = scope_words(driven.scope), BASIS_WORDS[driven.basis]
    days, before = driven.days, driven.days_before
    vi = (
        f"Doanh thu, {scope.vi}, {basis['vi']}, {days.text('vi')} so với {before.text('vi')}. Mỗi phần được "
        "tính khi các phần trước nó đã đổi và các phần sau nó giữ nguyên; cộng lại đúng bằng thay đổi, đến "
        "từng đồng."
    )
    en = (
        f"Takings, {scope.en}, {basis['en']}, {days.text('en')} against {before.text('en')}. Each part is "
        "worked out with those before it changed and those after it as they were; together they are the "
        "change, to the đồng."
    )
    if driven.vague:
        vi += " Số liệu nguồn có số ước hoặc số giới hạn (hơn, gần), nên các phần cũng chỉ là ước tính."
        en += " Some of the sources' figures are estimates or bounds, and so are the parts."
    return Words(vi, en)


def undriven() -> Words:
    """Why there is no waterfall."""
    return Words(
        "Chưa tách được điều gì làm nên thay đổi: phải biết cả doanh thu và lượt khách của cùng những ngày ở "
        "cả hai kỳ.",
        "What drove the change cannot be told: takings and visits of the same days must be known of both "
        "editions.",
    )


def exhibitors(moved: Moves, then: FairRow) -> Section:
    """Who is new, who did not come again and who stands elsewhere, by name, with what they took."""
    stayed = moved.stayed
    return Section(
        key="moves",
        title=MOVES,
        tables=tuple(
            _standings(key, title, booths, found, then)
            for (key, title, booths), found in zip(_LISTS, (moved.new, moved.lost, moved.moved), strict=True)
        ),
        notes=(
            Words(
                f"So với {then.name}, theo tên: {number(stayed, 'vi')} đơn vị giữ nguyên gian.",
                f"Against {then.name_en}, by name: {number(stayed, 'en')} stood at the same booths.",
            ),
        ),
    )


def _standings(key: str, title: Words, booths: Words, found: Sequence[Standing], then: FairRow) -> Table:
    here, before = dong("now", "Doanh thu kỳ này", "Takings"), dong("then", "Doanh thu kỳ trước", "Before")
    columns = (
        text("exhibitor", "Đơn vị", "Exhibitor"),
        text("booths", booths.vi, booths.en),
        *(() if key == "lost" else (here,)),
        *(() if key == "new" else (before,)),
    )
    rows: list[tuple[Value, ...]] = []
    for one in found:
        sums = (*(() if key == "lost" else (one.takings,)), *(() if key == "new" else (one.takings_before,)))
        rows.append((one.name, _places(one), *sums))
    return Table(
        key=f"moves-{key}",
        title=Words(f"{title.vi}: {len(found)} đơn vị", f"{title.en}: {len(found)}"),
        basis=Words(f"so với {then.name}, theo tên đơn vị", f"against {then.name_en}, by name"),
        columns=columns,
        rows=tuple(rows),
    )


def _places(one: Standing) -> Value:
    if one.booths and one.booths_before:
        return f"{', '.join(one.booths_before)} → {', '.join(one.booths)}"
    return ", ".join(one.booths or one.booths_before) or None
