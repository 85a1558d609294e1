"""Rows of a file with figures of past seasons: its columns, and what each cell can mean.

One row is one figure of one source. The columns of the fair (name, series, days) need to stand in one row of
each fair that is not here yet; the others may leave them empty. Every cell that cannot be read is a fault
with its address, and no row hides the faults of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, TypeVar

from fairpos.core import written_figure
from fairpos.core.document import TEXT_MAX, is_name
from fairpos.core.measure_words import MONEY, Basis, Metric, Qualifier, Scope
from fairpos.core.search import search_key
from fairpos.core.written_figure import AmbiguousFigure, Figure, MixedStyles, NotAFigure, Style
from fairpos.wire import cells
from fairpos.wire.cells import BadCell, Cell
from fairpos.wire.sheets import Column, Row

COLUMNS = (
    Column("fair", ("Mã hội chợ", "Fair"), required=True),
    Column("name", ("Tên hội chợ", "Name of the fair")),
    Column("name_en", ("Tên tiếng Anh", "Name in English")),
    Column("series", ("Loạt", "Series")),
    Column("season", ("Mùa", "Season")),
    Column("province", ("Tỉnh tổ chức", "Province")),
    Column("first_day", ("Ngày khai mạc", "First day")),
    Column("last_day", ("Ngày bế mạc", "Last day")),
    Column("closed_days", ("Ngày nghỉ", "Closed days")),
    Column("metric", ("Chỉ tiêu", "Metric"), required=True),
    Column("zone", ("Khu", "Zone")),
    Column("part", ("Chia theo", "Part")),
    Column("place", ("Tên phần", "Name of the part")),
    Column("day", ("Ngày", "Day")),
    Column("value", ("Số liệu", "Value"), required=True),
    Column("unit", ("Đơn vị tính", "Unit")),
    Column("qualifier", ("Mức", "Qualifier")),
    Column("basis", ("Cách tính", "Basis")),
    Column("days", ("Số ngày mở cửa", "Open days")),
    Column("counted_from", ("Tính từ ngày", "Counted from")),
    Column("counted_to", ("Tính đến ngày", "Counted to")),
    Column("extent", ("Phạm vi", "Extent")),
    Column("source", ("Nguồn", "Source"), required=True),
    Column("chosen", ("Dùng số này", "Chosen")),
    Column("note", ("Ghi chú", "Note")),
)

PartKey = Literal["", "district", "province", "country", "booth", "group"]

METRIC_NAMES: Mapping[str, Metric] = {
    "doanh thu": "takings", "doanh so": "takings", "takings": "takings", "revenue": "takings",
    "luot khach": "visits", "visits": "visits", "don ban": "sales", "sales": "sales",
    "gian hang": "booths", "booths": "booths", "khu gian hang": "areas", "areas": "areas",
    "don vi tham gia": "exhibitors", "don vi": "exhibitors", "exhibitors": "exhibitors",
    "tinh thanh": "provinces", "provinces": "provinces", "san pham": "products", "products": "products",
    "hop dong": "contracts", "contracts": "contracts", "gia tri hop dong": "contract-value",
    "contract value": "contract-value",
}  # fmt: skip
_ZONES: Mapping[str, Scope] = {
    "": "all", "toan hoi cho": "all", "all": "all", "trong tinh": "in-province", "in province": "in-province",
    "ngoai tinh": "other-province", "other province": "other-province", "tinh khac": "other-province",
    "nuoc ngoai": "foreign", "foreign": "foreign",
}  # fmt: skip
_PARTS: Mapping[str, PartKey] = {
    "": "", "huyen": "district", "xa": "district", "district": "district", "tinh": "province",
    "province": "province", "nuoc": "country", "country": "country", "gian": "booth", "booth": "booth",
    "nhom": "group", "group": "group",
}  # fmt: skip
_BASES: Mapping[str, Basis] = {
    "tong": "total", "tong cong": "total", "total": "total", "ngay": "per-day", "moi ngay": "per-day",
    "binh quan ngay": "per-day", "per day": "per-day",
}  # fmt: skip
_EXTENTS: Mapping[str, Literal["full", "partial"]] = {
    "": "full", "tron ky": "full", "full": "full", "mot phan": "partial", "nhung ngay dau": "partial",
    "partial": "partial",
}  # fmt: skip

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a file out: where, what, and what stands there. `code` is a key of the words
    "season_fault", "cell" or "cell_fault"."""

    address: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FairNamed:
    """What a row says of its fair. `days` are (ISO day, whether open), empty where they are not known."""

    slug: str
    name: str = ""
    name_en: str = ""
    series: str = ""
    season: str = ""
    province: str = ""
    days: tuple[tuple[str, bool], ...] = ()
    # An opening or a closing day that is known without the other.
    known_day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row as it was understood. `figure` tells how its number was read, `address` where the number is."""

    row: Row
    address: str
    fair: FairNamed
    metric: Metric
    scope: Scope
    part: PartKey
    place: str
    day: str
    figure: Figure
    written: str
    qualifier: Qualifier
    also: Qualifier
    basis: Basis
    days: int | None
    counted_from: str | None
    counted_to: str | None
    extent: Literal["full", "partial"]
    source: str
    chosen: bool | None
    note: str


@dataclass(slots=True)
class Reading:
    """What was read so far, and everything that is wrong."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def proof(rows: tuple[Row, ...]) -> tuple[frozenset[Style], dict[Style, Cell]]:
    """Which styles the figures of a file prove, and the first cell that proves each."""
    first: dict[Style, Cell] = {}
    for row in rows:
        cell, unit = row["value"], row["unit"].text
        if cell.number or cell.fault:
            continue
        for style in written_figure.proof([(f"{cell.text} {unit}".strip(), True)]):
            first.setdefault(style, cell)
    return frozenset(first), first


