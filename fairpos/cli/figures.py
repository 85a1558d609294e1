"""`fairpos load` and `fairpos compare`: the fairs that come with FairPOS, and one edition against another."""

from __future__ import annotations

import json

import click

from fairpos.cli import programs
from fairpos.core.fair import FairStatus
from fairpos.core.measures import Basis, Metric, Scope
from fairpos.core.money import Language
from fairpos.ledger import comparisons, editions, fairs
from fairpos.ledger.results import NotComparable
from fairpos.server.settings import Settings
from fixtures import figures as stated

METRICS = click.Choice(["takings", "visits"])
SCOPES = click.Choice(["all", "in-province", "other-province", "foreign"])
BASES = click.Choice(["per-day", "total"])


@click.command()
@click.argument("name", type=click.Choice(["spring-2020"]))
@click.option("--status", type=click.Choice(["open", "closed"]), default="closed", show_default=True)
@click.pass_obj
def load(settings: Settings, name: str, status: FairStatus) -> None:
    """Load a fair that comes with FairPOS, with the stated figures of its previous edition."""
    database = programs.open_ledger(settings)
    at = programs.wall_clock()
    try:
        with database.writing() as connection:
            fair_id = stated.load(connection, at=at, status=status)
            editions.publish(connection, fair_id, at=at, by="fairpos load")
    except fairs.FairExists as error:
        raise click.ClickException(f"{error} is in this database already; nothing was changed.") from error
    finally:
        database.close()
    click.echo(f"{name} is loaded: fairs qn-2020-xuan and qn-2019-xuan.")


@click.command()
@click.argument("fair")
@click.argument("prior")
@click.option("--metric", type=METRICS, default="takings", show_default=True)
@click.option("--scope", type=SCOPES, default="all", show_default=True)
@click.option("--basis", type=BASES, default="per-day", show_default=True)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Everything the page shows, for programs.")
@click.pass_obj
def compare(
    settings: Settings,
    fair: str,
    prior: str,
    metric: Metric,
    scope: Scope,
    basis: Basis,
    language: Language,
    as_json: bool,
) -> None:
    """Hold one edition against another, each from its ledger or from stated totals."""
    database = programs.open_ledger(settings)
    try:
        with database.reading() as connection:
            found = comparisons.compare(
                connection,
                fair,
                prior,
                metric=metric,
                scope=scope,
                basis=basis,
                at=programs.wall_clock(),
            )
    except fairs.NoSuchFair as error:
        raise click.ClickException(f"There is no fair {error}.") from error
    except NotComparable as error:
        raise click.ClickException(error.text(language)) from error
    finally:
        database.close()
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(comparisons.render_text(found, language))
