"""`fairpos import`: what people bring as files, read whole and kept whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fairpos.cli import programs
from fairpos.cli.bar import bar
from fairpos.core.money import Language
from fairpos.ledger import season_import
from fairpos.ledger.season_import import Preview
from fairpos.server.settings import Settings
from fairpos.web.i18n import translator
from fairpos.web.words import WORDS
from fairpos.wire.cells import BadSheet
from fairpos.wire.season_rows import Fault


@click.group("import")
def imports() -> None:
    """Take in a file: every fault is named with sheet, row and column, and nothing is half taken."""


@imports.command("seasons")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fair", help="Only figures of this fair (slug); any other row is a fault.")
@click.option("--preview", "only_look", is_flag=True, help="Say how the file is understood, keep nothing.")
@click.option("--looked", is_flag=True, help="Keep it although it asks: you have looked at what is unusual.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Everything the page shows, for programs.")
@click.pass_obj
def seasons(
    settings: Settings,
    file: Path,
    fair: str | None,
    only_look: bool,
    looked: bool,
    language: Language,
    as_json: bool,
) -> None:
    """Take in figures of past editions from a CSV or XLSX file (its columns: see /seasons)."""
    database = programs.open_ledger(settings)
    at = programs.wall_clock()
    kept: dict[str, int] = {}
    try:
        with database.writing() as connection:
            found = season_import.preview(connection, file.name, file.read_bytes(), at=at, only=fair)
            stopped = bool(found.faults) or only_look or bool(found.questions and not looked)
            if not stopped:
                with bar("Keeping") as progress:
                    kept = season_import.keep(
                        connection, found, at=at, by="fairpos import", looked=True, progress=progress
                    )
    except BadSheet as bad:
        said = translator("site", language).gettext(WORDS["sheet"][bad.code])
        raise click.ClickException(
            f"Nothing was taken. {' '.join(filter(None, (bad.address, said, bad.detail)))}"
        ) from bad
    finally:
        database.close()
    if as_json:
        click.echo(json.dumps(_json(found, kept, language), ensure_ascii=False, indent=2))
    else:
        for fault in (*found.faults, *found.questions):
            click.echo(f"{fault.address}: {text(fault, language)}")
        for slug, count in kept.items():
            click.echo(f"{slug}: {count}")
    if found.faults:
        raise click.ClickException(f"Nothing was taken: {len(found.faults)} faults.")
    if found.questions and not looked and not only_look:
        raise click.ClickException("Nothing was taken: look at the lines above, then add --looked.")


def text(fault: Fault, language: Language) -> str:
    """A fault or a question in words."""
    said = next(
        (
            WORDS[kind][fault.code]
            for kind in ("season_fault", "season_question", "cell")
            if fault.code in WORDS[kind]
        ),
        fault.code,
    )
    words = translator("site", language).gettext(said)
    return f"{words} {fault.detail}".strip()


def _json(found: Preview, kept: dict[str, int], language: Language) -> dict[str, object]:
    return {
        "file": found.name,
        "kept": kept,
        "number_style": found.style,
        "fairs": [
            {"fair": one.slug, "name": one.name, "made": one.made, "figures": one.figures, "days": one.days}
            for one in found.fairs
        ],
        "rows": [
            {
                "address": row.line.address,
                "fair": row.line.fair.slug,
                "written": row.line.written,
                "decided": row.line.figure.decided,
                **{
                    name: getattr(row.figure, name)
                    for name in row.figure.__dataclass_fields__
                    if name != "written"
                },
            }
            for row in found.rows
        ],
        **{
            name: [
                {"address": fault.address, "code": fault.code, "text": text(fault, language)}
                for fault in faults
            ]
            for name, faults in (("faults", found.faults), ("questions", found.questions))
        },
        "columns_not_read": list(found.unknown),
        "sheets_not_read": list(found.empty),
    }
