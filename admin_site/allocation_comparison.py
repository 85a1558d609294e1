"""Two runs side by side: who moved, who gained and lost a place, and where the levels differ."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.allocation_runs import number_of
from admin_site.site import fair_reading, site_of
from fairpos.ledger import allocation_cases, allocations
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPair:
    """One figure of both runs; `better` is "one", "other" or "" where they are alike."""

    key: str
    one: int
    other: int
    better: str


@screen(may("arrange"))
def comparison(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        try:
            one = allocations.find(connection, fair.id, number_of(request))
            other = allocations.find(connection, fair.id, number_of(request, "other"))
        except allocations.NoSuchRun as unknown:
            raise HTTPException(404) from unknown
        known = allocation_cases.load(connection, fair.id, now=site_of(request).clock())
        first = {r.exhibitor: r for r in allocations.results(connection, fair.id, one.number)}
        second = {r.exhibitor: r for r in allocations.results(connection, fair.id, other.number)}

    def codes(stands: tuple[str, ...]) -> str:
        return " ".join(known.codes.get(stand, stand) for stand in stands)

    rows: dict[str, list[Moved]] = {"gained": [], "lost": [], "moved": []}
    for who in sorted({*first, *second}, key=lambda who: known.names.get(who, who)):
        before = first[who].stands if who in first else ()
        after = second[who].stands if who in second else ()
        if set(before) == set(after):
            continue
        kind = "gained" if not before else "lost" if not after else "moved"
        name = known.names.get(who, who)
        rows[kind].append(Moved(name=name, before=codes(before), after=codes(after)))
    theirs = {level.key: level.value for level in other.levels}
    levels = tuple(
        LevelPair(
            key=level.key,
            one=level.value,
            other=theirs[level.key],
            better=""
            if level.value == theirs[level.key]
            else ("one" if (level.value > theirs[level.key]) == level.more else "other"),
        )
        for level in one.levels
        if level.key in theirs
    )
    return page(
        request, "site/allocation_comparison.html", tab="allocation", fair=fair, one=one, other=other,
        levels=levels, gained=rows["gained"], lost=rows["lost"], moved=rows["moved"],
    )  # fmt: skip
