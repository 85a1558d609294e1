"""Every published case by `fairpos import seasons` and `fairpos compare --json`, to the printed digit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fairpos.cli import main
from fairpos.core.money import NBSP

PUBLISHED = Path(__file__).parents[2] / "fixtures" / "data" / "published_fairs.csv"


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["--data", str(folder), *words])
    return done.exit_code, done.stdout.replace(NBSP, " "), done.stderr.replace(NBSP, " ")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    status, printed, _ = run(folder, "import", "seasons", str(PUBLISHED), "--looked", "--json")
    assert (status, len(json.loads(printed)["rows"])) == (0, 142)
    return folder


def compare(folder: Path, *words: str, status: int = 0) -> Any:
    code, printed, said = run(folder, "compare", *words, "--json")
    assert code == status, said
    return json.loads(printed)


def test_spring_2020_in_province_takings_a_day_are_up_9_06_per_cent(published: Path) -> None:
    found = compare(published, "qn-2020-xuan", "qn-2019-xuan", "--scope", "in-province")
    assert found["current"]["text"]["vi"] == "ước 1.009,42 triệu đồng/ngày (khu trong tỉnh, 6 ngày)"
    assert found["other_basis"]["current"]["text"]["vi"] == (
        "ước 6.056,5 triệu đồng trong 6 ngày (khu trong tỉnh)"
    )
    assert found["change"]["text"]["vi"] == (
        "ước +9,06 % bình quân ngày mở cửa (khu trong tỉnh, 6 ngày so với số ngày không nêu)"
    )
    (now, then) = found["chosen"]["entries"]
    assert (now["measure"], then["change"]) == (found["current"], found["change"])


def test_spring_2020_visits_are_a_floor_and_so_is_their_change(published: Path) -> None:
    found = compare(published, "qn-2020-xuan", "qn-2019-xuan", "--metric", "visits")
    assert found["current"]["text"]["vi"] == "hơn 12.050 lượt khách/ngày (toàn hội chợ, 6 ngày)"
    assert (found["change"]["bound"], found["change"]["text"]["vi"]) == (
        "at-least",
        "ít nhất +11,57 % bình quân ngày mở cửa (toàn hội chợ, 6 ngày so với số ngày không nêu)",
    )


def test_summer_2022_shares_are_of_the_sum_of_the_zones_and_the_headline_is_told(published: Path) -> None:
    words = ("qn-2022-he", "qn-2019-he", "--basis", "total", "--by", "zone")
    found = compare(published, *words)
    rows = found["breakdown"]["rows"]
    assert [(row["key"], row["cells"][0]["share_percent"]) for row in rows[:2]] == [
        ("in-province", 53.7),
        ("other-province", 46.3),
    ]
    assert rows[0]["cells"][0]["measure"]["value"] == 8_700_000_000
    told = next(remark for remark in found["remarks"] if remark["code"] == "sum-differs")
    assert told["text"]["vi"].replace(NBSP, " ") == (
        "Hội chợ OCOP Quảng Ninh - Hè 2022: các dòng cộng lại là 16.200 triệu đồng tổng cộng, số nguồn nêu "
        "là ước gần 16.000 triệu đồng tổng cộng; tỷ trọng tính trên tổng các dòng"
    )


def test_summer_2020_areas_are_never_counted_as_booths(published: Path) -> None:
    found = compare(published, "qn-2020-he", "qn-2018-he", "--metric", "booths")
    assert found["current"]["text"]["vi"] == "hơn 350 gian hàng (toàn hội chợ)"
    assert found["change"]["bound"] == "unknown", "a floor over a floor is no bound"
    assert found["breakdown"]["rows"][0]["cells"][0]["measure"] is None
    areas = compare(published, "qn-2020-he", "qn-2018-he", "--metric", "areas", status=1)
    assert [row["cells"][0]["measure"]["value"] for row in areas["breakdown"]["rows"]] == [100, 93, 7]
    products = compare(published, "qn-2020-he", "qn-2018-he", "--metric", "products", status=1)
    assert [row["cells"][0]["measure"]["text"]["vi"] for row in products["breakdown"]["rows"]] == [
        "363 sản phẩm (khu trong tỉnh)",
        "hơn 300 sản phẩm (khu ngoài tỉnh)",
        "hơn 30 sản phẩm (khu nước ngoài)",
    ]


def test_summer_2020_first_days_are_not_held_against_a_full_edition(published: Path) -> None:
    status, _, said = run(published, "compare", "qn-2020-he", "qn-2019-he", "--metric", "visits")
    assert status == 1
    assert "không so 3 ngày đầu với trọn kỳ" in said


def test_summer_2019_contradicts_itself_about_its_days_and_that_is_said(published: Path) -> None:
    found = compare(published, "qn-2019-he", "tng-2017", "--basis", "total")
    assert "days-differ" in [remark["code"] for remark in found["remarks"]]
    visits = compare(published, "qn-2019-he", "tng-2017", "--metric", "visits", "--basis", "total")
    used = [(s["used"], s["measure"]["qualifier"]) for s in visits["sources"] if s["fair"] == "qn-2019-he"]
    assert used == [(True, "nearly"), (False, "over")]
    assert visits["change"]["bound"] == "unknown", "nearly over nearly is no bound"


def test_three_editions_stand_side_by_side_and_one_that_cannot_is_refused_alone(published: Path) -> None:
    found = compare(
        published, "qn-2022-he", "qn-2019-he", "tng-2017", "--metric", "visits", "--basis", "total"
    )
    first, second, third = found["chosen"]["entries"]
    assert (first["change"], second["refusal"], third["refusal"]) == (None, None, None)
    assert second["change"]["text"]["vi"].replace(NBSP, " ").startswith("khoảng −54,55 % tổng cộng")
    assert second["change_times"].replace(NBSP, " ").startswith("khoảng x0,45 (−54,55 %) tổng cộng")
    sized = compare(published, "qn-2020-he", "qn-2019-he", "qn-2018-he", "--metric", "booths", status=1)
    assert [entry["refusal"] and entry["refusal"]["code"] for entry in sized["chosen"]["entries"]] == [
        None,
        "no-figure",
        None,
    ]


def test_the_press_paragraph_carries_basis_scope_and_qualifiers(published: Path) -> None:
    found = compare(published, "qn-2020-xuan", "qn-2019-xuan", "--scope", "in-province")
    assert found["press"]["en"].replace(NBSP, " ") == (
        "Quảng Ninh OCOP Fair, Spring 2020. "
        "Takings (in-province zone): estimated VND 6,056.5 million in 6 days, "
        "estimated VND 1,009.42 million a day; up an estimated 9.06 % per open day against "
        "Quảng Ninh OCOP Fair, Spring 2019 (6 days against number of days not stated). "
        "Visits (whole fair): over 72,300 visits in 6 days, over 12,050 visits a day; "
        "up at least 11.57 % per open day against Quảng Ninh OCOP Fair, Spring 2019 "
        "(6 days against number of days not stated). "
        "Source: OCOP Quảng Ninh: Những kết quả nổi bật 6 tháng đầu năm 2020 – press article."
    )


def test_the_edition_before_is_told_with_the_years_nothing_is_known_of(published: Path) -> None:
    found = compare(published, "qn-2022-he", "qn-2019-he", "--basis", "total")
    assert found["edition_before"] == {"fair": "qn-2020-he", "set_by_hand": False, "years_missing": [2021]}
    assert found["estimates"] == [], "a fair that is over is not estimated"


def test_a_file_with_faults_is_named_and_nothing_is_taken(tmp_path: Path) -> None:
    bad = tmp_path / "xau.csv"
    bad.write_text("fair,metric,value,source\nqn-2020-xuan,visits,1.009 nghìn,báo\n", encoding="utf-8")
    status, printed, said = run(tmp_path, "import", "seasons", str(bad), "--json")
    found = json.loads(printed)
    assert (status, found["kept"], found["faults"][0]["address"]) == (1, {}, "C2")
    assert "Nothing was taken" in said
    missing = tmp_path / "rong.csv"
    missing.write_bytes(b"")
    status, _, said = run(tmp_path, "import", "seasons", str(missing))
    assert status == 1
    assert "Nothing was taken." in said
