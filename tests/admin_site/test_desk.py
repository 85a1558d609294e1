from __future__ import annotations

import re

from fairpos.core.fair import BankAccount
from fairpos.ledger import bank_accounts, papers, tables
from fairpos.ledger.passwords import cheap_passwords
from tests.admin_site import believable
from tests.admin_site.conftest import Build, World

DESK = f"/fairs/{believable.SLUG}/desk"


def rows(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<a href="([^"]+)">\s*<span class="figure large">([\d.]+)</span>', page)
    return [(address.removeprefix(f"/fairs/{believable.SLUG}/"), count) for address, count in found]


def test_what_waits_is_counted_and_leads_to_where_it_is_done(world: World) -> None:
    page = world.signed_in().get(DESK).text
    assert rows(page) == [
        ("fleet?show=silent", "2"),
        ("fleet?show=holding", "31"),
        ("setup#duties", "1"),
        ("findings", "2"),
    ]
    assert "710,05" in page


def test_each_row_leads_to_exactly_the_things_it_counts(world: World) -> None:
    day, last = believable.DAYS[1], believable.DAYS[-1]
    starred = {"label": "passed", "number": "1", "issued": "2018-01-01"}
    with world.database.writing() as connection:
        for gate, method in (("C1", "sensor"), ("C2", "sensor")):
            sums = {"day": day, "hour": 9, "gate": gate, "direction": "in", "method": method, "count": 5}
            believable.rows(connection, tables.visits_by_hour, world.fair_id, [sums])
        for who, valid_to in (
            ("DV-HL01", day),
            ("DV-HL01", "2019-01-01"),
            ("DV-BC02", last),
            ("DV-TN11", None),
        ):
            papers.add(
                connection, world.fair_id, who, kind="business", number="1", issuer="", issued="",
                valid_to=valid_to or "", copy=None, at=1, by="hoa",
            )  # fmt: skip
        believable.rows(
            connection, tables.product, world.fair_id,
            [
                {"article": "SP-HL01", **starred, "valid_to": last},
                {"article": "SP-BC02", **starred, "valid_to": day},
                {"article": "SP-VD03", **starred, "valid_to": ""},
                {"article": "SP-TY04", **starred, "valid_to": last, "label": "unchecked"},
                {"article": "SP-DT05", **starred, "valid_to": last, "label": "failed"},
            ],
        )  # fmt: skip
        held = BankAccount(bin="970436", number="0123456789", holder="BA NGAN")
        bank_accounts.propose(connection, world.fair_id, "DV-HL01", held, at=1, by="lan")
    client = world.signed_in()
    found = dict(rows(client.get(DESK).text))
    listed = {
        "exhibitors?wants=ending": '<th scope="row"><a href',
        "exhibitors?wants=account": '<th scope="row"><a href',
        "products?wants=certificate": '<th scope="row"><a href',
        "products?wants=unchecked": '<th scope="row"><a href',
    }
    for address, mark in listed.items():
        page = client.get(f"/fairs/{believable.SLUG}/{address}").text
        assert (address, found[address]) == (address, str(page.count(mark)))
    assert {address: found[address] for address in listed} == {
        "exhibitors?wants=ending": "1",
        "exhibitors?wants=account": "1",
        "products?wants=certificate": "2",
        "products?wants=unchecked": "1",
    }
    assert found[f"counts?day={day}&amp;gate=C1"] == "2"
    assert (
        "Ngày này tính theo cách đếm nào?"
        in client.get(f"/fairs/{believable.SLUG}/counts?day={day}&gate=C1").text
    )
    silent = client.get(f"/fairs/{believable.SLUG}/fleet?show=silent").text
    assert found["fleet?show=silent"] == str(len(set(re.findall(r"/fleet/(M-[A-Z0-9]+)", silent))))


def test_it_is_the_first_screen_of_a_fair(world: World) -> None:
    client = world.signed_in()
    assert client.get("/").headers["location"] == DESK
    assert f'href="{DESK}"' in client.get("/fairs").text


def test_people_see_what_they_can_do(world: World) -> None:
    for table in ("till_state", "takings_by_hour"):
        with world.database.writing() as connection:
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE fair_id = {world.fair_id}")
    page = world.signed_in().get(DESK).text
    assert ("returns?day=2020-01-11", "8") in rows(page)
    with world.database.writing() as connection:
        viewer = believable.organiser(connection, cheap_passwords(), role="viewer", login="xem")
    seen = world.signed_in(viewer, token="v" * 43).get(DESK).text
    assert "returns?day" not in seen


def test_a_fair_at_rest_says_so(build: Build) -> None:
    world = build(sold=False)
    world.clock.now = believable.NOW - 60 * 24 * 3_600_000
    assert "Không có việc nào chờ" in world.signed_in().get(DESK).text
