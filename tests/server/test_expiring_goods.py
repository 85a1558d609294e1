from __future__ import annotations

from sqlalchemy import update

from fairpos.core.business_day import DAY_MS
from fairpos.db.database import Database
from fairpos.ledger import editions, products, tables
from fairpos.server import jobs
from fairpos.wire import editions as wire
from fairpos.wire.product_lists import Goods
from tests.documents import AT
from tests.hall import Hall


def test_goods_past_their_last_day_leave_the_tills_in_the_morning_once(sqlite_ledger_url: str) -> None:
    database = Database(sqlite_ledger_url, synchronous="OFF")
    hall = Hall(database)
    milk = Goods(name="Sữa chua", group="Thực phẩm", price=8_000, unit="hộp", expires="2026-11-20")
    with database.writing() as connection:
        id_ = products.add(connection, hall.fair_id, "DV1", milk, label_checked=True, at=AT, by="hoa")
        editions.publish_changed(connection, hall.fair_id, at=AT, by="hoa")

    def sold() -> tuple[int, bool]:
        with database.reading() as connection:
            found = editions.newest(connection, hall.fair_id)
        assert found is not None
        return found[0], any(article.id == id_ for article in wire.read(found[1]).articles)

    def morning(at: int) -> bool:
        with database.writing() as connection:
            return jobs.expire(connection, now=at)

    assert (morning(AT), sold()) == (True, (2, True))
    assert (morning(AT + DAY_MS), sold()) == (True, (3, False))
    assert (morning(AT + DAY_MS), sold()) == (False, (3, False))
    with database.writing() as connection:
        connection.execute(update(tables.fair).values(status="closed"))
        connection.execute(update(tables.exhibitor).values(name="X"))
    assert (morning(AT + 2 * DAY_MS), sold()) == (True, (3, False))
    database.close()
