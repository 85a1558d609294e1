"""A fair set up from lists by a program: 350 booths, 300 exhibitors, 700 products."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from fairpos.cli import main, programs
from fairpos.core.floor_faults import faults
from fairpos.ledger import editions, fairs, floor
from fairpos.server.settings import Settings
from fairpos.wire import editions as wire
from fairpos.wire import exports
from fixtures.small import small_fair
from tests import fair_lists

FAIR = "thu-nho-2026"


def run(folder: Path, *words: str) -> tuple[int, Any, str]:
    done = CliRunner().invoke(main, ["--data", str(folder), *words])
    return done.exit_code, json.loads(done.stdout) if "--json" in words else done.stdout, done.stderr


def prepare(folder: Path) -> None:
    database = programs.open_ledger(Settings(data=folder))
    with database.writing() as connection:
        fair_id = fairs.load(connection, small_fair(), at=1)
        editions.publish(connection, fair_id, at=1, by="hoa")
    database.close()


def test_a_whole_fair_of_350_booths_comes_from_three_files_and_nothing_else(tmp_path: Path) -> None:
    status, slug, said = run(
        tmp_path, "begin", "Hội chợ OCOP Xuân 2026", "--series", "xuan", "--season", "2026",
        "--province", "Quảng Ninh", "--first", "2026-01-20", "--last", "2026-01-25",
    )  # fmt: skip
    assert (status, slug) == (0, "xuan-2026\n"), said
    lists = (
        ("booths", tmp_path / "g.csv", exports.csv_of(fair_lists.booths()), 13),
        ("exhibitors", tmp_path / "a.xlsx", exports.xlsx_of([fair_lists.exhibitors()]), 300),
        ("products", tmp_path / "b.csv", exports.csv_of(fair_lists.products()), 700),
    )
    for kind, file, body, count in lists:
        file.write_bytes(body)
        status, told, said = run(tmp_path, "import", kind, str(file), "--fair", "xuan-2026", "--json")
        assert (status, told["written"], told["new"], told["bad"]) == (0, True, count, 0), said
        # Once more changes nothing.
        status, told, _ = run(tmp_path, "import", kind, str(file), "--fair", "xuan-2026", "--json")
        assert (status, told["new"], told["changed"], told["same"]) == (0, 0, 0, count)
    database = programs.open_ledger(Settings(data=tmp_path))
    with database.reading() as connection:
        fair = fairs.by_slug(connection, "xuan-2026")
        assert fair is not None
        newest = editions.newest(connection, fair.id)
        plan = floor.load(connection, fair.id)
    database.close()
    assert newest is not None
    edition = wire.read(newest[1])
    assert (len(edition.booths), len(edition.exhibitors), len(edition.articles)) == (350, 300, 700)
    assert Counter(booth.zone for booth in edition.booths) == {
        "in-province": 100, "other-province": 93 + 150, "foreign": 7,
    }  # fmt: skip
    assert sum(bool(booth.exhibitors) for booth in edition.booths) == 300
    assert {(one.stars, one.tax_class) for one in edition.articles} == {(4, "none")}
    assert [fault.code for fault in faults(plan) if fault.serious] == []


def test_a_fair_that_cannot_begin_says_every_reason_and_leaves_nothing(tmp_path: Path) -> None:
    said = run(
        tmp_path, "begin", "Hội chợ", "--series", "Mùa xuân", "--season", "2026", "--province", "Quảng Ninh",
        "--first", "2026-01-20", "--last", "2026-01-10",
    )  # fmt: skip
    assert said[0] == 1
    assert "Nothing was made." in said[2]
    assert ("--series: " in said[2], "--last: " in said[2]) == (True, True)
    known = (
        "--series",
        "xuan",
        "--season",
        "2026",
        "--province",
        "Q",
        "--first",
        "2026-01-20",
        "--last",
        "2026-01-21",
    )
    assert run(tmp_path, "begin", "Hội chợ", *known)[:2] == (0, "xuan-2026\n")
    assert run(tmp_path, "begin", "Hội chợ", *known)[::2] == (
        1, "Error: Nothing was made: there is a fair xuan-2026 already.\n",
    )  # fmt: skip
    gone = ("begin", "Hội chợ", *known[:3], "2027", *known[4:], "--from", "khong-co")
    assert run(tmp_path, *gone)[2] == "Error: Nothing was made: there is no fair khong-co to copy.\n"


def test_a_bad_row_stops_a_list_until_somebody_says_it_may_be_left_out(tmp_path: Path) -> None:
    prepare(tmp_path)
    file = tmp_path / "a.csv"
    file.write_text("Đơn vị;Tên sản phẩm;Giá\nDV1;Trà;90.000\nDV9;Chè;1.5\n", encoding="utf-8")
    status, told, said = run(tmp_path, "import", "products", str(file), "--fair", FAIR, "--json")
    assert (status, told["written"], told["new"], told["bad"]) == (1, False, 1, 1)
    assert [(fault["address"], fault["code"]) for fault in told["faults"]] == [
        ("C3", "not-money"),
        ("A3", "no-such-exhibitor"),
    ]
    assert "Nothing was taken: 1 bad rows" in said
    status, printed, _ = run(tmp_path, "import", "products", str(file), "--fair", FAIR, "--without-bad")
    assert (status, printed.splitlines()[-1]) == (0, "new: 1, changed: 0, same: 0, bad: 1")


def test_a_file_or_a_fair_that_is_not_there_is_told(tmp_path: Path) -> None:
    prepare(tmp_path)
    file = tmp_path / "a.csv"
    file.write_text("a;b\n1;2\n", encoding="utf-8")
    status, _, said = run(tmp_path, "import", "products", str(file), "--fair", FAIR)
    assert (status, "Nothing was taken. Không tìm thấy các tiêu đề cột" in said) == (1, True)
    file.write_text("Tên đơn vị\nHTX A\n", encoding="utf-8")
    status, _, said = run(tmp_path, "import", "exhibitors", str(file), "--fair", "khac")
    assert (status, said) == (1, "Error: Nothing was taken: there is no fair khac.\n")
