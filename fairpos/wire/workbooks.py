"""XLSX workbooks: their pages as rows of cells, with limits kept before anything is unpacked.

openpyxl reads the values. What it does not tell (formulas that were never worked out, merged cells) is read
from the page's own XML.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from fairpos.wire.cells import CELL_CHARACTERS_MAX, BadSheet, Cell, clean

UNPACKED_BYTES_MAX = 64 * 1024 * 1024
PARTS_MAX = 1_000
MERGED_CELLS_MAX = 100_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Place = tuple[int, int]


def pages(body: bytes) -> Iterator[tuple[str, Iterator[list[Cell]]]]:
    """Every page that is shown, by its title, with its rows. Raises BadSheet."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
        _within_limits(archive)
        strange = {title: _strange(archive, part) for title, part in _parts(archive).items()}
        workbook = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    except BadSheet:
        raise
    except Exception as broken:
        # Whatever a broken or hostile file makes these readers raise, the person is told one thing: it
        # cannot be read.
        raise BadSheet("not-a-workbook") from broken
    for page in workbook.worksheets:
        if page.sheet_state == "visible":
            yield page.title, _rows(page, strange.get(page.title, {}))


def _rows(page: Any, strange: dict[Place, str]) -> Iterator[list[Cell]]:
    # A page may lie about its size; then its rows would be cut without a word.
    page.reset_dimensions()
    rows = page.iter_rows(values_only=True)
    number = 0
    while True:
        number += 1
        try:
            values = next(rows)
        except StopIteration:
            return
        except Exception as broken:
            raise BadSheet("not-a-workbook", f"{page.title}!A{number}") from broken
        yield [
            _cell(value, page.title, number, column, strange.get((number, column), ""))
            for column, value in enumerate(values, 1)
        ]


def _cell(value: object, sheet: str, row: int, column: int, fault: str) -> Cell:
    text, sound = clean(_text(value))
    number = isinstance(value, int | float) and not isinstance(value, bool)
    cell = Cell(text, sheet, row, column, fault or ("" if sound else "control"), number)
    if len(text) > CELL_CHARACTERS_MAX:
        raise BadSheet("too-long", cell.address)
    if not fault and text.startswith("#") and text in _ERRORS:
        return Cell(text, sheet, row, column, "error")
    return cell


_ERRORS = frozenset({"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "#SPILL!"})


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)


def _within_limits(archive: zipfile.ZipFile) -> None:
    """What a part claims to unpack to is what is read of it at most, so the claims may be added up."""
    parts = archive.infolist()
    if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
        raise BadSheet("too-large-unpacked")


def _tree(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    body = archive.read(part)
    _no_entities(body)
    return ElementTree.fromstring(body)  # noqa: S314 - entities are refused, the size is limited


def _no_entities(body: bytes) -> None:
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise BadSheet("not-a-workbook")


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The file of each page, by its title."""
    relations = _tree(archive, "xl/_rels/workbook.xml.rels")
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
    book = _tree(archive, "xl/workbook.xml")
    found = {}
    for page in book.iter(f"{_MAIN}sheet"):
        target = targets.get(page.get(_RELATION, ""), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        found[page.get("name", "")] = part
    return found


def _strange(archive: zipfile.ZipFile, part: str) -> dict[Place, str]:
    """The cells that look empty and are not: formulas without a value, and parts of merged cells."""
    if part not in archive.namelist():
        return {}
    body = archive.read(part)
    _no_entities(body)
    found: dict[Place, str] = {}
    merged = 0
    for _event, element in ElementTree.iterparse(io.BytesIO(body)):  # noqa: S314 - as in _tree
        if element.tag == f"{_MAIN}c":
            if element.find(f"{_MAIN}f") is not None and not element.findtext(f"{_MAIN}v"):
                letter, row = coordinate_from_string(element.get("r", "A1"))
                found[row, column_index_from_string(letter)] = "formula"
            element.clear()
        elif element.tag == f"{_MAIN}mergeCell" and re.fullmatch(
            r"[A-Z]+\d+:[A-Z]+\d+", element.get("ref", "")
        ):
            left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(element.get("ref", "")))
            merged += (right - left + 1) * (bottom - top + 1)
            if merged > MERGED_CELLS_MAX:
                raise BadSheet("too-many-columns", part)
            inside = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            found |= {place: "merged" for place in inside if place != (top, left)}
    return found
