"""A fair from its first day as a draft: begun from nothing or from another, named, and given its days."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, update

from fairpos.core.business_day import Calendar
from fairpos.core.fair import Fair
from fairpos.ledger import audit, copying, editions, fairs, particulars, states, tables
from fairpos.ledger.copying import Wanted
from fairpos.ledger.particulars import Particulars


class DaySold(ValueError):
    """Something was sold or counted on these days, so they stay in the calendar as they are."""

    def __init__(self, *days: str) -> None:
        super().__init__(*days)
        self.days = days


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a fair is called, and the line and season it is compared by."""

    name: str
    name_en: str
    series: str
    season: str
    province: str


def begin(connection: Connection, fair: Fair, *, source: str | None, wanted: Wanted, at: int, by: str) -> int:
    """Make a draft, take over what is wanted of the fair `source`, and publish its first edition.

    The dates it begins with are kept as the planned ones. Raises fairs.FairExists, fairs.NoSuchFair.
    """
    fair_id = fairs.create(connection, fair)
    audit.note(
        connection, fair_id, kind="fair", subject=fair.slug, act="creation", before=None,
        after={"name": fair.name, "series": fair.series, "season": fair.season}, at=at, by=by,
    )  # fmt: skip
    days = fair.calendar.open_days()
    said = Particulars()
    if source is not None:
        copying.copy(connection, fair_id, source, wanted, at=at, by=by)
        prior = fairs.by_slug(connection, source)
        assert prior is not None, "it was copied a moment ago"
        # Who organises and under which authority seldom changes; numbers and days of papers always do.
        before = particulars.read(connection, prior.id)
        said = Particulars(
            theme=before.theme,
            basis=before.basis,
            basis_authority=before.basis_authority,
            report_days=before.report_days,
            organiser_name=before.organiser_name,
            organiser_address=before.organiser_address,
            organiser_contact=before.organiser_contact,
            organiser_tax_code=before.organiser_tax_code,
        )
    planned = Particulars(**{**asdict(said), "planned_first": days[0], "planned_last": days[-1]})
    particulars.state(connection, fair_id, planned, at=at, by=by)
    editions.publish(connection, fair_id, at=at, by=by)
    return fair_id


def rename(connection: Connection, fair_id: int, wanted: Identity, *, at: int, by: str) -> None:
    """Names may change until the archive; series, season and province only in a draft.

    Raises fair_state.Forbidden, fairs.NoSuchFair.
    """
    fairs.bump(connection, fair_id)
    row = fairs.by_id(connection, fair_id)
    before = Identity(
        name=row.name, name_en=row.name_en, series=row.series, season=row.season, province=row.province
    )
    states.require(connection, fair_id, "details")
    if (wanted.series, wanted.season, wanted.province) != (before.series, before.season, before.province):
        states.require(connection, fair_id, "identity")
    if wanted == before:
        return
    connection.execute(update(tables.fair).where(tables.fair.c.id == fair_id).values(**asdict(wanted)))
    audit.note(
        connection, fair_id, kind="fair", subject=row.slug, act="change", before=asdict(before),
        after=asdict(wanted), at=at, by=by,
    )  # fmt: skip
    editions.publish(connection, fair_id, at=at, by=by)


def set_days(connection: Connection, fair_id: int, wanted: Calendar, *, at: int, by: str) -> None:
    """A new calendar, in a new edition. A day on which something was sold neither goes nor closes, nor does
    its cut-off move.

    Raises DaySold, fair_state.Forbidden, fairs.NoSuchFair.
    """
    fairs.bump(connection, fair_id)
    states.require(connection, fair_id, "days")
    before = fairs.calendar(connection, fair_id)
    if wanted == before:
        return
    sold = _days_with_figures(connection, fair_id) & set(before.open_days())
    moved = wanted.cut_off_minute != before.cut_off_minute
    lost = sorted(sold if moved else sold - set(wanted.open_days()))
    if lost:
        raise DaySold(*lost)
    day = tables.fair_day
    connection.execute(delete(day).where(day.c.fair_id == fair_id))
    connection.execute(insert(day), [{"fair_id": fair_id, **asdict(one)} for one in wanted.days])
    connection.execute(
        update(tables.fair).where(tables.fair.c.id == fair_id).values(cut_off_minute=wanted.cut_off_minute)
    )
    audit.note(
        connection, fair_id, kind="fair", subject="days", act="change", before=_told(before),
        after=_told(wanted), at=at, by=by,
    )  # fmt: skip
    editions.publish(connection, fair_id, at=at, by=by)


def _days_with_figures(connection: Connection, fair_id: int) -> set[str]:
    found: set[str] = set()
    for table in (tables.takings_by_hour, tables.visits_by_hour):
        days = select(table.c.day).where(table.c.fair_id == fair_id).distinct()
        found |= set(connection.execute(days).scalars())
    return found


def _told(calendar: Calendar) -> dict[str, object]:
    hours = {
        one.day: f"{one.opens_minute}-{one.closes_minute}" if one.is_open else "closed"
        for one in calendar.days
    }
    return {**hours, "cut_off": calendar.cut_off_minute}
