"""What gets installed is exactly what was tested, wherever it is fetched from."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.txt"))
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pins(lock: Path) -> dict[str, list[str]]:
    """Each pinned requirement, with its marker, and the hashes it may have."""
    text = re.sub(r"#.*", "", lock.read_text())
    logical_lines = re.sub(r"\\\n", " ", text).splitlines()
    return {line.split("--hash")[0].strip(): HASH.findall(line) for line in logical_lines if line.strip()}


def wishes(source: Path) -> list[str]:
    lines = (re.sub(r"#.*", "", line).strip() for line in source.read_text().splitlines())
    return [line for line in lines if line and not line.startswith("-")]


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_there_is_a_lock_for_running_one_for_developing_and_one_for_the_installer() -> None:
    assert [lock.name for lock in LOCKS] == [
        "requirements-dev.txt",
        "requirements-uv.txt",
        "requirements.txt",
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert [line for line in lock.read_text().splitlines() if "://" in line or "--index" in line] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_is_one_exact_version_with_hashes(lock: Path) -> None:
    assert pins(lock)
    for pin, hashes in pins(lock).items():
        assert re.fullmatch(r"==[^*]+", str(Requirement(pin).specifier)), pin
        assert hashes, pin


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_lock_fulfils_the_wishes_it_was_made_from(lock: Path) -> None:
    locked = [Requirement(pin) for pin in pins(lock)]
    versions = {(canonicalize_name(pin.name), str(pin.specifier).removeprefix("==")) for pin in locked}
    for wish in map(Requirement, wishes(lock.with_suffix(".in"))):
        found = [version for name, version in versions if name == canonicalize_name(wish.name)]
        assert found, f"{wish} is not locked; run ./dev lock"
        assert list(wish.specifier.filter(found)) == found, f"{wish} is not what is locked; run ./dev lock"


def test_developing_happens_on_the_versions_that_run() -> None:
    runtime, development = (
        # Markers may differ: a tool for developing can want on more systems what running wants on one.
        {pin.partition(" ;")[0]: hashes for pin, hashes in pins(ROOT / lock).items()}
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert {pin: development.get(pin) for pin in runtime} == runtime


def test_the_wheel_asks_for_what_the_lock_was_made_from() -> None:
    assert pyproject()["project"]["dependencies"] == wishes(ROOT / "requirements.in")


def test_the_core_is_forbidden_every_package_we_depend_on() -> None:
    (contract,) = (
        contract
        for contract in pyproject()["tool"]["importlinter"]["contracts"]
        if contract.get("source_modules") == ["fairpos.core"]
    )
    ours = {canonicalize_name(Requirement(wish).name) for wish in wishes(ROOT / "requirements.in")}
    modules = {
        module
        for module, distributions in packages_distributions().items()
        if ours.intersection(map(canonicalize_name, distributions)) and module.isidentifier()
    }
    assert modules - set(contract["forbidden_modules"]) == set()
