"""`fairpos load` and `fairpos compare`: the fairs that come with FairPOS, and one edition against another."""

from __future__ import annotations

import json

import click

from fairpos.cli import programs
from fairpos.core.fair import FairStatus
from fairpos.core.measure_words import METRICS as METRICS_OF_EVERY_FAIR
from fairpos.core.measure_words import RATIOS, STATED
from fairpos.core.measures import Basis, Metric, Scope
from fairpos.core.money import Language, number
from fairpos.ledger import comparisons, editions, facts, fairs, forecasts, overviews, series
from fairpos.ledger.connection import Connection
from fairpos.ledger.facts import Facts
from fairpos.ledger.overviews import EDITIONS_MAX
from fairpos.ledger.parts import AXES, Axis
from fairpos.ledger.results import NotComparable
from fairpos.server.settings import Settings
from fixtures import figures as stated

METRICS = click.Choice([*STATED, *RATIOS])
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
@click.argument("priors", nargs=-1, required=True, metavar="PRIOR...")
@click.option("--metric", type=METRICS, default="takings", show_default=True)
@click.option("--scope", type=SCOPES, default="all", show_default=True)
@click.option("--basis", type=BASES, default="per-day", show_default=True)
@click.option("--by", "axis", type=click.Choice(AXES), default="zone", show_default=True)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Everything the page shows, for programs.")
@click.pass_obj
def compare(
    settings: Settings,
    fair: str,
    priors: tuple[str, ...],
    metric: Metric,
    scope: Scope,
    basis: Basis,
    axis: Axis,
    language: Language,
    as_json: bool,
) -> None:
    """Hold one edition against others, each from its ledger or from stated totals."""
    if len(priors) >= EDITIONS_MAX:
        raise click.ClickException(f"At most {EDITIONS_MAX} editions stand side by side.")
    database = programs.open_ledger(settings)
    at = programs.wall_clock()
    found, refused = [], None
    try:
        with database.reading() as connection:
            for prior in priors:
                try:
                    found.append(
                        comparisons.compare(
                            connection, fair, prior, metric=metric, scope=scope, basis=basis, at=at
                        )
                    )
                except NotComparable as error:
                    refused = refused or error
            rows = [fairs.by_slug(connection, slug) for slug in (fair, *priors)]
            known = [facts.read(connection, row) for row in rows if row is not None]
            whole = overviews.overview(
                connection, known, metric=metric, scope=scope, basis=basis, axis=axis, at=at
            )
            told = _beside(connection, known[0], at)
    except fairs.NoSuchFair as error:
        raise click.ClickException(f"There is no fair {error}.") from error
    finally:
        database.close()
    if as_json:
        first = found[0].as_json() if found and not refused else {}
        click.echo(json.dumps(first | overviews.as_json(whole) | told, ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(comparisons.render_text(one, language) for one in found))
        if found and not refused:
            click.echo(f"\n{whole.press(language)}")
    if refused is not None:
        raise click.ClickException(refused.text(language))


def _beside(connection: Connection, now: Facts, at: int) -> dict[str, object]:
    """What the page says beside the comparison: the edition before with the years between, and estimates."""
    before = series.previous(connection, now.fair)
    prior = facts.read(connection, before.edition.fair) if before else None
    return {
        "edition_before": None
        if before is None
        else {
            "fair": before.edition.fair.slug,
            "set_by_hand": before.by_hand,
            "years_missing": list(before.missing),
        },
        "estimates": [one.as_json() for one in forecasts.forecasts(now, prior, at=at)],
    }


@click.command()
@click.argument("fair")
@click.option(
    "--backtest", "tried", is_flag=True, help="Try the rule on this fair's own days and print its error."
)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def forecast(settings: Settings, fair: str, tried: bool, language: Language, as_json: bool) -> None:
    """Estimate today's close and the end of an open fair, or see how the rule would have done."""
    database = programs.open_ledger(settings)
    try:
        with database.reading() as connection:
            row = fairs.by_slug(connection, fair)
            if row is None:
                raise click.ClickException(f"There is no fair {fair}.")
            previous = series.previous(connection, row)
            now = facts.read(connection, row)
            before = facts.read(connection, previous.edition.fair) if previous else None
    finally:
        database.close()
    if tried:
        for metric in METRICS_OF_EVERY_FAIR:
            found = forecasts.backtest(now, before, metric)
            if found is None:
                click.echo(f"{metric}: nothing to try the rule on")
                continue
            mean, worst = (number(100 * one, "en", digits=1) for one in (found.mean, found.worst))
            click.echo(
                f"{metric}: {found.cases} estimates of a day's close (at 12, 15, 18 and 20 o'clock, from "
                f"earlier days alone); mean error {mean} % of the day, worst {worst} %, "
                f"within the range {found.within}"
            )
        return
    estimates = forecasts.forecasts(now, before, at=programs.wall_clock())
    if as_json:
        click.echo(json.dumps([one.as_json() for one in estimates], ensure_ascii=False, indent=2))
        return
    for one in estimates:
        for name, estimate in (("today", one.today), ("fair", one.fair)):
            if estimate is not None:
                click.echo(f"{one.metric}, {name}: {one.text(estimate, language)}")
    if not estimates:
        click.echo(f"{fair} does not trade today: there is nothing to estimate.")
