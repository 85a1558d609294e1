"""The plan editor: halls, rows, stands and what stands between them, changed by forms one thing at a time.

Drawing and list are links, so mouse, finger and keyboard choose the same way; every change is a form that the
server checks, and what may not be is said beside the field with everything typed still there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.forms import checked, read
from admin_site.plan_forms import (
    GapForm,
    HallForm,
    LandmarkForm,
    NumberForm,
    RowForm,
    StandForm,
    VersionForm,
    facilities_of,
)
from admin_site.plan_view import Chosen, address, chosen_of, forms_for, lists, show, translator_of, word
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core import floor_changes as changes
from fairpos.core.fair_state import Forbidden
from fairpos.core.floor import FACILITIES, Floor
from fairpos.core.floor_changes import Changed, FreeId, Refused
from fairpos.ledger import copying, floor, plans
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.floor import Make, StandInUse
from fairpos.web.forms import Form
from fairpos.web.pages import fragment, page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.web.words import WORDS

_FACILITY_FIELDS = tuple(f"facility-{one}" for one in FACILITIES)


@screen(may("see"))
def plan(request: Request) -> Response:
    return _page(request, chosen_of(request))


@screen(may("see"))
def panel(request: Request) -> Response:
    return fragment(request, "site/plan.html", "panel", **_values(request, chosen_of(request), {}))


def _values(
    request: Request, chosen: Chosen, failed: Mapping[str, Form], problem: str = ""
) -> dict[str, Any]:
    with fair_reading(request) as (connection, fair):
        shown = show(connection, request, fair, chosen)
    done = request.query_params.get("done", "")
    return {
        "tab": "plan",
        "fair": fair,
        "plan": shown,
        "forms": forms_for(shown, failed),
        "failed": frozenset(failed),
        "problem": problem,
        "done": done if done in WORDS["plan_done"] else "",
        **lists(),
    }


def _page(
    request: Request, chosen: Chosen, *, failed: Mapping[str, Form] | None = None, problem: str = ""
) -> Response:
    status = 422 if failed or problem else 200
    values = _values(request, chosen, failed or {}, problem)
    return page(request, "site/plan.html", status=status, **values)


def _change(
    request: Request,
    make: Make,
    *,
    form: str,
    typed: Mapping[str, str],
    at: str,
    chosen: Chosen,
    done: str,
    then: Callable[[Changed], Chosen] | None = None,
) -> Response:
    """Make one change and go to what it made; refused, show `form` again with the reason at field `at`."""
    site = site_of(request)
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            changed = floor.change(connection, fair.id, make, at=site.clock(), by=actor(request))
    except Refused as refused:
        told = _told(request, refused.code, refused.names)
        return _page(request, chosen, failed={form: Form(typed, {at: told})})
    except StandInUse as used:
        return _page(request, chosen, failed={form: Form(typed, {at: _told(request, "in-use", used.names)})})
    except Forbidden:
        return _page(request, chosen, problem="state-forbids")
    return _to(fair, then(changed) if then else chosen, done)


def _told(request: Request, code: str, names: tuple[str, ...]) -> str:
    """Why a change was refused, and about whom.

    Faults are shown through gettext, which formats them and takes them for HTML: names are made plain text.
    """
    told = word(translator_of(request), "plan_refusal", code)
    return f"{told} {escape(', '.join(names))}".strip().replace("%", "%%")


def _to(fair: FairRow, chosen: Chosen, done: str) -> Response:
    return RedirectResponse(f"{address(fair.slug, chosen, done=done)}#panel", status_code=303)


# --- halls --------------------------------------------------------------------------------------------


@screen(may("arrange"))
def halls(request: Request) -> Response:
    """A new hall."""
    typed = read(request, "name", "site", "width", "height")
    found, faults = checked(HallForm, typed)
    if found is None:
        return _page(request, Chosen(field(request, "hall")), failed={"new-hall": Form(typed, faults)})
    return _change(
        request,
        lambda plan, _: Changed(
            replace(plan, halls=(*plan.halls, found.hall(_free(plan, "H", [one.id for one in plan.halls]))))
        ),
        form="new-hall", typed=typed, at="name", chosen=Chosen(field(request, "hall")), done="hall-added",
        then=lambda changed: Chosen(changed.floor.halls[-1].id),
    )  # fmt: skip


@screen(may("arrange"))
def hall(request: Request) -> Response:
    """A hall's name and size."""
    id_ = str(request.path_params["hall"])
    typed = read(request, "name", "site", "width", "height")
    found, faults = checked(HallForm, typed)
    if found is None:
        return _page(request, Chosen(id_), failed={"hall": Form(typed, faults)})

    def make(plan: Floor, _free: FreeId) -> Changed:
        if plan.hall(id_) is None:
            raise Refused("hall-unknown", id_)
        return Changed(
            replace(plan, halls=tuple(found.hall(id_) if one.id == id_ else one for one in plan.halls))
        )

    return _change(request, make, form="hall", typed=typed, at="name", chosen=Chosen(id_), done="saved")


