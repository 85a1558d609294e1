"""Whatever a person or a till may name is text on every page, in both languages."""

from __future__ import annotations

import pytest
from sqlalchemy import String, Text, update

from fairpos.core.money import Language
from fairpos.core.notice import Notice
from fairpos.ledger import notices, people, seasons, tables
from fairpos.ledger.seasons import StatedFigure
from tests.admin_site import believable
from tests.admin_site.conftest import World

HOSTILE = "</title></option><script>alert(1)</script><img src=x onerror=alert(1)>'\"&{{ 7*7 }}"

NAMED = {
    tables.fair: ("name", "name_en", "province", "season", "series"),
    tables.exhibitor: ("name",),
    tables.booth: ("name",),
    tables.article: ("name",),
    tables.gate: ("name",),
    tables.terminal: ("name", "version"),
    tables.till_state: ("version", "printer", "terminal"),
    tables.notice: ("text", "text_en", "district", "product_group", "made_by"),
    tables.finding: ("detail", "till", "subject", "note", "resolved_by", "code"),
    tables.account: ("name",),
    tables.takings_by_tender: ("kind",),
}

SCREENS = (
    "live",
    "wall",
    "comparison",
    "tills",
    "findings",
    "fleet",
    "fleet/M-HL01",
    "prices?booth=HL01",
    "notices",
    f"live?day={believable.DAYS[0]}",
)


@pytest.fixture
def hostile(world: World) -> World:
    with world.database.writing() as connection:
        people.open_link(connection, account=world.account.id, code="k" * 43, ends_at=world.clock() + 1000)
        figure = StatedFigure(
            metric="takings",
            scope="all",
            source=HOSTILE[:80],
            basis="total",
            value=10**9,
            days=6,
            chosen=True,
        )
        seasons.state(connection, world.fair_id - 1, figure)
        notice = Notice(id="n1", text="x", text_en="x", from_at=0, until_at=2 * believable.NOW)
        notices.put_up(connection, world.fair_id, notice, at=believable.NOW, by="hoa")
        connection.execute(
            update(tables.finding).values(resolved_at=believable.NOW).where(tables.finding.c.code == "totals")
        )
        for table, columns in NAMED.items():
            for column in columns:
                assert isinstance(table.c[column].type, String | Text)
                key = [c for c in table.primary_key.columns if c.name == column]
                value = (table.c[column] + HOSTILE) if key else HOSTILE
                connection.execute(update(table).values({column: value}))
    return world


@pytest.mark.parametrize("language", ["vi", "en"])
def test_hostile_names_are_text_on_every_page(hostile: World, language: Language) -> None:
    client = hostile.signed_in()
    client.cookies.set("language", language)
    paths = [f"/fairs/{believable.SLUG}/{screen}" for screen in SCREENS]
    paths += [f"/public/{believable.SLUG}/notices", "/fairs", "/sessions", "/sign-in/" + "k" * 43]
    for path in paths:
        response = client.get(path)
        assert (path, response.status_code) == (path, 200)
        text = response.text
        assert "&lt;script&gt;alert(1)" in text, path
        for raw in ("<script>alert", "<img src=x", "</option><script", ">49<"):
            assert raw not in text, (path, raw)
        # Every tag is one of ours: nothing of the hostile text has opened one.
        assert text.count("<script") == 2 + text.count('<script type="module" src="/static/'), path


def test_hostile_text_in_a_form_comes_back_as_text(world: World) -> None:
    response = world.stranger().post("/sign-in", data={"login": HOSTILE, "password": "x", "next": HOSTILE})
    assert response.status_code == 422
    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert(1)" in response.text


def test_a_hostile_address_comes_back_as_text(world: World) -> None:
    path = "/fairs/<script>alert(1)<%2Fscript>/live"
    response = world.signed_in().get(path, headers={"accept": "text/html"})
    assert response.status_code == 404
    assert "<script>alert" not in response.text


def test_a_finding_s_code_in_the_address_is_no_way_in(world: World) -> None:
    response = world.signed_in().get(f"/fairs/{believable.SLUG}/findings", params={"code": HOSTILE})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
