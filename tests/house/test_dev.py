"""The script `dev`: one command runs it, one command tests it, on a machine that has only Python."""

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

Dev = Any  # a module without a stub


def load() -> ModuleType:
    loader = SourceFileLoader("dev", str(ROOT / "dev"))
    spec = importlib.util.spec_from_loader("dev", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def dev() -> Dev:
    return load()


@pytest.fixture
def elsewhere(dev: Dev, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dev:
    """The script, as if it stood in an empty folder with two lock files; what it runs is only noted down."""
    venv = tmp_path / ".venv"
    for lock in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / lock).write_text("starlette==1.10.0\n")
    for name, path in {
        "ROOT": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "UV": venv / "bin" / "uv",
        "RUNTIME": tmp_path / "requirements.txt",
        "DEVELOPMENT": tmp_path / "requirements-dev.txt",
    }.items():
        monkeypatch.setattr(dev, name, path)

    dev.ran = []
    dev.fails = ()

    def run(*command: str | Path, **variables: str) -> bool:
        words = [str(word) for word in command]
        dev.ran.append(" ".join(words).replace(str(tmp_path), "").replace(sys.executable, "python3"))
        if "venv" in words:
            for folder in ("bin", "lib/python3.11/site-packages"):
                (venv / folder).mkdir(parents=True, exist_ok=True)
            for program in ("python", "uv"):
                (venv / "bin" / program).touch()
        return not any(word in dev.fails for word in words)

    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev, "python_has", lambda module: True)
    return dev


