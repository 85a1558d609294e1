"""Finds percentages that stand without what they are of: on any page, paper or workbook, in both languages.

    assert bare_percentages(response.text) == []
    assert bare_on_paper(pdf) == []
    assert bare_in_workbook(xlsx) == []

A change needs its basis (per open day, in total, a visit, a sale, or the same hours and days) and a scope;
a share needs the whole that it is a share of. The words may stand in the same sentence, list item, cell or
definition, or in the heading, caption, row or column that the cell belongs to. What is there to be copied
(the paragraph for the press) has to say it in the sentence itself.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import openpyxl
from pypdf import PdfReader

PERCENT = re.compile(r"[+\N{MINUS SIGN}-]?\d[\d.,]*[\s\N{NO-BREAK SPACE}]?%")
BASIS = re.compile(
    r"bình quân ngày|/ngày|mỗi ngày|tổng cộng|trong \d+ ngày|của tổng|trên tổng|mỗi lượt|mỗi đơn|ngày mở cửa|"
    r"cùng giờ|cùng ngày|cả ngày|ngày trọn vẹn|của cả ngày|trong tổng|thuế suất|giảm giá|sạc|pin|"
    r"per open day|a day|in total|in \d+ days|of all|of the sum|per visit|per sale|"
    r"same (?:hour|fair day|day)|"
    r"doanh thu trong ngày|of the day's takings|Báo khi đạt|A warning from|sức chứa|capacity|"
    r"của bảng này|of this table|ngày đối chiếu|the day it is held against|so với kế hoạch|was planned|"
    r"whole day|the whole of|mean of|complete days?|VAT(?! included)|rate|discount|battery",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.;])\s+")
NUMBER = re.compile(r"\d[\d.,]*")
HEADING_LINES = 7
"""So many lines a heading may take on paper above the first row of its table."""
BLOCKS = frozenset(
    {"p", "li", "td", "th", "dd", "dt", "div", "section", "figure", "article", "caption", "label", "main"}
)
SILENT = frozenset({"script", "style", "title", "head", "option", "textarea-code"})
VOID = frozenset(
    {"br", "img", "input", "meta", "link", "hr", "rect", "line", "path", "circle", "use", "stop"}
)


@dataclass
class Node:
    tag: str
    parent: Node | None
    texts: list[str] = field(default_factory=list)
    inner: list[Node] = field(default_factory=list)

    def text(self) -> str:
        return " ".join([*self.texts, *(node.text() for node in self.inner)])


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.here = Node("root", None)
        self.found: list[tuple[str, Node]] = []
        self.copied: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        node = Node(tag, self.here)
        self.here.inner.append(node)
        self.here = node

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self.here
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self.here = node.parent

    def handle_data(self, data: str) -> None:
        if self.here.tag in SILENT:
            return
        self.here.texts.append(data)
        if self.here.tag == "textarea":
            self.copied += bare_in_text(data)
        self.found += [(match.group(), self.here) for match in PERCENT.finditer(data)]


def bare_percentages(page: str) -> list[str]:
    """Every percentage of a page without its basis near it, with the words it stands in."""
    tree = _Tree()
    tree.feed(page)
    bare = [
        f"{figure} in: {' '.join(_block(node).text().split())[:120]}"
        for figure, node in tree.found
        if not _told(node)
    ]
    return bare + tree.copied


def bare_in_text(text: str) -> list[str]:
    """Of running text: each sentence that has a percentage says what it is of."""
    sentences = SENTENCE.split(" ".join(text.split()))
    return [one[:120] for one in sentences if PERCENT.search(one) and not BASIS.search(one)]


def bare_on_paper(pdf: bytes) -> list[str]:
    """Of a PDF: a row that ends in its share under a heading that says of what, everything else in itself."""
    found: list[str] = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        rows = [place for place, line in enumerate(lines) if _is_row(line)]
        for row in rows:
            heading = _heading(lines, rows, row)
            if not BASIS.search(heading) and not BASIS.search(_clause(lines, row)):
                found.append(f"{lines[row]} under {heading!r}")
        prose = "\n".join("." if place in rows else line for place, line in enumerate(lines))
        found += bare_in_text(prose)
    return found


def _clause(lines: list[str], row: int) -> str:
    """What the last percentage of a line stands in, where a cell goes on in the lines below."""
    text = " ".join(lines[row : row + 3])
    before = SENTENCE.split(lines[row])[-1]
    return SENTENCE.split(text[len(lines[row]) - len(before) :])[0]


def _is_row(line: str) -> bool:
    last = list(PERCENT.finditer(line))
    return bool(last) and last[-1].end() == len(line) and len(NUMBER.findall(line)) > 1


def _heading(lines: list[str], rows: list[int], row: int) -> str:
    """What stands right above the table that a row is of; names may take a second line between rows."""
    top = row
    for place in sorted((one for one in rows if one < row), reverse=True):
        if top - place > 3:
            break
        top = place
    return " ".join(lines[max(0, top - HEADING_LINES) : top])


def bare_in_workbook(xlsx: bytes) -> list[str]:
    """Of a workbook: a percentage says what it is of in its own cell, or its column does."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    return [
        f"{sheet.title}!{cell.coordinate}: {cell.value} under {above!r}"
        for sheet in book.worksheets
        for cell, above in _percentages(sheet)
        if not BASIS.search(above)
    ]


def _percentages(sheet: Any) -> Iterator[tuple[Any, str]]:
    """Every cell with a percentage that does not say what it is of itself, and the heading of its column."""
    headings: dict[int, str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                # A column of percentages in words is headed too; running text has to speak for itself.
                alone = PERCENT.fullmatch(cell.value.strip())
                if alone or bare_in_text(cell.value):
                    yield cell, headings.get(cell.column, "") if alone else ""
                elif cell.value not in ("–", ""):
                    headings[cell.column] = cell.value
            elif cell.value is not None and "%" in cell.number_format:
                yield cell, headings.get(cell.column, "")


def _block(node: Node) -> Node:
    while node.parent is not None and node.tag not in BLOCKS:
        node = node.parent
    return node


def _told(node: Node) -> bool:
    """Whether the basis stands in the block itself, or in the list, table or definition around it."""
    block = _block(node)
    if BASIS.search(block.text()):
        return True
    up: Node | None = block.parent
    while up is not None and up.tag not in ("main", "body", "root", "section", "html"):
        around = up.text() if up.tag in ("li", "dl", "dd", "tr", "figure", "p") else ""
        if up.tag == "table":
            around = " ".join(one.text() for one in up.inner if one.tag in ("caption", "thead"))
        if BASIS.search(around):
            return True
        up = up.parent
    return False
