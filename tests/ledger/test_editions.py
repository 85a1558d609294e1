from dataclasses import replace

import pytest
from sqlalchemy import Connection, update

from fairpos.core.fair import Edition
from fairpos.ledger import editions, fairs, tables
from fairpos.wire import editions as wire
from fixtures.small import full_fair, small_fair

AT = 1_763_600_000_000


FAIRS = {"small": small_fair(), "full": full_fair()}


def test_a_fair_begins_without_an_edition(connection: Connection) -> None:
    fair_id = fairs.load(connection, small_fair(), at=AT)
    assert editions.newest(connection, fair_id) is None
    assert editions.newest_number(connection, fair_id) == 0
    assert editions.one(connection, fair_id, 1) is None


@pytest.mark.parametrize("setup", FAIRS.values(), ids=FAIRS)
def test_a_published_edition_is_the_set_up_under_the_next_number(
    connection: Connection, setup: Edition
) -> None:
    fair_id = fairs.load(connection, setup, at=AT)
    assert editions.publish(connection, fair_id, at=AT, by="ban-to-chuc") == 1
    newest = editions.newest(connection, fair_id)
    assert newest is not None
    assert newest[0] == 1
    assert wire.read(newest[1]) == replace(setup, number=1)


def test_an_older_edition_keeps_its_bytes_when_the_set_up_changes(connection: Connection) -> None:
    fair_id = fairs.load(connection, small_fair(), at=AT)
    editions.publish(connection, fair_id, at=AT, by="ban-to-chuc")
    first = editions.one(connection, fair_id, 1)
    connection.execute(
        update(tables.article)
        .where(tables.article.c.fair_id == fair_id, tables.article.c.id == "SP1")
        .values(price=200_000)
    )

    assert editions.publish(connection, fair_id, at=AT + 1, by="ban-to-chuc") == 2
    assert editions.one(connection, fair_id, 1) == first
    newest = editions.newest(connection, fair_id)
    assert newest is not None
    assert {a.id: a.price for a in wire.read(newest[1]).articles}["SP1"] == 200_000


def test_publishing_raises_the_fairs_version(connection: Connection) -> None:
    fair_id = fairs.load(connection, small_fair(), at=AT)
    editions.publish(connection, fair_id, at=AT, by="ban-to-chuc")
    assert fairs.by_id(connection, fair_id).version == 2


def test_both_databases_give_the_same_bytes(connection: Connection) -> None:
    # Text sorts differently in PostgreSQL's locales and in SQLite: the order is made in Python.
    setup = small_fair()
    ids = ("a-1", "A1", "B_1")
    booths = tuple(replace(booth, id=id_) for booth, id_ in zip(setup.booths, sorted(ids), strict=True))
    fair_id = fairs.load(connection, replace(setup, booths=booths), at=AT)
    assert wire.write(editions.build(connection, fair_id, 0)) == wire.write(replace(setup, booths=booths))


def test_an_edition_of_no_fair_cannot_be_published(connection: Connection) -> None:
    with pytest.raises(fairs.NoSuchFair):
        editions.publish(connection, 99, at=AT, by="ban-to-chuc")
