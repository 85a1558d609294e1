"""One edition cut into parts along an axis: days, weekdays, hours, zones, places, goods, exhibitors, booths.

An edition with a ledger is cut as its rollups allow; one without, as its sources state it. Districts and
provinces come under the names they have now (`areas`), exhibitors under their names, because their numbers
are a fair's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from fairpos.core.measure_words import FLOWS, SCOPE_WORDS, SIZES, Metric, Qualifier, Scope
from fairpos.core.measures import Coverage, Part
from fairpos.core.search import search_key
from fairpos.ledger import seasons, sizes
from fairpos.ledger.areas import Areas
from fairpos.ledger.comparisons import NotComparable
from fairpos.ledger.counted import UNKNOWN_ZONE, hours_in_order
from fairpos.ledger.facts import Facts

Axis = Literal[
    "fair-day", "weekday", "hour", "zone", "district", "province", "country",
    "group", "star", "exhibitor", "booth",
]  # fmt: skip
AXES: tuple[Axis, ...] = (
    "fair-day", "weekday", "hour", "zone", "district", "province", "country",
    "group", "star", "exhibitor", "booth",
)  # fmt: skip
AXIS_WORDS: Mapping[Axis, Part] = {
    "fair-day": Part("ngày hội chợ", "fair day"),
    "weekday": Part("ngày trong tuần", "day of the week"),
    "hour": Part("giờ trong ngày", "hour of the day"),
    "zone": Part("khu", "zone"),
    "district": Part("huyện, xã", "district or commune"),
    "province": Part("tỉnh", "province"),
    "country": Part("nước", "country"),
    "group": Part("nhóm hàng", "group of goods"),
    "star": Part("số sao", "stars"),
    "exhibitor": Part("đơn vị", "exhibitor"),
    "booth": Part("gian hàng", "booth"),
}
TIMES: tuple[Axis, ...] = ("fair-day", "weekday", "hour")

_WEEKDAYS = (
    Part("Thứ Hai", "Mondays"), Part("Thứ Ba", "Tuesdays"), Part("Thứ Tư", "Wednesdays"),
    Part("Thứ Năm", "Thursdays"), Part("Thứ Sáu", "Fridays"), Part("Thứ Bảy", "Saturdays"),
    Part("Chủ Nhật", "Sundays"),
)  # fmt: skip
_UNKNOWN = Part("chưa rõ", "not known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """One part's total. `value` and `under` are None where unknown; `under` is the divisor of a ratio."""

    name: Part
    order: tuple[int, str]
    value: Fraction
    coverage: Coverage
    under: Fraction | None = None
    qualifier: Qualifier = "exact"
    also: Qualifier = "exact"
    source: str = ""


Portions = Mapping[str, Portion]


def portions(
    known: Facts, areas: Areas, *, axis: Axis, metric: Metric, scope: Scope, days: tuple[int, ...] | None
) -> Portions:
    """The parts of one edition over some of its open days (by place; None for all it has).

    They are kept with the facts they were made of. Raises NotComparable where nobody knows this metric by
    this axis.
    """
    asked = (areas, axis, metric, scope, days)
    if asked not in known.made:
        known.made[asked] = _portions(known, areas, axis, metric, scope, days)
    found: Portions = known.made[asked]
    return found


def _portions(
    known: Facts, areas: Areas, axis: Axis, metric: Metric, scope: Scope, days: tuple[int, ...] | None
) -> Portions:
    stated = _stated(known, areas, axis, metric, scope, days)
    if metric in SIZES:
        return _sizes(known, areas, axis, metric, scope, stated)
    if stated and (not _counts(known) or metric not in FLOWS):
        return stated
    if not _counts(known):
        raise _unknown(known, axis)
    open_days = known.open_days()
    places = tuple(range(1, len(open_days) + 1)) if days is None else days
    chosen = {open_days[place - 1]: place for place in places if place <= len(open_days)}
    coverage = Coverage(
        days=tuple(sorted(chosen.values())), of=len(open_days), tills=known.tills, held=known.held
    )
    over = _flow(
        "takings" if metric in ("takings-per-visit", "basket") else metric, known, areas, axis, scope
    )
    under = None
    if metric in ("takings-per-visit", "basket"):
        under = _flow("visits" if metric == "takings-per-visit" else "sales", known, areas, axis, scope)
    if over is None or (under is None and metric in ("takings-per-visit", "basket")):
        raise _unknown(known, axis)
    found = _add_up(known, over, chosen, axis, coverage)
    if under is None:
        return found
    divisors = _add_up(known, under, chosen, axis, coverage)
    return {
        key: Portion(
            name=one.name, order=one.order, value=one.value, coverage=one.coverage, under=divisors[key].value
        )
        for key, one in found.items()
        if key in divisors and divisors[key].value > 0
    }