@screen(may("arrange"))
def hall_removal(request: Request) -> Response:
    id_ = str(request.path_params["hall"])
    return _change(
        request, lambda plan, _: changes.remove_hall(plan, id_), form="hall", typed={}, at="removal",
        chosen=Chosen(id_), done="removed", then=lambda _: Chosen(),
    )  # fmt: skip


# --- rows ---------------------------------------------------------------------------------------------


@screen(may("arrange"))
def rows(request: Request) -> Response:
    """A row of n."""
    names = ("hall", "row", "count", "first", "zone", "kind", "width", "height", "x", "y", "way")
    typed = read(request, *names, *_FACILITY_FIELDS)
    found, faults = checked(RowForm, typed)
    if found is None:
        return _page(request, Chosen(typed["hall"]), failed={"row": Form(typed, faults)})
    like = found.like(facilities_of(typed))
    return _change(
        request,
        lambda plan, free: changes.add_row(
            plan, like, count=found.count, first=found.first, prefix=found.row, free_id=free,
            down=found.way == "down",
        ),
        form="row", typed=typed, at="row", chosen=Chosen(found.hall), done="row-added",
        then=lambda changed: Chosen(found.hall, changed.made[:1]),
    )  # fmt: skip


@screen(may("arrange"))
def renumbering(request: Request) -> Response:
    typed = read(request, "hall", "row", "prefix", "first", "step")
    found, faults = checked(NumberForm, typed)
    if found is None:
        return _page(request, Chosen(typed["hall"]), failed={"number": Form(typed, faults)})
    return _change(
        request,
        lambda plan, _: changes.renumber(
            plan, found.hall, found.row, prefix=found.prefix, first=found.first, step=found.step
        ),
        form="number", typed=typed, at="prefix", chosen=Chosen(found.hall), done="renumbered",
    )  # fmt: skip


# --- stands -------------------------------------------------------------------------------------------


@screen(may("arrange"))
def stand(request: Request) -> Response:
    """One stand as it shall be."""
    id_ = str(request.path_params["stand"])
    names = ("code", "zone", "kind", "state", "open_sides", "row", "position", "x", "y", "width", "height")
    typed = read(request, *names, "area", *_FACILITY_FIELDS)
    found, faults = checked(StandForm, typed)
    here = Chosen("", (id_,))
    if found is None:
        return _page(request, here, failed={"stand": Form(typed, faults)})

    def make(plan: Floor, _free: FreeId) -> Changed:
        before = plan.stand(id_)
        if before is None:
            raise Refused("stand-unknown", id_)
        return changes.change(plan, found.stand(before, facilities_of(typed)))

    return _change(request, make, form="stand", typed=typed, at="code", chosen=here, done="saved")


@screen(may("arrange"))
def stand_removal(request: Request) -> Response:
    id_ = str(request.path_params["stand"])
    return _change(
        request, lambda plan, _: changes.remove(plan, id_), form="split", typed={"parts": "2"}, at="removal",
        chosen=Chosen("", (id_,)), done="removed", then=lambda _: Chosen(field(request, "hall")),
    )  # fmt: skip


@screen(may("arrange"))
def splitting(request: Request) -> Response:
    id_ = str(request.path_params["stand"])
    typed = read(request, "parts")
    parts = int(typed["parts"]) if typed["parts"] in set("23456789") else 0
    return _change(
        request, lambda plan, free: changes.split(plan, id_, parts, free_id=free), form="split", typed=typed,
        at="parts", chosen=Chosen("", (id_,)), done="split",
        then=lambda changed: Chosen("", (id_, *changed.made)),
    )  # fmt: skip


