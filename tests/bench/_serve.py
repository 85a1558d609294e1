"""The process that `Server` starts: the central program over a hall's fair, on a free port."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import uvicorn

from fairpos.cli import programs
from fairpos.server.settings import Settings
from tests.bench._backlog import EVENING, SLUG, Hall, load


def main(told: str) -> None:
    given = json.loads(told)
    settings = Settings(data=Path(given["folder"]) / "data", database=given["url"])
    hall = Hall.make(given["booths"])
    database = programs.open_ledger(settings)
    with database.writing() as connection:
        load(connection, hall.edition, hall.keys())
    database.close()
    with programs.central(settings, fair=SLUG, clock=lambda: EVENING) as central, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        print("port", listener.getsockname()[1], flush=True)
        config = uvicorn.Config(central.app, log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1])
