"""Every word of the till exists in both languages, and nothing is translated that nobody says."""

from __future__ import annotations

import re
import unicodedata

import pytest

from booth_terminal import pages
from fairpos.core.money import Language
from fairpos.resources import templates
from fairpos.web.i18n import LANGUAGES, messages

IN_SCRIPT = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')
IN_TEMPLATE = re.compile(r'(?:\bword|\blabel|\b_)\("((?:[^"\\]|\\.)*)"\)')
ANY_CALL = re.compile(r"\bt\(\s*[^\s\"]")


def said() -> set[str]:
    scripts = {path.name: path.read_text() for path in pages.FOLDER.glob("*.js")}
    forms = [path.read_text() for path in (templates() / "till").rglob("*.html")]
    # A message that is not written out could not be found by a search.
    assert [name for name, text in scripts.items() if name != "words.js" and ANY_CALL.search(text)] == []
    found = [IN_SCRIPT.findall(text) for text in scripts.values()] + [
        IN_TEMPLATE.findall(text) for text in forms
    ]
    return {message for messages_ in found for message in messages_}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_is_what_is_translated(language: Language) -> None:
    translated = messages("till", language)
    assert set(translated) == said()
    assert all(text.strip() for text in translated.values())


def test_english_says_what_the_messages_say() -> None:
    assert all(message == text for message, text in messages("till", "en").items())


def test_vietnamese_is_composed_and_keeps_the_places_for_figures() -> None:
    for message, text in messages("till", "vi").items():
        assert unicodedata.normalize("NFC", text) == text
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", message))


def test_no_file_of_the_till_is_longer_than_a_person_reads() -> None:
    files = [*pages.FOLDER.glob("*.js"), *pages.FOLDER.glob("*.css")]
    assert [path.name for path in files if len(path.read_text().splitlines()) > 400] == []
