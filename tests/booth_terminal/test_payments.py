"""Payments at a terminal: credits become documents once, and stand beside the sales they pay for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert

from booth_terminal import payments
from booth_terminal.feeds import FeedTrouble
from booth_terminal.feeds.starting import feed_of, keep_credits
from booth_terminal.journal import Posted
from booth_terminal.payments import ASKING_MS, Standing, Told, Wanted, credit_id
from fairpos.core.payment import CONTENT_MAX, RAW_MAX, BankCredit, Expected, faults
from fairpos.core.payment_code import payment_code
from fairpos.core.sale import Sale, Tender
from fairpos.ledger import editions, tables
from fairpos.wire import documents
from tests.booth import Booth
from tests.documents import AT, new_id, sale, void

ACCOUNT = "970436-0123456789"


def with_feed(booth: Booth) -> None:
    """Give the fair a till of kind feed, and the terminal the edition that says so."""
    hall = booth.hall
    with hall.database.writing() as connection:
        connection.execute(insert(tables.till).values(fair_id=hall.fair_id, id="NH1", kind="feed", place=""))
        editions.publish(connection, hall.fair_id, at=hall.now, by="hoa")
    booth.later()
    booth.deliver()


@pytest.fixture
def watched(booth: Booth) -> Booth:
    with_feed(booth)
    return booth


def told(ref: str = "1", amount: int = 180_000, content: str = "tien hang", **changes: object) -> Told:
    fields = {"provider": "sepay", "account": "0123456789", "at": AT, "raw": '{"id":1}'}
    return Told(**(fields | {"ref": ref, "amount": amount, "content": content} | changes))  # type: ignore[arg-type]


def transferred(**changes: Any) -> Sale:
    """A sale of 180.000 đồng paid by transfer, under the code of its own id."""
    made = sale(**changes)
    code = payment_code(made.id)
    return replace(made, tenders=(Tender(kind="vietqr", amount=made.total, ref=code, account=ACCOUNT),))


def code_of(made: Sale) -> str:
    return made.tenders[0].ref


def ask(booth: Booth, made: Sale) -> Standing:
    wanted = Wanted(Expected(code_of(made), ACCOUNT, made.total), made.booth)
    return booth.terminal.payments.ask(wanted, now=booth.terminal.now())


def credits(booth: Booth) -> list[BankCredit]:
    found = [documents.read(body) for body in booth.bodies()]
    return [one for one in found if isinstance(one, BankCredit)]


def rows(booth: Booth, *accounts: str) -> list[tuple[str, str, str]]:
    """State, provider's words and receipt of each row of booth A1's list."""
    found = booth.terminal.payments.rows("A1", accounts or (ACCOUNT,), now=booth.terminal.now())
    return [(row.state, row.content, row.receipt) for row in found]


def test_a_credit_becomes_a_document_of_the_feed(watched: Booth) -> None:
    assert keep_credits(watched.terminal, [told()]) == 1
    (kept,) = credits(watched)
    assert (kept.till, kept.n, kept.id) == ("NH1", 1, credit_id("sepay", "1"))
    assert (kept.provider, kept.ref, kept.account) == ("sepay", "1", "0123456789")
    assert (kept.amount, kept.credited_at, kept.raw) == (180_000, AT, '{"id":1}')
    assert faults(kept) == []


def test_it_travels_the_one_road_and_no_finding_is_made_of_it(watched: Booth) -> None:
    keep_credits(watched.terminal, [told(), told("2")])
    watched.later()
    watched.deliver()
    assert watched.hall.count("entry") == 2
    assert watched.hall.open_findings() == []


def test_the_same_credit_told_again_is_one_document(watched: Booth) -> None:
    assert keep_credits(watched.terminal, [told(), told()]) == 1
    assert keep_credits(watched.terminal, [told(raw="other bytes"), told("2")]) == 1
    assert keep_credits(watched.terminal, [told(provider="casso")]) == 1
    assert [(one.provider, one.ref, one.n) for one in credits(watched)] == [
        ("sepay", "1", 1),
        ("sepay", "2", 2),
        ("casso", "1", 3),
    ]


def test_a_terminal_that_starts_again_knows_what_it_was_told(watched: Booth) -> None:
    keep_credits(watched.terminal, [told()])
    watched.terminal.stop()
    watched.open()
    assert keep_credits(watched.terminal, [told(), told("2")]) == 1
    assert [one.n for one in credits(watched)] == [1, 2]
    assert watched.terminal.payments.newest("sepay") == AT
    assert watched.terminal.payments.newest("casso") is None


def test_what_a_provider_makes_too_long_is_kept_within_a_document(watched: Booth) -> None:
    huge = told("r" * 500, amount=10**15, content="c" * 5_000, raw="x" * 100_000, at=0, account="9" * 99)
    assert keep_credits(watched.terminal, [huge, huge]) == 1
    (kept,) = credits(watched)
    assert faults(kept) == []
    assert (len(kept.ref), len(kept.content), len(kept.raw)) == (64, CONTENT_MAX, RAW_MAX)


def test_without_a_till_of_kind_feed_the_terminal_answers_for_the_money_itself(booth: Booth) -> None:
    booth.later()
    booth.deliver()
    keep_credits(booth.terminal, [told()])
    assert [one.till for one in credits(booth)] == ["feed-tram-1"]
    booth.later()
    booth.deliver()
    assert booth.hall.count("entry") == 1
    assert booth.hall.open_findings() == []
    assert booth.hall.verify().faults == ()


def test_the_settings_may_name_the_feed_among_several(watched: Booth) -> None:
    edition = watched.terminal.tills.edition
    assert edition is not None
    assert feed_of(edition, "", "tram-1") == "NH1"
    assert feed_of(edition, "M1", "tram-1") == "NH1"
    other = replace(edition, tills=(*edition.tills, replace(edition.tills[-1], id="NH2", kind="feed")))
    assert feed_of(other, "NH2", "tram-1") == "NH2"


def test_a_terminal_without_settings_keeps_nothing_and_says_so(booth: Booth) -> None:
    assert booth.terminal.tills.edition is None
    with pytest.raises(FeedTrouble):
        keep_credits(booth.terminal, [told()])
    assert booth.bodies() == []


def test_a_code_on_show_waits_until_its_money_comes(watched: Booth) -> None:
    made = transferred()
    assert ask(watched, made) == Standing("waiting", 0)
    keep_credits(watched.terminal, [told(content=f"MBVCB {code_of(made)} CT", amount=made.total)])
    assert ask(watched, made) == Standing("exact", 180_000)


@pytest.mark.parametrize(
    ("amounts", "standing"),
    [
        ([179_000], Standing("short", 179_000)),
        ([181_000], Standing("over", 181_000)),
        ([100_000, 80_000], Standing("exact", 180_000)),
        ([180_000, 180_000], Standing("over", 360_000)),
    ],
)
def test_what_came_for_a_code_is_added_up(watched: Booth, amounts: list[int], standing: Standing) -> None:
    made = transferred()
    parts = [told(str(n), amount, code_of(made), at=AT + n) for n, amount in enumerate(amounts)]
    keep_credits(watched.terminal, parts)
    assert ask(watched, made) == standing


def test_money_to_another_account_does_not_pay(watched: Booth) -> None:
    made = transferred()
    keep_credits(watched.terminal, [told(content=code_of(made), account="999")])
    assert ask(watched, made) == Standing("unknown", 0)


def test_the_list_shows_each_credit_of_the_booth_with_its_sale(watched: Booth) -> None:
    made = transferred(number=7)
    keep_credits(
        watched.terminal,
        [
            told("1", content=code_of(made)),
            told("2", content=f"again {code_of(made)}", at=AT + 1),
            told("3", content="no code", at=AT + 2),
            told("4", content=payment_code(new_id()), at=AT + 3),
            told("5", content="not ours", account="999", at=AT + 4),
        ],
    )
    watched.keep(made)
    assert rows(watched) == [
        ("late", payment_code_in(watched, "4"), ""),
        ("unknown", "no code", ""),
        ("duplicate", f"again {code_of(made)}", "M1-7"),
        ("exact", code_of(made), "M1-7"),
    ]


def payment_code_in(booth: Booth, ref: str) -> str:
    return next(one.content for one in credits(booth) if one.ref == ref)


def test_money_by_code_is_shown_even_when_the_booth_has_no_account_in_the_settings(watched: Booth) -> None:
    made = transferred(number=7)
    watched.keep(made)
    keep_credits(watched.terminal, [told(content=code_of(made)), told("2", account="999")])
    assert rows(watched, "none") == [("exact", code_of(made), "M1-7")]


def test_a_basket_that_was_left_makes_its_money_late(watched: Booth) -> None:
    made = transferred()
    ask(watched, made)
    keep_credits(watched.terminal, [told(content=code_of(made))])
    assert rows(watched)[0][0] == "exact"
    watched.later(ASKING_MS)
    assert rows(watched)[0][0] == "late"
    assert watched.terminal.payments.shown(now=watched.terminal.now()) == ()


def test_money_that_comes_after_a_void_is_late_and_money_before_it_is_not(watched: Booth) -> None:
    before, after = transferred(), transferred()
    keep_credits(watched.terminal, [told("1", content=code_of(before))])
    watched.keep(before, after, void(before, at=AT + 1), void(after, at=AT + 1))
    keep_credits(watched.terminal, [told("2", content=code_of(after), at=AT + 2)])
    assert [state for state, _, _ in rows(watched)] == ["late", "exact"]


def test_transfers_that_no_bank_told_of_are_listed_until_one_does(watched: Booth) -> None:
    first, second = transferred(number=1, at=AT), transferred(number=2, at=AT + 1)
    gone = transferred(number=3)
    watched.keep(first, second, gone, void(gone), transferred(number=4, booth="B1"))
    watched.keep(sale(number=5), transferred(number=6, training=True))

    def unseen() -> list[str]:
        return [one.receipt for one in watched.terminal.payments.unseen("A1", limit=10)]

    assert unseen() == ["M1-2", "M1-1"]
    keep_credits(watched.terminal, [told(content=code_of(second))])
    assert unseen() == ["M1-1"]


def test_documents_that_make_no_sense_are_passed_over(watched: Booth) -> None:
    made = transferred()
    watched.terminal.keep(
        [
            Posted(new_id(), b'{"type":"sale","tenders":"vietqr"}'),
            Posted(new_id(), b'{"type":"void","id":7}'),
            Posted(new_id(), b'{"v":1,"type":"bank_credit","id":"x"}'),
            Posted(new_id(), b'{"v":1,"type":"gate_count","method":"vietqr"}'),
        ]
    ).result(10)
    watched.keep(made)
    assert [one.receipt for one in watched.terminal.payments.unseen("A1", limit=10)] != []


def test_a_long_journal_is_read_in_pieces(watched: Booth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payments, "READ_AT_ONCE", 2)
    made = [transferred(number=n) for n in range(1, 6)]
    watched.keep(*made)
    assert len(watched.terminal.payments.unseen("A1", limit=10)) == 5
    keep_credits(watched.terminal, [told(content=code_of(made[0]))])
    assert len(watched.terminal.payments.unseen("A1", limit=10)) == 4


def test_a_new_stream_is_read_from_its_beginning(watched: Booth) -> None:
    made = transferred()
    watched.keep(made)
    keep_credits(watched.terminal, [told(content=code_of(made))])
    assert rows(watched)[0][0] == "exact"
    watched.courier._conversation.forked = True
    watched.courier.step()
    assert len(watched.streams()) == 2
    assert rows(watched)[0][0] == "exact"
    assert keep_credits(watched.terminal, [told(content=code_of(made)), told("2")]) == 1
