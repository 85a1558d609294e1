"""The `fairpos` command: every program of the house starts here, and nowhere else are they put together."""

from __future__ import annotations

from pathlib import Path

import click

from fairpos import __version__
from fairpos.cli import archiving, beginning, demo, figures, imports, operators, proving, registers, serving
from fairpos.server.settings import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fairpos")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the data (FAIRPOS_DATA).")
@click.option(
    "--database", help="PostgreSQL address of the ledger (FAIRPOS_DATABASE); else SQLite in --data."
)
@click.pass_context
def main(context: click.Context, data: Path | None, database: str | None) -> None:
    """FairPOS: selling at trade fairs, and running them."""
    given = {"data": data, "database": database}
    context.obj = Settings.model_validate(
        Settings().model_dump() | {name: value for name, value in given.items() if value is not None}
    )


for listed in (registers.booths, registers.exhibitors, registers.products):
    imports.imports.add_command(listed)

for command in (
    serving.serve,
    serving.terminal,
    serving.terminal_code,
    operators.operator_link,
    operators.import_documents,
    serving.migrate,
    serving.link,
    demo.demo,
    beginning.begin,
    figures.load,
    figures.compare,
    figures.forecast,
    imports.imports,
    archiving.archive,
    archiving.restore_archive,
    archiving.export,
    proving.recount,
    proving.verify,
):
    main.add_command(command)