def _sizes(
    known: Facts, areas: Areas, axis: Axis, metric: Metric, scope: Scope, stated: Portions
) -> Portions:
    """Booths, exhibitors and products by the edition's own registers; what sources state of a closed one
    stands for it as published."""
    things = sizes.things(known, metric, scope) if axis == "zone" or axis in _SIZED.get(metric, ()) else None
    if stated and (not things or known.fair.status in ("closed", "archived")):
        return stated
    if not things:
        raise _unknown(known, axis)
    name_of = None if axis == "zone" else _NAMED[axis](known, areas, next(iter(known.open_days()), ""))
    counts: dict[str, int] = {}
    named: dict[str, tuple[Part, tuple[int, str]]] = {}
    for one in things:
        if name_of is None:
            key = known.zone(one.booth)
            named[key] = (_zone_name(key), (_zone_order(key), ""))
        else:
            name = name_of(one.exhibitor, one.article)
            key = search_key(name.vi)
            named[key] = (name, (0, key))
        counts[key] = counts.get(key, 0) + 1
    whole = Coverage(days=None, of=None)
    return {
        key: Portion(name=named[key][0], order=named[key][1], value=Fraction(count), coverage=whole)
        for key, count in counts.items()
    }


Row = tuple[str, str, Part, tuple[int, str], int]
"""Day, key, name, order, amount."""


def _flow(metric: Metric, known: Facts, areas: Areas, axis: Axis, scope: Scope) -> list[Row] | None:
    """The rows of a flow by an axis, None where they are not counted so."""
    if axis in TIMES:
        return (
            list(_by_time(known, metric, scope, axis)) if metric in ("takings", "visits", "sales") else None
        )
    if metric in ("takings", "sales") and axis in ("zone", "booth"):
        return list(_by_booth(known, 0 if metric == "takings" else 1, scope, axis))
    if metric == "takings":
        return list(_by_goods(known, areas, scope, axis))
    return None


def _by_time(known: Facts, metric: Metric, scope: Scope, axis: Axis) -> Iterable[Row]:
    order = {hour: place for place, hour in enumerate(hours_in_order(known.calendar))}

    def row(day: str, hour: int, amount: int) -> Row:
        if axis == "hour":
            name = f"{hour:02}:00–{(hour + 1) % 24:02}:00"
            return (day, f"{hour:02}", Part(name, name), (order[hour], ""), amount)
        if axis == "weekday":
            place = date.fromisoformat(day).weekday()
            return (day, str(place), _WEEKDAYS[place], (place, ""), amount)
        place = known.calendar.ordinal(day) or 0
        return (day, f"{place:03}", Part(f"Ngày {place}", f"Day {place}"), (place, ""), amount)

    if metric == "visits":
        yield from (row(day, hour, count) for (day, hour), count in known.counted.visits.items())
        return
    for (day, hour, zone), sums in known.counted.takings.items():
        if scope in ("all", zone):
            yield row(day, hour, sums.takings if metric == "takings" else sums.sales)


def _by_booth(known: Facts, which: int, scope: Scope, axis: Axis) -> Iterable[Row]:
    for (day, booth), sums in known.booth_sums.items():
        zone = known.zone(booth)
        if scope not in ("all", zone):
            continue
        if axis == "zone":
            yield (day, zone, _zone_name(zone), (_zone_order(zone), ""), sums[which])
        else:
            here = known.booths.get(booth)
            name = here.name if here else booth
            yield (day, booth, Part(name, name), (0, booth), sums[which])


def _by_goods(known: Facts, areas: Areas, scope: Scope, axis: Axis) -> Iterable[Row]:
    first = next(iter(known.open_days()), "")
    name_of: Callable[[str, str], Part] = _NAMED[axis](known, areas, first)
    cache: dict[tuple[str, str], tuple[str, Part]] = {}
    for (day, booth, exhibitor, article), amount in known.good_sums.items():
        if scope not in ("all", known.zone(booth)):
            continue
        known_as = cache.get((exhibitor, article))
        if known_as is None:
            name = name_of(exhibitor, article)
            known_as = cache[exhibitor, article] = (search_key(name.vi), name)
        key, name = known_as
        yield (day, key, name, (0, key), amount)


def _same(name: str | None) -> Part:
    return Part(name, name) if name else _UNKNOWN


def _district(known: Facts, areas: Areas, of: str) -> Callable[[str, str], Part]:
    def name(exhibitor: str, _article: str) -> Part:
        who = known.exhibitors.get(exhibitor)
        if who is None or not who.district:
            return Part("ngoài tỉnh tổ chức", "outside the province") if who else _UNKNOWN
        return _same(areas.now("district", who.district, of=of))

    return name


def _province(known: Facts, areas: Areas, of: str) -> Callable[[str, str], Part]:
    def name(exhibitor: str, _article: str) -> Part:
        who = known.exhibitors.get(exhibitor)
        if who is None or not who.province:
            return Part("nước ngoài", "abroad") if who else _UNKNOWN
        return _same(areas.now("province", who.province, of=of))

    return name


def _country(known: Facts, _areas: Areas, _of: str) -> Callable[[str, str], Part]:
    return lambda exhibitor, _: _same(
        known.exhibitors[exhibitor].country if exhibitor in known.exhibitors else None
    )


