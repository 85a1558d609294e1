"""The demo counts the same three figures from five points of view."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(300)
def test_tills_journal_ledger_rollups_and_dashboard_say_the_same(tmp_path: Path) -> None:
    variables = {**os.environ, "FAIRPOS_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "fairpos", "demo", "--headless", "--for", "3", "--json"]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    views = [report[name] for name in ("tills", "journal", "ledger", "rollups", "dashboard")]
    assert views == [views[0]] * 5
    assert report["faults"] == []
    assert views[0]["sales"] > 25_000
