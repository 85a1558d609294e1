"""Statements as banks let people save them: headings in two languages, titles above, sums below."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from booth_terminal.feeds import FeedTrouble
from booth_terminal.feeds.csv_statement import CsvStatement, read_statement
from booth_terminal.feeds.reading import NotReadable
from fairpos.core.business_day import moment
from tests.booth_terminal.feeds.provider import CODE, NOW

ACCOUNT = "970436-0123456789"
TITLED = f"""SAO KÊ TÀI KHOẢN,,,,
Số tài khoản: 0123456789,,,,
,,,,
STT,Ngày giao dịch,Số tham chiếu,Số tiền ghi nợ,Số tiền ghi có,Nội dung chi tiết
1,20/11/2026 09:58:00,FT263251,,"87,000","{CODE} chuyen tien, cam on"
2,20/11/2026 10:05:10,FT263252,"5,000",,Phi dich vu
3,21/11/2026 08:00:00,FT263253,0,"1,250,000.00",Tien hang
,Tổng cộng,,"5,000","1,337,000",
"""
ENGLISH = f"""Transaction Date;Description;Debit;Credit;Reference No
2026-11-20 09:58:00;{CODE};-;87.000,00;R1
"""
SIGNED = f"""Ngày\tDiễn giải\tSố tiền\tSố tài khoản
20/11/2026\t{CODE}\t+87.000 VND\t555
20/11/2026\tRút tiền\t-100.000 VND\t555
"""


def facts(text: str) -> list[tuple[str, str, int, str]]:
    return [(one.ref, one.account, one.amount, one.content) for one in read_statement(text.encode(), ACCOUNT)]


def test_a_vietnamese_statement_with_titles_and_sums_is_read() -> None:
    assert facts(TITLED) == [
        ("FT263251", ACCOUNT, 87_000, f"{CODE} chuyen tien, cam on"),
        ("FT263253", ACCOUNT, 1_250_000, "Tien hang"),
    ]
    told = read_statement(TITLED.encode(), ACCOUNT)[0]
    assert told.at == moment("2026-11-20", 9 * 60 + 58)
    assert "FT263251" in told.raw


def test_an_english_statement_with_semicolons_is_read() -> None:
    assert facts(ENGLISH) == [("R1", ACCOUNT, 87_000, CODE)]


def test_a_signed_column_and_one_of_accounts_are_understood() -> None:
    ((ref, account, amount, content),) = facts(SIGNED)
    assert (account, amount, content) == ("555", 87_000, CODE)
    assert len(ref) == 32


def test_rows_without_a_reference_are_known_by_what_they_say() -> None:
    row = "20/11/2026\tTien hang\t50.000\t555\n"
    twice = SIGNED + row + row
    refs = [one[0] for one in facts(twice)]
    assert len(refs) == len(set(refs)) == 3
    assert [one[0] for one in facts(SIGNED + row)] == refs[:2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_the_letters_of_every_spreadsheet_are_read(encoding: str) -> None:
    assert codecs.lookup(encoding)
    text = ENGLISH if encoding == "cp1258" else TITLED
    assert read_statement(text.encode(encoding), ACCOUNT)[0].amount == 87_000


def test_the_settings_may_name_a_bank_own_columns() -> None:
    text = "Khi nao,Ghi chu,Tien,Khac\n20/11/2026,TEN,87.000,9\n"
    with pytest.raises(NotReadable):
        read_statement(text.encode(), ACCOUNT)
    columns = {"at": "Khi nào", "content": "Ghi chú", "credit": "Tiền"}
    assert read_statement(text.encode(), ACCOUNT, columns)[0].amount == 87_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello\nworld\n",
        "Ngày,Nội dung\n20/11/2026,x\n",
        "\x00\x01",
        "Ngày,Nội dung,Ghi có\n20/11/2026,x,9.5\n",
    ],
)
def test_what_cannot_be_read_whole_is_refused_whole(text: str) -> None:
    with pytest.raises(NotReadable):
        read_statement(text.encode(), ACCOUNT)


def feed(folder: Path) -> CsvStatement:
    return CsvStatement("vcb", folder=folder, account=ACCOUNT)


def test_a_file_in_the_folder_is_read_once_and_again_when_it_changed(tmp_path: Path) -> None:
    one = feed(tmp_path)
    assert one.events(NOW) == []
    path = tmp_path / "thang-11.CSV"
    path.write_text(TITLED)
    (tmp_path / "ghi-chu.txt").write_text("not a statement")
    assert [told.ref for told in one.events(NOW)] == ["FT263251", "FT263253"]
    assert one.events(NOW) == []
    path.write_text(ENGLISH)
    assert [told.ref for told in one.events(NOW)] == ["R1"]


def test_a_folder_that_is_not_there_yet_is_no_trouble(tmp_path: Path) -> None:
    assert feed(tmp_path / "statements").events(NOW) == []


def test_a_file_that_cannot_be_read_is_named_and_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "hong.csv"
    path.write_text("hello")
    one = feed(tmp_path)
    for _ in range(2):
        with pytest.raises(FeedTrouble, match=r"hong\.csv"):
            one.events(NOW)
    path.write_text(ENGLISH)
    assert len(one.events(NOW)) == 1


def test_a_file_far_larger_than_a_statement_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "to.csv"
    path.touch()
    os.truncate(path, 9 * 1024 * 1024)
    with pytest.raises(FeedTrouble, match="larger"):
        feed(tmp_path).events(NOW)
