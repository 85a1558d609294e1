"""Prices in a table: every row read, or told with its address why not."""

from __future__ import annotations

import pytest

from fairpos.wire import price_lists
from fairpos.wire.cells import BadSheet
from fixtures.small import full_fair

ARTICLES = full_fair().articles


def read(text: str) -> list[tuple[str, str | None, int | None, str]]:
    lines = price_lists.read("", text.encode(), ARTICLES)
    return [(one.address, one.article.id if one.article else None, one.price, one.fault) for one in lines]


@pytest.mark.parametrize(
    "text",
    [
        "Mã sản phẩm,Tên,Giá mới\nSP1,Rượu,185.000\nsp3,Mật ong,\n",
        "SP1\t185.000",
        "SP1;185k",
        "sp1,185000",
        f"Mã vạch\tGiá\n{ARTICLES[0].barcode}\t185.000 đ\n",
    ],
)
def test_a_code_and_a_price_are_enough(text: str) -> None:
    assert [line[1:] for line in read(text)] == [("SP1", 185_000, "")]


def test_every_row_that_is_wrong_says_where_and_why() -> None:
    text = "Mã,Giá\nSP1,một trăm\nSP9,10.000\nSP3,160.000\nSP3,170.000\nSP4,-5\nSP5,1.5\nSP2,\x07\n"
    assert read(text) == [
        ("B2", "SP1", None, "not-money"),
        ("B3", None, 10_000, "no-article"),
        ("B4", "SP3", 160_000, ""),
        ("B5", "SP3", 170_000, "twice"),
        ("B6", "SP4", None, "not-money"),
        ("B7", "SP5", None, "not-money"),
        ("B8", "SP2", None, "control"),
    ]


@pytest.mark.parametrize("body", [b"", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"a,b\n\xff\xff\n"])
def test_what_cannot_be_read_at_all_is_refused(body: bytes) -> None:
    with pytest.raises(BadSheet):
        price_lists.read("gia.xlsx", body, ARTICLES)
