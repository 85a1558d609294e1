"""What is sent to a printer is a picture and a handful of commands, and a strict printer reads it back."""

from __future__ import annotations

from random import Random

import pytest
from PIL import Image

from booth_terminal import escpos
from tests.escpos import HalfWritten, Unknown, print_out


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("1", (width, height), Random(height).randbytes(width // 8 * height))


@pytest.mark.parametrize("height", [1, 47, 48, 49, 95, 96, 97, 249, 250, 251, 288, 480, 960, 1_168])
@pytest.mark.parametrize("width", [384, 576])
def test_a_picture_comes_out_as_it_was(width: int, height: int) -> None:
    image = noise(width, height)
    paper = print_out(escpos.emit(image))
    assert paper.slip.size == (width, height)
    assert paper.slip.tobytes() == image.tobytes()


def test_no_piece_has_a_height_at_which_some_printers_go_wrong() -> None:
    heights = [
        height for whole in range(1, 1_200) for height in print_out(escpos.emit(noise(8, whole))).heights
    ]
    assert [height for height in heights if height % 48 == 0] == []
    assert max(heights) == escpos.ROWS_MAX


@pytest.mark.parametrize("rows", [24, 48, 96, 144])
def test_a_printer_with_a_smaller_buffer_gets_smaller_pieces(rows: int) -> None:
    image = noise(384, 500)
    paper = print_out(escpos.emit(image, rows))
    assert max(paper.heights) <= rows
    assert not any(height % 48 == 0 for height in paper.heights)
    assert paper.slip.tobytes() == image.tobytes()


def test_a_job_is_begun_printed_cut_and_the_drawer_opened() -> None:
    job = escpos.init() + escpos.emit(noise(576, 10)) + escpos.cut() + escpos.drawer()
    assert print_out(job).events == ["init", "picture", "part-cut", "drawer-2"]
    assert print_out(escpos.cut("full")).events == ["cut"]
    assert print_out(escpos.cut("none")).events == ["feed"]
    assert print_out(escpos.drawer(5)).events == ["drawer-5"]


def test_the_printer_of_the_tests_takes_nothing_it_does_not_know() -> None:
    job = escpos.emit(noise(384, 20))
    for bad in (b"A", b"\n", b"\x00", b"\x1bE\x01", b"\x1dH\x01", b"\x1dv0\x01\x01\x00\x01\x00\x00"):
        with pytest.raises(Unknown):
            print_out(job + bad)
    for end in (1, 5, len(job) // 2, len(job) - 1):
        with pytest.raises(HalfWritten):
            print_out(job[:end])
