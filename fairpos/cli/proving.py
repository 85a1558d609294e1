"""`fairpos verify` and `fairpos recount`: the rollups are what the ledger says, or are made so again."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from sqlalchemy import Connection

from fairpos.cli import programs
from fairpos.cli.bar import bar
from fairpos.core.money import dong, number
from fairpos.ledger import fairs
from fairpos.ledger import recount as counting
from fairpos.server.settings import Settings


@click.command()
@click.argument("fair")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def verify(settings: Settings, fair: str, as_json: bool) -> None:
    """Prove that ledger, fold and rollups agree and that every chain is whole. Exit code 1 if not."""
    database = programs.open_ledger(settings)
    with database.reading() as connection, bar("Reading the ledger") as progress:
        proof = counting.verify(connection, _id(connection, fair), progress)
    database.close()
    if as_json:
        click.echo(json.dumps(asdict(proof), ensure_ascii=False, indent=2))
    else:
        click.echo(
            f"{number(proof.entries, 'en')} entries, {number(proof.documents, 'en')} documents counted, "
            f"{number(proof.sales, 'en')} sales, takings {dong(proof.takings, 'en')}, "
            f"{number(proof.visits, 'en')} visits, {dong(proof.suspense, 'en')} in suspense."
        )
        for fault in proof.faults:
            click.echo(f"FAULT: {fault}")
        if not proof.faults:
            click.echo("Ledger, fold and rollups agree, and every chain is whole.")
    if proof.faults:
        raise SystemExit(1)


@click.command()
@click.argument("fair")
@click.pass_obj
def recount(settings: Settings, fair: str) -> None:
    """Fold a fair's whole ledger again and put right whatever differs. What is sent meanwhile waits; while a
    server runs, an administrator better does it from the page of long work."""
    database = programs.open_ledger(settings)
    with database.writing() as connection, bar("Counting again") as progress:
        read = counting.recount(
            connection, _id(connection, fair), now=programs.wall_clock(), progress=progress
        )
    database.close()
    click.echo(f"{number(read, 'en')} entries were counted again.")


def _id(connection: Connection, fair: str) -> int:
    row = fairs.by_slug(connection, fair)
    if row is None:
        raise click.ClickException(f"There is no fair {fair}.")
    return row.id
