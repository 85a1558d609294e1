import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairpos.core.search import matches, search_key
from tests.examples import EXAMPLES


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("ruou ba kich", "Rượu ba kích"),
        ("kich ruou", "Rượu ba kích tím 500 ml"),
        ("mat ong", "Mật ong rừng"),
        ("dong", "Đồng Sơn"),
        ("đồng", "Đồng Sơn"),
        ("DONG TRIEU", "Gốm Đông Triều"),
        ("hoà bình", "Cam Hòa Bình"),
        ("hòa bình", "Cam Hoà Bình"),
        ("hoa binh", "Cam Hoà Bình"),
        ("mi", "Miến dong Bình Liêu"),
        ("500", "Mật ong 500 ml"),
        ("", "Mật ong"),
        ("  ", "Mật ong"),
    ],
)
def test_words_are_found_without_their_marks(query: str, text: str) -> None:
    assert matches(query, text)


@pytest.mark.parametrize(
    ("query", "text"), [("ruou vang", "Rượu ba kích"), ("kichi", "Rượu ba kích"), ("ong mat x", "Mật ong")]
)
def test_a_word_that_is_not_there_finds_nothing(query: str, text: str) -> None:
    assert not matches(query, text)


def test_a_word_is_found_by_its_beginning_and_not_by_its_middle() -> None:
    assert matches("ki", "Rượu ba kích")
    assert not matches("ich", "Rượu ba kích")


def test_both_ways_of_placing_a_tone_mark_give_one_key() -> None:
    assert search_key("Hoà") == search_key("Hòa") == "hoa"
    assert search_key("Thuỷ") == search_key("Thủy") == "thuy"


def test_blanks_of_every_kind_are_one_blank() -> None:
    assert search_key("  Mật\N{NO-BREAK SPACE}ong \t rừng\n") == "mat ong rung"


@EXAMPLES
@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0x1FFF), max_size=60))
def test_a_key_stays_as_it_is_and_does_not_know_how_its_text_was_composed(text: str) -> None:
    key = search_key(unicodedata.normalize("NFC", text))
    assert search_key(unicodedata.normalize("NFD", text)) == key
    assert search_key(key) == key
