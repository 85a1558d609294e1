from __future__ import annotations

from fairpos.core.lots import draw
from fairpos.ledger import fairs, lots
from tests.admin_site import applied, believable
from tests.admin_site.conftest import World

LOTS = f"/fairs/{believable.SLUG}/lots"
PUBLIC = f"/public/{believable.SLUG}/lots"


def newest(world: World) -> lots.Draw:
    with world.database.reading() as connection:
        return lots.listed(connection, world.fair_id)[0]


def test_a_draw_is_promised_drawn_and_shown_to_everybody_so_that_it_can_be_repeated(world: World) -> None:
    applied.drawn(world)
    client, token = world.signed_in(), {"csrf_token": world.csrf_token}
    assert client.post(LOTS, data=token).status_code == 303
    promised = newest(world)
    page = world.stranger().get(PUBLIC).text
    assert promised.commitment.seed_hash in page
    assert "Trà hoa vàng Đạp Thanh" in page
    empty = client.post(f"{LOTS}/drawing", data={**token, "public_number": " "})
    assert empty.status_code == 422
    assert newest(world).drawn_at is None
    assert client.post(f"{LOTS}/drawing", data={**token, "public_number": "86420"}).status_code == 303
    made = newest(world)
    assert made.order == draw(made.secret, "86420", made.names)
    after = world.stranger().get(PUBLIC).text
    assert made.secret in after
    assert made.secret not in page
    assert "Vừa kiểm tra lại" in client.get(LOTS).text
    client.post(f"{LOTS}/drawing", data={**token, "public_number": "1"})
    assert newest(world) == made


def test_with_nobody_to_draw_among_there_is_nothing_to_press(world: World) -> None:
    page = world.signed_in().get(LOTS).text
    assert "Chưa có đơn vị nào để bốc thăm" in page
    assert "Chưa công bố lần bốc thăm nào" in world.stranger().get(PUBLIC).text
    with world.database.writing() as connection:
        fairs.set_status(connection, world.fair_id, "draft")
    assert world.stranger().get(PUBLIC).status_code == 404
