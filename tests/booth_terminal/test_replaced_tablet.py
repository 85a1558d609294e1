"""A tablet that died and one that took its place: what the dead one kept arrives late, by a file."""

import json
from hashlib import sha256

from sqlalchemy import select

from booth_terminal import saved_files
from booth_terminal.saved_files import Taken
from fairpos.core.document import Document
from fairpos.core.series import ROOM
from fairpos.ledger import recount, tables
from tests.booth import FAIR, Booth
from tests.documents import SHIFT, new_id, opening, sale
from tests.hall import body_of


def saved(*made: Document) -> bytes:
    bodies = [body_of(document) for document in made]
    hashes = [sha256(body).hexdigest() for body in bodies]
    head = {"fairpos": "documents", "v": 1, "fair": FAIR, "till": "M1", "hashes": hashes}
    return b"\n".join([json.dumps(head).encode(), *bodies, b""])


def test_late_sales_of_the_dead_tablet_are_counted_and_no_receipt_number_stands_twice(booth: Booth) -> None:
    booth.enrol("M1")
    first = [opening(id=SHIFT, n=1), sale(n=2, number=1), sale(n=3, number=2)]
    unsent = [sale(n=4, number=3), sale(n=5, number=4)]
    booth.keep(*first)
    token = booth.enrol("M1")
    with booth.client(token) as client:
        begin = client.get("/till/book").json()["till"]["begin"]
    assert begin == {"n": 3, "number": ROOM, "training": 0}
    other = new_id()
    second = [
        opening(id=other, n=4),
        sale(n=5, number=ROOM + 1, shift=other),
        sale(n=6, number=ROOM + 2, shift=other),
    ]
    booth.keep(*second)
    booth.deliver()
    assert saved_files.take_in(booth.terminal, saved(*unsent)) == Taken("M1", 2, 0, ())
    booth.deliver()
    sold = [one for one in (*first, *second, *unsent) if one.type == "sale"]
    with booth.hall.database.reading() as connection:
        proof = recount.verify(connection, booth.hall.fair_id)
        findings = connection.execute(select(tables.finding.c.code)).scalars().all()
    assert (proof.sales, proof.takings, proof.faults) == (6, sum(one.total for one in sold), ())  # type: ignore[attr-defined]
    assert findings == []
    assert len({one.number for one in sold}) == 6  # type: ignore[attr-defined]
