"""How bytes reach a printer, and what it says of itself.

python-escpos carries the bytes and nothing else: what they mean is ours (escpos.py). Every connection is
short, because a network printer serves one client at a time, and every wait is too: a printer that is silent
must hold up nothing but its own queue.

What a printer says is a hint. Cheap ones answer nothing, or nought to everything; only an answer in the exact
shape of a status byte is believed, and "unknown" is a state like any other.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, Protocol

from booth_terminal.printers import Printer, host_of

CONNECT_SECONDS = 2.5
WRITE_SECONDS = 3.0
"""For one piece. A whole slip may take longer: a slow printer takes its bytes as it prints them."""
ANSWER_SECONDS = 1.0
PRINTED_SECONDS = 5.0
"""How long a printer may take to answer after a slip: many finish printing first."""
PIECE = 2_048
SERIAL_PIECE = 256
SERIAL_BAUD = 115_200

Readiness = Literal["ok", "problem", "unknown"]


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a printer, and the code of what is wrong with it or why nothing is known."""

    readiness: Readiness
    problem: str = ""

    @property
    def prints(self) -> bool:
        """Whether a slip may be sent. A roll near its end still prints, and a silent printer may."""
        return self.readiness != "problem" or self.problem == "near-end"


OK = Status("ok")


class Unreached(Exception):
    """The printer could not be spoken to. Nothing was sent."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Broke(Exception):
    """The line broke while the printer was being written to. What came out is not known."""


class Line(Protocol):
    """An open connection to one printer."""

    def status(self, patience: float = ANSWER_SECONDS) -> Status: ...

    def send(self, data: bytes) -> None:
        """Hand over every byte. Raises Broke."""
        ...


class Opener(Protocol):
    """Opens a line to a printer for as long as a `with` lasts. Raises Unreached."""

    def __call__(self, printer: Printer) -> contextlib.AbstractContextManager[Line]: ...


@contextmanager
def connect(printer: Printer) -> Generator[Line]:
    """The line to a real printer, through python-escpos. Raises Unreached."""
    try:
        device = _device(printer)
        device.open()
    except Exception as error:
        # DeviceNotFoundError for most, but also whatever a missing driver or USB library raises.
        raise Unreached(_why(error)) from error
    if printer.transport == "serial":
        # Without this a printer that holds its hand up would be waited for until the end of the fair.
        device.device.write_timeout = WRITE_SECONDS
    elif printer.transport == "network":
        device.device.settimeout(WRITE_SECONDS)
    try:
        yield _EscposLine(device, printer)
    finally:
        if printer.transport == "network":
            _hear_out(device.device)
        with contextlib.suppress(Exception):
            device.close()


def _device(printer: Printer) -> Any:
    # Loaded when the first printer is used: it takes a third of a second, makes a folder and sets up logging.
    from escpos import printer as escpos  # noqa: PLC0415

    match printer.transport:
        case "network":
            host, port = host_of(printer.address)
            return escpos.Network(host, port, timeout=CONNECT_SECONDS)
        case "usb":
            vendor, _, product = printer.address.partition(":")
            milliseconds = int(WRITE_SECONDS * 1000)
            return escpos.Usb(int(vendor, 16), int(product, 16), timeout=milliseconds)
        case "serial":
            port_name, _, speed = printer.address.partition("@")
            baud = int(speed) if speed else SERIAL_BAUD
            return escpos.Serial(port_name, baudrate=baud, timeout=ANSWER_SECONDS)
        case "file":
            return escpos.File(printer.address)
        case _:
            raise AssertionError("the virtual printer has no line")


def _why(error: BaseException) -> str:
    """python-escpos wraps what went wrong in an error of its own; the cause tells refused from silent."""
    causes: list[BaseException] = []
    known: BaseException | None = error
    while known is not None:
        causes.append(known)
        known = known.__cause__ or known.__context__
    for cause in causes:
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
        if isinstance(cause, TimeoutError):
            return "timeout"
    return "not-found"


def _hear_out(connection: socket.socket | None) -> None:
    """Read what is left unread. A connection closed over unread bytes is reset, and a reset throws away what
    the printer has not yet taken."""
    if connection is None:
        return
    with contextlib.suppress(OSError):
        connection.settimeout(0)
        while connection.recv(256):
            pass


class _EscposLine:
    def __init__(self, device: Any, printer: Printer) -> None:
        self._device = device
        self._printer = printer

    def send(self, data: bytes) -> None:
        piece = SERIAL_PIECE if self._printer.transport == "serial" else PIECE
        try:
            for start in range(0, len(data), piece):
                self._device._raw(data[start : start + piece])
        except Exception as error:
            raise Broke(repr(error)) from error

    def status(self, patience: float = ANSWER_SECONDS) -> Status:
        if not self._printer.asks_status or self._printer.transport == "file":
            return Status("unknown", "not-asked")
        try:
            return read_status(partial(self._ask, patience))
        except ConnectionError:
            return Status("problem", "broke")
        except Exception:
            # No answer, or no way to ask. It may print all the same: the slip will tell.
            return Status("unknown", "no-answer")

    def _ask(self, patience: float, question: int) -> int:
        connection = self._device.device
        is_socket = isinstance(connection, socket.socket)
        if is_socket:
            connection.settimeout(patience)
        try:
            self._device._raw(bytes((0x10, 0x04, question)))
            answer = bytes(self._device._read())
        finally:
            if is_socket:
                connection.settimeout(WRITE_SECONDS)
        if not answer:
            # On a socket no byte at all means that the other side has closed it.
            raise ConnectionResetError if is_socket else TimeoutError
        return answer[-1]


class NoAnswer(Exception):
    """What came back is no status byte."""


_FIXED, _SHAPE = 0x93, 0x12
PRINTER, CAUSE, PAPER = 1, 2, 4


def read_status(ask: Any) -> Status:
    """Ask DLE EOT until it is clear whether a slip can come out. `ask` gives the byte or raises."""
    try:
        offline = _byte(ask(PRINTER)) & 0x08
        paper = _byte(ask(PAPER))
        if paper & 0x60:
            return Status("problem", "paper-out")
        if offline:
            cause = _byte(ask(CAUSE))
            if cause & 0x04:
                return Status("problem", "cover-open")
            return Status("problem", "paper-out" if cause & 0x20 else "offline")
        return Status("problem", "near-end") if paper & 0x0C else OK
    except NoAnswer:
        return Status("unknown", "garbage")


def _byte(answer: int) -> int:
    """A status byte has four fixed bits; anything else is some other noise."""
    if answer & _FIXED != _SHAPE:
        raise NoAnswer(answer)
    return answer
