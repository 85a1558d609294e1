"""`fairpos import booths`, `exhibitors` and `products`: lists into plan and register, by a program."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click

from fairpos.cli import programs
from fairpos.cli.bar import bar
from fairpos.core.money import Language
from fairpos.ledger import editions, fairs, list_readings
from fairpos.ledger.list_lines import Done, Line, done_of
from fairpos.ledger.list_readings import COLUMNS, BadLines, Kind
from fairpos.server.settings import Settings
from fairpos.web.i18n import translator
from fairpos.web.words import WORDS
from fairpos.wire import sheets
from fairpos.wire.cells import BadSheet
from fairpos.wire.sheets import Sheet

BY = "fairpos import"

_OPTIONS = (
    click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--fair", required=True, help="Slug of the fair."),
    click.option("--without-bad", is_flag=True, help="Leave bad rows out; else one bad row stops the list."),
    click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True),
    click.option("--json", "as_json", is_flag=True, help="Everything the page shows, for programs."),
    click.pass_obj,
)


def _command(kind: Kind, told: str) -> click.Command:
    def run(
        settings: Settings, file: Path, fair: str, without_bad: bool, language: Language, as_json: bool
    ) -> None:
        _take(settings, kind, file, fair, without_bad, language, as_json)

    decorated: Callable[..., None] = run
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return click.command(kind, help=told)(decorated)


booths = _command(
    "booths",
    "Lay out booths from a CSV or XLSX file, a row of the file for each booth or strip (A01-A25).",
)
exhibitors = _command(
    "exhibitors", "Take in exhibitors from a CSV or XLSX file (its columns: see Bring a list)."
)
products = _command("products", "Take in products from a CSV or XLSX file (its columns: see Bring a list).")


def _take(
    settings: Settings,
    kind: Kind,
    file: Path,
    slug: str,
    without_bad: bool,
    language: Language,
    as_json: bool,
) -> None:
    database, at = programs.open_ledger(settings), programs.wall_clock()
    done: Done | None = None
    try:
        sheet = sheets.read(file.name, file.read_bytes(), COLUMNS[kind])
        with database.writing() as connection:
            fair = fairs.by_slug(connection, slug)
            if fair is None:
                raise click.ClickException(f"Nothing was taken: there is no fair {slug}.")
            lines = list_readings.examine_rows(connection, fair.id, kind, sheet.rows)
            try:
                with bar("Writing") as progress:
                    done = list_readings.write_rows(
                        connection, fair.id, kind, sheet.rows,
                        without_bad=without_bad, at=at, by=BY, progress=progress,
                    )  # fmt: skip
                editions.publish_changed(connection, fair.id, at=at, by=BY)
            except BadLines:
                # Told below, with every bad row; nothing was written.
                done = None
    except BadSheet as bad:
        said = translator("site", language).gettext(WORDS["sheet"][bad.code])
        raise click.ClickException(
            f"Nothing was taken. {' '.join(filter(None, (bad.address, said, bad.detail)))}"
        ) from bad
    finally:
        database.close()
    _tell(lines, sheet, done, language, as_json)


def _tell(
    lines: tuple[Line, ...], sheet: Sheet, done: Done | None, language: Language, as_json: bool
) -> None:
    faults = [
        {"row": line.row.number, "address": fault.address, "text": fault.text, "code": fault.code,
         "told": _words(fault.code, language)}
        for line in lines
        for fault in line.faults
    ]  # fmt: skip
    seen = done_of(lines)
    counts = {"new": seen.new, "changed": seen.changed, "same": seen.same, "bad": seen.left_out}
    if as_json:
        told = {
            "written": done is not None,
            **counts,
            "faults": faults,
            "columns_not_read": list(sheet.unknown),
            "sheets_not_read": [*sheet.strange, *sheet.empty],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            click.echo(f"{fault['address']}: {fault['told']} ({fault['text']})")
        click.echo(", ".join(f"{name}: {count}" for name, count in counts.items()))
    if done is None:
        raise click.ClickException(
            f"Nothing was taken: {counts['bad']} bad rows. Mend them, or add --without-bad."
        )


def _words(code: str, language: Language) -> str:
    return translator("site", language).gettext(WORDS["cell"].get(code, code))
