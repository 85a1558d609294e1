"""Editions known only by totals, brought as a file: read whole, shown as understood, kept whole or not.

    preview = season_import.preview(connection, name, body, at=now)
    preview.faults                  # what keeps the file out, each with sheet, row and column
    preview.questions               # what a person must look at once before it is kept
    season_import.keep(connection, preview, at=now, by="hoa")

A source may contradict itself and often does. A total that its own parts exceed is a fault unless the row's
note says why; then both are kept and the contradiction is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from fairpos.core.business_day import Calendar, FairDay, day_of
from fairpos.core.fair import Fair, FairStatus
from fairpos.core.measures import USUAL_TAKINGS_PER_VISIT
from fairpos.core.written_figure import Style
from fairpos.ledger import audit, fairs, seasons
from fairpos.ledger.seasons import WHOLE_FAIR, BadFigure, StatedFigure
from fairpos.wire import season_rows, sheets, wide_rows
from fairpos.wire.cells import BadSheet, Cell, clean
from fairpos.wire.season_rows import FairNamed, Fault, Line, Reading
from fairpos.wire.sheets import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class FairSeen:
    """A fair the file speaks of: one that is here, or one that will be made."""

    slug: str
    name: str
    made: bool
    figures: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One row and what will be kept of it."""

    line: Line
    figure: StatedFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A file as it was understood. `style` is how its numbers are written, as far as the file proves it."""

    name: str
    rows: tuple[Understood, ...]
    fairs: tuple[FairSeen, ...]
    faults: tuple[Fault, ...]
    questions: tuple[Fault, ...]
    style: Style | None
    made: tuple[Fair, ...]
    unknown: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


class NotKept(ValueError):
    """A file with faults, or with questions nobody has looked at, is not kept."""


def preview(connection: Connection, name: str, body: bytes, *, at: int, only: str | None = None) -> Preview:
    """Read a file of figures. `only` names the one fair it may speak of. Raises cells.BadSheet."""
    sheet, asked = _sheet(name, body)
    found = _understand(connection, name, sheet.rows, at=at, only=only)
    questions = (*asked, *found.questions)
    return replace(found, unknown=sheet.unknown, empty=(*sheet.empty, *sheet.strange), questions=questions)


def _sheet(name: str, body: bytes) -> tuple[sheets.Sheet, tuple[Fault, ...]]:
    """The rows of a file in either layout, and what to ask about one that was unfolded."""
    try:
        return sheets.read(name, body, season_rows.COLUMNS), ()
    except BadSheet as bad:
        wide = wide_rows.read(name, body) if bad.code == "no-heading" else None
        if wide is None:
            raise
        return wide


def _understand(
    connection: Connection, name: str, table: tuple[Row, ...], *, at: int, only: str | None
) -> Preview:
    proven, first = season_rows.proof(table)
    reading = Reading()
    if len(proven) == 2:
        places = ", ".join(f"{cell.address} {cell.text}" for cell in first.values())
        reading.faults.append(Fault(first["en"].address, "two-styles", places))
    for row in table:
        season_rows.line(row, proven, reading)
    named = _fairs(connection, reading, at=at, only=only)
    rows = _understood(connection, reading, named)
    reading.faults += [*_twice(rows), *_too_small(rows)]
    rows = _chosen(connection, rows)
    return Preview(
        name=name,
        rows=tuple(rows),
        fairs=tuple(_seen(connection, named, rows)),
        faults=tuple(sorted(reading.faults, key=_place)),
        questions=tuple(_questions(rows)),
        style=next(iter(proven)) if len(proven) == 1 else None,
        made=tuple(fair for fair in named.values() if isinstance(fair, Fair)),
    )


def by_hand(
    connection: Connection, fair: fairs.FairRow, fields: Mapping[str, str], *, at: int
) -> tuple[Preview, dict[str, str]]:
    """One figure typed into a form, its fields under the keys of season_rows.COLUMNS: understood like a row
    of a file, and the codes of its faults by field."""
    places = {column.key: number for number, column in enumerate(season_rows.COLUMNS, 1)}
    cells = {key: Cell(clean(fields.get(key, ""))[0], "", 1, place) for key, place in places.items()}
    cells["fair"] = Cell(fair.slug, "", 1, places["fair"])
    found = _understand(connection, fair.slug, (Row("", 1, cells),), at=at, only=fair.slug)
    keys = {cell.address: key for key, cell in cells.items()}
    return found, {keys.get(fault.address, "value"): fault.code for fault in found.faults}


def keep(
    connection: Connection,
    found: Preview,
    *,
    at: int,
    by: str,
    looked: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> dict[str, int]:
    """Make the fairs that are not here and keep every figure: how many of each fair. Raises NotKept.

    `progress` is told how many figures are kept, of how many; what it raises ends the keeping.
    """
    if found.faults or (found.questions and not looked):
        raise NotKept(found.name)
    ids: dict[str, int] = {}
    for fair in found.made:
        ids[fair.slug] = fairs.create(connection, fair)
        after = {
            "name": fair.name,
            "series": fair.series,
            "season": fair.season,
            "days": len(fair.calendar.days),
        }
        audit.note(
            connection, ids[fair.slug], kind="fair", subject=fair.slug, act="imported",
            before=None, after=after, at=at, by=by, reason=found.name,
        )  # fmt: skip
    counts: dict[str, int] = {}
    for number, row in enumerate(found.rows):
        progress(number, len(found.rows))
        slug = row.line.fair.slug
        if slug not in ids:
            here = fairs.by_slug(connection, slug)
            assert here is not None, "a fair that is not here is made before its figures"
            ids[slug] = here.id
        seasons.state(connection, ids[slug], row.figure)
        counts[slug] = counts.get(slug, 0) + 1
    for slug, count in counts.items():
        audit.note(
            connection, ids[slug], kind="season", subject=slug, act="imported",
            before=None, after={"file": found.name, "figures": count}, at=at, by=by,
        )  # fmt: skip
    return counts


def _fairs(
    connection: Connection, reading: Reading, *, at: int, only: str | None
) -> dict[str, Fair | fairs.FairRow]:
    """The fairs of the rows: those that are here, and new ones put together from what their rows say."""
    told: dict[str, list[Line]] = {}
    for line in reading.lines:
        told.setdefault(line.fair.slug, []).append(line)
    named: dict[str, Fair | fairs.FairRow] = {}
    for slug, lines in told.items():
        if only is not None and slug != only:
            reading.faults += [Fault(line.row["fair"].address, "another-fair", slug) for line in lines]
            continue
        here = fairs.by_slug(connection, slug)
        if here is not None:
            named[slug] = here
            continue
        merged, whose = _merged(lines, reading)
        lacking = [name for name in ("name", "series", "season", "province") if not getattr(merged, name)]
        if lacking:
            reading.faults.append(Fault(whose.row["fair"].address, "fair-lacks", ", ".join(lacking)))
            continue
        last = merged.days[-1][0] if merged.days else ""
        status: FairStatus = "archived" if last < day_of(at, 240) else "published"
        named[slug] = Fair(
            slug=slug, name=merged.name, name_en=merged.name_en or merged.name, series=merged.series,
            season=merged.season, province=merged.province, status=status, prior=None,
            calendar=Calendar(tuple(FairDay(day, is_open=is_open) for day, is_open in merged.days)),
        )  # fmt: skip
    reading.lines = [line for line in reading.lines if line.fair.slug in named]
    return named


def _merged(lines: list[Line], reading: Reading) -> tuple[FairNamed, Line]:
    """What all rows of a new fair say of it together; two that contradict each other are a fault."""
    merged, first = lines[0].fair, lines[0]
    for line in lines[1:]:
        for name in ("name", "name_en", "series", "season", "province", "days"):
            ours, theirs = getattr(merged, name), getattr(line.fair, name)
            if ours and theirs and ours != theirs:
                cell = line.row["last_day" if name == "days" else name]
                detail = f"{first.row[name if name != 'days' else 'last_day'].address}"
                reading.faults.append(Fault(cell.address, "fair-differs", detail))
            elif theirs and not ours:
                merged = replace(merged, **{name: theirs})
    return merged, first


def _understood(
    connection: Connection, reading: Reading, named: dict[str, Fair | fairs.FairRow]
) -> list[Understood]:
    calendars = {
        slug: fair.calendar if isinstance(fair, Fair) else fairs.calendar(connection, fair.id)
        for slug, fair in named.items()
    }
    booths = {
        slug: set() if isinstance(fair, Fair) else {booth.id for booth in fairs.booths(connection, fair.id)}
        for slug, fair in named.items()
    }
    rows = []
    for line in reading.lines:
        calendar = calendars[line.fair.slug]
        # Where only the opening or the closing day is known it stays with the figure: no calendar is made up.
        lone = line.fair.known_day if not calendar.days else None
        figure = StatedFigure(
            metric=line.metric, scope=line.scope, source=line.source, basis=line.basis,
            value=int(line.figure.value), qualifier=line.qualifier, days=line.days, day=line.day,
            chosen=bool(line.chosen), part=line.part, place=line.place, extent=line.extent,
            counted_from=line.counted_from or lone or None, counted_to=line.counted_to, also=line.also,
            written=line.written, note=line.note,
        )  # fmt: skip
        try:
            seasons.check(figure, calendar)
        except BadFigure as bad:
            cell = line.row[_BLAMED.get(bad.code, "value")]
            reading.faults.append(Fault(cell.address if cell.column else line.address, bad.code, cell.text))
            continue
        if line.part == "booth" and booths[line.fair.slug] and line.place not in booths[line.fair.slug]:
            reading.faults.append(Fault(line.row["place"].address, "booth", line.place))
            continue
        rows.append(Understood(line=line, figure=figure))
    return rows


_BLAMED = {
    "visits-by-zone": "zone", "not-an-open-day": "day", "a-day-is-a-total": "basis", "size-by-day": "basis",
    "days-range": "days", "partial-days": "days", "counted-order": "counted_to",
    "counted-outside": "counted_to", "place": "place", "source": "source",
}  # fmt: skip


def _said(row: Understood) -> tuple[object, ...]:
    """What one source says once: of this thing, on this basis."""
    return (row.line.fair.slug, row.figure.about, row.figure.source, row.figure.basis)


def _twice(rows: list[Understood]) -> Iterator[Fault]:
    first: dict[tuple[object, ...], Understood] = {}
    for row in rows:
        other = first.setdefault(_said(row), row)
        if other is not row:
            yield Fault(row.line.address, "twice", other.line.address)


def _too_small(rows: list[Understood]) -> Iterator[Fault]:
    """Totals that the parts of the same source exceed, where no note says why."""
    for total, parts in _with_parts(rows):
        beyond = sum(part.figure.value for part in parts) - total.figure.value
        if beyond > 0 and total.figure.qualifier != "over" and not total.figure.note:
            places = ", ".join(part.line.address for part in parts)
            yield Fault(total.line.address, "below-parts", places)


def _with_parts(rows: list[Understood]) -> Iterator[tuple[Understood, list[Understood]]]:
    """Every total with its zones, every zone with its districts, as one source states them."""
    alike: dict[tuple[object, ...], list[Understood]] = {}
    for row in rows:
        one = row.figure
        key = (row.line.fair.slug, one.metric, one.source, one.basis, one.day, one.extent)
        alike.setdefault(key, []).append(row)
    for same in alike.values():
        for total in same:
            if total.figure.part:
                continue
            zones = [row for row in same if row.figure.part == "" and row.figure.scope != "all"]
            if zones and total.figure.scope == "all":
                yield total, zones
            for kind in ("district", "province", "country", "booth", "group"):
                of_kind = [
                    row for row in same if (row.figure.part, row.figure.scope) == (kind, total.figure.scope)
                ]
                if of_kind:
                    yield total, of_kind


def _chosen(connection: Connection, rows: list[Understood]) -> list[Understood]:
    """Of one thing that only one source states, its figure is used without anybody saying so; a total goes
    before the mean of the same source."""
    about: dict[tuple[object, ...], list[Understood]] = {}
    kept: dict[str, tuple[StatedFigure, ...]] = {}
    for row in rows:
        slug = row.line.fair.slug
        if row.figure.qualifier != "planned":
            about.setdefault((slug, row.figure.about), []).append(row)
        if slug not in kept:
            here = fairs.by_slug(connection, slug)
            kept[slug] = seasons.every(connection, here.id) if here else ()
    sources: dict[tuple[object, ...], set[str]] = {}
    for slug, figures in kept.items():
        for one in figures:
            sources.setdefault((slug, one.about), set()).add(one.source)
    used: set[int] = set()
    for key, rivals in about.items():
        names = {rival.figure.source for rival in rivals} | sources.get(key, set())
        if len(names) == 1 and all(rival.line.chosen is None for rival in rivals):
            used.add(id(next((rival for rival in rivals if rival.figure.basis == "total"), rivals[0])))
    return [replace(row, figure=replace(row.figure, chosen=True)) if id(row) in used else row for row in rows]


def _questions(rows: list[Understood]) -> Iterator[Fault]:
    """Takings per visit that are unusual, and contradictions that a note explains."""
    low, high = USUAL_TAKINGS_PER_VISIT
    visits: dict[tuple[str, str, str], list[Understood]] = {}
    for row in rows:
        if row.figure.metric == "visits" and row.figure.day == WHOLE_FAIR:
            visits.setdefault((row.line.fair.slug, row.figure.basis, row.figure.extent), []).append(row)
    for takings in rows:
        one = takings.figure
        if one.about != ("takings", "all", "", "", WHOLE_FAIR, one.extent):
            continue
        for other in visits.get((takings.line.fair.slug, one.basis, one.extent), []):
            if not low * other.figure.value <= one.value <= high * other.figure.value:
                each = one.value // max(1, other.figure.value)
                yield Fault(takings.line.address, "per-visit", f"{each} ({other.line.address})")
    for total, parts in _with_parts(rows):
        if total.figure.note and sum(part.figure.value for part in parts) > total.figure.value:
            yield Fault(total.line.address, "contradiction", total.figure.note)


def _seen(
    connection: Connection, named: dict[str, Fair | fairs.FairRow], rows: Iterable[Understood]
) -> Iterator[FairSeen]:
    counts = Counter(row.line.fair.slug for row in rows)
    for slug, fair in named.items():
        made = isinstance(fair, Fair)
        calendar = fair.calendar if isinstance(fair, Fair) else fairs.calendar(connection, fair.id)
        days = len(calendar.open_days())
        yield FairSeen(slug=slug, name=fair.name, made=made, figures=counts[slug], days=days)


def _place(fault: Fault) -> tuple[str, int, str]:
    sheet, _, cell = fault.address.rpartition("!")
    digits = "".join(sign for sign in cell if sign.isdigit())
    return (sheet, int(digits or 0), cell)
