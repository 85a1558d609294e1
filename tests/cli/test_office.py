"""The office: what people type at the centre goes the same road as what a till counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from admin_site.office import OfficeAway
from fairpos.cli import programs
from fairpos.cli.office import Offices
from fairpos.core.business_day import moment
from fairpos.core.gate import TypedCount
from fairpos.db.database import Database
from fairpos.db.writer import Writer
from fairpos.ledger import editions, fairs, findings, recount, visits
from fairpos.server import sync
from fairpos.server.settings import Settings
from fixtures.small import DAYS, small_fair
from tests.documents import AT

SLUG = "thu-nho-2026"
MORNING = moment(DAYS[0], 9 * 60)


@dataclass
class Centre:
    settings: Settings
    database: Database
    writer: Writer
    fair_id: int

    def offices(self) -> Offices:
        centre = sync.Centre(self.database, self.writer, lambda: AT)
        return Offices(self.settings, self.database, centre, lambda: AT)

    def visits(self) -> dict[tuple[str, int], int]:
        with self.database.reading() as connection:
            return visits.visits_by_hour(connection, self.fair_id)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    settings = Settings(data=tmp_path)
    database = programs.open_ledger(settings)
    with database.writing() as connection:
        fair_id = fairs.load(connection, small_fair(), at=AT)
        editions.publish(connection, fair_id, at=AT, by="ban-to-chuc")
    writer = Writer(database, "ledger")
    yield Centre(settings, database, writer, fair_id)
    writer.stop()
    database.close()


def typed(count: int, reason: str = "sổ giấy") -> TypedCount:
    return TypedCount(
        gate="G1",
        direction="in",
        count=count,
        method="manual",
        category="visitor",
        passed_at=MORNING,
        reason=reason,
    )


def test_what_is_typed_is_sealed_signed_and_counted_like_a_till_s(centre: Centre) -> None:
    offices = centre.offices()
    offices.keep(SLUG, [typed(120), typed(30)], by="hoa")
    assert centre.visits() == {(DAYS[0], 9): 150}
    offices.keep(SLUG, [typed(-20, "đếm hai lần")], by="hoa")
    offices.stop()
    assert centre.visits() == {(DAYS[0], 9): 130}
    with centre.database.reading() as connection:
        proof = recount.verify(connection, centre.fair_id)
        assert findings.listed(connection, centre.fair_id) == ()
    assert (proof.entries, proof.visits, proof.faults) == (3, 130, ())


def test_an_office_that_starts_again_counts_on(centre: Centre) -> None:
    for count in (5, 6):
        offices = centre.offices()
        offices.wake(SLUG)
        offices.keep(SLUG, [typed(count)], by="hoa")
        offices.stop()
    with centre.database.reading() as connection:
        assert findings.listed(connection, centre.fair_id) == ()
        assert recount.verify(connection, centre.fair_id).faults == ()
    assert centre.visits() == {(DAYS[0], 9): 11}


def test_an_office_that_cannot_keep_says_so_and_keeps_nothing(centre: Centre) -> None:
    offices = centre.offices()
    (centre.settings.data / f"journal-office-{SLUG}.sqlite3").mkdir()
    with pytest.raises(OfficeAway):
        offices.keep(SLUG, [typed(5)], by="hoa")
    offices.stop()
    assert centre.visits() == {}


def test_a_fair_where_nothing_was_ever_typed_gets_no_office(centre: Centre) -> None:
    centre.offices().wake(SLUG)
    assert [path.name for path in centre.settings.data.glob("journal-*")] == []
