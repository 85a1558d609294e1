"""What a booth's other tills did to its goods, as their terminal adds it up."""

from typing import Any

from tests.booth import Booth
from tests.documents import TEA, line, refund, sale, stock_movement, void


def told(booth: Booth) -> dict[str, tuple[int, bool]]:
    with booth.client(booth.enrol("M1")) as client:
        content: dict[str, Any] = client.get("/till/stock").json()
    return {one["article"]: (one["quantity"], one["stocked"]) for one in content["articles"]}


def test_a_till_is_told_what_the_others_did_and_not_what_it_did_itself(booth: Booth) -> None:
    booth.keep(sale(till="M1"), stock_movement(till="M1"))
    assert told(booth) == {}
    booth.keep(stock_movement(10_000, till="M9"), sale(line(pieces=3), TEA, till="M9"))
    assert told(booth) == {"SP1": (7_000, True), "SP2": (-1_000, False)}


def test_what_is_given_back_is_there_again_and_practice_moves_nothing(booth: Booth) -> None:
    first, second = sale(line(pieces=3), till="M9"), sale(till="M9")
    booth.keep(first, second, void(second, till="M9"), refund(first, line(pieces=1), till="M9"))
    booth.keep(sale(till="M9", training=True))
    assert told(booth) == {"SP1": (-2_000, False)}


def test_another_booths_goods_are_its_own(booth: Booth) -> None:
    booth.keep(stock_movement(till="M2", booth="B1"), sale(till="M2", booth="B1"))
    assert told(booth) == {}


def test_what_the_terminal_cannot_read_and_what_comes_twice_changes_nothing(booth: Booth) -> None:
    sold = sale(till="M9")
    booth.keep(sold, sold, b'{"id":"' + b"f" * 32 + b'","lines":[7]}')
    assert told(booth) == {"SP1": (-1_000, False)}
    booth.keep(sold)
    assert told(booth) == {"SP1": (-1_000, False)}


def test_the_sums_go_on_where_they_stood_after_the_program_was_started_again(booth: Booth) -> None:
    booth.keep(sale(till="M9"))
    assert told(booth) == {"SP1": (-1_000, False)}
    booth.terminal.stop()
    booth.open()
    booth.keep(sale(till="M9"))
    assert told(booth) == {"SP1": (-2_000, False)}


def test_it_says_when_the_other_tills_were_heard(booth: Booth) -> None:
    booth.terminal.tills.spoke("M1", at=booth.terminal.now(), pending=0, oldest_at=None)
    booth.terminal.tills.spoke("M2", at=booth.terminal.now(), pending=3, oldest_at=None)
    with booth.client(booth.enrol("M1")) as client:
        content = client.get("/till/stock").json()
    # M2 stands at another booth, and a till knows its own news.
    assert content["tills"] == []
