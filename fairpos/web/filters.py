"""How templates print figures, days, moments and words: filters that read the page's language themselves.

They stand on the environment and not in a macro file, because a block that is rendered alone does not see
what its template imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from jinja2 import pass_context
from jinja2.runtime import Context

from fairpos.core import money, report
from fairpos.core.business_day import local
from fairpos.core.money import NBSP, Language
from fairpos.web import charts
from fairpos.web.i18n import Translator
from fairpos.web.i18n import mark as _
from fairpos.web.words import WORDS


def _language(context: Context) -> Language:
    language: Language = context["language"]
    return language


@pass_context
def dong(context: Context, amount: int) -> str:
    return money.dong(amount, _language(context))


@pass_context
def millions(context: Context, amount: int | Fraction, digits: int = 2) -> str:
    return money.millions(amount, _language(context), digits=digits)


@pass_context
def millions_figure(context: Context, amount: int | Fraction, digits: int = 2) -> str:
    """The number alone, for where its unit stands beside it in smaller letters."""
    return money.number(Fraction(amount) / 1_000_000, _language(context), digits=digits)


@pass_context
def number(context: Context, value: int | Fraction, digits: int = 0) -> str:
    return money.number(value, _language(context), digits=digits)


@pass_context
def pieces(context: Context, thousandths: int) -> str:
    """A quantity as people say it: 3, or 1,25 of what is weighed."""
    value = Fraction(thousandths, 1000)
    return money.number(value, _language(context), digits=0 if value.denominator == 1 else 3)


@pass_context
def percent_change(context: Context, change: Fraction) -> str:
    return money.percent_change(change, _language(context))


@pass_context
def percent(context: Context, share: Fraction, digits: int = 1) -> str:
    """A share of a whole, without a sign; the template says of which whole."""
    return f"{money.number(share * 100, _language(context), digits=digits)}{NBSP}%"


@pass_context
def duration(context: Context, minutes: int) -> str:
    """Minutes up to two hours, whole hours after that: what matters is the order of it."""
    if minutes <= 120:
        return gettext(context, _("%(minutes)s min")) % {"minutes": minutes}
    return gettext(context, _("%(hours)s h")) % {"hours": number(context, minutes // 60)}


def share_of(part: int, whole: int) -> Fraction:
    return Fraction(part, whole)


def day(iso: str) -> str:
    """dd/MM/yyyy, in both languages: a fair's papers write it so."""
    year, month, date = iso.split("-")
    return f"{date}/{month}/{year}"


def day_short(iso: str) -> str:
    return day(iso)[:5]


def clock(at_ms: int) -> str:
    """The time on a Vietnamese wall: 14:05."""
    return local(at_ms).strftime("%H:%M")


def moment(at_ms: int) -> str:
    return local(at_ms).strftime("%d/%m/%Y %H:%M")


@pass_context
def word(context: Context, key: str, kind: str) -> str:
    """The word for a key ("in-province" as a "zone"); a key nobody has named is shown as it is."""
    message = WORDS[kind].get(key)
    if message is None:
        return key
    translator: Translator = context["translator"]
    return translator.gettext(message)


@pass_context
def said(context: Context, words: report.Words) -> str:
    """A text that a report carries in both languages."""
    return words.text(_language(context))


@pass_context
def shown(context: Context, value: report.Value, kind: report.Kind) -> str:
    """A value of a report, as its paper prints it."""
    return report.shown(value, kind, _language(context))


@pass_context
def about(context: Context, figure: report.Figure) -> str:
    """What a figure of a report may not stand without."""
    return figure.about(_language(context))


@pass_context
def chart_lines(context: Context, bars: Sequence[charts.Column]) -> list[charts.Line]:
    """Lines across a chart of takings, at round values; the legend says that they are millions."""
    return [
        charts.Line(value=value, text=money.number(Fraction(value, 1_000_000), _language(context)))
        for value in charts.round_values(charts.highest(bars))
    ]


@pass_context
def count_lines(context: Context, bars: Sequence[charts.Column]) -> list[charts.Line]:
    """Lines across a chart of counts, at round values."""
    language = _language(context)
    return [
        charts.Line(value=value, text=money.number(value, language))
        for value in charts.round_values(charts.highest(bars))
    ]


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


@pass_context
def named(context: Context, thing: Named) -> str:
    """The name of a fair in the page's language, or the one it has."""
    return (thing.name_en or thing.name) if _language(context) == "en" else thing.name


@pass_context
def gettext(context: Context, message: str) -> str:
    translator: Translator = context["translator"]
    return translator.gettext(message)


@pass_context
def ngettext(context: Context, one: str, many: str, n: int) -> str:
    translator: Translator = context["translator"]
    return translator.ngettext(one, many, n)


FILTERS = {
    filter_.__name__: filter_
    for filter_ in (
        dong, millions, millions_figure, number, pieces, percent_change, percent, share_of, duration,
        day, day_short, clock, moment, word, named, chart_lines, count_lines,
        said, shown, about,
    )
}  # fmt: skip

__all__ = ["FILTERS", "gettext", "ngettext"]
