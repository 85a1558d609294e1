"""How the fleet is: what was said, what was sent, and what is missing in between."""

from __future__ import annotations

import pytest

from fairpos.core.series import Hole
from fairpos.core.sync import TillState
from fairpos.ledger import audit, fleet_states
from fairpos.ledger.fleet_states import NoSuchStream
from tests.documents import AT, gate_count, sale, void
from tests.hall import Hall


def test_missing_receipts_are_named_and_practice_is_none_of_them(hall: Hall) -> None:
    first = sale(n=1, number=1)
    hall.journal().send(
        first,
        sale(n=2, number=4),
        void(first, n=4, number=5),
        sale(n=5, number=2, training=True),
        sale(n=6, number=9, till="M2", booth="B1"),
        gate_count(),
    )
    with hall.database.reading() as connection:
        missing = fleet_states.receipts_missing(connection, hall.fair_id, "M1")
        sent = fleet_states.sent(connection, hall.fair_id, "M1")
        (till,) = fleet_states.tills(connection, hall.fair_id, till="M1")
    assert missing == (Hole(2, 3, left_free=False),)
    assert sent == {"sale": 3, "void": 1}
    assert (till.receipts, till.documents, till.missing, till.sales) == (5, 4, 1, 2)


def test_every_till_stands_with_what_it_said(hall: Hall) -> None:
    state = TillState(
        till="M1", seen_at=AT, pending=3, oldest_at=AT - 9, ahead=70_000, persisted=False, version="0.1.0",
        edition=1, printer="paper-out",
    )  # fmt: skip
    hall.journal().hello(tills=(state,))
    with hall.database.reading() as connection:
        found = {one.id: one for one in fleet_states.tills(connection, hall.fair_id)}
    said = found["M1"]
    assert (said.terminal, said.pending, said.ahead, said.persisted, said.edition, said.printer) == (
        "tram-1",
        3,
        70_000,
        False,
        1,
        "paper-out",
    )
    quiet = found["CG1"]
    assert (quiet.seen_at, quiet.persisted, quiet.version, quiet.edition, quiet.printer) == (
        None,
        None,
        "",
        None,
        "",
    )


def test_a_frozen_stream_takes_nothing_more_and_what_is_sent_anew_is_counted_once(hall: Hall) -> None:
    journal, made = hall.journal(), sale()
    journal.send(made)
    with hall.database.writing() as connection:
        fleet_states.freeze(connection, hall.fair_id, 1, at=AT, by="hoa")
        with pytest.raises(NoSuchStream):
            fleet_states.freeze(connection, hall.fair_id, 1, at=AT, by="hoa")
        with pytest.raises(NoSuchStream):
            fleet_states.freeze(connection, hall.fair_id, 9, at=AT, by="hoa")
        (stream,) = fleet_states.streams(connection, hall.fair_id)
        noted = audit.listed(connection, hall.fair_id, kind="stream")
    assert (stream.no, stream.head, stream.missing, stream.forked_at) == (1, 1, 0, AT)
    assert [(one.subject, one.act, one.by) for one in noted] == [("1", "freezing", "hoa")]
    assert journal.send(sale()).status == "fork"
    journal.stream, journal.after = "another", journal.stream
    bodies, journal.bodies = journal.bodies, []
    journal.hello(top=2)
    journal.send(*bodies)
    assert hall.sales() == 2
    assert hall.open_findings() == [("fork", "1/1")]
