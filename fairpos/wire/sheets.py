"""Files that people bring: CSV and XLSX read into rows under known headings, every cell with its address.

    COLUMNS = (Column("name", ("Tên sản phẩm", "Product"), required=True), Column("price", ("Giá", "Price")))
    sheet = sheets.read("san-pham.xlsx", body, COLUMNS)     # raises BadSheet: nothing can be read
    for row in sheet.rows:
        row["price"].text, row["price"].address             # "185.000", "Trang1!C7"
        cells.dong(row["price"])                            # 185000, or raises BadCell

Headings are found without case, marks and brackets in the first ten rows. Every page of a workbook that has
them is read; what is left aside (pages, columns) is named, so that nothing goes missing unseen. What is
written out again is in `exports`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fairpos.wire import workbooks
from fairpos.wire.cells import CELL_CHARACTERS_MAX, BadSheet, Cell, clean, heading_key, letters, unguarded

FILE_BYTES_MAX = 10 * 1024 * 1024
ROWS_MAX = 20_000
HEADING_WITHIN = 10
COLUMNS_MAX = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its key, and the headings it may stand under, in every language; the first is the one that
    exports write. A file without a `required` column is refused."""

    key: str
    names: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it. A column the file does not have reads as an empty cell."""

    sheet: str
    number: int
    cells: Mapping[str, Cell]

    def __getitem__(self, key: str) -> Cell:
        return self.cells.get(key) or Cell("", self.sheet, self.number, 0)

    def faults(self) -> list[Cell]:
        """The cells whose text cannot be relied on."""
        return [cell for cell in self.cells.values() if cell.fault]

    def texts(self) -> dict[str, str]:
        return {key: cell.text for key, cell in self.cells.items() if cell.text}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds. `unknown` are headings nobody asked for, `empty` the pages without rows, `strange`
    the pages that have rows and lack the headings: nothing of these was read."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()


Watch = Callable[[int], None]
"""Told now and then how many rows were read. What it raises ends the reading."""

WATCHED_ROWS = 250


@dataclass(slots=True)
class _Read:
    watch: Watch
    rows: list[Row] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    # Why the first strange page was not read: what to say if there is no other.
    why: BadSheet | None = None


def read(name: str, body: bytes, columns: Sequence[Column], *, watch: Watch = lambda _rows: None) -> Sheet:
    """The rows of a CSV or XLSX file, told apart by their bytes; `name` is only for a refusal's words.

    Raises BadSheet when the file cannot be read, has no page with the required headings, or no row.
    """
    if len(body) > FILE_BYTES_MAX:
        raise BadSheet("too-large", detail=name)
    if not body.strip():
        raise BadSheet("empty", detail=name)
    found = _Read(watch)
    if body.startswith(b"PK\x03\x04"):
        for title, cells in workbooks.pages(body):
            _take(found, title, cells, columns)
    elif body.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadSheet("old-excel", detail=name)
    else:
        _take(found, "", _csv_rows(body, columns), columns)
    if not found.rows:
        raise found.why or BadSheet("empty", detail=name)
    return Sheet(tuple(found.rows), tuple(found.unknown), tuple(found.empty), tuple(found.strange))


def _take(found: _Read, title: str, rows: Iterable[list[Cell]], columns: Sequence[Column]) -> None:
    """Read one page: its heading row first, then every row below that has something in it."""
    places: dict[int, str] | None = None
    seen, before, closest = 0, len(found.rows), set[str]()
    for cells in rows:
        if len(cells) > COLUMNS_MAX:
            raise BadSheet("too-many-columns", cells[COLUMNS_MAX].address)
        filled = [cell for cell in cells if cell.text or cell.fault]
        if not filled:
            continue
        seen += 1
        if places is None:
            known = _places(filled, columns)
            closest = max(closest, set(known.values()), key=len)
            if _whole(known, columns):
                places = known
                found.unknown += [cell.text for cell in filled if cell.text and cell.column not in known]
            elif seen >= HEADING_WITHIN:
                break
            continue
        if len(found.rows) >= ROWS_MAX:
            raise BadSheet("too-many-rows", filled[0].address)
        named = {places[cell.column]: cell for cell in filled if cell.column in places}
        if named:
            found.rows.append(Row(title, filled[0].row, named))
            if len(found.rows) % WATCHED_ROWS == 0:
                found.watch(len(found.rows))
    if places is None and seen:
        found.strange.append(title)
        lacking = [one.names[0] for one in columns if one.required and one.key not in closest]
        found.why = found.why or BadSheet("no-heading", title, ", ".join(lacking))
    elif len(found.rows) == before:
        found.empty.append(title)


def _places(cells: Sequence[Cell], columns: Sequence[Column]) -> dict[int, str]:
    """Which column stands where, if this row were the heading. Raises BadSheet for one that stands twice."""
    keys = {heading_key(name): column.key for column in columns for name in (*column.names, column.key)}
    places: dict[int, str] = {}
    for cell in cells:
        key = keys.get(heading_key(cell.text))
        if key is None:
            continue
        if key in places.values() and _whole(places, columns):
            raise BadSheet("heading-twice", cell.address, cell.text)
        if key not in places.values():
            places[cell.column] = key
    return places


def _whole(places: Mapping[int, str], columns: Sequence[Column]) -> bool:
    return {one.key for one in columns if one.required} <= set(places.values())


def _csv_rows(body: bytes, columns: Sequence[Column]) -> Iterator[list[Cell]]:
    text = _decoded(body)
    told = text.partition("\n")[0].strip().casefold()
    marks = [told[4]] if told.startswith("sep=") and len(told) == 5 else [",", ";", "\t"]
    mark = max(marks, key=lambda one: _headings_with(text, one, columns))
    for number, texts in enumerate(_split(text, mark), 1):
        if number == 1 and len(texts) <= 2 and told.startswith("sep="):
            continue
        yield [_cell(one, number, place) for place, one in enumerate(texts, 1)]


def _cell(text: str, row: int, column: int) -> Cell:
    plain, sound = clean(unguarded(text))
    if len(plain) > CELL_CHARACTERS_MAX:
        raise BadSheet("too-long", f"{letters(column)}{row}")
    return Cell(plain, "", row, column, "" if sound else "control")


def _split(text: str, mark: str) -> Iterator[list[str]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=mark, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as bad:
            raise BadSheet("broken-quotes", str(reader.line_num)) from bad


def _headings_with(text: str, mark: str, columns: Sequence[Column]) -> int:
    """How many headings are known if fields were separated by this mark."""
    best = 0
    try:
        for number, texts in enumerate(_split(text, mark), 1):
            cells = [_cell(one, number, place) for place, one in enumerate(texts, 1)]
            best = max(best, len(_places(cells, columns)))
            if number >= HEADING_WITHIN:
                break
    except BadSheet:
        # Told of when the rows themselves are read.
        return best
    return best


def _decoded(body: bytes) -> str:
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as bad:
        # Old Vietnamese encodings (TCVN3, VNI, Windows-1258) cannot be told apart for certain, and a wrong
        # guess would spoil every name: the person saves the file again instead.
        line = str(body.count(b"\n", 0, bad.start) + 1)
        raise BadSheet("not-utf-8", line) from bad
