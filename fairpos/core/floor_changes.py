"""Changes to a plan, each from one plan to the next. Nothing is half done: what may not be is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from fairpos.core.floor import STANDS_MAX, Floor, Gap, Stand
from fairpos.core.floor_faults import joined

Refusal = Literal[
    "code-taken",
    "hall-unknown",
    "hall-not-empty",
    "stand-unknown",
    "row-unknown",
    "not-joined",
    "one-alone",
    "mixed",
    "too-many",
    "too-small",
    "gap-nowhere",
]


class Refused(ValueError):
    """A change that may not be; `code` says why and `names` about whom."""

    def __init__(self, code: Refusal, *names: str) -> None:
        super().__init__(code, *names)
        self.code: Refusal = code
        self.names = names


@dataclass(frozen=True, slots=True)
class Changed:
    """The plan afterwards. `merged` names, for each stand that is no more, the one that took it in; `made`
    are parts of the stand `split`, where there is one."""

    floor: Floor
    merged: dict[str, str] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    split: str = ""


FreeId = Callable[[str], str]
"""Gives a booth id that no booth of the fair ever had, like the code it is asked for."""


def _found(floor: Floor, id_: str) -> Stand:
    stand = floor.stand(id_)
    if stand is None:
        raise Refused("stand-unknown", id_)
    return stand


def _new_codes(floor: Floor, codes: Sequence[str], without: frozenset[str] = frozenset()) -> None:
    taken = {stand.shown.casefold() for stand in floor.stands if stand.id not in without}
    clash = [code for code in codes if code.casefold() in taken]
    if clash or len({code.casefold() for code in codes}) < len(codes):
        raise Refused("code-taken", *(clash or codes))


def number(prefix: str, n: int) -> str:
    """A code of a row: A01, A02, … A100."""
    return f"{prefix}{n:02}"


def add_row(
    floor: Floor,
    like: Stand,
    *,
    count: int,
    first: int,
    prefix: str,
    free_id: FreeId,
    down: bool = False,
) -> Changed:
    """`count` stands like one, side by side from where it stands; both ends become corners.

    `like` is the first of them, with neither id nor code; `first` its number. A row that exists goes on at
    its end. Raises Refused.
    """
    if floor.hall(like.hall) is None:
        raise Refused("hall-unknown", like.hall)
    if count < 1 or len(floor.stands) + count > STANDS_MAX:
        raise Refused("too-many", str(STANDS_MAX))
    codes = [number(prefix, first + n) for n in range(count)]
    _new_codes(floor, codes)
    there = floor.in_row(like.hall, like.row)
    start = there[-1].position + 1 if there else 1
    made = tuple(
        replace(
            like,
            id=free_id(code),
            code=code,
            position=start + n,
            open_sides=like.open_sides + 1
            if n in (0, count - 1) and like.open_sides < 4
            else like.open_sides,
            x=like.x + (0 if down else n * like.width),
            y=like.y + (n * like.height if down else 0),
        )
        for n, code in enumerate(codes)
    )
    return Changed(replace(floor, stands=floor.stands + made), made=tuple(stand.id for stand in made))


def change(floor: Floor, stand: Stand) -> Changed:
    """One stand as it shall be. Raises Refused."""
    _found(floor, stand.id)
    if floor.hall(stand.hall) is None:
        raise Refused("hall-unknown", stand.hall)
    _new_codes(floor, [stand.shown], frozenset({stand.id}))
    return Changed(replace(floor, stands=tuple(stand if one.id == stand.id else one for one in floor.stands)))


def remove(floor: Floor, id_: str) -> Changed:
    """The row keeps its positions: where the stand was is a hole, and nothing is joined across it."""
    _found(floor, id_)
    return Changed(replace(floor, stands=tuple(one for one in floor.stands if one.id != id_)))


def merge(floor: Floor, ids: Sequence[str]) -> Changed:
    """Neighbours become one stand, which keeps the first one's id and code. Raises Refused.

    Never across a gap, so that no merge swallows an aisle. Later positions of the row close up.
    """
    stands = tuple(sorted((_found(floor, id_) for id_ in dict.fromkeys(ids)), key=lambda s: s.position))
    if len(stands) < 2:
        raise Refused("one-alone")
    if len({(stand.zone, stand.kind) for stand in stands}) > 1:
        raise Refused("mixed", *(stand.shown for stand in stands))
    if not joined(floor, stands):
        raise Refused("not-joined", *(stand.shown for stand in stands))
    first, gone = stands[0], {stand.id for stand in stands[1:]}
    left, top = min(s.x for s in stands), min(s.y for s in stands)
    one = replace(
        first,
        area=sum(stand.area for stand in stands),
        # Each joint hides one side of a stand that was counted for both.
        open_sides=min(4, max(max(s.open_sides for s in stands), _open_together(stands))),
        facilities=frozenset().union(*(stand.facilities for stand in stands)),
        x=left,
        y=top,
        width=max(s.x + s.width for s in stands) - left,
        height=max(s.y + s.height for s in stands) - top,
    )
    kept = tuple(one if stand.id == first.id else stand for stand in floor.stands if stand.id not in gone)
    made = _shift(replace(floor, stands=kept), first, after=stands[-1].position, by=1 - len(stands))
    return Changed(made, merged=dict.fromkeys(sorted(gone), first.id))


def _open_together(stands: Sequence[Stand]) -> int:
    return sum(stand.open_sides for stand in stands) - (len(stands) - 1)


def split(floor: Floor, id_: str, parts: int, *, free_id: FreeId) -> Changed:
    """One stand becomes `parts` along its longer side; the first keeps id and code. Raises Refused.

    The others are called A12b, A12c. Later positions of the row make room.
    """
    stand = _found(floor, id_)
    across = stand.width >= stand.height
    length = (stand.width if across else stand.height) // parts if parts else 0
    if parts < 2 or parts > 8 or length < 100:
        raise Refused("too-small", stand.shown)
    codes = [f"{stand.shown}{chr(ord('a') + n)}" for n in range(1, parts)]
    _new_codes(floor, codes)
    ends = stand.open_sides - 1
    pieces = []
    for n in range(parts):
        side = stand.width if across else stand.height
        piece = side - length * (parts - 1) if n == parts - 1 else length
        pieces.append(
            replace(
                stand,
                id=stand.id if n == 0 else free_id(codes[n - 1]),
                code=stand.code if n == 0 else codes[n - 1],
                position=stand.position + n,
                area=stand.area // parts + (stand.area % parts if n == 0 else 0),
                open_sides=max(
                    0, 1 + ((ends + 1) // 2 if n == 0 else ends // 2 if n == parts - 1 else min(0, ends))
                ),
                x=stand.x + (n * length if across else 0),
                y=stand.y + (0 if across else n * length),
                width=piece if across else stand.width,
                height=stand.height if across else piece,
            )
        )
    roomy = _shift(floor, stand, after=stand.position, by=parts - 1)
    kept = tuple(pieces[0] if one.id == id_ else one for one in roomy.stands) + tuple(pieces[1:])
    return Changed(replace(roomy, stands=kept), made=tuple(piece.id for piece in pieces[1:]), split=id_)


def _shift(floor: Floor, like: Stand, *, after: int, by: int) -> Floor:
    """Move what stands behind a position in one row, gaps with it."""
    here = (like.hall, like.row)
    stands = tuple(
        replace(one, position=one.position + by)
        if (one.hall, one.row) == here and one.position > after
        else one
        for one in floor.stands
    )
    gaps = tuple(
        replace(gap, after=gap.after + by) if (gap.hall, gap.row) == here and gap.after >= after else gap
        for gap in floor.gaps
    )
    return replace(floor, stands=stands, gaps=gaps)


def renumber(floor: Floor, hall: str, row: str, *, prefix: str, first: int, step: int = 1) -> Changed:
    """New codes for a row in the order of its positions; ids stay, and all sales. Raises Refused."""
    stands = floor.in_row(hall, row)
    if not stands:
        raise Refused("row-unknown", row)
    codes = {stand.id: number(prefix, first + n * step) for n, stand in enumerate(stands)}
    _new_codes(floor, [*codes.values()], frozenset(codes))
    return Changed(
        replace(
            floor,
            stands=tuple(
                replace(one, code=codes[one.id]) if one.id in codes else one for one in floor.stands
            ),
        )
    )


def add_gap(floor: Floor, gap: Gap) -> Changed:
    """Raises Refused where no stand has this position."""
    if all(stand.position != gap.after for stand in floor.in_row(gap.hall, gap.row)):
        raise Refused("gap-nowhere", f"{gap.row} {gap.after}")
    others = (one for one in floor.gaps if (one.hall, one.row, one.after) != (gap.hall, gap.row, gap.after))
    return Changed(replace(floor, gaps=(*others, gap)))


def remove_hall(floor: Floor, hall: str) -> Changed:
    """Only an empty hall goes. Raises Refused."""
    found = floor.hall(hall)
    if found is None:
        raise Refused("hall-unknown", hall)
    if floor.in_hall(hall):
        raise Refused("hall-not-empty", found.name)
    return Changed(
        replace(
            floor,
            halls=tuple(one for one in floor.halls if one.id != hall),
            gaps=tuple(gap for gap in floor.gaps if gap.hall != hall),
            landmarks=tuple(mark for mark in floor.landmarks if mark.hall != hall),
        )
    )
