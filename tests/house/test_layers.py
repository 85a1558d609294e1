"""How the house is kept: who imports whom, how long a file may be, and how Vietnamese is written."""

import unicodedata
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
ROOMS = ("fairpos", "booth_terminal", "admin_site", "fixtures", "templates")
WRITTEN = {".py", ".html", ".js", ".css", ".po", ".svg", ".toml", ".md", ".csv", ".json", ".ini", ".txt"}

LINES_MAX = 400
LONG = {
    # A migration that has run somewhere is never edited again.
    "fairpos/db/migrations/versions/0001_the_first_schema.py",
}


def ours(*places: str) -> list[Path]:
    """The files that people here write, in these folders, without what was brought in from elsewhere."""
    found = []
    for place in places:
        path = ROOT / place
        found += [path] if path.is_file() else sorted(path.rglob("*"))
    return [
        path
        for path in found
        if path.is_file()
        and (path.suffix in WRITTEN or path.name == "dev")
        and not {"__pycache__", "vendor"} & set(path.parts)
        and not path.name.endswith(".min.js")
    ]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_layer_imports_only_the_layers_below_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    broken = lint_imports(no_cache=True)
    assert broken == 0, capsys.readouterr().out


def test_no_file_is_longer_than_a_person_reads() -> None:
    code = {".py", ".html", ".js", ".css"}
    long = {
        name(path): len(path.read_text().splitlines())
        for path in ours(*ROOMS)
        if path.suffix in code and len(path.read_text().splitlines()) > LINES_MAX
    }
    assert set(long) == LONG, long


def test_nothing_is_left_for_later() -> None:
    marks = tuple("".join(parts) for parts in (("TO", "DO"), ("FIX", "ME"), ("XX", "X:")))
    found = [
        f"{name(path)}:{number}"
        for path in ours(*ROOMS, "tests", "dev")
        if path.suffix not in {".csv", ".json"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if any(mark in line for mark in marks)
    ]
    assert found == []


def test_pages_say_nothing_to_a_console_and_stop_at_no_breakpoint() -> None:
    found = [
        f"{name(path)}:{number}"
        for path in ours(*ROOMS)
        if path.suffix in {".js", ".html"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "console.log(" in line or line.strip() == "debugger;"
    ]
    assert found == []


def test_vietnamese_is_written_composed() -> None:
    # "ộ" as one letter and not as "o" with two marks: search, sorting and comparing depend on it.
    found = [
        f"{name(path)}:{number}"
        for path in ours(*ROOMS, "tests")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if not unicodedata.is_normalized("NFC", line)
    ]
    assert found == []


def test_every_text_file_ends_with_a_line_feed_and_holds_no_carriage_return() -> None:
    # Golden documents are bytes of a till, kept as they were.
    bodies = {name(path): path.read_bytes() for path in ours(*ROOMS, "tests") if "golden" not in path.parts}
    assert [at for at, body in bodies.items() if body and not body.endswith(b"\n")] == []
    assert [at for at, body in bodies.items() if b"\r\n" in body] == []


def test_nothing_of_this_machine_is_in_the_repository() -> None:
    places = tuple("/".join(("", *parts)) for parts in (("work", ""), ("root", ""), ("home", "")))
    found = [
        f"{name(path)}:{number}"
        for path in ours(*ROOMS, "tests", "dev", "README.md", "ARCHITECTURE.md")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if any(place in line for place in places)
    ]
    assert found == []