def _exhibitor(known: Facts, _areas: Areas, _of: str) -> Callable[[str, str], Part]:
    return lambda exhibitor, _: _same(
        known.exhibitors[exhibitor].name if exhibitor in known.exhibitors else exhibitor
    )


def _group(known: Facts, _areas: Areas, _of: str) -> Callable[[str, str], Part]:
    return lambda _, article: _same(known.goods[article].group if article in known.goods else None)


def _star(known: Facts, _areas: Areas, _of: str) -> Callable[[str, str], Part]:
    def name(_exhibitor: str, article: str) -> Part:
        good = known.goods.get(article)
        if good is None:
            return _UNKNOWN
        if good.stars is None:
            return Part("chưa xếp hạng", "not ranked")
        return Part(f"{good.stars} sao", f"{good.stars} stars")

    return name


_NAMED = {
    "district": _district, "province": _province, "country": _country, "exhibitor": _exhibitor,
    "group": _group, "star": _star,
}  # fmt: skip

_SIZED: Mapping[Metric, tuple[Axis, ...]] = {
    "booths": ("district", "province", "country", "exhibitor"),
    "exhibitors": ("district", "province", "country"),
    "products": ("district", "province", "country", "exhibitor", "group", "star"),
}
"""By what a size is counted besides zones. A booth has no one product group."""


def _add_up(
    known: Facts, rows: list[Row], chosen: Mapping[str, int], axis: Axis, coverage: Coverage
) -> dict[str, Portion]:
    sums: dict[str, int] = {}
    named: dict[str, tuple[Part, tuple[int, str]]] = {}
    for day, key, name, order, amount in rows:
        if day in chosen:
            sums[key] = sums.get(key, 0) + amount
            named[key] = (name, order)
    weekdays = [str(date.fromisoformat(day).weekday()) for day in chosen]

    def covers(key: str) -> Coverage:
        if axis == "fair-day":
            return Coverage(days=(int(key),), of=len(known.open_days()), held=known.held, tills=known.tills)
        if axis == "weekday":
            # All of them that there were; which places they took is not what is compared.
            count = weekdays.count(key)
            return Coverage(days=tuple(range(1, count + 1)), of=count)
        return coverage

    return {
        key: Portion(name=named[key][0], order=named[key][1], value=Fraction(amount), coverage=covers(key))
        for key, amount in sums.items()
    }


def _stated(
    known: Facts, areas: Areas, axis: Axis, metric: Metric, scope: Scope, days: tuple[int, ...] | None
) -> dict[str, Portion]:
    """What sources state of the parts, the chosen figure of each."""
    if axis == "fair-day":
        found = seasons.chosen_days(known.stated, known.calendar, metric=metric, scope=scope)
        return {
            f"{place:03}": Portion(
                name=Part(f"Ngày {place}", f"Day {place}"), order=(place, ""), value=Fraction(one.value),
                coverage=Coverage(days=(place,), of=len(known.open_days())), qualifier=one.qualifier,
                also=one.also, source=one.source,
            )
            for place, one in found.items()
            if days is None or place in days
        }  # fmt: skip
    if days is not None:
        return {}
    parts: dict[str, Portion] = {}
    key: str
    first = next(iter(known.open_days()), "")
    for one in known.stated:
        if not one.chosen or one.metric != metric or one.day or one.extent == "partial":
            continue
        if axis == "zone" and one.part == "" and one.scope != "all":
            key, name, order = one.scope, _zone_name(one.scope), (_zone_order(one.scope), "")
        elif one.part == axis and scope in ("all", one.scope):
            place = areas.now(axis, one.place, of=first) if axis in ("district", "province") else one.place
            key, name, order = search_key(place), _same(place), (0, search_key(place))
        else:
            continue
        count = one.days or len(known.open_days())
        value = Fraction(one.value * (count if one.basis == "per-day" and count else 1))
        if one.basis == "per-day" and not count:
            continue
        before = parts[key].value if key in parts else 0
        parts[key] = Portion(
            name=name, order=order, value=value + before, qualifier=one.qualifier, also=one.also,
            source=one.source,
            coverage=Coverage(days=tuple(range(1, count + 1)) if count else None, of=count or None),
        )  # fmt: skip
    return parts


def _counts(known: Facts) -> bool:
    return bool(known.counted.takings or known.counted.visits)


def _zone_name(zone: str) -> Part:
    if zone == UNKNOWN_ZONE:
        return _UNKNOWN
    words = next(texts for key, texts in SCOPE_WORDS.items() if key == zone)
    return Part(words["vi"], words["en"])


def _zone_order(zone: str) -> int:
    return (*SCOPE_WORDS, UNKNOWN_ZONE).index(zone)


def _unknown(known: Facts, axis: Axis) -> NotComparable:
    return NotComparable(
        f"no-{axis}",
        f"{known.fair.name} không có số liệu theo cách chia này",
        f"{known.fair.name_en} has no figures by this breakdown",
    )