@pytest.fixture
def became(dev: Dev, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the script would have turned into, had nothing needed installing."""
    words: list[str] = []
    monkeypatch.setattr(dev, "install", lambda lock: None)
    monkeypatch.setattr(dev, "find_browser", lambda: None)
    monkeypatch.setattr(dev, "become", lambda *command: words.extend(map(str, command[1:])))
    monkeypatch.chdir(ROOT)
    return words


def test_the_help_lists_every_command() -> None:
    printed = subprocess.run([ROOT / "dev"], capture_output=True, text=True, check=True).stdout
    listed = re.findall(r"^ *\./dev (\w+)", printed, re.MULTILINE)
    assert listed == list(load().COMMANDS)


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"])
def test_the_documents_name_only_commands_that_exist(dev: Dev, document: str) -> None:
    text = (ROOT / document).read_text()
    assert sorted(set(re.findall(r"\./dev (\w+)", text)) - set(dev.COMMANDS)) == []


def test_the_readme_shows_how_to_run_and_how_to_test() -> None:
    assert {"demo", "test"} <= set(re.findall(r"\./dev (\w+)", (ROOT / "README.md").read_text()))


def test_an_unknown_command_is_refused_with_a_sentence(dev: Dev) -> None:
    with pytest.raises(SystemExit, match=r"^dev: there is no command 'tset'; \./dev help lists them\.$"):
        dev.main(["tset"])


def test_an_older_python_is_refused_with_a_sentence(dev: Dev) -> None:
    sentence = r"^dev: FairPOS needs Python 3\.11 or newer, and this is Python 3\.9\.$"
    with pytest.raises(SystemExit, match=sentence):
        dev.refuse_old_python((3, 9, 18))
    dev.refuse_old_python((3, 11, 0))


def test_an_older_python_can_read_the_script_far_enough_to_refuse() -> None:
    source = (ROOT / "dev").read_text()
    ast.parse(source, feature_version=(3, 7))
    pretend = "import runpy, sys; sys.version_info = (3, 9, 18); runpy.run_path('dev', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (
        1,
        "dev: FairPOS needs Python 3.11 or newer, and this is Python 3.9.\n",
    )


def test_the_first_call_installs_and_the_second_has_nothing_to_do(elsewhere: Dev) -> None:
    elsewhere.install(elsewhere.RUNTIME)
    assert [re.sub(r" -.*", "", command) for command in elsewhere.ran[-1:]] == ["/.venv/bin/uv pip install"]
    assert all("--require-hashes" in command for command in elsewhere.ran if "install" in command)

    elsewhere.ran.clear()
    elsewhere.install(elsewhere.RUNTIME)
    assert elsewhere.ran == []


def test_running_after_testing_installs_nothing_and_neither_undoes_the_other(elsewhere: Dev) -> None:
    elsewhere.install(elsewhere.RUNTIME)
    elsewhere.install(elsewhere.DEVELOPMENT)
    elsewhere.ran.clear()
    for lock in (elsewhere.RUNTIME, elsewhere.DEVELOPMENT, elsewhere.RUNTIME):
        elsewhere.install(lock)
    assert elsewhere.ran == []


def test_what_is_for_developing_is_installed_again_after_newer_versions_came_to_run(elsewhere: Dev) -> None:
    elsewhere.install(elsewhere.DEVELOPMENT)
    old = elsewhere.DEVELOPMENT.read_text()
    for lock in (elsewhere.RUNTIME, elsewhere.DEVELOPMENT):
        lock.write_text("starlette==1.10.1\n")
    elsewhere.install(elsewhere.RUNTIME)
    elsewhere.DEVELOPMENT.write_text(old)
    assert not elsewhere.is_installed(elsewhere.DEVELOPMENT)


def moved(dev: Dev) -> None:
    (pth,) = dev.VENV.glob("lib/python*/site-packages/fairpos-checkout.pth")
    pth.write_text("/somewhere/else\n")


@pytest.mark.parametrize(
    ("happens", "environments_made"),
    [
        (lambda dev: dev.RUNTIME.write_text("starlette==1.10.1\n"), 0),
        (lambda dev: dev.PYTHON.unlink(), 1),
        (moved, 1),
    ],
    ids=["the lock changed", "its Python is gone", "the folder was moved"],
)
def test_it_installs_again_when(
    elsewhere: Dev, happens: Callable[[Dev], None], environments_made: int
) -> None:
    elsewhere.install(elsewhere.RUNTIME)
    happens(elsewhere)
    elsewhere.ran.clear()
    elsewhere.install(elsewhere.RUNTIME)
    assert sum("-m venv" in command for command in elsewhere.ran) == environments_made
    assert elsewhere.ran[-1].startswith("/.venv/bin/uv pip install")


def test_pip_does_it_when_uv_cannot(elsewhere: Dev) -> None:
    elsewhere.fails = (str(elsewhere.UV),)
    elsewhere.install(elsewhere.RUNTIME)
    assert "-m pip --python /.venv/bin/python" in elsewhere.ran[-1]
    assert "--require-hashes -r /requirements.txt" in elsewhere.ran[-1]
    assert elsewhere.is_installed(elsewhere.RUNTIME)


def test_what_failed_is_tried_again_next_time(elsewhere: Dev) -> None:
    elsewhere.fails = ("install",)
    with pytest.raises(SystemExit, match=r"^dev: what requirements\.txt lists could not be installed"):
        elsewhere.install(elsewhere.RUNTIME)
    assert not elsewhere.is_installed(elsewhere.RUNTIME)


def test_without_ensurepip_the_pip_of_the_system_fills_the_environment(
    elsewhere: Dev, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "python_has", lambda module: module == "pip")
    elsewhere.make_environment()
    assert elsewhere.ran[0] == "python3 -m venv --clear --without-pip /.venv"
    assert elsewhere.ran[1].startswith("python3 -m pip --python /.venv/bin/python")


def test_without_pip_and_without_root_it_says_the_line_to_run(
    elsewhere: Dev, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "python_has", lambda module: False)
    monkeypatch.setattr(elsewhere.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"As root: apt-get install python3-venv$"):
        elsewhere.make_environment()
    assert elsewhere.ran == []


def test_tests_run_in_two_processes_and_say_why_any_is_skipped(dev: Dev, became: list[str]) -> None:
    dev.test(["tests/core"])
    assert became[:5] == ["-m", "pytest", "-rfEs", "-n", "2"]
    assert became[-1] == "tests/core"


@pytest.mark.parametrize("wish", [["-n", "4"], ["-n0"], ["--pdb"], ["-p", "no:xdist"]])
def test_who_wants_another_number_of_processes_gets_it(dev: Dev, became: list[str], wish: list[str]) -> None:
    dev.test(wish)
    assert became == ["-m", "pytest", "-rfEs", *wish]


def test_a_measurement_that_does_not_exist_is_not_run(
    dev: Dev, became: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.bench(["nothing"]) == 1
    assert capsys.readouterr().out.startswith("Measurements: ")
    assert became == []
