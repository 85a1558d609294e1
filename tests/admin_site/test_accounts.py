"""The list of people: everybody, found by name, login or exhibitor, with what each may do where."""

from __future__ import annotations

import html

import pytest

from fairpos.core.rights import Grant
from tests.admin_site import believable
from tests.admin_site.conftest import World

CHIEF = Grant("administrator")


def test_everybody_stands_there_with_what_each_may_do_and_where(world: World) -> None:
    world.holding(Grant("exhibitor", believable.SLUG, "DV-BC02"), login="bachẽ")
    page = html.unescape(world.holding(CHIEF, login="chu").get("/accounts").text)
    for said in (
        "<strong>Ban tổ chức</strong> · Mọi hội chợ",
        "<strong>Đơn vị tham gia</strong> · HTX Dược liệu Ba Chẽ · Hội chợ OCOP Quảng Ninh – Xuân 2020",
    ):
        assert said in page


@pytest.mark.parametrize(("asked", "found"), [("hoa", 1), ("duoc lieu ba", 1), ("tran thi", 2), ("xyz", 0)])
def test_people_are_found_without_tone_marks(world: World, asked: str, found: int) -> None:
    world.holding(Grant("exhibitor", believable.SLUG, "DV-BC02"), login="bc")
    client = world.holding(CHIEF, login="chu")
    page = client.get("/accounts", params={"q": asked}).text
    assert page.count('<th scope="row">') == found
    assert ("Không có ai tên như vậy" in page) == (found == 0)


@pytest.mark.parametrize("grant", [Grant("organiser"), Grant("finance"), Grant("viewer", believable.SLUG)])
def test_only_administrators_see_it(world: World, grant: Grant) -> None:
    client = world.holding(grant)
    assert client.get("/accounts").status_code == 403
    assert 'href="/accounts"' not in client.get("/sessions").text
