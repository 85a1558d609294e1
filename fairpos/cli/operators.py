"""`fairpos operator-link`: a way into the terminal's own page for a machine that has no screen."""

from __future__ import annotations

import click

import booth_terminal.terminal
from booth_terminal import operators
from fairpos.cli import programs
from fairpos.server.settings import Settings


@click.command("operator-link")
@click.option("--fair", help="Slug of the fair, for the terminal inside the central server.")
@click.option("--server", default="http://127.0.0.1:8001", show_default=True)
@click.pass_obj
def operator_link(settings: Settings, fair: str | None, server: str) -> None:
    """Print a link that lets one device open this terminal's page, once within 15 minutes."""
    code = programs.new_secret()
    database = booth_terminal.terminal.prepare(settings.journal_url(fair or "hall"))
    if booth_terminal.terminal.enrolled(database) is None:
        raise click.ClickException("There is no terminal here yet. Start it once before you look after it.")
    with database.writing() as connection:
        operators.make_link(connection, code, at=programs.wall_clock())
    database.close()
    click.echo(f"{server}/terminal/entry/{code}")
