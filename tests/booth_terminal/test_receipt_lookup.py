"""A sale of another tablet, asked of the terminal: by id or number, and what was given back of it."""

from typing import Any

from tests.booth import Booth
from tests.documents import new_id, refund, sale, void


def get(booth: Booth, key: str, till: str = "M1") -> tuple[int, Any]:
    with booth.client(booth.enrol(till)) as client:
        response = client.get(f"/till/receipts/{key}")
        return response.status_code, response.json()


def test_a_sale_is_found_by_its_id_and_by_its_number_with_what_went_back(booth: Booth) -> None:
    sold, other = sale(number=7, till="M9"), sale(number=17, till="M9")
    back, took = refund(sold), void(other)
    booth.keep(sold, other, back, took)
    for key in (sold.id, "M9-7"):
        status, told = get(booth, key)
        assert (status, told["sale"]["id"]) == (200, sold.id)
        assert [(one["type"], one["id"], one["total"]) for one in told["backs"]] == [
            ("refund", back.id, back.total)
        ]


def test_practice_has_numbers_of_its_own(booth: Booth) -> None:
    earnest, practice = sale(number=7), sale(number=7, training=True)
    booth.keep(practice, earnest)
    assert get(booth, "M1-7")[1]["sale"]["id"] == earnest.id
    assert get(booth, "M1-T7")[1]["sale"]["id"] == practice.id


def test_another_booths_sale_and_nonsense_are_unknown(booth: Booth) -> None:
    theirs = sale(number=1, booth="B1", till="M2")
    booth.keep(theirs, b'{"id":"%s","till":"M1","type":"sale"}' % new_id().encode())
    for key in (theirs.id, "M2-1", "M1-1", "x", '"', "-", new_id()):
        assert get(booth, key) == (404, {"code": "unknown-receipt"})
