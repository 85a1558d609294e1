"""Inspections at booths: what an inspector found there, and what he did about it.

An inspection is a document on the same road as a sale: written on a phone, with or without a network, and
never edited. Its picture travels inside it, because a fault and its proof must not arrive apart.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Literal, get_args

from fairpos.core.document import TEXT_MAX, Document, is_name

Fault = Literal["no-certificate", "expired-certificate", "wrong-stars", "label", "hygiene", "other"]
FAULTS: tuple[Fault, ...] = get_args(Fault)

Action = Literal["reminder", "off-shelf", "report"]
ACTIONS: tuple[Action, ...] = get_args(Action)
"""off-shelf: the article is sold no longer at that booth until an organiser lifts it."""

INSPECTOR_MAX = 60
PICTURE_TEXT_MAX = 60_000
"""Characters of a picture in base64, 45,000 bytes of it: with everything else, still one journal entry."""

_SIGNS = {"image/jpeg": (0, b"\xff\xd8\xff"), "image/webp": (8, b"WEBP")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection(Document):
    """One fault at one booth. `article` is "" where it is about the booth; `inspector` is the name of the
    person; `picture` is a small JPEG or WebP in base64, "" without one."""

    booth: str
    fault: Fault
    action: Action
    article: str = ""
    inspector: str = ""
    note: str = ""
    picture: str = ""


def faults(document: Inspection) -> list[str]:
    """Codes of everything wrong with an inspection; an empty list when it is sound."""
    codes = []
    if not is_name(document.booth) or (document.article and not is_name(document.article)):
        codes.append("name")
    if document.action == "off-shelf" and not document.article:
        codes.append("no-article")
    if len(document.note) > TEXT_MAX or len(document.inspector) > INSPECTOR_MAX:
        codes.append("text-length")
    if document.picture and picture_of(document) is None:
        codes.append("picture")
    return codes


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture, and which of the two kinds they are."""

    body: bytes
    media_type: str


def picture_of(document: Inspection) -> Picture | None:
    """The picture of an inspection; None where there is none, or something that is no picture."""
    if len(document.picture) > PICTURE_TEXT_MAX:
        return None
    try:
        body = base64.b64decode(document.picture, validate=True)
    except (binascii.Error, ValueError):
        return None
    for media_type, (place, sign) in _SIGNS.items():
        if body.startswith(sign, place):
            return Picture(body, media_type)
    return None
