"""Every finding is explained: what it means, and what to do."""

from __future__ import annotations

from fairpos.web.advice import advice, explained
from fairpos.web.words import WORDS


def test_every_finding_that_has_words_is_explained_and_no_other() -> None:
    assert explained() == set(WORDS["finding"])


def test_a_code_nobody_knows_says_so_and_whom_to_tell() -> None:
    assert advice("telepathy").means == "This program has no words for this code."
    assert "Tell whoever looks after FairPOS" in advice("telepathy").to_do


def test_advice_to_recount_says_so_to_the_page_as_well() -> None:
    told = {code for code in explained() if "recount" in advice(code).to_do}
    assert told == {code for code in explained() if advice(code).recount}
    assert {"ledger-differs", "unknown-type", "totals"} <= told