@screen(may("arrange"))
def merging(request: Request) -> Response:
    chosen = chosen_of(request)
    return _change(
        request, lambda plan, _: changes.merge(plan, chosen.stands), form="merge", typed={}, at="stands",
        chosen=chosen, done="merged",
        then=lambda changed: Chosen("", tuple(dict.fromkeys(changed.merged.values()))),
    )  # fmt: skip


# --- what stands between ------------------------------------------------------------------------------


@screen(may("arrange"))
def gaps(request: Request) -> Response:
    typed = read(request, "hall", "row", "after", "kind")
    found, faults = checked(GapForm, typed)
    if found is None:
        return _page(request, Chosen(typed["hall"]), failed={"gap": Form(typed, faults)})
    return _change(
        request, lambda plan, _: changes.add_gap(plan, found.gap()), form="gap", typed=typed, at="after",
        chosen=Chosen(found.hall), done="saved",
    )  # fmt: skip


@screen(may("arrange"))
def gap_removal(request: Request) -> Response:
    typed = read(request, "hall", "row", "after")
    key = (typed["hall"], typed["row"], typed["after"])
    return _change(
        request,
        lambda plan, _: Changed(
            replace(plan, gaps=tuple(g for g in plan.gaps if (g.hall, g.row, str(g.after)) != key))
        ),
        form="gap", typed=typed, at="after", chosen=Chosen(typed["hall"]), done="removed",
    )  # fmt: skip


@screen(may("arrange"))
def landmarks(request: Request) -> Response:
    typed = read(request, "hall", "kind", "name", "x", "y", "width", "height")
    found, faults = checked(LandmarkForm, typed)
    if found is None:
        return _page(request, Chosen(typed["hall"]), failed={"landmark": Form(typed, faults)})

    def make(plan: Floor, _: FreeId) -> Changed:
        if plan.hall(found.hall) is None:
            raise Refused("hall-unknown", found.hall)
        id_ = _free(plan, "L", [one.id for one in plan.landmarks])
        return Changed(replace(plan, landmarks=(*plan.landmarks, found.landmark(id_))))

    return _change(
        request, make, form="landmark", typed=typed, at="kind", chosen=Chosen(found.hall), done="saved"
    )


@screen(may("arrange"))
def landmark_removal(request: Request) -> Response:
    id_ = str(request.path_params["landmark"])
    return _change(
        request,
        lambda plan, _: Changed(
            replace(plan, landmarks=tuple(one for one in plan.landmarks if one.id != id_))
        ),
        form="landmark", typed={}, at="kind", chosen=Chosen(field(request, "hall")), done="removed",
    )  # fmt: skip


def _free(plan: Floor, letter: str, taken: list[str]) -> str:
    return next(f"{letter}{n}" for n in range(1, len(taken) + 2) if f"{letter}{n}" not in taken)


# --- the whole plan -----------------------------------------------------------------------------------


@screen(may("arrange"))
def copies(request: Request) -> Response:
    """Last edition's plan, into a fair that has none yet."""
    site = site_of(request)
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            copying.copy_plan(connection, fair.id, at=site.clock(), by=actor(request))
    except (copying.PlanExists, copying.NothingToCopy):
        return _page(request, Chosen(), problem="no-copy")
    except Forbidden:
        return _page(request, Chosen(), problem="state-forbids")
    return _to(fair, Chosen(), "copied")


@screen(may("arrange"))
def versions(request: Request) -> Response:
    """Publish the plan as it stands as the next version."""
    typed = read(request, "note")
    found, faults = checked(VersionForm, typed)
    chosen = Chosen(field(request, "hall"))
    if found is None:
        return _page(request, chosen, failed={"version": Form(typed, faults)})
    site = site_of(request)
    try:
        with site.database.writing() as connection:
            fair = fair_of(connection, request)
            plans.publish(connection, fair.id, note=found.note, at=site.clock(), by=actor(request))
    except plans.NotWhole:
        return _page(request, chosen, failed={"version": Form(typed)}, problem="not-whole")
    except Forbidden:
        return _page(request, chosen, problem="state-forbids")
    return _to(fair, chosen, "published")


def version_of(connection: Connection, fair: FairRow, asked: str) -> tuple[int, Floor]:
    """The plan a paper is asked for: a published version by its number, or (0) the plan as it stands.

    Raises the page that says there is none.
    """
    if asked in ("", "0"):
        return 0, floor.load(connection, fair.id)
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else -1
    found = plans.one(connection, fair.id, number)
    if found is None:
        raise HTTPException(404)
    return found[0].number, found[1]
