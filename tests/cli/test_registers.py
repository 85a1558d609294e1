"""A fair set up from lists by a program: 300 exhibitors, 700 products."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from fairpos.cli import main, programs
from fairpos.ledger import editions, fairs
from fairpos.server.settings import Settings
from fairpos.wire import editions as wire
from fairpos.wire import exports
from fairpos.wire.exports import Table
from fixtures.small import small_fair

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


def test_three_hundred_exhibitors_and_seven_hundred_products_come_from_two_files(tmp_path: Path) -> None:
    prepare(tmp_path)
    who = Table(
        "Đơn vị",
        ("Mã đơn vị", "Tên đơn vị", "Loại hình", "Huyện/xã", "Tỉnh", "MST", "Cách tính thuế", "Gian hàng"),
        (
            (f"H{n:03}", f"Hộ sản xuất số {n}", "Hộ", "Ba Chẽ", "Quảng Ninh", f"57{n:08}", "Trực tiếp", "A1")
            for n in range(300)
        ),
    )
    what = Table(
        "Sản phẩm",
        (
            "Đơn vị",
            "Tên sản phẩm",
            "Giá",
            "ĐVT",
            "Mã vạch",
            "Đã kiểm nhãn",
            "Sao",
            "Số chứng nhận",
            "Ngày cấp",
        ),
        (
            (
                f"H{n % 300:03}",
                f"Sản phẩm {n}",
                10_000 + n,
                "hộp",
                f"893{n:010}",
                "x",
                4,
                f"{n}/GCN",
                "1/6/2025",
            )
            for n in range(700)
        ),
    )
    lists = (
        ("exhibitors", tmp_path / "a.xlsx", exports.xlsx_of([who])),
        ("products", tmp_path / "b.csv", exports.csv_of(what)),
    )
    for kind, file, body in lists:
        file.write_bytes(body)
        status, told, said = run(tmp_path, "import", kind, str(file), "--fair", FAIR, "--json")
        count = 300 if kind == "exhibitors" else 700
        assert (status, told["written"], told["new"], told["bad"]) == (0, True, count, 0), said
        # Once more changes nothing.
        status, told, _ = run(tmp_path, "import", kind, str(file), "--fair", FAIR, "--json")
        assert (status, told["new"], told["changed"], told["same"]) == (0, 0, 0, count)
    database = programs.open_ledger(Settings(data=tmp_path))
    with database.reading() as connection:
        fair = fairs.by_slug(connection, FAIR)
        assert fair is not None
        newest = editions.newest(connection, fair.id)
    database.close()
    assert newest is not None
    edition = wire.read(newest[1])
    assert (edition.number, len(edition.exhibitors), len(edition.articles)) == (3, 304, 705)
    assert {(one.stars, one.tax_class) for one in edition.articles if one.id.startswith("SP-")} == {
        (4, "none")
    }


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
