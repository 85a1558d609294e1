"""An inspector's phone at a terminal: a book of the whole fair, and goods gone from one booth."""

from __future__ import annotations

from fairpos.core.notice import Notice
from fairpos.ledger import editions, fleet, notices
from fairpos.wire import documents
from tests.booth import Booth
from tests.documents import AT, inspection

PHONE = "KT-1"


def phone(booth: Booth) -> str:
    with booth.hall.database.writing() as connection:
        fleet.add_inspector(connection, booth.hall.fair_id, code="x", at=AT, by="hoa")
    return booth.enrol(PHONE)


def test_an_inspector_is_told_of_every_booth_and_of_nobody_s_account_or_pin(booth: Booth) -> None:
    with booth.client(phone(booth)) as client:
        book = client.get("/till/book").json()
    assert book["till"] == {
        "id": PHONE,
        "kind": "inspector",
        "place": "",
        "begin": {"n": 0, "number": 0, "training": 0},
    }
    assert [(one["id"], one["exhibitors"]) for one in book["booths"]] == [
        ("A1", ["DV2", "DV1"]),
        ("B1", ["DV3"]),
        ("C1", ["DV4"]),
    ]
    assert [article["id"] for article in book["articles"]] == ["SP1", "SP2", "SP3", "SP4", "SP5"]
    assert {who["account"] for who in book["exhibitors"]} == {None}
    assert (book["staff"], book["booth"], book["stops"]) == ([], None, [])


def test_an_enrolled_phone_is_sent_to_its_own_page(booth: Booth) -> None:
    with booth.hall.database.writing() as connection:
        fleet.add_inspector(connection, booth.hall.fair_id, code="x", at=AT, by="hoa")
    booth.publish_code(PHONE, "ma-1")
    with booth.client() as client:
        shown = client.get("/till/enrolment/ma-1", headers={"accept": "text/html"}).text
        done = client.post("/till/enrolment/ma-1", follow_redirects=False)
    assert "Kiểm tra" in shown
    assert (done.status_code, done.headers["location"]) == (303, "/till/inspection")


def test_what_it_takes_off_the_shelf_is_gone_from_that_booth_and_from_no_other(booth: Booth) -> None:
    seller, other, token = booth.enrol("M1"), booth.enrol("M3"), phone(booth)
    made = inspection(till=PHONE, booth="A1", article="SP3", action="off-shelf", fault="label")
    with booth.client(other) as client:
        before = client.get("/till/book").json()["articles"]
    with booth.client(token) as client:
        head = b'{"till":"KT-1","pending":1,"at":%d,"edition":2}' % AT
        assert client.post("/till/documents", content=head + b"\n" + documents.write(made)).json()[
            "kept"
        ] == [made.id]
    booth.later()
    booth.deliver()
    with booth.client(seller) as client:
        book = client.get("/till/book").json()
    with booth.client(other) as client:
        elsewhere = client.get("/till/book").json()
    assert [article["id"] for article in book["articles"]] == ["SP1", "SP2"]
    assert book["stops"] == [
        {"booth": "A1", "article": "SP3", "name": "Mật ong rừng chai 500 ml", "at": made.at, "fault": "label"}
    ]
    assert (elsewhere["articles"], elsewhere["stops"]) == (before, [])


def test_a_notice_is_told_to_the_booths_it_is_for(booth: Booth) -> None:
    tokens = {"A1": booth.enrol("M1"), "B1": booth.enrol("M3")}
    drinks = Notice(
        id="n1", text="Rượu phải có tem", text_en="", from_at=AT, until_at=AT + 9, group="Đồ uống"
    )
    every = Notice(id="n2", text="Đóng cửa 21 giờ", text_en="We close at 9", from_at=AT, until_at=AT + 9)
    with booth.hall.database.writing() as connection:
        for one in (drinks, every):
            notices.put_up(connection, booth.hall.fair_id, one, at=AT, by="hoa")
        editions.publish(connection, booth.hall.fair_id, at=AT, by="hoa")
    booth.later()
    booth.deliver()
    told = {}
    for place, token in tokens.items():
        with booth.client(token) as client:
            told[place] = [one["id"] for one in client.get("/till/book").json()["notices"]]
    assert told == {"A1": ["n1", "n2"], "B1": ["n2"]}


def test_what_a_till_says_of_itself_reaches_the_centre(booth: Booth) -> None:
    with booth.client(booth.enrol("M1")) as client:
        head = b'{"till":"M1","pending":0,"at":%d,"persisted":true,"version":"0.1.0","edition":2}'
        client.post("/till/documents", content=head % (booth.terminal.now() + 4_000))
        client.post(
            "/till/documents", content=b'{"till":"M1","pending":0,"at":1,"version":"\\u0000","edition":-1}'
        )
        client.post("/till/documents", content=head % (booth.terminal.now() + 4_000))
    booth.later()
    booth.deliver()
    columns = ("till", "ahead", "persisted", "version", "edition", "printer")
    assert booth.hall.rows("till_state", *columns) == [("M1", 4_000, True, "0.1.0", 2, "")]
