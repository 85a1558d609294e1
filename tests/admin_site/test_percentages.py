"""No page, paper, workbook or table of the house shows a percentage without what it is of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from fairpos.core.business_day import DAY_MS
from fairpos.core.money import Language
from fairpos.core.report import REPORT_KINDS
from fairpos.ledger import fairs, tables
from fairpos.ledger.reports import drafting, kept
from fairpos.web.policy import declared
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.test_doors import filled
from tests.bare_percentages import bare_in_text, bare_in_workbook, bare_on_paper, bare_percentages


def walk(client: TestClient, paths: Iterable[str]) -> tuple[list[tuple[str, str]], Counter[str]]:
    """Every bare percentage with the address it stands at, and how many answers of each kind were read."""
    bare: list[tuple[str, str]] = []
    read: Counter[str] = Counter()
    for path in sorted(paths):
        answer = client.get(path)
        if answer.status_code != 200:
            continue
        kind = answer.headers["content-type"].partition(";")[0].rpartition("/")[2].rpartition(".")[2]
        found: list[str] = []
        match kind:
            case "html":
                found = bare_percentages(answer.text)
            case "pdf":
                found = bare_on_paper(answer.content)
            case "sheet":
                found = bare_in_workbook(answer.content)
            case "csv":
                found = [one for line in answer.text.splitlines() for one in bare_in_text(line)]
            case _:
                continue
        read[kind] += 1
        bare += [(path, one) for one in found]
    return bare, read


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_percentage_at_every_address_has_its_basis_near_it(world: World, language: Language) -> None:
    with world.database.writing() as connection:
        believable.draw(connection, world.fair_id)
    client = world.signed_in()
    client.cookies.set("language", language)
    believable_fair = {filled(route.path) for route in declared(world.app.routes) if "GET" in route.methods}
    before = {path.replace(believable.SLUG, believable.PRIOR_SLUG) for path in believable_fair}
    bare, read = walk(client, believable_fair | before)
    assert bare == []
    assert read["html"] >= 20
    assert min(read["pdf"], read["sheet"], read["csv"]) >= 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_report_of_a_closed_fair_says_what_its_percentages_are_of(
    world: World, language: Language
) -> None:
    drafted = _closed(world)
    client = world.signed_in(token="u" * 43)
    client.cookies.set("language", language)
    of_each = {(one.kind, one.subject): one.no for one in drafted}
    chosen = {kind: next(no for (of, _), no in of_each.items() if of == kind) for kind in REPORT_KINDS}
    stem = f"/fairs/{believable.SLUG}/reports"
    endings = ("", ".pdf", ".xlsx")
    bare, read = walk(client, (f"{stem}/{no}{ending}" for no in chosen.values() for ending in endings))
    assert bare == []
    assert read == {kind: len(REPORT_KINDS) for kind in ("html", "pdf", "sheet")}


def _closed(world: World) -> tuple[kept.Kept, ...]:
    """The fair is over and everything that it should have is drafted."""
    world.clock.now += 10 * DAY_MS
    with world.database.writing() as connection:
        fair = tables.fair
        connection.execute(update(fair).where(fair.c.id == world.fair_id).values(status="closed"))
        row = fairs.by_id(connection, world.fair_id)
        made = drafting.make(connection, row, REPORT_KINDS, at=world.clock())
        drafting.keep(connection, row, made, by="fairpos")
        return kept.listed(connection, world.fair_id)
