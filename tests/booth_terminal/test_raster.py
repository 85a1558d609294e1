"""A slip as a picture: every letter right, nothing beyond the paper, codes that read, hostile names tamed.

The golden pictures are looked at by a person when they change: `python -m tests.booth_terminal.golden` draws
them anew.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
import segno
import zxingcpp
from PIL import Image, ImageChops, ImageDraw

from booth_terminal import escpos, raster
from booth_terminal.codes import modules
from booth_terminal.lettering import BOLD, BOX, FALLBACK, FOLDER, LETTERS, MEDIUM, Lettering, legible
from booth_terminal.raster import NARROW, WIDE
from booth_terminal.slip import Banner, Code, Pair, Row, Slip, Text
from booth_terminal.slips import receipt, trial_page
from fairpos.core.money import dong
from tests.booth_terminal.golden import FOLDER as GOLDEN
from tests.booth_terminal.golden import pictures
from tests.escpos import print_out
from tests.slips import AT, LINK, NAMES, TRANSFER, sold

SIZES = list(
    dict.fromkeys(
        raster.lettering(size, width)
        for width in (WIDE, NARROW)
        for size in ("small", "body", "strong", "title", "big")
    )
)


def slip(*rows: Row) -> Slip:
    return Slip("", "vi", rows)


def printed(of: Slip, width: int) -> Image.Image:
    """What a printer makes of the bytes."""
    return print_out(escpos.emit(raster.draw(of, width))).slip


def codes(image: Image.Image) -> list[str]:
    edge = 20  # white paper around, as there is in a hand
    paper = Image.new("L", (image.width + 2 * edge, image.height + 2 * edge), 255)
    paper.paste(image.convert("L"), (edge, edge))
    return sorted(found.text for found in zxingcpp.read_barcodes(paper))


@pytest.mark.parametrize("name", sorted(pictures()))
def test_a_slip_looks_as_it_did(name: str) -> None:
    drawn = pictures()[name]
    golden = Image.open(GOLDEN / f"{name}.png")
    assert drawn.size == golden.size
    assert ImageChops.difference(drawn.convert("L"), golden.convert("L")).getbbox() is None


@pytest.mark.parametrize("name", sorted(pictures()))
def test_a_slip_comes_out_of_a_printer_as_it_was_drawn(name: str) -> None:
    drawn = pictures()[name]
    assert print_out(escpos.emit(drawn)).slip.tobytes() == drawn.tobytes()


@pytest.mark.parametrize("letters", SIZES, ids=str)
def test_all_134_letters_are_drawn_and_no_two_alike(letters: Lettering) -> None:
    assert (len(LETTERS), len(set(LETTERS))) == (134, 134)
    assert unicodedata.is_normalized("NFC", LETTERS)
    face = letters.runs("a")[0][0]
    shapes = [(*(mask := face.getmask(letter, mode="1")).size, bytes(mask)) for letter in LETTERS + BOX]
    assert len(set(shapes)) == len(LETTERS) + 1
    assert legible(LETTERS) == LETTERS
    assert [part for _, part in letters.runs(LETTERS)] == [LETTERS], "one font has them all"


@pytest.mark.parametrize("letters", SIZES, ids=str)
def test_no_mark_is_cut_off_above_or_below(letters: Lettering) -> None:
    face = letters.runs("a")[0][0]
    for letter in LETTERS + "gjpqy|()ÅŞ":
        _, top, _, bottom = face.getbbox(letter, mode="1", anchor="ls")
        assert letters.rise + top >= 0, letter
        assert letters.rise + bottom <= letters.height, letter


@pytest.mark.parametrize("font", [MEDIUM, BOLD, FALLBACK])
def test_every_font_comes_with_its_licence(font: str) -> None:
    family = font.removesuffix(".ttf").partition("-")[0].removesuffix("Sans")
    assert (FOLDER / font).is_file()
    assert [path for path in FOLDER.glob(f"{family}-*.txt") if "opyright" in path.read_text()]


@pytest.mark.parametrize(("width", "scale"), [(WIDE, 6), (NARROW, 6)])
def test_a_bank_s_code_reads_back_from_the_paper(width: int, scale: int) -> None:
    image = printed(slip(Code(TRANSFER.payload, "")), width)
    assert codes(image) == [TRANSFER.payload]
    assert image.height // scale >= 41 + 8


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_both_codes_of_a_slip_read_back_from_the_paper(width: int) -> None:
    of = receipt(sold(), NAMES, transfer=TRANSFER, link=LINK)
    assert codes(printed(of, width)) == sorted([TRANSFER.payload, LINK])


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_code_of_the_test_page_reads_back(width: int) -> None:
    assert codes(printed(trial_page("P", AT, width, "vi"), width)) == [f"FAIRPOS {n}" for n in (3, 4, 5, 6)]


@pytest.mark.parametrize("length", [1, 60, 150, 400])
def test_a_module_is_at_least_half_a_millimetre_wherever_the_paper_allows(length: int) -> None:
    image = raster.draw(slip(Code("a" * length, "")), NARROW)
    assert codes(image) == ["a" * length]
    side = len(modules("a" * length))
    assert image.height == side * max(4, 320 // side)


def test_a_printer_that_reaches_less_gets_a_narrower_slip() -> None:
    of = receipt(sold(), NAMES, transfer=TRANSFER, link=LINK)
    for width in (raster.NARROWEST, 376, 568):
        assert raster.draw(of, width).width == width
        assert codes(printed(of, width)) == sorted([TRANSFER.payload, LINK])


def test_a_code_is_even_whichever_mask_it_wears() -> None:
    dice = Random(7)
    payloads = [f"https://hoicho.vn/receipts/{dice.getrandbits(128):032x}" for _ in range(40)]
    payloads += ["0" * length for length in (1, 40, 200)] + [" " * 60, "FAIRPOS" * 20]
    for payload in payloads:
        rows = modules(payload)
        assert codes(raster.draw(slip(Code(payload, "")), NARROW)) == [payload]
        dark = sum(map(sum, rows)) / (len(rows) - 8) ** 2
        assert 0.4 < dark < 0.6, payload
        assert all(not any(row[:4] + row[-4:]) for row in rows), "the quiet zone is white"
        assert not any(b"".join(rows[:4] + rows[-4:]))


def test_a_code_that_is_uneven_under_two_masks_is_weighed_under_all(monkeypatch: pytest.MonkeyPatch) -> None:
    modules.cache_clear()
    monkeypatch.setattr("booth_terminal.codes._is_even", lambda _rows: False)
    weighed = modules(LINK)
    modules.cache_clear()
    own = segno.make(LINK, error="m", micro=False, boost_error=False)
    assert weighed == tuple(bytes(row) for row in own.matrix_iter(border=4))


def test_a_code_too_large_for_the_paper_is_drawn_smaller_rather_than_cut() -> None:
    image = raster.draw(slip(Code("a" * 900, "")), NARROW)
    assert codes(image) == ["a" * 900]
    assert image.height <= NARROW


HOSTILE = {
    "printer's commands": "Chè\x1b@\x1dV\x00 ngon\x10\x14\x01\x00\x05",
    "another script": "김치 · 泡菜 · 寿司",
    "markup": "<script>alert('1')</script><b>Bánh</b>",
    "two hundred letters": "Ữ" * 200,
    "marks apart": unicodedata.normalize("NFD", "Nguyễn Thị Ữ quẫy Đắk Lắk"),
    "turned round": "Mật\u202egnO \u200b\u2066ong\ufeff",
    "half a letter": "Trà \ud83d x",
    "pictures": "Chè 🍵 ☕",
    "many lines": "Một\nhai\r\nba\tbốn\u2028năm",
    "nothing": "",
    "spaces": "   a    b   ",
}


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_only_dots(name: str, width: int) -> None:
    rows = (
        Text(name),
        Pair(name, dong(87_000)),
        Pair("Tên", name),
        Banner(name),
        Text(name, "big", "centre"),
    )
    drawn = raster.draw(slip(*rows), width)
    paper = print_out(escpos.emit(drawn))
    assert paper.slip.tobytes() == drawn.tobytes()
    assert set(paper.events) == {"picture"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (HOSTILE["printer's commands"], f"Chè{BOX}@{BOX}V{BOX} ngon{BOX * 5}"),
        (HOSTILE["another script"], f"{BOX * 2} · {BOX * 2} · {BOX * 2}"),
        (HOSTILE["markup"], HOSTILE["markup"]),
        (HOSTILE["marks apart"], "Nguyễn Thị Ữ quẫy Đắk Lắk"),
        (HOSTILE["turned round"], f"Mật{BOX}gnO {BOX * 2}ong{BOX}"),
        (HOSTILE["half a letter"], f"Trà {BOX} x"),
        ("Mật ong ★★★ → 350\u00a0ml ₫", "Mật ong ★★★ → 350\u00a0ml ₫"),
        ("ສະບາຍດີ", "ສະບາຍດີ"),
    ],
)
def test_what_cannot_be_printed_is_shown_as_a_box(name: str, shown: str) -> None:
    assert legible(name) == shown


def test_the_same_name_composed_or_not_is_the_same_picture() -> None:
    composed, apart = (
        raster.draw(slip(Text(unicodedata.normalize(form, "Nguyễn Thị Ữ, Đắk Lắk"))), WIDE)
        for form in ("NFC", "NFD")
    )
    assert composed.tobytes() == apart.tobytes()


@pytest.mark.parametrize("letters", SIZES, ids=str)
@pytest.mark.parametrize("width", [WIDE, NARROW, 120])
@pytest.mark.parametrize("text", [*HOSTILE.values(), LETTERS, " ".join(LETTERS), "jjj fff WWW", LINK])
def test_no_line_reaches_beyond_the_paper(text: str, width: int, letters: Lettering) -> None:
    shown = legible(text)
    lines = letters.wrap(shown, width)
    for line in lines:
        beyond = Image.new("1", (width + 200, letters.height), 1)
        pen = ImageDraw.Draw(beyond)
        pen.fontmode = "1"
        raster._write(pen, 50, 0, line, letters)
        ink = ImageChops.invert(beyond.convert("L")).getbbox()
        assert ink is None or (ink[0] >= 50 and ink[2] <= 50 + width), line
    # Nothing is lost on the way, save spaces at which a line was broken.
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_money_ends_at_the_right_edge_and_stays_on_one_line(width: int) -> None:
    for left in ("Chè", "Chả mực giã tay Hạ Long thượng hạng hộp quà biếu Tết"):
        drawn = raster.draw(slip(Pair(left, dong(999_999_999_999))), width)
        ink = ImageChops.invert(drawn.convert("L")).getbbox()
        assert ink is not None
        assert width - 2 <= ink[2] <= width


@pytest.mark.parametrize("amount", [0, 1_000, 87_000, 1_595_000, 10_000_000_000, 10**12])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_largest_sum_fits(amount: int, width: int) -> None:
    assert raster.lettering("big", width).wrap(dong(amount), width) == [dong(amount)]


def test_a_line_breaks_at_spaces_and_only_a_word_too_long_is_broken() -> None:
    letters = raster.lettering("body", WIDE)
    lines = letters.wrap("Miến dong Bình Liêu " * 8, 300)
    assert all(line.split() for line in lines)
    assert " ".join(lines).split() == ("Miến dong Bình Liêu " * 8).split()
    assert all(letters.width(f"{one} {other.split()[0]}") > 300 for one, other in pairwise(lines))
    parts = letters.wrap("W" * 60, 300)
    assert "".join(parts) == "W" * 60
    assert len(parts) > 1


def test_the_longest_sale_there_can_be_is_drawn(tmp_path: Path) -> None:
    long = sold(tuple([*sold().lines] * 33))
    drawn = raster.draw(receipt(long, NAMES), NARROW)
    assert drawn.height < raster.HEIGHT_MAX
    with pytest.raises(raster.TooLong):
        raster.draw(slip(*[Text("a")] * 1_000), WIDE)
