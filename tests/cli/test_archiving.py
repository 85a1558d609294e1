from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
from click.testing import CliRunner, Result

from fairpos.cli import main

FAIR = "qn-2020-xuan"


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(data), *arguments])


def test_a_fair_goes_into_one_file_and_comes_out_of_it_elsewhere(tmp_path: Path) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "xuan.zip"
    assert run(here, "load", "spring-2020").exit_code == 0
    made = run(here, "archive", FAIR, str(file))
    assert (made.exit_code, made.output.startswith(f"{FAIR}: 0 documents")) == (0, True)
    again = run(here, "archive", FAIR, str(file))
    assert (again.exit_code, "there already" in again.output) == (1, True)
    restored = run(there, "restore-archive", str(file))
    assert (restored.exit_code, restored.output.startswith(f"{FAIR} is here")) == (0, True)
    twice = run(there, "restore-archive", str(file))
    assert (twice.exit_code, "nothing was changed" in twice.output) == (1, True)
    assert run(there, "verify", FAIR).exit_code == 0
    exported = run(there, "export", "parquet", FAIR, str(tmp_path / "out"))
    assert exported.output.splitlines()[0] == "days.parquet: 6 rows"
    assert pq.read_table(tmp_path / "out" / "days.parquet").num_rows == 6


def test_a_damaged_file_is_named_with_its_part_and_nothing_is_taken_in(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"PK nothing")
    told = run(tmp_path / "here", "restore-archive", str(file))
    assert (told.exit_code, told.output.startswith("Error: Nothing was taken in. zip:")) == (1, True)


def test_a_fair_that_is_not_there_leaves_no_file(tmp_path: Path) -> None:
    told = run(tmp_path / "here", "archive", "none", str(tmp_path / "x.zip"))
    assert (told.exit_code, "There is no fair none." in told.output) == (1, True)
    assert [file.name for file in tmp_path.iterdir()] == ["here"]
