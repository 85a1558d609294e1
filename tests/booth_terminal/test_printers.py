"""Printers as they are set up at a terminal, and which till prints on which."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from booth_terminal import printers
from booth_terminal.printers import BadPrinter, Listed, Printer, Rule
from booth_terminal.terminal import prepare
from fairpos.db.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = prepare(f"sqlite:///{tmp_path / 'terminal.sqlite3'}")
    yield made
    made.close()


def printer(**changes: Any) -> Printer:
    fields: dict[str, Any] = {"id": "p1", "name": "Máy in quầy vé", "transport": "network"}
    return Printer(**(fields | {"address": "192.168.1.50"} | changes))


@pytest.mark.parametrize(
    ("transport", "address"),
    [
        ("network", "192.168.1.50"),
        ("network", "192.168.1.50:9101"),
        ("network", "may-in.lan"),
        ("usb", "04b8:0e15"),
        ("serial", "/dev/ttyUSB0"),
        ("serial", "COM3@9600"),
        ("file", "/dev/usb/lp0"),
        ("file", "slips.escpos"),
        ("virtual", ""),
    ],
)
def test_every_kind_of_printer_can_be_set_up(transport: str, address: str) -> None:
    assert printers.faults(printer(transport=transport, address=address)) == []


@pytest.mark.parametrize(
    ("transport", "address"),
    [
        ("network", ""),
        ("network", "0.0.0.0"),
        ("network", "192.168.1.50:0"),
        ("network", "192.168.1.50:99999"),
        ("network", "http://192.168.1.50/"),
        ("network", "-h"),
        ("usb", "04b8"),
        ("serial", "../../etc/passwd"),
        ("file", "terminal.sqlite3"),
        ("file", "/dev/../etc/passwd"),
        ("virtual", "x"),
    ],
)
def test_a_printer_that_cannot_be_reached_is_told_before_the_first_sale(transport: str, address: str) -> None:
    assert "address" in printers.faults(printer(transport=transport, address=address))


def test_everything_wrong_is_told_at_once(database: Database) -> None:
    odd = printer(id="a b", name="", width=500, cut="tear", drawer=3, left_offset=-1)
    with pytest.raises(BadPrinter) as told, database.writing() as connection:
        printers.save(connection, odd)
    assert told.value.faults == ["id", "name", "width", "cut", "drawer", "left_offset"]


def test_a_printer_is_kept_as_it_was_last_set(database: Database) -> None:
    with database.writing() as connection:
        printers.save(connection, printer())
        printers.answer(connection, "p1", "good", at=5)
        printers.save(connection, printer(width=384))
    with database.reading() as connection:
        assert printers.every(connection) == (
            Listed(printer=printer(width=384), answer="good", answered_at=5),
        )


def test_a_till_prints_where_it_is_told_and_else_where_all_do(database: Database) -> None:
    own = Rule(till="M2", printer="p2", receipts="always", drawer=True)
    all_ = Rule(till="", printer="p1", receipts="ask", drawer=False)
    with database.writing() as connection:
        printers.save(connection, printer())
        printers.save(connection, printer(id="p2"))
        printers.set_rule(connection, all_)
        printers.set_rule(connection, own)
    with database.reading() as connection:
        known = printers.rules(connection)
    assert printers.rule_for(known, "M1") == all_
    assert printers.rule_for(known, "M2") == own
    assert printers.rule_for({}, "M1") is None


def test_a_printer_that_goes_takes_its_tills_settings_along(database: Database) -> None:
    with database.writing() as connection:
        printers.save(connection, printer())
        printers.set_rule(connection, Rule(till="M1", printer="p1", receipts="ask", drawer=False))
        printers.remove(connection, "p1")
    with database.reading() as connection:
        assert printers.every(connection) == ()
        assert printers.rules(connection) == {}


def test_no_till_is_sent_to_a_printer_that_is_not_there(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        printers.set_rule(connection, Rule(till="M1", printer="p9", receipts="ask", drawer=False))
