"""No page of the house shows a percentage without what it is of."""

from __future__ import annotations

import pytest

from fairpos.core.money import Language
from fairpos.web.policy import declared
from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.test_doors import filled
from tests.bare_percentages import bare_percentages


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_percentage_on_every_page_has_its_basis_near_it(world: World, language: Language) -> None:
    client = world.signed_in()
    client.cookies.set("language", language)
    paths = {filled(route.path) for route in declared(world.app.routes) if "GET" in route.methods}
    paths |= {path.replace(believable.SLUG, believable.PRIOR_SLUG) for path in paths}
    walked, bare = 0, []
    for path in sorted(paths):
        answer = client.get(path)
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            walked += 1
            bare += [(path, one) for one in bare_percentages(answer.text)]
    assert bare == []
    assert walked >= 20
