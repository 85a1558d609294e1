"""`fairpos serve`, `terminal`, `migrate` and `link`: the programs that stay up, and the key to their door."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from booth_terminal.feeds.settings import BadFeeds
from fairpos.cli import https, programs
from fairpos.cli.chance import new_id, new_secret
from fairpos.ledger import fairs, people, terminals
from fairpos.server.settings import Settings

SERVE_PORTS = (8000, 8443)
TERMINAL_PORTS = (8001, 8444)
"""Plain, and with --https."""


@click.command()
@click.option("--fair", help="Slug of the fair whose tills are served; else the open or newest one.")
@https.options(*SERVE_PORTS)
@click.pass_obj
def serve(settings: Settings, /, fair: str | None, **door: Any) -> None:
    """Run the fair's central server, with a terminal for browser tills inside."""
    try:
        with programs.central(settings, fair=fair, clock=programs.wall_clock) as central:
            if central.fair is None:
                click.echo(
                    "No fair is here yet. Sign in (fairpos link) and begin one; its tills are served at once."
                )
            else:
                click.echo(f"FairPOS serves {central.fair}.")
            https.run(central.app, settings, https.Wish(**door), programs.wall_clock, ports=SERVE_PORTS)
    except programs.NoSuchFair as error:
        raise click.ClickException(f"There is no fair {error}.") from error
    except BadFeeds as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.option("--centre", required=True, help="Address of the central server.")
@click.option("--code", help="One-time enrolment code; needed the first time only.")
@click.option(
    "--centre-ca",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The centre's own certificate authority: fairpos.pem from its set-up page.",
)
@https.options(*TERMINAL_PORTS)
@click.pass_obj
def terminal(
    settings: Settings, /, centre: str, code: str | None, centre_ca: Path | None, **door: Any
) -> None:
    """Run a terminal on a machine of its own: in a hall, or on a booth's laptop."""
    clock = programs.wall_clock
    try:
        with programs.hall(
            settings, centre=centre.rstrip("/"), code=code, centre_ca=centre_ca, clock=clock
        ) as app:
            click.echo(f"This terminal reports to {centre}.")
            https.run(app, settings, https.Wish(**door), clock, ports=TERMINAL_PORTS, first="/till/")
    except (programs.CannotEnrol, BadFeeds) as error:
        raise click.ClickException(str(error)) from error


@click.command("terminal-code")
@click.argument("fair")
@click.argument("name")
@click.pass_obj
def terminal_code(settings: Settings, fair: str, name: str) -> None:
    """Make a place for one more terminal of FAIR and print the code it enrols with, once."""
    code = new_secret()
    database = programs.open_ledger(settings)
    with database.writing() as connection:
        row = fairs.by_slug(connection, fair)
        if row is None:
            raise click.ClickException(f"There is no fair {fair}.")
        id_ = f"terminal-{new_id(programs.wall_clock)[:12]}"
        terminals.expect(connection, row.id, id=id_, name=name, code=code)
    database.close()
    click.echo(code)


@click.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the ledger's database to the newest schema."""
    programs.open_ledger(settings).close()
    click.echo("The ledger is at the newest schema.")


@click.command()
@click.argument("login")
@click.option("--name", default="", help="Name shown beside what this person does.")
@click.option("--server", default="http://127.0.0.1:8000", show_default=True)
@click.pass_obj
def link(settings: Settings, login: str, name: str, server: str) -> None:
    """Print a one-time sign-in link for an administrator, who is made if need be."""
    code = new_secret()
    database = programs.open_ledger(settings)
    try:
        with database.writing() as connection:
            programs.sign_in_link(
                connection, login=login, name=name or login, code=code, at=programs.wall_clock()
            )
    except people.NotALogin as error:
        raise click.ClickException("A login is 1 to 100 characters without spaces.") from error
    finally:
        database.close()
    click.echo(f"{server}/sign-in/{code}")
