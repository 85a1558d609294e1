"""The allocation of a fair: what it stands on, a new dry run, and the runs that were made."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from admin_site import works
from admin_site.site import fair_reading, site_of
from fairpos.core.allocation import allocate
from fairpos.core.fair_state import allows
from fairpos.core.secret import hash_secret
from fairpos.ledger import allocation_cases, allocations, lots, quotas, work
from fairpos.server.workers import Outcome, Refused, Task
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen

SEED_MAX = 60
NOTHING_TO_PLACE = _("There is nobody to place, or no booth on the plan. Nothing was changed.")
IMPROVING = _("Looking for better places")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a run would stand on."""

    booths: int
    applications: int
    frozen: int
    quotas: int
    drawn: bool

    @property
    def ready(self) -> bool:
        return self.booths > 0 and self.applications > 0


@screen(may("arrange"))
def allocation(request: Request) -> Response:
    now = site_of(request).clock()
    with fair_reading(request) as (connection, fair):
        case = allocation_cases.load(connection, fair.id, now=now).case
        standing = Standing(
            booths=sum(stand.kind == "booth" for stand in case.stands),
            applications=len(case.applications),
            frozen=len(case.rules.frozen),
            quotas=len(quotas.listed(connection, fair.id)),
            drawn=bool(lots.numbers(connection, fair.id)),
        )
        runs = allocations.listed(connection, fair.id)
        newest = work.listed(connection, fair.id, now=now, kind="allocation", limit=1)
    running = next((one for one in newest if one.state == "running"), None)
    return page(
        request,
        "site/allocation.html",
        tab="allocation",
        fair=fair,
        standing=standing,
        runs=runs,
        running=running,
        allowed=allows(fair.status, "allocation"),
    )


@screen(may("arrange"))
def start(request: Request) -> Response:
    """A dry run beside the requests; its seed is what was typed, or made up."""
    typed = "".join(letter for letter in field(request, "seed") if letter.isprintable()).strip()
    seed = typed[:SEED_MAX] or hash_secret(site_of(request).token())[:12]
    return works.begin(request, "allocation", {"seed": seed})


def job(task: Task) -> Outcome:
    """Allocate and keep the run. Interrupted work is done again from its seed and comes to the same."""
    with task.database.reading() as connection:
        case = allocation_cases.load(connection, task.fair_id, now=task.clock()).case
    if not case.stands or not case.applications:
        raise Refused(NOTHING_TO_PLACE)

    def progress(done: int, steps: int) -> None:
        task.progress(done, steps, IMPROVING)

    plan = allocate(case, str(task.input["seed"]), progress=progress)
    with task.writing() as connection:
        number = allocations.keep(connection, task.fair_id, case, plan, at=task.clock(), by=task.by)
        slug = allocation_cases.slug_of(connection, task.fair_id)
        return task.keep(connection, Outcome(f"/fairs/{slug}/allocation/{number}"))
