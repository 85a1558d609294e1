from __future__ import annotations

from sqlalchemy import insert

from fairpos.ledger import booth_codes, tables
from tests.documents import AT
from tests.hall import Hall

PLACE = {"hall": "S1", "row": "A", "area": 900, "kind": "booth", "open_sides": 1, "state": "free"}
SIZE = {"x": 0, "y": 0, "width": 300, "height": 300}


def test_a_booth_is_known_by_its_code_on_the_plan_by_its_id_and_as_what_it_was_merged_into(
    hall: Hall,
) -> None:
    with hall.database.writing() as connection:
        assert booth_codes.ids(connection, hall.fair_id) == {"a1": "A1", "b1": "B1", "c1": "C1"}
        stands = [
            {"id": "A1", "code": "K-12", "position": 1, "gone_at": None, "merged_into": None},
            {"id": "B1", "code": "K-13", "position": 2, "gone_at": AT, "merged_into": "A1"},
            # Renumbered: the code that B1's id once was.
            {"id": "C1", "code": "B1", "position": 3, "gone_at": None, "merged_into": None},
        ]
        for stand in stands:
            values = {"fair_id": hall.fair_id, **PLACE, **SIZE, **stand}
            connection.execute(insert(tables.stand).values(**values))
        found = booth_codes.ids(connection, hall.fair_id)
    assert found == {"a1": "A1", "k-12": "A1", "k-13": "A1", "b1": "C1", "c1": "C1"}
    assert booth_codes.known(("K-13", "b1", "Z9", "k-12"), found) == ("A1", "C1")
