"""For whoever looks after a terminal that has no screen: a way into its page, and files that tills saved."""

from __future__ import annotations

from pathlib import Path

import click

import booth_terminal.terminal
from booth_terminal import operators, saved_files
from fairpos.cli import programs
from fairpos.cli.chance import new_secret
from fairpos.server.settings import Settings


@click.command("operator-link")
@click.option("--fair", help="Slug of the fair, for the terminal inside the central server.")
@click.option("--server", default="http://127.0.0.1:8001", show_default=True)
@click.pass_obj
def operator_link(settings: Settings, fair: str | None, server: str) -> None:
    """Print a link that lets one device open this terminal's page, once within 15 minutes."""
    code = new_secret()
    database = booth_terminal.terminal.prepare(settings.journal_url(fair or "hall"))
    if booth_terminal.terminal.enrolled(database) is None:
        raise click.ClickException("There is no terminal here yet. Start it once before you look after it.")
    with database.writing() as connection:
        operators.make_link(connection, code, at=programs.wall_clock())
    database.close()
    click.echo(f"{server}/terminal/entry/{code}")


@click.command("import-documents")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fair", help="Slug of the fair, for the terminal inside the central server.")
@click.pass_obj
def import_documents(settings: Settings, file: Path, fair: str | None) -> None:
    """Take in what a till saved to a file. A second time changes nothing."""
    database = booth_terminal.terminal.prepare(settings.journal_url(fair or "hall"))
    try:
        who = booth_terminal.terminal.enrolled(database)
        if who is None:
            raise click.ClickException(
                "Nothing was taken: there is no terminal here yet. Start it once before."
            )
        with database.writing() as connection:
            taken = saved_files.put(connection, who.fair, file.read_bytes(), at=programs.wall_clock())
    except saved_files.NotSaved as error:
        raise click.ClickException("Nothing was taken: no till saved this file, or it is damaged.") from error
    except saved_files.OtherFair as error:
        raise click.ClickException(f"Nothing was taken: the file belongs to the fair {error}.") from error
    finally:
        database.close()
    click.echo(f"Taken from till {taken.till}: {taken.new} new documents. Here already: {taken.known}.")
    if taken.lost:
        places = ", ".join(map(str, taken.lost))
        raise click.ClickException(
            f"Damaged, and not taken: {len(taken.lost)} documents, in the places {places}."
        )
