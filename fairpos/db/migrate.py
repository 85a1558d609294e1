"""Bringing a database to the newest schema: Alembic, additive only, once before anything serves.

`scripts` is the folder of one program's migrations: the centre's and the terminal's grow apart.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from fairpos.db.database import Database

CENTRE = Path(__file__).parent / "migrations"

_LOCK = 0x46504F53  # "FPOS": two programs that start together migrate one after the other


def config(connection: Connection, metadata: MetaData, scripts: Path = CENTRE) -> Config:
    """Alembic's settings for one open connection."""
    found = Config()
    found.set_main_option("script_location", str(scripts))
    found.attributes["connection"] = connection
    found.attributes["metadata"] = metadata
    return found


def migrate(database: Database, metadata: MetaData, scripts: Path = CENTRE) -> str:
    """Upgrade to the newest revision in one transaction and return its name."""
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if current(connection) == newest(scripts):
            return newest(scripts)
        command.upgrade(config(connection, metadata, scripts), "head")
        return current(connection) or ""


def current(connection: Connection) -> str | None:
    """The revision a database stands at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest(scripts: Path = CENTRE) -> str:
    """The newest revision this program knows."""
    script = ScriptDirectory(str(scripts))
    head = script.get_current_head()
    assert head is not None, "there is at least one migration"
    return head
