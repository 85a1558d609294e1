"""Every code that a cell, a file or a form can be refused with has its words."""

from __future__ import annotations

import re
from pathlib import Path

from fairpos.web import words
from fairpos.web.words import WORDS

ROOT = Path(__file__).parents[2]
SOURCES = (
    "fairpos/wire/cells.py", "fairpos/wire/entries.py", "fairpos/wire/exhibitor_lists.py",
    "fairpos/wire/product_lists.py", "fairpos/wire/application_forms.py", "fairpos/ledger/exhibitor_lists.py",
    "fairpos/ledger/product_lists.py", "admin_site/exhibitors.py", "admin_site/exhibitor_files.py",
    "admin_site/applications.py", "admin_site/products.py",
)  # fmt: skip


def test_every_fault_of_a_field_has_its_words() -> None:
    found = set()
    for name in SOURCES:
        text = (ROOT / name).read_text("utf-8")
        found |= set(re.findall(r'faults\[[^\]]+\] = "([\w-]+)"', text))
        found |= set(re.findall(r'setdefault\("?\w+"?, "([\w-]+)"\)', text))
        found |= set(re.findall(r'BadCell\("([\w-]+)"\)', text))
    assert len(found) > 15
    assert found - set(WORDS["cell"]) == set()


def test_every_refusal_of_a_file_has_its_words() -> None:
    found = set()
    for name in ("fairpos/wire/sheets.py", "fairpos/wire/workbooks.py", "admin_site/lists.py"):
        found |= set(re.findall(r'BadSheet\("([\w-]+)"', (ROOT / name).read_text("utf-8")))
    assert found == set(WORDS["sheet"])


def test_a_kind_of_words_stands_in_one_module() -> None:
    # Or the later one would take the words of the earlier away, and pages would show bare keys.
    written = re.findall(r'^    "(\w+)": \{', Path(words.__file__).read_text("utf-8"), re.MULTILINE)
    for module in sorted(Path(words.__file__).parent.glob("*_words.py")):
        written += re.findall(r'^    "(\w+)": \{', module.read_text("utf-8"), re.MULTILINE)
    assert len(WORDS) > 50
    assert sorted(written) == sorted(WORDS)
