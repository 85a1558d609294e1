from __future__ import annotations

import re

import pytest

from fairpos.ledger import returns, tables
from tests.admin_site import believable
from tests.admin_site.conftest import World

RETURNS = f"/fairs/{believable.SLUG}/returns"
TODAY = believable.DAYS[2]


@pytest.fixture
def paper(world: World) -> World:
    """Two of the booths have no till and sold nothing by one."""
    with world.database.writing() as connection:
        for booth in ("TY04", "DT05"):
            for table in (tables.takings_by_hour, tables.takings_by_article, tables.takings_by_tender):
                connection.execute(
                    table.delete().where(table.c.booth == booth, table.c.fair_id == world.fair_id)
                )
            state = tables.till_state
            connection.execute(state.delete().where(state.c.till == f"M-{booth}"))
    return world


def form(world: World, **query: str) -> dict[str, str]:
    page = world.signed_in().get(RETURNS, params=query).text
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page[page.index('aria-labelledby="form-title"') :]):
        name, value = (re.search(rf' {key}="([^"]*)"', tag) for key in ("name", "value"))
        if name:
            fields[name[1]] = value[1] if value else ""
    fields |= {name.replace("amount", "qualifier"): "exact" for name in fields if name.startswith("amount")}
    return fields


def send(world: World, fields: dict[str, str]) -> tuple[int, str]:
    answer = world.signed_in().post(RETURNS, data=fields)
    return answer.status_code, answer.text


def stands(world: World) -> list[tuple[str, int | None, str]]:
    with world.database.reading() as connection:
        return [(one.booth, one.amount, one.qualifier) for one in returns.standing(connection, world.fair_id)]


def test_the_form_lists_the_booths_nobody_knows_anything_of(paper: World) -> None:
    page = paper.signed_in().get(RETURNS).text
    assert re.findall(r'name="amount-(\w+)"', page) == ["DT05", "TY04"]
    assert "2 gian chưa có máy cũng chưa báo tay" in page


def test_eighty_seven_is_eighty_seven_thousand_and_all_rows_go_in_at_once(paper: World) -> None:
    fields = form(paper) | {"amount-DT05": "87", "amount-TY04": "12.500.000", "qualifier-TY04": "estimated"}
    assert send(paper, fields)[0] == 303
    assert stands(paper) == [("DT05", 87_000, "exact"), ("TY04", 12_500_000, "estimated")]
    page = paper.signed_in().get(RETURNS).text
    assert 'class="value">12,59<' in page
    assert "Ngày này gian nào cũng có máy hoặc đã báo tay." in page


def test_what_was_stated_is_changed_with_a_reason_or_taken_back(paper: World) -> None:
    send(paper, form(paper) | {"amount-DT05": "500.000", "amount-TY04": "1tr"})
    changed = form(paper) | {"amount-DT05": "600.000", "amount-TY04": ""}
    status, page = send(paper, changed)
    assert (status, re.findall(r'id="([\w-]+)-fault"', page)) == (422, ["reason"])
    assert 'value="600.000"' in page
    assert send(paper, changed | {"reason": "đếm lại"})[0] == 303
    assert stands(paper) == [("DT05", 600_000, "exact")]


@pytest.mark.parametrize("typed", ["mười triệu", "1.5", "-3", "1" * 30, "<b>", "=1+1"])
def test_what_is_no_amount_is_marked_kept_in_its_field_and_nothing_is_written(
    paper: World, typed: str
) -> None:
    status, page = send(paper, form(paper) | {"amount-DT05": typed, "amount-TY04": "87"})
    assert (status, re.findall(r'id="([\w-]+)-fault"', page)) == (422, ["amount-DT05"])
    assert stands(paper) == []
    assert "<b>" not in page


def test_a_form_that_is_sent_twice_or_late_overwrites_nothing(paper: World) -> None:
    fields = form(paper)
    assert send(paper, fields | {"amount-DT05": "87"})[0] == 303
    assert send(paper, fields | {"amount-DT05": "87"})[0] == 303
    status, page = send(paper, fields | {"amount-DT05": "90", "reason": "khác"})
    assert (status, "có người đã nhập số khác" in page) == (422, True)
    assert stands(paper) == [("DT05", 87_000, "exact")]


def test_a_booth_with_a_till_that_also_states_is_flagged(paper: World) -> None:
    fields = form(paper, booth="HL01")
    assert "amount-HL01" in fields
    assert send(paper, fields | {"amount-HL01": "2tr"})[0] == 303
    page = paper.signed_in().get(RETURNS).text
    assert "1 gian vừa có số máy bán vừa có báo tay" in page
    assert "máy bán hàng đã ghi" in page


def test_days_that_have_not_come_take_no_return(paper: World) -> None:
    fields = form(paper) | {"amount-DT05": "87"}
    for day in (believable.DAYS[4], believable.CLOSED_DAY, "2020-02-30", ""):
        assert send(paper, fields | {"day": day})[0] == 400
    assert stands(paper) == []
