"""The way through a fair's screens leads to each of them once."""

from collections import Counter

from admin_site.sections import SECTIONS
from fairpos.web.policy import declared
from tests.admin_site.conftest import World


def test_every_screen_stands_once_and_is_there(world: World) -> None:
    keys = [screen.key for section in SECTIONS for screen in section.screens]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    opened = {route.path for route in declared(world.app.routes) if "GET" in route.methods}
    assert [key for key in keys if f"/fairs/{{slug}}/{key}" not in opened] == []
    assert len({section.label for section in SECTIONS}) == len(SECTIONS)
