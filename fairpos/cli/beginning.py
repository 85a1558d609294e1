"""`fairpos begin`: a new fair by a program, from nothing or as a copy of an earlier one."""

from __future__ import annotations

import click

from admin_site.fair_forms import NewFairForm
from admin_site.forms import checked
from fairpos.cli import programs
from fairpos.core.fair import Fair
from fairpos.ledger import beginnings, fairs
from fairpos.ledger.copying import Wanted
from fairpos.server.settings import Settings

BY = "fairpos begin"


@click.command()
@click.argument("name")
@click.option("--name-en", default="", help="Its name in English.")
@click.option("--series", required=True, help="The line it belongs to, for example xuan.")
@click.option("--season", required=True, help="Usually the year. Series and season make its address.")
@click.option("--province", required=True)
@click.option("--first", required=True, help="First open day, 2026-01-20.")
@click.option("--last", required=True, help="Last open day.")
@click.option("--opens", default="08:00", show_default=True)
@click.option("--closes", default="22:00", show_default=True)
@click.option(
    "--from", "source", default="", help="Slug of a fair to copy: plan, prices, people, gates, tills."
)
@click.pass_obj
def begin(settings: Settings, /, **typed: str) -> None:
    """Begin a fair called NAME as a draft, and print its slug."""
    found, faults = checked(NewFairForm, typed)
    if found is None:
        told = "; ".join(f"--{field.replace('_', '-')}: {said}" for field, said in faults.items())
        raise click.ClickException(f"Nothing was made. {told}")
    fair = Fair(
        slug=found.slug(),
        name=found.name,
        name_en=found.name_en,
        series=found.series,
        season=found.season,
        province=found.province,
        status="draft",
        prior=found.source or None,
        calendar=found.calendar(),
    )
    database = programs.open_ledger(settings)
    try:
        with database.writing() as connection:
            beginnings.begin(
                connection, fair, source=fair.prior, wanted=Wanted(), at=programs.wall_clock(), by=BY
            )
    except fairs.FairExists as error:
        raise click.ClickException(f"Nothing was made: there is a fair {fair.slug} already.") from error
    except fairs.NoSuchFair as error:
        raise click.ClickException(f"Nothing was made: there is no fair {fair.prior} to copy.") from error
    finally:
        database.close()
    click.echo(fair.slug)
