"""Every change that the code writes down has words: its kind, what was done, each field and each key."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from fairpos.web.change_words import PARTS_BY_DATA, READ, WORDS, reading, wordless
from fairpos.web.words import WORDS as ALL

ROOT = Path(__file__).parents[2]


def notes() -> Iterator[tuple[str, dict[str, ast.expr]]]:
    """Each call of `audit.note` in the code, with what stands before its arguments' names."""
    for folder in ("fairpos", "admin_site"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            text = file.read_text("utf-8")
            if "audit.note(" not in text:
                continue
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.note":
                    named = {word.arg: word.value for word in node.keywords if word.arg}
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", named


def literals(expression: ast.expr) -> set[str]:
    """The texts an argument may be, where they stand in it: one, or one of two."""
    if isinstance(expression, ast.IfExp):
        return literals(expression.body) | literals(expression.orelse)
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return {expression.value}
    return set()


def keys(expression: ast.expr) -> set[str]:
    if not isinstance(expression, ast.Dict):
        return set()
    return {
        key.value for key in expression.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def test_every_change_in_the_code_has_words_for_its_kind_its_act_and_its_fields() -> None:
    found = dict(notes())
    assert len(found) > 40
    lacking = [
        (place, word)
        for place, named in found.items()
        for kind in literals(named["kind"]) or {"fair"}
        for act in literals(named["act"]) or {"change"}
        for word in wordless(kind, act, keys(named["before"]) | keys(named["after"]))
    ]
    assert lacking == []


def test_a_change_without_words_is_named() -> None:
    assert wordless("kiosk", "melting", {"colour", "name"}) == (
        "kind kiosk",
        "act melting",
        "field kiosk.colour",
    )
    assert wordless("fair", "change", {"2020-01-10", "cut_off"}) == ()
    assert wordless("allocation", "change", {"Hạ Long"}) == ()


@pytest.mark.parametrize("how", sorted({how for how in READ.values() if how.startswith("word:")}))
def test_keys_are_read_by_words_that_exist(how: str) -> None:
    assert how.removeprefix("word:") in ALL


def test_a_field_is_read_as_its_kind_of_thing_says() -> None:
    assert (reading("gate", "method"), reading("application", "method"), reading("till", "place")) == (
        "word:gate_method", "", "booth",
    )  # fmt: skip
    kinds = {key.split(".")[0] for key in READ if "." in key}
    assert kinds | PARTS_BY_DATA <= WORDS["change_kind"].keys()
