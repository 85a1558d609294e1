"""The link into the terminal's page for a machine that has no screen."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from booth_terminal import operators, terminal
from fairpos.cli import main
from fairpos.cli.programs import wall_clock


def run(folder: Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["--data", str(folder), "operator-link"])
    return done.exit_code, done.output.strip()


def test_a_terminal_prints_a_link_that_lets_one_device_in(tmp_path: Path) -> None:
    database = terminal.prepare(f"sqlite:///{tmp_path / 'journal-hall.sqlite3'}")
    terminal.take_identity(database, id="tram-1", fair="thu-nho-2026", key=Ed25519PrivateKey.generate())
    status, printed = run(tmp_path)
    address, _, code = printed.rpartition("/")
    assert (status, address) == (0, "http://127.0.0.1:8001/terminal/entry")
    with database.writing() as connection:
        operators.use_link(connection, code, "a device", at=wall_clock())
        assert operators.knows(connection, "a device", at=wall_clock())
    database.close()


def test_a_machine_without_a_terminal_is_told_so(tmp_path: Path) -> None:
    status, printed = run(tmp_path)
    assert status == 1
    assert "There is no terminal here yet" in printed
