"""Notices of the organisers: for everybody, or for a zone, a district or a product group, for a while."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

NOTICE_TEXT_MAX = 400

Problem = Literal["no-text", "too-long", "not-printable", "ends-before-it-begins", "over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is said, from one moment to another (Unix milliseconds; `until_at` is the first without it).

    `zone`, `district` and `group` narrow it down, None reaching everybody; together they must all hold.
    """

    id: str
    text: str
    text_en: str
    from_at: int
    until_at: int
    zone: str | None = None
    district: str | None = None
    group: str | None = None

    def reaches(self, zone: str, districts: Collection[str], groups: Collection[str]) -> bool:
        """Whether it is meant for a booth in this zone, of these districts, that sells these groups."""
        return (
            self.zone in (None, zone)
            and (self.district is None or self.district in districts)
            and (self.group is None or self.group in groups)
        )

    def stands_at(self, at: int) -> bool:
        return self.from_at <= at < self.until_at


def problems(notice: Notice, *, now: int) -> list[Problem]:
    """Everything that keeps a notice from being put up; an empty list when nothing does."""
    found: list[Problem] = []
    if not notice.text:
        found.append("no-text")
    if len(notice.text) > NOTICE_TEXT_MAX or len(notice.text_en) > NOTICE_TEXT_MAX:
        found.append("too-long")
    if not (notice.text + notice.text_en).isprintable():
        found.append("not-printable")
    if notice.until_at <= notice.from_at:
        found.append("ends-before-it-begins")
    elif notice.until_at <= now:
        found.append("over")
    return found
