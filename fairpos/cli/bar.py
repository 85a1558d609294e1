"""How far a long command is, on the terminal of whoever waits for it, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

import click


@contextmanager
def bar(label: str) -> Generator[Callable[[int, int], None]]:
    """Gives a function that is told how many steps are done, of how many. Ctrl-C ends the command, and the
    transaction it is in."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden) as shown:

        def progress(done: int, of: int) -> None:
            shown.length = of
            shown.update(done - shown.pos)

        yield progress
