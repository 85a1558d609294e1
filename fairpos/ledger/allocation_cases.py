"""What an allocation works from, out of the plan, the applications, the rules and what is contracted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from sqlalchemy import Connection

from fairpos.core.allocation import Case, Frozen, Placing, Quota, Rules
from fairpos.core.application import Application
from fairpos.core.business_day import day_of, moment
from fairpos.core.fair import ZONES
from fairpos.core.floor import Floor, LandmarkKind, Stand
from fairpos.ledger import applications, assortment, fairs, floor, lots, pavilions, quotas
from fairpos.ledger.applications import Filed
from fairpos.ledger.quotas import QuotaRow, Settings

NEAR = 1_200
"""Stands whose edge is nearer to a landmark than this (centimetres) count as being near it."""

AROUND: tuple[LandmarkKind, ...] = ("entrance", "stage", "information", "toilet")
"""What an applicant may want to be near, or not near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A case with the names people are shown: of exhibitors and of stands."""

    case: Case
    names: Mapping[str, str]
    codes: Mapping[str, str]
    floor: Floor


def load(connection: Connection, fair_id: int, *, now: int) -> Known:
    """The case as it stands now. Those who hold a booth and have signed or paid, or who hold one without
    having applied, are frozen."""
    plan = floor.load(connection, fair_id)
    chosen = quotas.settings(connection, fair_id)
    stars: dict[str, int] = {}
    for article in fairs.articles(connection, fair_id):
        stars[article.exhibitor] = max(stars.get(article.exhibitor, 0), article.stars or 0)
    filed = [one for one in applications.listed(connection, fair_id) if one.state in ("accepted", "waiting")]
    overdue = _overdue(filed, chosen.deposit_due, day_of(now, 0))
    asking = tuple(
        replace(
            one,
            stars=stars.get(one.exhibitor, 0),
            shares=one.unit in chosen.pools,
            paid=one.exhibitor not in overdue,
        )
        for one in applications.for_allocation(connection, fair_id, waiting=True)
    )
    standing = held(connection, fair_id)
    frozen = _frozen(connection, fair_id, filed, plan.stands, asking, standing)
    given = pavilions.of_stands(connection, fair_id)
    first, last = assortment.span(connection, fair_id)
    rules = Rules(
        first_day=first,
        last_day=last,
        quotas={
            one.unit: Quota(least=_least(one, given), most=one.booths, exact=one.exact)
            for one in quotas.listed(connection, fair_id)
            if one.booths is not None
        },
        pavilions=given,
        group_most=quotas.caps(connection, fair_id),
        blocks=frozenset(chosen.blocks),
        pools=frozenset(chosen.pools),
        opened=frozenset(zone for zone in ZONES if zone in chosen.opened),
        rival_distance=chosen.rival_distance,
        food_rows=frozenset(_food_rows(chosen)),
        exits=tuple((one.hall, one.x, one.y) for one in plan.landmarks if one.kind in ("exit", "hydrant")),
        reserve_percent=chosen.reserve_percent,
        reserve_open=_is_past(chosen.reserve_until, now),
        deposit_overdue=bool(overdue),
        closes_at=moment(chosen.closes_on, 24 * 60) if chosen.closes_on else None,
        booths_most=chosen.booths_most,
        corner_percent=chosen.corner_percent,
        groups_together=chosen.groups_together,
        lots=lots.numbers(connection, fair_id),
        traffic={stand.id: _traffic(stand, plan) for stand in plan.stands},
        around={
            kind: frozenset(stand.id for stand in plan.stands if _to(kind, stand, plan) <= NEAR)
            for kind in AROUND
        },
        weak=frozenset(chosen.weak),
        promised=frozenset(
            one.exhibitor for one in filed if one.merits.promised or one.terms.contract == "signed"
        ),
        before={
            who: stands
            for who, stands in standing.items()
            if who not in {one.placing.exhibitor for one in frozen}
        },
        stable=bool(frozen),
        frozen=frozen,
    )
    return Known(
        case=Case(stands=plan.stands, gaps=plan.gaps, applications=asking, rules=rules),
        names={who.id: who.name for who in fairs.exhibitors(connection, fair_id)},
        codes={stand.id: stand.shown for stand in plan.stands},
        floor=plan,
    )


def _overdue(filed: Iterable[Filed], general: str, today: str) -> frozenset[str]:
    """Who should have paid its deposit: by the day it was given, else by that of all."""
    return frozenset(
        one.exhibitor
        for one in filed
        if "deposit" in replace(one.terms, deposit_due=one.terms.deposit_due or general).overdue(today)
    )


def _least(one: QuotaRow, given: Mapping[str, str]) -> int:
    """A unit cannot be owed more booths than its quota, or than it was given as a whole."""
    least = min(one.least, one.booths or one.least)
    return min(least, sum(unit == one.unit for unit in given.values()) or least)


def held(connection: Connection, fair_id: int) -> dict[str, tuple[str, ...]]:
    """The booths of each exhibitor that is the main one there, as the tills know it."""
    found: dict[str, list[str]] = {}
    for booth in fairs.booths(connection, fair_id):
        for who in booth.exhibitors[:1]:
            found.setdefault(who, []).append(booth.id)
    return {who: tuple(sorted(booths)) for who, booths in found.items()}


def _frozen(
    connection: Connection,
    fair_id: int,
    filed: Iterable[Filed],
    stands: Iterable[Stand],
    asking: Iterable[Application],
    standing: Mapping[str, tuple[str, ...]],
) -> tuple[Frozen, ...]:
    order = {stand.id: (stand.hall, stand.row, stand.position) for stand in stands}
    applied = {one.exhibitor for one in asking}
    bound = {
        one.exhibitor
        for one in filed
        if one.exhibitor in applied and (one.terms.contract == "signed" or one.terms.fee_state == "paid")
    }
    shared = {booth.id: booth.exhibitors[1:] for booth in fairs.booths(connection, fair_id)}
    found = []
    for who in sorted(standing):
        mine = tuple(sorted((s for s in standing[who] if s in order), key=lambda one: order[one]))
        if not mine or (who in applied and who not in bound):
            continue
        others = tuple(sorted({one for stand in mine for one in shared[stand]} - {who}))
        placing = Placing(exhibitor=who, stands=mine, with_others=others)
        found.append(Frozen(placing=placing, why="contracted" if who in applied else "fixed"))
    return tuple(found)


def _food_rows(chosen: Settings) -> Iterable[tuple[str, str]]:
    for one in chosen.food_rows:
        hall, _, row = one.partition("/")
        yield hall, row


def _is_past(day: str, now: int) -> bool:
    return bool(day) and day_of(now, 0) > day


def _to(kind: LandmarkKind, stand: Stand, plan: Floor) -> int:
    """Centimetres to the nearest landmark of a kind in the same hall."""
    ways = [
        max(
            max(stand.x, one.x) - min(stand.x + stand.width, one.x + one.width),
            max(stand.y, one.y) - min(stand.y + stand.height, one.y + one.height),
            0,
        )
        for one in plan.landmarks
        if one.kind == kind and one.hall == stand.hall
    ]
    return min(ways, default=1_000_000)


def _traffic(stand: Stand, plan: Floor) -> int:
    """0 to 100: near the entrance and on a corner more people pass."""
    near = max(0, 70 - _to("entrance", stand, plan) // 100)
    return min(100, near + 10 * stand.open_sides)


def input_hash(case: Case) -> str:
    """SHA-256 of everything a run works from, the same however its parts are ordered."""
    parts = {
        "stands": sorted(json.dumps(_plain(asdict(one)), sort_keys=True) for one in case.stands),
        "gaps": sorted(json.dumps(asdict(one), sort_keys=True) for one in case.gaps),
        "applications": sorted(json.dumps(_plain(asdict(one)), sort_keys=True) for one in case.applications),
        "rules": json.dumps(_plain(asdict(case.rules)), sort_keys=True),
    }
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(str(_plain(one)) for one in value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def slug_of(connection: Connection, fair_id: int) -> str:
    """Raises fairs.NoSuchFair."""
    return fairs.by_id(connection, fair_id).slug
