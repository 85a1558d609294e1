"""Figures of past seasons in the wide layout: a row a fair and source, a column a figure.

Researchers keep them so. Each figure is unfolded into a row of `season_rows` that still has the address of
its own cell; what stands in words beside the figures (over, nearly, in-province, first days, closed days) is
read where it can be, and whatever cannot be read as a figure stays as words and is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from fairpos.core.money import half_up
from fairpos.core.search import search_key
from fairpos.wire import sheets
from fairpos.wire.cells import BadSheet, Cell
from fairpos.wire.season_rows import Fault
from fairpos.wire.sheets import Column, Row, Sheet


@dataclass(frozen=True, slots=True)
class _Figure:
    """One column with a figure: of what, of which zone, on which basis, and which column qualifies it."""

    key: str
    metric: str
    zone: str = ""
    basis: str = "tổng"
    marked_by: str = ""


_FIGURES = (
    _Figure("booths_total", "gian hàng", marked_by="booth_unit_note"),
    _Figure("booths_in_province", "gian hàng", "trong tỉnh"),
    _Figure("booths_other_province", "gian hàng", "ngoài tỉnh"),
    _Figure("booths_foreign", "gian hàng", "nước ngoài"),
    _Figure("booths_other", "gian hàng"),
    _Figure("exhibitors", "đơn vị tham gia"),
    _Figure("provinces_taking_part", "tỉnh, thành"),
    _Figure("products_total", "sản phẩm"),
    _Figure("products_in_province", "sản phẩm", "trong tỉnh"),
    _Figure("products_other_province", "sản phẩm", "ngoài tỉnh"),
    _Figure("products_foreign", "sản phẩm", "nước ngoài"),
    _Figure("visits_total", "lượt khách", marked_by="visits_qualifier"),
    _Figure("visits_per_day", "lượt khách", basis="ngày", marked_by="visits_qualifier"),
    _Figure("revenue_total_mvnd", "doanh thu", marked_by="revenue_qualifier"),
    _Figure("revenue_per_day_mvnd", "doanh thu", basis="ngày", marked_by="revenue_qualifier"),
    _Figure("revenue_in_province_mvnd", "doanh thu", "trong tỉnh"),
    _Figure("revenue_other_province_mvnd", "doanh thu", "ngoài tỉnh"),
    _Figure("revenue_foreign_mvnd", "doanh thu", "nước ngoài"),
    _Figure("contracts_mvnd", "giá trị hợp đồng"),
)
_WORDS = (
    "row_id", "status", "start_date", "end_date", "days_stated", "booth_unit_note", "visits_qualifier",
    "revenue_qualifier", "revenue_detail_mvnd", "published_pct", "published_vs", "source_site", "notes",
)  # fmt: skip
_REQUIRED = ("fair_id", "fair_name", "province", "series", "coverage", "source_title")
COLUMNS = tuple(
    Column(key, (key,), required=key in _REQUIRED)
    for key in (*_REQUIRED, *_WORDS, *(one.key for one in _FIGURES))
)
_KEPT_AS_WORDS = (
    "start_date", "end_date", "days_stated", "visits_qualifier", "revenue_qualifier", "exhibitors",
)  # fmt: skip
FLOWS = ("lượt khách", "doanh thu")
UNKNOWN_YEAR = "không rõ"
OTHER = "khác"

_MARKS = {
    "more than": "hơn", "over": "hơn", "trên": "hơn", "hơn": "hơn", "nearly": "gần", "almost": "gần",
    "gần": "gần", "about": "khoảng", "around": "khoảng", "khoảng": "khoảng", "estimated": "ước", "ước": "ước",
}  # fmt: skip
_MARK = re.compile(rf"\b({'|'.join(_MARKS)})\b", re.IGNORECASE)
_MARKED = re.compile(rf"\b({'|'.join(_MARKS)})\s+(\d[\d.,]*)", re.IGNORECASE)
_FIRST = re.compile(r"\bfirst\b|\bnhững ngày đầu\b", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS = re.compile(r"(\d+) \((visits|revenue)\)")
_CLOSED = re.compile(r"\bCLOSED (\d{1,2})-(\d{1,2})/(\d{1,2})")
_ONE_FIGURE = re.compile(rf"(?:(?:{'|'.join(_MARKS)})\s+)*\d[\d.,]*(?:\s+[^\W\d_]+)?", re.IGNORECASE)
_DETAIL = re.compile(rf"(\D+?):?\s+((?:(?:{'|'.join(_MARKS)})\s+)?\d[\d.,]*)", re.IGNORECASE)


def read(name: str, body: bytes) -> tuple[Sheet, tuple[Fault, ...]] | None:
    """The rows of a wide file and what to ask about them; None for a file of another layout.

    Raises BadSheet for a wide file that cannot be read.
    """
    try:
        sheet = sheets.read(name, body, COLUMNS)
    except BadSheet as bad:
        if bad.code == "no-heading":
            return None
        raise
    asked: list[Fault] = []
    unfolded: list[Row] = []
    known: set[str] = set()
    for row in sheet.rows:
        slug = _slug(row)
        fair = {} if slug in known else _fair(slug, [one for one in sheet.rows if _slug(one) == slug])
        made = list(_unfold(row, fair, asked))
        if made:
            known.add(slug)
        else:
            asked.append(Fault(row["fair_id"].address, "wide-empty", row["row_id"].text))
        unfolded += made
    return replace(sheet, rows=_choose(unfolded)), tuple(asked)


def _slug(row: Row) -> str:
    return row["fair_id"].text.lower()


def _fair(slug: str, rows: Sequence[Row]) -> dict[str, str]:
    """What the rows of a fair say of it; its name is that of the first, its days those first known whole."""
    first = rows[0]
    province, _, elsewhere = first["province"].text.partition("@")
    year = re.search(r"-(\d{4})(?:-|$)", slug)
    series = [slug.partition("-")[0], first["series"].text, search_key(elsewhere).replace(" ", "-")]
    found = {
        "name": first["fair_name"].text,
        "series": "-".join(part for part in series if part),
        "season": year[1] if year else UNKNOWN_YEAR,
        "province": province.partition("(")[0].strip(),
    }
    days = [(_day(row["start_date"]), _day(row["end_date"])) for row in rows]
    whole = next((pair for pair in days if all(pair)), None) or next(
        (pair for pair in days if any(pair)), None
    )
    if whole:
        found |= {"first_day": whole[0], "last_day": whole[1]}
        closed = next((match for row in rows if (match := _CLOSED.search(row["notes"].text))), None)
        if closed and whole[0]:
            days_off = (f"{whole[0][:4]}-{int(closed[3]):02}-{int(day):02}" for day in closed.groups()[:2])
            found["closed_days"] = "..".join(days_off)
    return found


def _day(cell: Cell) -> str:
    return cell.text if _DAY.fullmatch(cell.text) else ""


def _unfold(row: Row, fair: Mapping[str, str], asked: list[Fault]) -> Iterator[Row]:
    source = " – ".join(filter(None, (row["source_title"].text, row["source_site"].text)))
    said = {"fair": _slug(row), "source": source, "note": _note(row), **fair}
    days = _days(row, asked)
    for one in _FIGURES:
        cell = row[one.key]
        if cell.text and not _ONE_FIGURE.fullmatch(cell.text):
            asked.append(Fault(cell.address, "wide-words", cell.text))
        elif cell.text:
            yield _row(row, cell, {**said, **_told(row, one, cell, days)})
    yield from _detail(row, said, days, asked)


def _beside(row: Row, one: _Figure) -> str:
    """The words that qualify a figure; takings that are all in-province are qualified as the total is."""
    if one.key == "revenue_in_province_mvnd" and _is_in_province(row):
        return row["revenue_qualifier"].text
    return row[one.marked_by].text if one.marked_by else ""


def _told(row: Row, one: _Figure, cell: Cell, days: Mapping[str, str]) -> dict[str, str]:
    """What a figure is of, by its column and by the words beside it."""
    beside = _beside(row, one)
    told = {
        "metric": one.metric,
        "zone": "trong tỉnh" if "in-province" in beside else one.zone,
        "basis": one.basis,
        "qualifier": _qualifier(row, one, cell),
        "unit": "triệu đồng" if one.key.endswith("_mvnd") else "",
        "days": days.get(one.metric, ""),
    }
    if one.metric in FLOWS and (row["coverage"].text == "partial" or _FIRST.search(beside)):
        told["extent"] = "một phần"
    if one.metric == "gian hàng" and one.zone and "khu gian hàng" in row["booth_unit_note"].text:
        told["metric"] = "khu gian hàng"
    if one.key == "booths_other":
        told |= {"part": "nhóm", "place": OTHER}
    return told


def _row(row: Row, cell: Cell, texts: Mapping[str, str]) -> Row:
    """A row of season_rows; what it says stands where its figure does."""
    cells = {key: Cell(text, cell.sheet, cell.row, cell.column) for key, text in texts.items() if text}
    # A formula or a merged cell anywhere in the row keeps it out, as it would in the other layout.
    broken = {one.address: one for one in row.faults()}
    return Row(row.sheet, row.number, {**broken, **cells, "value": cell})


def _note(row: Row) -> str:
    """Everything that is no figure, so that nothing a source said gets lost."""
    against = f"published: {row['published_pct'].text} against {row['published_vs'].text}"
    parts = (
        f"{row['row_id'].text}. {row['status'].text}, {row['coverage'].text}",
        row["notes"].text,
        row["booth_unit_note"].text,
        f"{row['fair_name'].text}, {row['province'].text}",
        *(
            f"{key}: {row[key].text}"
            for key in (
                "start_date",
                "end_date",
                "days_stated",
                "visits_qualifier",
                "revenue_qualifier",
                "exhibitors",
            )
            if row[key].text
        ),
        row["revenue_detail_mvnd"].text,
        against if row["published_pct"].text else "",
    )
    return "; ".join(filter(None, parts))


def _days(row: Row, asked: list[Fault]) -> dict[str, str]:
    """The open days of visits and of takings: stated, or implied by a total and its own mean."""
    stated = row["days_stated"]
    if stated.text.isdigit():
        return dict.fromkeys(FLOWS, stated.text)
    metrics = {"visits": "lượt khách", "revenue": "doanh thu"}
    found = {metrics[match[2]]: match[1] for match in _DAYS.finditer(stated.text)}
    if stated.text and not found:
        asked.append(Fault(stated.address, "wide-words", stated.text))
    if not stated.text:
        total = row["revenue_in_province_mvnd" if _is_in_province(row) else "revenue_total_mvnd"]
        implied = _implied(total, row["revenue_per_day_mvnd"])
        if implied:
            asked.append(Fault(row["revenue_per_day_mvnd"].address, "wide-days", implied))
            return dict.fromkeys(FLOWS, implied)
    return found


def _is_in_province(row: Row) -> bool:
    """Whether the words beside the takings say that all of them are of the in-province zone."""
    return "in-province" in row["revenue_qualifier"].text


def _implied(total: Cell, mean: Cell) -> str:
    """How many days a total and its printed mean are of, where that number gives the very print."""
    try:
        whole, each = Fraction(total.text), Fraction(mean.text)
    except ValueError:
        return ""
    days = round(whole / each) if each > 0 else 0
    if days == 0:
        return ""
    scale = 10 ** len(mean.text.partition(".")[2])
    exact = whole * scale / days
    return str(days) if half_up(exact.numerator, exact.denominator) == each * scale else ""


def _qualifier(row: Row, one: _Figure, cell: Cell) -> str:
    """What stands before the figure itself, else in its own column, else before that number in the notes."""
    planned = ["kế hoạch"] if row["coverage"].text == "planned" else []
    marks: list[str] = []
    if not _MARK.search(cell.text):
        prose = f"{row['booth_unit_note'].text}; {row['notes'].text}"
        number = re.sub(r"\D", "", cell.text)
        marks = [_MARKS[m[1].lower()] for m in _MARKED.finditer(prose) if re.sub(r"\D", "", m[2]) == number]
        if own := _MARK.findall(_beside(row, one)):
            marks = [_MARKS[mark.lower()] for mark in own]
    return ", ".join(dict.fromkeys((*planned, *marks)))


def _detail(row: Row, said: Mapping[str, str], days: Mapping[str, str], asked: list[Fault]) -> Iterator[Row]:
    """Parts of the takings written out as "Vân Đồn 429; Cô Tô 422"; anything else stays words."""
    cell = row["revenue_detail_mvnd"]
    found = [_DETAIL.fullmatch(part.strip()) for part in cell.text.split(";")] if cell.text else []
    if not all(found):
        asked.append(Fault(cell.address, "wide-words", cell.text))
        return
    for match in filter(None, found):
        texts = {
            **said, "metric": "doanh thu", "part": "nhóm", "place": match[1].strip(), "unit": "triệu đồng",
            "basis": "tổng", "days": days.get("doanh thu", ""),
        }  # fmt: skip
        yield _row(row, Cell(match[2], cell.sheet, cell.row, cell.column), texts)


def _choose(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Of several sources the first that tells of the whole fair is used, its total before its mean; a person
    may choose another."""
    used: dict[tuple[str, ...], Row] = {}
    for row in sorted(rows, key=lambda one: one["basis"].text != "tổng"):
        if ", full;" in row["note"].text and "kế hoạch" not in row["qualifier"].text:
            about = tuple(row[key].text for key in ("fair", "metric", "zone", "part", "place", "extent"))
            used.setdefault(about, row)
    chosen = {id(row) for row in used.values()}
    return tuple(_chosen(row) if id(row) in chosen else row for row in rows)


def _chosen(row: Row) -> Row:
    cell = row["value"]
    return replace(row, cells={**row.cells, "chosen": Cell("x", cell.sheet, cell.row, cell.column)})
