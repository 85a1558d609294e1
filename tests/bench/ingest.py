"""`./dev bench ingest`: how many sales a second the centre keeps, over HTTP, beside a bound of the same run.

The path is the real one: signed, chained pushes of 3-line sales from many terminals, in batches, through the
central program to a flushed commit with every rollup folded. The bound is measured in the same run: a plain
loop that gives the same rows and rollup sums to the database driver alone. What counts is the ratio of CPU a
sale; wall-clock figures on a shared machine move with the neighbours.

A live sale is sent all the while, from a terminal of its own, and timed until it is answered.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench import _bound as bound
from tests.bench._backlog import Hall, Message
from tests.bench._process import Server, peak_mb

LIVE = 60
"""Live sales to time."""


async def send(port: int, messages: Sequence[Message]) -> None:
    """Post requests one after the other on one connection, as one terminal does. Only ok is good enough."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for message in messages:
        await _post(reader, writer, message)
    writer.close()
    await writer.wait_closed()


async def _post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, message: Message) -> None:
    writer.write(message.http)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    answer = json.loads(await reader.readexactly(length))
    if answer.get("status") == "busy":
        await asyncio.sleep(answer["retry_ms"] / 1000 * random.random())
        await _post(reader, writer, message)
    elif answer.get("status") != "ok":
        raise RuntimeError(f"{head.splitlines()[0]!r} {answer}")


async def live(port: int, messages: Sequence[Message], done: asyncio.Event) -> list[float]:
    """One sale at a time, until the backlog is in: seconds from sending to the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken = []
    for message in messages:
        started = time.perf_counter()
        await _post(reader, writer, message)
        taken.append(time.perf_counter() - started)
        if done.is_set():
            break
        await asyncio.sleep(0.05)
    writer.close()
    await writer.wait_closed()
    return taken


async def flush(
    port: int, backlogs: Sequence[Sequence[Message]], live_sales: Sequence[Message]
) -> tuple[float, list[float]]:
    """All backlogs at once and one live till beside them: seconds for the backlogs, seconds a live sale."""
    done = asyncio.Event()
    beside = asyncio.create_task(live(port, live_sales, done))
    started = time.perf_counter()
    await asyncio.gather(*(send(port, backlog) for backlog in backlogs))
    seconds = time.perf_counter() - started
    done.set()
    return seconds, await beside


def run(url: str, name: str, hall: Hall, sales_each: int, batch: int, folder: Path) -> None:
    booths = hall.edition.booths
    backlogs = [list(hall.pushes(booth, 1, sales_each, batch)) for booth in booths[1:]]
    live_sales = list(hall.pushes(booths[0], 1, LIVE, 1))
    total = sum(message.sales for backlog in backlogs for message in backlog)
    with Server(url, hall, folder) as server:
        hellos = [hall.hello(booth, sales_each) for booth in booths]
        asyncio.run(send(server.port, hellos))
        before = server.cpu()
        seconds, live_seconds = asyncio.run(flush(server.port, backlogs, live_sales))
        used = server.cpu() - before
        peak = peak_mb(server.pid)
    plain = bound.measure(url, hall, backlogs, folder)
    ours, least = used / (total + len(live_seconds)) * 1e6, plain / total * 1e6
    live_ms = sorted(second * 1000 for second in live_seconds)
    p99 = live_ms[min(len(live_ms) - 1, int(len(live_ms) * 0.99))]
    print(
        f"{name:10}  {total / seconds:9,.0f} sales/s   {ours:6.1f} µs CPU a sale   bound {least:5.1f} µs   "
        f"ratio {least / ours:4.2f}   live sale p50 {statistics.median(live_ms):4.0f} ms, "
        f"p99 {p99:4.0f} ms of {len(live_ms)}   peak {peak:.0f} MB"
    )


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench ingest", description=__doc__)
    parser.add_argument("--terminals", type=int, default=350)
    parser.add_argument("--sales", type=int, default=200, help="backlog of each terminal")
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args(argv)
    hall = Hall.make(options.terminals + 1)
    print(
        f"{options.terminals} terminals with {options.sales} sales of 3 lines each, "
        f"pushed {options.batch} at a time, and one live till"
    )
    for _ in range(options.rounds):
        for name in ("sqlite", "postgresql"):
            if options.only not in (None, name):
                continue
            with tempfile.TemporaryDirectory() as temporary, bound.database(name, Path(temporary)) as url:
                run(url, name, hall, options.sales, options.batch, Path(temporary))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
