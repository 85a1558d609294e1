"""The programs watch the accounts their settings name, and say what is wrong with those before they start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from booth_terminal.feeds.settings import FILE
from fairpos.cli import main, programs
from fairpos.ledger import editions, fairs
from fairpos.server.settings import Settings
from fixtures.small import small_fair
from tests.documents import AT

FEEDS = {"feeds": [{"name": "vcb", "provider": "csv_statement", "account": "970436-0000000001"}]}


def laid(folder: Path, mode: int = 0o600) -> Path:
    path = folder / FILE
    path.write_text(json.dumps(FEEDS))
    path.chmod(mode)
    return path


def test_the_central_program_watches_what_its_folder_names(tmp_path: Path) -> None:
    laid(tmp_path)
    settings = Settings(data=tmp_path)
    database = programs.open_ledger(settings)
    with database.writing() as connection:
        fair = fairs.load(connection, small_fair(), at=AT)
        editions.publish(connection, fair, at=AT, by="hoa")
    database.close()
    with programs.central(settings, fair="thu-nho-2026", clock=programs.wall_clock) as central:
        watch = central.app.state.watch
        assert [one.feed.name for one in watch.feeds] == ["vcb", "manual"]
        assert watch._thread.is_alive()
    assert not watch._thread.is_alive()


@pytest.mark.parametrize(
    "command", [["serve"], ["terminal", "--centre", "http://127.0.0.1:9", "--code", "x"]]
)
def test_a_program_does_not_start_with_keys_that_others_can_read(tmp_path: Path, command: list[str]) -> None:
    laid(tmp_path, 0o644)
    result = CliRunner().invoke(main, ["--data", str(tmp_path), *command])
    assert result.exit_code == 1
    assert "chmod 600" in result.output
