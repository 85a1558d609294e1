"""The wheel carries everything the checkout has, and works where there is no checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ["fairpos", "booth_terminal", "admin_site", "fixtures"]
BUNDLED = "fairpos/_bundled/templates"

# One worker builds the wheel for all of these.
pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel is made of, copied, so that nobody changes a file between building and comparing."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in [*PACKAGES, "templates"]:
        unwanted = shutil.ignore_patterns("__pycache__", "*.pyc")
        shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
    for name in ["pyproject.toml", ".gitignore"]:
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    subprocess.run([*build, "--outdir", folder, checkout], check=True, stdout=subprocess.DEVNULL)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and our dependencies in it, and without the checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    # Python does not look for further .pth files in there, so the one of the checkout is not followed.
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "dependencies.pth").write_text("\n".join(paths))
    uv = str(Path(sys.executable).with_name("uv"))
    install = [uv, "pip", "install", "--quiet", "--offline", "--no-deps"]
    subprocess.run([*install, "--python", folder / "bin" / "python", wheel], check=True)
    return folder / "bin"


def run_elsewhere(*command: str | Path, folder: Path) -> str:
    """Runs a command where nothing of the checkout is near, and returns what it prints."""
    outside = {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8"}
    done = subprocess.run(command, cwd=folder, env=outside, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def files_of_wheel(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_every_file_of_the_packages_and_every_template_is_in_the_wheel(checkout: Path, wheel: Path) -> None:
    files = {
        file.relative_to(checkout).as_posix()
        for name in [*PACKAGES, "templates"]
        for file in (checkout / name).rglob("*")
        if file.is_file()
    }
    assert files_of_wheel(wheel) == {
        f"{BUNDLED}/{file.removeprefix('templates/')}" if file.startswith("templates/") else file
        for file in files
    }


@pytest.mark.parametrize(
    "kind",
    [
        f"{BUNDLED}/*.html",
        "fairpos/web/static/*",
        "fairpos/web/locale/*.po",
        "fairpos/db/migrations/*.py",
        "booth_terminal/static/*",
        "admin_site/*.py",
        "fixtures/*.py",
    ],
)
def test_what_is_not_plain_code_is_in_the_wheel(wheel: Path, kind: str) -> None:
    assert [name for name in files_of_wheel(wheel) if fnmatch(name, kind)] != []


def test_the_installed_program_says_what_it_can_do(bin_folder: Path, tmp_path: Path) -> None:
    assert "demo" in run_elsewhere(bin_folder / "fairpos", "--help", folder=tmp_path)


def test_the_installed_program_is_the_one_from_the_wheel(bin_folder: Path, tmp_path: Path) -> None:
    for name in PACKAGES:
        where = f"import {name}; print({name}.__path__[0])"
        found = run_elsewhere(bin_folder / "python", "-c", where, folder=tmp_path)
        assert found.startswith(str(bin_folder.parent)), found


def test_the_installed_program_renders_its_own_templates(bin_folder: Path, tmp_path: Path) -> None:
    script = """
from jinja2 import DictLoader, ChoiceLoader, Environment, FileSystemLoader
from fairpos.resources import templates

page = {"page": "{% for name in names %}{{ name }}\\n{% endfor %}"}
loader = ChoiceLoader([DictLoader(page), FileSystemLoader(templates())])
environment = Environment(loader=loader, autoescape=True)
names = environment.list_templates(extensions=["html"])
print(environment.get_template("page").render(names=names))
"""
    rendered = run_elsewhere(bin_folder / "python", "-c", script, folder=tmp_path).split()
    checkout = ROOT / "templates"
    assert rendered == sorted(file.relative_to(checkout).as_posix() for file in checkout.rglob("*.html"))
