"""Stands as people write them down: codes, and from one code to another along a row.

read("A01–A04, B2", stands)    # ("…ids…",), ()
written(ids, stands)           # "A01–A04, B2"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from fairpos.core.floor import Stand

_SPACED_DASH = re.compile(r"\s+[-–—]\s+")
_DASH = re.compile(r"[-–—]")
_BETWEEN = re.compile(r"[\s,;+]+")


def read(text: str, stands: Iterable[Stand]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids that are meant, each once and in order along the rows, and the words that mean none."""
    every = sorted(stands, key=_along)
    by_code = {stand.shown.casefold(): stand for stand in every}
    meant: set[str] = set()
    unknown: list[str] = []
    for word in filter(None, _BETWEEN.split(_SPACED_DASH.sub("–", text))):
        one, ends = by_code.get(word.casefold()), _ends(word, by_code)
        if one is not None:
            meant.add(one.id)
        elif ends is not None and _same_row(*ends):
            low, high = sorted(end.position for end in ends)
            row = (ends[0].hall, ends[0].row)
            meant.update(s.id for s in every if (s.hall, s.row) == row and low <= s.position <= high)
        else:
            unknown.append(word)
    return tuple(stand.id for stand in every if stand.id in meant), tuple(unknown)


def written(ids: Iterable[str], stands: Iterable[Stand]) -> str:
    """Codes with runs drawn together; an id that is not on the plan is left out."""
    every = sorted(stands, key=_along)
    wanted = set(ids)
    runs: list[list[Stand]] = []
    before: Stand | None = None
    for stand in every:
        if stand.id in wanted:
            joined = before is not None and before.id in wanted and _same_row(before, stand)
            if joined:
                runs[-1].append(stand)
            else:
                runs.append([stand])
        before = stand
    return ", ".join(map(_run, runs))


def _run(run: Sequence[Stand]) -> str:
    if len(run) < 3:
        return ", ".join(stand.shown for stand in run)
    return f"{run[0].shown}–{run[-1].shown}"


def _ends(word: str, by_code: Mapping[str, Stand]) -> tuple[Stand, Stand] | None:
    """The first and the last of a run; a code may have a dash of its own."""
    for dash in _DASH.finditer(word):
        first = by_code.get(word[: dash.start()].casefold())
        last = by_code.get(word[dash.end() :].casefold())
        if first is not None and last is not None:
            return first, last
    return None


def _same_row(one: Stand, other: Stand) -> bool:
    return (one.hall, one.row) == (other.hall, other.row)


def _along(stand: Stand) -> tuple[str, str, int, str]:
    return stand.hall, stand.row, stand.position, stand.id
