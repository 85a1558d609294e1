"""The words of the pages, in Vietnamese and English.

Catalogues are plain `.po` files with English msgids, `locale/<domain>/<language>.po` for what many pages say
and `locale/<domain>/<part>.<language>.po` for what one part of the house says; a message stands in one of
them. They are read once at start and never compiled to disk, so a translator's file is the file that runs.
Domain "site" holds what the organisers' pages and the shared templates say; others fall back to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from starlette.requests import HTTPConnection

from fairpos.core.money import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "vi"
NAMES: dict[Language, str] = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "language"

FOLDER = Path(__file__).parent / "locale"


class SaidTwice(ValueError):
    """A message stands in two files of one domain, and they may come to differ."""


def language_of(request: HTTPConnection) -> Language:
    """The language this browser has chosen; Vietnamese until it chooses."""
    chosen = request.cookies.get(COOKIE)
    return next((language for language in LANGUAGES if language == chosen), DEFAULT)


@dataclass(frozen=True, slots=True)
class Translator:
    """Looks messages up; what has no translation is shown as its English msgid."""

    language: Language
    singular: dict[str, str]
    plural: dict[str, tuple[str, ...]]

    def gettext(self, message: str) -> str:
        return self.singular.get(message) or message

    def ngettext(self, one: str, many: str, n: int) -> str:
        forms = self.plural.get(one)
        if forms is None:
            return one if n == 1 else many
        # Vietnamese has one form for every number; English has two.
        return forms[0 if len(forms) == 1 or n == 1 else 1]


@cache
def catalogue(domain: str, language: Language) -> Catalog:
    """A domain's messages. Raises FileNotFoundError when nobody has written it, SaidTwice."""
    folder = FOLDER / domain
    whole = _read(folder / f"{language}.po", domain, language)
    for part in sorted(folder.glob(f"*.{language}.po")):
        for message in _read(part, domain, language):
            if not message.id:
                continue
            if message.id in whole:
                raise SaidTwice(f"{part.name}: {message.id}")
            whole[message.id] = message
    return whole


def _read(file: Path, domain: str, language: Language) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=language, domain=domain)


@cache
def translator(domain: str, language: Language) -> Translator:
    """The messages of a domain, over those of "site"."""
    domains = ("site",) if domain == "site" else ("site", domain)
    singular: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for name in domains:
        for message in catalogue(name, language):
            if not message.id:
                continue
            if isinstance(message.id, str):
                singular[message.id] = str(message.string)
            elif isinstance(message.string, tuple | list) and all(message.string):
                plural[message.id[0]] = tuple(message.string)
    return Translator(language, singular, plural)


def messages(domain: str, language: Language) -> dict[str, str]:
    """A domain's own messages as a plain mapping from msgid to text, for a page that translates by itself."""
    return {
        str(message.id): str(message.string) or str(message.id)
        for message in catalogue(domain, language)
        if message.id and isinstance(message.id, str)
    }


def mark(message: str) -> str:
    """Mark a message for translation where it is only stored; it is looked up when it is shown."""
    return message
