"""Every bad document, end to end: posted by a till, kept by its terminal, carried to the centre.

What holds for each of them: the answer is never a fault of ours, the valid neighbours in the same batch are
counted, and the bad one is refused with a code or becomes a finding for a person.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from fairpos.core.journal import ENTRY_BYTES_MAX
from fairpos.db.database import Database
from fairpos.ledger import tables
from fairpos.wire import documents
from tests.booth import Booth
from tests.documents import AT, SHIFT, TEA, closing, gate_count, line, new_id, opening, refund, sale
from tests.hall import Body, Hall, body_of

DAY_MS = 86_400_000

HOSTILE = (
    "<script>alert('x')</script>",
    '"><img src=x onerror=alert(1)>',
    "Robert'); DROP TABLE document; --",
    "' OR '1'='1",
    '=HYPERLINK("http://evil.example","Bấm")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\x1b@\x1b!\x30\x1dV\x00\x10\x14\x01",
    "\x00",
    "a\nb\r\nSet-Cookie: x=1",
    "{{ 7*7 }} ${7*7} %(x)s {0}",
    "\N{RIGHT-TO-LEFT OVERRIDE}đ 000.1",
    "\N{LINE SEPARATOR}\N{ZERO WIDTH SPACE}\ufeff",
    "𝕽ượu 😀" * 20,
)


def spoilt(**changes: Any) -> bytes:
    """A sale with some fields replaced by what no till should write."""
    return json.dumps(json.loads(documents.write(sale())) | changes, ensure_ascii=False).encode()


REFUSED: dict[str, tuple[bytes, str]] = {
    "malformed": (b'{"id": "' + new_id().encode() + b'", "total": ', "not-json"),
    "malformed: no object": (b"42", "no-id"),
    "malformed: no id": (b'{"v":1,"type":"sale"}', "no-id"),
    "malformed: deep": (b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}", "not-json"),
    "malformed: no UTF-8": (b'{"id":"\xff\xfe"}', "not-json"),
    "malformed: half a surrogate": (b'{"id":"' + new_id().encode() + b'","by":"\\ud800"}', "not-json"),
    "oversized": (
        documents.write(sale(*[line(name="x" * 190)] * 199, by="x" * ENTRY_BYTES_MAX)),
        "too-large",
    ),
}
"""Bytes that can never be an entry: the till is told at once, by line."""

FOUND: dict[str, tuple[Body, str]] = {
    "malformed: fields missing": (b'{"v":1,"type":"sale","id":"' + new_id().encode() + b'"}', "shape"),
    "malformed: a float": (spoilt(total=180_000.5), "shape"),
    "malformed: true for one": (spoilt(n=True), "shape"),
    "malformed: text for a number": (spoilt(total="180000"), "shape"),
    "too many lines": (sale(*[line(1_000)] * 201), "line-count"),
    "future-dated": (sale(at=AT + 3 * DAY_MS, day="2026-11-23"), "future"),
    "past-dated": (sale(at=AT - 365 * DAY_MS, day="2025-11-20"), "outside-fair"),
    "a day that is none": (sale(day="hôm nay"), "fair-day"),
    "negative total": (replace(sale(), total=-180_000), "amount-range"),
    "negative price": (replace(sale(), lines=(line(-1),)), "amount-range"),
    "negative quantity": (replace(sale(), lines=(line(quantity=-1_000),)), "amount-range"),
    "negative time": (sale(at=-1), "time-range"),
    "negative count": (gate_count(-5), "ref"),
    "overflowing total": (spoilt(total=1 << 63), "amount-range"),
    "overflowing number": (sale(number=1 << 70), "number-range"),
    "overflowing count": (gate_count(1 << 70), "count-range"),
    "overflowing time": (sale(at=1 << 70), "time-range"),
    "overflowing offset": (sale(offset=-(1 << 70)), "time-range"),
    "overflowing shift": (closing(1 << 70, 0), "shift"),
    "overflowing float": (opening(1 << 70), "shift"),
    "overflowing line": (replace(sale(), lines=(line(10**12, quantity=10**9),)), "totals"),
    "a sum that is wrong": (replace(sale(), total=179_999), "tenders"),
    "unknown edition": (spoilt(v=2), "unknown-edition"),
    "unknown edition of 65 bits": (spoilt(v=1 << 65), "unknown-edition"),
    "unknown type": (spoilt(type="telepathy"), "unknown-type"),
    "unknown till": (sale(till="M9"), "unknown-till"),
    "wrong till": (sale(till="M2"), "wrong-place"),
    "hostile till": (sale(till="'; DROP TABLE till; --"), "name"),
    "hostile NUL": (sale(by="lan\0"), "name"),
    "a refund of nothing": (refund(sale()), "sale-unknown"),
}
"""Documents that are kept whatever they say: a person is told, by a finding."""


@pytest.fixture
def booth(ledger_url: str, tmp_path: Path) -> Iterator[Booth]:
    """A terminal whose centre is on either database."""
    database = Database(ledger_url)
    booth = Booth(Hall(database), tmp_path / "terminal.sqlite3")
    yield booth
    booth.stop()
    database.close()


class Till:
    """The till M1, which posts and is told what was kept; everything then travels on at once."""

    def __init__(self, booth: Booth) -> None:
        self.booth = booth
        self.token = booth.enrol("M1")

    def post(self, *made: Body) -> Any:
        head = json.dumps({"till": "M1", "pending": len(made), "at": AT}).encode()
        with self.booth.client(self.token) as client:
            body = b"\n".join((head, *map(body_of, made)))
            response = client.post("/till/documents", content=body)
        assert response.status_code == 200
        self.booth.deliver()
        return response.json()


def test_what_can_never_be_an_entry_is_refused_by_line_and_its_neighbours_are_counted(booth: Booth) -> None:
    till = Till(booth)
    for number, (name, (body, code)) in enumerate(REFUSED.items(), 1):
        before, after = sale(), sale(TEA)
        answer = till.post(before, body, after)
        assert answer["kept"] == [before.id, after.id], name
        assert answer["refused"] == [{"line": 2, "code": code}], name
        assert booth.hall.sales() == 2 * number, name
        assert booth.hall.takings() == number * (180_000 + 450_000), name
    assert booth.hall.count("entry") == 2 * len(REFUSED)
    assert booth.hall.open_findings() == []


def test_what_is_wrong_in_a_document_is_a_finding_and_its_neighbours_are_counted(booth: Booth) -> None:
    till = Till(booth)
    told: list[tuple[str, str]] = []
    for number, (name, (bad, code)) in enumerate(FOUND.items(), 1):
        before, after = gate_count(till="CG1"), gate_count(till="CG1")
        answer = till.post(before, bad, after)
        assert len(answer["kept"]) == 3, name
        assert answer["refused"] == [], name
        found = booth.hall.open_findings()
        fresh = [one for one in found if one not in told]
        assert code in [one for one, _ in fresh], (name, fresh)
        told = found
        # The valid neighbours are counted, whatever stands between them.
        visits = booth.hall.rows("visits_by_hour", "gate", "method", "count")
        assert visits == [("G1", "clicker", 2 * number)], name
        # And the bad one is kept as it came.
        assert booth.hall.count("entry") == 3 * number, name
    assert booth.hall.rows("entry", "seq", "body") == [
        (seq, body) for seq, body in enumerate(booth.bodies(), 1)
    ]
    proof = booth.hall.verify()
    assert proof.faults == ()
    # Not one đồng of a document that was not understood is in a total, and what it claims is in suspense.
    counted = {"future", "outside-fair", "fair-day", "unknown-till", "wrong-place", "sale-unknown"}
    good = [name for name, (_, code) in FOUND.items() if code in counted]
    assert proof.sales == len(good) - 1
    assert proof.takings == (len(good) - 2) * 180_000
    assert proof.suspense > 0
    told = booth.hall.open_findings()
    booth.hall.recount()
    assert booth.hall.open_findings() == told


def test_a_duplicate_is_named_as_kept_and_counted_once(booth: Booth) -> None:
    till = Till(booth)
    sold = sale()
    for _ in range(3):
        assert till.post(sold, sold)["kept"] == [sold.id, sold.id]
    assert (booth.hall.count("entry"), booth.hall.sales()) == (1, 1)
    assert booth.hall.open_findings() == []


def test_the_same_id_with_another_content_is_kept_beside_it_and_never_instead(booth: Booth) -> None:
    till = Till(booth)
    sold = sale()
    till.post(sold)
    till.post(sale(TEA, id=sold.id), sale())
    assert (booth.hall.sales(), booth.hall.takings()) == (2, 360_000)
    assert [code for code, _ in booth.hall.open_findings()] == ["id-reused"]


def test_documents_out_of_order_are_counted_all_the_same(booth: Booth) -> None:
    till = Till(booth)
    sold = [sale(n=n, number=n, at=AT + n) for n in range(1, 7)]
    back = refund(sold[0], n=7, number=7, at=AT + 7)
    for post in ([sold[5], sold[2]], [back], [sold[1], sold[0]], [closing(6, 900_000, n=8)], sold[3:5]):
        till.post(*post)
    assert (booth.hall.sales(), booth.hall.takings()) == (6, 5 * 180_000)
    assert booth.hall.rows("documents_by_till", "till", "documents", "n_max") == [("M1", 8, 8)]
    # The closing came before the last of its sales; a sweep finds that they agree.
    assert ("shift-differs", SHIFT) in booth.hall.open_findings()
    booth.hall.recount()
    assert booth.hall.open_findings() == []


def test_hostile_names_are_text_and_counted_like_any_other(booth: Booth) -> None:
    till = Till(booth)
    for name in HOSTILE:
        sold = sale(line(name=name[:200], unit=name[:200]))
        assert till.post(sold)["kept"] == [sold.id], name
    assert (booth.hall.sales(), booth.hall.open_findings()) == (len(HOSTILE), [])
    kept = [documents.read(bytes(body)) for _, body in booth.hall.rows("entry", "seq", "body")]
    assert [document.lines[0].name for document in kept] == [name[:200] for name in HOSTILE]  # type: ignore[attr-defined]
    assert booth.hall.verify().faults == ()


def test_a_hostile_reason_or_day_is_text_too(booth: Booth) -> None:
    till = Till(booth)
    sold = sale()
    till.post(sold)
    for text in HOSTILE:
        till.post(replace(refund(sold), reason=text[:200]), sale(day=text[:200]))
    for finding in [one for one in booth.hall.rows("finding", "code", "detail") if one[0] == "fair-day"]:
        assert finding[1].isprintable()
    assert booth.hall.sales() == 1 + len(HOSTILE)


def test_hostile_names_in_the_settings_are_text_in_every_answer(booth: Booth) -> None:
    sellable = [text for text in HOSTILE if "\0" not in text]
    for text in sellable:
        article = tables.article
        with booth.hall.database.writing() as connection:
            connection.execute(update(article).where(article.c.id == "SP3").values(name=text))
        with booth.client(booth.enrol("M1")) as client:
            response = client.get("/till/book")
        assert response.headers["content-type"] == "application/json"
        assert response.headers["x-content-type-options"] == "nosniff"
        names = {one["id"]: one["name"] for one in response.json()["articles"]}
        assert names["SP3"] == text
