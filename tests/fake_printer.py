"""A receipt printer on a TCP port, as well behaved or as broken as a test wants it.

It serves one client at a time, as the cheap ones do, and answers DLE EOT. `jobs` holds what each connection
brought besides questions; `finished` is told of each connection that is over, so that no test has to wait and
hope.
"""

from __future__ import annotations

import queue
import re
import socket
import struct
import threading
from typing import Literal

Mood = Literal["healthy", "paper out", "near end", "cover open", "offline", "silent", "garbage", "zeros"]

_ANSWERS: dict[str, dict[int, int]] = {
    "healthy": {1: 0x12, 2: 0x12, 4: 0x12},
    "near end": {1: 0x12, 2: 0x12, 4: 0x1E},
    "paper out": {1: 0x1A, 2: 0x32, 4: 0x7E},
    "cover open": {1: 0x1A, 2: 0x16, 4: 0x12},
    "offline": {1: 0x1A, 2: 0x12, 4: 0x12},
    "garbage": {1: 0xFF, 2: 0xFF, 4: 0xFF},
    "zeros": {1: 0, 2: 0, 4: 0},
}
_QUESTION = re.compile(rb"\x10\x04[\x01\x02\x04]")
PATIENCE = 10


class FakePrinter:
    """Use it with `with`. Change `mood` at any time; `runs_out_after` makes the paper end after that many
    bytes, `breaks_after` resets the connection there."""

    def __init__(self, mood: Mood = "healthy") -> None:
        self.mood: Mood = mood
        self.breaks_after: int | None = None
        self.runs_out_after: int | None = None
        self.jobs: list[bytes] = []
        self.finished: queue.Queue[bytes] = queue.Queue()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, name="fake printer", daemon=True)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> FakePrinter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Closing a socket does not wake a thread that waits in accept(); a visitor does.
        self._closing = True
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE):
            pass
        self._thread.join(PATIENCE)
        self._listener.close()

    _closing = False

    def next_job(self) -> bytes:
        """What the next connection to end brought."""
        return self.finished.get(timeout=PATIENCE)

    def _serve(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if self._closing:
                client.close()
                return
            with client:
                job = self._hear(client)
            self.jobs.append(job)
            self.finished.put(job)

    def _hear(self, client: socket.socket) -> bytes:
        client.settimeout(PATIENCE)
        heard = b""
        job = b""
        while True:
            try:
                data = client.recv(65_536)
            except OSError:
                return job
            if not data:
                return job
            heard += data
            heard, job = self._take(client, heard, job)
            if self.breaks_after is not None and len(job) >= self.breaks_after:
                # Linger of nought: closing sends a reset, as a printer does whose plug is pulled.
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return job[: self.breaks_after]
            if self.runs_out_after is not None and len(job) >= self.runs_out_after:
                self.mood, self.runs_out_after = "paper out", None

    def _take(self, client: socket.socket, heard: bytes, job: bytes) -> tuple[bytes, bytes]:
        """Answer every question in what was heard; the rest is for the paper."""
        answers = _ANSWERS.get(self.mood)
        for question in _QUESTION.findall(heard):
            if answers is not None:
                client.sendall(bytes((answers[question[2]],)))
        rest = _QUESTION.sub(b"", heard)
        # The beginning of a question may have come without its end.
        held = next((start for start in (b"\x10\x04", b"\x10") if rest.endswith(start)), b"")
        return held, job + rest[: len(rest) - len(held)]
