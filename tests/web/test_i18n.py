"""Every word of the pages stands in both catalogues, and every figure of a message survives translation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from fairpos.core.money import Language
from fairpos.web import i18n
from fairpos.web.i18n import LANGUAGES, catalogue, messages, translator

ROOT = Path(__file__).parents[2]
PLACES = {
    "templates/site": "html",
    "templates/public": "html",
    "templates/shared": "html",
    "admin_site": "py",
    "fairpos/web": "py",
}
METHODS = {"html": [("**.html", "jinja2.ext:babel_extract")], "py": [("**.py", "python")]}


def written() -> set[str | tuple[str, ...]]:
    """Every message that a page or a module of the domain "site" names."""
    return {
        message
        for folder, kind in PLACES.items()
        for _, _, message, _, _ in extract_from_dir(str(ROOT / folder), METHODS[kind])
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_no_translation_is_left_over(language: Language) -> None:
    entries = {message.id: message.string for message in catalogue("site", language) if message.id}
    assert set(map(str, entries)) == set(map(str, written()))
    empty = [key for key, text in entries.items() if not text or (isinstance(text, tuple) and not all(text))]
    assert empty == []


def test_no_translation_is_fuzzy_or_still_english() -> None:
    vietnamese = catalogue("site", "vi")
    same = {"Sales"} & {str(message.id) for message in vietnamese if message.id == message.string}
    assert [message.id for message in vietnamese if message.id and message.fuzzy] == []
    assert {str(m.id) for m in vietnamese if m.id and m.id == m.string} == same


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_the_same_figures(language: Language) -> None:
    for message in catalogue("site", language):
        if not message.id:
            continue
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        for text in texts:
            assert figures(str(text)) == figures(sources[-1]), message.id


def figures(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", text))


def test_a_number_picks_its_form() -> None:
    one, many = "%(num)s sale", "%(num)s sales"
    english, vietnamese = translator("site", "en"), translator("site", "vi")
    assert [english.ngettext(one, many, n) for n in (0, 1, 2)] == [many, one, many]
    assert {vietnamese.ngettext(one, many, n) for n in (0, 1, 2)} == {"%(num)s đơn bán"}
    assert english.ngettext("a", "b", 1) == "a"
    assert english.gettext("never heard of") == "never heard of"


def test_a_domain_s_messages_are_a_plain_mapping() -> None:
    assert messages("site", "vi")["Takings"] == "Doanh thu"
    assert messages("site", "en")["Takings"] == "Takings"
    assert all(isinstance(text, str) and text for text in messages("site", "vi").values())


def test_a_message_stands_in_one_file_of_its_domain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hall").mkdir()
    said = 'msgid ""\nmsgstr "Language: vi\\n"\n\nmsgid "%s"\nmsgstr "%s"\n'
    (tmp_path / "hall" / "vi.po").write_text(said % ("Gate", "Cổng"))
    (tmp_path / "hall" / "plan.vi.po").write_text(said % ("Aisle", "Lối đi"))
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    assert messages("hall", "vi") == {"Gate": "Cổng", "Aisle": "Lối đi"}
    catalogue.cache_clear()
    (tmp_path / "hall" / "zones.vi.po").write_text(said % ("Aisle", "Hành lang"))
    with pytest.raises(i18n.SaidTwice, match=r"zones\.vi\.po: Aisle"):
        catalogue("hall", "vi")
    catalogue.cache_clear()


def test_another_domain_falls_back_to_the_words_of_the_site() -> None:
    assert translator("till", "vi").gettext("Takings") in ("Doanh thu", messages("till", "vi").get("Takings"))
