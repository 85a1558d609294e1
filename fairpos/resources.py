"""Where the files are that are not code.

Templates stand in `templates/` at the top of a checkout, where whoever designs them finds them at once. A
wheel has no top: there they travel inside the package, as `fairpos/_bundled/templates` (see pyproject.toml).
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates() -> Path:
    """The folder of the templates, wherever FairPOS is installed."""
    bundled = _PACKAGE / "_bundled" / "templates"
    folder = bundled if bundled.is_dir() else _PACKAGE.parent / "templates"
    assert folder.is_dir(), f"The templates are neither in {bundled} nor in {folder}."
    return folder
