"""What is owed, what is due, and what is overdue."""

from fairpos.core.participation import Terms

TODAY = "2026-09-10"


def test_what_is_asked_and_not_settled_is_owed_and_overdue_once_its_day_is_over() -> None:
    terms = Terms(fee=9_600_000, fee_due="2026-09-10", deposit=2_000_000, deposit_due="2026-09-01")
    assert (terms.owing(), terms.owed) == (("fee", "deposit"), 11_600_000)
    assert terms.due(TODAY) == terms.overdue(TODAY) == ("deposit",)
    assert terms.overdue("2026-09-11") == ("fee", "deposit")


def test_without_a_day_it_is_due_at_once_and_never_overdue() -> None:
    terms = Terms(fee=1)
    assert (terms.due(TODAY), terms.overdue(TODAY)) == (("fee",), ())


def test_what_is_paid_waived_returned_or_never_asked_is_not_owed() -> None:
    paid = Terms(fee=1, fee_state="paid", deposit=1, deposit_state="returned", deposit_due="2026-01-01")
    assert (paid.owing(), paid.owed, paid.due(TODAY)) == ((), 0, ())
    assert Terms(deposit_due="2026-01-01").owing() == ()
    assert Terms(fee=1, fee_state="waived").owed == 0
