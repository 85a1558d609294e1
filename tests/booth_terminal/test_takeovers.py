"""A device that becomes a till after another: it goes on, and takes no number that may be on paper."""

import pytest

from booth_terminal.takeovers import Begin, begin
from fairpos.core.document import COUNT_MAX
from fairpos.core.series import ROOM
from tests.booth import Booth
from tests.documents import gate_count, sale


def begins(booth: Booth, till: str) -> Begin:
    with booth.terminal.database.reading() as connection:
        return begin(connection, till)


def told(booth: Booth, token: str) -> dict[str, int]:
    with booth.client(token) as client:
        found: dict[str, int] = client.get("/till/book").json()["till"]["begin"]
    return found


def test_the_first_device_of_a_till_begins_at_one(booth: Booth) -> None:
    booth.keep(sale(till="M2", n=4, number=3), gate_count(n=9))
    assert begins(booth, "M1") == Begin()


def test_the_next_device_goes_on_after_all_the_journal_knows_with_room_for_what_it_does_not(
    booth: Booth,
) -> None:
    booth.keep(*(sale(n=n, number=n - 1) for n in (2, 4, 3)), sale(n=5, number=7, training=True))
    assert begins(booth, "M1") == Begin(n=5, number=ROOM, training=ROOM)
    booth.keep(sale(n=6, number=ROOM + 1))
    assert begins(booth, "M1") == Begin(n=6, number=2 * ROOM, training=ROOM)


def test_a_gate_goes_on_too(booth: Booth) -> None:
    booth.keep(gate_count(n=9))
    assert begins(booth, "CG1") == Begin(n=9)


@pytest.mark.parametrize(
    "body",
    [
        b'{"id":"' + b"f" * 32 + b'","till":"M1","n":"x","number":null}',
        b'{"id":"' + b"f" * 32 + b'","till":"M1","n":-1,"number":1e300}',
        b'{"id":"' + b"f" * 32 + b'","till":"M1","n":%d,"number":%d}' % (COUNT_MAX + 1, 1 << 70),
        b'{"id":"' + b"f" * 32 + b'","till":["M1"],"n":7,"number":7}',
        b'{"id":"' + b"f" * 32 + b'","by":"M1","n":7,"number":7}',
        b'{"id":"' + b"f" * 32 + b'","till":"M1","n":7,"number":7',
        b'{"id":"' + b"f" * 32 + b'","till":"M1","n":\xff}',
    ],
)
def test_nonsense_in_the_journal_moves_no_number(booth: Booth, body: bytes) -> None:
    booth.keep(sale(n=2, number=1))
    booth.keep(body)
    assert begins(booth, "M1") == Begin(n=2, number=ROOM)


def test_a_device_is_told_where_it_begins_and_again_after_a_power_cut(booth: Booth) -> None:
    first = booth.enrol("M1")
    assert told(booth, first) == {"n": 0, "number": 0, "training": 0}
    booth.keep(sale(n=2, number=1))
    # What it sells itself moves nothing: it is told of others.
    assert told(booth, first) == {"n": 0, "number": 0, "training": 0}
    second = booth.enrol("M1")
    assert told(booth, second) == {"n": 2, "number": ROOM, "training": 0}
    booth.terminal.stop()
    booth.open()
    assert told(booth, second) == {"n": 2, "number": ROOM, "training": 0}
