from __future__ import annotations

from fairpos.ledger import list_readings
from tests.admin_site import believable
from tests.admin_site.conftest import World

FAIR = f"/fairs/{believable.SLUG}"


def test_what_goes_out_is_read_again_and_changes_nothing(world: World) -> None:
    with world.database.writing() as connection:
        believable.draw(connection, world.fair_id, publish=False)
    for kind in ("csv", "xlsx"):
        answer = world.signed_in().get(f"{FAIR}/booths.{kind}")
        assert answer.status_code == 200
        rows = list_readings.read("booths", f"gian.{kind}", answer.content).rows
        with world.database.reading() as connection:
            lines = list_readings.examine_rows(connection, world.fair_id, "booths", rows)
        assert [(line.act, line.faults) for line in lines] == [("same", ())] * len(believable.BOOTHS)
