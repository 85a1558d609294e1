"""The nouns of an allocation: what it is given, what it answers, and the codes of its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from fairpos.core.application import BOOTHS_MAX, Application, PlaceWish
from fairpos.core.fair import ZoneKey
from fairpos.core.floor import Gap, Stand

Code = Literal[
    "OK_CHOICE",
    "OK_AREA",
    "OK_PLACE",
    "OK_LOT",
    "FIXED",
    "CONTRACTED",
    "BY_HAND",
    "SMALLER_THAN_ASKED",
    "ZONE_FULL",
    "UNIT_QUOTA_FULL",
    "PAVILION_FULL",
    "GROUP_FULL",
    "MIN_SIZE_NOT_AVAILABLE",
    "NO_FACILITY",
    "NO_FITTING_PLACE",
    "RIVAL_TOO_NEAR",
    "NEIGHBOUR_APART",
    "DOCUMENT_MISSING",
    "DOCUMENT_EXPIRES_DURING_FAIR",
    "UNPAID",
    "LATE",
    "LOT_LOST",
]

Rule = Literal[
    "H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10",
    "H11", "H12", "H13", "H14", "H15", "H16", "H17", "H18", "H19", "H20", "H21",
]  # fmt: skip

GOODS_LIST = "goods-list"
"""The paper that a foreign exhibitor must have handed in before it is placed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """One exhibitor on its joined stands, in their order along the row. `with_others` share the booth."""

    exhibitor: str
    stands: tuple[str, ...]
    with_others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A placing that no run moves: promised before any allocation, or contracted and paid."""

    placing: Placing
    why: Literal["fixed", "contracted"]


@dataclass(frozen=True, slots=True)
class Quota:
    """Booths of one unit. `most` is None where nothing limits it; `exact` its share before rounding, in
    thousandths of a booth, for the measure of fairness."""

    least: int = 0
    most: int | None = None
    exact: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the organiser has set. Days are ISO text.

    `opened` are zones whose booths others may have, too. `pavilions` says which unit a stand was given to
    as part of a whole: nobody else stands there, and that unit's exhibitors stand nowhere else. `blocks`
    are units that stand together, `pools` units whose producers share booths when there are more of them
    than booths. `rival_distance` counts booths: 3 leaves two between. `food_rows` are (hall, row); open
    fire stands `fire_distance` centimetres from every point of `exits` (hall, x, y). `reserve_percent` of
    each zone's booths stays free until `reserve_open`. `promised` are placed first. `lots` are drawn
    numbers; without them a run makes its own out of its seed. `traffic` says how many pass a stand (0 to
    100), `around` which stands are near a kind of landmark. `before` is who stood where in the last
    published version, `stable` whether that goes before wishes, and `fees` đồng a stand.
    """

    first_day: str
    last_day: str
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    group_most: Mapping[str, int] = field(default_factory=dict)
    blocks: frozenset[str] = frozenset()
    pools: frozenset[str] = frozenset()
    opened: frozenset[ZoneKey] = frozenset()
    pavilions: Mapping[str, str] = field(default_factory=dict)
    rival_distance: int = 3
    food_rows: frozenset[tuple[str, str]] = frozenset()
    exits: tuple[tuple[str, int, int], ...] = ()
    fire_distance: int = 500
    reserve_percent: int = 0
    reserve_open: bool = False
    deposit_overdue: bool = False
    closes_at: int | None = None
    booths_most: int = BOOTHS_MAX
    corner_percent: int = 100
    groups_together: bool = True
    promised: frozenset[str] = frozenset()
    lots: Mapping[str, int] = field(default_factory=dict)
    traffic: Mapping[str, int] = field(default_factory=dict)
    around: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weak: frozenset[str] = frozenset()
    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stable: bool = False
    fees: Mapping[str, int] = field(default_factory=dict)
    frozen: tuple[Frozen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a run works from. The order of the tuples plays no part in what comes out."""

    stands: tuple[Stand, ...]
    gaps: tuple[Gap, ...]
    applications: tuple[Application, ...]
    rules: Rules

    def application(self, exhibitor: str) -> Application | None:
        return next((one for one in self.applications if one.exhibitor == exhibitor), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One code with its facts: `number` is the n of OK_CHOICE, OK_LOT and LOT_LOST, booths asked for where a
    size counts; `names` are exhibitors (those ahead, the rival), `what` a unit, group, paper or facility."""

    code: Code
    number: int | None = None
    names: tuple[str, ...] = ()
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run answers one applicant: its stands, or none and its place on the wait-list. `host` is the
    main exhibitor of a booth it shares as a guest."""

    exhibitor: str
    stands: tuple[str, ...]
    with_others: tuple[str, ...]
    reasons: tuple[Reason, ...]
    lot: int | None
    waiting: int | None = None
    host: str = ""

    @property
    def placed(self) -> bool:
        return bool(self.stands)


@dataclass(frozen=True, slots=True)
class Level:
    """One figure of the level vector. `more` says whether more of it is better."""

    key: str
    value: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run comes to. The same case and seed give the same plan."""

    seed: str
    placings: tuple[Placing, ...]
    results: tuple[Result, ...]
    levels: tuple[Level, ...]

    def result(self, exhibitor: str) -> Result | None:
        return next((one for one in self.results if one.exhibitor == exhibitor), None)


WISH_POINTS = 10
"""What the dearest wished stand is worth; each further wish is worth two less, and at least two."""


def wish_points(rank: int | None) -> int:
    """Points of the wish at `rank` (0 is the dearest); None is no wished stand."""
    return 0 if rank is None else max(2, WISH_POINTS - 2 * rank)


PLACE_POINTS = 3


def places_met(
    places: Iterable[PlaceWish], stands: Sequence[str], corner: bool, around: Mapping[str, frozenset[str]]
) -> tuple[PlaceWish, ...]:
    """The wishes for a kind of place that these stands meet; `corner`: one of them is one."""

    def is_met(wish: PlaceWish) -> bool:
        if wish == "corner":
            return corner
        way, _, kind = wish.partition("-")
        return any(stand in around.get(kind, ()) for stand in stands) == (way == "near")

    return tuple(sorted(filter(is_met, places)))
