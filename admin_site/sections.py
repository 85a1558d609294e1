"""The way through a fair's screens: a few sections, each with its screens, in one list for every page.

A screen's key is the last part of its URL, `/fairs/<slug>/<key>`, and what its view passes as `tab`.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairpos.core.rights import Ability, holds
from fairpos.web.i18n import mark as _
from fairpos.web.session import Session


@dataclass(frozen=True, slots=True)
class Screen:
    """`label` is a message to be translated; people who lack `ability` at the fair are not shown the way."""

    key: str
    label: str
    ability: Ability = "see"


@dataclass(frozen=True, slots=True)
class Section:
    label: str
    screens: tuple[Screen, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        _("My booths"),
        (Screen("own", _("My booths"), "own"),),
    ),
    Section(
        _("Today"),
        (
            Screen("desk", _("What waits")),
            Screen("live", _("Live")),
            Screen("heat", _("Heat map")),
            Screen("visits", _("Visits")),
            Screen("counts", _("Type in counts"), "gates"),
            Screen("returns", _("Booth returns"), "money"),
            Screen("findings", _("To look at")),
        ),
    ),
    Section(
        _("Preparing it"),
        (
            Screen("setup", _("Set-up"), "arrange"),
            Screen("plan", _("Floor plan")),
        ),
    ),
    Section(
        _("Taking part"),
        (
            Screen("exhibitors", _("Exhibitors")),
            Screen("applications", _("Applications")),
            Screen("products", _("Products")),
        ),
    ),
    Section(
        _("Allocation"),
        (
            Screen("quotas", _("Quotas"), "arrange"),
            Screen("pavilions", _("Pavilions"), "arrange"),
            Screen("lots", _("Lots"), "arrange"),
            Screen("allocation", _("Who stands where"), "arrange"),
        ),
    ),
    Section(
        _("Running it"),
        (
            Screen("fleet", _("Fleet")),
            Screen("tills", _("Tills")),
            Screen("prices", _("Prices")),
            Screen("inspections", _("Inspections")),
            Screen("notices", _("Notices")),
            Screen("gates", _("Gates")),
            Screen("changes", _("Changes"), "arrange"),
            Screen("works", _("Long work"), "money"),
        ),
    ),
    Section(
        _("Results"),
        (
            Screen("comparison", _("Comparison")),
            Screen("figures", _("Figures")),
            Screen("seasons", _("Stated figures")),
            Screen("reports", _("Reports")),
        ),
    ),
)


def keys() -> frozenset[str]:
    """The keys of every screen there is."""
    return frozenset(screen.key for section in SECTIONS for screen in section.screens)


def shown_to(session: Session | None, fair: str) -> tuple[Section, ...]:
    """The sections with the screens this person may open at a fair; a section without one is left out."""
    grants = session.grants if session else ()
    found = (
        Section(
            section.label,
            tuple(screen for screen in section.screens if holds(grants, screen.ability, fair)),
        )
        for section in SECTIONS
    )
    return tuple(section for section in found if section.screens)


def first_screen(session: Session | None, fair: str) -> str | None:
    """The key of the first screen this person may open at a fair; None when there is none."""
    return next((screen.key for section in shown_to(session, fair) for screen in section.screens), None)
