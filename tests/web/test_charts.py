from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from fairpos.web.charts import Column, Line, Share, band, columns, highest, meter, round_values

SVG = "{http://www.w3.org/2000/svg}"


def parse(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_a_chart_is_an_image_with_a_name_a_description_and_no_style_of_its_own() -> None:
    drawn = columns("c", "Doanh thu", "Theo giờ", [Column(label="8h", value=5, prior=4, text="5 đ")])
    root = parse(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "c-title c-text"
    assert [root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text] == ["Doanh thu", "Theo giờ"]  # type: ignore[union-attr]
    assert "style=" not in drawn


def test_heights_are_in_proportion_to_the_tallest_of_both_editions() -> None:
    bars = [
        Column(label="8h", value=50, prior=100),
        Column(label="9h", value=25),
        Column(label="10h", value=None),
    ]
    root = parse(columns("c", "t", "d", bars, height=220))
    heights = [(rect.get("class"), float(rect.get("height", ""))) for rect in root.iter(f"{SVG}rect")]
    assert heights == [("prior", 172.0), ("bar", 86.0), ("bar", 43.0)]


@pytest.mark.parametrize("value", [0, -5, None])
def test_nothing_and_less_than_nothing_are_drawn_as_nothing(value: int | None) -> None:
    root = parse(columns("c", "t", "d", [Column(label="8h", value=value), Column(label="9h", value=10)]))
    assert [float(rect.get("height", "")) for rect in root.iter(f"{SVG}rect")][:-1] in ([0.0], [])
    parse(columns("c", "t", "d", [Column(label="8h", value=value)]))
    parse(columns("c", "t", "d", []))


def test_hostile_labels_are_text() -> None:
    evil = '"><script>alert(1)</script>'
    bars = [Column(label=evil, value=1, text=evil)]
    for drawn in (
        columns("c", evil, evil, bars, lines=[Line(value=1, text=evil)]),
        band("b", evil, [Share(key=evil, value=1)]),
    ):
        assert "<script" not in drawn
        parse(drawn)


@pytest.mark.parametrize(
    ("top", "values"),
    [
        (0, []),
        (1, [1]),
        (3, [1, 2, 3]),
        (7, [2, 4, 6]),
        (99, [50]),
        (214_000_000, [100_000_000, 200_000_000]),
        (1_861_000_000, [500_000_000, 1_000_000_000, 1_500_000_000]),
    ],
)
def test_lines_stand_at_round_values(top: int, values: list[int]) -> None:
    assert round_values(top) == values


def test_bars_leave_room_for_the_scale_only_when_there_is_one() -> None:
    bars = [Column(label="8h", value=5)]
    without, with_scale = (
        columns("c", "t", "d", bars),
        columns("c", "t", "d", bars, lines=[Line(value=5, text="5")]),
    )
    places = [float(re.findall(r'class="bar" x="([\d.]+)%', drawn)[0]) for drawn in (without, with_scale)]
    assert places[0] == 22.0
    assert places[1] > 28
    assert highest(bars) == 5


def test_a_band_fills_its_width_and_gives_each_zone_its_own_pattern() -> None:
    shares = [
        Share(key="in-province", value=60),
        Share(key="other-province", value=30),
        Share(key="foreign", value=10),
    ]
    root = parse(band("b", "Theo khu", shares))
    parts = [rect for rect in root.iter(f"{SVG}rect") if (rect.get("class") or "").startswith("part")]
    assert [rect.get("width") for rect in parts] == ["60.000%", "30.000%", "10.000%"]
    assert [rect.get("x") for rect in parts] == ["0.000%", "60.000%", "90.000%"]
    fills = [rect.get("fill") for rect in root.iter(f"{SVG}rect") if rect.get("fill")]
    assert fills == ["url(#b-other-province)", "url(#b-foreign)"]


def test_a_meter_repeats_what_is_said_and_is_silent() -> None:
    assert parse(meter(1, 4)).get("aria-hidden") == "true"
    assert 'width="25.000%"' in meter(1, 4)
    assert 'class="bar" width="0%"' in meter(0, 0)
