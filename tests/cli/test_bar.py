"""How far a long command is, is told to a person and to no program."""

from __future__ import annotations

import io
import sys

import pytest

from fairpos.cli.bar import bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("out", "told"), [(Terminal(), True), (io.StringIO(), False)])
def test_a_bar_is_drawn_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, out: io.StringIO, told: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", out)
    with bar("Counting") as progress:
        for done in (0, 40, 80):
            progress(done, 80)
    said = out.getvalue()
    assert ("Counting" in said, "100%" in said) == (told, told)