def line(row: Row, file: frozenset[Style], reading: Reading) -> None:
    """Understand one row, or add what is wrong with it."""
    before = len(reading.faults)
    for cell in row.faults():
        reading.faults.append(Fault(cell.address, cell.fault, cell.text))
    if len(reading.faults) > before:
        return
    take = _Taker(row, reading)
    metric = take.key("metric", METRIC_NAMES, "metric")
    basis_said = take.key("basis", {"": None, **_BASES}, "basis")
    figure = take.figure(metric, file)
    marks = take.read("qualifier", lambda cell: written_figure.mark(cell.text), "qualifier")
    source = take.text("source", required=True)
    fair = take.fair()
    scope = take.key("zone", _ZONES, "zone")
    part = take.key("part", _PARTS, "part")
    place = take.text("place")
    if part is not None and (part == "") != (place == ""):
        reading.faults.append(Fault(row["place" if place == "" else "part"].address, "part-and-place"))
    day = take.day("day")
    counted_from, counted_to = take.day("counted_from"), take.day("counted_to")
    days = take.read("days", lambda cell: cells.whole(cell, least=1, most=366), "cell")
    extent = take.key("extent", _EXTENTS, "extent")
    chosen = take.read("chosen", cells.yes, "cell")
    note = take.text("note", most=1000)
    if len(reading.faults) > before:
        return
    assert metric is not None, "a metric that is not known is a fault"
    assert figure is not None, "a figure that is not understood is a fault"
    qualifier, also = _joined((figure.qualifier, figure.also), marks or ("exact", "exact"))
    reading.lines.append(
        Line(
            row=row, address=row["value"].address, fair=fair, metric=metric, scope=scope or "all",
            part=part or "", place=place, day=day or "", figure=figure, written=row["value"].text,
            qualifier=qualifier, also=also, basis=basis_said or figure.basis or "total", days=days,
            counted_from=counted_from, counted_to=counted_to, extent=extent or "full", source=source,
            chosen=chosen if row["chosen"].text else None, note=note,
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Taker:
    row: Row
    reading: Reading

    def fault(self, cell: Cell, code: str, detail: str = "") -> None:
        self.reading.faults.append(Fault(cell.address, code, detail or cell.text))

    def key(self, name: str, known: Mapping[str, Key], code: str) -> Key | None:
        cell = self.row[name]
        if _key(cell) in known:
            return known[_key(cell)]
        self.fault(cell if cell.column else self.row["value"], code)
        return None

    def text(self, name: str, *, required: bool = False, most: int = TEXT_MAX) -> str:
        cell = self.row[name]
        if (required and not cell.text) or len(cell.text) > most:
            self.fault(
                cell if cell.column else self.row["value"], f"{name}-missing" if not cell.text else "long"
            )
        return cell.text

    def read(self, name: str, how: Callable[[Cell], Key], code: str) -> Key | None:
        """What a cell holds by a reader, None where it is empty."""
        cell = self.row[name]
        if not cell.text:
            return None
        try:
            return how(cell)
        except BadCell as bad:
            self.fault(cell, bad.code)
        except NotAFigure:
            self.fault(cell, code)
        return None

    def day(self, name: str) -> str | None:
        return self.read(name, cells.day, "cell")

    def figure(self, metric: Metric | None, file: frozenset[Style]) -> Figure | None:
        cell, unit = self.row["value"], self.row["unit"]
        try:
            factor, coin = written_figure.unit(unit.text)
        except NotAFigure:
            self.fault(unit, "unit")
            return None
        if metric is None:
            return None
        if cell.number:
            # A number of the workbook, not a text: its point is a decimal point whatever people write.
            file = frozenset({"en"})
        try:
            found = written_figure.read(cell.text, whole=True, unit=factor, file=file)
        except AmbiguousFigure as asked:
            self.fault(cell, "ambiguous", _both(cell.text, asked.readings))
        except MixedStyles as mixed:
            self.fault(cell, "mixed", _both(cell.text, mixed.readings))
        except NotAFigure as bad:
            self.fault(cell, f"figure-{bad.code}")
        else:
            if (found.money or coin) and metric not in MONEY:
                self.fault(cell, "money-for-things")
            elif (
                metric in MONEY
                and found.factor == 1
                and not (found.money or coin)
                and found.value < 1_000_000
            ):
                # "6056" of takings was meant in millions, and nobody said so.
                self.fault(cell, "unit-missing")
            else:
                return found
        return None

    def fair(self) -> FairNamed:
        slug = self.row["fair"].text
        if not is_name(slug):
            self.fault(self.row["fair"] if slug else self.row["value"], "fair")
        first, last = self.day("first_day"), self.day("last_day")
        days: tuple[tuple[str, bool], ...] = ()
        closed = self._closed_days()
        if first and last:
            begin, end = date.fromisoformat(first), date.fromisoformat(last)
            if not 0 <= (end - begin).days <= 60:
                self.fault(self.row["last_day"], "fair-days")
            else:
                every = [(begin + timedelta(n)).isoformat() for n in range((end - begin).days + 1)]
                if not closed <= set(every):
                    self.fault(self.row["closed_days"], "closed-outside")
                days = tuple((day, day not in closed) for day in every)
        return FairNamed(
            slug=slug,
            name=self.text("name"),
            name_en=self.text("name_en"),
            series=self.text("series"),
            season=self.text("season"),
            province=self.text("province"),
            days=days,
            known_day="" if days else first or last or "",
        )

    def _closed_days(self) -> frozenset[str]:
        """Days apart by blanks, commas or semicolons; a range by two points: 2026-02-17..2026-02-19."""
        found: set[str] = set()
        cell = self.row["closed_days"]
        for word in re.split(r"[\s,;]+", cell.text.strip()) if cell.text else ():
            ends = word.split("..")
            try:
                edges = [
                    date.fromisoformat(cells.day(Cell(end, cell.sheet, cell.row, cell.column)))
                    for end in ends
                ]
            except BadCell as bad:
                self.fault(cell, bad.code)
                return frozenset()
            if len(edges) > 2 or (edges[-1] - edges[0]).days > 60:
                self.fault(cell, "not-a-day")
                return frozenset()
            found |= {(edges[0] + timedelta(n)).isoformat() for n in range((edges[-1] - edges[0]).days + 1)}
        return frozenset(found)


def _key(cell: Cell) -> str:
    return search_key(re.sub(r"[-_,/]", " ", cell.text))


def _both(text: str, readings: tuple[Fraction, Fraction]) -> str:
    return f"{text}: {readings[0]} / {readings[1]}"


def _joined(
    one: tuple[Qualifier, Qualifier], other: tuple[Qualifier, Qualifier]
) -> tuple[Qualifier, Qualifier]:
    """The marks of the number and of its column together, the governing first."""
    order: tuple[Qualifier, ...] = ("planned", "over", "nearly", "estimated")
    marks = [mark for mark in order if mark in (*one, *other)]
    first, second, *_ = *marks, *_EXACT
    return first, second


_EXACT: tuple[Qualifier, Qualifier] = ("exact", "exact")
