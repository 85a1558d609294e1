"""Bank statements saved as CSV: laid into a folder, read as they are.

Every bank has its own columns, languages and figures. Columns are known by their headings, Vietnamese or
English, or by what the settings say; whatever stands above the headings is passed over. A file that cannot be
read whole is told of whole: half a statement would look like a stall that was not paid.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from booth_terminal.feeds.feed import FeedTrouble
from booth_terminal.feeds.reading import NotReadable, amount_of, moment_of
from booth_terminal.payments import Told
from fairpos.core.vietqr import folded

BYTES_MAX = 8 * 1024 * 1024
SEPARATORS = ",;\t|"
NEEDED = ("at", "content")

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "credit": (
        "so tien ghi co",
        "phat sinh co",
        "tien vao",
        "ghi co",
        "credit amount",
        "amount in",
        "credit",
        "deposit",
        "co",
    ),
    "debit": (
        "so tien ghi no",
        "phat sinh no",
        "tien ra",
        "ghi no",
        "debit amount",
        "amount out",
        "debit",
        "withdrawal",
        "no",
    ),
    "ref": (
        "so tham chieu",
        "ma tham chieu",
        "ma giao dich",
        "so but toan",
        "so chung tu",
        "ma gd",
        "so ct",
        "transaction id",
        "transaction no",
        "reference",
        "ref no",
    ),
    "account": ("so tai khoan", "account number", "account no", "tai khoan"),
    "at": (
        "ngay giao dich",
        "thoi gian giao dich",
        "ngay gio",
        "ngay gd",
        "ngay hach toan",
        "transaction date",
        "posting date",
        "thoi gian",
        "ngay",
        "date",
    ),
    "content": (
        "noi dung giao dich",
        "noi dung chi tiet",
        "noi dung",
        "dien giai",
        "mo ta",
        "description",
        "details",
        "remark",
        "narrative",
    ),
    "amount": ("so tien giao dich", "so tien", "amount", "gia tri"),
}
"""What a column holds, and the headings it goes by, folded; the surest first."""


class CsvStatement:
    provider = "csv_statement"
    live = False

    def __init__(
        self, name: str, *, folder: Path, account: str, columns: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self._folder, self._account, self._columns = folder, account, dict(columns or {})
        self._read: dict[Path, tuple[int, int]] = {}

    def events(self, since: int) -> list[Told]:
        """Everything in files that are new or changed, however old: a statement is laid in on purpose."""
        found: list[Told] = []
        try:
            paths = sorted(path for path in self._folder.iterdir() if path.suffix.lower() == ".csv")
        except FileNotFoundError:
            return []
        for path in paths:
            state = path.stat()
            if self._read.get(path) == (state.st_size, state.st_mtime_ns):
                continue
            if state.st_size > BYTES_MAX:
                raise FeedTrouble(f"{path.name} is larger than a statement: {state.st_size} bytes")
            try:
                found += read_statement(path.read_bytes(), self._account, self._columns)
            except NotReadable as error:
                raise FeedTrouble(f"{path.name}: {error}") from error
            self._read[path] = (state.st_size, state.st_mtime_ns)
        return found


def read_statement(body: bytes, account: str, columns: Mapping[str, str] | None = None) -> list[Told]:
    """The credits of a statement to `account`, unless a column names another one. Raises NotReadable."""
    lines = _text(body).splitlines()
    rows, places, began = _table(lines, columns or {})
    times: Counter[str] = Counter()
    found = []
    for number, row in enumerate(rows, began):
        cell = {kind: row[place].strip() if place < len(row) else "" for kind, place in places.items()}
        try:
            amount = _credit(cell)
            if amount <= 0:
                continue
            at = moment_of(cell["at"])
        except NotReadable as error:
            if not _is_entry(cell):
                continue  # sums and signatures under the table
            raise NotReadable(f"row {number}: {error}") from error
        raw = json.dumps(row, ensure_ascii=False)
        # Two equal transfers on one day are two rows; the same row in a second file is the same transfer.
        facts = f"{cell.get('account') or account}|{at}|{amount}|{cell['content']}"
        times[facts] += 1
        ref = cell.get("ref") or sha256(f"{facts}|{times[facts]}".encode()).hexdigest()[:32]
        to = cell.get("account") or account
        found.append(Told("csv_statement", ref, to, amount, cell["content"], at, raw))
    return found


def _is_entry(cell: Mapping[str, str]) -> bool:
    return bool(cell["at"]) and cell["at"][0].isdigit()


def _credit(cell: Mapping[str, str]) -> int:
    if "credit" in cell:
        return amount_of(cell["credit"]) if cell["credit"] not in ("", "-") else 0
    return amount_of(cell["amount"])


def _text(body: bytes) -> str:
    marked = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1258"]:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotReadable("the letters of this file cannot be read; save it as CSV UTF-8")


def _table(lines: Sequence[str], columns: Mapping[str, str]) -> tuple[list[list[str]], dict[str, int], int]:
    """The rows under the headings, where each column is, and the line the first of them stands on."""
    for number, line in enumerate(lines):
        for separator in SEPARATORS:
            headings = next(csv.reader([line], delimiter=separator), [])
            places = _places(headings, columns)
            if all(kind in places for kind in NEEDED) and ("credit" in places or "amount" in places):
                text = io.StringIO("\n".join(lines[number + 1 :]))
                return list(csv.reader(text, delimiter=separator)), places, number + 2
    raise NotReadable("no row of headings was found: a date, a description and an amount are needed")


def _places(headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    plain = [f" {re.sub('[^a-z0-9]+', ' ', folded(heading).lower()).strip()} " for heading in headings]
    found: dict[str, int] = {}
    for kind, known in HEADINGS.items():
        own = (
            (re.sub("[^a-z0-9]+", " ", folded(columns[kind]).lower()).strip(),) if kind in columns else known
        )
        for word in own:
            place = next(
                (i for i, text in enumerate(plain) if f" {word} " in text and i not in found.values()), None
            )
            if place is not None and (len(word) > 2 or plain[place].strip() == word):
                found[kind] = place
                break
    return found
