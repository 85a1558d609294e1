"""The price book: what a till is told, and when it is told again."""

from unittest.mock import patch

from booth_terminal import books
from fairpos.core.staff import DEEDS, hash_pin
from fixtures.small import full_fair
from tests.booth import Booth


def test_a_tills_book_is_what_its_booth_sells(booth: Booth) -> None:
    token = booth.enrol("M1")
    with booth.client(token) as client:
        book = client.get("/till/book").json()
    assert book["till"] == {
        "id": "M1",
        "kind": "till",
        "place": "A1",
        "begin": {"n": 0, "number": 0, "training": 0},
    }
    assert book["booth"] == {"id": "A1", "name": "A1", "zone": "in-province", "favourites": []}
    assert [article["id"] for article in book["articles"]] == ["SP3", "SP1", "SP2"]
    assert book["exhibitors"] == [
        {"id": "DV1", "name": "HTX Dược liệu Ba Chẽ", "account": None},
        {"id": "DV2", "name": "Hộ nuôi ong Đồng Sơn", "account": None},
    ]
    assert (book["edition"], book["gate"], book["staff"]) == (2, None, [])


def test_no_secret_and_no_other_till_is_in_a_book(booth: Booth) -> None:
    token = booth.enrol("M1")
    with booth.client(token) as client:
        text = client.get("/till/book").text
    assert "code_hash" not in text
    assert "M2" not in text


def test_a_book_that_has_not_changed_is_not_sent_again(booth: Booth) -> None:
    token = booth.enrol("M1")
    with booth.client(token) as client:
        first = client.get("/till/book")
        tag = {"If-None-Match": first.headers["etag"]}
        same = client.get("/till/book", headers=tag)
        assert (same.status_code, same.content) == (304, b"")
        assert same.headers["etag"] == first.headers["etag"]
        booth.publish_code("M2", "ma-2")
        newer = client.get("/till/book", headers=tag)
    assert (newer.status_code, newer.json()["edition"]) == (200, 3)


def test_every_till_has_a_book_of_its_own(booth: Booth) -> None:
    tags = set()
    for till in ("M1", "M2", "CG1"):
        with booth.client(booth.enrol(till)) as client:
            tags.add(client.get("/till/book").headers["etag"])
    assert len(tags) == 3


def test_a_stranger_gets_no_book(booth: Booth) -> None:
    with booth.client() as client:
        response = client.get("/till/book")
    assert (response.status_code, response.json()) == (401, {"code": "not-enrolled"})


def test_a_fair_of_today_brings_accounts_barcodes_pictures_and_favourites(full_booth: Booth) -> None:
    token = full_booth.enrol("M1")
    with full_booth.client(token) as client:
        book = client.get("/till/book").json()
    assert book["booth"]["favourites"] == ["SP3", "SP1"]
    assert book["exhibitors"][0]["account"] == {
        "bin": "970415",
        "number": "0000000001",
        "holder": "HTX DUOC LIEU BA CHE",
        "bank": "VietinBank",
    }
    wine = next(article for article in full_fair().articles if article.id == "SP1")
    told = next(article for article in book["articles"] if article["id"] == "SP1")
    assert {name: told[name] for name in ("barcode", "photo", "open_price", "low_stock")} == {
        "barcode": wine.barcode,
        "photo": wine.photo,
        "open_price": False,
        "low_stock": 5_000,
    }


def test_a_book_names_the_people_of_its_own_booth_and_what_needs_a_manager(full_booth: Booth) -> None:
    books_of = {}
    for till in ("M1", "M3", "CG1"):
        with full_booth.client(full_booth.enrol(till)) as client:
            books_of[till] = client.get("/till/book").json()
    here = {one["id"]: one for one in books_of["M1"]["staff"]}
    assert {id_: (one["name"], one["role"]) for id_, one in here.items()} == {
        "hoa": ("Cô Hoa", "manager"),
        "lan": ("Chị Lan", "seller"),
        "minh": ("Anh Minh", "seller"),
    }
    assert hash_pin("1111", bytes.fromhex(here["lan"]["pin_salt"])) == here["lan"]["pin_hash"]
    assert set(here["lan"]) == {"id", "name", "role", "pin_salt", "pin_hash"}
    assert (books_of["M3"]["staff"], books_of["CG1"]["staff"]) == ([], [])
    assert books_of["M1"]["deeds"] == list(DEEDS)


def test_a_newer_program_that_says_more_about_the_same_edition_is_heard(full_booth: Booth) -> None:
    with full_booth.client(full_booth.enrol("M1")) as client:
        with patch.object(books, "short_name", lambda bin_: bin_):
            before = client.get("/till/book")
        tag = {"If-None-Match": before.headers["etag"]}
        after = client.get("/till/book", headers=tag)
    assert (after.status_code, after.json()["edition"]) == (200, before.json()["edition"])
    assert after.json()["exhibitors"][0]["account"]["bank"] == "VietinBank"


def test_time_alone_makes_no_new_book(full_booth: Booth) -> None:
    with full_booth.client(full_booth.enrol("M1")) as client:
        first = client.get("/till/book")
        full_booth.later()
        assert client.get("/till/book").headers["etag"] == first.headers["etag"]
