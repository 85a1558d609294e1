"""What each state of a fair forbids, and the ways between the states."""

from itertools import pairwise
from typing import get_args

import pytest

from fairpos.core import fair_state
from fairpos.core.fair import FairStatus
from fairpos.core.fair_state import ACTS, Forbidden, NoWay

STATES: tuple[FairStatus, ...] = get_args(FairStatus)


def test_each_state_forbids_exactly_this() -> None:
    forbidden = {status: [act for act in ACTS if not fair_state.allows(status, act)] for status in STATES}
    assert forbidden == {
        "draft": ["public", "sales"],
        "published": ["identity"],
        "open": ["identity"],
        "closed": ["identity", "days", "plan", "allocation", "prices", "tills"],
        "archived": ["identity", "details", "days", "plan", "allocation", "prices", "tills", "figures"],
    }


def test_what_is_forbidden_says_what_and_in_which_state() -> None:
    with pytest.raises(Forbidden) as caught:
        fair_state.require("archived", "plan")
    assert (caught.value.act, caught.value.status) == ("plan", "archived")
    fair_state.require("open", "plan")


def test_a_fair_goes_one_step_at_a_time_and_back_again() -> None:
    ways = {(status, to) for status in STATES for to in fair_state.WAYS[status]}
    pairs = list(pairwise(STATES))
    assert ways == {*pairs, *((b, a) for a, b in pairs)}
    assert not any(fair_state.is_back(a, b) for a, b in pairs)
    assert all(fair_state.is_back(b, a) for a, b in pairs)
    with pytest.raises(NoWay):
        fair_state.is_back("draft", "open")
