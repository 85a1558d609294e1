"""The fleet on one screen, and one till with what is missing of it."""

from __future__ import annotations

import re

from fairpos.ledger import fleet_states, tables
from tests.admin_site import believable
from tests.admin_site.conftest import World

FLEET = f"/fairs/{believable.SLUG}/fleet"


def shown(text: str) -> list[str]:
    return re.findall(rf'<a href="{FLEET}/([^"]+)">', text)


def say(world: World, till: str, **values: object) -> None:
    state = tables.till_state
    with world.database.writing() as connection:
        connection.execute(
            state.update().where(state.c.fair_id == world.fair_id, state.c.till == till).values(**values)
        )


def test_every_till_is_there_and_those_in_trouble_are_found_by_the_url(world: World) -> None:
    say(world, "M-VD03", printer="paper-out", ahead=90_000, persisted=False, edition=0, version="0.1.0")
    client = world.signed_in()
    page = client.get(FLEET).text
    assert len(shown(page)) == len(believable.BOOTHS) + 1
    assert "Hết giấy" in page
    found = {
        trouble: shown(client.get(f"{FLEET}?show={trouble}").text)
        for trouble in ("silent", "holding", "printer", "clock", "storage", "never", "missing", "behind")
    }
    assert found == {
        "silent": ["M-BC02", "M-HL01"],
        "holding": ["M-BC02", "M-HL01"],
        "printer": ["M-VD03"],
        "clock": ["M-VD03"],
        "storage": ["M-VD03"],
        "never": ["G-C1"],
        "missing": ["M-BC02"],
        "behind": [],
    }
    assert len(shown(client.get(f"{FLEET}?show=%00").text)) == len(believable.BOOTHS) + 1
    part = client.get(f"{FLEET}/tills?show=printer").text
    assert (part.lstrip().startswith('<section id="tills"'), shown(part)) == (True, ["M-VD03"])


def test_a_till_s_page_names_the_receipts_that_are_missing(world: World) -> None:
    with world.database.writing() as connection:
        for number in (1, 2, 5, 10_001):
            connection.execute(
                tables.document.insert().values(
                    fair_id=world.fair_id, id=f"{number:032x}", stream_no=1, seq=number, type="sale",
                    till="M-HL01", day=believable.DAYS[0], at=believable.NOW, number=number, total=1,
                )
            )  # fmt: skip
    client = world.signed_in()
    page = client.get(f"{FLEET}/M-HL01").text
    assert re.findall(r"<li>(M-HL01-.*?)</li>", page) == ['M-HL01-3 … M-HL01-4 <span class="basis">2</span>']
    assert "Để trống khi thay máy tính bảng: 6–10.000." in page
    for strange in ("M-XX", "%00", "x" * 100):
        assert client.get(f"{FLEET}/{strange}").status_code == 404


def test_a_stream_is_frozen_once(world: World) -> None:
    client = world.signed_in()
    data = {"csrf_token": world.csrf_token}
    assert client.post(f"{FLEET}/streams/1/freezing", data=data).status_code == 303
    with world.database.reading() as connection:
        assert fleet_states.streams(connection, world.fair_id)[0].forked_at == world.clock()
    for number in ("1", "0", "9", "x", "-1", "9" * 30):
        assert client.post(f"{FLEET}/streams/{number}/freezing", data=data).status_code == 404
    assert "khóa lúc" in client.get(FLEET).text
