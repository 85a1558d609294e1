"""The printers of a terminal: how each is reached, what it can do, and which till prints on which.

They are set at the terminal and stay there: a printer belongs to a table in a hall, not to the fair.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from booth_terminal import tables
from fairpos.core.document import is_name

TransportKind = Literal["network", "usb", "serial", "file", "virtual"]
Cut = Literal["full", "part", "none"]
When = Literal["always", "ask", "never"]

TRANSPORTS: tuple[TransportKind, ...] = get_args(TransportKind)
CUTS: tuple[Cut, ...] = get_args(Cut)
WHENS: tuple[When, ...] = get_args(When)
WIDTHS = (576, 384)
DRAWERS = (0, 2, 5)
PORT = 9100
OFFSET_MAX = 64
EVERY_TILL = ""
"""The till a setting is kept under that holds for every till without one of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """One printer. `address` is a host ("192.168.1.50", "192.168.1.50:9101"), a USB vendor and product
    ("04b8:0e15"), a serial port with its speed ("/dev/ttyUSB0@115200"), a device file, or "" for the virtual
    one. `width` is in dots: 576 on 80 mm paper, 384 on 58 mm. `drawer` is the pin that opens it, 0 for none.
    """

    id: str
    name: str
    transport: TransportKind
    address: str = ""
    width: int = 576
    cut: Cut = "part"
    drawer: int = 0
    asks_status: bool = True
    left_offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A printer, and what a person said came out of its last test page: "good", "bad" or nothing yet."""

    printer: Printer
    answer: str
    answered_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Where one till prints, when its receipts are printed, and whether a cash sale opens the drawer."""

    till: str
    printer: str
    receipts: When
    drawer: bool


class BadPrinter(ValueError):
    """A printer cannot be set like this. `faults` names the fields."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


_HOST = re.compile(r"^[0-9A-Za-z]([0-9A-Za-z.-]{0,251}[0-9A-Za-z])?(:\d{1,5})?$")
_USB = re.compile(r"^[0-9a-fA-F]{4}:[0-9a-fA-F]{4}$")
_SERIAL = re.compile(r"^(/dev/[\w.-]+|COM\d{1,3})(@\d{3,7})?$")
_FILE = re.compile(r"^(/dev/[\w./-]+|LPT\d|.+\.escpos)$")
"""A file printer overwrites what it is pointed at: only a device, or a file that says it is for that."""


def faults(printer: Printer) -> list[str]:
    """The fields that are wrong; an empty list when the printer can be tried."""
    wrong = {
        "id": not is_name(printer.id),
        "name": not 1 <= len(printer.name) <= 60 or not printer.name.isprintable(),
        "transport": printer.transport not in TRANSPORTS,
        "address": not _reachable(printer.transport, printer.address),
        "width": printer.width not in WIDTHS,
        "cut": printer.cut not in CUTS,
        "drawer": printer.drawer not in DRAWERS,
        "left_offset": not 0 <= printer.left_offset <= OFFSET_MAX,
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def _reachable(transport: str, address: str) -> bool:
    match transport:
        case "network":
            if not _HOST.match(address):
                return False
            host, port = host_of(address)
            return 0 < port < 65_536 and not _is_nowhere(host)
        case "usb":
            return bool(_USB.match(address))
        case "serial":
            return bool(_SERIAL.match(address))
        case "file":
            return bool(_FILE.match(address)) and ".." not in address
        case _:
            return address == ""


def _is_nowhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def host_of(address: str) -> tuple[str, int]:
    """A network printer's host and port; 9100 unless it says otherwise."""
    host, _, port = address.partition(":")
    return host, int(port) if port else PORT


_DECODER = msgspec.json.Decoder(Printer)


def save(connection: Connection, printer: Printer) -> None:
    """Keep a new printer, or a known one as it is set now. Raises BadPrinter."""
    if wrong := faults(printer):
        raise BadPrinter(wrong)
    table, settings = tables.printer, msgspec.json.encode(printer)
    changed = connection.execute(update(table).where(table.c.id == printer.id).values(settings=settings))
    if not changed.rowcount:
        connection.execute(insert(table).values(id=printer.id, settings=settings))


def remove(connection: Connection, id_: str) -> None:
    """Forget a printer and every till's setting that names it."""
    connection.execute(delete(tables.printer).where(tables.printer.c.id == id_))


def answer(connection: Connection, id_: str, said: str, *, at: int) -> None:
    """Keep what a person saw on the test page."""
    table = tables.printer
    connection.execute(update(table).where(table.c.id == id_).values(answer=said, answered_at=at))


def every(connection: Connection) -> tuple[Listed, ...]:
    rows = connection.execute(select(tables.printer).order_by(tables.printer.c.id))
    return tuple(
        Listed(printer=_DECODER.decode(row.settings), answer=row.answer, answered_at=row.answered_at)
        for row in rows
    )


def rules(connection: Connection) -> dict[str, Rule]:
    """Every till's setting by till."""
    rows = connection.execute(select(tables.till_printing))
    return {
        row.till: Rule(till=row.till, printer=row.printer, receipts=row.receipts, drawer=row.drawer)
        for row in rows
    }


def rule_for(known: Mapping[str, Rule], till: str) -> Rule | None:
    return known.get(till) or known.get(EVERY_TILL)


def set_rule(connection: Connection, rule: Rule) -> None:
    """Say where a till prints. Raises IntegrityError for a printer that is not there."""
    forget_rule(connection, rule.till)
    connection.execute(
        insert(tables.till_printing).values(
            till=rule.till, printer=rule.printer, receipts=rule.receipts, drawer=rule.drawer
        )
    )


def forget_rule(connection: Connection, till: str) -> None:
    connection.execute(delete(tables.till_printing).where(tables.till_printing.c.till == till))
