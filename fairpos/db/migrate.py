"""Bringing a database to the newest schema: Alembic, additive only, once before anything serves.

The centre's migrations and the terminal's grow apart: `scripts` is the folder that holds one program's
`versions`. How a migration runs and how a new one begins (env.py, script.py.mako) is the same for both.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text

from fairpos.db.database import Database

CENTRE = Path(__file__).parent / "migrations"

_LOCK = 0x46504F53  # "FPOS": two programs that start together migrate one after the other


def config(connection: Connection, metadata: MetaData, scripts: Path = CENTRE) -> Config:
    """Alembic's settings for one open connection."""
    found = Config()
    places = {"script_location": CENTRE, "version_locations": scripts / "versions"}
    for option, place in places.items():
        found.set_main_option(option, str(place).replace("%", "%%"))
    found.set_main_option("path_separator", "newline")  # no folder's name holds one
    found.attributes["connection"] = connection
    found.attributes["metadata"] = metadata
    return found


def migrate(database: Database, metadata: MetaData, scripts: Path = CENTRE) -> str:
    """Upgrade to the newest revision in one transaction and return its name.

    Views (their statements by name, in `metadata.info["views"]`) are taken away before and made anew after: a
    table that a view looks at cannot be changed in place everywhere.
    """
    views: dict[str, str] = metadata.info.get("views", {})
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        there = set(inspect(connection).get_view_names())
        if current(connection) == newest(scripts) and views.keys() <= there:
            return newest(scripts)
        for name in views:
            connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
        command.upgrade(config(connection, metadata, scripts), "head")
        for statement in views.values():
            connection.execute(text(statement))
        return current(connection) or ""


def current(connection: Connection) -> str | None:
    """The revision a database stands at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest(scripts: Path = CENTRE) -> str:
    """The newest revision this program knows."""
    script = ScriptDirectory(str(CENTRE), version_locations=[str(scripts / "versions")])
    head = script.get_current_head()
    assert head is not None, "there is at least one migration"
    return head
