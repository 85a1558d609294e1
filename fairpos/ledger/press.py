"""The figures of an edition as a short factual text, with the basis and the qualifier of each, to copy."""

from __future__ import annotations

from collections.abc import Sequence

from fairpos.core.measure_words import (
    BASIS_WORDS,
    FLOWS,
    METRIC_WORDS,
    RATIO_WORDS,
    RATIOS,
    SCOPE_WORDS,
    SIZES,
)
from fairpos.core.measures import BOUND_WORDS, Bound, Change, DaysUnknown
from fairpos.core.money import Language, percent_change
from fairpos.ledger.facts import Facts
from fairpos.ledger.lineups import Entry, Lineup

MINUS = "\N{MINUS SIGN}"


def paragraph(facts: Facts, lineups: Sequence[Lineup], language: Language) -> str:
    """One sentence a figure that is known, each with its scope, days and what it is held against."""
    vi = language == "vi"
    fair = facts.fair
    days = facts.open_days()
    name = fair.name if vi else fair.name_en
    when = ""
    if days:
        count = f"{len(days)} ngày mở cửa" if vi else f"{len(days)} open day{'' if len(days) == 1 else 's'}"
        when = (
            f" ({_day(days[0])}–{_day(days[-1])}, {count})"
            if len(days) > 1
            else f" ({_day(days[0])}, {count})"
        )
    sentences = [sentence for lineup in lineups if (sentence := _sentence(lineup, language))]
    if not sentences:
        return ""
    return " ".join([f"{name}{when}.", *sentences, *_lacking(lineups, language)])


def change_words(change: Change, language: Language) -> str:
    """ "ước tăng ít nhất 9,06 % bình quân ngày mở cửa": the sign as a word, and what a floor makes of it."""
    vi = language == "vi"
    if change.fraction == 0 and change.bound == "none" and not change.estimated:
        return "không đổi" if vi else "unchanged"
    text = percent_change(change.fraction, language)
    fell = text.startswith(MINUS)
    bound: Bound = change.bound
    if fell and bound in ("at-least", "at-most"):
        # At least −5 % is a fall of at most 5 %.
        bound = "at-most" if bound == "at-least" else "at-least"
    mark = ("ước " if vi else "an estimated ") if change.estimated and bound != "unknown" else ""
    word = ("giảm " if vi else "down ") if fell else ("tăng " if vi else "up ")
    limit = BOUND_WORDS[bound][language]
    metric = change.current.metric
    basis = (RATIO_WORDS[metric] if metric in RATIOS else BASIS_WORDS[change.current.basis])[language]
    verb = f"{mark}{word}" if vi else f"{word}{mark}"
    return f"{verb}{limit + ' ' if limit else ''}{text.lstrip('+' + MINUS)} {basis}"


def _sentence(lineup: Lineup, language: Language) -> str:
    vi = language == "vi"
    current = lineup.entries[0]
    if current.measure is None:
        return ""
    words = METRIC_WORDS[lineup.metric][language]
    scope = SCOPE_WORDS[lineup.scope][language]
    text = f"{words} ({scope}): {_both_bases(current, language)}"
    against = [
        f"{change_words(entry.change, language)} {'so với' if vi else 'against'} "
        f"{entry.fair.name if vi else entry.fair.name_en} ({_basis_of(entry.change, language)})"
        for entry in lineup.entries[1:]
        if entry.change is not None
    ]
    turned = [
        f"{change_words(entry.other_change, language)}"
        for entry in lineup.entries[1:2]
        if entry.turned and entry.other_change is not None
    ]
    return "; ".join([text, *against, *turned]) + "."


def _both_bases(entry: Entry, language: Language) -> str:
    """A total and its mean a day, where both are known."""
    assert entry.measure is not None, "asked only of editions that have the figure"
    figures = []
    if entry.measure.metric in FLOWS:
        for basis in ("total", "per-day"):
            try:
                figures.append(
                    entry.measure.on("total" if basis == "total" else "per-day").printed(language).figure
                )
            except DaysUnknown:
                continue
    else:
        figures.append(entry.measure.printed(language).figure)
    lacks = entry.measure.coverage.lacks(language)
    return ", ".join([*figures, *([lacks] if lacks else [])])


def _basis_of(change: Change, language: Language) -> str:
    if change.current.metric in SIZES:
        return SCOPE_WORDS[change.current.scope][language]
    now, then = change.current.coverage.text(language), change.prior.coverage.text(language)
    return f"{now} {'so với' if language == 'vi' else 'against'} {then}"


def _lacking(lineups: Sequence[Lineup], language: Language) -> list[str]:
    """Whose figures they are, where no ledger counted them."""
    names = dict.fromkeys(
        source.name
        for lineup in lineups
        for source in lineup.entries[0].sources[:1]
        if source.kind == "stated" and source.name
    )
    if not names:
        return []
    return [f"{'Nguồn' if language == 'vi' else 'Source'}: {'; '.join(names)}."]


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"
