"""Finding Vietnamese words typed without their marks: "ruou ba kich" finds "Rượu ba kích"."""

from __future__ import annotations

import unicodedata


def search_key(text: str) -> str:
    """Fold text for searching: NFC, lower case, đ to d, marks away, blanks single.

    Both ways of placing a tone mark ("hoà", "hòa") give the same key.
    """
    lowered = unicodedata.normalize("NFC", text).casefold().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return " ".join(bare.split())


def matches(query: str, text: str) -> bool:
    """Whether every word of the query begins a word of the text, in any order."""
    words = search_key(text).split()
    return all(any(word.startswith(part) for word in words) for part in search_key(query).split())
