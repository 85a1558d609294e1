"""Proving a fair's ledger and counting it again, from the page."""

from __future__ import annotations

import html
import re

from sqlalchemy import text

from fairpos.core.rights import Grant
from fairpos.ledger import audit, recount
from tests.admin_site import believable
from tests.admin_site.conftest import World

FAIR = f"/fairs/{believable.SLUG}"


def token(world: World) -> dict[str, str]:
    return {"csrf_token": world.csrf_token}


def spoil(world: World) -> None:
    with world.database.writing() as connection:
        connection.execute(text("UPDATE takings_by_hour SET takings = takings + 1"))


def faults(world: World) -> tuple[str, ...]:
    with world.database.reading() as connection:
        return recount.verify(connection, world.fair_id).faults


def told(answer: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r"<li><strong>(.*?)</strong>: ", answer)]


def test_a_proof_says_which_figures_are_not_what_the_ledger_says_and_changes_nothing(world: World) -> None:
    client, before = world.signed_in(), faults(world)
    answer = client.post(f"{FAIR}/proofs", data=token(world))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{FAIR}/works/1")
    shown = client.get(f"{FAIR}/works/1").text
    assert "Có chỗ không khớp" in html.unescape(shown)
    assert len(told(shown)) == len([fault for fault in before if "rows are missing" in fault])
    assert faults(world) == before


def test_a_recount_puts_the_figures_right_says_what_differed_and_stands_in_the_record(world: World) -> None:
    client = world.holding(Grant("administrator"), login="chu")
    spoil(world)
    answer = client.post(f"{FAIR}/recounts", data=token(world))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{FAIR}/works/1")
    shown = html.unescape(client.get(f"{FAIR}/works/1").text)
    assert "Đã tính lại mọi chứng từ" in shown
    assert "Doanh thu theo giờ và gian hàng" in told(shown)
    assert [fault for fault in faults(world) if "rows are missing" in fault] == []
    with world.database.reading() as connection:
        newest = audit.listed(connection, world.fair_id)[0]
    assert (newest.kind, newest.act, newest.by) == ("ledger", "recount", "chu")
    client.post(f"{FAIR}/proofs", data=token(world))
    assert told(client.get(f"{FAIR}/works/2").text) == []


def test_only_an_administrator_counts_again(world: World) -> None:
    organiser = world.signed_in()
    assert organiser.post(f"{FAIR}/recounts", data=token(world)).status_code == 403
    assert f"{FAIR}/recounts" not in organiser.get(f"{FAIR}/works").text
    assert "works/1" not in organiser.get(f"{FAIR}/works").text
