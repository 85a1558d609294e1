"""Pictures on their way from the centre to a tablet: after everything else, and never in its way."""

import pytest

from booth_terminal import photos
from booth_terminal.photos import PAUSE_MS, OtherPhoto
from fairpos.core.photo import photo_key
from fairpos.ledger import photos as ledger
from fixtures import small
from tests.booth import Booth
from tests.documents import sale

PICTURES = small.photos()


def give(booth: Booth, *keys: str) -> None:
    """Let the centre have these pictures."""
    with booth.hall.database.writing() as connection:
        for key in keys or PICTURES:
            ledger.keep(connection, booth.hall.fair_id, PICTURES[key], at=booth.hall.now)


def here(booth: Booth) -> set[str]:
    with booth.terminal.database.reading() as connection:
        return {key for key in PICTURES if photos.one(connection, key) == PICTURES[key]}


def asked(booth: Booth) -> list[str]:
    return [path.rpartition("/")[2] for path in booth.line.sent if path.startswith("/sync/v1/photos/")]


def test_a_terminal_fetches_what_its_edition_names_and_each_picture_once(full_booth: Booth) -> None:
    give(full_booth)
    full_booth.deliver()
    assert here(full_booth) == set(PICTURES)
    full_booth.publish_code("M1", "ma")
    full_booth.terminal.stop()
    full_booth.open()
    full_booth.deliver()
    assert sorted(asked(full_booth)) == sorted(PICTURES)


def test_a_fair_without_pictures_asks_for_none(booth: Booth) -> None:
    booth.deliver()
    assert asked(booth) == []


def test_one_picture_that_the_centre_lacks_keeps_the_others_waiting_but_not_away(full_booth: Booth) -> None:
    _, *others = PICTURES
    give(full_booth, *others)
    for _ in PICTURES:
        full_booth.deliver()
        full_booth.later(PAUSE_MS)
    assert here(full_booth) == set(others)
    give(full_booth)
    full_booth.later(PAUSE_MS)
    full_booth.deliver()
    assert here(full_booth) == set(PICTURES)


def test_sales_go_first_and_a_missing_picture_never_holds_them_up(full_booth: Booth) -> None:
    full_booth.deliver()
    assert len(asked(full_booth)) == 1
    for number in range(1, 4):
        full_booth.keep(sale(number=number, n=number))
        full_booth.deliver()
        assert full_booth.hall.sales() == number
    assert len(asked(full_booth)) == 1


def test_on_a_dead_line_no_picture_is_asked_for(full_booth: Booth) -> None:
    full_booth.line.trouble = "dead"
    full_booth.later()
    full_booth.deliver()
    assert asked(full_booth) == []


@pytest.mark.parametrize("body", [b"", b"<html>", next(iter(PICTURES.values()))])
def test_what_is_not_the_picture_that_was_asked_for_is_not_kept(full_booth: Booth, body: bytes) -> None:
    give(full_booth)
    full_booth.line.meddle = lambda path, answer: body if "/photos/" in path else answer
    full_booth.deliver()
    assert here(full_booth) <= {photo_key(body)}
    full_booth.line.meddle = None
    for _ in range(2):
        full_booth.later(PAUSE_MS)
        full_booth.deliver()
    assert here(full_booth) == set(PICTURES)


def test_a_picture_is_kept_under_its_own_key_alone(full_booth: Booth) -> None:
    with full_booth.terminal.database.writing() as connection, pytest.raises(OtherPhoto):
        photos.keep(connection, "ab" * 16, b"RIFF", at=1)


# --- to the tablet ---------------------------------------------------------------------------------


def test_a_tablet_gets_a_picture_for_ever(full_booth: Booth) -> None:
    give(full_booth)
    full_booth.deliver()
    with full_booth.client(full_booth.enrol("M1")) as client:
        for article in client.get("/till/book").json()["articles"]:
            response = client.get(f"/till/photos/{article['photo']}")
            assert response.status_code == 200
            assert response.content == PICTURES[article["photo"]]
            assert response.headers["content-type"] == "image/webp"
            assert response.headers["cache-control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize("key", ["ab" * 16, "x", "AB" * 16, "%2e%2e", "%00", "9" * 5_000])
def test_a_picture_that_is_not_here_is_not_remembered_as_missing(full_booth: Booth, key: str) -> None:
    with full_booth.client(full_booth.enrol("M1")) as client:
        response = client.get(f"/till/photos/{key}")
    assert (response.status_code, response.json()) == (404, {"code": "no-such-photo"})
    assert response.headers["cache-control"] == "no-store"


def test_a_stranger_gets_no_picture(full_booth: Booth) -> None:
    give(full_booth)
    full_booth.deliver()
    with full_booth.client() as client:
        assert client.get(f"/till/photos/{next(iter(PICTURES))}").status_code == 401
