"""A central server in a process of its own, and what it costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench._backlog import Hall

_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far, and of the children it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICK


def peak_mb(pid: int) -> float:
    """The largest memory a process has had in use."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def postgresql_cpu(folder: Path) -> float:
    """User and system time of a PostgreSQL server and all its processes; 0 where there is none."""
    pid_file = folder / "postgresql" / "data" / "postmaster.pid"
    if not pid_file.exists():
        return 0.0
    head = int(pid_file.read_text().split()[0])
    total = cpu_seconds(head)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == head:
            total += sum(map(int, fields[11:13])) / _TICK
    return total


class Server:
    """`with Server(url, hall, folder) as server:` serves the hall's fair at `server.port`."""

    def __init__(self, url: str, hall: Hall, folder: Path) -> None:
        self._folder = folder
        keys = {name: key.private_bytes_raw().hex() for name, key in hall.keys().items()}
        self._told = json.dumps({"url": url, "folder": str(folder), "booths": len(keys)})

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.bench._serve", self._told]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None, "the output is piped"
        line = self._process.stdout.readline()
        if not line.startswith("port "):
            raise RuntimeError("the server did not start")
        self.port, self.pid = int(line.split()[1]), self._process.pid
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def cpu(self) -> float:
        return cpu_seconds(self.pid) + postgresql_cpu(self._folder)
