"""The modules of a page in one file, and its style sheets in another.

A cheap tablet spends most of a cold start on fetching seventy small modules out of its cache one by one. They
are put together here when the program starts, from the very sources that tests import: each module becomes a
function that gives what it exports, in the order in which they need one another. Only the forms the house
writes are understood; anything else is refused, so that no page is ever served half understood.
"""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";\n', re.MULTILINE)
_DECLARED = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
_LISTED = re.compile(r"^export \{([^}]*)\};\n?", re.MULTILINE)
_STRANGE = re.compile(r"^(?:import|export)\b.*|\bimport\.meta\b", re.MULTILINE)
# A comment that has its lines for itself. Most of a file is worth reading, and none of that is worth sending.
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_SHEET = re.compile(r'[ \t]*<link rel="stylesheet" href="([^"]+)">\n')
_CSS_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*\*/\n?")


class NotBundled(ValueError):
    """A module is written in a way that this does not understand."""


def script(folder: Path, entrance: str) -> str:
    """The module `entrance` of a folder, and before it everything it needs."""
    modules: dict[str, _Module] = {}
    wanted = [entrance]
    while wanted:
        name = wanted.pop()
        if name not in modules:
            modules[name] = _Module(name, (folder / name).read_text())
            wanted += modules[name].needs
    try:
        order = list(TopologicalSorter({name: made.needs for name, made in modules.items()}).static_order())
    except CycleError as error:
        raise NotBundled(f"modules need one another in a circle: {error.args[1]}") from None
    return "".join(modules[name].closed() for name in order[:-1]) + modules[entrance].open()


class _Module:
    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.needs: list[str] = []
        self.exports: list[str] = []
        text = _COMMENT.sub("", text)
        if any(line.partition(" // ")[0].count("`") % 2 for line in text.splitlines()):
            raise NotBundled(f"{name}: text over several lines")
        text = _INDENT.sub("", text)
        text = _IMPORT.sub(self._import, text)
        self.exports += [found.group(2) for found in _DECLARED.finditer(text)]
        text = _DECLARED.sub(r"\1 \2", text)
        text = _LISTED.sub(self._list, text)
        strange = _STRANGE.search(text)
        if strange:
            raise NotBundled(f"{name}: {strange.group().strip()}")
        self.text = text

    def _import(self, found: re.Match[str]) -> str:
        names, path = found.groups()
        needed = _joined(self.name, path)
        self.needs.append(needed)
        taken = ", ".join(names.replace(" as ", ": ").replace("\n", " ").split(","))
        return f"const {{{taken}}} = {_variable(needed)};\n"

    def _list(self, found: re.Match[str]) -> str:
        self.exports += [name.strip() for name in found.group(1).split(",") if name.strip()]
        return ""

    def closed(self) -> str:
        """As a function that gives what it exports: its other names are its own."""
        given = ", ".join(self.exports)
        return f"const {_variable(self.name)} = (() => {{\n{self.text}return {{ {given} }};\n}})();\n"

    def open(self) -> str:
        """As the last of a file, where it may wait for something before it goes on."""
        return f"{{\n{self.text}}}\n"


def _joined(module: str, path: str) -> str:
    return str(PurePosixPath(module).parent / path.removeprefix("./"))


def _variable(module: str) -> str:
    return "$" + re.sub(r"\W", "_", module.removesuffix(".js"))


def sheets(page: str) -> list[str]:
    """The addresses of a page's style sheets, in their order."""
    return _SHEET.findall(page)


def with_one_sheet(page: str, address: str) -> str:
    """The page with one style sheet in the place of the first, and none of the others."""
    once, _ = _SHEET.subn(f'  <link rel="stylesheet" href="{address}">\n', page, count=1)
    head, mark, rest = once.partition(f'href="{address}">\n')
    return head + mark + _SHEET.sub("", rest)


def style(texts: list[tuple[str, str]]) -> str:
    """Style sheets in a row. `texts`: the address and text of each. What one names is still found."""
    return "".join(
        re.sub(r'url\("(?!/|data:)', f'url("{PurePosixPath(address).parent}/', _CSS_COMMENT.sub("", text))
        for address, text in texts
    )


def named(style: str) -> set[str]:
    """The files a style sheet names."""
    return {url for url in re.findall(r'url\("([^"]+)"\)', style) if url.startswith("/")}
