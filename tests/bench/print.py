"""How long a slip takes from document to printer's bytes: `./dev bench print [--slips 60]`.

A receipt of six lines with VAT at three rates, a VietQR and the code of its web page, drawn and emitted. Each
is another sale, with its own codes and amounts, of a booth with forty articles; only what comes again in a
hall too is drawn from memory. The peer is python-escpos's way of sending the same picture, in the same run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from escpos.printer import Dummy
from PIL import Image

from booth_terminal import escpos, raster
from booth_terminal.slip import Slip
from booth_terminal.slips import receipt
from tests.slips import LINK, NAMES, SIX, TRANSFER, sold

AIM = 60
ARTICLES = 40


def slips(count: int) -> list[Slip]:
    made = []
    for n in range(1, count + 1):
        lines = tuple(
            replace(line, name=f"{line.name} {(6 * n + k) % ARTICLES}", price=line.price + 1_000 * (n % 17))
            for k, line in enumerate(SIX)
        )
        sale = replace(sold(lines), number=n, id=f"{n:032x}")
        transfer = replace(TRANSFER, payload=f"{TRANSFER.payload[:-4]}{n:04d}")
        made.append(receipt(sale, NAMES, transfer=transfer, link=f"{LINK[:-32]}{sale.id}"))
    return made


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def theirs(image: Image.Image, profile: str) -> bytes:
    printer = Dummy(profile=profile)
    printer.image(image, impl="bitImageRaster")
    return bytes(printer.output)


def row(name: str, times: list[float]) -> str:
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return f"{name:<44}{statistics.median(times):>9.1f}{p95:>9.1f}"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench print")
    parser.add_argument("--slips", type=int, default=60)
    count = parser.parse_args(argv).slips
    for width, paper, profile in ((raster.WIDE, "80 mm", "TM-T20II"), (raster.NARROW, "58 mm", "POS-5890")):
        first = timed(partial(raster.draw, slips(1)[0], width))
        drawing, emitting, whole, peer = [], [], [], []
        sizes, images = [], []
        for slip in slips(count):
            began = time.perf_counter()
            image = raster.draw(slip, width)
            drawn = time.perf_counter()
            sizes.append(len(escpos.emit(image)))
            done = time.perf_counter()
            drawing.append((drawn - began) * 1000)
            emitting.append((done - drawn) * 1000)
            whole.append((done - began) * 1000)
            images.append(image)
        # Turn about, so that whatever else this machine does falls on both.
        ours = []
        for image in images:
            ours.append(timed(partial(escpos.emit, image)))
            peer.append(timed(partial(theirs, image, profile)))
        print(f"{paper}, {images[0].width} × {images[0].height} dots, {count} slips; milliseconds")
        print(f"{'':<44}{'median':>9}{'p95':>9}")
        print(row("drawn", drawing))
        print(row("emitted", emitting))
        print(row(f"drawn and emitted (aim {AIM})", whole))
        print(row("python-escpos, the same picture", peer))
        ratio = statistics.median(ours) / statistics.median(peer)
        print(f"{'emitter, in parts of python-escpos':<44}{ratio:>9.2f}")
        print(f"{'first slip after the start, drawn':<44}{first:>9.1f}")
        print(f"{'bytes':<44}{statistics.median(sizes):>9.0f}")
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
