"""Firms that have applied to the believable fair, for tests of quotas, lots and allocations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fairpos.core.exhibitor import Details
from fairpos.core.participation import Terms
from fairpos.ledger import application_papers, application_terms, applications, tables
from fairpos.ledger.papers import Copy
from fairpos.wire.application_forms import Wanted
from tests.admin_site import believable
from tests.admin_site.conftest import World

FIRMS = (
    ("Trà hoa vàng Đạp Thanh", "Ba Chẽ"),
    ("Mật ong Đông Sơn", "Đông Triều"),
    ("Miến dong Bình Liêu <b>", "Bình Liêu"),
)


def apply(world: World, name: str, district: str = "Ba Chẽ", **wanted: Any) -> str:
    """An application that was accepted and needs no papers; returns the exhibitor's id."""
    asked = Wanted(
        details=Details(name=name, kind="delegation", district=district, province="Quảng Ninh"),
        group="Gốm sứ",
    )
    with world.database.writing() as connection:
        filed = applications.file(
            connection, world.fair_id, replace(asked, **wanted), source="organiser", at=1, by="hoa"
        )
        return applications.decide(connection, world.fair_id, filed, "accepted", at=1, by="hoa")


def give_back(world: World) -> list[str]:
    """Three booths of the plan are given back, and three firms apply for them."""
    table = tables.allocation
    here, given_back = table.c.fair_id == world.fair_id, table.c.booth.in_(("BC02", "VD03", "TY04"))
    with world.database.writing() as connection:
        connection.execute(table.delete().where(here, given_back))
    return [apply(world, name, district) for name, district in FIRMS]


def drawn(world: World) -> list[str]:
    """The fair on its plan with room for three firms that have applied."""
    with world.database.writing() as connection:
        believable.draw(connection, world.fair_id, publish=False)
    return give_back(world)


CODE = "m" * 43
"""The link of the first application."""


def hand_in(world: World) -> None:
    """The first application has a paper that nobody has looked at, a fee that is due, and a link."""
    with world.database.writing() as connection:
        application_papers.set_code(connection, world.fair_id, "DK-0001", CODE)
        application_papers.add(
            connection, world.fair_id, "DK-0001", kind="food-safety", number="12/ATTP", valid_to="2020-01-11",
            copy=Copy(file_name="giấy ATTP.jpg", media_type="image/jpeg", body=b"\xff\xd8\xff"),
            at=1, by="public",
        )  # fmt: skip
        owing = Terms(fee=9_600_000, fee_due="2020-01-02", contract="sent")
        application_terms.set_terms(connection, world.fair_id, "DK-0001", owing, 5, at=1, by="hoa")


def allocate(world: World) -> None:
    """Firms, quotas, a pavilion, a draw, and two runs, the second changed by hand against a rule."""
    first = give_back(world)[0]
    apply(world, "Gốm Đông Triều", "Đông Triều", most=2)
    fair, client = f"/fairs/{believable.SLUG}", world.signed_in()
    for path, fields in (
        ("quotas/shares", {"weight-0": "3", "weight-1": "2", "weight-2": "2"}),
        ("pavilions", {"unit": "Ba Chẽ", "booths": "A02"}),
        ("lots", {}),
        ("lots/drawing", {"public_number": "86420"}),
        ("allocation", {"seed": "một"}),
        ("allocation", {"seed": "hai"}),
        ("allocation/2/moves", {"exhibitor": first, "booths": "A02 A04", "reason": "theo đơn"}),
    ):
        answer = client.post(f"{fair}/{path}", data={"csrf_token": world.csrf_token, **fields})
        assert (path, answer.status_code) == (path, 303)
