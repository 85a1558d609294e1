"""A change of the record in words: what it was of, which fields, and their values before and after."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from babel import Locale
from starlette.requests import Request

from fairpos.core import money
from fairpos.core.money import NBSP, Language, number
from fairpos.ledger import fairs, floor, people
from fairpos.ledger.audit import Change
from fairpos.ledger.connection import Connection
from fairpos.ledger.reports import layout
from fairpos.web.change_words import act_key, is_day, reading
from fairpos.web.filters import day, moment
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.words import WORDS


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a change. None: it was not there, or is not there any more."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One change in words. `who` is the person's name, `where` the fair's, "" where it belongs to none."""

    at: int
    who: str
    login: str
    kind: str
    subject: str
    act: str
    reason: str
    where: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What the things of one fair are called, by their ids."""

    exhibitor: Mapping[str, str]
    article: Mapping[str, str]
    booth: Mapping[str, str]
    gate: Mapping[str, str]
    hall: Mapping[str, str]
    question: Mapping[str, str]


_NOTHING = _Names(exhibitor={}, article={}, booth={}, gate={}, hall={}, question={})


class Telling:
    """Says changes in the language of a request. Names are read once for each fair that is spoken of."""

    def __init__(self, request: Request, connection: Connection) -> None:
        self._language: Language = language_of(request)
        self._say = translator("site", self._language).gettext
        self._connection = connection
        self.people = {one.login: one.name for one in people.accounts(connection)}
        english = self._language == "en"
        every = [
            (one, one.name_en if english and one.name_en else one.name) for one in fairs.every(connection)
        ]
        self.fairs = {one.id: name for one, name in every}
        self._by_slug = {one.slug: name for one, name in every}
        self._of: dict[int, _Names] = {}

    def told(self, change: Change, *, with_fair: bool) -> Shown:
        return Shown(
            at=change.at,
            who=self.people.get(change.by, change.by),
            login=change.by,
            kind=change.kind,
            subject=self._subject(change),
            act=act_key(change.kind, change.act),
            reason=change.reason,
            where=self.fairs.get(change.fair_id or 0, "") if with_fair else "",
            fields=self._fields(change),
        )

    def _names(self, fair_id: int | None) -> _Names:
        if fair_id is None or fair_id not in self.fairs:
            return _NOTHING
        if fair_id not in self._of:
            connection = self._connection
            plan = floor.load(connection, fair_id)
            codes = {stand.id: stand.shown for stand in plan.stands}
            fields = layout.layout(connection, fair_id)
            self._of[fair_id] = _Names(
                exhibitor={one.id: one.name for one in fairs.exhibitors(connection, fair_id)},
                article={one.id: one.name for one in fairs.articles(connection, fair_id)},
                booth={one.id: codes.get(one.id, one.id) for one in fairs.booths(connection, fair_id)},
                gate={one.id: one.name for one in fairs.gates(connection, fair_id)},
                hall={one.id: one.name for one in plan.halls},
                question={
                    one.field: one.label_en if self._language == "en" and one.label_en else one.label
                    for one in fields
                },
            )
        return self._of[fair_id]

    def _word(self, group: str, key: str) -> str:
        return self._say(WORDS[group].get(key, key)) if key else "–"

    def _subject(self, change: Change) -> str:
        """What was changed, by its name, with its id where people know it by that."""
        names, subject = self._names(change.fair_id), change.subject
        match change.kind:
            case "exhibitor" | "account" | "contact":
                return _with_id(names.exhibitor, subject)
            case "product" | "article":
                return _with_id(names.article, subject)
            case "booth":
                return names.booth.get(subject, subject)
            case "gate":
                return names.gate.get(subject, subject)
            case "hall":
                return names.hall.get(subject, subject)
            case "landmark":
                return ""
            case "gap":
                return " · ".join(names.hall.get(part, part) for part in subject.split(" "))
            case "grant" | "person":
                return _with_id(self.people, subject)
            case "shelf_stop":
                booth, _slash, article = subject.partition("/")
                return f"{names.article.get(article, article)} · {names.booth.get(booth, booth)}"
            case "return":
                booth, _space, on = subject.partition(" ")
                return f"{names.booth.get(booth, booth)} · {self._as_is(on)}"
            case "finding":
                code, _space, rest = subject.partition(" ")
                return f"{self._word('finding', code)} · {rest}"
            case "report" | "report layout" | "report answers":
                kind, _space, rest = subject.partition(" ")
                about = names.exhibitor.get(rest, names.booth.get(rest, self._as_is(rest)))
                return " · ".join(filter(None, (self._word("report", kind), about if rest else "")))
            case "season":
                return " · ".join(self._part_of_figure(part) for part in subject.split(" "))
            case "allocation" if subject not in WORDS["change_part"]:
                run, _slash, who = subject.partition("/")
                told = self._say(_("run %(number)s")) % {"number": run}
                return f"{told} · {_with_id(names.exhibitor, who)}" if who else told
            case "application_window":
                return ""
        if change.kind == "fair" and subject in self._by_slug:
            return ""
        return self._word("change_part", subject) if subject in WORDS["change_part"] else subject

    def _part_of_figure(self, part: str) -> str:
        for group in ("metric", "scope", "part"):
            if part in WORDS[group]:
                return self._word(group, part)
        return self._as_is(part)

    def _fields(self, change: Change) -> tuple[Field, ...]:
        before, after = change.before or {}, change.after or {}
        # Of what was added or removed, only what it had.
        one_sided = change.before is None or change.after is None
        keys = [
            key for key in sorted({*before, *after}) if not one_sided or _is_something((before | after)[key])
        ]
        return tuple(
            Field(
                self._name(change, key),
                self._said(change, key, before[key]) if key in before else None,
                self._said(change, key, after[key]) if key in after else None,
            )
            for key in keys
        )

    def _name(self, change: Change, key: str) -> str:
        names = self._names(change.fair_id)
        if change.kind == "report answers":
            return names.question.get(key, key)
        if change.kind == "allocation" and change.subject in ("quotas", "groups"):
            return self._country(key)
        if change.kind == "allocation" and change.act == "publication":
            return names.exhibitor.get(key, key)
        return self._word("change_field", key) if key in WORDS["change_field"] else self._as_is(key)

    def _said(self, change: Change, key: str, value: object) -> str:
        """A kept value as people read it."""
        if change.kind == "allocation" and change.act == "publication":
            return self._each(change, "booth", str(value))
        if change.kind == "allocation" and change.subject == "quotas" and isinstance(value, str):
            return self._quota(value)
        if change.kind == "fair" and is_day(key) and isinstance(value, str):
            return self._hours(value)
        return self._value(change, reading(change.kind, key), key, value)

    def _value(self, change: Change, how: str, key: str, value: object) -> str:
        match value:
            case None | "" | []:
                return self._word("tax_method", "") if how == "word:tax_method" else "–"
            case bool():
                return self._say(_("yes")) if value else self._say(_("no"))
            case int() if key.endswith("_at") or key == "at":
                return moment(value)
            case int():
                return self._amount(how, value)
            case str() if how and how not in ("money", "length", "area", "minute"):
                return self._each(change, how, value)
            case str():
                return self._country(value) if key == "country" else self._as_is(value)
            case list() if all(isinstance(one, str | int) for one in value):
                return ", ".join(self._value(change, how, key, one) for one in value)
            case list() if all(isinstance(one, dict) for one in value):
                return "; ".join(_listed(one) for one in value)
            case dict():
                return _listed(value)
        return json.dumps(value, ensure_ascii=False)

    def _amount(self, how: str, value: int) -> str:
        match how:
            case "money":
                return money.dong(value, self._language)
            case "length":
                return f"{number(Fraction(value, 100), self._language, digits=2)}{NBSP}m"
            case "area":
                return f"{number(Fraction(value, 100), self._language, digits=2)}{NBSP}m²"
            case "minute":
                return _clock(value)
        return number(value, self._language)

    def _each(self, change: Change, how: str, value: str) -> str:
        """A key, or several of them in one text, each by its word or name."""
        names = self._names(change.fair_id)
        if how.startswith("word:"):
            group = how.removeprefix("word:")
            return ", ".join(self._word(group, key) for key in value.replace(",", " ").split())
        if how == "fair":
            return self._by_slug.get(value, value)
        if how == "person":
            return self.people.get(value, value)
        if how == "exhibitor":
            return ", ".join(names.exhibitor.get(one, one) for one in value.split("\n"))
        if how == "hall":
            return names.hall.get(value, value)
        if how == "article":
            return names.article.get(value, value)
        if how == "booth":
            places = {**names.booth, **names.gate}
            return ", ".join(places.get(one, one) for one in value.split(" ")) or "–"
        return value

    def _quota(self, kept: str) -> str:
        """What `quotas` writes of a unit, "3 (10; 1–4)": booths, weight, fewest, most."""
        booths, _bracket, rest = kept.rstrip(")").partition(" (")
        weight, _mark, bounds = rest.partition("; ")
        least, _dash, most = bounds.partition("–")
        said = self._say(_("%(booths)s booths; weight %(weight)s, at least %(least)s, at most %(most)s"))
        return said % {"booths": booths, "weight": weight, "least": least, "most": most or "–"}

    def _hours(self, kept: str) -> str:
        """The hours of a day as the calendar notes them: "480-1320" or "closed"."""
        opens, _dash, closes = kept.partition("-")
        if not (opens.isdigit() and closes.isdigit()):
            return self._say(_("no trading"))
        return f"{_clock(int(opens))}–{_clock(int(closes))}"

    def _country(self, code: str) -> str:
        known = Locale(self._language).territories.get(code) if len(code) == 2 and code.isupper() else None
        return known or code

    @staticmethod
    def _as_is(text: str) -> str:
        try:
            return day(date.fromisoformat(text).isoformat()) if is_day(text) else text
        except ValueError:
            return text


def _with_id(names: Mapping[str, str], id_: str) -> str:
    name = names.get(id_)
    return f"{name} ({id_})" if name and name != id_ else id_


def _is_something(value: object) -> bool:
    return value is not None and value not in ("", [])


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _listed(thing: Mapping[str, object]) -> str:
    return " · ".join(str(value) for value in thing.values() if _is_something(value)) or "–"
