"""Notices: put up for those they are for, taken down, and shown to anybody while they stand."""

from __future__ import annotations

import re

from fairpos.core.business_day import HOUR_MS, local
from fairpos.ledger import audit, editions, fairs, notices
from tests.admin_site import believable
from tests.admin_site.conftest import World

NOTICES = f"/fairs/{believable.SLUG}/notices"
PUBLIC = f"/public/{believable.SLUG}/notices"


def typed(hours: int) -> str:
    return local(believable.NOW + hours * HOUR_MS).strftime("%Y-%m-%dT%H:%M")


def form(world: World, **changes: str) -> dict[str, str]:
    fields = {"text": "Cắt điện  khu A", "text_en": "", "from_at": typed(0), "until_at": typed(3)}
    return {"csrf_token": world.csrf_token} | fields | changes


def said(text: str) -> list[str]:
    return re.findall(r'<p class="words"[^>]*>(.*?)</p>', text)


def test_a_notice_is_put_up_reaches_tills_and_the_public_and_is_taken_down(world: World) -> None:
    client = world.signed_in()
    assert client.post(NOTICES, data=form(world, zone="in-province", text_en="Power cut")).status_code == 303
    assert said(client.get(NOTICES).text) == ["Cắt điện khu A", "Power cut"]
    with world.database.reading() as connection:
        edition = editions.build(connection, world.fair_id, 1)
        assert editions.newest_number(connection, world.fair_id) == 1
    (notice,) = edition.notices
    reached = [booth.id for booth in edition.booths if edition.notices_for(booth)]
    assert reached == sorted(key for key, _, zone, *_ in believable.BOOTHS if zone == "in-province")
    stranger = world.stranger()
    assert said(stranger.get(PUBLIC).text) == ["Cắt điện khu A"]
    stranger.cookies.set("language", "en")
    assert said(stranger.get(PUBLIC).text) == ["Power cut"]
    down = f"{NOTICES}/{notice.id}/withdrawal"
    assert client.post(down, data={"csrf_token": world.csrf_token}).status_code == 303
    assert client.post(down, data={"csrf_token": world.csrf_token}).status_code == 404
    assert said(stranger.get(PUBLIC).text) == []
    with world.database.reading() as connection:
        acts = [one.act for one in audit.listed(connection, world.fair_id, kind="notice")]
        assert editions.build(connection, world.fair_id, 1).notices == ()
    assert acts == ["withdrawal", "creation"]


def test_everything_wrong_is_told_at_once_what_was_typed_stays_and_nothing_is_put_up(world: World) -> None:
    client = world.signed_in()
    cases = [
        ({"text": "   "}, ["Hãy ghi nội dung."]),
        ({"text": "x" * 401}, ["Mỗi ngôn ngữ tối đa 400 ký tự."]),
        ({"text": "a\x00b"}, ["Có ký tự không phải chữ."]),
        ({"until_at": typed(-1), "from_at": typed(-2)}, ["Thời điểm kết thúc đã qua."]),
        ({"until_at": typed(0), "from_at": typed(1)}, ["Thời điểm kết thúc trước lúc bắt đầu."]),
        ({"from_at": "mai", "until_at": "9999-99-99T99:99"}, 2 * ["Hãy ghi ngày và giờ."]),
        (
            {"zone": "mars", "group": "\x00", "text": ""},
            ["Hãy ghi nội dung.", *2 * ["Không có ở hội chợ này."]],
        ),
    ]
    for changes, told in cases:
        response = client.post(NOTICES, data=form(world, **changes))
        assert (changes, response.status_code) == (changes, 422)
        assert re.findall(r'class="wrong" role="alert">(.*?)<', response.text) == told
    kept = client.post(NOTICES, data=form(world, text="<b>Chào</b>", until_at="")).text
    assert ">&lt;b&gt;Chào&lt;/b&gt;</textarea>" in kept
    with world.database.reading() as connection:
        assert notices.listed(connection, world.fair_id) == ()
        assert editions.newest_number(connection, world.fair_id) == 0


def test_one_that_is_to_come_or_over_is_not_public(world: World) -> None:
    client = world.signed_in()
    client.post(NOTICES, data=form(world, text="Mai", from_at=typed(2)))
    client.post(NOTICES, data=form(world, text="Nay", until_at=typed(1)))
    assert said(world.stranger().get(PUBLIC).text) == ["Nay"]
    world.clock.now += 2 * HOUR_MS
    assert said(world.stranger().get(PUBLIC).text) == ["Mai"]
    assert re.findall(r'<li class="(\w+)">', world.signed_in().get(NOTICES).text) == ["standing", "over"]


def test_a_draft_has_no_public_page(world: World) -> None:
    with world.database.writing() as connection:
        fairs.set_status(connection, world.fair_id, "draft")
    assert world.stranger().get(PUBLIC).status_code == 404
    assert world.stranger().get("/public/khong-co/notices").status_code == 404
