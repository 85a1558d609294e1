"""Finds percentages that stand without what they are of: on any page, in any report, in both languages.

    assert bare_percentages(response.text) == []

A change needs its basis (per open day, in total, a visit, a sale, or the same hours and days) and a scope;
a share needs the whole that it is a share of. The words may stand in the same sentence, list item, cell or
definition, or in the heading, caption, row or column that the cell belongs to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

PERCENT = re.compile(r"[+\N{MINUS SIGN}-]?\d[\d.,]*[\s\N{NO-BREAK SPACE}]?%")
BASIS = re.compile(
    r"bình quân ngày|/ngày|mỗi ngày|tổng cộng|trong \d+ ngày|của tổng|trên tổng|mỗi lượt|mỗi đơn|ngày mở cửa|"
    r"cùng giờ|cùng ngày|cả ngày|ngày trọn vẹn|của cả ngày|trong tổng|thuế suất|giảm giá|VAT|sạc|pin|"
    r"per open day|a day|in total|in \d+ days|of all|of the sum|per visit|per sale|"
    r"same (?:hour|fair day|day)|"
    r"doanh thu trong ngày|of the day's takings|Báo khi đạt|A warning from|sức chứa|capacity|"
    r"whole day|the whole of|mean of|complete days?|VAT|rate|discount|battery",
    re.IGNORECASE,
)
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
        self.found += [(match.group(), self.here) for match in PERCENT.finditer(data)]


def bare_percentages(page: str) -> list[str]:
    """Every percentage of a page without its basis near it, with the words it stands in."""
    tree = _Tree()
    tree.feed(page)
    return [
        f"{figure} in: {' '.join(_block(node).text().split())[:120]}"
        for figure, node in tree.found
        if not _told(node)
    ]


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
