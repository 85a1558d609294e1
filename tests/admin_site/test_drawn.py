from __future__ import annotations

import pytest

from admin_site import live
from fairpos.ledger.passwords import cheap_passwords
from fairpos.web import pages
from tests.admin_site import believable
from tests.admin_site.conftest import World

FIGURES = f"/fairs/{believable.SLUG}/live/figures?version=0"


def test_a_block_is_drawn_once_for_all_who_look_in_one_language(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    real = pages.fragment

    def counting(*args: object, **values: object) -> object:
        drawn.append(str(args[2]))
        return real(*args, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(live, "fragment", counting)
    with world.database.writing() as connection:
        other = believable.organiser(connection, cheap_passwords(), login="lan")
        viewer = believable.organiser(connection, cheap_passwords(), role="viewer", login="xem")
    hoa, lan = world.signed_in(), world.signed_in(other, token="l" * 43)
    first = hoa.get(FIGURES)
    assert (first.status_code, lan.get(FIGURES).text) == (200, first.text)
    assert drawn == ["figures"]
    # Others may be shown other things, and read another language.
    world.signed_in(viewer, token="v" * 43).get(FIGURES)
    lan.cookies.set("language", "en")
    assert "Takings today" in lan.get(FIGURES).text
    assert drawn == ["figures"] * 3
    with world.database.writing() as connection:
        believable.bump(connection, world.fair_id)
    assert 'data-version="2"' in hoa.get(FIGURES).text
    assert drawn == ["figures"] * 4
