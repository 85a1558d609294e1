"""What an inspection may say: one fault at one booth, and a small picture of it."""

from __future__ import annotations

import base64

import pytest

from fairpos.core.inspection import PICTURE_TEXT_MAX, Inspection, faults, picture_of
from fairpos.core.journal import ENTRY_BYTES_MAX
from fairpos.wire import documents
from tests.documents import inspection

JPEG = b"\xff\xd8\xff\xe0" + b"j" * 40
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"w" * 20


def text(body: bytes) -> str:
    return base64.b64encode(body).decode()


def test_a_fault_of_the_booth_needs_no_article() -> None:
    assert faults(inspection(fault="hygiene")) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"booth": ""}, "name"),
        ({"booth": "A 1"}, "name"),
        ({"article": "<b>"}, "name"),
        ({"action": "off-shelf"}, "no-article"),
        ({"note": "x" * 201}, "text-length"),
        ({"inspector": "x" * 61}, "text-length"),
        ({"picture": "không"}, "picture"),
        ({"picture": text(b"<svg onload=alert(1)>")}, "picture"),
        ({"picture": text(b"GIF89a" + b"g" * 30)}, "picture"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, str], code: str) -> None:
    assert faults(inspection(**changes)) == [code]


def test_everything_that_is_wrong_is_named_at_once() -> None:
    wrong = inspection(booth="", action="off-shelf", note="x" * 201, picture="?")
    assert faults(wrong) == ["name", "no-article", "text-length", "picture"]


@pytest.mark.parametrize(("body", "kind"), [(JPEG, "image/jpeg"), (WEBP, "image/webp")])
def test_a_picture_is_known_by_its_first_bytes(body: bytes, kind: str) -> None:
    found = picture_of(inspection(picture=text(body)))
    assert found is not None
    assert (found.body, found.media_type) == (body, kind)


def test_the_largest_inspection_is_one_journal_entry_and_a_larger_picture_none() -> None:
    most = text(JPEG[:4] + b"j" * (PICTURE_TEXT_MAX * 3 // 4 - 4))
    assert len(most) == PICTURE_TEXT_MAX
    largest = inspection(article="a" * 64, note="ữ" * 200, inspector="ữ" * 60, picture=most)
    assert faults(largest) == []
    assert len(documents.write(largest)) < ENTRY_BYTES_MAX
    assert faults(inspection(picture=most + "AAAA")) == ["picture"]


def test_without_a_picture_there_is_none() -> None:
    assert picture_of(inspection()) is None
    assert isinstance(documents.read(documents.write(inspection())), Inspection)
