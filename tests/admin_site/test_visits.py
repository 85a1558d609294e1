from __future__ import annotations

import io
import re

import openpyxl
from sqlalchemy import update

from fairpos.ledger import gates, tables
from tests.admin_site import believable
from tests.admin_site.conftest import World

VISITS = f"/fairs/{believable.SLUG}/visits"
TODAY = believable.DAYS[2]


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def pass_gate(world: World, table: str = "visits_by_hour", **fields: object) -> None:
    usual = {"day": TODAY, "hour": 15, "gate": "C2", "direction": "in", "method": "sensor", "count": 900}
    with world.database.writing() as connection:
        believable.rows(connection, tables.metadata.tables[table], world.fair_id, [usual | fields])


def test_the_day_its_gates_and_hours_add_up(world: World) -> None:
    page = world.signed_in().get(VISITS).text
    total = re.search(r'class="value">([\d.]+)<', page)
    (sums,) = re.findall(r'<tr class="sum">.*?</tr>', page, re.S)
    cells = [int(cell.replace(".", "")) for cell in re.findall(r"<td>([\d.]+)</td>", sums)]
    assert total is not None
    assert cells == [3_515, 1_755, 5_270]
    assert total[1] == "5.270"


def test_another_day_is_a_link_and_a_day_that_is_none_is_today(world: World) -> None:
    client = world.signed_in()
    assert 'class="value">11.592<' in client.get(f"{VISITS}?day={believable.DAYS[0]}").text
    assert 'class="value">5.270<' in client.get(f"{VISITS}?day=<b>").text
    assert "Đang ở trong" not in client.get(f"{VISITS}?day={believable.DAYS[0]}").text


def test_two_methods_at_a_gate_are_told_of_and_not_added_up(world: World) -> None:
    pass_gate(world)
    page = world.signed_in().get(VISITS).text
    assert "đang đếm trùng: tính theo Bấm tay (1.755); Cảm biến cũng đếm 900 lượt" in text(page)
    assert 'class="value">5.270<' in page
    assert f"/counts?day={TODAY}&amp;gate=C2" in page


def test_who_is_no_visitor_stands_apart(world: World) -> None:
    pass_gate(world, "others_by_hour", method="clicker", category="press", count=12)
    page = world.signed_in().get(VISITS).text
    assert "Báo chí: 12 vào, 0 ra" in text(page)
    assert 'class="value">5.270<' in page


def test_a_fair_that_fills_warns(world: World) -> None:
    with world.database.writing() as connection:
        gates.set_capacity(connection, world.fair_id, "", 2_400, at=world.clock(), by="hoa")
    page = world.signed_in().get(VISITS).text
    # 12, 13, 14 and 15 o'clock: nobody counted an exit.
    assert "2.474 trên 2.400" in text(page)
    assert "Đã đầy: mời khách chờ" in text(page)
    assert "Chưa đếm lượt ra" in text(page)


def test_the_file_holds_every_sum_and_says_which_are_visits(world: World) -> None:
    pass_gate(world)
    pass_gate(world, "others_by_hour", method="clicker", category="press", count=12)
    with world.database.writing() as connection:
        renamed = update(tables.gate).where(tables.gate.c.id == "C2", tables.gate.c.fair_id == world.fair_id)
        connection.execute(renamed.values(name="=1+1"))
    client = world.signed_in()
    lines = client.get(f"{VISITS}.csv").content.decode("utf-8-sig").splitlines()
    rows = [line.split(",") for line in lines[1:]]
    assert lines[0] == "Ngày,Giờ,Cổng,Chiều,Đếm bằng,Là ai,Số lượt,Tính lượt khách"
    assert sum(int(row[6]) for row in rows if row[0] == TODAY and row[7] == "có") == 5_270
    assert [row[2:] for row in rows if row[7] == "không"] == [
        ["'=1+1", "vào", "Bấm tay", "Báo chí", "12", "không"],
        ["'=1+1", "vào", "Cảm biến", "Khách", "900", "không"],
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{VISITS}.xlsx").content)).worksheets[0]
    assert sheet.max_row == 1 + len(rows)
