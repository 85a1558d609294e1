"""What stands in an archive's README: each part, and each column of each table."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql

from fairpos.ledger import tables
from fairpos.ledger.archive.parts import FORM, STATED, archived, own_columns

_HEAD = """\
FairPOS archive, form {form}
{name}

Mọi thứ đã lưu của một hội chợ, ở định dạng mở. Đọc lại vào nơi khác: fairpos restore-archive FILE
Everything kept of one fair, in open formats. To read it again elsewhere: fairpos restore-archive FILE

Giữ như bản sao lưu: có tên người, số tài khoản nhận tiền và mã PIN đã băm.
Keep it as you keep a backup: it holds names, bank accounts and hashed PINs.

manifest.json           this form, the program, the fair; every other part with its lines, bytes and SHA-256
ledger/<n>.documents    stream n, one document a line: the very bytes (JSON, UTF-8) that its terminal sealed
ledger/<n>.hashes       the hash (hex) behind each of these lines; hash = SHA-256("fairpos/entry/1" 0x00 + the
                        hash before + the line); the hash before the first is `genesis` in tables/stream
tables/<name>.jsonl     one row a line, as a JSON object; columns below
stated/<name>.jsonl     sums as they stood when the archive was made. They are checked and never restored:
                        whoever reads the documents gets them again

Money is whole đồng, a moment is Unix milliseconds, a day is an ISO date, an area square decimetres, a
quantity thousandths. Bytes are {{"utf8": "…"}} where they are text and {{"hex": "…"}} where they are not.
`tables/report` holds each report as the bytes that were signed: SHA-256 of its body is its hash.
"""


def text(name: str) -> str:
    """The README of a fair's archive."""
    parts = [_HEAD.format(form=FORM, name=name)]
    parts += [_described("tables", table) for table in (tables.fair, *archived())]
    parts += [_described("stated", tables.metadata.tables[name]) for name in STATED]
    return "\n".join(parts)


def _described(folder: str, table: Table) -> str:
    keys = {column.name for column in table.primary_key}
    lines = [f"{folder}/{table.name}.jsonl", *_columns(table, keys)]
    return "\n".join(lines) + "\n"


def _columns(table: Table, keys: set[str]) -> Iterable[str]:
    for name in own_columns(table):
        column = table.c[name]
        kind = column.type.compile(dialect=postgresql.dialect()).lower()  # type: ignore[no-untyped-call]
        marks = ", key" if name in keys else ", may be null" if column.nullable else ""
        yield f"    {name:<20}{kind}{marks}"
