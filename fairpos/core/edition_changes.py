"""What is different between two editions of a fair's settings, thing by thing and field by field.

Secrets are never told, only that they changed: codes of enrolment, PINs, account numbers. Nor are keys that
mean nothing to a reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from fairpos.core.fair import Edition

Kind = Literal[
    "fair", "exhibitor", "booth", "article", "gate", "till", "staff", "stop", "notice", "rates", "capacity"
]
Act = Literal["added", "changed", "removed"]

_UNTOLD = frozenset(
    {
        "code_hash",
        "pin_salt",
        "pin_hash",
        "account",
        "photo",
        "calendar",
        "kind",
        "role",
        "tax_class",
        "method",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChange:
    """One difference. `field` is "" where the whole thing came or went; `before` and `after` are None where
    the field itself is not told."""

    kind: Kind
    act: Act
    id: str
    name: str
    field: str = ""
    before: str | int | None = None
    after: str | int | None = None


def changes(before: Edition, after: Edition) -> tuple[EditionChange, ...]:
    """Everything that differs, prices first."""
    found = [
        *_fields("fair", before.fair.slug, after.fair.name, before.fair, after.fair),
        *_things("exhibitor", before.exhibitors, after.exhibitors),
        *_things("booth", before.booths, after.booths),
        *_things("article", before.articles, after.articles),
        *_things("gate", before.gates, after.gates),
        *_things("till", before.devices, after.devices),
        *_things("staff", before.staff, after.staff),
        *_things("stop", _stops(before), _stops(after)),
        *_things("notice", _notices(before), _notices(after)),
        *_things("capacity", _capacities(before), _capacities(after)),
    ]
    if before.rates != after.rates:
        found.append(EditionChange(kind="rates", act="changed", id="", name=""))
    return tuple(sorted(found, key=lambda one: one.field != "price"))


@dataclass(frozen=True, slots=True)
class _Stop:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class _Said:
    id: str
    name: str
    until_at: int


def _stops(edition: Edition) -> list[_Stop]:
    booths = {booth.id: booth.name for booth in edition.booths}
    articles = {article.id: article.name for article in edition.articles}
    return [
        _Stop(
            f"{stop.booth}/{stop.article}",
            f"{articles.get(stop.article, stop.article)} · {booths.get(stop.booth, stop.booth)}",
        )
        for stop in edition.stops
    ]


def _notices(edition: Edition) -> list[_Said]:
    return [_Said(notice.id, notice.text, notice.until_at) for notice in edition.notices]


@dataclass(frozen=True, slots=True)
class _Room:
    id: str
    name: str
    people: int


def _capacities(edition: Edition) -> list[_Room]:
    return [_Room(one.hall, one.hall, one.people) for one in edition.capacities]


def _things(kind: Kind, before: Sequence[Any], after: Sequence[Any]) -> Iterator[EditionChange]:
    was: Mapping[str, Any] = {one.id: one for one in before}
    now: Mapping[str, Any] = {one.id: one for one in after}
    for id_, one in was.items():
        if id_ not in now:
            yield EditionChange(kind=kind, act="removed", id=id_, name=_name(one))
    for id_, one in now.items():
        if id_ not in was:
            yield EditionChange(kind=kind, act="added", id=id_, name=_name(one))
        elif was[id_] != one:
            yield from _fields(kind, id_, _name(one), was[id_], one)


def _name(thing: Any) -> str:
    return str(getattr(thing, "name", thing.id))


def _fields(kind: Kind, id_: str, name: str, before: Any, after: Any) -> Iterator[EditionChange]:
    for field in fields(after):
        was, now = getattr(before, field.name), getattr(after, field.name)
        if was != now:
            told = field.name not in _UNTOLD
            yield EditionChange(
                kind=kind,
                act="changed",
                id=id_,
                name=name,
                field=field.name,
                before=_told(was) if told else None,
                after=_told(now) if told else None,
            )


def _told(value: Any) -> str | int:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "–")
