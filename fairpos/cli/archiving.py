"""`fairpos archive`, `restore-archive` and `export parquet`: a fair as files, to keep and to analyse."""

from __future__ import annotations

from pathlib import Path

import click

from fairpos.cli import programs
from fairpos.cli.bar import bar
from fairpos.core.money import number
from fairpos.ledger import fairs, parquet
from fairpos.ledger.archive.parts import Damaged
from fairpos.ledger.archive.reading import OtherForm, restore
from fairpos.ledger.archive.writing import write
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.server.settings import Settings


@click.command()
@click.argument("fair")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def archive(settings: Settings, fair: str, file: Path) -> None:
    """Write everything kept of a fair into one FILE of open formats. A file that is there is not replaced."""
    if file.exists():
        raise click.ClickException(f"{file} is there already; nothing was written.")
    database = programs.open_ledger(settings)
    unfinished = file.with_name(file.name + ".unfinished")
    try:
        with database.reading() as connection, unfinished.open("wb") as out, bar("Writing") as progress:
            row = _fair(connection, fair)
            parts = write(connection, row.id, out, at=programs.wall_clock(), progress=progress)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
        database.close()
    documents = sum(part.lines for part in parts if part.name.endswith(".documents"))
    click.echo(f"{fair}: {number(documents, 'en')} documents in {len(parts)} parts.")
    if row.status not in ("closed", "archived"):
        click.echo("The fair is not closed: what is sold from now on is not in this file.")


@click.command("restore-archive")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def restore_archive(settings: Settings, file: Path) -> None:
    """Read an archive into this installation: the whole fair, counted again, or nothing."""
    database = programs.open_ledger(settings)
    try:
        with database.writing() as connection, file.open("rb") as opened:
            row = restore(connection, opened, at=programs.wall_clock())
    except Damaged as damaged:
        raise click.ClickException(
            f"Nothing was taken in. {damaged.part}: {damaged.why}. Copy the file again from its source."
        ) from damaged
    except OtherForm as other:
        raise click.ClickException(
            f"Nothing was taken in: the archive has form {other}; a newer FairPOS reads it."
        ) from other
    except fairs.FairExists as there:
        raise click.ClickException(f"{there} is in this database already; nothing was changed.") from there
    finally:
        database.close()
    click.echo(f"{row.slug} is here: every document to the byte, and every sum counted again and equal.")


@click.group()
def export() -> None:
    """A fair's figures for other programs."""


@export.command("parquet")
@click.argument("fair")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def export_parquet(settings: Settings, fair: str, folder: Path) -> None:
    """Write days, booths, articles and sales as Parquet files with a README of their columns."""
    database = programs.open_ledger(settings)
    try:
        with database.reading() as connection:
            written = parquet.export(connection, _fair(connection, fair), folder)
    finally:
        database.close()
    for name, count in written.items():
        click.echo(f"{name}.parquet: {number(count, 'en')} rows")


def _fair(connection: Connection, slug: str) -> FairRow:
    row = fairs.by_slug(connection, slug)
    if row is None:
        raise click.ClickException(f"There is no fair {slug}.")
    return row
